"""From the bytes of a calendar (RFC 5545) to plain events; a process of its own, so that it can be ended.

Series are unfolded one UID at a time: one bad event would else make a whole calendar unreadable, as in 46 of
259 calendars of the two libraries' own tests. What they do not guard against:
series by the second, zones that nobody knows, a last day that is taken for midnight.
Guests, hosts and texts are never read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from outreach.guardedreading import serve
from outreach.words import counted

MOST_EVENTS = 2000
MOST_OCCURRENCES = 60
FREQUENCIES = frozenset({'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'})
TOO_FINE = ('BYSECOND', 'BYMINUTE', 'BYHOUR')
OURS = 'X-OUTREACH-'
SHORT, LONG = 300, 2000
# what we wrote ourselves may name each wiki there is
LONGEST = 20_000

Plain = dict[str, Any]


def read(body: bytes, _link: str, _kind: str, words: str) -> Plain:
    """Return the events of a calendar that touch some days (`words`: the first and the last), and problems.

    `calendar` says whether it was one at all, `unread` are UIDs of which not all could be read. Each event
    has `uid`, `recurrence`, `name`, `start` and `end`
    (ISO, local; the end of whole days is their last one), `zone`, `place`, `geo`, `url`, `status`, `types`
    and `ours`, what we wrote into it ourselves.
    """
    import icalendar

    first, last = (date.fromisoformat(word) for word in words.split())
    try:
        calendars = icalendar.Calendar.from_ical(body, multiple=True)
    except (ValueError, IndexError, KeyError, UnicodeError) as error:
        return {'calendar': False, 'events': [], 'problems': [f'{error}'[:SHORT]], 'unread': []}
    events: list[Plain] = []
    problems: list[str] = []
    unread: set[str] = set()
    for one in calendars:
        if one.name != 'VCALENDAR':
            continue
        for uid, group in _groups(one).items():
            told = len(problems)
            try:
                events += list(_events(one, uid, group, first, last, problems))
            except (ValueError, KeyError, TypeError, AttributeError, OverflowError, ArithmeticError) as error:
                problems.append(f'{uid[:100]}: {error or type(error).__name__}'[:SHORT])
            unread |= {uid[:SHORT]} if len(problems) > told else set()
    # of a calendar of many years those count that are asked for, and others tell that an event was moved
    events.sort(key=lambda event: (not _touches(event, first, last), event['start'], event['uid']))
    asked = sum(_touches(event, first, last) for event in events)
    if asked > MOST_EVENTS:
        problems.append(f'{counted(asked, "event")} in these days; only the first {MOST_EVENTS:,} are taken')
    unread |= {event['uid'] for event in events[MOST_EVENTS:]}
    return {
        'calendar': any(one.name == 'VCALENDAR' for one in calendars),
        'events': events[:MOST_EVENTS],
        'problems': problems[:100],
        'unread': sorted(unread),
    }


def _touches(event: Plain, first: date, last: date) -> bool:
    """Return whether an event touches the days, or the day before or after them, since zones differ."""
    begins = date.fromisoformat(event['start'][:10])
    ends = date.fromisoformat((event['end'] or event['start'])[:10])
    return begins <= last + timedelta(days=1) and ends >= first - timedelta(days=1)


def _groups(calendar: Any) -> dict[str, list[Any]]:
    """Return the events by UID; one without it has one made of its start and name."""
    groups: dict[str, list[Any]] = {}
    for event in calendar.walk('VEVENT'):
        uid = str(event.get('UID') or f'{event.get("SUMMARY", "")}@{_raw(event, "DTSTART")}')
        groups.setdefault(uid, []).append(event)
    return groups


def _events(
    calendar: Any, uid: str, group: list[Any], first: date, last: date, problems: list[str]
) -> Iterator[Plain]:
    """Return the events of one UID; raise ValueError where they cannot be told."""
    for event in group:
        if getattr(event, 'errors', None):
            raise ValueError(f'cannot be read at {event.errors[0][0]}')
        if event.get('DTSTART') is None:
            raise ValueError('has no start')
    repeated = any(event.get('RRULE') or event.get('RDATE') for event in group)
    if not repeated:
        for event in group:
            yield _plain(
                calendar, event, uid, _raw(event, 'RECURRENCE-ID') if event.get('RECURRENCE-ID') else ''
            )
        return
    for event in group:
        _check_rules(event)
    found = _occurrences(calendar, group, first, last)
    if len(found) > MOST_OCCURRENCES:
        problems.append(f'{uid[:100]}: {len(found)} dates; only the first {MOST_OCCURRENCES} are taken')
    dates = [_date_of(calendar, event) for event in found]
    for event, date_ in zip(found[:MOST_OCCURRENCES], dates, strict=False):
        yield _plain(calendar, event, uid, date_)
    yield from _moved_away(calendar, uid, group, frozenset(dates), first, last)


def _moved_away(
    calendar: Any, uid: str, group: list[Any], there: frozenset[str], first: date, last: date
) -> Iterator[Plain]:
    """Return the dates of a series that were moved out of the days: they still take place, only not then."""
    for event in group:
        if event.get('RECURRENCE-ID') is None or (date_ := _date_of(calendar, event)) in there:
            continue
        made = _plain(calendar, event, uid, date_)
        if not _touches(made, first, last):
            yield made


def _date_of(calendar: Any, event: Any) -> str:
    """Return by which date of its series an event is known: the one on which it was before it was moved."""
    which = event.get('RECURRENCE-ID')
    when = which.dt if which is not None else event['DTSTART'].dt
    zone = str(calendar.get('X-WR-TIMEZONE', ''))
    # as the library that unfolds series reads times of nowhere
    if zone and isinstance(when, datetime) and when.tzinfo is None:
        when = when.replace(tzinfo=ZoneInfo(zone))
    return _stamp(when)


def _check_rules(event: Any) -> None:
    """Refuse series that are finer than a day, and give one that ends on a day the whole of it."""
    rules = event.get('RRULE', [])
    for rule in rules if isinstance(rules, list) else [rules]:
        frequency = str(next(iter(rule.get('FREQ', [''])), '')).upper()
        if frequency not in FREQUENCIES:
            raise ValueError(f'repeats {frequency or "by no frequency"}: only daily or slower is read')
        if any(rule.get(name) for name in TOO_FINE):
            raise ValueError('repeats within a day: only daily or slower is read')
        until = next(iter(rule.get('UNTIL', [])), None)
        start = event['DTSTART'].dt
        if until is not None and not isinstance(until, datetime) and isinstance(start, datetime):
            end = datetime.combine(until, time(23, 59, 59), start.tzinfo)
            rule['UNTIL'] = [end.astimezone(UTC) if start.tzinfo else end]


def _occurrences(calendar: Any, group: list[Any], first: date, last: date) -> list[Any]:
    import icalendar
    import recurring_ical_events

    alone = icalendar.Calendar()
    for name in ('X-WR-TIMEZONE',):
        if calendar.get(name):
            alone.add(name, calendar[name])
    for part in [*calendar.walk('VTIMEZONE'), *group]:
        alone.add_component(part)
    found = recurring_ical_events.of(alone).between(first - timedelta(days=1), last + timedelta(days=2))
    return sorted(found, key=lambda event: (_stamp(event['DTSTART'].dt), _raw(event, 'SUMMARY')))


def _plain(calendar: Any, event: Any, uid: str, recurrence: str) -> Plain:
    start = event['DTSTART'].dt
    zone = _zone(calendar, event['DTSTART'])
    end = _end(event, start)
    geo = event.get('GEO')
    categories = event.get('CATEGORIES', [])
    several = categories if isinstance(categories, list) else [categories]
    ours = {
        name.removeprefix(OURS).lower(): str(event[name])[:LONGEST] for name in event if name.startswith(OURS)
    }
    return {
        'uid': uid[:SHORT],
        'recurrence': recurrence,
        'name': str(event.get('SUMMARY', ''))[:SHORT],
        'start': _local(start),
        'end': _local(end) if end is not None else '',
        'zone': zone,
        'place': str(event.get('LOCATION', ''))[:SHORT],
        'geo': [geo.latitude, geo.longitude] if geo is not None else [],
        'url': str(event.get('URL', ''))[:LONG],
        'status': str(event.get('STATUS', '')).upper()[:SHORT],
        'types': [str(one)[:SHORT] for some in several for one in getattr(some, 'cats', [some])][:10],
        'ours': ours,
    }


def _end(event: Any, start: date | datetime) -> date | datetime | None:
    """Return the end; of whole days it is the last one, since DTEND is the first that is not part of it."""
    given = event.get('DTEND')
    end = given.dt if given is not None else None
    if end is None and event.get('DURATION') is not None:
        end = start + event['DURATION'].dt
    if isinstance(start, datetime):
        if end is not None and not isinstance(end, datetime):
            raise ValueError('begins at a time and ends on a day')
        return end
    if end is None:
        return start
    last = (end.date() if isinstance(end, datetime) else end) - timedelta(days=1)
    return start if last == start - timedelta(days=1) else last


def _zone(calendar: Any, when: Any) -> str:
    """Return the name of the zone of a time; '' for whole days and for times of nowhere."""
    moment = when.dt
    if not isinstance(moment, datetime):
        return ''
    named = str(when.params.get('TZID', ''))
    if moment.tzinfo is None:
        return named or str(calendar.get('X-WR-TIMEZONE', ''))
    key = getattr(moment.tzinfo, 'key', '')
    if key or not named:
        offset = moment.utcoffset() or timedelta()
        return str(key) if key else 'UTC' if not offset else _offset(offset)
    return _offset(moment.utcoffset() or timedelta())


def _offset(offset: timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    return f'{"-" if minutes < 0 else "+"}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}'


def _local(when: date | datetime) -> str:
    return (
        when.replace(tzinfo=None, microsecond=0).isoformat()
        if isinstance(when, datetime)
        else when.isoformat()
    )


def _stamp(when: date | datetime) -> str:
    if isinstance(when, datetime):
        return (when.astimezone(UTC) if when.tzinfo else when).strftime('%Y%m%dT%H%M')
    return when.strftime('%Y%m%d')


def _raw(event: Any, name: str) -> str:
    value = event.get(name)
    try:
        return _stamp(value.dt)
    except (AttributeError, ValueError):  # several of them, or one that is no moment
        return str(value or '')


if __name__ == '__main__':
    serve(read, sys.stdin, sys.stdout)
