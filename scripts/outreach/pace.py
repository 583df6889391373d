"""The requests of a run: what each asks for, and at which pace they may follow one another.

Wikimedia's gateway counts requests by class and minute (deployment-charts, helmfile.d/services/rest-gateway,
policy of May 2026); over the limit it answers 429 with `Retry-After`. All threads of a run share one pace, so
that one such answer holds them all, once. What a wiki refused because it was busy (429, `maxlag`, `readonly`
while its replicas lag, `ratelimited`) was not done, so it may be sent again.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

from outreach import digits
from outreach.words import counted

# Errors that say: nothing was done, because we are too many or the wiki is behind. $wgAPIMaxLagThreshold
# is 3 s: a bot's write is refused as `readonly` meanwhile (mediawiki-config CommonSettings.php).
BUSY = frozenset({'maxlag', 'readonly', 'ratelimited'})
TOO_MANY = 'too many requests'
PATIENCE = 600.0  # seconds that one request waits in all before it is given up
LIMIT_TRIES = 10
MAX_HOLD = 120.0


@dataclass(frozen=True)
class RateClass:
    """How many requests a minute the gateway lets through, for whom, and what would make it more."""

    name: str
    per_minute: int | None
    advice: str = ''


TO_LOG_IN = 'configure an account (usernames in user-config.py) and log in'
TO_BE_BOT = 'let the account get the bot flag on any Wikimedia wiki, or run on Toolforge'
# an account that is old enough and has edited enough, on all wikis together
ESTABLISHED_EDITS, ESTABLISHED_AGE = 1000, timedelta(days=7)
TO_BE_ESTABLISHED = f'use an account with {ESTABLISHED_EDITS:,} edits that is a week old, or {TO_BE_BOT}'
ANONYMOUS = RateClass(
    'anonymous',
    10,
    "put your account's page or an e-mail address into user_agent_description in user-config.py",
)
CONTACT = RateClass('anonymous with a contact in the user agent', 200, TO_LOG_IN)
LOGGED_IN = RateClass('logged in', 200, TO_BE_ESTABLISHED)
ESTABLISHED = RateClass('established', 2000, TO_BE_BOT)
BOT = RateClass('approved bot', None)
TOOLFORGE = RateClass('Toolforge', None)
UNLIMITED = RateClass('no gateway before these wikis', None)
# classes in which it does not matter who is logged in
OF_STRANGERS = (ANONYMOUS, CONTACT, UNLIMITED)
CLASSES = {
    'anonymous': ANONYMOUS,
    'contact': CONTACT,
    'logged-in': LOGGED_IN,
    'established': ESTABLISHED,
    'bot': BOT,
    'toolforge': TOOLFORGE,
}


def is_established(edits: int, registered: str, now: datetime) -> bool:
    """Return whether an account is established, by its edits on all wikis and since when it is global.

    A log-in writes the class of the account into its session (WikimediaCustomizations, RateLimitHookHandler
    of April 2026, T419796): bots by their global groups, then by edits and age. `registered` is a moment in
    ISO 8601, '' where nobody can tell.
    """
    if edits < ESTABLISHED_EDITS or not registered:
        return False
    return now - datetime.fromisoformat(registered) >= ESTABLISHED_AGE


def rate_class(
    *, toolforge: bool, bot: bool, logged_in: bool, contact: bool, established: bool = False
) -> RateClass:
    """Return the class that requests count in."""
    if toolforge:
        return TOOLFORGE
    if logged_in:
        return BOT if bot else ESTABLISHED if established else LOGGED_IN
    return CONTACT if contact else ANONYMOUS


class Pace:
    """When the next request may go out, for all threads of a run; `clock` and `sleep` are of `time`."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._lock = threading.Lock()
        self._next = self._held = 0.0
        self.known = UNLIMITED
        self.minute = 60.0
        self.holds = 0

    @property
    def interval(self) -> float:
        """Return the seconds between two requests: 0 where no limit counts."""
        return self.minute / self.known.per_minute if self.known.per_minute else 0.0

    def wait(self) -> None:
        """Sleep until it is this request's turn."""
        with self._lock:
            now = self._clock()
            mine = max(now, self._next)
            self._next = mine + self.interval
        while (left := max(mine, self._held) - self._clock()) > 0:
            self._sleep(left)

    def hold(self, seconds: float) -> None:
        """Hold all threads for some seconds from now; what another thread was told meanwhile counts once."""
        with self._lock:
            until = self._clock() + min(seconds, MAX_HOLD)
            self.holds += until > self._held + 0.5
            self._held = max(self._held, until)
            self._next = max(self._next, self._held)

    def minutes(self, requests: int, seconds_each: float) -> float:
        """Return how long so many requests take: by the limit, or by how fast the wikis answer."""
        return requests * max(self.interval, seconds_each) / 60.0

    def row(self) -> str:
        """Return the class for the row at the beginning of a run."""
        many = counted(self.known.per_minute, 'request') if self.known.per_minute else ''
        limit = f'at most {many} a minute, all wikis together' if many else 'no limit'
        return f'Pace of this run: {limit} ({self.known.name}).'

    def words(self) -> str:
        """Return the class in words, and what would make it faster."""
        if self.known.per_minute is None:
            return f'{self.known.name}: no limit'
        faster = f'; faster: {self.known.advice}' if self.known.advice else ''
        return f'{self.known.name}: {counted(self.known.per_minute, "request")} a minute{faster}'


def refusal(response: Response) -> str:
    """Return why a wiki did nothing for now: the API's code or `TOO_MANY`; '' where it answered.

    MediaWiki names the error of an API reply in a header (core ApiMain).
    """
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        return TOO_MANY
    codes = response.headers.get('MediaWiki-API-Error', '').split(', ')
    return next((code for code in codes if code in BUSY), '')


def retry_after(headers: Mapping[str, str], otherwise: float) -> float:
    """Return the seconds that a wiki asks to wait for; `otherwise` where it does not say."""
    told = headers.get('Retry-After', '').strip()
    # else a date, or nothing
    return float(digits.number(told)) if digits.are_number(told) else otherwise


class PacedAdapter(HTTPAdapter):
    """Sends requests at a pace, and again while they are refused because a wiki is busy.

    `first_wait` is how long to wait at first where a wiki does not say; `tries` bounds the waits for a
    wiki that lags. `refused` says of the calling thread's last request why it was given up, '' where it
    was answered.
    """

    def __init__(self, pace: Pace, first_wait: float, tries: int) -> None:
        super().__init__()
        self.pace, self.first_wait, self.tries = pace, first_wait, tries
        self._last = threading.local()

    @property
    def refused(self) -> str:
        """Return why the last request of this thread was not done, '' where it may have been."""
        return getattr(self._last, 'refused', '')

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        """Send a request when it is its turn; give the answer, or the last refusal."""
        self._last.refused = ''
        waited, tried = 0.0, 0
        while True:
            self.pace.wait()
            response = super().send(request, *args, **kwargs)
            why = refusal(response)
            if not why:
                self._last.refused = ''
                return response
            tried += 1
            seconds = retry_after(response.headers, self.first_wait * 2 ** (tried - 1))
            waited += seconds
            if waited > PATIENCE or tried > (LIMIT_TRIES if why == TOO_MANY else self.tries):
                self._last.refused = why
                return response
            response.close()
            self.pace.hold(seconds)


def kind(url: str, body: bytes | str | None) -> str:
    """Return what a request asks for in a word or two: its action and the first module that it names."""
    text = body.decode('utf-8', 'replace') if isinstance(body, bytes) else str(body or '')
    asked = parse_qs(f'{urlsplit(url).query}&{text}')
    modules = [asked[name][0] for name in ('list', 'prop', 'meta') if name in asked]
    modules = [name for name in modules if name != 'userinfo'] or modules
    return ' '.join([asked.get('action', ['other'])[0], *modules[:1]])
