"""Links into meetings are shown nowhere, whoever gave them and in whatever field."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from outreach.events import calendarpage, eventmap, exports, icswriting
from outreach.events.calendarplan import plan
from outreach.events.calendarsource import of_calendar, of_tribe
from outreach.events.campaignsource import sighting
from outreach.events.entrydata import comment, entries
from outreach.events.event import FoundEvents
from outreach.events.eventlinks import of_place
from outreach.events.eventsources import source
from outreach.events.eventtables import read as read_table
from outreach.events.meetings import leads_into_meeting, without_meetings
from outreach.events.typedrows import read as read_rows
from outreach.timestamps import IN_ENGLISH

from tests.events import test_calendarsource, test_campaignsource
from tests.events.samples import BASE, CE, HOME, ICS, NOW, PARIS, ROWS, entry, layout, linker, reading, wanted

LINK = 'https://us02web.zoom.us/j/1?pwd=x'
BARE = 'us02web.zoom.us/j/1'


def all_that_is_written(found: FoundEvents) -> str:
    """Return page, map, list of places and both files that come of what a source gave."""
    assert found.sightings
    named = tuple(replace(one, source=ICS.key) for one in found.sightings)
    done = plan(wanted(period='2026-11-01..2027-02-28'), [reading(ICS, *named)], [], NOW)
    assert done.entries
    some, how = done.entries, layout()
    places = eventmap.geography(some, how)
    return '\n'.join(
        [
            calendarpage.render(some, how),
            eventmap.mapframe(places, how, 'en'),
            eventmap.picture(places, how, 'World.svg'),
            eventmap.text_equivalent(places, how),
            icswriting.write(some, 'N', HOME).decode().replace('\r\n ', ''),
            exports.json_file(some, 'N', HOME).decode(),
        ]
    )


@pytest.mark.parametrize('link', [LINK, BARE])
def test_campaign_events_give_none(link: str) -> None:
    """C10, C36"""
    told = {**test_campaignsource.TOLD, 'meeting_address': f'1 rue X\n{link}', 'name': f'Paris days {link}'}
    made, _ = sighting(told, CE.key, f'{BASE}Event:Paris_days', linker())
    assert (made.event.place, made.event.name) == ('1 rue X', 'Paris days')
    assert 'zoom.us' not in all_that_is_written(FoundEvents((made,)))


def test_sites_with_the_events_calendar_give_none() -> None:
    """C10, C36"""
    told = {
        'id': 3,
        'title': 'Fest',
        'url': LINK,
        'start_date': '2026-12-04 10:00:00',
        'timezone': 'Europe/Rome',
        'venue': {'city': LINK},
    }
    found = of_tribe([told], 'src', 'diff.example', linker())
    assert 'zoom.us' not in all_that_is_written(found)


def test_tables_and_rows_of_people_give_none() -> None:
    """C36"""
    cells = f'[{LINK} Call] || 2 December 2026 || {LINK}'
    table = f'{{|\n! Name !! Date !! Place\n|-\n| {cells}\n|-\n| Camp || 3 December 2026 || Rome, {BARE}\n|}}'
    found = read_table(table, source('table:Meetups name=1 date=2 place=3 zone=UTC'), linker(), IN_ENGLISH)
    assert [(one.event.mode, one.event.place) for one in found.sightings] == [
        ('online', ''),
        ('in person', 'Rome'),
    ]
    assert 'zoom.us' not in all_that_is_written(found)
    given = f'name=Fika|start=2026-12-10|place=Hall {BARE}|link={LINK}|note=Join {LINK}|report={LINK}'
    row = f'{{{{Outreach event|{given}}}}}'
    typed = read_rows(row, 'Page', ROWS.key, linker())
    assert typed.problems == (('Page, line 1', "'Fika': its link leads into a meeting, and is not shown"),)
    assert (typed.sightings[0].event.place, typed.sightings[0].event.note) == ('Hall', 'Join')
    assert 'zoom.us' not in all_that_is_written(typed)


def test_calendars_give_none() -> None:
    """C36"""
    one = {**test_calendarsource.PLAIN, 'url': LINK, 'place': f'Hall, {BARE}', 'ours': {'links': LINK}}
    found = of_calendar({'events': [one], 'problems': [], 'unread': []}, 'src', 'Chapter', linker())
    assert found.sightings[0].event.place == 'Hall'
    assert 'zoom.us' not in all_that_is_written(found)


def test_what_stands_on_a_page_already_goes() -> None:
    """C36"""
    keys = frozenset({'link:us02web.zoom.us/j/1', 'uid:1@zoom.us#'})
    old = entry(replace(PARIS, place=f'Hall {BARE}', links=(LINK, *PARIS.links), note=LINK), keys=keys)
    [made] = entries(comment(old))
    assert made.keys == {'uid:1@zoom.us#'}
    assert (made.event.place, made.event.links, made.event.note) == ('Hall', PARIS.links, '')
    assert json.loads(exports.json_file([made], 'N', HOME))['events'][0]['place'] == 'Hall'


@pytest.mark.parametrize(
    'word', [LINK, BARE, 'HTTPS://ZOOM.US/j', 'meet.google.com/abc', '(https://meet.jit.si/Wiki)', 'zoom.us.']
)
def test_addresses_of_meetings(word: str) -> None:
    assert leads_into_meeting(word)
    assert without_meetings(f'Join at: {word}') == 'Join at'


@pytest.mark.parametrize(
    'word', ['https://c.example/zoom', 'zoom.us.example.org', 'my-zoom.us', 'Zoom', 'xzoom.us']
)
def test_other_addresses_are_none_of_meetings(word: str) -> None:
    assert not leads_into_meeting(word)
    assert without_meetings(f'At: {word}') == f'At: {word}'


def test_a_place_has_no_web_address() -> None:
    assert of_place('Library, https://bbb.chapter.example/room') == 'Library'
