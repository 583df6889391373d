"""A page on which people say where places are: `* Esino Lario = 46.0, 9.33`, a line each."""

from __future__ import annotations

from outreach.events.event import coordinates, fold
from outreach.events.eventlinks import of_cell
from outreach.visibletext import live

MARKS = '*#:'


def read(text: str, title: str) -> tuple[dict[str, tuple[float, float]], list[tuple[str, str]]]:
    """Return the coordinates by folded name, and what is wrong with single lines."""
    found: dict[str, tuple[float, float]] = {}
    problems: list[tuple[str, str]] = []
    for number, line in enumerate(live(text).split('\n'), 1):
        name, equals, where = line.lstrip(MARKS).partition('=')
        if line[:1] not in tuple(MARKS) or not equals or not name.strip():
            continue
        try:
            found[fold(of_cell(name))] = coordinates(of_cell(where))
        except ValueError as error:
            problems.append((f'{title}, line {number}', f'{where.strip()[:60]!r} {error}'))
    return found, problems
