"""What the answers of sources mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from outreach.asking import SourceState
from outreach.feeds.collecting import FeedDesk, collect
from outreach.feeds.feedplan import FeedReading
from outreach.feeds.items import Languages
from outreach.feeds.reading import read
from outreach.feeds.sources import FeedSource, source
from outreach.fetchcache import FetchCache
from outreach.fetching import NOTHING_KNOWN, FetchedAnswer, Fetcher, FetchFailed, Validators
from outreach.reachable import AllowedHosts, NotAllowed

from tests.feeds import samples

DIFF = source('https://diff.example/feed/ – Diff')
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = NOW.date()


class Canned(Fetcher):
    """A fetcher that gives what it is told and keeps what it was asked."""

    def __init__(self, answer: Callable[[str], FetchedAnswer]) -> None:
        super().__init__(AllowedHosts(('diff.example',)), 'tests')
        self._answer = answer
        self.asked: list[tuple[str, Validators]] = []

    def fetch(self, link: str, known: Validators = NOTHING_KNOWN) -> FetchedAnswer:
        self.asked.append((link, known))
        return self._answer(link)


def parse(answers: Sequence[FetchedAnswer]) -> list[dict[str, Any] | None]:
    return [None if one.body == b'slow' else read(one.body, one.link, '') for one in answers]


def answer(
    status: int, body: bytes = b'', headers: Mapping[str, str] | None = None, moved: str = ''
) -> FetchedAnswer:
    return FetchedAnswer(status, DIFF.link, headers or {}, body, moved)


def test_what_is_no_feed_says_why() -> None:
    reading, _ = ask(answer(200, b'<a>' * 6000))
    assert (reading.state, reading.detail) == (
        SourceState.FAILING,
        'leaves 6,000 elements open, more than a feed can',
    )
    assert 'a page to log in' in ask(answer(200, samples.LOGIN_PAGE))[0].detail


def ask(
    given: FetchedAnswer | Exception,
    cache: FetchCache | None = None,
    now: datetime = NOW,
    gone: Sequence[str] = (),
    sources: Sequence[FeedSource] = (DIFF,),
) -> tuple[FeedReading, Canned]:
    def reply(link: str) -> FetchedAnswer:
        if isinstance(given, Exception):
            raise given
        return given

    fetcher = Canned(reply)
    desk = FeedDesk(fetcher, cache or FetchCache(), Languages(), now, parse)
    return collect(desk, sources, gone)[DIFF.key], fetcher


@pytest.mark.parametrize(
    ('given', 'state', 'items'),
    [
        (answer(200, samples.WORDPRESS), SourceState.FRESH, 1),
        (answer(200, samples.WORDPRESS[:-30]), SourceState.MALFORMED, 1),
        (answer(200, samples.LOGIN_PAGE), SourceState.FAILING, 0),
        (answer(200, b'slow'), SourceState.FAILING, 0),
        (answer(304), SourceState.FAILING, 0),
        (answer(404), SourceState.FAILING, 0),
        (answer(500), SourceState.FAILING, 0),
        (answer(410), SourceState.GONE, 0),
        (answer(401), SourceState.CLOSED, 0),
        (answer(403), SourceState.CLOSED, 0),
        (answer(429), SourceState.LATER, 0),
        (answer(503), SourceState.LATER, 0),
        (FetchFailed('no such host'), SourceState.FAILING, 0),
        (NotAllowed('is on evil.example'), SourceState.FAILING, 0),
    ],
)
def test_the_state_of_a_source(given: FetchedAnswer | Exception, state: SourceState, items: int) -> None:
    """C18, C19, C35"""
    found, _ = ask(given)
    assert (found.state, len(found.items)) == (state, items)
    assert (found.since == TODAY) is (not state.answered and state is not SourceState.LATER)


def test_an_unchanged_source_is_read_from_the_cache() -> None:
    """C17"""
    cache = FetchCache()
    headers = {'etag': '"1"', 'last-modified': 'Tue, 24 Nov 2026 10:00:00 GMT'}
    ask(answer(200, samples.WORDPRESS, headers), cache)
    found, fetcher = ask(answer(304), cache)
    assert fetcher.asked == [(DIFF.link, Validators('"1"', 'Tue, 24 Nov 2026 10:00:00 GMT'))]
    assert (found.state, len(found.items)) == (SourceState.UNCHANGED, 1)


def test_what_was_not_whole_is_not_kept() -> None:
    cache = FetchCache()
    for body in (samples.WORDPRESS[:-30], samples.LOGIN_PAGE, b'slow'):
        ask(answer(200, body, {'etag': '"1"'}), cache)
    assert cache.answer(DIFF.link) is None


@pytest.mark.parametrize(
    ('told', 'quiet'),
    [
        ('60', timedelta(seconds=60)),
        ('', timedelta(minutes=10)),
        ('soon', timedelta(minutes=10)),
        ('Tue, 24 Nov 2026 13:00:00 GMT', timedelta(hours=1)),
        ('9' * 30, timedelta(days=7)),
        ('Tue, 24 Nov 2099 13:00:00 GMT', timedelta(days=7)),
        ('Tue, 24 Nov 2020 13:00:00 GMT', timedelta()),
    ],
)
def test_a_busy_host_is_left_alone_as_long_as_it_says(told: str, quiet: timedelta) -> None:
    """C18"""
    cache = FetchCache()
    ask(answer(429, headers={'retry-after': told}), cache)
    for seconds, asked in ((-1, 0), (1, 1)):
        now = NOW + quiet + timedelta(seconds=seconds)
        if now > NOW or asked:
            _, fetcher = ask(answer(200, samples.WORDPRESS), cache, now)
            assert len(fetcher.asked) == asked


def test_since_when_it_fails_is_remembered_and_forgotten() -> None:
    """C33"""
    cache = FetchCache()
    ask(answer(500), cache)
    later = NOW + timedelta(days=8)
    assert ask(FetchFailed('x'), cache, later)[0].since == TODAY
    ask(answer(200, samples.WORDPRESS), cache, later)
    assert ask(answer(500), cache, later)[0].since == later.date()


def test_a_source_that_is_gone_is_not_asked() -> None:
    """C19"""
    found, fetcher = ask(answer(200, samples.WORDPRESS), gone=[DIFF.key])
    assert (found.state, fetcher.asked) == (SourceState.GONE, [])


def test_a_moved_source_is_read_and_reported() -> None:
    """C20"""
    found, _ = ask(answer(200, samples.WORDPRESS, moved='https://diff.example/new/'))
    assert found.state is SourceState.FRESH
    assert 'https://diff.example/new/' in found.detail


def test_a_source_is_asked_once_however_many_pages_want_it() -> None:
    """C16"""
    other = source('https://diff.example/feed/ – Another label')
    _, fetcher = ask(answer(200, samples.WORDPRESS), sources=[DIFF, other, DIFF])
    assert len(fetcher.asked) == 1


def test_an_item_that_cannot_stand_on_a_page_is_reported() -> None:
    """C42; case 5"""
    bad = '<item><title>Bad</title><link>javascript:alert(1)</link></item>'
    found, _ = ask(answer(200, samples.rss(samples.rss_item(1, 'Good'), bad)))
    assert [one.title for one in found.items] == ['Good']
    assert found.refused == ("'Bad': its link is not a web address beginning with https:// or http://",)


def test_dates_of_trouble_are_days() -> None:
    assert isinstance(ask(answer(500))[0].since, date)
