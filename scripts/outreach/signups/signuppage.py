"""Pages where people sign up, read line by line: who signed, from which wiki, with which roles.

A line counts where somebody signed it (a reference to an account and a timestamp), or where it begins
with a reference to an account and goes on with nothing but a remark. Notes and prose are not people, and
a name is never guessed: what is unclear is reported with its line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from outreach.accountlinks import Reference, Resolver
from outreach.lists.entries import COMMENTED, UNREAD, masked
from outreach.names import BIDI_MARKS, decode_entities, is_ip, is_temporary, normalize_user
from outreach.problems import Problem

# Headings under which people sign; pages in other languages name theirs by -section.
SECTIONS = frozenset(
    (
        'attendees', 'endorsements', 'interested', 'interested attendees', 'interested participants',
        'interested people', 'members', 'participants', 'sign up', 'sign up here', 'sign-up', 'signups',
        'sign-ups', 'supporters', 'volunteer', 'volunteers',
    )
)  # fmt: skip
HEADING = re.compile(r'^(={1,6})\s*(.+?)\s*\1\s*$')
PSEUDO_HEADING = re.compile(r"^(?:;\s*(?:''')?|''')([^':]+?):?(?:''')?:?\s*$")
PSEUDO_LEVEL = 7
ITEM = re.compile(r'^([*#:;]*)\s*(.*)$')
BREAK = re.compile(r'^-{4,}')
# Hour and minute, a year near them and the time zone in brackets, in Latin capitals or in another
# script: a signature in any language. "(room 5)" is no time zone.
ZONE = r'\((?:[A-Z]{2,5}(?:[+-]\d{1,2})?|[^()!-~\n]{1,14})\)'
TIMESTAMP = re.compile(
    rf'\d{{1,2}}[:.]\d{{2}}(?!\d)[^\n\[\]]{{0,45}}?(?<!\d)\d{{4}}(?!\d)[^\n\[\]()]{{0,20}}{ZONE}'
    rf'|(?<!\d)\d{{4}}(?!\d)[^\n\[\]]{{0,45}}?\d{{1,2}}[:.]\d{{2}}(?!\d)[^\n\[\]()]{{0,12}}{ZONE}'
)
STRUCK = re.compile(r'<(s|strike|del)\b[^<>]*>.*?</\1\s*>', re.DOTALL | re.IGNORECASE)
MARKUP = re.compile(
    r"<[^<>]+>|'{2,}|\[\[(?:File|Image|Datei|Fichier|Archivo)[^\]]*\]\]|&nbsp;", re.IGNORECASE
)
BETWEEN = re.compile(r"^[\s,;&/()'’|•·-]*$")
REMARK = re.compile(r"^\s*(?:$|[–—,;:(/•·|-]|'')")
NAME_COLUMN = re.compile(
    r'\b(?:user ?names?|users?|names?|participants?|attendees?|accounts?)\b', re.IGNORECASE
)
MOST_WORDS = 5


@dataclass(frozen=True)
class SignUp:
    """One person who signed up: `host` is the wiki they signed from, `stated` where they named it.

    A `bare` name stands there without a link: whether it is an account has to be asked.
    """

    name: str
    host: str
    page: str
    line: int
    stated: bool = False
    bare: bool = False
    roles: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Return where the person signed."""
        return f'{self.page}, line {self.line}'


@dataclass(frozen=True)
class SignUpPage:
    """What was read from one page: people, what was unclear, and how many lines name nobody."""

    title: str
    signups: tuple[SignUp, ...]
    problems: tuple[Problem, ...] = ()
    sections: tuple[str, ...] = ()
    notes: int = 0


@dataclass(frozen=True)
class Line:
    """One line of a section: its number, the list marks before it and the text."""

    number: int
    bullet: str
    text: str


def read_page(text: str, title: str, resolver: Resolver, sections: Collection[str] = ()) -> SignUpPage:
    """Read a sign-up page: the named sections, else those with a usual heading, else the whole page.

    Where sections are named and none is there, that is a problem and nobody signed up.
    """
    readable = STRUCK.sub(_blank, masked(text)).replace(COMMENTED, '').replace(UNREAD, '')
    chosen, headings = _chosen(readable.split('\n'), sections)
    if sections and not headings:
        wanted = ', '.join(sorted(sections))
        return SignUpPage(title, (), (Problem(title, f'has no section {wanted}'),))
    found: list[SignUp] = []
    problems: list[Problem] = []
    notes = 0
    for line in chosen:
        people, problem = _read_line(line, title, resolver)
        found += people
        if problem:
            problems.append(Problem(f'{title}, line {line.number}', problem))
        notes += not people and not problem
    people, refused = _registered(found)
    return SignUpPage(title, unique(people), (*problems, *refused), headings, notes)


def _blank(match: re.Match[str]) -> str:
    return '\n' * match[0].count('\n')


def _chosen(lines: Sequence[str], sections: Collection[str]) -> tuple[list[Line], tuple[str, ...]]:
    """Return the lines to read, with tables taken apart, and the headings they stand under."""
    wanted = {folded(name) for name in sections} or SECTIONS
    inside, level = False, 0
    kept: list[Line] = []
    everything: list[Line] = []
    headings: list[str] = []
    for number, text in enumerate(lines, 1):
        heading = HEADING.match(text)
        pseudo = None if heading else PSEUDO_HEADING.match(text)
        if heading or pseudo:
            here = len(heading[1]) if heading else PSEUDO_LEVEL
            name = heading[2] if heading else pseudo[1] if pseudo else ''
            if folded(name) in wanted:
                inside, level = True, here
                headings.append(name)
            elif inside and here <= level:
                inside = False
            continue
        if BREAK.match(text):
            inside = False
            continue
        item = ITEM.match(text)
        if item and item[2].strip():
            line = Line(number, item[1], item[2].strip())
            everything.append(line)
            if inside:
                kept.append(line)
    whole = not headings and not sections
    return _rows(everything if whole else kept), tuple(headings)


def folded(heading: str) -> str:
    """Return a heading as it compares: without markup, in small letters."""
    return ' '.join(re.sub(r"<[^<>]*>|'{2,}", '', heading).lower().rstrip(':').split())


def _rows(lines: Iterable[Line]) -> list[Line]:
    """Put each row of a table into one line whose mark is `|`; other lines stay as they are."""
    result: list[Line] = []
    row: list[str] | None = None
    number, column = 0, -1
    for line in lines:
        text = line.text if not line.bullet else f'{line.bullet} {line.text}'
        if text.startswith('{|') and row is None:
            row, number, column = [], line.number, -1
        elif row is None:
            result.append(line)
        elif text.startswith(('|-', '|}')):
            result += _row(row, number, column)
            row, number = ([], line.number + 1) if text.startswith('|-') else (None, 0)
        elif text.startswith('!'):
            names = re.split(r'!!|\|\|', text[1:])
            column = next((at for at, name in enumerate(names) if NAME_COLUMN.search(name)), column)
        elif text.startswith('|+'):
            continue
        elif text.startswith('|'):
            number = number if row else line.number
            row += re.split(r'\|\|', text[1:])
        elif row:
            row[-1] += f' {text}'
    return result


def _row(cells: Sequence[str], number: int, column: int) -> Iterator[Line]:
    named = cells[column].strip() if 0 <= column < len(cells) else ''
    if any(cell.strip() for cell in cells):
        yield Line(number, '|' if named else '||', named or ' '.join(cell.strip() for cell in cells))


def _read_line(line: Line, title: str, resolver: Resolver) -> tuple[list[SignUp], str]:
    """Return who signed up in a line, and what is unclear about it ('' where nothing is)."""
    if ':' in line.bullet or '#*' in line.bullet:
        return [], ''  # an answer to somebody who signed
    references = resolver.references(line.text)
    stamps = list(TIMESTAMP.finditer(line.text))
    if stamps:
        signers = list(_signers(line, references, stamps, title))
        return signers, '' if signers else _unread(line, resolver, 'is signed without a link to an account')
    unsigned = [one for one in references if one.template.startswith('Unsigned')]
    if unsigned:
        return [_signup(unsigned[-1], line, title, '')], ''
    return _leading(line, references, title) if references else _bare(line, title, resolver)


def _signup(reference: Reference, line: Line, title: str, after: str) -> SignUp:
    roles = roles_in(after)
    return SignUp(reference.name, reference.host, title, line.number, reference.stated, roles=roles)


def _signers(
    line: Line, references: Sequence[Reference], stamps: Sequence[re.Match[str]], title: str
) -> Iterator[SignUp]:
    """Return who signed before each timestamp: the last account named before it, not one that is thanked."""
    at = 0
    for stamp in stamps:
        before = [one for one in references if at <= one.start < stamp.start()]
        at = max([stamp.end(), *(one.end for one in before)])
        if before:
            yield _signup(before[-1], line, title, line.text[at:] if stamp is stamps[-1] else '')


def _leading(line: Line, references: Sequence[Reference], title: str) -> tuple[list[SignUp], str]:
    """Read an unsigned line that names accounts: those at its beginning, if only a remark follows them."""
    if line.bullet == '||':
        return [_signup(references[0], line, title, '')], ''
    group: list[Reference] = []
    end = 0
    for one in references:
        if not BETWEEN.match(MARKUP.sub('', line.text[end : max(end, one.start)])):
            break
        group.append(one)
        end = max(end, one.end)
    rest = line.text[end:]
    clear = '#' in line.bullet or line.bullet == '|' or REMARK.match(MARKUP.sub('', rest))
    if group and clear:
        return [_signup(one, line, title, rest) for one in group], ''
    names = ', '.join(dict.fromkeys(one.name for one in references))
    return [], f'names {names} in a sentence, without a signature: not taken for a sign-up'


def _bare(line: Line, title: str, resolver: Resolver) -> tuple[list[SignUp], str]:
    """Read a line without references: a numbered line or a cell for names may hold a name and no more.

    Bulleted lines are notes as often as names, so a bare name there is nobody.
    """
    unknown = _unread(line, resolver, '')
    if unknown or not ('#' in line.bullet or line.bullet == '|'):
        return [], unknown
    text = BIDI_MARKS.sub('', MARKUP.sub('', decode_entities(line.text))).strip()
    if len(text.split()) > MOST_WORDS or re.search(r'[.!?:]$|\.\.\.|~~~', text):
        return [], ''
    try:
        name = normalize_user(text)
    except ValueError:
        return [], f'{text!r} is no name of an account'
    return [SignUp(name, resolver.home_host, title, line.number, bare=True)], ''


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
            refused.append(Problem(one.place, f'{one.name} is not a registered account'))
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


def ranking(pages: Iterable[SignUpPage]) -> tuple[tuple[str, int], ...]:
    """Return the pages by the number of different people who signed, most first, then by title."""
    counts = {page.title: len({one.name for one in page.signups}) for page in pages}
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def with_role(signups: Iterable[SignUp], roles: Collection[str]) -> tuple[SignUp, ...]:
    """Return those who signed with one of these roles; all where no role is asked for."""
    wanted = {role.strip().lower() for role in roles}
    return tuple(one for one in signups if not wanted or wanted & set(one.roles))


def roles_in(after: str) -> tuple[str, ...]:
    """Return the role tags in the text behind a signature: short words set off from it and by commas."""
    plain = MARKUP.sub(' ', re.sub(r'\[\[(?:[^\[\]|]*\|)?([^\[\]]*)\]\]|\{\{[^{}]*\}\}', r'\1', after))
    apart = plain.lstrip()[:1] in tuple('–—-:,;(|•·./')
    plain = plain.strip(' \t–—-:,;()|•·./')
    if not plain or not apart or len(plain.split()) > MOST_WORDS * 2:
        return ()
    tags = (' '.join(tag.split()).lower() for tag in re.split(r'[,;/]|\band\b', plain))
    return tuple(tag for tag in tags if tag and len(tag.split()) <= MOST_WORDS)
