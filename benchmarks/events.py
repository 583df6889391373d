"""What a calendar of 2,000 events costs: `python -m benchmarks.events`.

No wiki takes part, and no host: read, merged, planned, written and exported is what sources said. The page
must fit into one of Wikimedia's (2 MiB, $wgMaxArticleSize), and nothing may change without a change.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any, TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / 'scripts'))

from outreach import wikitext
from outreach.asking import SourceState
from outreach.events import calendarpage, eventmap, eventreports
from outreach.events.calendarpage import CalendarLayout
from outreach.events.calendarplan import EventReading, plan
from outreach.events.event import Event, FoundEvents, Mode, Rank, Sighting, key
from outreach.events.eventsettings import EventForm, EventSettings, period
from outreach.events.eventsources import EventSource, EventSourceKind
from outreach.events.icsreading import read
from outreach.events.icswriting import write
from outreach.events.spans import Span

from benchmarks.report import target

EVENTS = 2000
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
SOURCE = EventSource(EventSourceKind.CAMPAIGN_EVENTS, '', {}, 'CampaignEvents')
CITIES = [(f'City {number}', (number * 1.3 % 60, number * 7.7 % 170)) for number in range(300)]
BASE = 'https://meta.wikimedia.org/wiki/'
LARGEST = 2 * 1024 * 1024
T = TypeVar('T')


def say(name: str, **_parameters: Any) -> str:
    """Return a text of the page."""
    return name


def sighting(number: int) -> Sighting:
    """Return one of the events: half of them online, the others in 300 cities."""
    city, at = CITIES[number % len(CITIES)]
    day = date(2026, 11, 1) + timedelta(days=number % 300)
    online = number % 2 == 0
    when = Span(day, day, clock(17), clock(19), 'UTC' if online else 'Europe/Stockholm')
    event = Event(
        f'Event number {number} with a name as long as they are',
        when,
        Mode.ONLINE if online else Mode.IN_PERSON,
        '' if online else city,
        '' if online else 'SE',
        None if online else at,
        ('sv', 'en'),
        ('editing-event',),
        ('svwiki', 'enwiki'),
        (f'{BASE}Event:Event_number_{number}',),
        registration='open',
    )
    keys = frozenset({key('ce', str(number)), key('page', f'meta.wikimedia.org/Event:{number}')})
    return Sighting(event, Rank.CAMPAIGN_EVENTS, SOURCE.key, keys, '', f'ce-{number}')


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """Return what some work gives, and the processor seconds that it took."""
    began = time.process_time()
    return work(), time.process_time() - began


def main() -> int:
    """Measure, and say which targets are met."""
    wanted = EventSettings('Events', (SOURCE,), period('2026-11-01..2027-10-31'))
    readings = [
        EventReading(SOURCE, SourceState.FRESH, FoundEvents(tuple(map(sighting, range(1, EVENTS + 1)))))
    ]
    layout = CalendarLayout(EventForm.TABLE, say, NOW, BASE)
    first, planning = timed(lambda: plan(wanted, readings, [], NOW))
    text, writing = timed(lambda: calendarpage.render(first.entries, layout))
    page = wikitext.put_region('', calendarpage.REGION, text)
    second, again = timed(lambda: plan(wanted, readings, calendarpage.read(page), NOW))
    found, mapping = timed(lambda: eventmap.geography(first.entries, layout))
    parts = [
        eventmap.mapframe(found, layout, 'en'),
        eventmap.text_equivalent(found, layout),
        eventreports.render_counts(first.entries, 0, layout, sections=True),
    ]
    body, exporting = timed(lambda: write(first.entries, 'Events', 'meta.wikimedia.org'))
    told, reading = timed(lambda: read(body, '', '', '2026-11-01 2027-10-31'))
    size = len(page.encode()) + sum(len(part.encode()) for part in parts)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    kilobytes = len(body) / 1000
    lines = [
        f'{len(first.entries):,} events in {len(found.spots)} places, {kilobytes:.0f} kB as a calendar:',
        target('processor seconds, merging and planning', planning, 5, 'under 5'),
        target('processor seconds, writing the table', writing, 3, 'under 3'),
        target('processor seconds, reading it back and planning again', again, 5, 'under 5'),
        target('rows written without change', int(second.entries != first.entries), 0, 'none'),
        target('processor seconds, map and its list', mapping, 3, 'under 3'),
        target('processor seconds, writing the file', exporting, 10, 'under 10'),
        target('processor seconds, reading the file', reading, 10, 'under 10'),
        target('events of the file that are not on the page', EVENTS - len(told['events']), 0, 'none'),
        target('bytes of the page with its map', size, LARGEST, 'under 2 MiB'),
        target('memory, MB', memory, 500, 'under 500'),
    ]
    print('\n'.join(lines))
    return 1 if any('MISSED' in line for line in lines) else 0


if __name__ == '__main__':
    sys.exit(main())
