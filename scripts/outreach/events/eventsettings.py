"""The settings of a calendar: one `{{Outreach events}}` template on the page that is filled.

Its parameters are documented for editors in `onwiki/Template:Outreach events/doc`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from outreach.campaignevents import TYPES
from outreach.events.countries import code_of
from outreach.events.event import Event, EventStatus, Mode, fold, words
from outreach.events.eventsources import EventSource
from outreach.events.eventsources import source as read_source
from outreach.settings import (
    by_name,
    day,
    flag,
    home_title,
    language,
    many,
    maybe,
    one,
    one_of,
    whole_number,
)

TEMPLATE = 'Outreach events'
MOST_SOURCES = 20
LONGEST_PERIOD = timedelta(days=731)
SPAN = re.compile(r'(\d{1,3})\s*(day|week|month)s?')
DAYS_OF = {'day': 1, 'week': 7, 'month': 30}
MAP_FILE = 'World location map (equirectangular 180).svg'
PRELOAD = 'Template:Outreach event/report'


class EventForm(StrEnum):
    """How events are laid out."""

    LIST = 'list'
    TABLE = 'table'


class MapForm(StrEnum):
    """How places are shown."""

    NO = 'no'
    MAPFRAME = 'mapframe'
    PICTURE = 'picture'


@dataclass(frozen=True)
class Period:
    """Which days a calendar shows: fixed ones, this month or quarter, or so many from today on."""

    first: date | None = None
    last: date | None = None
    months: int = 0
    length: timedelta | None = None

    def days(self, today: date) -> tuple[date, date]:
        """Return the first and the last day."""
        if self.first and self.last:
            return self.first, self.last
        if self.months:
            month = (today.month - 1) // self.months * self.months + 1
            last = month + self.months - 1
            return date(today.year, month, 1), date(
                today.year, last, calendar.monthrange(today.year, last)[1]
            )
        return today, today + (self.length or timedelta())


def period(text: str) -> Period:
    """Read a period: 2026-06-01..2026-09-30, month, quarter, year, or `90 days` from today on."""
    word = text.strip().lower()
    months = {'month': 1, 'quarter': 3, 'year': 12}
    if word in months:
        return Period(months=months[word])
    length = SPAN.fullmatch(word)
    if length:
        days = timedelta(days=int(length[1]) * DAYS_OF[length[2]])
        if not timedelta() < days <= LONGEST_PERIOD:
            raise ValueError('must be at least a day and at most two years')
        return Period(length=days)
    first, dots, last = word.partition('..')
    if not dots:
        raise ValueError('must be month, quarter, year, a span such as 90 days, or 2026-06-01..2026-09-30')
    made = Period(day(first), day(last))
    if made.first and made.last and not timedelta() <= made.last - made.first <= LONGEST_PERIOD:
        raise ValueError('must end after it begins, within two years')
    return made


def modes(text: str) -> tuple[Mode, ...]:
    """Read how people take part: online, in person, hybrid."""
    known = {fold(mode).replace(' ', ''): mode for mode in Mode if mode}
    found = [known.get(fold(word).replace(' ', '')) for word in words(text)]
    if not found or None in found:
        raise ValueError('must be among: online, in person, hybrid')
    return tuple(mode for mode in found if mode)


def countries(text: str) -> tuple[str, ...]:
    """Read countries by code or English name."""
    found = {word: code_of(word) for word in words(text)}
    unknown = [word for word, code in found.items() if not code]
    if unknown or not found:
        raise ValueError(f'must be codes or English names of countries; unknown: {", ".join(unknown)}')
    return tuple(found.values())


def types(text: str) -> tuple[str, ...]:
    """Read types of events."""
    found = tuple(word.lower().replace(' ', '-') for word in words(text))
    unknown = [word for word in found if word not in TYPES]
    if unknown or not found:
        raise ValueError(f'must be among: {", ".join(TYPES)}')
    return found


def report_pattern(text: str) -> str:
    """Read where reports are: a beginning of titles, or a title with $1 for the name of the event."""
    return home_title(text if '$1' in text else f'{text.strip().rstrip("/")}/$1')


PARAMETERS = by_name(
    [
        many('sources', read_source),
        one('period', period, default=Period(length=timedelta(days=90))),
        maybe('mode', modes),
        maybe('countries', countries),
        maybe('languages', lambda text: tuple(map(language, words(text)))),
        maybe('types', types),
        one('form', one_of(*EventForm), default=str(EventForm.LIST)),
        one('map', one_of(*MapForm), default=str(MapForm.NO)),
        one('map file', home_title, default=MAP_FILE),
        maybe('places', home_title),
        maybe('reports', report_pattern),
        one('report grace', whole_number(0, 366), default=30),
        one('report preload', home_title, default=PRELOAD),
        maybe('archive', home_title),
        flag('counts'),
        maybe('page language', language),
    ]
)


@dataclass(frozen=True)
class EventFilter:
    """Which events a page wants. What is empty asks for nothing; of each, any is enough."""

    modes: tuple[Mode, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    def wants(self, event: Event) -> bool:
        """Return whether an event is wanted; what it does not say, nobody asked for."""
        return (
            event.status is not EventStatus.HIDDEN
            and (not self.modes or event.mode in self.modes)
            and (not self.countries or event.country in self.countries)
            and (not self.languages or bool(set(self.languages) & set(event.languages)))
            and (not self.types or bool(set(self.types) & set(event.types)))
        )


@dataclass(frozen=True)
class EventSettings:
    """What the template on one page asks for. `reports` is a title with $1, '' for none; so is `archive`."""

    title: str
    sources: tuple[EventSource, ...]
    period: Period = field(default_factory=lambda: Period(length=timedelta(days=90)))
    choice: EventFilter = field(default_factory=EventFilter)
    form: EventForm = EventForm.LIST
    map: MapForm = MapForm.NO
    map_file: str = MAP_FILE
    places: str = ''
    reports: str = ''
    grace: timedelta = timedelta(days=30)
    preload: str = PRELOAD
    archive: str = ''
    counts: bool = False

    def in_period(self, event: Event, now: datetime) -> bool:
        """Return whether any part of an event is inside of the period."""
        first, last = self.period.days(now.date())
        begins, ends = event.days
        return begins <= last and ends >= first


def settings(title: str, given: Mapping[str, Any]) -> EventSettings:
    """Return the settings out of the values of the template's parameters, by their names.

    Raises ValueError where there are too many sources, or one twice.
    """
    sources: tuple[EventSource, ...] = given['sources']
    if len(sources) > MOST_SOURCES:
        raise ValueError(f'names {len(sources)} sources; {MOST_SOURCES} is the most')
    keys = [source.key for source in sources]
    twice = next((source.label for source in sources if keys.count(source.key) > 1), '')
    if twice:
        raise ValueError(f'names the same source twice: {twice}')
    return EventSettings(
        title,
        sources,
        given['period'],
        EventFilter(*(given[name] or () for name in ('mode', 'countries', 'languages', 'types'))),
        EventForm(given['form']),
        MapForm(given['map']),
        given['map file'].removeprefix('File:'),
        given['places'] or '',
        given['reports'] or '',
        timedelta(days=given['report grace']),
        given['report preload'],
        given['archive'] or '',
        given['counts'],
    )
