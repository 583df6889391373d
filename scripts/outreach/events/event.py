"""An event, what one source saw of it, and what of it lasts on a page."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum

from outreach.events.spans import Span
from outreach.weblinks import same_address

ID = re.compile(r'[a-z]{2,8}-[0-9a-z]{1,20}')
ID_LETTERS = 10
NUMBER = re.compile(r'[+-]?\d{1,3}(?:\.\d{1,12})?')
FAR = 180.0
MOST_LATITUDE = 90.0


class Mode(StrEnum):
    """How people take part."""

    UNKNOWN = ''
    ONLINE = 'online'
    IN_PERSON = 'in person'
    HYBRID = 'hybrid'


class EventStatus(StrEnum):
    """What those who hold an event say about it. What is hidden is on no calendar."""

    NONE = ''
    TENTATIVE = 'tentative'
    CONFIRMED = 'confirmed'
    CANCELLED = 'cancelled'
    POSTPONED = 'postponed'
    HIDDEN = 'hidden'

    @property
    def off(self) -> bool:
        """Return whether it does not take place then."""
        return self in (EventStatus.CANCELLED, EventStatus.POSTPONED)


class Rank(IntEnum):
    """Whose word goes first, field by field: people's, then the source that knows most."""

    PEOPLE = 0
    CAMPAIGN_EVENTS = 1
    CALENDAR = 2
    SITE = 3


@dataclass(frozen=True)
class Event:
    """An event. What nobody said is empty; `country` is a code of ISO 3166, or the words that somebody wrote.

    `links` are web addresses, the first of them its own page; `report` is a page or an address;
    `registration` is open, closed or ''.
    """

    name: str = ''
    span: Span | None = None
    mode: Mode = Mode.UNKNOWN
    place: str = ''
    country: str = ''
    coordinates: tuple[float, float] | None = None
    languages: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    wikis: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    status: EventStatus = EventStatus.NONE
    registration: str = ''
    report: str = ''
    note: str = ''

    @property
    def online(self) -> bool:
        """Return whether its times are those of UTC: somebody takes part from elsewhere."""
        return self.mode in (Mode.ONLINE, Mode.HYBRID)

    @property
    def days(self) -> tuple[date, date]:
        """Return the first and the last day by which it belongs to a period."""
        if self.span is None:
            return date.max, date.max
        return self.span.days(online=self.mode is Mode.ONLINE)


@dataclass(frozen=True)
class Sighting:
    """What one source says of an event: what it is known by, and where it stands for people to find it.

    `keys` are of the form `kind:what`; `seen` is what tells that the source says something new.
    """

    event: Event
    rank: Rank
    source: str
    keys: frozenset[str]
    place: str = ''
    id: str = ''


@dataclass(frozen=True)
class CalendarEntry:
    """An event of a calendar, with what must last: its id, what it is known by, and how often it changed.

    `changed` is when it last did. `withdrawn` is the day on which its source no longer had it, `stands`
    whether its page is there all the same.
    """

    id: str
    event: Event
    keys: frozenset[str]
    sources: tuple[str, ...]
    changed: datetime
    sequence: int = 0
    withdrawn: date | None = None
    stands: bool = False

    @property
    def span(self) -> Span:
        """Return when it is; an entry always knows."""
        assert self.event.span is not None
        return self.event.span

    @property
    def off(self) -> bool:
        """Return whether it does not take place: cancelled, postponed or withdrawn."""
        return self.event.status.off or self.withdrawn is not None

    @property
    def order(self) -> tuple[datetime, str, str]:
        """Return by what entries are ordered: time, then name."""
        return self.span.start, fold(self.event.name), self.id


@dataclass(frozen=True)
class FoundEvents:
    """What a source gave: sightings, and what is wrong with single ones of its events (place and why).

    `unread` are keys of events that it still has, but that could not be read this time; those of a series
    (`uid:a@x#20261201`) are meant by what stands before the `#` as well. `left_out` are keys of those that
    it has for testing only.
    """

    sightings: tuple[Sighting, ...] = ()
    problems: tuple[tuple[str, str], ...] = field(default=())
    unread: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()

    @property
    def empty(self) -> bool:
        """Return whether the source has nothing at all."""
        return not (self.sightings or self.unread or self.left_out)

    def lacks(self, keys: Collection[str]) -> bool:
        """Return whether an event with these keys is one that the source has, and could not be read."""
        return any(name in self.unread or name.rpartition('#')[0] in self.unread for name in keys)


def fold(text: str) -> str:
    """Return a text as it compares: without accents, case, marks and double blanks."""
    apart = unicodedata.normalize('NFKD', text.casefold())
    kept = ''.join(char if char.isalnum() else ' ' for char in apart if not unicodedata.combining(char))
    return ' '.join(kept.split())


def key(kind: str, what: str) -> str:
    """Return what an event is known by, as one word."""
    return f'{kind}:' + ''.join('_' if char.isspace() else char for char in what.strip())


def page_key(host: str, title: str) -> str:
    """Return what an event is known by that has a page on a wiki."""
    return key('page', f'{host}/{title.strip()[:1].upper()}{title.strip()[1:]}')


def link_key(link: str) -> str:
    """Return what an event is known by that has a web address."""
    return key('link', same_address(link))


def made_id(kind: str, *parts: str) -> str:
    """Return an id that is the same in every run, made of what does not change about an event."""
    digest = hashlib.sha256('\0'.join(parts).encode()).hexdigest()[:ID_LETTERS]
    return f'{kind}-{digest}'


def coordinates(text: str) -> tuple[float, float]:
    """Read coordinates, `48.86, 2.35`: latitude first. Raise ValueError for anything else."""
    parts = re.split(r'[,;/\s]+', text.strip())
    if len(parts) != 2 or not all(NUMBER.fullmatch(part) for part in parts):
        raise ValueError('must be a latitude and a longitude, such as 48.86, 2.35')
    return checked(float(parts[0]), float(parts[1]))


def checked(latitude: float, longitude: float) -> tuple[float, float]:
    """Return coordinates, to a metre; raise ValueError where there is no such place."""
    if not (abs(latitude) <= MOST_LATITUDE and abs(longitude) <= FAR):
        swapped = abs(latitude) <= FAR and abs(longitude) <= MOST_LATITUDE
        raise ValueError(f'is no place on Earth{": swapped?" if swapped else ""}')
    return round(latitude, 5), round(longitude, 5)


def words(text: str) -> tuple[str, ...]:
    """Read words separated by commas."""
    return tuple(part.strip() for part in re.split('[,،、]', text) if part.strip())


def mode_of(online: bool | None, in_person: bool | None) -> Mode:  # noqa: FBT001
    """Return the mode of what takes place online, in person, or both."""
    if online and in_person:
        return Mode.HYBRID
    return Mode.ONLINE if online else Mode.IN_PERSON if in_person else Mode.UNKNOWN


def unique(sightings: Collection[Sighting]) -> frozenset[str]:
    """Return the keys that more than one event of one source has: a series' page is nobody's own."""
    seen: set[tuple[str, str]] = set()
    several: set[str] = set()
    for one in sightings:
        for name in one.keys:
            if (one.source, name) in seen:
                several.add(name)
            seen.add((one.source, name))
    return frozenset(several)
