"""Pages where people sign up, read line by line: who signed, from which wiki, with which roles.

A line counts where somebody signed it (a reference to an account and a timestamp), or where it begins
with a reference to an account and goes on with nothing but a remark. Notes and prose are not people, and
a name is never guessed: a line that names an account and gives nobody is always told.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from outreach.accountlinks import Reference, Resolver
from outreach.beside import AND, before_signers, remark_of, without_link
from outreach.columns import plain
from outreach.names import BIDI_MARKS, decode_entities, is_ip, is_temporary, normalize_user
from outreach.problems import Problem
from outreach.signatures import signers
from outreach.signuplines import Line, Thread, chosen, heads
from outreach.signuproles import MOST_WORDS, SET_OFF, roles_in
from outreach.signuptable import LINE_BREAK, NOT_TAKEN, TableRow, people_named
from outreach.timestamps import time_stamps
from outreach.visibletext import MARKUP, WITHDRAWAL, WITHDRAWN, cut, readable, struck_spans

BETWEEN = re.compile(r"[\s,;&/()'’|•·-]*")
REMARK = re.compile(r"\s*(?:$|[–—,;:(/•·|-]|'')")
BOLD = re.compile(r"'''[^'\n]+'''[ \t]*+:?")
WORD = re.compile(r'\w')
TITLE = re.compile(r':?[^\s:,;&|{}\[\]<>][^:,;&|{}\[\]<>]*+:[^,;&|{}\[\]<>]++')
MOST_LETTERS = 80  # of a line that is shown
NOBODY = 'names nobody'
# what the texts of problems of one kind share
KINDS = (
    'outside of the sections that are read', 'answers somebody who signed', 'not taken for a sign-up',
    'is signed without a link to an account', 'is no name of an account', 'may be one name or several',
    'is no user page on', 'names no wiki', 'over several lines', 'is not a registered account',
    'link each of them', NOBODY,
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
    `nobody` are the lines that name nobody at all, with what they say, `outside` tells the lines of other
    sections that name an account.
    """

    title: str
    signups: tuple[SignUp, ...]
    problems: tuple[Problem, ...] = ()
    sections: tuple[str, ...] = ()
    nobody: tuple[Problem, ...] = ()
    answers: tuple[Problem, ...] = ()
    outside: tuple[Problem, ...] = ()


@dataclass
class _Reading:
    """What the lines of a page gave so far; `last` are the people of the last line that gave any."""

    title: str
    resolver: Resolver
    found: list[SignUp] = field(default_factory=list)
    last: list[SignUp] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    answers: list[Problem] = field(default_factory=list)
    nobody: list[Problem] = field(default_factory=list)
    thread: Thread = field(default_factory=Thread)

    def read(self, line: Line, below: Sequence[Line], written: str) -> None:
        """Read a line with the next one `below` it; `written` is what stands there, struck out or not."""
        place = f'{self.title}, line {line.number}'
        if self.thread.answers(line):
            if not line.text and (gone := _withdrawn(written, self.last, self.resolver)):
                self.found = [one for one in self.found if one not in gone]
                self.problems.append(_problem(place, _says_withdrawn(gone)))
            elif names := _named(line.text, self.resolver):
                text = f'answers somebody who signed: {names} does not join by it'
                self.answers.append(_problem(place, text))
            return
        if not (line.text or line.row):
            self.thread.add(line, people=True)
            return
        people, problem = _read_line(line, below, self.title, self.resolver)
        if line.row and line.row.beside:
            self.answers.append(_problem(place, line.row.beside))
        self.thread.add(line, people=bool(people))
        self.last = people or self.last
        self.found += people
        self.problems += [_problem(place, problem)] if problem else []
        words = _words(line)
        if WORD.search(words) and not (people or problem or (line.row and line.row.beside)):
            self.nobody.append(_problem(place, f'{NOBODY}: {words!r}'))


def read_page(text: str, title: str, resolver: Resolver, sections: Collection[str] = ()) -> SignUpPage:
    """Read a sign-up page: the named sections, else those with a usual heading, else the whole page.

    Where sections are named and none is there, that is a problem and nobody signed up.
    """
    plain = readable(text)
    left = cut(plain, struck_spans(plain))
    whole = resolver.without_pictures(left)
    here = chosen(whole, sections, resolver, _struck_lines(plain, left))
    if sections and not here.headings:
        wanted = ', '.join(sorted(sections))
        return SignUpPage(title, (), (Problem(title, f'has no section {wanted}'),))
    reading = _Reading(title, resolver)
    for one in _over_lines(whole, here.lines, resolver):
        reading.problems.append(_problem(f'{title}, line {one.number}', one.text))
    written = plain.split('\n')
    for at, line in enumerate(here.lines):
        reading.read(line, here.lines[at + 1 : at + 2], written[line.number - 1])
    people, refused = _registered(reading.found)
    told = (*reading.problems, *_below(here.below, title, resolver), *refused)
    answers, nobody = tuple(reading.answers), tuple(reading.nobody)
    return SignUpPage(title, unique(people), told, here.headings, nobody, answers)


def names_outside(
    text: str, title: str, resolver: Resolver, sections: Collection[str] = ()
) -> tuple[Problem, ...]:
    """Return the lines that name an account in sections of a page that are not read, each with whom."""
    plain = readable(text)
    found = []
    for line in chosen(cut(plain, struck_spans(plain)), sections, resolver).outside:
        row = line.row
        parts = (_names(row.people) if row else '', _named(row.bare if row else line.text, resolver))
        names = ', '.join(part for part in parts if part)
        said = f'names {names}' if names else (row.problem or row.beside) if row else ''
        if said:
            told = f'{said}, outside of the sections that are read: nobody joins by it'
            found.append(_problem(f'{title}, line {line.number}', told))
    return tuple(found)


def _struck_lines(plain: str, live: str) -> frozenset[int]:
    """Return the numbers of the lines of which nothing but their list marks is left."""
    pairs = zip(plain.split('\n'), live.split('\n'), strict=True)
    return frozenset(
        number
        for number, (before, after) in enumerate(pairs, 1)
        if before != after and not after.strip('*#:; \t')
    )


def _below(lines: Sequence[Line], title: str, resolver: Resolver) -> Iterator[Problem]:
    """Name who stands below a line across the page, where a section of sign-ups ends."""
    for at, line in enumerate(lines):
        people, problem = _read_line(line, lines[at + 1 : at + 2], title, resolver)
        if people:
            names = ', '.join(dict.fromkeys(one.name for one in people))
            problem = f'names {names} below a line (----), where the section ends: not taken for a sign-up'
        if problem:
            yield _problem(f'{title}, line {line.number}', problem)


def _names(references: Iterable[Reference]) -> str:
    return ', '.join(dict.fromkeys(one.name for one in references))


def _named(text: str, resolver: Resolver) -> str:
    """Return whom a text names, links with an unknown word for user pages included."""
    return ', '.join(filter(None, (_names(resolver.references(text)), *resolver.foreign_words(text))))


def _words(line: Line) -> str:
    """Return the words of a line, as much of them as tells it from others."""
    return plain(line.row.words if line.row else line.text)[:MOST_LETTERS]


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


def _read_line(line: Line, below: Sequence[Line], title: str, resolver: Resolver) -> tuple[list[SignUp], str]:
    """Return who signed up in a line, and what is unclear about it ('' where nothing is).

    Who wrote behind the signature that they withdrew has not signed up.
    """
    people, problem = _said(line, below, title, resolver)
    gone = [one for one in people if WITHDRAWN & set(one.roles)]
    if not gone:
        return people, problem
    left = [one for one in people if one not in gone]
    return left, '; '.join(part for part in (_says_withdrawn(gone), problem) if part)


def _says_withdrawn(gone: Iterable[SignUp]) -> str:
    return f'says that {", ".join(one.name for one in gone)} withdrew: not taken for a sign-up'


def _withdrawn(answer: str, above: Sequence[SignUp], resolver: Resolver) -> list[SignUp]:
    """Return who of those above takes it back in an answer such as `#: {{withdrawn}} ~~~~`."""
    if not WITHDRAWAL.search(answer):
        return []
    names = {one.name for one in resolver.references(answer)}
    return [one for one in above if one.name in names or not names]


def _said(line: Line, below: Sequence[Line], title: str, resolver: Resolver) -> tuple[list[SignUp], str]:
    if line.row:
        return _read_row(line, line.row, title, resolver)
    references = resolver.references(line.text)
    if any(time_stamps(line.text)):
        return _signed(line, references, title, resolver)
    added = [one for one in references if one.template.startswith('Unsigned')]
    if added:
        return [_signup(added[-1], line, title, '')], ''
    everybody = people_named(line.text, resolver)
    if references or len(everybody) > 1:
        return _leading(line, everybody, title, resolver)
    if any(heads(line, one, resolver) for one in below):
        return [], _unread(line, resolver, '')
    return _bare(line, line.text, title, resolver)


def _signed(
    line: Line, references: Sequence[Reference], title: str, resolver: Resolver
) -> tuple[list[SignUp], str]:
    """Read a line with time stamps: who signed it joins, who stands beside them is told."""
    found = list(signers(references, time_stamps(line.text)))
    if not found:
        return [], _unread(line, resolver, f'is signed without a link to an account: {_words(line)!r}')
    people = [_signup(who, line, title, '') for who, _, _ in found]
    remark, behind = remark_of(line.text, found[-1][2], references, {one.name for one in people})
    people[-1] = _signup(found[-1][0], line, title, remark)
    before = before_signers(line.text, people_named(line.text, resolver), resolver)
    other = ', '.join(filter(None, (before, behind)))
    return people, f'names {other} beside who signed: {NOT_TAKEN}' if other else ''


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
        row = replace(row, problem='; '.join([*told, *([row.problem] if row.problem else [])]))
    if row.host:
        found = [replace(one, host=row.host, stated=True) for one in found]
    return found, row.problem


def _signup(reference: Reference, line: Line, title: str, after: str) -> SignUp:
    roles = roles_in(after)
    return SignUp(reference.name, reference.host, title, line.number, reference.stated, roles=roles)


def _leading(
    line: Line, references: Sequence[Reference], title: str, resolver: Resolver
) -> tuple[list[SignUp], str]:
    """Read an unsigned line that names accounts: those at its beginning, if only a remark follows them."""
    group: list[Reference] = []
    end = 0
    for one in references:
        if not BETWEEN.fullmatch(AND.sub('', MARKUP.sub('', line.text[end : max(end, one.start)]))):
            break
        group.append(one)
        end = max(end, one.end)
    rest = line.text[end:]
    behind = MARKUP.sub('', rest).lstrip(')')  # of a link to the talk page in brackets
    clear = '#' in line.bullet or line.bullet == '=' or REMARK.match(behind)
    other = without_link(line.text, references, resolver)
    if group and clear:
        remark, behind = remark_of(line.text, end, references, {one.name for one in group})
        told = [f'names {other} beside {_names(group)}: link each of them'] if other else []
        told += [f'names {behind} behind {_names(group)}: {NOT_TAKEN}'] if behind else []
        return [_signup(one, line, title, remark) for one in group], '; '.join(told)
    names = ', '.join([_names(references), *([other] if other else [])])
    text = f'names {names} in a sentence, without a signature: not taken for a sign-up: {_words(line)!r}'
    return [], text


def _bare(line: Line, text: str, title: str, resolver: Resolver) -> tuple[list[SignUp], str]:
    """Read a line without references: a numbered line or a cell for names may hold a name and no more.

    A dash with blanks around it sets roles off. Bulleted lines are notes as often as names, so a bare
    name there is nobody.
    """
    apart = SET_OFF.search(text)
    bare, after = (text[: apart.start()], text[apart.start() :]) if apart else (text, '')
    owner = resolver.owner(bare) if TITLE.fullmatch(bare) else None
    if owner:  # a title without brackets
        stated = owner[1] != resolver.home_host
        return [SignUp(*owner, title, line.number, stated, roles=roles_in(after))], ''
    unknown = _unread(line, resolver, '')
    if unknown or not ('#' in line.bullet or line.bullet == '|'):
        return [], unknown
    if line.bullet != '|' and BOLD.fullmatch(text):
        return [], f'{text} may be a heading or a name: link the account'
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
    where = f'which is no user page on {resolver.home_host}: write User: and the name'
    return f'links to {", ".join(foreign)}, {where}: {_words(line)!r}'


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
