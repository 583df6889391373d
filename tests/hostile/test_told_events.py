"""Whatever a source says of an event, its comment on the page is one that is read back as it was written.

A comment that is not would let nobody write the page any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from outreach import campaignevents, timestamps
from outreach.events import calendarplan, campaignsource, entrydata, eventtables, typedrows
from outreach.events.calendarsource import of_calendar, of_forum, of_tribe
from outreach.events.event import FoundEvents, Sighting
from outreach.events.icsreading import read as read_calendar

from tests.events import samples as events
from tests.events.test_calendarsource import FORUM, TRIBE
from tests.events.test_campaignsource import TOLD
from tests.hostile import samples
from tests.hostile.fuzzing import SPOILINGS, Spoiling
from tests.hostile.reader import Reader
from tests.hostile.readers import TABLE
from tests.hostile.replies import replied

LINKER = events.linker()
WANTED = events.wanted(period='2026-02-01..2027-12-31')


def _registered(told: Any) -> FoundEvents:
    if campaignevents.lacking(campaignevents.DETAILS, told):
        raise ValueError('is no event')
    page = f'https://{events.HOME}/wiki/Event:A'
    return FoundEvents((campaignsource.sighting(told, 'src', page, LINKER)[0],))


def _of_ics(text: str) -> FoundEvents:
    told = read_calendar(text.encode('utf-8', 'replace'), '', '', '2026-11-01 2027-01-31')
    return of_calendar(told, 'src', 'Chapter', LINKER)


def _of_tribe(told: Any) -> FoundEvents:
    return of_tribe(told if isinstance(told, list) else [told], 'src', 't.example', LINKER)


SOURCES: dict[str, tuple[Callable[[str], Any], str]] = {
    'rows': (lambda text: typedrows.read(text, 'P', 'src', LINKER), samples.EVENT_ROWS),
    'table': (
        lambda text: eventtables.read(text, TABLE, LINKER, timestamps.IN_ENGLISH),
        samples.EVENT_TABLE,
    ),
    'calendar': (_of_ics, samples.ICS),
    'CampaignEvents': (replied(_registered, TOLD), 'x'),
    'tribe': (replied(_of_tribe, [TRIBE]), 'x'),
    'forum': (replied(lambda told: of_forum(told, 'src', 'f.example', LINKER), FORUM), 'x'),
}


def _sightings(read: Callable[[str], Any], text: str) -> Iterator[Sighting]:
    try:
        yield from read(text).sightings
    except ValueError:
        return  # the source is told as one that cannot be read


def _read_back(sightings: Iterator[Sighting]) -> int:
    """Return how many events come to a page, once each was read back from its comment there."""
    done = calendarplan.plan(WANTED, [events.reading(events.ICS, *sightings)], [], events.NOW)
    for one in done.entries:
        [back] = entrydata.entries(entrydata.comment(one))
        assert entrydata.texts(back) == entrydata.texts(one)
    return len(done.entries)


@pytest.mark.parametrize('source', SOURCES)
@settings(derandomize=True, deadline=None, max_examples=150)
@given(spoiling=SPOILINGS)
def test_what_a_source_says_is_read_back_from_the_page(source: str, spoiling: Spoiling) -> None:
    read, sample = SOURCES[source]
    text = spoiling.of(Reader(read, samples=(sample,))).replace('\ud800', '')
    assert _read_back(_sightings(read, text)) >= 0


def test_most_events_come_to_a_page() -> None:
    for read, sample in SOURCES.values():
        assert _read_back(_sightings(read, sample if sample != 'x' else ''))


def test_a_blank_in_a_link_parts_it_not() -> None:
    found = LINKER.address('https://f.example/a b')
    assert found.links == ('https://f.example/a%20b',)
    assert found.keys == {'link:f.example/a%20b'}
