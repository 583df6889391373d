"""Events on a map: a mapframe, or a picture with links on it; always with the same places as a list beneath.

What Kartographer (https://www.mediawiki.org/wiki/Help:Extension:Kartographer) and MediaWiki allow:
descriptions are wikitext, a
`</mapframe>` in them would end the map, there is no clustering of own markers, and positions in per cent are
kept on elements of a page.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from outreach import wikitext
from outreach.events import countries
from outreach.events.calendarpage import CalendarLayout, title, when
from outreach.events.event import CalendarEntry, Mode, fold
from outreach.events.eventlinks import shown
from outreach.wikitable import Markup

REGION = 'eventmap'
MOST_LINES = 10
WIDTH = 720
COLOUR, HOLLOW = '36c', 'a2a9b1'


@dataclass(frozen=True)
class MapSpot:
    """One place on the map: where, its name, its events, and whether only the country is known."""

    at: tuple[float, float]
    name: str
    country: str
    entries: tuple[CalendarEntry, ...]
    vague: bool = False


@dataclass(frozen=True)
class Geography:
    """All places of a calendar, and the events that have none: online, or nobody says where."""

    spots: tuple[MapSpot, ...]
    online: tuple[CalendarEntry, ...] = ()
    nowhere: tuple[CalendarEntry, ...] = ()


def geography(entries: Iterable[CalendarEntry], layout: CalendarLayout) -> Geography:
    """Return where events are, rounded to 0.01°; those with a country only are in its middle."""
    groups: dict[tuple[float, float, bool], list[CalendarEntry]] = {}
    online: list[CalendarEntry] = []
    nowhere: list[CalendarEntry] = []
    for one in entries:
        centre = countries.centre(one.event.country)
        if one.event.mode is Mode.ONLINE:
            online.append(one)
        elif one.event.coordinates:
            latitude, longitude = one.event.coordinates
            groups.setdefault((round(latitude, 2), round(longitude, 2), False), []).append(one)
        elif centre:
            groups.setdefault((*centre, True), []).append(one)
        else:
            nowhere.append(one)
    spots = [_spot(place, some, layout) for place, some in groups.items()]
    spots.sort(key=lambda spot: (fold(layout.country(spot.country)), spot.vague, fold(spot.name), spot.at))
    return Geography(tuple(spots), tuple(online), tuple(nowhere))


def mapframe(found: Geography, layout: CalendarLayout, language: str) -> str:
    """Return the interactive map of Extension:Kartographer."""
    features = json.dumps(
        {'type': 'FeatureCollection', 'features': [_feature(spot, layout) for spot in found.spots]},
        ensure_ascii=False,
    )
    # nothing in a text may end the tag
    inside = features.replace('<', '\\u003c')
    alt = wikitext.escape(layout.say('map-alt', places=len(found.spots))).replace('"', '&quot;')
    return (
        '<mapframe width="full" height="400" latitude="20" longitude="10" zoom="2" '
        f'lang="{language}" alt="{alt}">{inside}</mapframe>'
    )


def picture(found: Geography, layout: CalendarLayout, file: str) -> str:
    """Return a picture of the world with a link at each place; needs no extension."""
    alt = wikitext.escape(layout.say('map-alt', places=len(found.spots)))
    marks = [_mark(at, spot, layout) for at, spot in enumerate(found.spots)]
    # as wide as the picture, also where a skin for phones makes that as narrow as the screen, as it does with
    # those that lead to who made them (Minerva, `a > img`)
    style = 'position: relative; display: inline-block; line-height: 0;'
    box = f'<div class="outreach-map" dir="ltr" style="{style}">'
    image = f'[[File:{file}|{WIDTH}px|alt={alt}]]'
    return '\n'.join([f'<div style="overflow-x: auto;">{box}{image}', *marks, '</div></div>'])


def text_equivalent(found: Geography, layout: CalendarLayout) -> str:
    """Return the same places and events as a list by country, for whoever does not see the map."""
    lines: list[str] = []
    country = None
    for at, spot in enumerate(found.spots):
        if spot.country != country:
            country = spot.country
            lines.append(
                f'; <bdi>{wikitext.escape(layout.country(country) or layout.say("country-unknown"))}</bdi>'
            )
        anchor = f'<span id="{_anchor(at)}"></span>'
        lines.append(f': {anchor}{_place(spot, layout)}: {_listed(spot.entries, layout)}')
    for label, some in (('online', found.online), ('nowhere', found.nowhere)):
        if some:
            lines += [f'; {layout.say(f"places-{label}")}', f': {_listed(some, layout)}']
    heading = f"'''{layout.say('places')}'''"
    return '\n'.join([heading, *lines]) if lines else ''


def _spot(
    place: tuple[float, float, bool], entries: Sequence[CalendarEntry], layout: CalendarLayout
) -> MapSpot:
    latitude, longitude, vague = place
    event = entries[0].event
    country = layout.country(event.country) if event.country else ''
    name = layout.say('somewhere', country=country) if vague else event.place or country
    return MapSpot(
        (latitude, longitude), name or f'{latitude}, {longitude}', event.country, tuple(entries), vague
    )


def _feature(spot: MapSpot, layout: CalendarLayout) -> dict[str, object]:
    latitude, longitude = spot.at
    return {
        'type': 'Feature',
        'geometry': {'type': 'Point', 'coordinates': [longitude, latitude]},
        'properties': {
            'title': wikitext.escape(spot.name),
            'description': '<br>'.join(_lines(spot.entries, layout)),
            'marker-symbol': 'marker-stroked' if spot.vague else 'marker',
            'marker-color': HOLLOW if spot.vague else COLOUR,
            'marker-size': 'large' if len(spot.entries) > 1 else 'medium',
        },
    }


def _mark(at: int, spot: MapSpot, layout: CalendarLayout) -> str:
    latitude, longitude = spot.at
    left, top = (longitude + 180) / 3.6, (90 - latitude) / 1.8
    label = wikitext.escape(f'{spot.name}: {spot.entries[0].event.name}').replace('"', '&quot;')
    style = (
        f'position: absolute; left: {left:.2f}%; top: {top:.2f}%; line-height: 1; font-weight: bold; '
        'font-size: 150%; transform: translate(-50%, -50%);'
    )
    links, several = spot.entries[0].event.links, len(spot.entries)
    # the picture is as light in dark skins, whose links are too light for it
    sign = f'{"○" if spot.vague else "●"}{several if several > 1 else ""}'
    mark = f'<span style="color: #{COLOUR};">{sign}</span>'
    link = (
        f'[[#{_anchor(at)}|{mark}]]'
        if several > 1 or not links
        else shown(links[0], Markup(mark), layout.base)
    )
    return f'<div title="{label}" style="{style}">{link}</div>'


def _anchor(at: int) -> str:
    return f'eventplace-{at + 1}'


def _place(spot: MapSpot, layout: CalendarLayout) -> str:
    if spot.vague:
        return _known(spot, layout)
    return f'<bdi>{wikitext.escape(spot.name)}</bdi>'


def _known(spot: MapSpot, layout: CalendarLayout) -> str:
    """Return the places of events without coordinates, and whether one has no place either."""
    places = dict.fromkeys(one.event.place for one in spot.entries if one.event.place)
    named = [f'<bdi>{wikitext.escape(place)}</bdi>' for place in places]
    nameless = any(not one.event.place for one in spot.entries)
    return ', '.join([*named, *([layout.say('place-unknown')] if nameless else [])])


def _lines(entries: Sequence[CalendarEntry], layout: CalendarLayout) -> list[str]:
    """Return a line for each event of a place, ten at most, and how many more there are."""
    lines = [f'{title(one, layout)}: {when(one.event, layout)}' for one in entries[:MOST_LINES]]
    more = len(entries) - MOST_LINES
    return [*lines, layout.say('more', count=more)] if more > 0 else lines


def _listed(entries: Sequence[CalendarEntry], layout: CalendarLayout) -> str:
    return ' · '.join(_lines(entries, layout))
