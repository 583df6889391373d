"""A proxy that stands before a farm as Wikimedia's gateway does: limits by minute, and writes refused by lag.

Who is logged in on the wiki that is asked may ask more than others: a request's class goes by its session.
A minute may be shorter, for trials. `change` alters what the wikis answer, for trials of replies that no
wiki of the sandbox gives.
"""

from __future__ import annotations

import json
import math
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sandbox import passing

EXEMPT = ({'action': 'login'}, {'action': 'clientlogin'}, {'meta': 'tokens'})
WRITES = frozenset({'edit', 'emailuser', 'massmessage'})
# how wikis say that they are behind, or that we are too many; core sends the code in a header, too
BUSY = {
    'readonly': 'The wiki is currently in read-only mode.',
    'maxlag': 'Waiting for a database server: 7 seconds lagged.',
    'ratelimited': "You've exceeded your rate limit. Please wait some time and try again.",
}
LOGGED_IN = re.compile(r'UserID=\d')

Change = Callable[[str, dict[str, Any]], None]


@dataclass
class Limits:
    """What the gateway lets through: so many requests a minute (None: all), of `minute` seconds.

    `strangers` is how many requests without a log-in may be among them, counted apart (None: as many). `lag`
    writes in a row are refused before each one that is done, each for the next reason of `busy`; `lagged`
    counts them.
    """

    per_minute: int | None = None
    minute: float = 60.0
    strangers: int | None = None
    lag: int = 0
    busy: tuple[str, ...] = ('readonly',)
    passed: int = 0
    refused: int = 0
    lagged: int = 0
    _since: float = 0.0
    _count: Counter[bool] = field(default_factory=Counter)
    _in_a_row: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, asked: Mapping[str, list[str]], *, logged_in: bool) -> int:
        """Return after how many seconds a request may be tried again, 0 where it may pass."""
        most = self.per_minute if logged_in or self.strangers is None else self.strangers
        if any(all(value in asked.get(key, ()) for key, value in one.items()) for one in EXEMPT):
            return 0
        with self._lock:
            now = time.monotonic()
            if now - self._since >= self.minute:
                self._since, self._count = now, Counter()
            if most is not None and self._count[logged_in] >= most:
                self.refused += 1
                return max(1, math.ceil(self.minute - (now - self._since)))
            self._count[logged_in] += 1
            self.passed += 1
            return 0

    def lags(self, asked: Mapping[str, list[str]]) -> str:
        """Return the code with which a write is refused because the wiki is behind, '' where it is not."""
        if not WRITES & set(asked.get('action', ())):
            return ''
        with self._lock:
            self._in_a_row = (self._in_a_row + 1) % (self.lag + 1)
            self.lagged += bool(self._in_a_row)
            return self.busy[self._in_a_row % len(self.busy)] if self._in_a_row else ''


class Gateway(ThreadingHTTPServer):
    """Passes requests on to `upstream` within the limits."""

    daemon_threads = True

    def __init__(self, upstream: str, limits: Limits, change: Change | None) -> None:
        super().__init__(('127.0.0.1', 0), _Handler)
        self.upstream, self.limits, self.change = urlsplit(upstream).netloc, limits, change

    @property
    def url(self) -> str:
        """The address for `http_proxy`."""
        return f'http://127.0.0.1:{self.server_port}'


@contextmanager
def running(upstream: str, limits: Limits | None = None, change: Change | None = None) -> Iterator[Gateway]:
    """Run a gateway in front of a farm's proxy until the end of the block."""
    server = Gateway(upstream, limits or Limits(), change)
    with passing.running(server):
        yield server


class _Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
        """Keep quiet."""

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get('Content-Length') or 0))
        text = f'{urlsplit(self.path).query}&{body.decode("utf-8", "replace")}'
        asked, limits = parse_qs(text), self.server.limits
        logged_in = bool(LOGGED_IN.search(self.headers.get('Cookie', ''))) or 'Authorization' in self.headers
        seconds = limits.wait(asked, logged_in=logged_in)
        if seconds:
            headers = [('Content-Type', 'text/plain'), ('Retry-After', str(seconds))]
            passing.answer(self, 429, headers, b'Too many requests')
        elif code := limits.lags(asked):
            headers = [('Content-Type', 'application/json'), ('MediaWiki-API-Error', code)]
            error = {'code': code, 'info': BUSY[code]}
            passing.answer(self, 200, headers, json.dumps({'error': error}).encode())
        else:
            self._pass_on(body, ' '.join(f'{key}={",".join(value)}' for key, value in asked.items()))

    def _pass_on(self, body: bytes, asked: str) -> None:
        headers = {**dict(passing.kept(self.headers.items())), 'Accept-Encoding': 'identity'}
        status, told, content = passing.pass_on(self.server.upstream, self.command, self.path, body, headers)
        if self.server.change is not None and content.startswith(b'{'):
            reply = json.loads(content)
            self.server.change(asked, reply)
            content = json.dumps(reply).encode()
        passing.answer(self, status, told, content)
