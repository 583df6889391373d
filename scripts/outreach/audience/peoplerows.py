"""The rows of a file of people, whatever its form: what names somebody, the wiki, and the labelled cells.

A row is a line, an entry of a list, a row of a table, or an object of a JSON list.
"""

from __future__ import annotations

import csv
import io
import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from outreach.accountlinks import Resolver
from outreach.audience.peoplecolumns import (
    MOST,
    NO_NAME,
    SAMPLE,
    Cells,
    PeopleRow,
    accounts_in,
    is_data,
    is_wiki,
    mostly,
    of_table,
)
from outreach.columns import columns_of, is_label, plain
from outreach.headings import headings
from outreach.linenumbers import LineNumbers
from outreach.linktargets import TYPED
from outreach.lists.deliverylist import parse
from outreach.lists.listheadings import section_names
from outreach.lists.merge import person_of
from outreach.visibletext import cut, masked
from outreach.wikitable import Table, find_tables, grid

DELIMITERS = ('\t', ';', ',')
MARKS = re.compile(r'(?:[*•‣–-]|[*#:]+|\d{1,5}[.)])[ \t]+|[*#]+')
# a line between entries that is no sentence: it may be a name without its mark
BARE_NAME = re.compile(r'[^\W\d_][^\s.!?:{}\[\]|=<]*+(?: [^\s.!?:{}\[\]|=<]++){0,3}')
RULE = re.compile(r'[|:\s-]+')
QUOTED = re.compile(r'"[^"]*"')
# the heading above a row, as if it were the cell of a column
SECTION = 'section'
# a line of a list that is no entry of it
SENTENCE = 'names somebody in a sentence'


def rows(text: str, resolver: Resolver) -> list[PeopleRow]:
    """Return the rows of a file, whatever its form."""
    if text.lstrip()[:1] in tuple('[{') and (listed := _json(text, resolver)) is not None:
        return listed
    if '{{' in text and (entries := list(_entries(text, resolver))):
        return entries
    if tables := list(find_tables(text)) if '{|' in text else []:
        numbers = LineNumbers(text)
        found = [row for one in tables for row in of_table(list(_wikitable(text, one, numbers)), resolver)]
        return sorted([*found, *_around(text, tables, numbers, resolver)], key=lambda row: row.line)
    if table := list(_between_bars(text)):
        return of_table(table, resolver)
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
    return of_table(list(_table(text, delimiter)), resolver)


def _wikitable(text: str, table: Table, numbers: LineNumbers) -> Iterator[Cells]:
    """Return the rows of a table in wikitext, each cell in the column where it is shown."""
    for row, placed in grid(table.rows):
        if placed:
            cells = [''] * (max(placed) + 1)
            for column, cell in placed.items():
                cells[column] = text[cell.start : cell.end]
            at = row.cells[0].start if row.cells else row.start
            yield numbers.at(at), ' | '.join(cells), cells


def _around(
    text: str, tables: Sequence[Table], numbers: LineNumbers, resolver: Resolver
) -> Iterator[PeopleRow]:
    """Return the list items, and the lines that name somebody, outside of the tables of a text."""
    inside = {number for one in tables for number in range(numbers.at(one.start), numbers.at(one.close) + 1)}
    for number, line in enumerate(text.split('\n'), 1):
        if number not in inside and (MARKS.match(line) or resolver.references(line)):
            yield PeopleRow(number, line, line)


def _between_bars(text: str) -> Iterator[Cells]:
    """Return the rows of a table as Markdown has it: every line between bars; nothing of any other text."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if lines and all(line.startswith('|') and line.endswith('|') for _, line in lines):
        for number, line in lines:
            if not RULE.fullmatch(line):
                yield number, line, [cell.strip() for cell in line.strip('|').split('|')]


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
    numbers = LineNumbers(text)
    return _Sections({numbers.at(one.start): plain(one.title) for one in headings(text)})


def _json(text: str, resolver: Resolver) -> list[PeopleRow] | None:
    """Return the rows of a JSON list: of MassMessage's own form, of names, of objects, or of rows.

    Rows may have a header beside them, as in the answers of https://quarry.wmcloud.org.
    """
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(told, dict) and told and all(isinstance(one, str) for one in told.values()):
        return [PeopleRow(n, f'{name}: {wiki}', name, wiki) for n, (name, wiki) in enumerate(told.items(), 1)]
    header: list[object] = []
    if isinstance(told, dict):
        header = [told['headers']] if isinstance(told.get('headers'), list) else []
        told = told.get('targets', told.get('people', told.get('rows', [])))
    if isinstance(told, list) and told and all(isinstance(one, list) for one in told):
        cells = [[str(cell if cell is not None else '') for cell in one] for one in [*header, *told]]
        return of_table([(n, ', '.join(one), one) for n, one in enumerate(cells, 1)], resolver)
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
        labels = sections.of(entry.line)
        names = section_names(labels.get(SECTION, ''), target.host if target else '')
        rows.append(PeopleRow(entry.line, entry.written, person, host, labels, names))
    if not rows:
        return
    first = rows[0].line
    for number, (written, seen) in enumerate(zip(text.split('\n'), masked(text).split('\n'), strict=True), 1):
        line = written.rstrip()
        item = MARKS.match(line) or (number > first and BARE_NAME.fullmatch(line.strip()))
        if number in taken or not seen.strip():
            continue
        if item or _names_alone(seen, resolver) or _with_wiki(line, resolver):
            rows.append(_plain_row(number, line, sections, resolver))
        elif number > first and resolver.references(seen):
            rows.append(PeopleRow(number, line, '', '', sections.of(number), reason=SENTENCE))
    yield from sorted(rows, key=lambda row: row.line)


def _names_alone(line: str, resolver: Resolver) -> bool:
    """Whether a line is a link, an address or the title of somebody's page, and nothing else."""
    spans = [(one.start, one.end) for one in resolver.references(line)]
    return bool(accounts_in(line, '', resolver)) and not re.search(r'\w', cut(line, spans) if spans else '')


def _delimiter(lines: Sequence[str], resolver: Resolver) -> str:
    """Return what parts the columns; '' where every line is one name.

    A comma may belong to a name: it parts columns only under a header, or in lines of three and more, or
    where what stands on one side of it is a wiki, an address, a number or the like.
    """
    for delimiter in DELIMITERS:
        parted = [line for line in lines if delimiter in line]
        if len(parted) < max(1, len(lines) * MOST):
            continue
        first = lines[0].split(',')
        if delimiter != ',':
            return delimiter
        if columns_of(dict(enumerate(first))).of_people and not any(is_data(one, resolver) for one in first):
            return delimiter
        if sum(is_wiki(line.rpartition(',')[2], resolver) for line in parted) >= len(parted) * MOST:
            return delimiter
        if sum(line.count(',') > 1 for line in parted) >= len(lines) * MOST:
            return delimiter
        if _has_columns(parted[:SAMPLE], resolver):
            return delimiter
    return ''


def _has_columns(lines: Sequence[str], resolver: Resolver) -> bool:
    """Whether a column between commas holds what is no part of a name: wikis, addresses, numbers, nothing."""
    body = [(at, '', [cell.strip() for cell in cells]) for at, cells in enumerate(csv.reader(lines))]

    def sure(cell: str) -> bool:
        alone = NO_NAME.fullmatch(cell) or TYPED.fullmatch(cell)
        return bool(alone or is_wiki(cell, resolver))

    widths = {len(cells) for _, _, cells in body}
    if len(widths) != 1:
        return False
    empty = not any(cells[-1] for _, _, cells in body)
    return empty or any(mostly(body, at, sure) for at in range(max(widths)))


def _table(text: str, delimiter: str) -> Iterator[Cells]:
    """Return the rows of a table as (line where it begins, as it is written, its cells)."""
    lines = text.splitlines()
    reader = csv.reader(io.StringIO(text, newline=''), delimiter=delimiter, skipinitialspace=True)
    done = 0
    for cells in reader:
        begin, done = done, reader.line_num
        if any(cell.strip() for cell in cells):
            yield begin + 1, ' '.join(lines[begin:done]), [cell.strip() for cell in cells]


def _plain_row(number: int, line: str, sections: _Sections, resolver: Resolver) -> PeopleRow:
    """Return a line as a row: a name, and behind a comma perhaps a wiki."""
    parted = _with_wiki(line, resolver)
    if parted:
        return PeopleRow(number, line, *parted, sections.of(number))
    return PeopleRow(number, line, line, '', sections.of(number))


def _with_wiki(line: str, resolver: Resolver) -> tuple[str, str] | None:
    """Return the name and the wiki of a line that gives both; None for any other."""
    for mark in DELIMITERS:
        name, there, wiki = line.rpartition(mark)
        if there and name.strip() and is_wiki(wiki, resolver):
            return name, wiki
    return None
