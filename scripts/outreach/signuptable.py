"""Tables where people sign up: which column holds the people, which their wiki, and whom each row names.

Columns are counted over all header cells, whatever their attributes and spans; a column of user names
goes before one of names, and a link before bare text. Who stands in another column is never taken for
somebody who signs up.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from outreach.accountlinks import Reference, Resolver
from outreach.beside import beside_in_cell
from outreach.columns import Columns, columns_of, is_label, plain, wiki_named
from outreach.plaintitles import plain_titles
from outreach.signatures import signers
from outreach.timestamps import time_stamps
from outreach.visibletext import WITHDRAWN
from outreach.wikitable import Row, Table, grid

# a role behind somebody in the same cell
ASIDE = re.compile(r'\s{0,9}+(?:–|—|--?|\()([^()<\n]*)')
NOT_TAKEN = 'not taken for a sign-up'
LINK = 'without a link: link each of them'
# a header cell of the row in which it stands
OF_ROW = re.compile(r'\bscope\s*+=\s*+["\']?\s*+row', re.IGNORECASE)
LINE_BREAK = re.compile(r'<br\b[^<>]*>|\n', re.IGNORECASE)


@dataclass(frozen=True)
class TableRow:
    """What one row says: the people whom it names, or a bare name, and what is unclear ('' nothing).

    `host` is the wiki that a column gives for them, '' where none does. `beside` tells who is named there
    and is somebody else, as the header says. A row with people in several cells is several of these.
    """

    at: int
    people: tuple[Reference, ...] = ()
    bare: str = ''
    host: str = ''
    roles: str = ''
    problem: str = ''
    beside: str = ''
    words: str = ''


def read_rows(text: str, table: Table, resolver: Resolver) -> Iterator[TableRow]:
    """Return what each row of a table says, header rows left out; `at` is where the row begins."""
    columns = Columns()
    labels: dict[int, str] = {}
    body, spanned, sure = False, False, True
    for row, placed in grid(table.rows):
        cells = {column: text[cell.start : cell.end] for column, cell in placed.items()}
        if not any(cell.strip() for cell in cells.values()):
            continue
        if _is_header(text, row, cells, resolver, labels, body=body, spanned=spanned):
            if not body:
                sure = sure and _stands_out(row, cells)
                spanned = spanned or _spans(row)
                for column, words in cells.items():
                    labels[column] = f'{labels.get(column, "")} {plain(words)}'.strip()
                columns = columns_of(labels)
            continue
        body = True
        wide = frozenset(column for column, cell in placed.items() if cell.columns > 1)
        words = ' | '.join(filter(None, map(plain, dict.fromkeys(cells.values()))))
        for one in _read(cells, columns, resolver, wide, headed=bool(labels)):
            if one.bare.strip() and not (
                sure and _has_own(text, row)
            ):  # it, or what is above, may be a header
                loose = f'names {plain(one.bare)} {LINK}'
                one = replace(one, bare='', problem='; '.join(filter(None, (loose, one.problem))))
            yield replace(one, at=_begin(row), words=words)


def _begin(row: Row) -> int:
    return row.cells[0].start if row.cells else row.start


def _is_header(
    text: str,
    row: Row,
    cells: Mapping[int, str],
    resolver: Resolver,
    labels: Mapping[int, str],
    *,
    body: bool,
    spanned: bool,
) -> bool:
    """Whether a row is a header: all header cells and nobody named, or words for columns at the top.

    Below the `labels` of the table such a row may be one of row headers, with somebody in them.
    """
    if any(people_named(cell, resolver) for cell in set(cells.values())):
        return False
    words = [plain(cell) for cell in set(cells.values())]
    if not all(cell.header for cell in row.cells):
        return not body and any(is_label(word) for word in words)
    if row.cells and _has_own(text, row):  # some mark the header of the table so as well
        return not (body or labels) and any(is_label(word) for word in words)
    known = {label.lower() for label in labels.values()}
    if not labels or any(is_label(word) or word.lower() in known for word in words):
        return True
    # a second row of headers, or the heading of a group
    if (spanned and not body) or _spans(row):
        return True
    return len([word for word in words if word]) < min(2, len(labels))


def _has_own(text: str, row: Row) -> bool:
    """Whether a row has cells that are no headers of columns for sure."""
    return any(not cell.header or OF_ROW.search(text, cell.begin, cell.start) for cell in row.cells)


def _spans(row: Row) -> bool:
    return any(cell.columns > 1 or cell.rows > 1 for cell in row.cells)


def _stands_out(row: Row, cells: Mapping[int, str]) -> bool:
    """Whether a header is marked as such, or in bold; else it may be a row of people."""
    return any(cell.header for cell in row.cells) or any("'''" in cell for cell in cells.values())


def people_named(cell: str, resolver: Resolver) -> tuple[Reference, ...]:
    """Return whom a cell names, by links and the like, or by titles without brackets."""
    bare = [one for one in plain_titles(cell, resolver) if one.exact]
    return tuple(sorted((*resolver.references(cell), *bare), key=lambda one: (one.start, one.end, one.name)))


@dataclass(frozen=True)
class _Cells:
    """The cells of a row by column, whom they name, and those that are no remark over several columns.

    `foreign` are links with a word for user pages that is not known here.
    """

    text: Mapping[int, str]
    named: Mapping[int, tuple[Reference, ...]]
    foreign: Mapping[int, tuple[str, ...]]
    own: Mapping[int, str]
    columns: Columns

    def bare(self) -> list[int]:
        """Return the columns of people that say something without a link."""
        said = [one for one in self.columns.people if one not in self.named and self.own.get(one, '').strip()]
        return said or [one for one in self.columns.of_people if self.own.get(one, '').strip()][:1]

    def taken(self, *, headed: bool) -> list[int]:
        """Return the columns whose people sign up: those of people, else the first that may be one.

        In a table without a header each may be one; who signed goes before who is only named.
        """
        for some in (self.columns.people, self.columns.of_people):
            if linked := [one for one in some if one in self.named]:
                return linked
        may_be = [one for one in sorted(self.named) if one not in self.columns.others]
        if headed:
            return [] if self.bare() and len(may_be) > 1 else may_be[:1]
        signed = [one for one in may_be if any(signers(self.named[one], time_stamps(self.text[one])))]
        return signed or may_be

    def names(self, columns: Iterable[int], but: Collection[str] = ()) -> str:
        """Return who is named in some columns, but for some of them, as words."""
        some = [(self.named.get(column, ()), self.foreign[column]) for column in columns]
        every = (name for known, other in some for name in (*(one.name for one in known), *other))
        return ', '.join(dict.fromkeys(name for name in every if name not in but))


def _read(
    cells: Mapping[int, str], columns: Columns, resolver: Resolver, wide: Collection[int], *, headed: bool
) -> Iterator[TableRow]:
    """Read a row; a cell over several columns (`wide`) is a remark: it has no bare name, and no wiki."""
    known = {cell: people_named(cell, resolver) for cell in set(cells.values())}
    named = {column: known[cell] for column, cell in cells.items() if known[cell]}
    own = {column: cell for column, cell in cells.items() if column not in wide}
    foreign = {column: resolver.foreign_words(cell) for column, cell in cells.items()}
    row = _Cells(cells, named, foreign, own, columns)
    if any(plain(cell).lower().strip('{}') in WITHDRAWN for cell in own.values()):
        yield TableRow(0, problem=f'says that {row.names(named) or "somebody"} withdrew: {NOT_TAKEN}')
        return
    taken = row.taken(headed=headed)
    roles = cells.get(columns.roles, '') if columns.roles is not None else ''
    done: set[str] = set()
    people = taken or ([] if named else row.bare())
    for column in people:
        host, problem = _host(own, columns.wiki_of(column), resolver)
        one = TableRow(0, host=host, roles=roles, problem=problem)
        if column not in named:
            yield replace(one, bare=own.get(column, ''))
        elif cells[column] not in done:  # one cell may be in several columns
            yield _in_cell(one, cells[column], named[column], resolver)
            done.add(cells[column])
    if named or any(foreign[column] for column in cells if column not in people):
        yield from _beside(row, people, resolver)
    elif not people:
        yield TableRow(0)


def _beside(row: _Cells, people: Sequence[int], resolver: Resolver) -> Iterator[TableRow]:
    """Return who else is named in a row, in another column than that of the `people` who sign up."""
    there = {one.name for column in people for one in row.named.get(column, ())}
    rest = [one for one in row.text if one not in people]
    bare = [one for one in row.bare() if one not in row.named and one not in people]
    loose = ', '.join(plain(row.own[one]) for one in bare)
    loose = f'names {loose} {LINK}' if loose else ''
    if not people:
        told = f'names {row.names(rest)}, but not in a column of people who sign up: {NOT_TAKEN}'
        _, no_wiki = _host(row.own, row.columns.wiki, resolver)
        yield TableRow(0, problem='; '.join(part for part in (told, loose, no_wiki) if part))
        return
    other = row.names((one for one in rest if one not in row.columns.others), there)
    other = f'names {other} in another column than the people who sign up: {NOT_TAKEN}' if other else ''
    loose = loose if set(people) & set(row.columns.people) else ''  # else it is the name of who is linked
    beside = row.names((one for one in rest if one in row.columns.others), there)
    told = f'names {beside} in a column of other people: {NOT_TAKEN}' if beside else ''
    if other or loose or told:
        yield TableRow(0, problem='; '.join(part for part in (other, loose) if part), beside=told)


def _in_cell(row: TableRow, cell: str, references: tuple[Reference, ...], resolver: Resolver) -> TableRow:
    """Return a row with the people of its cell, their roles, and who is named beside them without a link."""
    end = max([*(one.end for one in references), *(stamp.end for stamp in time_stamps(cell))])
    aside = ASIDE.match(cell, end)
    roles = ', '.join(part for part in (aside[1].strip() if aside else '', row.roles.strip()) if part)
    other = beside_in_cell(cell, references, end, resolver)
    told = f'names {other} beside others: link each of them' if other else ''
    problem = '; '.join(part for part in (told, row.problem) if part)
    return replace(row, people=_people(cell, references), roles=roles, problem=problem)


def _people(cell: str, references: tuple[Reference, ...]) -> tuple[Reference, ...]:
    """Return the people of a cell: who signed in it, else everybody whom it names."""
    return tuple(who for who, _, _ in signers(references, time_stamps(cell))) or references


def _host(cells: Mapping[int, str], column: int | None, resolver: Resolver) -> tuple[str, str]:
    """Return the wiki that a column gives for people of a row, and what is wrong where none can be told."""
    cell = cells.get(column, '').strip() if column is not None else ''
    if not cell:
        return '', ''
    host = wiki_named(cell, resolver)
    words = plain(cell)
    told = '' if host or not words else f'{words!r} names no wiki: write its host, such as sv.wikipedia.org'
    return host, told
