"""Events that people type: `{{Outreach event | name= … }}`, on the page itself or on another one.

A row with `id=` or `same as=` speaks of an event that another source has: what it says goes first. Rows
with mistakes stay as they are; they are told, and are on no calendar, map or file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeVar

import mwparserfromhell

from outreach import wikicode
from outreach.events.countries import country
from outreach.events.event import (
    ID,
    Event,
    EventStatus,
    FoundEvents,
    Mode,
    Rank,
    Sighting,
    coordinates,
    fold,
    key,
    made_id,
    words,
)
from outreach.events.eventlinks import Linker, of_cell, of_place, plain
from outreach.events.eventsettings import modes, types
from outreach.events.spans import Span, span, typed, zone_of
from outreach.settings import language

T = TypeVar('T')
TEMPLATE = 'Outreach event'
PARAMETERS = (
    'name', 'start', 'end', 'zone', 'place', 'country', 'coordinates', 'mode', 'language', 'link', 'type',
    'status', 'report', 'same as', 'id', 'note',
)  # fmt: skip
STATUSES = tuple(str(one) for one in EventStatus if one)


def read(text: str, title: str, source: str, linker: Linker) -> FoundEvents:
    """Return the events of the rows of a page, and what is wrong with others, with line and text."""
    sightings: list[Sighting] = []
    problems: list[tuple[str, str]] = []
    ids: dict[str, str] = {}
    try:
        rows = list(_rows(text))
    except wikicode.TooMuch as error:
        return FoundEvents((), ((title, str(error)),))
    for given, line in rows:
        place = f'{title}, line {line}'
        row = _Row(given, linker)
        made = row.sighting(source, place)
        own = given.get('id', '')
        if own and own in ids:
            row.problems.append(f'has the id {own!r}, which the row in {ids[own]} has too')
        elif own:
            ids[own] = f'line {line}'
        problems += [(place, f'{{{{{TEMPLATE}}}}} {problem}') for problem in row.problems]
        problems += [(place, note) for note in row.notes]
        if made and not row.problems:
            sightings.append(made)
    return FoundEvents(tuple(sightings), tuple(problems))


def _rows(text: str) -> Iterator[tuple[dict[str, str], int]]:
    """Return the parameters of each row, and its line."""
    if not re.search(r'\{\{\s*+[Oo]utreach[ _]event\b', text):
        return
    at, line, counted = 0, 1, 0
    for node in wikicode.parse(text).filter_templates(matches=lambda node: node.name.matches(TEMPLATE)):
        at = max(text.find(str(node), at), 0)
        line += text.count('\n', counted, at) if at >= counted else 0
        counted = max(at, counted)
        given = {str(one.name).strip().lower(): _bare(one.value) for one in node.params}
        yield {name: value for name, value in given.items() if value}, line
        at += 1


def _bare(value: mwparserfromhell.wikicode.Wikicode) -> str:
    """Return the text of a value without its comments."""
    comment = mwparserfromhell.nodes.Comment
    return ''.join(str(node) for node in value.nodes if not isinstance(node, comment)).strip()


class _Row:
    """One row while it is read: what it gives, and everything that is wrong with it."""

    def __init__(self, given: dict[str, str], linker: Linker) -> None:
        self.given, self.linker = given, linker
        self.problems: list[str] = []
        self.notes: list[str] = []

    def sighting(self, source: str, place: str) -> Sighting | None:
        """Return what the row says; None where something is wrong with it."""
        unknown = sorted(set(self.given) - set(PARAMETERS))
        if unknown:
            self.problems.append(
                f'has unknown parameters: {", ".join(unknown)}; it knows {", ".join(PARAMETERS)}'
            )
        keys = self._named()
        correction = bool(keys)
        link = self._read('link', self.linker.typed)
        event = Event(
            of_cell(self.given.get('name', '')),
            self._span(needed=not correction),
            self._read('mode', lambda text: modes(text)[0]) or Mode.UNKNOWN,
            of_place(self.given.get('place', '')),
            country(plain(self.given.get('country', ''))),
            self._read('coordinates', coordinates),
            self._read('language', lambda text: tuple(map(language, words(text)))) or (),
            self._read('type', types) or (),
            (),
            link.links if link else (),
            self._read('status', _status) or EventStatus.NONE,
            '',
            self._read('report', lambda text: self.linker.typed(text).address) or '',
            plain(self.given.get('note', '')),
        )
        if link and not link.links:
            self.notes.append(f'{event.name!r}: its link leads into a meeting, and is not shown')
        if not event.name and not correction:
            self.problems.append('has no name')
        if self.problems:
            return None
        own = self.given.get('id', '')
        made = own or _id(event, source)
        keys |= link.keys if link else frozenset()
        return Sighting(
            event, Rank.PEOPLE, source, keys | {key('id', made)}, place, '' if correction else made
        )

    def _named(self) -> frozenset[str]:
        """Return the keys of the event that the row says it speaks of."""
        found: set[str] = set()
        own = self.given.get('id', '')
        if own and not ID.fullmatch(own):
            self.problems.append(
                f'has an id {own!r}, which is none: leave it out, or copy it from the calendar'
            )
        elif own:
            found.add(key('id', own))
        for word in words(self.given.get('same as', '')):
            if ID.fullmatch(word):
                found.add(key('id', word))
                continue
            linked = self._value('same as', word, self.linker.typed)
            found |= linked.keys if linked else set()
        return frozenset(found)

    def _span(self, *, needed: bool) -> Span | None:
        start, end = self._read('start', typed), self._read('end', typed)
        zone = self.given.get('zone', '')
        if 'start' not in self.given:
            if needed or end:
                self.problems.append('has no start')
            return None
        if zone:
            self._read('zone', zone_of)
        if start is None or self.problems:
            return None
        try:
            found, note = span(start, end, zone)
        except ValueError as error:
            self.problems.append(f'{error}: {self.given["start"]} – {self.given.get("end", "")}')
            return None
        self.notes += [note] if note else []
        return found

    def _read(self, name: str, convert: Callable[[str], T]) -> T | None:
        return self._value(name, self.given[name], convert) if name in self.given else None

    def _value(self, name: str, text: str, convert: Callable[[str], T]) -> T | None:
        try:
            return convert(text)
        except ValueError as error:
            self.problems.append(f'{name} = {text[:80]!r} {error}')
            return None


def _status(text: str) -> EventStatus:
    if text.strip().lower() not in STATUSES:
        raise ValueError(f'must be one of: {", ".join(STATUSES)}')
    return EventStatus(text.strip().lower())


def _id(event: Event, source: str) -> str:
    first = event.span.first.isoformat() if event.span else ''
    return made_id('row', source, fold(event.name), first, fold(event.country), fold(event.place))
