"""What the requests of a run ask for, and when the next one may go out."""

from __future__ import annotations

import io
import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from outreach import pace
from outreach.pace import BOT, CONTACT, LOGGED_IN, Pace, PacedAdapter, RateClass, kind, rate_class, refusal
from requests import PreparedRequest, Request, Response
from requests.adapters import HTTPAdapter


class Clock:
    """A clock that goes on only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def paced(known: RateClass = CONTACT) -> tuple[Pace, Clock]:
    clock = Clock()
    one = Pace(clock, clock.sleep)
    one.known = known
    return one, clock


def answer(status: int = 200, **headers: str) -> Response:
    response = Response()
    response.status_code, response.raw = status, io.BytesIO()
    response.headers.update({name.replace('_', '-'): value for name, value in headers.items()})
    return response


def request() -> PreparedRequest:
    return Request('POST', 'http://x.test/w/api.php', data={'action': 'edit'}).prepare()


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> list[Response]:
    """Return the answers that come from the wire, one after the other."""
    waiting: list[Response] = []

    def send(self: HTTPAdapter, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        return waiting.pop(0)

    monkeypatch.setattr(HTTPAdapter, 'send', send)
    return waiting


def test_requests_follow_one_another_at_the_pace_of_the_class() -> None:
    one, clock = paced()
    for _ in range(201):
        one.wait()
    assert clock.now == pytest.approx(160.0)


def test_without_a_limit_nobody_waits() -> None:
    one, clock = paced(BOT)
    for _ in range(50):
        one.wait()
    assert clock.slept == []


def test_one_answer_holds_all_threads_once() -> None:
    one, clock = paced(BOT)
    one.hold(30)
    one.hold(29.9)
    one.wait()
    assert clock.now == pytest.approx(130.0)
    assert one.holds == 1


def test_threads_share_the_pace() -> None:
    one, _ = paced()
    taken: list[int] = []

    def work() -> None:
        for number in range(10):
            one.wait()
            taken.append(number)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 30
    assert one._next == pytest.approx(100.0 + 30 * 0.3)


@pytest.mark.parametrize(
    ('response', 'why'),
    [
        (answer(), ''),
        (answer(429, Retry_After='7'), pace.TOO_MANY),
        (answer(MediaWiki_API_Error='readonly'), 'readonly'),
        (answer(MediaWiki_API_Error='maxlag'), 'maxlag'),
        (answer(MediaWiki_API_Error='ratelimited'), 'ratelimited'),
        (answer(MediaWiki_API_Error='protectedpage'), ''),
        (answer(503), ''),
    ],
)
def test_what_says_that_nothing_was_done(response: Response, why: str) -> None:
    assert refusal(response) == why


def test_a_refused_request_is_sent_again_after_the_time_that_was_asked_for(wire: list[Response]) -> None:
    one, clock = paced(BOT)
    adapter = PacedAdapter(one, 5, 5)
    wire += [answer(429, Retry_After='7'), answer(MediaWiki_API_Error='readonly'), answer()]
    assert adapter.send(request()).status_code == 200
    assert clock.now == pytest.approx(100 + 7 + 10)
    assert adapter.refused == ''


def test_a_wiki_that_stays_behind_is_given_up_and_named(wire: list[Response]) -> None:
    one, _ = paced(BOT)
    adapter = PacedAdapter(one, 0, 2)
    wire += [answer(MediaWiki_API_Error='readonly')] * 3
    adapter.send(request())
    assert adapter.refused == 'readonly'
    wire.append(answer())
    adapter.send(request())
    assert adapter.refused == ''


def test_a_limit_is_waited_for_longer_but_not_for_ever(wire: list[Response]) -> None:
    one, clock = paced(BOT)
    adapter = PacedAdapter(one, 0, 2)
    wire += [answer(429, Retry_After='60')] * 11
    assert adapter.send(request()).status_code == 429
    assert wire == []
    assert adapter.refused == pace.TOO_MANY
    assert clock.now == pytest.approx(100 + 600)


@pytest.mark.parametrize(
    ('about', 'name'),
    [
        (
            {'toolforge': False, 'bot': False, 'logged_in': True, 'contact': True, 'established': True},
            pace.ESTABLISHED,
        ),
        ({'toolforge': False, 'bot': True, 'logged_in': True, 'contact': True, 'established': True}, BOT),
        (
            {'toolforge': False, 'bot': False, 'logged_in': False, 'contact': True, 'established': True},
            CONTACT,
        ),
        ({'toolforge': True, 'bot': False, 'logged_in': False, 'contact': False}, pace.TOOLFORGE),
        ({'toolforge': False, 'bot': True, 'logged_in': True, 'contact': True}, BOT),
        ({'toolforge': False, 'bot': False, 'logged_in': True, 'contact': True}, LOGGED_IN),
        ({'toolforge': False, 'bot': False, 'logged_in': False, 'contact': True}, CONTACT),
        ({'toolforge': False, 'bot': False, 'logged_in': False, 'contact': False}, pace.ANONYMOUS),
    ],
)
def test_the_class_of_an_account(about: dict[str, bool], name: RateClass) -> None:
    assert rate_class(**about) is name


NOW = datetime(2026, 11, 27, tzinfo=UTC)


@pytest.mark.parametrize(
    ('edits', 'registered', 'established'),
    [
        (1000, '2026-11-20T00:00:00Z', True),
        (999, '2012-03-04T05:06:07Z', False),
        (1000, '2026-11-20T00:00:01Z', False),
        (5000, '', False),
    ],
)
def test_who_is_established_has_edits_and_a_week(edits: int, registered: str, *, established: bool) -> None:
    assert pace.is_established(edits, registered, NOW) is established


def test_minutes_are_those_of_the_slower_one() -> None:
    one, _ = paced()
    assert one.minutes(2000, 0.1) == pytest.approx(10.0)
    assert one.minutes(2000, 0.6) == pytest.approx(20.0)
    assert 'faster: ' in one.words()


@pytest.mark.parametrize(
    ('url', 'body', 'word'),
    [
        ('http://x.test/w/api.php?action=query&list=users&ususers=Ada', None, 'query users'),
        ('http://x.test/w/api.php', b'action=query&meta=userinfo&prop=revisions', 'query revisions'),
        ('http://x.test/w/api.php', b'action=query&meta=userinfo', 'query userinfo'),
        ('http://x.test/w/api.php', 'action=edit&title=T', 'edit'),
        ('http://x.test/wiki/Page', b'', 'other'),
    ],
)
def test_the_kind_of_a_request(url: str, body: bytes | str | None, word: str) -> None:
    assert kind(url, body) == word
