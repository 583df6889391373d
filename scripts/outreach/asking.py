"""Asking hosts outside the wikis, each one thing at a time, and saying how each answer stood.

What the answers mean is in docs/feeds.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from urllib.parse import urlsplit

from outreach import digits
from outreach.doubts import Doubt
from outreach.fetchcache import FetchCache
from outreach.fetching import FetchedAnswer, Fetcher, FetchFailed, Validators
from outreach.reachable import NotAllowed

HOSTS_AT_ONCE = 3
LONGEST_QUIET = timedelta(days=7)
SHORTEST_QUIET = timedelta(minutes=10)
# the code of doubts about a source that suddenly has nothing
EMPTIED = 'emptied'


class SourceState(StrEnum):
    """How a source stood when it was asked."""

    FRESH = 'fresh'
    UNCHANGED = 'unchanged'
    MALFORMED = 'malformed, but read'
    FAILING = 'failing'
    EMPTIED = 'looks emptied'
    GONE = 'gone'
    CLOSED = 'closed to the public'
    LATER = 'asks to be left alone'

    @property
    def answered(self) -> bool:
        """Return whether there is something to go by."""
        return self in (SourceState.FRESH, SourceState.UNCHANGED, SourceState.MALFORMED)


@dataclass(frozen=True)
class SourceAnswer:
    """What came of asking one address: an answer to read, or how it stands without one."""

    state: SourceState
    answer: FetchedAnswer | None = None
    detail: str = ''


def ask_all(
    fetcher: Fetcher, cache: FetchCache, now: datetime, links: Iterable[str]
) -> dict[str, SourceAnswer]:
    """Return what came of asking each address, three hosts at a time, by what the cache knows of it."""
    by_host: dict[str, list[str]] = {}
    for link in dict.fromkeys(links):
        by_host.setdefault(urlsplit(link).hostname or '', []).append(link)
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
        shares = pool.map(
            lambda some: [(one, ask(fetcher, cache, now, one)) for one in some], by_host.values()
        )
        return {link: asked for share in shares for link, asked in share}


def ask(fetcher: Fetcher, cache: FetchCache, now: datetime, link: str) -> SourceAnswer:
    """Ask one address, by what the cache knows of it."""
    host = urlsplit(link).hostname or ''
    until = cache.quiet_until(host)
    if until is not None and until > now:
        return SourceAnswer(
            SourceState.LATER, detail=f'asked to be left alone until {until:%Y-%m-%d %H:%M} UTC'
        )
    kept = cache.answer(link)
    try:
        answer = fetcher.fetch(link, kept.validators if kept else Validators())
    except NotAllowed as error:
        return SourceAnswer(SourceState.FAILING, detail=f'leads to what {error}')
    except FetchFailed as error:
        return SourceAnswer(SourceState.FAILING, detail=str(error))
    moved = f'moved to {answer.moved_to}: please write that in the template' if answer.moved_to else ''
    if answer.status == 304 and kept is not None:
        return SourceAnswer(SourceState.UNCHANGED, kept, moved)
    if answer.status == 200:
        return SourceAnswer(SourceState.FRESH, answer, moved)
    if answer.status == 410:
        return SourceAnswer(SourceState.GONE, detail='says that it is gone for good (410)')
    if answer.status in (401, 403):
        return SourceAnswer(SourceState.CLOSED, detail=f'is closed to the public ({answer.status})')
    if answer.status in (429, 503):
        until = now + _quiet(answer.headers.get('retry-after', ''), now)
        cache.be_quiet(host, until)
        return SourceAnswer(
            SourceState.LATER, detail=f'is busy ({answer.status}); asked again from {until:%H:%M} UTC on'
        )
    return SourceAnswer(SourceState.FAILING, detail=f'answers {answer.status}')


def emptied(title: str, labels: Iterable[str]) -> list[Doubt]:
    """Return the doubts that sources of a page suddenly have nothing: what they had stays on it."""
    text = 'answers, but suddenly has nothing; what the page has of it stays'
    return [Doubt(EMPTIED, title, f'{label} {text}', held=True) for label in labels]


def _quiet(text: str, now: datetime) -> timedelta:
    """Return how long a host wants to be left alone, out of its Retry-After: seconds, or a date."""
    wanted = SHORTEST_QUIET
    seconds = text.strip()[: digits.MOST]
    if digits.are_number(seconds):
        wanted = timedelta(seconds=min(digits.number(seconds), LONGEST_QUIET.total_seconds()))
    elif text.strip():
        try:
            moment = parsedate_to_datetime(text)
            wanted = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
        except (ValueError, TypeError, OverflowError):
            wanted = SHORTEST_QUIET
    return min(max(wanted, timedelta()), LONGEST_QUIET)
