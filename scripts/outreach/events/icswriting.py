"""A calendar as a file (RFC 5545) that people subscribe to: the same bytes as long as nothing changes.

What subscribers need (RFC 5545, 3.8.7): a time stamp of the data and not of now, a
sequence that rises, and what is cancelled kept in the file. Guests, hosts and meeting links are never in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, timedelta
from typing import Any

from outreach.events.countries import english
from outreach.events.event import CalendarEntry, EventStatus
from outreach.events.icsreading import OURS
from outreach.events.spans import zone_of

PRODUCT = '-//Outreach scripts//post_events//EN'
REFRESH = timedelta(hours=6)


def write(entries: Sequence[CalendarEntry], name: str, host: str) -> bytes:
    """Return the calendar of that name; `host` is that of the wiki, and part of every UID."""
    import icalendar

    calendar = icalendar.Calendar()
    calendar.add('PRODID', PRODUCT)
    calendar.add('VERSION', '2.0')
    calendar.add('METHOD', 'PUBLISH')
    calendar.add('NAME', name)
    calendar.add('X-WR-CALNAME', name)
    calendar.add('REFRESH-INTERVAL', REFRESH, parameters={'VALUE': 'DURATION'})
    calendar.add('X-PUBLISHED-TTL', 'PT6H')
    for entry in sorted(entries, key=lambda one: one.order):
        calendar.add_component(_component(entry, host))
    calendar.add_missing_timezones()
    # icalendar adds them in the order of a set, another one in each run
    calendar.subcomponents.sort(key=lambda one: (one.name != 'VTIMEZONE', str(one.get('TZID', ''))))
    written: bytes = calendar.to_ical(sorted=False)
    return written


def _component(entry: CalendarEntry, host: str) -> Any:
    import icalendar

    event, changed = entry.event, entry.changed.astimezone(UTC)
    made = icalendar.Event()
    made.add('UID', f'{entry.id}@{host}')
    made.add('DTSTAMP', changed)
    made.add('LAST-MODIFIED', changed)
    made.add('SEQUENCE', entry.sequence)
    made.add('SUMMARY', event.name)
    _add_times(made, entry)
    place = ', '.join(filter(None, (event.place, english(event.country))))
    status = (
        EventStatus.CANCELLED
        if entry.off
        else event.status
        if event.status is EventStatus.TENTATIVE
        else EventStatus.CONFIRMED
    )
    made.add('STATUS', str(status).upper())
    if place:
        made.add('LOCATION', place)
    if event.coordinates:
        made.add('GEO', event.coordinates)
    if event.links:
        made.add('URL', event.links[0])
    if event.types:
        made.add('CATEGORIES', list(event.types))
    for name, value in _ours(entry).items():
        if value:
            made.add(f'{OURS}{name}', value)
    return made


def _ours(entry: CalendarEntry) -> dict[str, str]:
    """Return what no property of a calendar tells, by the ends of the names of ours."""
    event = entry.event
    return {
        'MODE': str(event.mode) or 'none',
        'COUNTRY': event.country,
        'LANGUAGES': ','.join(event.languages),
        'LINKS': ' '.join(event.links[1:]),
        'WIKIS': ','.join(event.wikis),
        'REGISTRATION': event.registration,
        'REPORT': event.report,
        'NOTE': event.note,
        'STATUS': 'cancelled' if entry.withdrawn else str(event.status) or 'none',
    }


def _add_times(made: Any, entry: CalendarEntry) -> None:
    """Add start and end: days, times of UTC online, and times of the place with its zone otherwise."""
    span = entry.span
    if span.begins is None:
        made.add('DTSTART', span.first)
        made.add('DTEND', span.last + timedelta(days=1))
        if span.unclear:
            made.add(f'{OURS}ZONE', 'unknown')
        return
    offset = span.zone[0] in '+-'
    zone = UTC if offset or span.zone == 'UTC' else zone_of(span.zone)
    made.add('DTSTART', span.start.astimezone(zone))
    if span.ends is not None:
        made.add('DTEND', span.end.astimezone(zone))
    if offset:
        made.add(f'{OURS}ZONE', span.zone)
