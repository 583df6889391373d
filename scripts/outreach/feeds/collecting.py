"""Asking all sources, each once however many pages want it, and saying how each of them stood.

What the answers mean is in facts/feed-events.md section 2.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from outreach.feeds import guardedreading
from outreach.feeds.feedplan import Reading, State
from outreach.feeds.items import Languages, item
from outreach.feeds.sources import Source
from outreach.fetchcache import FetchCache
from outreach.fetching import Answer, Fetcher, FetchFailed, Validators
from outreach.reachable import NotAllowed

HOSTS_AT_ONCE = 3
LONGEST_QUIET = timedelta(days=7)
SHORTEST_QUIET = timedelta(minutes=10)
MOST_REFUSED = 20

Parse = Callable[[Sequence[Answer]], Sequence[dict[str, Any] | None]]


@dataclass(frozen=True)
class Fetched:
    """What came of asking one source: an answer to read, or how it stands without one."""

    source: Source
    state: State
    answer: Answer | None = None
    detail: str = ''


@dataclass(frozen=True)
class Desk:
    """What a collection works with: the fetcher, the cache, the languages of the wiki, and the time."""

    fetcher: Fetcher
    cache: FetchCache
    languages: Languages
    now: datetime
    parse: Parse = guardedreading.read_all


def collect(desk: Desk, sources: Iterable[Source], gone: Collection[str] = frozenset()) -> dict[str, Reading]:
    """Return what each source said, by its key, asking three hosts at a time.

    `gone` are the keys of sources that said for good that they are no more: they are not asked again.
    """
    by_key = {source.key: source for source in sources}
    by_host: dict[str, list[Source]] = {}
    for source in by_key.values():
        if source.key not in gone:
            by_host.setdefault(urlsplit(source.link).hostname or '', []).append(source)
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
        asked = [
            one for some in pool.map(lambda share: _ask_host(desk, share), by_host.values()) for one in some
        ]
    read = [one for one in asked if one.answer is not None]
    parsed = desk.parse([one.answer for one in read if one.answer is not None])
    readings = {one.source.key: _trouble(desk, one) for one in asked if one.answer is None}
    readings |= {one.source.key: _reading(desk, one, found) for one, found in zip(read, parsed, strict=True)}
    readings |= {key: Reading(by_key[key], State.GONE) for key in gone if key in by_key}
    return {key: readings[key] for key in by_key}


def _ask_host(desk: Desk, sources: Sequence[Source]) -> list[Fetched]:
    return [_ask(desk, source) for source in sources]


def _ask(desk: Desk, source: Source) -> Fetched:
    """Ask one source, by what the cache knows of it."""
    host = urlsplit(source.link).hostname or ''
    until = desk.cache.quiet_until(host)
    if until is not None and until > desk.now:
        return Fetched(source, State.LATER, detail=f'asked to be left alone until {until:%Y-%m-%d %H:%M} UTC')
    kept = desk.cache.answer(source.link)
    try:
        answer = desk.fetcher.fetch(source.link, kept.validators if kept else Validators())
    except NotAllowed as error:
        return Fetched(source, State.FAILING, detail=f'leads to what {error}')
    except FetchFailed as error:
        return Fetched(source, State.FAILING, detail=str(error))
    moved = f'moved to {answer.moved_to}: please write that in the template' if answer.moved_to else ''
    if answer.status == 304 and kept is not None:
        return Fetched(source, State.UNCHANGED, kept, moved)
    if answer.status == 200:
        return Fetched(source, State.FRESH, answer, moved)
    if answer.status == 410:
        return Fetched(source, State.GONE, detail='says that it is gone for good (410)')
    if answer.status in (401, 403):
        return Fetched(source, State.CLOSED, detail=f'is closed to the public ({answer.status})')
    if answer.status in (429, 503):
        until = desk.now + _quiet(answer.headers.get('retry-after', ''), desk.now)
        desk.cache.be_quiet(host, until)
        return Fetched(
            source, State.LATER, detail=f'is busy ({answer.status}); asked again from {until:%H:%M} UTC on'
        )
    return Fetched(source, State.FAILING, detail=f'answers {answer.status}')


def _quiet(text: str, now: datetime) -> timedelta:
    """Return how long a host wants to be left alone, out of its Retry-After: seconds, or a date."""
    wanted = SHORTEST_QUIET
    if text.strip().isdigit():
        wanted = timedelta(seconds=min(int(text.strip()[:9]), LONGEST_QUIET.total_seconds()))
    elif text.strip():
        try:
            moment = parsedate_to_datetime(text)
            wanted = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
        except (ValueError, TypeError, OverflowError):
            wanted = SHORTEST_QUIET
    return min(max(wanted, timedelta()), LONGEST_QUIET)


def _trouble(desk: Desk, fetched: Fetched) -> Reading:
    since = None
    if fetched.state is not State.LATER:
        since = desk.cache.failing(fetched.source.link, desk.now.date())
    return Reading(fetched.source, fetched.state, since=since, detail=fetched.detail)


def _reading(desk: Desk, fetched: Fetched, found: Mapping[str, Any] | None) -> Reading:
    """Return what an answer says; one that cannot be read, or is no feed at all, is a failure."""
    source, answer = fetched.source, fetched.answer
    if found is None:
        return _trouble(
            desk, replace(fetched, state=State.FAILING, detail='takes too long to read, or breaks the reader')
        )
    if not found['feed']:
        detail = 'answers with something that is no feed, such as a page to log in'
        return _trouble(desk, replace(fetched, state=State.FAILING, detail=detail))
    items, refused = [], []
    for entry in found['entries']:
        try:
            items.append(item(source, entry, desk.languages, found['language']))
        except ValueError as error:
            refused.append(f'{entry["title"][:80]!r}: its link {error}')
    if fetched.state is State.FRESH and found['whole'] and answer is not None:
        desk.cache.keep(source.link, answer)
    desk.cache.works(source.link)
    state = fetched.state if found['whole'] else State.MALFORMED
    return Reading(source, state, tuple(items), detail=fetched.detail, refused=tuple(refused[:MOST_REFUSED]))
