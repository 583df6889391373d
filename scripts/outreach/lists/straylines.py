"""What of a delivery list is no entry: lines that name somebody all the same, and targets of templates."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from outreach.accountlinks import Reference, Resolver
from outreach.beside import ROLES, names_one
from outreach.columns import plain, wiki_named
from outreach.lists.deliverylist import WIKITEXT, DeliveryList
from outreach.lists.entries import Entry, Reading, Target, TitleResolver
from outreach.lists.strayitems import Grade, Somebody, like_sentence, somebody
from outreach.plaintitles import plain_titles
from outreach.problems import Problem
from outreach.signuptable import TableRow, read_rows
from outreach.visibletext import end_of_line, readable
from outreach.wikitable import find_tables
from outreach.wikitext import BULLETS, lines_of_regions

CALL = re.compile(r'\{\{[^{}|#:]+\|([^{}]*)\}\}')
MOST_WORDS = 5
LINE, PROSE = 'line', 'prose'
NO_ENTRY = 'names {}, but is no entry: no message goes there; write {{{{target|user=…|site=…}}}}'


@dataclass(frozen=True)
class StrayLine:
    """A line, or a row of a table, that names somebody and holds no entry; `last` is where the row ends.

    `prose` is what nobody takes for an entry: a sentence, or a heading.
    """

    number: int
    last: int
    text: str
    names: frozenset[str]
    prose: bool = False


class ListLayout:
    """Where the entries of a page stand; `first` is the line of the first one, 0 where there is none.

    `among` are the lines that people read as parts of the list: those from the first entry on in sections
    that hold entries, and those right above the first one.
    """

    def __init__(self, lines: Sequence[str], taken: AbstractSet[int]) -> None:
        self.first = min(taken, default=0)
        self.among: set[int] = set()
        section: list[int] = []
        for number, line in enumerate([*lines, '='], 1):
            if line.startswith('='):
                self.among |= set() if taken.isdisjoint(section) else set(section)
                section = []
            section.append(number)
        self.among = {number for number in self.among if number >= self.first}
        above = self.first - 1
        while above > 0 and _bullet(lines[above - 1]):
            self.among.add(above)
            above -= 1


def stray_lines(listed: DeliveryList, resolver: Resolver) -> Iterator[tuple[Entry, frozenset[str]]]:
    """Return the lines that name somebody and hold no entry, as entries of nobody, and whom they name.

    That is their fault, too: a maintainer may take them for being on the list. The form of the entry is
    PROSE where that is not likely. What a script wrote between its markers is neither.
    """
    if listed.model != WIKITEXT:
        return
    taken = {at for one in listed.entries for at in range(one.line, one.line + one.written.count('\n') + 1)}
    text, ours = readable(listed.text), lines_of_regions(listed.text)
    for one in _named(text, ListLayout(text.split('\n'), taken), resolver):
        if one.names and one.number not in ours and taken.isdisjoint(range(one.number, one.last + 1)):
            fault = Reading(None, ', '.join(sorted(one.names)))
            yield Entry(-1, -1, one.number, one.text, PROSE if one.prose else LINE, fault), one.names


def told(pages: Sequence[DeliveryList], resolver: Resolver) -> list[Problem]:
    """Return the lines of the pages of a list that are taken for entries and name people on none of them."""
    targets = [target for one in pages for target in one.targets]
    people = {name for target in targets if (name := TitleResolver().person(target))}
    return [
        Problem(one.place(line), NO_ENTRY.format(line.fault))
        for one in pages
        for line, names in stray_lines(one, resolver)
        if line.form != PROSE and names - people
    ]


def _named(text: str, layout: ListLayout, resolver: Resolver) -> Iterator[StrayLine]:
    """Return whom each line and each row names."""
    number, done = 1, 0
    for table in find_tables(text):
        yield from _of_lines(text[done : table.start], number, layout, resolver)
        number += text.count('\n', done, table.start)
        ends = {row.cells[0].start: row.end for row in table.rows if row.cells}
        rows: dict[int, list[TableRow]] = {}
        for row in read_rows(text, table, resolver):
            rows.setdefault(row.at, []).append(row)
        for at, some in rows.items():
            inside = text[at : ends.get(at, at)].rstrip('\n')
            begin = number + text.count('\n', table.start, at)
            names = frozenset(_in_row(inside, some, resolver))
            yield StrayLine(begin, begin + inside.count('\n'), some[0].words, names)
        done = end_of_line(text, table.close)
        number += text.count('\n', table.start, done)
    yield from _of_lines(text[done:], number, layout, resolver)


def _in_row(text: str, rows: Iterable[TableRow], resolver: Resolver) -> set[str]:
    """Return whom a row names: by links, in a column of people, or beside a wiki."""
    names = _linked(text, resolver.references(text), resolver)
    for row in rows:
        names |= {plain(row.bare)} if row.bare.strip() else set()
    cells = next(iter(rows)).words.split(' | ')
    if not names and any(wiki_named(cell, resolver) for cell in cells):
        names = {cell for cell in cells if names_one(cell, resolver) and not wiki_named(cell, resolver)}
    return names


def _of_lines(text: str, number: int, layout: ListLayout, resolver: Resolver) -> Iterator[StrayLine]:
    lines = text.split('\n')
    bare = _bare(lines, number, layout.first, resolver)
    for at, line in enumerate(lines):
        bullet = _bullet(line)
        item = line[len(bullet) :].strip()
        titles = plain_titles(item, resolver)
        known = tuple(sorted((*resolver.references(item), *titles), key=lambda one: one.start))
        heading = item.startswith('=') and item.endswith('=')
        prose = not bullet and (heading or not _leads(item, known, resolver))
        if prose:  # a page below a user page is no person
            known = tuple(one for one in known if '/' not in item[one.start : one.end])
        names = _linked(item, known, resolver) or named_with_wiki(item, resolver)
        names = names or ({plain(item)} if at in bare else set())
        names = names or (_in_call(item, resolver) if bullet else set())
        if not names and item and not heading:
            found = somebody(item, resolver)
            above = _is_heading(lines, at, bullet)
            if found.grade and not above and _is_told(found, bullet, number + at, layout):
                names, prose = {found.name}, found.grade is Grade.SENTENCE
        yield StrayLine(number + at, number + at, item, frozenset(names), prose=prose and at not in bare)


def _is_told(found: Somebody, bullet: str, number: int, layout: ListLayout) -> bool:
    """Whether a line is told that only seems to name somebody: the less sure, the nearer to entries."""
    if not bullet:
        least = Grade.WITH_WIKI if number in layout.among else Grade.SURE
        return found.grade >= least
    if found.grade is Grade.SENTENCE:
        return 0 < layout.first < number and number in layout.among
    return found.grade >= Grade.NAME or number in layout.among


def _bullet(line: str) -> str:
    marks = BULLETS.match(line)
    return marks[0] if marks else ''


def _is_heading(lines: Sequence[str], at: int, bullet: str) -> bool:
    """Whether items of a deeper level stand below an item."""
    below = lines[at + 1] if at + 1 < len(lines) else ''
    return bool(bullet) and below.startswith(bullet) and below[len(bullet) :][:1] in tuple('*#:;')


def _leads(item: str, known: Sequence[Reference], resolver: Resolver) -> bool:
    """Whether a line begins with somebody, and goes on with nothing but a remark."""
    if not known:
        return not resolver.foreign_words(item) or item.startswith('[[')
    end = max(one.end for one in known)
    rest = item[end:].strip()
    return known[0].start == 0 and (not rest or bool(ROLES.match(rest)))


def _linked(text: str, known: Iterable[Reference], resolver: Resolver) -> set[str]:
    """Return whom a text names by links: accounts, else pages with words for user pages not known here."""
    names = {one.name for one in known}
    return names or {*resolver.foreign_words(text), *_elsewhere(text, resolver)}


def _bare(lines: Sequence[str], number: int, first: int, resolver: Resolver) -> set[int]:
    """Return which lines are bare names: list items with nothing below them, and whole paragraphs of names.

    What stands without a mark before the first entry is an introduction, and one word by itself a remark.
    """
    found: set[int] = set()
    paragraph: list[int] = []
    names = True
    for at, line in enumerate([*lines, '']):
        bullet = _bullet(line)
        item = line[len(bullet) :].strip()
        if bullet or not item or item.startswith('='):
            one_word = len(paragraph) == 1 and len(lines[paragraph[0]].split()) == 1 and first
            found |= set(paragraph) if names and not one_word else set()
            paragraph, names = [], True
        if bullet and names_one(item, resolver) and not like_sentence(item):
            found |= set() if _is_heading(lines, at, bullet) else {at}
        elif item and not bullet and number + at > first:
            paragraph.append(at)
            names = names and names_one(item, resolver)
    return found


def _in_call(item: str, resolver: Resolver) -> set[str]:
    """Return the name that an item gives to a template that is not known here; none in any other."""
    call = CALL.fullmatch(item)
    values = call[1].split('|') if call else ()
    return {one.strip() for one in values if names_one(one.strip(), resolver)}


def _elsewhere(text: str, resolver: Resolver) -> set[str]:
    """Return the pages on wikis whose own words for user pages are not known here."""
    return {title for host, title in resolver.places(text) if ':' in title and resolver.look(host) is None}


def named_with_wiki(text: str, resolver: Resolver) -> set[str]:
    """Return the name in a line such as `Example, sv` or `Example@sv.wikipedia.org`; none in any other."""
    for mark in (',', '@', ';', '\t'):
        name, there, wiki = (part.strip() for part in text.rpartition(mark))
        if there and name and len(name.split()) <= MOST_WORDS and wiki_named(wiki, resolver):
            return {name}
    return set()


def beyond(listed: DeliveryList, expanded: Collection[Target], places: TitleResolver) -> list[Target]:
    """Return the targets that the wiki finds on the page and that no entry of the list names."""
    named = {places.of(entry.reading.taken) for entry in listed.entries if entry.reading.taken}
    return sorted({places.of(target) for target in expanded} - named)
