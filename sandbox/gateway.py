"""A proxy that stands before a farm as Wikimedia's gateway does: limits by minute, and writes refused by lag.

A minute may be shorter, for trials. `change` alters what the wikis answer, for trials of replies that no
wiki of the sandbox gives.
"""

from __future__ import annotations

import json
import math
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sandbox import passing

EXEMPT = ({'action': 'login'}, {'action': 'clientlogin'}, {'meta': 'tokens'})
WRITES = frozenset({'edit', 'massmessage'})
LAGGED = {'error': {'code': 'readonly', 'info': 'The wiki is currently in read-only mode.'}}

Change = Callable[[str, dict[str, Any]], None]


@dataclass
class Limits:
    """What the gateway lets through: so many requests a minute (None: all), of `minute` seconds.

    `lag` writes in a row are refused as `readonly` before each one that is done; `lagged` counts them.
    """

    per_minute: int | None = None
    minute: float = 60.0
    lag: int = 0
    passed: int = 0
    refused: int = 0
    lagged: int = 0
    _since: float = 0.0
    _count: int = 0
    _in_a_row: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, asked: Mapping[str, list[str]]) -> int:
        """Return after how many seconds a request may be tried again, 0 where it may pass."""
        if any(all(value in asked.get(key, ()) for key, value in one.items()) for one in EXEMPT):
            return 0
        with self._lock:
            now = time.monotonic()
            if now - self._since >= self.minute:
                self._since, self._count = now, 0
            if self.per_minute is not None and self._count >= self.per_minute:
                self.refused += 1
                return max(1, math.ceil(self.minute - (now - self._since)))
            self._count += 1
            self.passed += 1
            return 0

    def lags(self, asked: Mapping[str, list[str]]) -> bool:
        """Return whether a write is refused because the replicas lag."""
        if not WRITES & set(asked.get('action', ())):
            return False
        with self._lock:
            self._in_a_row = (self._in_a_row + 1) % (self.lag + 1)
            self.lagged += bool(self._in_a_row)
            return bool(self._in_a_row)


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
        seconds = limits.wait(asked)
        if seconds:
            headers = [('Content-Type', 'text/plain'), ('Retry-After', str(seconds))]
            passing.answer(self, 429, headers, b'Too many requests')
        elif limits.lags(asked):
            headers = [('Content-Type', 'application/json'), ('MediaWiki-API-Error', 'readonly')]
            passing.answer(self, 200, headers, json.dumps(LAGGED).encode())
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
