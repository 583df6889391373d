"""Events out of what hosts outside the wikis answered: calendars, forums, sites with The Events Calendar.

Only what a calendar shows is taken; guests, hosts and links to meetings are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from outreach import digits
from outreach.campaignevents import TYPES
from outreach.events.countries import country, english
from outreach.events.event import (
    Event,
    EventStatus,
    FoundEvents,
    Mode,
    Rank,
    Sighting,
    checked,
    key,
    made_id,
    mode_of,
)
from outreach.events.eventlinks import Linked, Linker, of_html, of_place, only_address, plain
from outreach.events.eventsettings import modes
from outreach.events.spans import Span, local, span, within_reach, zone_of
from outreach.settings import language
from outreach.weblinks import web_link

LONG_UID = 16
WIKI = re.compile(r'\*|[a-z][a-z0-9_-]{0,63}')
STATUSES = {
    'CANCELLED': EventStatus.CANCELLED,
    'TENTATIVE': EventStatus.TENTATIVE,
    'CONFIRMED': EventStatus.CONFIRMED,
}


def of_calendar(told: Mapping[str, Any], source: str, label: str, linker: Linker) -> FoundEvents:
    """Return the events that `icsreading.read` found in a calendar."""
    problems = [(label, str(one)) for one in told['problems']]
    sightings: list[Sighting] = []
    unread = {key('uid', _uid(uid, source)) for uid in told['unread']}
    for one in told['events']:
        try:
            made, note = _of_component(one, source, label, linker)
        except ValueError as error:
            problems.append((label, f'{one["name"][:80]!r} ({one["uid"][:80]}): {error}'))
            unread.add(_date_of(one, source))
            continue
        sightings.append(made)
        problems += [(label, f'{made.event.name!r}: {note}')] if note else []
    return FoundEvents(tuple(sightings), tuple(problems), frozenset(unread))


def _uid(uid: str, source: str) -> str:
    """Return a UID as it is known: a short one is no more than a number of its source."""
    return uid if len(uid) >= LONG_UID or '@' in uid else f'{source}/{uid}'


def _date_of(one: Mapping[str, Any], source: str) -> str:
    """Return what one date of a series, or a single event, is known by."""
    return key('uid', f'{_uid(one["uid"], source)}#{one["recurrence"]}')


def _of_component(one: Mapping[str, Any], source: str, label: str, linker: Linker) -> tuple[Sighting, str]:
    ours = one['ours']
    zone = ours.get('zone', '')
    when, note = _span(one, zone)
    code = country(plain(ours.get('country', '')))
    place, online = _place(one['place'])
    place = place.removesuffix(english(code)).rstrip(', ') if code else place
    mode = mode_of(online, bool(place) and not online)
    if ours.get('mode'):
        mode = Mode.UNKNOWN if ours['mode'] == 'none' else modes(ours['mode'])[0]
    links = [_link(word, linker) for word in (one['url'], *ours.get('links', '').split())]
    said, registration = ours.get('status', ''), ours.get('registration', '')
    status = EventStatus(said.replace('none', '')) if said else STATUSES.get(one['status'], EventStatus.NONE)
    event = Event(
        plain(one['name']),
        when,
        mode,
        place,
        code or _country_of(place),
        checked(*map(float, one['geo'])) if one['geo'] else None,
        tuple(map(language, filter(None, ours.get('languages', '').split(',')))),
        tuple(word for each in one['types'] if (word := each.strip().lower().replace(' ', '-')) in TYPES),
        tuple(word for word in ours.get('wikis', '').split(',') if WIKI.fullmatch(word)),
        tuple(found.address for found in links if found.address),
        status,
        registration if registration in ('open', 'closed') else '',
        _link(ours.get('report', ''), linker).address,
        plain(ours.get('note', '')),
    )
    if not event.name:
        raise ValueError('has no name')
    if event.online:
        event = replace(event, span=when.in_utc())
    made = made_id('ics', _uid(one['uid'], source), one['recurrence'])
    keys = {_date_of(one, source), key('id', made), *links[0].keys}
    return Sighting(event, Rank.CALENDAR, source, frozenset(keys), label, made), note


def _span(one: Mapping[str, Any], ours: str) -> tuple[Span, str]:
    start, end = _moment(one['start']), _moment(one['end'])
    if start is None:
        raise ValueError('has no start')
    if ours == 'unknown':
        made, note = span(start, end)
        return Span(made.first, made.last, unclear=True), note
    made, note = span(start, end, one['zone'] or '')
    if ours and made.begins is not None:
        return local(made, ours), note
    return made, note


def _moment(text: str) -> date | datetime | None:
    if not text:
        return None
    return datetime.fromisoformat(text) if 'T' in text else date.fromisoformat(text)


def _place(text: str) -> tuple[str, bool]:
    """Return a place without addresses, which may lead into a meeting, and whether it is only online."""
    bare = of_place(text)
    online = only_address(text) or bare.lower() in ('online', 'virtual', 'zoom', 'jitsi')
    return '' if online else bare, online


def _country_of(place: str) -> str:
    last = place.rpartition(',')[2].strip()
    code = country(last)
    return code if len(code) == 2 and code != last else ''


def _link(text: str, linker: Linker) -> Linked:
    """Return where an address leads; nowhere for what is none."""
    try:
        return linker.address(text)
    except ValueError:
        return Linked('', frozenset())


def of_forum(told: Any, source: str, host: str, linker: Linker) -> FoundEvents:
    """Return the events of a Discourse forum, of its calendar of today or of the older plugin."""
    problems: list[tuple[str, str]] = []
    sightings: list[Sighting] = []
    unread: set[str] = set()
    for one in _forum_rows(told):
        try:
            dates = list(_of_topic(one, source, host, linker))
        except (ValueError, KeyError, TypeError) as error:
            problems.append((host, f'topic {one.get("topic", "?")}: {error or type(error).__name__}'))
            unread.add(key('topic', f'{host}/{one.get("topic")}'))
            continue
        sightings += [made for made, _ in dates]
        problems += [(host, f'{made.event.name!r}: {note}') for made, note in dates if note]
    return FoundEvents(tuple(sightings), tuple(problems), frozenset(unread))


def _object(value: Any) -> Mapping[str, Any]:
    """Return an object of what a site tells; one that holds nothing where it tells something else."""
    return value if isinstance(value, Mapping) else {}


def _forum_rows(told: Any) -> Iterator[dict[str, Any]]:
    """Return the events of either plugin in one form."""
    if not isinstance(told, Mapping):
        raise ValueError('answers in a form that is none of a calendar')
    events, topics = told.get('events'), _object(told.get('topic_list')).get('topics')
    if not isinstance(events, list) and not isinstance(topics, list):
        raise ValueError('answers in a form that is none of a calendar')
    for one in map(_object, events if isinstance(events, list) else ()):
        post = _object(one.get('post'))
        topic = _object(post.get('topic'))
        yield {
            'topic': topic.get('id'),
            'name': one.get('name') or topic.get('title'),
            'start': one.get('starts_at'),
            'end': one.get('ends_at'),
            'zone': one.get('timezone'),
            'link': post.get('url'),
            'place': one.get('location'),
            'status': one.get('status'),
            'dates': one.get('upcoming_dates') or (),
        }
    for one in map(_object, topics if isinstance(topics, list) else ()):
        event, at = _object(one.get('event')), _object(_object(one.get('location')).get('geo_location'))
        if event:
            yield {
                'topic': one.get('id'),
                'name': one.get('title'),
                'start': event.get('start'),
                'end': event.get('end'),
                'zone': event.get('timezone'),
                'link': f'/t/{one.get("slug")}/{one.get("id")}',
                'place': at.get('city'),
                'country': at.get('countrycode') or at.get('country'),
                'all_day': event.get('all_day'),
                'geo': [at['lat'], at['lon']] if at.get('lat') and at.get('lon') else [],
                'dates': (),
            }


def _of_topic(
    one: Mapping[str, Any], source: str, host: str, linker: Linker
) -> Iterator[tuple[Sighting, str]]:
    topic = digits.number(str(one['topic']))
    repeats = bool(one['dates'])
    dates = one['dates'] if repeats else [{'starts_at': one['start'], 'ends_at': one['end']}]
    for number, each in enumerate(dates):
        start, end = _iso(each['starts_at']), _iso(each.get('ends_at'))
        if start is None:
            raise ValueError('has no start')
        zone = str(one.get('zone') or '')
        if one.get('all_day'):
            when, note = span(start.date(), end.date() if end else None)
        else:
            when, note = span(_there(start, zone), _there(end, zone) if end else None, zone or 'UTC')
        place, online = _place(str(one.get('place') or ''))
        link = linker.address(web_link(str(one['link']), f'https://{host}/'))
        # also where only its last date is left: it is the same event as before
        name = f'topic:{host}/{topic}#{when.first}' if repeats else f'topic:{host}/{topic}'
        made = made_id('forum', name)
        event = Event(
            of_html(str(one['name'])),
            when.in_utc() if online else when,
            mode_of(online, bool(place)),
            place,
            country(str(one.get('country') or '')) or _country_of(place),
            checked(*map(float, one['geo'])) if one.get('geo') else None,
            links=link.links,
            status=EventStatus.CANCELLED if str(one.get('status')) == 'cancelled' else EventStatus.NONE,
        )
        keys = {name, key('id', made)} | (frozenset() if repeats else link.keys)
        yield Sighting(event, Rank.SITE, source, frozenset(keys), f'{host}, {number + 1}', made), note


def of_tribe(told: Sequence[Mapping[str, Any]], source: str, host: str, linker: Linker) -> FoundEvents:
    """Return the events of a site with The Events Calendar, out of all its pages."""
    problems: list[tuple[str, str]] = []
    sightings: list[Sighting] = []
    unread: set[str] = set()
    for one in map(_object, told):
        try:
            made, note = _of_tribe(one, source, host, linker)
        except (ValueError, KeyError, TypeError) as error:
            problems.append((host, f'{str(one.get("title"))[:80]!r}: {error or type(error).__name__}'))
            unread.add(_tribe_key(one, host))
            continue
        sightings.append(made)
        problems += [(host, f'{made.event.name!r}: {note}')] if note else []
    return FoundEvents(tuple(sightings), tuple(problems), frozenset(unread))


def _tribe_key(one: Mapping[str, Any], host: str) -> str:
    return key('tribe', str(one.get('global_id') or f'{host}?id={one.get("id")}'))


def _of_tribe(one: Mapping[str, Any], source: str, host: str, linker: Linker) -> tuple[Sighting, str]:
    start, end = _iso(one['start_date']), _iso(one.get('end_date'))
    if start is None:
        raise ValueError('has no start')
    if one.get('all_day'):
        when, note = span(start.date(), end.date() if end else None)
    else:
        when, note = span(start, end, str(one.get('timezone') or ''))
    venue = _object(one.get('venue'))
    named = of_html(str(venue.get('city') or venue.get('venue') or ''))
    place, online = _place(named)
    at = (venue.get('geo_lat'), venue.get('geo_lng'))
    link = linker.address(str(one['url']))
    name = _tribe_key(one, host)
    made = made_id('tribe', name)
    event = Event(
        of_html(str(one['title'])),
        when.in_utc() if online else when,
        mode_of(online, bool(place)) if venue else Mode.UNKNOWN,
        place,
        country(of_html(str(venue.get('country') or ''))),
        checked(float(at[0]), float(at[1])) if at[0] and at[1] else None,
        links=link.links,
    )
    return Sighting(event, Rank.SITE, source, link.keys | {name, key('id', made)}, host, made), note


def _iso(value: Any) -> datetime | None:
    if not value:
        return None
    moment = datetime.fromisoformat(str(value))
    within_reach(moment)
    return moment


def _there(moment: datetime, zone: str) -> datetime:
    """Return a moment without its zone where the local time of another one is meant."""
    if moment.tzinfo is None or not zone:
        return moment
    try:
        return moment.astimezone(zone_of(zone)).replace(tzinfo=None)
    except ValueError:
        return moment
