"""What of an event must last, as flat texts: a comment on the page, a line of the JSON file.

The page is the database: another machine goes on from it. In a comment nothing may end it, and nothing
may be what a wiki replaces on saving (signatures, templates); so such characters are written as JSON's own
escapes. Whoever passes over a comment that is spoilt loses an event that no source tells any more, and counts
one too few; so such a page is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time

from outreach import digits
from outreach.events.event import ID, CalendarEntry, Event, EventStatus, Mode, coordinates
from outreach.events.meetings import leads_into_meeting, without_meetings
from outreach.events.spans import Span, within_reach, zone_of
from outreach.linenumbers import LineNumbers
from outreach.settings import language
from outreach.wikitext import BrokenMarkers

# what begins a comment of ours, also where somebody wrote it in another way
BEGINS = re.compile(r'<!--\s*+event\s*+:')
MARK = re.compile(r'<!-- event:(\{[^{}\n]*+\}) -->')
# what every entry has
NEEDED = frozenset({'id', 'name', 'start', 'end', 'changed'})
# what has one spelling; the rest are words, and what leads into meetings is removed from them
SPELT = (
    'start', 'end', 'zone', 'mode', 'coordinates', 'status', 'changed', 'sequence', 'withdrawn', 'stands',
)  # fmt: skip
WORDS = frozenset(
    {'place', 'country', 'languages', 'types', 'wikis', 'links', 'registration', 'report', 'note', 'keys',
     'sources'}
)  # fmt: skip
FIELDS = NEEDED | WORDS | set(SPELT)
REPLACED = re.compile(r'[<>&~{}\[\]|]|--')
CHANGED = re.compile('[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}Z')
ADDRESS = re.compile(r'https?://[^/]')
MOST_TOLD = 40


def comment(entry: CalendarEntry) -> str:
    """Return the comment that holds an entry."""
    pairs = (f'"{name}": {_safe(value)}' for name, value in texts(entry).items())
    return f'<!-- event:{{{", ".join(pairs)}}} -->'


def entries(text: str, begin: int = 0, end: int | None = None) -> Iterator[CalendarEntry]:
    """Return the entries of a part of a text. Raises BrokenMarkers, with the line, for a spoilt comment."""
    end, lines = len(text) if end is None else end, LineNumbers(text)
    at = begin
    while begun := BEGINS.search(text, at, end):
        found = MARK.match(text, begun.start(), end)
        if found is None:
            raise _spoilt('it is cut off or written in another way', lines.at(begun.start()))
        try:
            made = entry(json.loads(found[1]))
        except json.JSONDecodeError:
            raise _spoilt('it is no JSON', lines.at(begun.start())) from None
        except (ValueError, RecursionError) as error:
            raise _spoilt(str(error), lines.at(begun.start())) from None
        yield made
        at = found.end()


def _spoilt(why: str, line: int) -> BrokenMarkers:
    cure = 'undo that edit, or remove the row'
    return BrokenMarkers(
        f'the comment of this event is not one that post_events writes ({why}); {cure}', line
    )


def texts(entry_: CalendarEntry) -> dict[str, str]:
    """Return the texts that an entry is written as, without those that are empty."""
    event, when = entry_.event, entry_.span
    place = f'{event.coordinates[0]:.5f},{event.coordinates[1]:.5f}' if event.coordinates else ''
    written = {
        'id': entry_.id,
        'name': event.name or entry_.id,
        'start': _moment(when.first, when.begins),
        'end': _moment(when.last, when.ends),
        'zone': 'unknown' if when.unclear else when.zone,
        'mode': str(event.mode),
        'place': event.place,
        'country': event.country,
        'coordinates': place,
        'languages': ','.join(event.languages),
        'types': ','.join(event.types),
        'wikis': ','.join(event.wikis),
        'links': ' '.join(event.links),
        'status': str(event.status),
        'registration': event.registration,
        'report': event.report,
        'note': event.note,
        'keys': ' '.join(sorted(entry_.keys)),
        'sources': ' '.join(entry_.sources),
        'changed': f'{entry_.changed:%Y-%m-%dT%H:%MZ}',
        'sequence': str(entry_.sequence or ''),
        'withdrawn': entry_.withdrawn.isoformat() if entry_.withdrawn else '',
        'stands': 'yes' if entry_.stands else '',
    }
    return {name: value for name, value in written.items() if value}


def entry(given: Mapping[str, str]) -> CalendarEntry:
    """Return the entry out of its texts; raise ValueError where `texts` would not give these."""
    told = dict(given) if isinstance(given, Mapping) else {}
    if not told.keys() >= NEEDED or not all(isinstance(one, str) and one for one in told.values()):
        raise ValueError(f'{str(told.get("id", ""))[:MOST_TOLD]!r} is no event')
    named = told['id'][:MOST_TOLD]
    if not ID.fullmatch(told['id']):
        raise ValueError(f'{named!r} is no event')
    try:
        made = _entry(told)
        _check_spelling(told, made)
    except ValueError as error:
        raise ValueError(f'{named!r} is no event: {error}') from None
    return made


def _check_spelling(told: Mapping[str, str], made: CalendarEntry) -> None:
    """Raise ValueError for what `texts` would not write, or would write in another way."""
    written = texts(made)
    wrong = sorted(told.keys() - FIELDS)
    wrong += [name for name in SPELT if told.get(name, '') != written.get(name, '')]
    if wrong:
        raise ValueError(f'{wrong[0][:MOST_TOLD]} is not written so')
    if made.span.last < made.span.first:
        raise ValueError('it ends before it begins')
    if not all(ADDRESS.match(one) for one in (*made.event.links, *filter(None, (made.event.report,)))):
        raise ValueError('a link of it is no web address')


def _entry(told: Mapping[str, str]) -> CalendarEntry:
    event = Event(
        without_meetings(told['name']) or told['id'],
        _span(told),
        Mode(told.get('mode', '')),
        without_meetings(told.get('place', '')),
        told.get('country', ''),
        coordinates(told['coordinates']) if 'coordinates' in told else None,
        tuple(map(language, _words(told, 'languages'))),
        _words(told, 'types'),
        _words(told, 'wikis'),
        tuple(one for one in told.get('links', '').split() if not leads_into_meeting(one)),
        EventStatus(told.get('status', '')),
        told.get('registration', ''),
        without_meetings(told.get('report', '')),
        without_meetings(told.get('note', '')),
    )
    return CalendarEntry(
        told['id'],
        event,
        frozenset(one for one in told.get('keys', '').split() if not _of_meeting(one)),
        tuple(told.get('sources', '').split()),
        _changed(told['changed']),
        digits.number(told.get('sequence', '0')),
        date.fromisoformat(told['withdrawn']) if 'withdrawn' in told else None,
        told.get('stands') == 'yes',
    )


def _changed(text: str) -> datetime:
    if not CHANGED.fullmatch(text):
        raise ValueError('changed is no time in UTC')
    return datetime.fromisoformat(text)


def _of_meeting(known_by: str) -> bool:
    """Return whether what an event is known by is the address of a meeting; a UID may name its host."""
    return known_by.startswith('link:') and leads_into_meeting(known_by)


def _words(told: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(filter(None, told.get(name, '').split(',')))


def _span(told: Mapping[str, str]) -> Span:
    first, _, begins = told['start'].partition('T')
    last, _, ends = told['end'].partition('T')
    zone = told.get('zone', '')
    unclear = zone == 'unknown'
    if (begins or zone) and not unclear:
        zone_of(zone)
    within_reach(date.fromisoformat(first))
    within_reach(date.fromisoformat(last))
    return Span(
        date.fromisoformat(first),
        date.fromisoformat(last),
        time.fromisoformat(begins) if begins else None,
        time.fromisoformat(ends) if ends else None,
        '' if unclear else zone,
        unclear,
    )


def _moment(day: date, at: time | None) -> str:
    return f'{day.isoformat()}T{at:%H:%M}' if at else day.isoformat()


def _safe(value: str) -> str:
    written = json.dumps(value, ensure_ascii=False)
    return REPLACED.sub(lambda found: ''.join(f'\\u{ord(char):04x}' for char in found[0]), written)
