"""The rows of a file of people, whatever its form: what names somebody, the wiki, and the labelled cells.

A row is a line, an entry of a list, a row of a table, or an object of a JSON list.
"""

from __future__ import annotations

import csv
import io
import json
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from outreach.accountlinks import Resolver
from outreach.columns import CODE, OTHER_NAMES, columns_of, is_label, plain, wiki_named
from outreach.headings import headings
from outreach.linktargets import TYPED
from outreach.lists.deliverylist import parse
from outreach.lists.merge import person_of

DELIMITERS = ('\t', ';', ',')
MARKS = re.compile(r'(?:[*•‣–-]|[*#:]+|\d{1,5}[.)])[ \t]+|[*#]+')
HOST = re.compile(r'[a-z0-9-]+(?:\.[a-z0-9-]+)+', re.IGNORECASE)
# numbers, days and addresses of mail name nobody
NO_NAME = re.compile(r'[\d\s.:/+-]+|[^@\s]+@[^@\s]+')
# a line between entries that is no sentence: it may be a name without its mark
BARE_NAME = re.compile(r'[^\W\d_][^\s.!?:{}\[\]|=<]*+(?: [^\s.!?:{}\[\]|=<]++){0,3}')
# such as a title in the words of another wiki; what a header ends with is none
TITLE = re.compile(r'[^\W\d_][^:@/\[\]{}<>|\n]*:[^\s:][^\n]*')
QUOTED = re.compile(r'"[^"]*"')
# so many of a column's cells that say something have to name wikis
MOST = 0.6
SAMPLE = 200
# the heading above a row, as if it were the cell of a column
SECTION = 'section'


@dataclass(frozen=True)
class PeopleRow:
    """One row: its line, how it is written, what names somebody, the cell of a wiki, its labelled cells."""

    line: int
    written: str
    person: str
    wiki: str = ''
    labels: Mapping[str, str] = field(default_factory=dict)


def rows(text: str, resolver: Resolver) -> list[PeopleRow]:
    """Return the rows of a file, whatever its form."""
    if text.lstrip()[:1] in tuple('[{') and (listed := _json(text)) is not None:
        return listed
    if '{{' in text and (entries := list(_entries(text, resolver))):
        return entries
    sections = _sections(text)
    lines = [
        (number, line)
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and number not in sections.headings
    ]
    delimiter = _delimiter([line for _, line in lines], resolver)
    if not delimiter and sum(bool(QUOTED.fullmatch(line.strip())) for _, line in lines) > len(lines) * MOST:
        delimiter = ','
    if not delimiter:
        header = bool(lines) and is_label(plain(without_mark(lines[0][1]).strip('"')))
        return [_plain_row(number, line, sections, resolver) for number, line in lines[header:]]
    table = list(_table(text, delimiter))
    columns = _Columns.of(table, resolver)
    if len(table) == 1 and columns.wiki < 0 and not columns.header:
        number, written, cells = table[0]
        if len(cells) > 1:  # names in a line, or columns: nobody can tell
            return [PeopleRow(number, written, '; '.join(cells))]
    return [
        PeopleRow(number, written, columns.person(cells), columns.cell(cells, columns.wiki),
             columns.labelled(cells))
        for number, written, cells in table[columns.header :]
    ]  # fmt: skip


def without_mark(line: str) -> str:
    """Return a line without the mark of a list before it."""
    mark = MARKS.match(line.strip())
    return line.strip()[mark.end() if mark else 0 :].strip()


@dataclass(frozen=True)
class _Sections:
    """The headings of a text, as lists in wikitext have them: by the line where each stands."""

    headings: Mapping[int, str]

    @cached_property
    def lines(self) -> list[int]:
        """The lines of the headings, in order."""
        return sorted(self.headings)

    def of(self, line: int) -> dict[str, str]:
        """Return the heading above a line, as the cell of a column; nothing in a text without headings."""
        if not self.headings:
            return {}
        at = bisect_left(self.lines, line)
        return {SECTION: self.headings[self.lines[at - 1]] if at else ''}


def _sections(text: str) -> _Sections:
    return _Sections({text.count('\n', 0, one.start) + 1: plain(one.title) for one in headings(text)})


def _json(text: str) -> list[PeopleRow] | None:
    """Return the rows of a JSON list: of MassMessage's own form, of names, or of objects with a name."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(told, dict):
        told = told.get('targets', told.get('people', []))
    rows: list[PeopleRow] = []
    for number, one in enumerate(told if isinstance(told, list) else [], 1):
        if isinstance(one, Mapping):
            name = next(
                (str(one[key]) for key in ('title', 'user', 'username', 'user_name', 'name') if one.get(key)),
                '',
            )
            site = next((str(one[key]) for key in ('site', 'wiki', 'dbname') if one.get(key)), '')
            labels = {str(key).strip().casefold(): str(value).strip() for key, value in one.items()}
            rows.append(PeopleRow(number, json.dumps(one, ensure_ascii=False), name, site, labels))
        else:
            rows.append(PeopleRow(number, str(one), str(one)))
    return rows


def _entries(text: str, resolver: Resolver) -> Iterator[PeopleRow]:
    """Return the entries of a list in wikitext, and the lines that hold none as they are."""
    listed = parse(text, resolver.home_host)
    sections = _sections(text)
    taken: set[int] = set()
    rows: list[PeopleRow] = []
    for entry in listed.entries:
        taken |= set(range(entry.line, entry.line + entry.written.count('\n') + 1))
        target = entry.target
        named = person_of(target) if target else None
        host = target.host if target and entry.reading.has_host else ''
        person = named or (target.page if target else '')
        rows.append(PeopleRow(entry.line, entry.written, person, host, sections.of(entry.line)))
    if not rows:
        return
    first = rows[0].line
    for number, line in enumerate(text.splitlines(), 1):
        item = MARKS.match(line) or (number > first and BARE_NAME.fullmatch(line.strip()))
        if number not in taken and item and line.strip():
            rows.append(PeopleRow(number, line, line, '', sections.of(number)))
    yield from sorted(rows, key=lambda row: row.line)


def _delimiter(lines: Sequence[str], resolver: Resolver) -> str:
    """Return what parts the columns; '' where every line is one name.

    A comma may belong to a name: it parts columns only under a header, or where what stands behind it is
    a wiki, or in lines of three and more.
    """
    for delimiter in DELIMITERS:
        parted = [line for line in lines if delimiter in line]
        if len(parted) < max(1, len(lines) * MOST):
            continue
        first = lines[0].split(',')
        if delimiter != ',':
            return delimiter
        if columns_of(dict(enumerate(first))).of_people and not any(_is_data(one, resolver) for one in first):
            return delimiter
        if sum(_is_wiki(line.rpartition(',')[2], resolver) for line in parted) >= len(parted) * MOST:
            return delimiter
        if sum(line.count(',') > 1 for line in parted) >= len(lines) * MOST:
            return delimiter
    return ''


def _table(text: str, delimiter: str) -> Iterator[tuple[int, str, list[str]]]:
    """Return the rows of a table as (line where it begins, as it is written, its cells)."""
    lines = text.splitlines()
    reader = csv.reader(io.StringIO(text, newline=''), delimiter=delimiter, skipinitialspace=True)
    done = 0
    for cells in reader:
        begin, done = done, reader.line_num
        if any(cell.strip() for cell in cells):
            yield begin + 1, ' '.join(lines[begin:done]), [cell.strip() for cell in cells]


@dataclass(frozen=True)
class _Columns:
    """Which column of a table names people and which wikis (-1: none), and how many rows are its header.

    Without a header there may be `more` columns that link to people.
    """

    people: int = 0
    wiki: int = -1
    header: int = 0
    labels: Mapping[str, int] = field(default_factory=dict)
    more: tuple[int, ...] = ()

    @classmethod
    def of(cls, table: Sequence[tuple[int, str, list[str]]], resolver: Resolver) -> _Columns:
        first = table[0][2] if table else []
        told = columns_of(dict(enumerate(first)))
        labelled = bool(told.of_people or told.wiki is not None) and not any(
            _is_data(cell, resolver) for cell in first
        )
        if labelled and not any(is_label(plain(cell)) for cell in first):
            labelled = not any(wiki_in(cell, resolver) for cell in first if cell == cell.lower())
        body = table[1:] if labelled else table
        width = max((len(cells) for _, _, cells in body), default=0)
        # under a header that names no column of wikis, a code of two letters may be anything
        says = _wiki_for_sure if labelled else wiki_in

        def of_wiki(cell: str) -> bool:
            return bool(says(cell, resolver)) and not accounts_in(cell, '', resolver)

        wikis = [at for at in range(width) if _mostly(body, at, of_wiki)]
        wiki = told.wiki if labelled and told.wiki is not None else next(iter(wikis), -1)
        linked = [
            at for at in range(width)
            if at != wiki and _mostly(body, at, lambda cell: bool(accounts_in(cell, '', resolver)))
        ]  # fmt: skip
        header = any(OTHER_NAMES.search(cell) for cell in first) and not any(
            wiki_in(cell, resolver) for cell in first
        )
        if not labelled and not linked and header and body[1:]:
            raise ValueError('has a header, and no column of user names: call that column "user"')
        called = [
            *told.of_people,
            *(at for at, label in enumerate(first) if columns_of({at: label}).of_people),
        ]
        named = [at for at in called if not _mostly(body, at, lambda cell: bool(NO_NAME.fullmatch(cell)))]
        people = next(iter(named), None) if labelled else None
        if people is None:
            rest = [at for at in range(width) if at != wiki]
            words = [at for at in rest if not _mostly(body, at, lambda cell: bool(NO_NAME.fullmatch(cell)))]
            people = next(iter([*linked, *words, *rest]), 0)
        labels = {label.strip().casefold(): at for at, label in enumerate(first)} if labelled else {}
        more = () if labelled else tuple(at for at in linked if at != people)
        return cls(people, wiki, int(labelled), labels, more)

    def cell(self, cells: Sequence[str], at: int) -> str:
        """Return a cell; '' where the row is too short."""
        return cells[at] if 0 <= at < len(cells) else ''

    def person(self, cells: Sequence[str]) -> str:
        """Return what a row says about people."""
        more = (self.cell(cells, at) for at in self.more)
        return '\n'.join([self.cell(cells, self.people), *(cell for cell in more if cell)])

    def labelled(self, cells: Sequence[str]) -> dict[str, str]:
        """Return the cells of a row by the labels of their columns, as they compare."""
        return {label: self.cell(cells, at) for label, at in self.labels.items()}


def _plain_row(number: int, line: str, sections: _Sections, resolver: Resolver) -> PeopleRow:
    """Return a line as a row: a name, and behind a comma perhaps a wiki."""
    name, comma, wiki = line.rpartition(',')
    if comma and name.strip() and _is_wiki(wiki, resolver):
        return PeopleRow(number, line, name, wiki, sections.of(number))
    return PeopleRow(number, line, line, '', sections.of(number))


def _is_wiki(cell: str, resolver: Resolver) -> bool:
    """Whether what stands behind a comma is a wiki; a first name with a capital is none (Bo, Li, Jo)."""
    written = cell.strip()
    told = written == written.lower() or HOST.fullmatch(written)
    return bool(told and wiki_in(cell, resolver)) and not resolver.references(cell)


def _mostly(body: Sequence[tuple[int, str, list[str]]], at: int, says: Callable[[str], bool]) -> bool:
    cells = [cells[at] for _, _, cells in body[:SAMPLE] if at < len(cells) and cells[at]]
    return bool(cells) and sum(map(says, cells)) >= len(cells) * MOST


def _wiki_for_sure(text: str, resolver: Resolver) -> str:
    """Return the wiki that a cell names by its host, an address, a link or its database name."""
    return (
        ''
        if CODE.fullmatch(text.strip().lower()) and text.strip() not in resolver.farm
        else wiki_in(text, resolver)
    )


def _is_data(cell: str, resolver: Resolver) -> bool:
    host = cell.rpartition('@')[2]
    known = accounts_in(cell, '', resolver) or resolver.foreign_words(cell)
    typed = TITLE.fullmatch(cell) and resolver.foreign_words(f'[[{cell}]]')
    return bool(known or typed or HOST.fullmatch(host) or cell in resolver.farm)


def wiki_in(text: str, resolver: Resolver) -> str:
    """Return the wiki that a cell names by its host, an address, a link or its database name, or a code."""
    return wiki_named(text, resolver) if text.strip() else ''


def accounts_in(text: str, host: str, resolver: Resolver) -> list[tuple[str, str]]:
    """Return the accounts that a cell names by links, addresses, templates or the title of a page, each once,
    with the wiki that it states ('' for none).
    """
    found: dict[str, str] = {}
    alone = resolver.at(text.strip()) if TYPED.fullmatch(text.strip()) else None
    if alone:  # no sentence: a stop at its end belongs to the name
        return [alone]
    for one in resolver.references(text):
        found[one.name] = found.get(one.name) or (one.host if one.stated else '')
    if found or ':' not in text:
        return list(found.items())
    owner = resolver.owner(text, host)
    if owner is None:
        return []
    return [(owner[0], host or (owner[1] if owner[1] != resolver.home_host else ''))]
