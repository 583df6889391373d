"""The private file of contacts, as an organizer is handed it: CSV, read with distrust, and never quoted.

One form has a row for each affiliate (`Affiliate Name, Contact1 Name, Contact1 Username, Contact1 Email,
Contact2 …`), the other a row for each contact (`affiliate, name, username, email, role`). The export that
people pass on shifts its columns where a box was not ticked and quotes nothing, so a row whose cells do not
agree with the header is refused. What is wrong is said by line and column; no word of the file is shown.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from outreach.names import normalize_user
from outreach.problems import BadInput, Problem, refuse
from outreach.words import counted, did_you_mean

EMPTY = frozenset(('', 'n/a', 'na', '-', '–', 'none'))
COLUMNS: Mapping[str, str] = {
    **dict.fromkeys(('affiliate name', 'affiliate', 'affiliate_name', 'group', 'group_name'), 'affiliate'),
    **dict.fromkeys(('affiliate code', 'affiliate_code', 'code'), 'code'),
    **dict.fromkeys(('unique_id', 'id'), 'id'),
    **dict.fromkeys(('name', 'first name', 'firstname'), 'name'),
    **dict.fromkeys(('username', 'user name', 'user', 'account'), 'username'),
    **dict.fromkeys(('email', 'e-mail', 'mail', 'email address', 'email_address'), 'email'),
    **dict.fromkeys(('role', 'designation', 'position'), 'role'),
    **dict.fromkeys(('language', 'languages', 'lang'), 'language'),
}
NUMBERED = re.compile(r'(?:primary[ _])?contact[ _]?([12])[ _](.+)')
# a surname is no misspelt user name
ALIKE = 0.85
ADDRESS = re.compile(r'[^@ \t]{1,64}@[^@ \t]{1,255}')


@dataclass(frozen=True)
class PrivateContact:
    """One contact of the file. `affiliate` are all words by which it names the affiliate."""

    affiliate: tuple[str, ...]
    slot: int
    name: str
    user: str
    email: str
    role: str
    line: int
    language: str = ''


def read(text: str, place: str, *, grouped: bool = True) -> tuple[PrivateContact, ...]:
    """Read the file; raise BadInput with every line that does not agree with the header.

    With `grouped` every contact belongs to an affiliate; else a row may be of a person alone.
    """
    rows = _rows(text, place)
    if not rows:
        raise BadInput([Problem(place, 'is empty')])
    (number, header), *body = rows
    columns = [_column(cell) for cell in header]
    refuse(
        Problem(
            f'{place}, line {number}, column {at}', f'is none that is read{meant} Call it so, or otherwise'
        )
        for at, (cell, (_slot, name)) in enumerate(zip(header, columns, strict=True), 1)
        if not name and (meant := did_you_mean(cell.lower(), COLUMNS, ALIKE))
    )
    if grouped and not any(name in ('affiliate', 'code', 'id') for _, name in columns):
        problem = 'has no column for the affiliate; begin with: affiliate,name,username,email,role'
        raise BadInput([Problem(f'{place}, line {number}', problem)])
    problems: list[Problem] = []
    found: list[PrivateContact] = []
    for number, cells in body:
        wrong = list(_wrong(cells, columns))
        problems += [Problem(f'{place}, line {number}', text) for text in wrong]
        if not wrong:
            found += _contacts(cells, columns, number)
    if not found and not problems:
        problems.append(Problem(place, 'holds a header and nobody'))
    if problems:
        raise BadInput(problems)
    return tuple(found)


def unread(text: str, place: str) -> str:
    """Return a line that says which headed columns are not read, or ''; raise BadInput as `read` does."""
    (_, header), *_ = _rows(text, place) or [(0, [])]
    columns = [str(at) for at, cell in enumerate(header, 1) if cell and not _column(cell)[1]]
    if not columns:
        return ''
    read_ones = ', '.join(dict.fromkeys(COLUMNS.values()))
    which = f'column {columns[0]} is' if len(columns) == 1 else f'columns {", ".join(columns)} are'
    return f'{place}: {which} not read; a column is read whose heading is one of {read_ones}.'


def _rows(text: str, place: str) -> list[tuple[int, list[str]]]:
    """Return the rows with their lines; an empty cell at the end of a row, as that export writes, is none."""
    lines = text.removeprefix('\ufeff').splitlines()
    header = next((line for line in lines if line.strip()), '')
    delimiter = max(',;\t', key=header.count)
    found = []
    try:
        reader = csv.reader(io.StringIO('\n'.join(lines)), delimiter=delimiter, strict=True)
        for row in reader:
            cells = [' '.join(cell.split()) for cell in row]
            if any(cells):
                found.append((reader.line_num, cells[:-1] if len(cells) > 1 and not cells[-1] else cells))
    except csv.Error:
        raise BadInput([Problem(f'{place}, line {reader.line_num}', 'a quote is not closed')]) from None
    width = len(found[0][1]) if found else 0
    return [
        (line, [*cells, ''] if len(cells) == width - 1 and line != found[0][0] else cells)
        for line, cells in found
    ]


def _column(cell: str) -> tuple[int, str]:
    """Return the number of the contact (0: the row is one) and what a column holds; '' for nothing read."""
    words = ' '.join(cell.lower().split())
    numbered = NUMBERED.fullmatch(words)
    if numbered:
        return int(numbered[1]), COLUMNS.get(numbered[2].strip(), '')
    return 0, COLUMNS.get(words, '')


def _wrong(cells: Sequence[str], columns: Sequence[tuple[int, str]]) -> Iterator[str]:
    if len(cells) != len(columns):
        told = counted(len(cells), 'cell')
        yield f'has {told} where the header has {len(columns)}: the columns have shifted'
        return
    for at, (cell, (_, name)) in enumerate(zip(cells, columns, strict=True), 1):
        if name == 'email' and cell.lower() not in EMPTY and not ADDRESS.fullmatch(cell):
            yield f'column {at} should be one e-mail address and is none'
        elif name != 'email' and '@' in cell:
            yield f'column {at} holds an @ though it is no column of addresses: the columns have shifted'
        elif name == 'username' and cell.lower() not in EMPTY and _user(cell) is None:
            yield f'column {at} should be one user name and is none'


def _user(cell: str) -> str | None:
    try:
        return normalize_user(re.sub(r'^(?:\[\[)?(?:[Uu]ser[ ]?:)?', '', cell).removesuffix(']]'))
    except ValueError:
        return None


def _contacts(
    cells: Sequence[str], columns: Sequence[tuple[int, str]], line: int
) -> Iterator[PrivateContact]:
    given: dict[int, dict[str, str]] = {}
    for cell, (slot, name) in zip(cells, columns, strict=True):
        if name and cell.lower() not in EMPTY:
            given.setdefault(slot, {})[name] = cell
    row = given.pop(0, {})
    affiliate = tuple(row[key] for key in ('id', 'code', 'affiliate') if key in row)
    if any(key in row for key in ('name', 'username', 'email')):
        given[0] = row
    for slot, one in sorted(given.items()):
        user = _user(one['username']) if 'username' in one else ''
        if user or 'email' in one or slot == 0:
            yield PrivateContact(
                affiliate,
                slot,
                one.get('name', ''),
                user or '',
                one.get('email', ''),
                one.get('role', ''),
                line,
                one.get('language', row.get('language', '')),
            )
