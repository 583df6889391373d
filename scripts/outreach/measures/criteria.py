"""Success criteria: a wikitable of people, in which the script keeps three cells of rows that it can count.

A row is counted where its cell "how counted" begins with a measure of ours and a colon. What that cell says
is hashed: as soon as somebody words it in another way, what was counted before is no longer comparable. So is
the target: what met another target has not met this one.
Everything else on the page belongs to people and stays as it is, byte for byte.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from outreach.linenumbers import LineNumbers
from outreach.phrases import Say
from outreach.problems import Problem
from outreach.sharedtable import fold, plain, put
from outreach.wikitable import Cell, find_tables, grid, splice

COLUMNS = ('criterion', 'counted', 'target', 'previous', 'now', 'met', 'note')
NEEDED = ('counted', 'target', 'previous', 'now', 'met')
MEASURES = (
    'sign-ups', 'new sign-ups', 'left', 'asked', 'delivered', 'answered', 'opted out', 'participants',
)  # fmt: skip
MEASURE = re.compile(r'([a-z -]++)\s*+(?::|$)')
# a point or a comma before three digits parts thousands, before one or two it is that of a decimal
TARGET = re.compile(
    r'(≤|<=|at most)?\s*(\d{1,3}(?:[., \u00a0\u202f]\d{3}){1,5}|\d{1,12})(?:[.,](\d{1,2}))?\s*'
)
STORED = re.compile(r'<!--\s*counted ([0-9]{4}-(?:0[1-9]|1[0-2])) ([0-9a-f]{8})(?: ([0-9a-f]{8}))?\s*-->')
# what begins a comment of ours, also where somebody wrote it in another way
BEGINS = re.compile(r'<!--\s*+counted\b')
NO_DIGIT = re.compile(r'\D')
MET = '✅'
SPOILT = 'what was counted before was changed by hand: undo that edit, or remove the comment in its cell'


@dataclass(frozen=True)
class Counted:
    """The page with its cells renewed, what could not be counted, and the criteria met for the first time."""

    text: str
    problems: tuple[Problem, ...] = ()
    newly_met: tuple[str, ...] = ()


def definition(text: str) -> str:
    """Return the hash of how something is counted: case, blanks and markup of bold do not matter."""
    return hashlib.sha256(fold(plain(text)).encode()).hexdigest()[:8]


def update(
    text: str,
    title: str,
    figures: Mapping[str, int],
    today: date,
    columns: Mapping[str, str],
    say: Say,
) -> Counted:
    """Return the page with what the measures (`figures`) are now; a new month moves "now" to "previous"."""
    changes: list[tuple[int, int, str]] = []
    problems: list[Problem] = []
    met: list[str] = []
    rows, lines = list(_rows(text, columns)), LineNumbers(text)
    for row in rows:
        written = _cells(text, row)
        problem = _wrong(written, figures, today)
        if problem:
            problems.append(Problem(f'{title}, line {lines.at(row["counted"].start)}', problem))
        if problem is None:
            new = _renewed(written, figures, today, say)
            changes += _changes(row, written, new)
            if new['met'] != written['met'] and new['met']:
                met.append(plain(written.get('criterion', written['counted'])))
    if not rows:
        needed = ', '.join(say(f'criteria-{name}') for name in NEEDED)
        problems.append(Problem(title, f'has no table of criteria with the columns {needed}'))
    return Counted(splice(text, changes), tuple(problems), tuple(met))


def written(text: str, columns: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Return what the cells of each criterion say, by the names of columns."""
    return (_cells(text, row) for row in _rows(text, columns))


def _cells(text: str, row: Mapping[str, Cell]) -> dict[str, str]:
    return {name: text[cell.start : cell.end] for name, cell in row.items()}


def _rows(text: str, columns: Mapping[str, str]) -> Iterator[dict[str, Cell]]:
    """Return the rows of the tables whose headers name all columns that are needed, by those names."""
    for table in find_tables(text):
        at: dict[str, int] = {}
        for _, cells in grid(table.rows):
            named = {
                columns[word]: column
                for column, cell in cells.items()
                if cell.header and (word := fold(plain(text[cell.start : cell.end]))) in columns
            }
            if set(NEEDED) <= set(named):
                at = named
            elif at and all(at[name] in cells for name in NEEDED):
                yield {name: cells[column] for name, column in at.items() if column in cells}


def _wrong(written: Mapping[str, str], figures: Mapping[str, int], today: date) -> str | None:
    """Return what keeps a row from being counted; '' where people decide it, None where nothing does."""
    counted = plain(written['counted']).lower()
    head = MEASURE.match(counted)
    name = head[1].strip() if head else ''
    target = TARGET.fullmatch(plain(written['target']).lower())
    if name not in MEASURES:
        if target and ':' in counted:
            return f'{name!r} is no measure; there are {", ".join(MEASURES)}. It is left to people'
        return ''
    if target is None:
        return f'the target of {name!r} must be a number, such as 100 or at most 5'
    if name not in figures:
        return f'{name!r} is not known here'
    return None if is_sound(written['now'], today) else SPOILT


def is_sound(now: str, today: date) -> bool:
    """Return whether a cell "now" holds one comment of ours as it is written, of no later month, or none."""
    begun, stored = BEGINS.findall(now), STORED.findall(now)
    return not begun or (len(begun) == len(stored) == 1 and stored[0][0] <= f'{today:%Y-%m}')


def _renewed(written: Mapping[str, str], figures: Mapping[str, int], today: date, say: Say) -> dict[str, str]:
    """Return the three cells as they should be."""
    head = MEASURE.match(plain(written['counted']).lower())
    figure = figures[head[1].strip()] if head else 0
    hashed, month = definition(written['counted']), f'{today:%Y-%m}'
    stored = STORED.search(written['now'])
    previous = written['previous']
    if stored is None:
        previous = say('criteria-na')
    elif stored[2] != hashed:
        previous = say('criteria-na-changed')
    elif stored[1] < month:
        previous = STORED.sub('', written['now']).strip()
    aim, there = definition(written['target']), reached(written['target'], figure)
    # pages of before have no hash of the target
    other = stored and (stored[2] != hashed or stored[3] not in (None, aim))
    kept = '' if other else written['met']
    return {
        'previous': previous,
        'now': f'{figure} <!-- counted {month} {hashed} {aim} -->',
        'met': kept or (f'{MET} {today.isoformat()}' if there else ''),
    }


def reached(target: str, figure: int) -> bool:
    """Return whether a figure is what a target asks for: at least so many, or at most."""
    limit = TARGET.fullmatch(plain(target).lower())
    if limit is None:
        return False
    number = float(f'{NO_DIGIT.sub("", limit[2])}.{limit[3] or 0}')
    return figure <= number if limit[1] else figure >= number


def _changes(
    row: Mapping[str, Cell], written: Mapping[str, str], new: Mapping[str, str]
) -> Sequence[tuple[int, int, str]]:
    found = []
    for name, text in new.items():
        cell = row[name]
        if text != written[name]:
            found.append(put(cell, text))
    return found
