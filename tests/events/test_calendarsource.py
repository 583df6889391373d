"""Events of calendars, forums and sites."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from outreach.events.calendarsource import of_calendar, of_forum, of_tribe
from outreach.events.campaignsource import sighting
from outreach.events.event import EventStatus, Mode
from outreach.events.eventsources import source
from outreach.events.eventtables import read as read_table
from outreach.events.typedrows import read as read_rows
from outreach.timestamps import IN_ENGLISH

from tests.events.samples import at, days, linker

PLAIN: dict[str, Any] = {
    'uid': 'long-enough-to-be-known@x',
    'recurrence': '',
    'name': 'Meetup',
    'start': '2026-12-04T18:00:00',
    'end': '2026-12-04T20:00:00',
    'zone': 'UTC',
    'place': 'Malmö, Sweden',
    'geo': [],
    'url': 'https://c.example/x',
    'status': '',
    'types': [],
    'ours': {},
}


def calendar(**changes: Any) -> Any:
    told = {'events': [{**PLAIN, **changes}], 'problems': [], 'unread': ['7', 'many@x']}
    return of_calendar(told, 'src', 'Chapter', linker())


def test_an_event_of_a_calendar() -> None:
    [one] = calendar(status='TENTATIVE', geo=[55.6, 13.0]).sightings
    assert (one.event.name, one.event.place, one.event.country) == ('Meetup', 'Malmö, Sweden', 'SE')
    assert (one.event.mode, one.event.status, one.event.coordinates) == (
        Mode.IN_PERSON,
        EventStatus.TENTATIVE,
        (55.6, 13.0),
    )
    assert {'uid:long-enough-to-be-known@x#', 'link:c.example/x', f'id:{one.id}'} == one.keys


def test_a_short_uid_is_one_of_its_source_only() -> None:
    [one] = calendar(uid='7').sightings
    assert 'uid:src/7#' in one.keys


@pytest.mark.parametrize(
    ('changes', 'mode', 'place', 'links'),
    [
        ({'place': 'https://us02.zoom.us/j/1?pwd=x'}, Mode.ONLINE, '', 1),
        ({'url': 'https://us02.zoom.us/j/1', 'place': 'Online'}, Mode.ONLINE, '', 0),
        ({'url': 'javascript:x', 'place': ''}, Mode.UNKNOWN, '', 0),
        ({'place': 'Library, https://meet.jit.si/x'}, Mode.IN_PERSON, 'Library', 1),
    ],
)
def test_links_to_meetings_are_not_kept(changes: dict[str, str], mode: Mode, place: str, links: int) -> None:
    """C10, C36"""
    [one] = calendar(**changes).sightings
    assert (one.event.mode, one.event.place, len(one.event.links)) == (mode, place, links)
    assert 'zoom' not in repr(one)
    assert 'jit.si' not in repr(one)


@pytest.mark.parametrize(
    'changes',
    [
        {'name': ''},
        {'start': ''},
        {'end': '2026-12-01T00:00:00'},
        {'geo': [120, 30]},
        {'ours': {'mode': 'flying'}},
    ],
)
def test_what_is_wrong_with_one_event_is_told(changes: dict[str, Any]) -> None:
    found = calendar(**changes)
    assert found.sightings == ()
    assert found.problems[0][0] == 'Chapter'
    assert found.unread == {f'uid:{PLAIN["uid"]}#', 'uid:src/7', 'uid:many@x'}
    assert found.lacks({'uid:many@x#20261208T1700'})
    assert not found.lacks({'uid:few@x#20261208T1700', 'ce:1'})


TOPIC = {
    'id': 5,
    'name': 'Call &amp; chat',
    'starts_at': '2026-12-01T17:00:00.000Z',
    'ends_at': '2026-12-01T18:00:00.000Z',
    'timezone': 'Europe/Paris',
    'post': {'id': 9, 'url': '/t/call/12', 'topic': {'id': 12, 'title': 'Call'}},
    'creator': {'username': 'Secret'},
    'invitees': [{'username': 'Guest'}],
}


OLDER = {
    'id': 12,
    'title': 'Camp',
    'slug': 'camp',
    'event': {'start': '2026-12-04T00:00:00Z', 'end': '2026-12-06T00:00:00Z', 'all_day': True},
    'location': {'geo_location': {'lat': '46.0', 'lon': '9.3', 'city': 'Esino Lario', 'countrycode': 'it'}},
}
FORUM = {'events': [TOPIC], 'topic_list': {'topics': [OLDER]}}
TRIBE = {
    'id': 3,
    'global_id': 'diff.example?id=3',
    'title': 'Wiki &#8217;fest',
    'url': 'https://diff.example/event/x/',
    'start_date': '2026-12-04 00:00:00',
    'end_date': '2026-12-06 23:59:59',
    'timezone': 'Europe/Rome',
    'all_day': True,
    'venue': {'city': 'Rome', 'country': 'Italy', 'geo_lat': 41.9, 'geo_lng': 12.5},
}


def test_a_forum_of_today_and_of_before() -> None:
    """C10"""
    [one] = of_forum({'events': [TOPIC]}, 'src', 'f.example', linker()).sightings
    assert (one.event.name, one.event.links) == ('Call & chat', ('https://f.example/t/call/12',))
    assert one.event.span == at('2026-12-01T18:00', '2026-12-01T19:00', 'Europe/Paris')
    assert 'topic:f.example/12' in one.keys
    assert 'Secret' not in repr(one)
    assert 'Guest' not in repr(one)
    repeated: dict[str, Any] = {
        **TOPIC,
        'upcoming_dates': [
            {'starts_at': '2026-12-01T17:00:00Z', 'ends_at': None},
            {'starts_at': '2026-12-08T17:00:00Z'},
        ],
    }
    assert (
        len({two.id for two in of_forum({'events': [repeated]}, 'src', 'f.example', linker()).sightings}) == 2
    )
    last = {**TOPIC, 'upcoming_dates': repeated['upcoming_dates'][1:]}
    assert {two.id for two in of_forum({'events': [last]}, 'src', 'f.example', linker()).sightings} < {
        two.id for two in of_forum({'events': [repeated]}, 'src', 'f.example', linker()).sightings
    }
    [old] = of_forum(
        {'topic_list': {'topics': [OLDER, {'id': 1, 'title': 'x'}]}}, 'src', 'f.example', linker()
    ).sightings
    assert (old.event.span, old.event.country, old.event.coordinates) == (
        days('2026-12-04', '2026-12-06'),
        'IT',
        (46.0, 9.3),
    )
    assert one.keys & old.keys == {'topic:f.example/12', f'id:{one.id}'}


def test_forms_that_are_none_of_a_forum() -> None:
    forms: tuple[Any, ...] = ([], {'x': 1}, 'text')
    for wrong in forms:
        with pytest.raises(ValueError, match='form'):
            of_forum(wrong, 'src', 'f.example', linker())
    found = of_forum({'events': [{**TOPIC, 'starts_at': None}, {'post': None}]}, 'src', 'f.example', linker())
    assert (len(found.sightings), len(found.problems)) == (0, 2)
    assert 'topic:f.example/12' in found.unread


def test_a_site_with_the_events_calendar() -> None:
    """C10"""
    timed = {
        **TRIBE,
        'id': 4,
        'global_id': None,
        'all_day': False,
        'start_date': '2026-12-04 10:00:00',
        'end_date': '2026-12-04 12:00:00',
        'venue': [],
    }
    found = of_tribe([TRIBE, timed, {**TRIBE, 'url': 'javascript:x'}], 'src', 'diff.example', linker())
    one, two = found.sightings
    assert (one.event.name, one.event.span, one.event.country, one.event.mode) == (
        'Wiki ’fest',
        days('2026-12-04', '2026-12-06'),
        'IT',
        Mode.IN_PERSON,
    )
    assert 'tribe:diff.example?id=3' in one.keys
    assert two.event.span == at('2026-12-04T10:00', '2026-12-04T12:00', 'Europe/Rome')
    assert len(found.problems) == 1
    assert found.unread == {'tribe:diff.example?id=3'}


ZONE = 'America/New_York'


def of_all(start: str, end: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return what each source tells about an event with these times in New York, `2027-03-14 02:30`."""
    topic = {**TOPIC, 'starts_at': start, 'ends_at': end, 'timezone': ZONE}
    site = {
        'id': 3,
        'title': 'X',
        'url': 'https://d.example/x',
        'start_date': start,
        'end_date': end,
        'timezone': ZONE,
    }
    row = f'{{{{Outreach event|name=X|start={start}|end={end}|zone={ZONE}}}}}'
    table = f'{{|\n|-\n| X || {start} || {end}\n|}}'
    columns = source(f'table:M name=1 date=2 end=3 zone={ZONE}')
    stamps = [f'{one:%Y%m%d%H%M%S}' for one in map(datetime.fromisoformat, (start, end))]
    told = {'id': 1, 'name': 'X', 'timezone': ZONE, 'start_time': stamps[0], 'end_time': stamps[1]}
    iso = [one.replace(' ', 'T') + ':00' for one in (start, end)]
    lines = {
        'events': [{**PLAIN, 'start': iso[0], 'end': iso[1], 'zone': ZONE}],
        'problems': [],
        'unread': [],
    }
    return {
        'ics': of_calendar(lines, 'src', 'Chapter', linker()).problems,
        'discourse': of_forum({'events': [topic]}, 'src', 'f.example', linker()).problems,
        'tribe': of_tribe([site], 'src', 'd.example', linker()).problems,
        'table': read_table(table, columns, linker(), IN_ENGLISH).problems,
        'rows': read_rows(row, 'Page', 'src', linker()).problems,
        'campaignevents': (('', sighting(told, 'src', 'https://x.example/e', linker())[1]),),
    }


@pytest.mark.parametrize(
    ('start', 'end', 'told'),
    [
        ('2027-03-14 02:30', '2027-03-14 05:00', '2027-03-14 02:30 does not exist'),
        ('2027-03-14 01:00', '2027-03-14 02:45', '2027-03-14 02:45 does not exist'),
    ],
)
def test_every_source_tells_that_clocks_leave_a_time_out(start: str, end: str, told: str) -> None:
    """T5, C18"""
    for name, problems in of_all(start, end).items():
        assert [told in why for _, why in problems] == [True], name
    assert not any(
        why for some in of_all('2027-03-15 02:30', end='2027-03-15 02:45').values() for _, why in some
    )
