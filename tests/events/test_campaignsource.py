"""Details of CampaignEvents, as they have been over the years."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest
from outreach import campaignevents
from outreach.campaignevents import ListedEvent
from outreach.events.calendarplan import EventReading, plan
from outreach.events.campaignsource import CampaignDesk, read, sighting
from outreach.events.event import Mode
from outreach.farm import Farm
from outreach.fetchcache import FetchCache

from tests.events.samples import BASE, CE, HOME, NOW, at, days, later, linker, wanted

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
    with pytest.raises(ValueError, match=r'can be read|before'):
        event(**changes)


class CannedEvents:
    """A wiki with CampaignEvents: what its list and its details say, and which details were asked for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *told: dict[str, Any]) -> None:
        self.told = {int(one['id']): one for one in told}
        self.asked: list[int] = []
        self.rows = [
            ListedEvent(f'{BASE}Event:{one["id"]}', str(one['name']), {}, int(one['id'])) for one in told
        ]
        monkeypatch.setattr(campaignevents, 'listed', lambda *_: self.rows)
        monkeypatch.setattr(campaignevents, 'details', lambda _wiki, number: self.details(number))
        home = SimpleNamespace(host=HOME, read=lambda _title: SimpleNamespace(revid=1))
        farm = cast(Farm, SimpleNamespace(home=home, by_host={HOME: home}))
        self.desk = CampaignDesk(farm, FetchCache(), linker(), NOW)

    def details(self, number: int) -> dict[str, Any] | None:
        self.asked.append(number)
        return self.told.get(number)

    def read(self, *before: Any) -> EventReading:
        return read(self.desk, CE, wanted(period='90 days'), before, 'en')


def test_an_event_for_testing_is_read_and_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """T10, C6"""
    canned = CannedEvents(monkeypatch, TOLD, {**TOLD, 'id': 513, 'name': 'A try', 'is_test_event': True})
    found = canned.read()
    assert sorted(canned.asked) == [512, 513]
    assert [one.id for one in found.found.sightings] == ['ce-512']
    assert (found.found.problems, found.gone) == ((), frozenset())
    # one that was shown, and is declared a test now, goes: nobody took it back
    before = plan(wanted(), [found], (), NOW).entries
    canned.told[512] = {**TOLD, 'is_test_event': True}
    canned.rows[0] = ListedEvent(canned.rows[0].page, 'Paris days, a try', {}, 512)
    done = plan(wanted(), [canned.read(*before)], before, NOW)
    assert (done.entries, done.withdrawn, done.emptied) == ((), (), ())


def test_details_are_asked_for_where_something_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    """C6"""
    canned = CannedEvents(monkeypatch, TOLD, {**TOLD, 'id': 513})
    first, second = canned.read(), canned.read()
    assert first.found == second.found
    assert canned.asked == [512, 513]
    canned.rows[1] = ListedEvent(canned.rows[1].page, 'Another name', {}, 513)
    canned.read()
    assert canned.asked == [512, 513, 513]


def test_near_events_are_asked_for_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """C6"""
    far = {**TOLD, 'id': 513, 'start_time': '20261220100000', 'end_time': '20261220180000'}
    near = {**TOLD, 'start_time': '20261129100000', 'end_time': '20261129180000'}
    canned = CannedEvents(monkeypatch, near, far)
    canned.read()
    canned.read()
    assert canned.asked == [512, 513]
    canned.told[512] = {**near, 'meeting_address': 'Elsewhere'}
    canned.desk = replace(canned.desk, now=later(NOW, days=1))
    assert [one.event.place for one in canned.read().found.sightings] == ['Elsewhere', '1 rue X, Paris']
    canned.read()
    assert canned.asked == [512, 513, 512]


def test_a_registration_that_the_list_still_has_and_that_is_gone_is_withdrawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """T8, C22"""
    canned = CannedEvents(monkeypatch, TOLD)
    before = plan(wanted(), [canned.read()], (), NOW).entries
    canned.told, canned.rows = {}, [ListedEvent(canned.rows[0].page, 'Paris days, changed', {}, 512)]
    done = plan(wanted(), [canned.read(*before)], before, NOW)
    assert [(one.id, one.withdrawn, one.stands) for one in done.entries] == [('ce-512', NOW.date(), True)]
