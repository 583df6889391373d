"""What becomes of the page of a calendar and of its files: the same events on all of them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from outreach import wikitext
from outreach.events import calendarpage, eventmap, exports, icswriting
from outreach.events.calendarchanges import CalendarWiki, PlannedCalendar
from outreach.events.calendarpages import CalendarPage
from outreach.events.calendarplan import EventReading
from outreach.events.calendarsource import of_calendar
from outreach.events.event import Event, EventStatus, Mode, Sighting
from outreach.events.eventlinks import plain
from outreach.events.eventsettings import EventForm
from outreach.events.icsreading import read as read_calendar
from outreach.pages import Page

from tests.events.samples import (
    BASE,
    CE,
    HOME,
    ICS,
    NOW,
    at,
    ce,
    days,
    later,
    layout,
    linker,
    reading,
    sighting,
    wanted,
)

TITLE = 'Outreach/Events'
SPANS = st.sampled_from(
    [
        days('2026-12-04', '2026-12-06'),
        days('2026-11-02'),
        days('2027-05-01'),
        at('2026-12-01T17:00', '2026-12-01T18:00'),
        at('2026-12-01T18:00', '', 'Europe/Paris'),
        at('2026-12-01T18:00', '2026-12-02T02:00', '+05:30'),
        replace(days('2026-12-01'), unclear=True),
    ]
)
NAMES = st.text(min_size=1, max_size=40).map(plain).filter(bool)
EVENTS = st.builds(
    Event,
    NAMES,
    SPANS,
    st.sampled_from(list(Mode)),
    st.sampled_from(['', 'Paris', 'القاهرة', 'a;b,c --> |']),
    st.sampled_from(['', 'FR', 'EG']),
    status=st.sampled_from(list(EventStatus)),
)
SOURCES = st.lists(st.tuples(EVENTS, st.booleans(), st.booleans()), max_size=8)


def planned(text: str, form: EventForm, *readings: EventReading, **more: Any) -> PlannedCalendar:
    chosen = wanted(period='2026-11-01..2027-02-28', map='mapframe', counts='yes', **more)
    calendar = CalendarPage(Page(TITLE, text, 1), chosen)
    around = CalendarWiki(BASE, 'en')
    return PlannedCalendar(calendar, readings, layout(form, later(NOW, days=1)), around, {}, frozenset())


def readings(some: Sequence[tuple[int, Event, bool]]) -> tuple[EventReading, EventReading]:
    """Return what two sources say: of each event its number, and whether it is one of CampaignEvents."""
    made: dict[bool, list[Sighting]] = {True: [], False: []}
    for number, event, registered in some:
        made[registered].append(ce(event, number) if registered else sighting(event, f'{number}@x'))
    return reading(CE, *made[True]), reading(ICS, *made[False])


@settings(deadline=None, max_examples=60)
@given(SOURCES, st.sampled_from(list(EventForm)))
def test_every_event_of_the_files_is_on_the_page_and_the_other_way_round(
    some: list[tuple[Event, bool, bool]], form: EventForm
) -> None:
    """C25, C28, C38"""
    numbered = [(number, event, registered) for number, (event, registered, _) in enumerate(some, 1)]
    stays = [one for one, (_, _, kept) in zip(numbered, some, strict=True) if kept]
    text = 'What people wrote.'
    for told in (numbered, stays):
        one = planned(text, form, *readings(told))
        text = one.become(text)
        on_page = calendarpage.read(text)
        assert on_page == list(one.done.entries)
        body = icswriting.write(on_page, TITLE, HOME)
        uids = re.findall(r'^UID:(.+)@', body.decode(), re.MULTILINE)
        lines = json.loads(exports.json_file(on_page, TITLE, HOME))['events']
        assert sorted(uids) == sorted(line['id'] for line in lines) == sorted(each.id for each in on_page)
        back = of_calendar(read_calendar(body, '', '', '2000-01-01 2100-01-01'), 'src', 'ours', linker())
        assert sorted(found.event.name for found in back.sightings) == sorted(
            each.event.name for each in on_page
        )
        bounds = wikitext.region(text, calendarpage.REGION)
        assert bounds is not None
        shown = text[bounds[0] : bounds[1]]
        assert all(wikitext.escape(each.event.name) in shown for each in on_page)
        bounds = wikitext.region(text, eventmap.REGION)
        assert bounds is not None
        _, ended, beneath = text[bounds[0] : bounds[1]].partition('</mapframe>')
        assert ended
        assert all(wikitext.escape(each.event.name) in beneath for each in on_page if not each.off)
        # and running on its own output plans nothing
        assert planned(text, form, *readings(told)).become(text) == text


def test_what_is_hidden_or_outside_of_the_period_is_on_none_of_them() -> None:
    """C8, C38"""
    off = Event('Hidden', days('2026-12-04'), status=EventStatus.HIDDEN)
    outside = Event('Outside', days('2027-05-01'))
    one = planned(
        '', EventForm.LIST, reading(CE, ce(off, 1), ce(outside, 2), ce(Event('In', days('2026-12-04')), 3))
    )
    assert [each.event.name for each in calendarpage.read(one.become(''))] == ['In']
    body = icswriting.write(one.done.entries, TITLE, HOME).decode()
    assert ('Hidden' in body, 'Outside' in body, 'SUMMARY:In' in body) == (False, False, True)
