"""Pages where people sign up, read line by line: who signed, from which wiki, with which roles.

A line counts where somebody signed it (a reference to an account and a timestamp), or where it begins
with a reference to an account and goes on with nothing but a remark. Notes and prose are not people, and
a name is never guessed: a line that names an account and gives nobody is always told.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from outreach.accountlinks import TEMPLATE, Reference, Resolver
from outreach.linktargets import links
from outreach.names import BIDI_MARKS, decode_entities, is_ip, is_temporary, normalize_user
from outreach.problems import Problem
from outreach.signatures import signers
from outreach.signups.signuptable import LINE_BREAK, TableRow, read_rows
from outreach.timestamps import time_stamps
from outreach.visibletext import MARKUP, live
from outreach.wikitable import find_tables
from outreach.wikitext import BULLETS

# Headings under which people sign; pages in other languages name theirs by -section.
SECTIONS = frozenset(
    (
        'attendees', 'endorsements', 'interested', 'interested attendees', 'interested participants',
        'interested people', 'members', 'participants', 'sign up', 'sign up here', 'sign-up', 'signups',
        'sign-ups', 'supporters', 'volunteer', 'volunteers',
    )
)  # fmt: skip
PSEUDO_LEVEL = 7
BREAK = re.compile(r'-{4,}')
BETWEEN = re.compile(r"[\s,;&/()'’|•·-]*")
REMARK = re.compile(r"\s*(?:$|[–—,;:(/•·|-]|'')")
SET_OFF = re.compile(r'\s(?:–|—|--?)\s')
MOST_WORDS = 5
# what the texts of problems of one kind share
KINDS = (
    'not taken for a sign-up', 'is signed without a link to an account', 'is no name of an account',
    'may be one name or several', 'is no user page on', 'names no wiki', 'over several lines',
    'is not a registered account',
)  # fmt: skip


@dataclass(frozen=True)
class SignUp:
    """One person who signed up: `host` is the wiki they signed from, `stated` where they named it.

    A `bare` name stands there without a link: whether it is an account has to be asked. Who `registered`
    did so with the account itself: nobody can have signed for them.
    """

    name: str
    host: str
    page: str
    line: int
    stated: bool = False
    bare: bool = False
    roles: tuple[str, ...] = ()
    registered: bool = False

    @property
    def place(self) -> str:
        """Return where the person signed."""
        return f'{self.page}, line {self.line}'


@dataclass(frozen=True)
class SignUpPage:
    """What was read from one page: people, what was unclear, and how many lines name nobody.

    `answers` are the lines by which somebody answers one who signed: they name people who do not join.
    `nobody` are the numbers of the lines that name nobody at all.
    """

    title: str
    signups: tuple[SignUp, ...]
    problems: tuple[Problem, ...] = ()
    sections: tuple[str, ...] = ()
    nobody: tuple[int, ...] = ()
    answers: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Line:
    """One line of a section: its number, the list marks before it (`=` for a heading) and the text.

    A row of a table is a line that was read already.
    """

    number: int
    bullet: str
    text: str
    row: TableRow | None = None


@dataclass
class _Thread:
    """The lines above one in a list: who of them gave people, by their marks."""

    above: list[tuple[str, bool]] = field(default_factory=list)
    depth: int = -1  # of the last people, by colons alone; -1 before there are any

    def answers(self, line: Line) -> bool:
        """Whether a line stands below one by somebody who signed, as an answer does."""
        marks = line.bullet
        if not marks.strip(':'):
            return bool(marks) and -1 < self.depth < len(marks)
        while self.above and not (marks.startswith(self.above[-1][0]) and marks != self.above[-1][0]):
            self.above.pop()
        return bool(self.above) and self.above[-1][1] and marks[len(self.above[-1][0])] in ':*'

    def add(self, line: Line, *, people: bool) -> None:
        if people or line.bullet == '=':
            self.depth = -1 if line.bullet == '=' else len(line.bullet) * (not line.bullet.strip(':'))
        if line.bullet.strip(':'):
            self.above.append((line.bullet, people))


def read_page(text: str, title: str, resolver: Resolver, sections: Collection[str] = ()) -> SignUpPage:
    """Read a sign-up page: the named sections, else those with a usual heading, else the whole page.

    Where sections are named and none is there, that is a problem and nobody signed up.
    """
    readable = resolver.without_pictures(live(text))
    chosen, headings = _chosen(readable, sections, resolver)
    if sections and not headings:
        wanted = ', '.join(sorted(sections))
        return SignUpPage(title, (), (Problem(title, f'has no section {wanted}'),))
    found: list[SignUp] = []
    problems = [
        _problem(f'{title}, line {one.number}', one.text) for one in _over_lines(readable, chosen, resolver)
    ]
    answers: list[Problem] = []
    nobody: list[int] = []
    thread = _Thread()
    for at, line in enumerate(chosen):
        place = f'{title}, line {line.number}'
        if thread.answers(line):
            names = ', '.join(dict.fromkeys(one.name for one in resolver.references(line.text)))
            if names:
                answers.append(Problem(place, f'answers somebody who signed: {names} does not join by it'))
            continue
        below = chosen[at + 1 : at + 2]
        people, problem = _read_line(line, below, title, resolver)
        thread.add(line, people=bool(people))
        found += people
        if problem:
            problems.append(_problem(place, problem))
        nobody += [] if people or problem else [line.number]
    people, refused = _registered(found)
    told = (*problems, *refused)
    return SignUpPage(title, unique(people), told, headings, tuple(nobody), tuple(answers))


def _problem(place: str, text: str) -> Problem:
    return Problem(place, text, next((kind for kind in KINDS if kind in text), ''))


def _over_lines(text: str, chosen: Sequence[Line], resolver: Resolver) -> Iterator[Line]:
    """Return the templates over several lines that name people: no line of theirs can be read by itself."""
    numbers = {line.number for line in chosen}
    told: dict[int, list[str]] = {}
    line, counted = 1, 0
    for one in resolver.references(text) if '{{' in text else ():
        line, counted = line + text.count('\n', counted, one.start), one.start
        if one.template and text.find('\n', one.start, one.end) >= 0 and line in numbers:
            told.setdefault(line, [one.template]).append(one.name)
    for number, (template, *names) in told.items():
        words = f'{{{{{template}}}}} over several lines names {", ".join(names)}: write it in one line'
        yield Line(number, '', words)


def _chosen(text: str, sections: Collection[str], resolver: Resolver) -> tuple[list[Line], tuple[str, ...]]:
    """Return the lines to read, tables row by row, and the headings they stand under."""
    wanted = {folded(name) for name in sections} or SECTIONS
    inside, level = False, 0
    kept: list[Line] = []
    everything: list[Line] = []
    headings: list[str] = []
    for line in _lines(text, resolver):
        here, name = (0, '') if line.row else _heading(line.text)
        if here:
            if folded(name) in wanted:
                inside, level = True, here
                headings.append(name)
                continue
            if inside and here <= level:
                inside = False
            if not resolver.references(name) and not resolver.foreign_words(name):
                continue
            line = Line(line.number, '=', name)
        elif not line.row and BREAK.match(line.text):
            inside = False
            continue
        if line.bullet != '=' and not line.row:
            marks = BULLETS.match(line.text)
            bullet = marks[0] if marks else ''
            line = Line(line.number, bullet, line.text[len(bullet) :].strip())
        if line.text or line.row:
            everything.append(line)
            if inside:
                kept.append(line)
    whole = not headings and not sections
    return (everything if whole else kept), tuple(headings)


def _lines(text: str, resolver: Resolver) -> Iterator[Line]:
    """Return the lines of a page with their whole text, each row of a table as one."""
    number, done = 1, 0
    for table in find_tables(text):
        yield from _plain_lines(text[done : table.start], number)
        number += text.count('\n', done, table.start)
        line, counted = number, table.start
        for row in read_rows(text, table, resolver):
            line, counted = line + text.count('\n', counted, row.at), row.at
            yield Line(line, '|', '', row)
        end = text.find('\n', table.close)
        done = len(text) if end < 0 else end
        number += text.count('\n', table.start, done)
    yield from _plain_lines(text[done:], number)


def _plain_lines(text: str, number: int) -> Iterator[Line]:
    yield from (Line(at, '', line) for at, line in enumerate(text.split('\n'), number))


def _heading(line: str) -> tuple[int, str]:
    """Return the level and the text of a heading, or of a line that stands for one; (0, '') for others."""
    text = line.rstrip()
    if text.startswith('=') and text.endswith('=') and len(text) > 2:
        level = min(6, len(text) - len(text.lstrip('=')), len(text) - len(text.rstrip('=')))
        name = text[level : len(text) - level].strip()
        return (level, name) if name else (0, '')
    if text.startswith((';', "'''")):
        name = text.removeprefix(';').lstrip().removeprefix("'''")
        name = name.rstrip().removesuffix(':').removesuffix("'''").removesuffix(':').strip()
        return (PSEUDO_LEVEL, name) if name and not set(name) & set("':") else (0, '')
    return 0, ''


def folded(heading: str) -> str:
    """Return a heading as it compares: without markup, in small letters."""
    return ' '.join(re.sub(r"<[^<>]*>|'{2,}", '', heading).lower().rstrip(':').split())


def _read_line(line: Line, below: Sequence[Line], title: str, resolver: Resolver) -> tuple[list[SignUp], str]:
    """Return who signed up in a line, and what is unclear about it ('' where nothing is)."""
    if line.row:
        return _read_row(line, line.row, title, resolver)
    references = resolver.references(line.text)
    stamps = list(time_stamps(line.text))
    if stamps:
        signed = [
            _signup(who, line, title, line.text[end:] if stamp is stamps[-1] else '')
            for who, stamp, end in signers(references, stamps)
        ]
        return signed, '' if signed else _unread(line, resolver, 'is signed without a link to an account')
    unsigned = [one for one in references if one.template.startswith('Unsigned')]
    if unsigned:
        return [_signup(unsigned[-1], line, title, '')], ''
    if references:
        return _leading(line, references, title)
    if any(_heads(line, one, resolver) for one in below):
        return [], _unread(line, resolver, '')
    return _bare(line, line.text, title, resolver)


def _heads(line: Line, below: Line, resolver: Resolver) -> bool:
    """Whether a numbered line is the heading of a group: the next one is deeper, and a person's."""
    deeper = below.bullet.removeprefix(line.bullet) if below.bullet.startswith(line.bullet) else ''
    if '#' not in line.bullet or deeper[:1] not in tuple('#*'):
        return False
    return deeper.endswith('#') or bool(resolver.references(below.text))


def _read_row(line: Line, row: TableRow, title: str, resolver: Resolver) -> tuple[list[SignUp], str]:
    if row.people:
        roles = f' – {row.roles}' if row.roles.strip() else ''
        found = [_signup(one, line, title, roles) for one in row.people]
    else:
        found, told = [], []
        for part in LINE_BREAK.split(row.bare):
            some, problem = _bare(replace(line, text=part, bullet='|'), part, title, resolver)
            found += some
            told += [problem] if problem else []
        if told:
            return [], '; '.join([*told, *([row.problem] if row.problem else [])])
    if row.host:
        found = [replace(one, host=row.host, stated=True) for one in found]
    return found, row.problem


def _signup(reference: Reference, line: Line, title: str, after: str) -> SignUp:
    roles = roles_in(after)
    return SignUp(reference.name, reference.host, title, line.number, reference.stated, roles=roles)


def _leading(line: Line, references: Sequence[Reference], title: str) -> tuple[list[SignUp], str]:
    """Read an unsigned line that names accounts: those at its beginning, if only a remark follows them."""
    group: list[Reference] = []
    end = 0
    for one in references:
        if not BETWEEN.fullmatch(MARKUP.sub('', line.text[end : max(end, one.start)])):
            break
        group.append(one)
        end = max(end, one.end)
    rest = line.text[end:]
    clear = '#' in line.bullet or line.bullet == '=' or REMARK.match(MARKUP.sub('', rest))
    if group and clear:
        return [_signup(one, line, title, rest) for one in group], ''
    names = ', '.join(dict.fromkeys(one.name for one in references))
    return [], f'names {names} in a sentence, without a signature: not taken for a sign-up'


def _bare(line: Line, text: str, title: str, resolver: Resolver) -> tuple[list[SignUp], str]:
    """Read a line without references: a numbered line or a cell for names may hold a name and no more.

    A dash with blanks around it sets roles off. Bulleted lines are notes as often as names, so a bare
    name there is nobody.
    """
    unknown = _unread(line, resolver, '')
    if unknown or not ('#' in line.bullet or line.bullet == '|'):
        return [], unknown
    text = BIDI_MARKS.sub('', MARKUP.sub('', decode_entities(text))).strip()
    apart = SET_OFF.search(text)
    text, after = (text[: apart.start()], text[apart.start() :]) if apart else (text, '')
    if (
        not text
        or len(text.split()) > MOST_WORDS
        or text.endswith(tuple('.!?:'))
        or '...' in text
        or '~~~' in text
    ):
        return [], ''
    if line.bullet == '|' and ',' in text:
        return [], f'{text!r} may be one name or several: link each of them'
    try:
        name = normalize_user(text)
    except ValueError:
        return [], f'{text!r} is no name of an account'
    roles = roles_in(after)
    return [SignUp(name, resolver.home_host, title, line.number, bare=True, roles=roles)], ''


def _unread(line: Line, resolver: Resolver, otherwise: str) -> str:
    foreign = resolver.foreign_words(line.text)
    if not foreign:
        return otherwise
    return f'links to {foreign[0]}, which is no user page on {resolver.home_host}: write User: and the name'


def _registered(found: Iterable[SignUp]) -> tuple[list[SignUp], list[Problem]]:
    """Part accounts from IP addresses and temporary accounts, which nobody can send a message to."""
    people, refused = [], []
    for one in found:
        if is_ip(one.name) or is_temporary(one.name):
            refused.append(_problem(one.place, f'{one.name} is not a registered account'))
        else:
            people.append(one)
    return people, refused


def unique(signups: Iterable[SignUp]) -> tuple[SignUp, ...]:
    """Return each person once, in order: a wiki that was stated wins, and roles are put together."""
    people: dict[str, SignUp] = {}
    for one in signups:
        known = people.setdefault(one.name, one)
        if known is one:
            continue
        roles = tuple(dict.fromkeys((*known.roles, *one.roles)))
        best = one if one.stated and not known.stated else known
        people[one.name] = replace(
            known, host=best.host, stated=best.stated, bare=known.bare and one.bare, roles=roles
        )
    return tuple(people.values())


def with_role(signups: Iterable[SignUp], roles: Collection[str]) -> tuple[SignUp, ...]:
    """Return those who signed with one of these roles; all where no role is asked for."""
    wanted = {role.strip().lower() for role in roles}
    return tuple(one for one in signups if not wanted or wanted & set(one.roles))


def roles_in(after: str) -> tuple[str, ...]:
    """Return the role tags in the text behind a signature: short words set off from it and by commas."""
    done, parts = 0, []
    for link in links(after):
        parts += [after[done : link.start], link.label or link.target]
        done = link.end
    plain = MARKUP.sub(' ', TEMPLATE.sub(' ', ''.join([*parts, after[done:]])))
    apart = plain.lstrip()[:1] in tuple('–—-:,;(|•·./')
    plain = plain.strip(' \t–—-:,;()|•·./')
    if not plain or not apart or len(plain.split()) > MOST_WORDS * 2:
        return ()
    tags = (' '.join(tag.split()).lower() for tag in re.split(r'[,;/]|\band\b', plain))
    return tuple(tag for tag in tags if tag and len(tag.split()) <= MOST_WORDS)
