"""What a calendar becomes: a pure function of what stands there and of what its sources say.

A source that fails changes nothing, nor does an event of it that cannot be read just now. What a source
had and has no more is withdrawn: it is struck for a month, since nobody who reads the calendar elsewhere
would see that it went. What people take back goes, and so does what a new period no longer asks for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from outreach.asking import SourceState
from outreach.events.entrydata import texts
from outreach.events.event import CalendarEntry, EventStatus, FoundEvents, Mode, Rank, Sighting, fold, key
from outreach.events.eventsettings import EventSettings
from outreach.events.eventsources import EventSource, EventSourceKind
from outreach.events.merging import Merged, merged, perhaps_the_same, with_ids

STRUCK = timedelta(days=30)
MOST_EVENTS = 2000
RANKS = {
    EventSourceKind.CAMPAIGN_EVENTS: Rank.CAMPAIGN_EVENTS,
    EventSourceKind.TABLE: Rank.PEOPLE,
    EventSourceKind.ROWS: Rank.PEOPLE,
    EventSourceKind.ICS: Rank.CALENDAR,
    EventSourceKind.FILE: Rank.CALENDAR,
    EventSourceKind.DISCOURSE: Rank.SITE,
    EventSourceKind.TRIBE: Rank.SITE,
}
LASTING = frozenset({'keys', 'sources', 'changed', 'sequence'})
Places = Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class EventReading:
    """What one source said, and how it stood; `gone` are keys of registrations that are no more.

    `names` are those of countries in the language of the page, by code; `standing` are those of `gone`
    whose page is there all the same.
    """

    source: EventSource
    state: SourceState
    found: FoundEvents = field(default_factory=FoundEvents)
    detail: str = ''
    gone: frozenset[str] = frozenset()
    standing: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CalendarPlan:
    """What becomes of the calendar: its entries in order, those of each archive by year, and why.

    `new`, `changed` and `withdrawn` are ids; `problems` are (place, text); `emptied` are labels of sources.
    """

    entries: tuple[CalendarEntry, ...]
    archived: Mapping[int, tuple[CalendarEntry, ...]] = field(default_factory=dict)
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()
    emptied: tuple[str, ...] = ()

    @property
    def everything(self) -> tuple[CalendarEntry, ...]:
        """Return the entries of the calendar and of its archives."""
        return (*self.entries, *(one for some in self.archived.values() for one in some))


def plan(
    wanted: EventSettings,
    readings: Sequence[EventReading],
    before: Collection[CalendarEntry],
    now: datetime,
    places: Places | None = None,
    *,
    emptied: bool = False,
) -> CalendarPlan:
    """Return what the calendar becomes; `before` are the entries of the page and of its archives.

    A source that suddenly has nothing is taken at its word only with `emptied`. Times count by the minute,
    as they are kept.
    """
    now = now.replace(second=0, microsecond=0)
    readings = [one if emptied else _held(one, before, now) for one in readings]
    old = {one.id: one for one in before}
    known = {
        name: one.id
        for one in sorted(before, key=lambda one: one.id)
        for name in (*one.keys, key('id', one.id))
    }
    order = {one.source.key: number for number, one in enumerate(readings)}
    sightings = [one for reading in readings if reading.state.answered for one in reading.found.sightings]
    found = with_ids(merged([*sightings, *_stale(before, readings)], order), known)
    problems = [problem for reading in readings for problem in reading.found.problems]
    problems += [_nowhere(one) for one in found if one.is_correction and _asks(one)]
    events = [_settled(one, places or {}) for one in found if not one.is_correction]
    chosen = [one for one in events if _belongs(one, wanted, old, now)]
    problems += [_doubtful(*pair) for pair in perhaps_the_same(chosen)]
    offered = {one.id for one in found}
    entries = [_entry(one, old.get(one.id), now) for one in chosen]
    kept = [one for one in before if one.id not in offered]
    entries += [entry for one in kept if (entry := _kept(one, wanted, readings, now)) is not None]
    entries.sort(key=lambda one: one.order)
    calendar, archived = _parted(wanted, entries, now)
    if len(calendar) > MOST_EVENTS:
        problems.append((wanted.title, f'{len(calendar):,} events; only the first {MOST_EVENTS:,} are taken'))
    held = tuple(reading.source.label for reading in readings if reading.state is SourceState.EMPTIED)
    return _told(calendar[:MOST_EVENTS], archived, old, problems, held)


def _held(reading: EventReading, before: Collection[CalendarEntry], now: datetime) -> EventReading:
    """Return the reading, held back where it has nothing although the calendar has events of it to come."""
    had = any(
        reading.source.key in one.sources and not one.span.over(now) and not one.withdrawn for one in before
    )
    fetched = reading.source.kind.fetched or reading.source.kind in (
        EventSourceKind.CAMPAIGN_EVENTS,
        EventSourceKind.FILE,
    )
    empty = reading.state.answered and reading.found.empty and not reading.gone
    return replace(reading, state=SourceState.EMPTIED) if had and fetched and empty else reading


def _stale(before: Iterable[CalendarEntry], readings: Sequence[EventReading]) -> list[Sighting]:
    """Return the entries that their source could not tell just now, as what was last known of them."""
    by_source = {one.source.key: one for one in readings}
    return [
        Sighting(one.event, RANKS[reading.source.kind], source, one.keys | {key('id', one.id)}, '', one.id)
        for one in before
        if one.withdrawn is None
        for source in one.sources
        if (reading := by_source.get(source))
        if not reading.state.answered or reading.found.lacks(one.keys)
    ]


def _settled(one: Merged, places: Places) -> Merged:
    """Return an event with the times that count (UTC online), and the coordinates that people know."""
    event = one.event
    if event.online and event.span is not None:
        event = replace(event, span=event.span.in_utc())
    if event.coordinates is None and event.mode is not Mode.ONLINE and event.place:
        at = places.get(fold(event.place)) or places.get(fold(event.place.partition(',')[0]))
        event = replace(event, coordinates=at)
    return replace(one, event=event)


def _belongs(one: Merged, wanted: EventSettings, old: Mapping[str, CalendarEntry], now: datetime) -> bool:
    """Return whether an event is one of the calendar or its archives."""
    if not wanted.choice.wants(one.event) or one.event.span is None:
        return False
    return wanted.in_period(one.event, now) or (one.id in old and one.event.span.over(now))


def _entry(one: Merged, old: CalendarEntry | None, now: datetime) -> CalendarEntry:
    """Return an event with what lasts of it: what changed has a further number, and the time of today."""
    keys = one.keys - {key('id', one.id)}
    if old is None:
        return CalendarEntry(one.id, one.event, keys, one.sources, now)
    made = CalendarEntry(one.id, one.event, keys, one.sources, old.changed, old.sequence)
    return made if content(made) == content(old) else replace(made, changed=now, sequence=old.sequence + 1)


def content(entry: CalendarEntry) -> dict[str, str]:
    """Return what of an entry readers see: where it is another one, the event changed."""
    return {name: value for name, value in texts(entry).items() if name not in LASTING}


def _kept(
    one: CalendarEntry, wanted: EventSettings, readings: Sequence[EventReading], now: datetime
) -> CalendarEntry | None:
    """Return what becomes of an entry that no source gave; None where it goes."""
    if one.span.over(now) or one.withdrawn is not None:
        return one
    if not wanted.in_period(one.event, now):
        return None  # its source was not asked for it
    theirs = [reading for reading in readings if reading.source.key in one.sources]
    numbered = frozenset(name for name in one.keys if name.startswith('ce:'))
    for reading in theirs:
        lost = numbered & reading.gone
        if lost or reading.source.kind.fetched or reading.source.kind is EventSourceKind.FILE:
            stands = bool(numbered & reading.standing)
            return replace(one, withdrawn=now.date(), stands=stands, changed=now, sequence=one.sequence + 1)
    return None


def _parted(
    wanted: EventSettings, entries: Sequence[CalendarEntry], now: datetime
) -> tuple[list[CalendarEntry], dict[int, tuple[CalendarEntry, ...]]]:
    """Return what is on the calendar, what is over last, and what goes to the archive of its year."""
    calendar: list[CalendarEntry] = []
    archived: dict[int, list[CalendarEntry]] = {}
    for one in entries:
        past = one.span.over(now) or (one.withdrawn is not None and now.date() - one.withdrawn > STRUCK)
        if past and wanted.archive:
            archived.setdefault(one.span.last.year, []).append(one)
        elif not past or (one.span.over(now) and wanted.in_period(one.event, now)):
            calendar.append(one)
    calendar.sort(key=lambda one: (_part(one, now), one.order))
    return calendar, {year: tuple(some) for year, some in sorted(archived.items())}


def _told(
    calendar: Sequence[CalendarEntry],
    archived: Mapping[int, tuple[CalendarEntry, ...]],
    old: Mapping[str, CalendarEntry],
    problems: Sequence[tuple[str, str]],
    emptied: tuple[str, ...],
) -> CalendarPlan:
    """Return the plan, with what is new, changed or withdrawn in it by time."""
    some = sorted(
        [*calendar, *(one for year in archived.values() for one in year)], key=lambda one: one.order
    )
    return CalendarPlan(
        tuple(calendar),
        archived,
        tuple(one.id for one in some if one.id not in old),
        tuple(one.id for one in some if one.id in old and content(one) != content(old[one.id])),
        tuple(one.id for one in some if one.withdrawn and one.id in old and not old[one.id].withdrawn),
        tuple(dict.fromkeys(problems)),
        emptied,
    )


def _part(one: CalendarEntry, now: datetime) -> int:
    """Return in which part of the calendar an entry stands: going on, to come, over."""
    if one.span.over(now):
        return 2
    return 0 if one.span.begun(now) else 1


def _asks(one: Merged) -> bool:
    """Return whether a correction should have found its event: what is only hidden may be gone."""
    return one.event.status is not EventStatus.HIDDEN


def _nowhere(one: Merged) -> tuple[str, str]:
    named = one.event.name or ', '.join(sorted(one.keys))
    return (one.id, f'{named}: a row of people speaks of an event that no source has')


def _doubtful(first: Merged, second: Merged) -> tuple[str, str]:
    day = first.event.span.first.isoformat() if first.event.span else ''
    return (
        day,
        f'{first.event.name!r} perhaps is the same twice ({first.id}, {second.id}): say so by same as=',
    )
