"""Asking all sources, each once however many pages want it, and saying how each of them stood."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from outreach import guardedreading
from outreach.asking import SourceState, ask_all
from outreach.feeds.feedplan import FeedReading
from outreach.feeds.items import Languages, item
from outreach.feeds.sources import FeedSource
from outreach.fetchcache import FetchCache
from outreach.fetching import FetchedAnswer, Fetcher

MOST_REFUSED = 20

Parse = Callable[[Sequence[FetchedAnswer]], Sequence[dict[str, Any] | None]]
READ_ALL: Parse = partial(guardedreading.read_all, 'outreach.feeds.reading')


@dataclass(frozen=True)
class Fetched:
    """What came of asking one source: an answer to read, or how it stands without one."""

    source: FeedSource
    state: SourceState
    answer: FetchedAnswer | None = None
    detail: str = ''


@dataclass(frozen=True)
class FeedDesk:
    """What a collection works with: the fetcher, the cache, the languages of the wiki, and the time."""

    fetcher: Fetcher
    cache: FetchCache
    languages: Languages
    now: datetime
    parse: Parse = READ_ALL


def collect(
    desk: FeedDesk, sources: Iterable[FeedSource], gone: Collection[str] = frozenset()
) -> dict[str, FeedReading]:
    """Return what each source said, by its key, asking three hosts at a time.

    `gone` are the keys of sources that said for good that they are no more: they are not asked again.
    """
    by_key = {source.key: source for source in sources}
    links = [source.link for key, source in by_key.items() if key not in gone]
    answers = ask_all(desk.fetcher, desk.cache, desk.now, links)
    asked = [
        Fetched(source, one.state, one.answer, one.detail)
        for source in by_key.values()
        if (one := answers.get(source.link)) and source.key not in gone
    ]
    read = [one for one in asked if one.answer is not None]
    parsed = desk.parse([one.answer for one in read if one.answer is not None])
    readings = {one.source.key: _trouble(desk, one) for one in asked if one.answer is None}
    readings |= {one.source.key: _reading(desk, one, found) for one, found in zip(read, parsed, strict=True)}
    readings |= {key: FeedReading(by_key[key], SourceState.GONE) for key in gone if key in by_key}
    return {key: readings[key] for key in by_key}


def _trouble(desk: FeedDesk, fetched: Fetched) -> FeedReading:
    since = None
    if fetched.state is not SourceState.LATER:
        since = desk.cache.failing(fetched.source.link, desk.now.date())
    return FeedReading(fetched.source, fetched.state, since=since, detail=fetched.detail)


def _reading(desk: FeedDesk, fetched: Fetched, found: Mapping[str, Any] | None) -> FeedReading:
    """Return what an answer says; one that cannot be read, or is no feed at all, is a failure."""
    source, answer = fetched.source, fetched.answer
    if found is None:
        return _trouble(
            desk,
            replace(
                fetched, state=SourceState.FAILING, detail='takes too long to read, or breaks the reader'
            ),
        )
    if not found['feed']:
        detail = found['why'] or 'answers with something that is no feed, such as a page to log in'
        return _trouble(desk, replace(fetched, state=SourceState.FAILING, detail=detail))
    items, refused = [], []
    for entry in found['entries']:
        try:
            items.append(item(source, entry, desk.languages, found['language']))
        except ValueError as error:
            refused.append(f'{entry["title"][:80]!r}: its link {error}')
    if fetched.state is SourceState.FRESH and found['whole'] and answer is not None:
        desk.cache.keep(source.link, answer)
    desk.cache.works(source.link)
    state = fetched.state if found['whole'] else SourceState.MALFORMED
    return FeedReading(
        source, state, tuple(items), detail=fetched.detail, refused=tuple(refused[:MOST_REFUSED])
    )
