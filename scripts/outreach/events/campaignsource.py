"""Events of Extension:CampaignEvents as a source: asked for no more than what is new, changed or near.

Ids of pages and details of events are kept in the local cache of answers, by what the list said of them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from outreach import campaignevents, digits
from outreach.asking import SourceState
from outreach.campaignevents import EventQuery, ListedEvent
from outreach.events.calendarplan import EventReading
from outreach.events.countries import country
from outreach.events.event import CalendarEntry, Event, FoundEvents, Rank, Sighting, key, mode_of
from outreach.events.eventlinks import Linker, of_place, plain
from outreach.events.eventsettings import EventSettings
from outreach.events.eventsources import EventSource
from outreach.events.spans import span
from outreach.farm import Farm
from outreach.fetchcache import FetchCache
from outreach.fetching import FetchedAnswer
from outreach.problems import WikiError
from outreach.wiki import Wiki

NEAR = timedelta(days=7)
MOST_PLACE = 120
STAMP = '%Y%m%d%H%M%S'


@dataclass(frozen=True)
class CampaignDesk:
    """What a reading works with: the farm, the cache of answers, what finds links, and the time."""

    farm: Farm
    cache: FetchCache
    linker: Linker
    now: datetime

    @property
    def home(self) -> Wiki:
        """Return the wiki that is asked; its list covers all that share accounts."""
        return self.farm.home


def read(
    desk: CampaignDesk,
    source: EventSource,
    wanted: EventSettings,
    before: Collection[CalendarEntry],
    language: str,
) -> EventReading:
    """Return what the list and the details say; a wiki that does not answer is a failing source."""
    try:
        return _read(desk, source, wanted, before, language)
    except WikiError as error:
        return EventReading(source, SourceState.FAILING, detail=str(error))


def _read(
    desk: CampaignDesk,
    source: EventSource,
    wanted: EventSettings,
    before: Collection[CalendarEntry],
    language: str,
) -> EventReading:
    first, last = wanted.period.days(desk.now.date())
    rows = campaignevents.listed(desk.home, _wanted(source.options, first, last), language)
    known = {name: number for one in before if (number := _number(one)) for name in one.keys}
    sightings: list[Sighting] = []
    problems: list[tuple[str, str]] = []
    names: dict[str, str] = {}
    listed, unread, left_out = set[int](), set[str](), set[str]()
    for row in rows:
        number = row.number or _number_of(desk, row, known)
        told = _details(desk, number, row) if number else None
        if told is None:
            unnumbered = (row.page, f'{row.name!r}: its page does not say its number')
            problems += [] if number else [unnumbered]
            continue
        listed.add(number)
        if told.get('is_test_event'):
            left_out.add(key('ce', str(number)))
            continue
        try:
            made, note = sighting(told, source.key, row.page, desk.linker)
        except ValueError as error:
            problems.append((row.page, f'{row.name!r} {error}'))
            unread.add(key('ce', str(number)))
            continue
        sightings.append(made)
        problems += [(row.page, note)] if note else []
        names |= {made.event.country: row.country} if row.country else {}
    gone, standing = _gone(desk, source, before, listed)
    found = FoundEvents(tuple(sightings), tuple(problems), frozenset(unread), frozenset(left_out))
    return EventReading(source, SourceState.FRESH, found, gone=gone, standing=standing, names=names)


def _wanted(options: Mapping[str, str], first: date, last: date) -> EventQuery:
    names = ('wikis', 'topics', 'types', 'country', 'mode')
    wikis, topics, types, code, mode = (options.get(name, '') for name in names)
    everywhere = options.get('allwikis', 'yes') == 'yes'
    return EventQuery(first, last, wikis, topics, types, code, mode, everywhere)


def sighting(told: Mapping[str, Any], source: str, page: str, linker: Linker) -> tuple[Sighting, str]:
    """Return an event out of its details, and a note about its time; raise ValueError where it has none."""
    number = digits.number(str(told['id']))
    start, end = _moment(told['start_time']), _moment(told['end_time'])
    when, note = span(start, end, str(told.get('timezone') or ''), whole=True)
    linked = linker.address(page)
    address = of_place(', '.join(str(told.get('meeting_address') or '').splitlines()), MOST_PLACE)
    event = Event(
        plain(str(told['name'])),
        when,
        mode_of(bool(told.get('online_meeting')), bool(told.get('inperson_meeting'))),
        address,
        country(plain(str(told.get('meeting_country_code') or told.get('meeting_country') or ''))),
        types=_texts(told.get('types')),
        wikis=_texts(told.get('wikis')),
        links=linked.links,
        registration=str(told.get('status') or ''),
    )
    if event.online:
        event = replace(event, span=when.in_utc())
    keys = linked.keys | {key('ce', str(number)), key('id', f'ce-{number}')}
    return Sighting(event, Rank.CAMPAIGN_EVENTS, source, keys, page, f'ce-{number}'), note


def _moment(stamp: Any) -> datetime:
    try:
        return datetime.strptime(str(stamp), STAMP)  # noqa: DTZ007
    except ValueError:
        raise ValueError(f'has no time that can be read: {str(stamp)[:20]!r}') from None


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else ()


def _number(entry: CalendarEntry) -> int:
    """Return the number of an entry's registration; 0 where it has none, or several."""
    numbers = {name.partition(':')[2] for name in entry.keys if name.startswith('ce:')}
    return int(numbers.pop()) if len(numbers) == 1 else 0


def _number_of(desk: CampaignDesk, row: ListedEvent, known: Mapping[str, int]) -> int:
    """Return the number of an event's registration, from the calendar, the cache, or its page; 0 for none."""
    try:
        linked = desk.linker.address(row.page)
    except ValueError:
        return 0
    page = [name for name in linked.keys if name.startswith('page:')]
    if found := next((known[name] for name in page if name in known), 0):
        return found
    kept = desk.cache.answer(row.page)
    if kept:
        return int(kept.body)
    host = urlsplit(row.page).hostname or ''
    if host not in desk.farm.by_host:
        return 0
    number = campaignevents.number_at(desk.farm.wiki(host), row.page)
    if number:
        desk.cache.keep(row.page, FetchedAnswer(200, row.page, {}, str(number).encode()))
    return number


def _details(desk: CampaignDesk, number: int, row: ListedEvent) -> dict[str, Any] | None:
    """Return the details of an event: from the cache, where the list says the same and it is not near."""
    address = f'https://{desk.home.host}{campaignevents.PATH}/{number}'
    seen, today = hashlib.sha256(row.seen.encode()).hexdigest()[:16], desk.now.date().isoformat()
    kept = desk.cache.answer(address)
    if kept and kept.headers.get('etag') == seen:
        told: dict[str, Any] = json.loads(kept.body)
        begins = datetime.strptime(str(told['start_time'])[:8], '%Y%m%d').date()  # noqa: DTZ007
        far = not -NEAR <= begins - desk.now.date() <= NEAR
        if far or kept.headers.get('last-modified') == today:
            return told
    fresh = campaignevents.details(desk.home, number)
    if fresh is not None:
        headers = {'etag': seen, 'last-modified': today}
        desk.cache.keep(address, FetchedAnswer(200, address, headers, json.dumps(fresh).encode()))
    return fresh


def _gone(
    desk: CampaignDesk, source: EventSource, before: Collection[CalendarEntry], listed: Collection[int]
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the keys of events whose registration is no more, and of those whose page stands."""
    missing = [
        one
        for one in before
        if source.key in one.sources and not one.withdrawn and not one.span.over(desk.now)
        if (number := _number(one)) and number not in listed
    ]
    gone = [one for one in missing if campaignevents.details(desk.home, _number(one)) is None]
    keys = {key('ce', str(_number(one))) for one in gone}
    standing = {key('ce', str(_number(one))) for one in gone if _stands(desk, one)}
    return frozenset(keys), frozenset(standing)


def _stands(desk: CampaignDesk, entry: CalendarEntry) -> bool:
    """Return whether the page of an event is there."""
    for name in entry.keys:
        if name.startswith('page:'):
            host, _, title = name.removeprefix('page:').partition('/')
            if host in desk.farm.by_host:
                wiki = desk.home if host == desk.home.host else desk.farm.wiki(host)
                return bool(wiki.read(title.replace('_', ' ')).revid)
    return False
