"""The rows of a calendar."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from outreach import wikitext
from outreach.events.calendarpage import REGION, read, render, state, when, where
from outreach.events.event import Event, EventStatus, Mode
from outreach.events.eventsettings import EventForm
from outreach.wikitable import find_tables

from tests.events.samples import NOW, PARIS, TALK, at, days, entry, layout

HOSTILE = (
    "</mapframe> [[File:X.png]] {{Delete}} ~~~~ || |- <b> ''x'' __TOC__ --> <!-- outreach:end events -->"
)


@pytest.mark.parametrize('form', list(EventForm))
def test_rows_are_read_back(form: EventForm) -> None:
    """C25, C27"""
    some = [entry(TALK, 'ce-2'), entry(PARIS, 'ce-1', sequence=3)]
    page = wikitext.put_region('Words', REGION, render(some, layout(form)))
    assert read(page) == some
    assert read('Words') == []


@pytest.mark.parametrize('form', list(EventForm))
def test_text_of_strangers_stays_text(form: EventForm) -> None:
    """T15, C26"""
    bad = Event(
        HOSTILE,
        days('2026-12-04'),
        Mode.IN_PERSON,
        HOSTILE,
        HOSTILE,
        links=('https://x.example/]|{{x}}',),
        note=HOSTILE,
    )
    inside = render(
        [entry(replace(bad, name='plain', place='p', country='c', note='n', links=())), entry(bad)],
        layout(form),
    )
    bare = wikitext.put_region('', REGION, inside)
    assert len(inside.splitlines()) == len(render([entry(PARIS)] * 2, layout(form)).splitlines())
    assert len(read(bare)) == 2
    shown = inside.split('<!-- event:')[2]
    assert not [mark for mark in ('{{', '~~~', '[[File') if mark in inside]
    assert shown.count('-->') == 1
    if form is EventForm.TABLE:
        [table] = find_tables(inside)
        assert [len(one.cells) for one in table.rows] == [5, 5, 5]


@pytest.mark.parametrize(
    ('event', 'told'),
    [
        (PARIS, '2026-12-04 – 2026-12-06'),
        (TALK, '2026-12-01 17:00–18:00 UTC'),
        (replace(PARIS, span=at('2026-12-01T18:00', '', 'Europe/Paris')), '2026-12-01 18:00 (Europe/Paris)'),
        (
            replace(PARIS, span=at('2026-12-01T18:00', '2026-12-02T02:00', '+02:00')),
            '2026-12-01 18:00 – 2026-12-02 02:00 (+02:00)',
        ),
        (replace(PARIS, span=replace(days('2026-12-01'), unclear=True)), 'time zone unknown'),
    ],
)
def test_days_and_times_are_told_with_their_zone(event: Event, told: str) -> None:
    """T6, C17"""
    shown = when(event, layout())
    assert told in shown
    in_cell = when(event, layout(), cell=True)
    assert re.sub('<[^>]*>', '', in_cell) == re.sub('<[^>]*>', '', shown)
    assert 'nowrap">2026-12-0' in in_cell
    assert re.search('nowrap">[^<>]* ', in_cell) is None
    assert in_cell.index('</span>') < in_cell.index('</time>')
    assert ('zonestamp' in shown) == event.online
    assert 'dir="ltr"' in shown


@pytest.mark.parametrize(
    ('changes', 'more', 'told'),
    [
        ({'status': EventStatus.CANCELLED}, {}, 'cancelled'),
        ({'status': EventStatus.POSTPONED}, {}, 'postponed'),
        ({'status': EventStatus.TENTATIVE}, {}, 'tentative'),
        ({'status': EventStatus.CONFIRMED}, {}, 'confirmed'),
        ({'registration': 'closed'}, {}, 'registration closed'),
        ({'span': days('2026-11-20', '2026-11-30')}, {}, "'''going on now'''"),
        ({}, {'withdrawn': date(2026, 11, 20)}, 'taken back by its organizers, seen on 2026-11-20'),
        ({}, {'withdrawn': date(2026, 11, 20), 'stands': True}, 'its page is still there'),
        ({'report': 'https://r.example/'}, {}, '[https://r.example/ report]'),
        ({'note': 'No venue'}, {}, 'No venue'),
    ],
)
def test_states(changes: dict[str, Any], more: dict[str, Any], told: str) -> None:
    """C21, C22; T8"""
    one = entry(replace(PARIS, **changes), **more)
    assert told in state(one, layout())
    assert ('<s>' in render([one], layout())) == one.off


def test_a_closed_registration_does_not_strike_the_event() -> None:
    """T9"""
    assert '<s>' not in render([entry(replace(PARIS, registration='closed'))], layout())


def test_places_and_countries() -> None:
    told = layout(names={'FR': 'فرنسا'})
    assert where(PARIS, told) == '<bdi>Paris, فرنسا</bdi>'
    assert where(replace(PARIS, place='Paris, France'), layout()) == '<bdi>Paris, France</bdi>'
    assert (
        where(replace(TALK, mode=Mode.HYBRID, place='Rome'), layout())
        == '<bdi>Rome</bdi> · in person and online'
    )
    assert where(Event(mode=Mode.IN_PERSON), layout()) == 'in person'
    assert where(Event(), layout()) == ''


def test_further_pages_are_named_by_their_hosts() -> None:
    """T7"""
    row = render(
        [entry(replace(PARIS, links=(*PARIS.links, 'https://diff.example/x', 'https://f.example/t/1')))],
        layout(),
    )
    assert '[[:Event:Paris days|Paris days]]' in row
    assert '[https://diff.example/x diff.example] · [https://f.example/t/1 f.example]' in row


def test_an_empty_calendar_says_so() -> None:
    assert render([], layout()) == "''No events in this period.''"
    assert NOW.tzinfo is not None
