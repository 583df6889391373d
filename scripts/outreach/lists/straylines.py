"""What of a delivery list is no entry: lines that name somebody all the same, and targets of templates."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from outreach.accountlinks import Reference, Resolver
from outreach.beside import ROLES, names_one
from outreach.columns import plain, wiki_named
from outreach.lists.deliverylist import WIKITEXT, DeliveryList
from outreach.lists.entries import Entry, Reading, Target, TitleResolver
from outreach.signuptable import TableRow, read_rows
from outreach.visibletext import readable
from outreach.wikitable import find_tables
from outreach.wikitext import BULLETS

CALL = re.compile(r'\{\{[^{}|#:]+\|([^{}]*)\}\}')
MOST_WORDS = 5
LINE, PROSE = 'line', 'prose'


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


def stray_lines(listed: DeliveryList, resolver: Resolver) -> Iterator[tuple[Entry, frozenset[str]]]:
    """Return the lines that name somebody and hold no entry, as entries of nobody, and whom they name.

    That is their fault, too: a maintainer may take them for being on the list. The form of the entry is
    PROSE where that is not likely.
    """
    if listed.model != WIKITEXT:
        return
    taken = {at for one in listed.entries for at in range(one.line, one.line + one.written.count('\n') + 1)}
    for one in _named(readable(listed.text), min(taken, default=0), resolver):
        if one.names and taken.isdisjoint(range(one.number, one.last + 1)):
            fault = Reading(None, ', '.join(sorted(one.names)))
            yield Entry(-1, -1, one.number, one.text, PROSE if one.prose else LINE, fault), one.names


def _named(text: str, first: int, resolver: Resolver) -> Iterator[StrayLine]:
    """Return whom each line and each row names; `first` is the line of the first entry."""
    number, done = 1, 0
    for table in find_tables(text):
        yield from _of_lines(text[done : table.start], number, first, resolver)
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
        close = text.find('\n', table.close)
        done = len(text) if close < 0 else close
        number += text.count('\n', table.start, done)
    yield from _of_lines(text[done:], number, first, resolver)


def _in_row(text: str, rows: Iterable[TableRow], resolver: Resolver) -> set[str]:
    """Return whom a row names: by links, in a column of people, or beside a wiki."""
    names = _linked(text, resolver.references(text), resolver)
    for row in rows:
        names |= {plain(row.bare)} if row.bare.strip() else set()
    cells = next(iter(rows)).words.split(' | ')
    if not names and any(wiki_named(cell, resolver) for cell in cells):
        names = {cell for cell in cells if names_one(cell, resolver) and not wiki_named(cell, resolver)}
    return names


def _of_lines(text: str, number: int, first: int, resolver: Resolver) -> Iterator[StrayLine]:
    lines = text.split('\n')
    bare = _bare(lines, number, first, resolver)
    for at, line in enumerate(lines):
        marks = BULLETS.match(line)
        bullet = marks[0] if marks else ''
        item = line[len(bullet) :].strip()
        known = resolver.references(item)
        heading = item.startswith('=') and item.endswith('=')
        prose = not bullet and (heading or not _leads(item, known, resolver))
        if prose:  # a page below a user page is no person
            known = tuple(one for one in known if '/' not in item[one.start : one.end])
        names = _linked(item, known, resolver) or named_with_wiki(item, resolver)
        names = names or ({plain(item)} if at in bare else set())
        names = names or (_in_call(item, resolver) if bullet else set())
        yield StrayLine(number + at, number + at, item, frozenset(names), prose=prose and at not in bare)


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
        marks = BULLETS.match(line)
        bullet = marks[0] if marks else ''
        item = line[len(bullet) :].strip()
        if bullet or not item or item.startswith('='):
            one_word = len(paragraph) == 1 and len(lines[paragraph[0]].split()) == 1 and first
            found |= set(paragraph) if names and not one_word else set()
            paragraph, names = [], True
        if bullet and names_one(item, resolver):
            below = lines[at + 1] if at + 1 < len(lines) else ''
            found |= set() if below.startswith(bullet) and below[len(bullet) :][:1] in '*#:;' else {at}
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
