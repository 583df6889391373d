"""Events in tables that people keep: any wikitable, by the numbers of its columns.

What cannot be read is told with its line, and stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from outreach import digits
from outreach.events import datewords
from outreach.events.countries import code_of, country
from outreach.events.event import Event, FoundEvents, Mode, Rank, Sighting, fold, key, made_id, words
from outreach.events.eventlinks import Linker, of_cell, of_place, only_address
from outreach.events.eventsettings import modes
from outreach.events.eventsources import EventSource
from outreach.events.spans import Span, span
from outreach.linenumbers import LineNumbers
from outreach.timestamps import Months
from outreach.wikitable import Cell, find_tables, grid
from outreach.words import counted

ONLINE = re.compile(r'\b(?:online|virtual|remote|zoom|jitsi)\b', re.IGNORECASE)
CODE = re.compile(r'[a-z]{2,3}(?:-[a-z]{2,8})?')


def read(text: str, source: EventSource, linker: Linker, months: Months) -> FoundEvents:
    """Return the events of a table of a page, and what is wrong with its other rows.

    Raises ValueError where there is no such table, or it lacks a column.
    """
    tables = list(find_tables(text))
    number = digits.number(source.options.get('table', '1'))
    if len(tables) < number:
        raise ValueError(f'has {counted(len(tables), "table")}; table {number} is asked for')
    columns = source.columns
    sightings: list[Sighting] = []
    problems: list[tuple[str, str]] = []
    width, lines = 0, LineNumbers(text)
    for row, cells in grid(tables[number - 1].rows):
        width = max(width, len(cells))
        own = {at: cell for at, cell in cells.items() if cell in row.cells}
        place = f'{source.where}, line {lines.at(row.start) + _lead(text, row.start)}'
        if not own or all(cell.header for cell in row.cells) or len(row.cells) == 1:
            continue
        said = {name: _text(text, cells.get(at)) for name, at in columns.items()}
        if not of_cell(said['name']):
            continue
        try:
            made, note = _sighting(said, source, linker, months, place)
        except ValueError as error:
            problems.append((place, f'{of_cell(said["name"], 60)!r}: {of_cell(said["date"], 60)!r} {error}'))
            continue
        sightings.append(made)
        problems += [(place, f'{made.event.name!r}: {note}')] if note else []
    if width and max(columns.values()) >= width:
        raise ValueError(
            f'has a table of {counted(width, "column")}; column {max(columns.values()) + 1} is asked for'
        )
    return FoundEvents(tuple(sightings), tuple(problems))


def _sighting(
    said: Mapping[str, str], source: EventSource, linker: Linker, months: Months, place: str
) -> tuple[Sighting, str]:
    name = of_cell(said['name'])
    when, note = _span(said, source, months)
    linked = linker.first(said['link']) if said.get('link') else linker.first(said['name'])
    where = of_place(of_cell(said.get('place', '')))
    event = Event(
        name,
        when,
        _mode(said, where),
        '' if ONLINE.fullmatch(where) else where,
        _country(said, where),
        languages=_languages(said.get('language', '')),
        types=tuple(one.lower().replace(' ', '-') for one in words(of_cell(said.get('type', '')))),
        links=linked.links if linked else (),
    )
    first = event.span.first.isoformat() if event.span else ''
    made = made_id('table', source.where, fold(name), first, fold(event.country), fold(where))
    keys = frozenset({key('id', made)}) | (linked.keys if linked else frozenset())
    return Sighting(event, Rank.PEOPLE, source.key, keys, place, made), note


def _span(said: Mapping[str, str], source: EventSource, months: Months) -> tuple[Span, str]:
    text = ' '.join(of_cell(said[name], 300) for name in ('date', 'time') if said.get(name))
    start, end, zone = datewords.when(text, months)
    if said.get('end'):
        end = datewords.when(of_cell(said['end'], 300), months)[0]
    zone = of_cell(said.get('zone', '')) or source.options.get('zone', '') or zone
    return span(start, end, zone)


def _mode(said: Mapping[str, str], where: str) -> Mode:
    """Return the mode of its column, else what the place tells: what is no more than an address is online."""
    text = of_cell(said.get('mode', '')) or where
    try:
        return modes(text)[0]
    except ValueError:
        return (
            Mode.ONLINE
            if ONLINE.search(text) or only_address(said.get('place', ''))
            else Mode.IN_PERSON
            if where
            else Mode.UNKNOWN
        )


def _country(said: Mapping[str, str], where: str) -> str:
    """Return the country of its column, or the one that ends the place (`Paris, France`)."""
    if said.get('country'):
        return country(of_cell(said['country']))
    return code_of(where.rpartition(',')[2]) if ',' in where else code_of(where) if len(where) > 3 else ''


def _languages(text: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in words(of_cell(text)) if CODE.fullmatch(word.lower()))


def _text(text: str, cell: Cell | None) -> str:
    return text[cell.start : cell.end] if cell else ''


def _lead(text: str, at: int) -> int:
    """Return how many lines after its mark (`|-`) a row begins."""
    return 1 if text.startswith('|-', at) else 0
