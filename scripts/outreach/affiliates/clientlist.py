"""The private client list: whom a letter may go to, a line for each contact of an affiliate; never on a wiki.

The first line says that it is private, how many lines follow, and what they were made from, so that a reader
can tell a list that is cut off or old. All lines of one person have the same number.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date

from outreach.problems import BadInput, Problem
from outreach.words import counted

WARNING = 'private: do not put on a wiki'
FIRST = re.compile(
    rf'# {WARNING}; ([0-9]{{1,7}}) lines; registry revision ([0-9]{{1,12}}); '
    r'checked ([0-9]{4}-[0-9]{2}-[0-9]{2})'
)
NUMBER = re.compile('[0-9]{1,9}')
FORMULA = ('=', '+', '-', '@', '\t', '\r', "'")


@dataclass(frozen=True)
class Client:
    """One contact of one affiliate. `contact` is 1 or 2 as in the registry, 0 for others; `person` a number.

    `checked` says what is known of the account: usable, or no account.
    """

    id: str
    affiliate: str
    code: str
    type: str
    region: str
    language: str
    contact: int
    username: str
    name: str
    email: str
    role: str
    source: str
    checked: str
    person: int


@dataclass(frozen=True)
class ClientList:
    """The clients, the revision of the registry that they come from, and the day of the check."""

    clients: tuple[Client, ...]
    registry: int
    checked: date


COLUMNS = tuple(one.name for one in fields(Client))


def render(clients: Sequence[Client], registry: int, checked: date) -> str:
    """Return the text of the file; what a spreadsheet would take for a formula gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator='\n')
    out.write(f'# {WARNING}; {len(clients)} lines; registry revision {registry}; checked {checked}\n')
    writer.writerow(COLUMNS)
    for one in clients:
        writer.writerow([_safe(str(value)) for value in asdict(one).values()])
    return out.getvalue()


def read(text: str, place: str) -> ClientList:
    """Read a client list back; raise BadInput, without its words, where it is no whole client list."""
    first, _, rest = text.removeprefix('\ufeff').partition('\n')
    head = FIRST.fullmatch(first.strip())
    if not head:
        raise BadInput([Problem(place, 'is no client list of check_affiliates: its first line is another')])
    try:
        rows, checked = list(csv.reader(io.StringIO(rest))), date.fromisoformat(head[3])
    except (csv.Error, ValueError):
        raise BadInput([Problem(place, 'is no whole client list: make it again')]) from None
    if not rows or tuple(rows[0]) != COLUMNS:
        raise BadInput([Problem(place, f'should have these columns: {", ".join(COLUMNS)}')])
    wrong = [
        Problem(f'{place}, line {number}', 'is no line of a client list')
        for number, row in enumerate(rows[1:], 3)
        if len(row) != len(COLUMNS) or not NUMBER.fullmatch(row[6]) or not NUMBER.fullmatch(row[13])
    ]
    if len(rows) - 1 != int(head[1]):
        wrong.append(
            Problem(place, f'has {counted(len(rows) - 1, "line")} instead of {head[1]}: make it again')
        )
    if wrong:
        raise BadInput(wrong)
    clients = []
    for row in rows[1:]:
        cells = [_back(cell) for cell in row]
        texts = dict(zip(COLUMNS, cells, strict=True))
        contact, person = int(texts.pop('contact')), int(texts.pop('person'))
        clients.append(Client(contact=contact, person=person, **texts))
    return ClientList(tuple(clients), int(head[2]), checked)


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _back(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
