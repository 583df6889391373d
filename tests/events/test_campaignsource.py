"""Details of CampaignEvents, as they have been over the years."""

from __future__ import annotations

from typing import Any

import pytest
from outreach.events.campaignsource import sighting
from outreach.events.event import Mode

from tests.events.samples import BASE, at, days, linker

TOLD: dict[str, Any] = {
    'id': 512,
    'name': 'Paris days',
    'event_page': 'Event:Paris days',
    'event_page_wiki': 'metawiki',
    'status': 'open',
    'timezone': 'Europe/Paris',
    'start_time': '20261204100000',
    'end_time': '20261204180000',
    'types': ['meetup'],
    'wikis': ['frwiki'],
    'online_meeting': False,
    'inperson_meeting': True,
    'meeting_country_code': 'FR',
    'meeting_address': '1 rue X\nParis',
    'is_test_event': False,
}


def event(**changes: Any) -> Any:
    return sighting({**TOLD, **changes}, 'src', f'{BASE}Event:Paris_days', linker())


def test_an_event_of_today() -> None:
    one, note = event()
    assert (one.event.span, note) == (at('2026-12-04T10:00', '2026-12-04T18:00', 'Europe/Paris'), '')
    assert (one.event.mode, one.event.place, one.event.country) == (Mode.IN_PERSON, '1 rue X, Paris', 'FR')
    assert (one.id, one.event.types, one.event.wikis, one.event.registration) == (
        'ce-512',
        ('meetup',),
        ('frwiki',),
        'open',
    )
    assert {'ce:512', 'id:ce-512', 'page:meta.wikimedia.test/Event:Paris_days'} <= one.keys


def test_an_offset_as_a_zone() -> None:
    """T1"""
    one, _ = event(timezone='+05:30', inperson_meeting=False, online_meeting=True)
    assert one.event.span == at('2026-12-04T04:30', '2026-12-04T12:30')


def test_whole_days() -> None:
    """C19"""
    one, _ = event(start_time='20261204000000', end_time='20261206235900')
    assert one.event.span == days('2026-12-04', '2026-12-06')


def test_older_versions_lack_fields() -> None:
    """T6"""
    told = {name: TOLD[name] for name in ('id', 'name', 'start_time', 'end_time', 'inperson_meeting')}
    one, note = sighting({**told, 'meeting_country': 'Sweden'}, 'src', f'{BASE}Event:X', linker())
    assert (one.event.country, one.event.types) == ('SE', ())
    assert one.event.span
    assert one.event.span.unclear
    assert 'unknown' in note


@pytest.mark.parametrize('changes', [{'start_time': 'x'}, {'end_time': '20261203000000'}])
def test_times_that_cannot_be(changes: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r'match|before'):
        event(**changes)
