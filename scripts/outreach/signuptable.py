"""Tables where people sign up: which column holds the people, which their wiki, and whom each row names.

Columns are counted over all header cells, whatever their attributes and spans; a column of user names
goes before one of names, and a link before bare text. Who stands in another column is never taken for
somebody who signs up.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from outreach.accountlinks import Reference, Resolver
from outreach.beside import without_link
from outreach.columns import Columns, columns_of, is_label, plain, wiki_named
from outreach.signatures import signers
from outreach.timestamps import time_stamps
from outreach.visibletext import WITHDRAWN
from outreach.wikitable import Cell, Row, Table, grid

# a role behind somebody in the same cell
ASIDE = re.compile(r'\s{0,9}+(?:–|—|--?|\()([^()<\n]*)')
LINE_BREAK = re.compile(r'<br\b[^<>]*>|\n', re.IGNORECASE)


@dataclass(frozen=True)
class TableRow:
    """What one row says: the people whom it names, or a bare name, and what is unclear ('' nothing).

    `host` is the wiki that a column gives for them, '' where none does.
    """

    at: int
    people: tuple[Reference, ...] = ()
    bare: str = ''
    host: str = ''
    roles: str = ''
    problem: str = ''


def read_rows(text: str, table: Table, resolver: Resolver) -> Iterator[TableRow]:
    """Return what each row of a table says, header rows left out; `at` is where the row begins."""
    columns = Columns()
    labels: dict[int, str] = {}
    body = False
    for row, placed in grid(table.rows):
        cells = {column: text[cell.start : cell.end] for column, cell in placed.items()}
        if not any(cell.strip() for cell in cells.values()):
            continue
        if _is_header(row, cells, resolver, body=body):
            if not body:
                for column, words in cells.items():
                    labels[column] = f'{labels.get(column, "")} {plain(words)}'.strip()
                columns = columns_of(labels)
            continue
        body = True
        wide = frozenset(column for column, cell in placed.items() if cell.columns > 1)
        yield replace(_read(cells, columns, resolver, wide), at=_begin(row))


def _begin(row: Row) -> int:
    return row.cells[0].start if row.cells else row.start


def _is_header(row: Row, cells: Mapping[int, str], resolver: Resolver, *, body: bool) -> bool:
    """Whether a row is a header: all header cells and nobody named, or words for columns at the top."""
    if any(resolver.references(cell) for cell in set(cells.values())):
        return False
    own: Sequence[Cell] = row.cells
    if all(cell.header for cell in own):
        return True
    words = [plain(cell) for cell in set(cells.values())]
    return not body and any(is_label(word) for word in words)


def _read(cells: Mapping[int, str], columns: Columns, resolver: Resolver, wide: Collection[int]) -> TableRow:
    """Read a row; a cell over several columns (`wide`) is a remark: it has no bare name, and no wiki."""
    known = {cell: resolver.references(cell) for cell in set(cells.values())}
    named = {column: known[cell] for column, cell in cells.items() if known[cell]}
    roles = cells.get(columns.roles, '') if columns.roles is not None else ''
    own = {column: cell for column, cell in cells.items() if column not in wide}
    host, problem = _host(own, columns, resolver)
    row = TableRow(0, host=host, roles=roles, problem=problem)
    if any(plain(cell).lower().strip('{}') in WITHDRAWN for cell in own.values()):
        names = ', '.join(dict.fromkeys(one.name for some in named.values() for one in some))
        return replace(row, problem=f'says that {names or "somebody"} withdrew: not taken for a sign-up')
    chosen = columns.of_people
    column = next((one for one in chosen if one in named), None)
    if column is not None:
        return _in_cell(row, cells[column], named[column], resolver)
    bare = next((own[one] for one in chosen if own.get(one, '').strip()), '')
    open_to = [one for one in sorted(named) if one not in columns.others]
    if open_to and not (bare and len(open_to) > 1):
        return _in_cell(row, cells[open_to[0]], named[open_to[0]], resolver)
    if named:
        names = ', '.join(dict.fromkeys(one.name for some in named.values() for one in some))
        told = f'names {names}, but not in a column of people who sign up: not taken for a sign-up'
        return replace(row, problem='; '.join(part for part in (told, problem) if part))
    return replace(row, bare=bare)


def _in_cell(row: TableRow, cell: str, references: tuple[Reference, ...], resolver: Resolver) -> TableRow:
    """Return a row with the people of its cell, their roles, and who is named beside them without a link."""
    end = max([*(one.end for one in references), *(stamp.end for stamp in time_stamps(cell))])
    aside = ASIDE.match(cell, end)
    roles = ', '.join(part for part in (aside[1].strip() if aside else '', row.roles.strip()) if part)
    other = without_link(cell, references, resolver)
    told = f'names {other} beside others: link each of them' if other else ''
    problem = '; '.join(part for part in (told, row.problem) if part)
    return replace(row, people=_people(cell, references), roles=roles, problem=problem)


def _people(cell: str, references: tuple[Reference, ...]) -> tuple[Reference, ...]:
    """Return the people of a cell: who signed in it, else everybody whom it names."""
    return tuple(who for who, _, _ in signers(references, time_stamps(cell))) or references


def _host(cells: Mapping[int, str], columns: Columns, resolver: Resolver) -> tuple[str, str]:
    """Return the wiki that a row gives for its people, and what is wrong where none can be told."""
    cell = cells.get(columns.wiki, '').strip() if columns.wiki is not None else ''
    if not cell:
        return '', ''
    host = wiki_named(cell, resolver)
    words = plain(cell)
    told = '' if host or not words else f'{words!r} names no wiki: write its host, such as sv.wikipedia.org'
    return host, told
