"""Events, sources and pages that several tests share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from outreach.asking import SourceState
from outreach.events.calendarpage import CalendarLayout
from outreach.events.calendarplan import EventReading
from outreach.events.event import CalendarEntry, Event, FoundEvents, Mode, Rank, Sighting, key, made_id
from outreach.events.eventlinks import Linker
from outreach.events.eventsettings import PARAMETERS, EventForm, EventSettings, settings
from outreach.events.eventsources import EventSource, EventSourceKind
from outreach.events.spans import Span, span
from outreach.linktargets import LinkTargets
from outreach.names import Namespaces
from outreach.settings import resolve

from tests.samples.plurals import with_plurals

HOME = 'meta.wikimedia.test'
BASE = f'http://{HOME}/wiki/'
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
CE = EventSource(EventSourceKind.CAMPAIGN_EVENTS, '', {}, 'CampaignEvents')
ICS = EventSource(EventSourceKind.ICS, 'https://chapter.example/basic.ics', {}, 'Chapter')
ROWS = EventSource(EventSourceKind.ROWS, 'Outreach/Events', {}, 'Outreach/Events')
TEXTS = json.loads(
    (Path(__file__).parents[2] / 'scripts/outreach/i18n/post_events/en.json').read_text(encoding='utf-8')
)
META = {
    'general': {'lang': 'en', 'case': 'first-letter'},
    'namespaces': {
        str(number): {'id': number, 'name': name, 'canonical': name, 'case': 'first-letter'}
        for number, name in {
            0: '',
            1: 'Talk',
            2: 'User',
            3: 'User talk',
            4: 'Meta',
            10: 'Template',
            1728: 'Event',
        }.items()
    },
    'namespacealiases': [],
    'interwikimap': [],
    'specialpagealiases': [],
}


def linker() -> Linker:
    """Return what finds links, on a farm of one wiki."""
    known = Namespaces.from_siteinfo(META)
    return Linker(BASE, LinkTargets(HOME, lambda host: known if host == HOME else None, {'metawiki': HOME}))


def say(name: str, **parameters: Any) -> str:
    """Return a text of the page in English."""
    return with_plurals(str(TEXTS[f'post_events-{name}']), parameters) % parameters


def layout(form: EventForm = EventForm.LIST, now: datetime = NOW, **more: Any) -> CalendarLayout:
    return CalendarLayout(form, say, now, BASE, **more)


def days(first: str, last: str = '') -> Span:
    return Span(date.fromisoformat(first), date.fromisoformat(last or first))


def at(start: str, end: str = '', zone: str = 'UTC') -> Span:
    found, _ = span(datetime.fromisoformat(start), datetime.fromisoformat(end) if end else None, zone)
    return found


def wanted(**parameters: str) -> EventSettings:
    """Return the settings that a template with these parameters makes."""
    from outreach.settingstemplate import parse

    inside = ''.join(f'| {name.replace("_", " ")} = {value}\n' for name, value in parameters.items())
    written = parse(f'{{{{Outreach events\n{inside}}}}}', 'Outreach/Events', 'Outreach events', PARAMETERS)
    return settings('Outreach/Events', resolve(PARAMETERS.values(), (), written).values)


def sighting(
    event: Event, name: str, source: EventSource = ICS, rank: Rank = Rank.CALENDAR, *keys: str
) -> Sighting:
    """Return a sighting that is known by a name of its own, and by further keys."""
    made = name if name.startswith('ce-') else made_id('ics', name)
    own = {key('id', made), *keys} | ({f'ce:{name[3:]}'} if name.startswith('ce-') else {f'uid:{name}'})
    return Sighting(event, rank, source.key, frozenset(own), source.label, made)


def ce(event: Event, number: int, *keys: str) -> Sighting:
    return sighting(event, f'ce-{number}', CE, Rank.CAMPAIGN_EVENTS, *keys)


def row(event: Event, *keys: str, id_: str = '') -> Sighting:
    """Return a row that people typed."""
    made = made_id('row', event.name) if not keys else ''
    own = frozenset({*keys, *([key('id', made)] if made else [])})
    return Sighting(event, Rank.PEOPLE, ROWS.key, own, 'Outreach/Events, line 3', id_ or made)


def reading(
    source: EventSource, *sightings: Sighting, state: SourceState = SourceState.FRESH, **more: Any
) -> EventReading:
    return EventReading(source, state, FoundEvents(tuple(sightings)), **more)


def entry(event: Event, id_: str = 'ce-1', **more: Any) -> CalendarEntry:
    told: Mapping[str, Any] = {
        'keys': frozenset({f'ce:{id_[3:]}'}),
        'sources': (CE.key,),
        'changed': NOW,
        **more,
    }
    return CalendarEntry(id_, event, **told)


PARIS = Event(
    'Paris days',
    days('2026-12-04', '2026-12-06'),
    Mode.IN_PERSON,
    'Paris',
    'FR',
    (48.86, 2.35),
    ('fr',),
    links=(f'{BASE}Event:Paris_days',),
)
TALK = Event('Talk', at('2026-12-01T17:00', '2026-12-01T18:00'), Mode.ONLINE, links=(f'{BASE}Event:Talk',))


def later(now: datetime, **delta: int) -> datetime:
    return now + timedelta(**delta)


def moved(event: Event, **changes: Any) -> Event:
    return replace(event, **changes)
