"""Events on a map, and the same as a list."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from outreach.events.event import CalendarEntry, Event, Mode
from outreach.events.eventmap import geography, mapframe, picture, text_equivalent

from tests.events.samples import PARIS, TALK, days, entry, layout

DAY = days('2026-12-04')
MARK = '<span style="color: #36c;">%s</span>'


def spot(name: str, at: tuple[float, float] | None, country: str = '', place: str = '') -> CalendarEntry:
    return entry(Event(name, DAY, Mode.IN_PERSON, place, country, at), f'ce-{sum(map(ord, name))}')


def features(text: str) -> list[dict[str, Any]]:
    found = re.fullmatch(r'<mapframe [^<>]*>([^<]*)</mapframe>', text)
    assert found is not None
    return list(json.loads(found[1])['features'])


def test_the_map_says_what_the_list_says() -> None:
    """C28"""
    some = [
        entry(PARIS, 'ce-1'),
        spot('Oslo meetup', (59.91, 10.75), 'NO', 'Oslo'),
        spot('Somewhere', None, 'SE'),
        entry(TALK, 'ce-2'),
    ]
    found = geography(some, layout())
    told = text_equivalent(found, layout())
    marks = features(mapframe(found, layout(), 'en'))
    assert len(marks) == len(found.spots) == 3
    for one in marks:
        description = str(one['properties']['description'])
        assert description in told
    assert [(one['properties']['title'], one['geometry']['coordinates']) for one in marks[:2]] == [
        ('Paris', [2.35, 48.86]),
        ('Oslo', [10.75, 59.91]),
    ]
    assert [
        (one['properties']['title'], tuple(reversed(one['geometry']['coordinates']))) for one in marks
    ] == [(one.name, one.at) for one in found.spots]
    assert 'Talk' in told.partition('; Online')[2]
    assert [one.country for one in found.spots] == ['FR', 'NO', 'SE']


def test_in_person_without_a_city_is_a_hollow_marker() -> None:
    """T11, C30"""
    found = geography([spot('A', None, 'SE'), spot('B', None), spot('C', None, 'Arcadia')], layout())
    [one] = found.spots
    assert one.vague
    [mark] = features(mapframe(found, layout(), 'en'))
    assert mark['properties']['marker-symbol'] == 'marker-stroked'
    told = text_equivalent(found, layout())
    assert 'place not known: <bdi>A</bdi>' in told
    city = geography([spot('D', None, 'SE', 'Malmö')], layout())
    listed = text_equivalent(city, layout())
    assert '<bdi>Malmö</bdi>: <bdi>D</bdi>' in listed
    assert 'not known' not in listed
    assert len(found.nowhere) == 2
    assert 'Place not known' in told


def test_twenty_five_events_in_one_city_are_one_marker() -> None:
    """T12, C29"""
    many = [spot(f'Event {n:02}', (52.52 + n / 100000, 13.4), 'DE', 'Berlin') for n in range(25)]
    [mark] = features(mapframe(geography(many, layout()), layout(), 'en'))
    description = str(mark['properties']['description'])
    assert description.count('<br>') == 10
    assert description.endswith('and 15 more')


def test_both_sides_of_the_date_line_are_on_the_picture() -> None:
    """T13, C28"""
    some = [
        spot('Fiji days', (-17.8, 178.0), 'FJ', 'Suva'),
        spot('Samoa days', (-13.8, -172.0), 'WS', 'Apia'),
    ]
    text = picture(geography(some, layout()), layout(), 'World.svg')
    places = sorted(
        (float(left), float(top)) for left, top in re.findall(r'left: ([\d.]+)%; top: ([\d.]+)%', text)
    )
    assert places == [(2.22, 57.67), (99.44, 59.89)]
    assert '[[File:World.svg|720px|alt=Map of the world with events at 2 places' in text


def test_markup_in_a_name_ends_no_map() -> None:
    """T15, C26"""
    bad = spot('</mapframe>[[File:X]] "q" {{x}}', (1, 1), 'FR', '</mapframe>[[File:X]] "q" {{x}}')
    text = mapframe(geography([bad], layout()), layout(), 'en')
    assert text.count('</mapframe>') == 1
    assert len(features(text)) == 1
    assert '[[File' not in text
    shown = picture(geography([bad], layout()), layout(), 'World.svg')
    assert shown.count('[[File') == 1
    assert 'title="&#60;' in shown


def test_events_of_one_place_lead_to_the_list() -> None:
    """C29"""
    some = [spot('A', (1.0, 1.0), 'GA', 'X'), spot('B', (1.001, 1.0), 'GA', 'X')]
    found = geography(some, layout())
    assert f'[[#eventplace-1|{MARK % "●2"}]]' in picture(found, layout(), 'World.svg')
    assert '<span id="eventplace-1"></span>' in text_equivalent(found, layout())
    alone = geography([entry(replace(PARIS, name='P'))], layout())
    assert f'[[:Event:Paris days|{MARK % "●"}]]' in picture(alone, layout(), 'World.svg')
    assert text_equivalent(geography([], layout()), layout()) == ''
