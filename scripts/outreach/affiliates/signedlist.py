"""The list of who signed the affiliate agreement, a page or a file that somebody keeps by hand.

The registry holds no proof of it: its `agreement_date` is the day of recognition. Being on this list is a
yes, unless the list says otherwise; a no stands only where the list says no; all else is unknown. Lists age:
each says of which day it is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from outreach import wikitable
from outreach.affiliates.nameindex import Meaning, NameIndex
from outreach.affiliates.registry import day
from outreach.linenumbers import LineNumbers
from outreach.linktargets import LINK
from outreach.pages import Page, check_no_redirects
from outreach.problems import BadInput, Problem, no_page
from outreach.visibletext import COMMENTED, UNREAD, masked, struck_spans
from outreach.wikitext import ITEM
from outreach.words import counted

OLDEST = timedelta(days=365)
YES = frozenset(('yes', 'y', 'signed', 'done', 'tick', '✓', '✔', 'true'))
NO = frozenset(('no', 'n', 'not signed', 'unsigned', 'cross', '✗', '✘', 'false', 'missing', 'refused'))
COLUMNS: Mapping[str, str] = {
    'affiliate': 'name', 'affiliate name': 'name', 'name': 'name', 'group': 'name', 'group name': 'name',
    'group_name': 'name', 'code': 'code', 'affiliate code': 'code', 'affiliate_code': 'code', 'id': 'id',
    'unique_id': 'id', 'unique id': 'id', 'signed': 'signed', 'agreement': 'signed',
    'agreement signed': 'signed',
    'date': 'date', 'signed on': 'date', 'date signed': 'date', 'agreement date': 'date',
}  # fmt: skip
IN_BRACKETS = re.compile(r'\(([^()\n]{1,80})\)')
MARKUP = re.compile(r"'''?|</?(?:bdi|small|b|i|u)>|\{\{|\}\}")
SEPARATORS = ',;:|–—-\t'


@dataclass(frozen=True)
class Signed:
    """One line: what it calls the affiliate, whether it signed (None: not said), when, and where it is."""

    written: tuple[str, ...]
    answer: bool | None
    on: date | None
    place: str


@dataclass(frozen=True)
class SignedList:
    """The list: its lines, its revision (0: a file), of which day it is, and what is wrong with it."""

    title: str
    lines: tuple[Signed, ...]
    of: date
    revid: int = 0
    problems: tuple[Problem, ...] = ()

    def stale(self, today: date, most_days: int) -> bool:
        """Return whether the list is older than so many days."""
        return today - self.of > timedelta(days=most_days)

    def meanings(self, index: NameIndex) -> list[tuple[Signed, Meaning]]:
        """Return every line with the affiliate that it means."""
        return [(line, index.meaning(*line.written)) for line in self.lines]


def of_page(page: Page, as_of: date | None, today: date) -> SignedList:
    """Read a page. Raises BadInput where there is none, it is a redirect, names nobody, or is too old."""
    if not page.revid:
        raise BadInput([no_page(page.title)])
    check_no_redirects([page])
    made = as_of or date.fromisoformat(page.timestamp[:10])
    return _checked(page.title, list(_page_rows(page)), made, today, page.revid)


def of_file(text: str, name: str, as_of: date | None, today: date) -> SignedList:
    """Read a file: a name a line, or CSV with a header. Raises BadInput as `of_page` does."""
    if as_of is None:
        raise BadInput([Problem(name, 'of which day is this list? Give -asof:2026-11-01')])
    return _checked(name, list(_file_rows(text, name)), as_of, today, 0)


def _checked(title: str, rows: list[Signed | Problem], made: date, today: date, revid: int) -> SignedList:
    problems = [row for row in rows if isinstance(row, Problem)]
    lines: list[Signed] = []
    for row in rows:
        if isinstance(row, Problem):
            continue
        late = row.on is not None and row.on > today
        if late:
            problems.append(Problem(row.place, f'{" / ".join(row.written)[:80]}: the day lies in the future'))
        lines.append(Signed(row.written, None if late else row.answer, row.on, row.place))
    if made > today:
        raise BadInput([Problem(title, f'is of {made}, which lies in the future')])
    if today - made > OLDEST:
        raise BadInput([Problem(title, f'is of {made}, more than a year old; get a newer list')])
    if not lines:
        raise BadInput(
            [*problems, Problem(title, 'names nobody: write * Name, or a table with a column Affiliate')]
        )
    return SignedList(title, tuple(lines), made, revid, tuple(problems))


def _page_rows(page: Page) -> Iterator[Signed | Problem]:
    text = masked(page.text)
    lines = LineNumbers(text)
    try:
        table = wikitable.find_table(text)
    except ValueError as error:
        yield Problem(page.title, str(error))
        table = None
    if table:
        rows = [
            (lines.at(row.start), [_bare(text[c.start : c.end]) for c in row.cells]) for row in table.rows
        ]
        yield from _table(page.title, [row for row in rows if row[1]])
    inside = range(table.start, table.close) if table else range(0)
    for item in ITEM.finditer(text):
        if item.start() not in inside and UNREAD.strip() not in item[1]:
            yield from _item(item[1].replace(COMMENTED, ''), f'{page.title}, line {lines.at(item.start())}')


def _file_rows(text: str, name: str) -> Iterator[Signed | Problem]:
    lines = text.removeprefix('\ufeff').splitlines()
    header = next((line for line in lines if line.strip()), '')
    delimiter = max(',;\t', key=header.count)
    cells = [cell.strip().strip('"').lower() for cell in header.split(delimiter)]
    if any(cell in COLUMNS for cell in cells):
        try:
            rows = [
                (number, [cell.strip() for cell in row])
                for number, row in enumerate(
                    csv.reader(io.StringIO('\n'.join(lines)), delimiter=delimiter), 1
                )
            ]
        except csv.Error as error:
            yield Problem(name, f'is no CSV file: {error}')
            return
        yield from _table(name, [row for row in rows if any(row[1])])
        return
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.lstrip().startswith('#'):
            yield from _item(line.strip().lstrip('*').strip(), f'{name}, line {number}')


def _table(title: str, rows: Sequence[tuple[int, list[str]]]) -> Iterator[Signed | Problem]:
    """Read rows below a header; the columns are found by their names."""
    if not rows:
        return
    names = [COLUMNS.get(' '.join(cell.lower().split()), '') for cell in rows[0][1]]
    if not {'name', 'code', 'id'} & set(names):
        yield Problem(title, 'the table has no column Affiliate, Code or Id')
        return
    for number, cells in rows[1:]:
        place = f'{title}, line {number}'
        if len(cells) != len(names):
            yield Problem(place, f'has {counted(len(cells), "cell")} where the header has {len(names)}')
            continue
        row = {name: cell for name, cell in zip(names, cells, strict=True) if name}
        written = tuple(row[key] for key in ('id', 'code', 'name') if row.get(key))
        if written:
            yield from _read(written, row.get('signed'), row.get('date', ''), place)


def _item(text: str, place: str) -> Iterator[Signed | Problem]:
    """Read one item: a name, then perhaps yes or no and a day, set off by a comma, a colon or a dash."""
    if struck_spans(text):
        yield Problem(place, 'is struck: it says neither yes nor no')
        return
    link = LINK.search(text)
    rest, signed, on = _bare(text), None, ''
    while True:
        at = max(rest.rfind(mark) for mark in SEPARATORS)
        dated = re.search(
            r'(?:^|[ ,;:|–—\t])([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4})$', rest
        )
        tail = rest[at + 1 :].strip().lower()
        if dated and not on:
            on, rest = dated[1], rest[: dated.start(1)].rstrip(f' {SEPARATORS}')
        elif at > 0 and signed is None and tail in YES | NO:
            signed, rest = tail, rest[:at].rstrip(f' {SEPARATORS}')
        else:
            break
    names = [link[1].strip()] if link else [rest.strip()]
    names += [inside[1].strip() for inside in IN_BRACKETS.finditer(rest) if len(inside[0]) < len(rest)]
    if names[0]:
        yield from _read(tuple(names), signed, on, place)


def _read(written: tuple[str, ...], signed: str | None, on: str, place: str) -> Iterator[Signed | Problem]:
    """Return a line; a day or a word that cannot be read is said, and the answer is unknown then."""
    when = day(on) if on else None
    said = signed.strip().lower() if signed is not None else None
    dated = day(said) if said else None
    if on and when is None:
        yield Problem(place, f'{on[:30]!r} is no day')
        yield Signed(written, None, None, place)
    elif said is None or said in YES or dated:
        yield Signed(written, answer=True, on=when or dated, place=place)
    elif said in NO:
        yield Signed(written, answer=False, on=when, place=place)
    else:
        if said:
            yield Problem(place, f'{said[:30]!r} is neither yes nor no nor a day')
        yield Signed(written, None, when, place)


def _bare(text: str) -> str:
    """Return a cell or an item as text: links by what they lead to, without markup."""
    plain = LINK.sub(lambda link: link[1], text.replace(COMMENTED, ''))
    return ' '.join(MARKUP.sub('', plain).split())
