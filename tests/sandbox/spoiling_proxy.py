"""A proxy that spoils one request of a script, or kills the script at it, and passes on all others."""

from __future__ import annotations

import http.client
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote_plus, urlsplit

DROPPED = frozenset({'connection', 'keep-alive', 'transfer-encoding', 'proxy-connection', 'content-length'})
HTML = b'<!DOCTYPE html><html><body><h1>Our servers are currently under maintenance</h1></body></html>'
BEFORE = frozenset({'kill before', 'lost before', '429', '502', 'html'})  # the wiki never gets it
STATUS = {'429': 429, '502': 502, 'html': 200}


@dataclass
class Spoiler:
    """Which request is spoilt, and how: the `number`th (from 1) whose API action is `kind` ('': any).

    `also` is called at that request, before anything happens to it. `pid` is the process to kill.
    `hit` is what the request asked for, '' if it never came.
    """

    how: str
    number: int
    kind: str = ''
    also: Callable[[], None] = lambda: None
    pid: int = 0
    hit: str = ''
    seen: list[str] = field(default_factory=list)

    def takes(self, asked: str) -> bool:
        """Tell whether this is the request to spoil."""
        if self.kind and f'action={self.kind}&' not in f'{asked}&':
            return False
        self.seen.append(asked)
        if len(self.seen) != self.number:
            return False
        self.hit = asked
        self.also()
        return True

    def kill(self) -> None:
        """End the script as a power cut would."""
        os.kill(self.pid, signal.SIGKILL)


class SpoilingProxy(ThreadingHTTPServer):
    """Passes requests on to `upstream`."""

    daemon_threads = True

    def __init__(self, upstream: str, spoiler: Spoiler) -> None:
        super().__init__(('127.0.0.1', 0), _Handler)
        self.upstream, self.spoiler = urlsplit(upstream).netloc, spoiler
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        """The proxy's address for `http_proxy`."""
        return f'http://127.0.0.1:{self.server_port}'


@contextmanager
def spoiling_proxy(upstream: str, spoiler: Spoiler) -> Iterator[SpoilingProxy]:
    """Run a proxy in front of another, until the end of the block."""
    server = SpoilingProxy(upstream, spoiler)
    thread = threading.Thread(target=server.serve_forever, kwargs={'poll_interval': 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: SpoilingProxy

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
        """Keep quiet."""

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get('Content-Length') or 0))
        spoiler = self.server.spoiler
        asked = unquote_plus(f'{urlsplit(self.path).query}&{body.decode("utf-8", "replace")}')
        with self.server.lock:
            how = spoiler.how if spoiler.takes(asked) else ''
        if how == 'kill before':
            spoiler.kill()
        if how in STATUS:
            self._answer(STATUS[how], [('Content-Type', 'text/html')], HTML)
        elif how not in BEFORE:
            self._pass_on(body, how)
        self.close_connection = True

    def _pass_on(self, body: bytes, how: str) -> None:
        upstream = http.client.HTTPConnection(self.server.upstream, timeout=120)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in DROPPED}
        upstream.request(self.command, self.path, body, headers)
        reply = upstream.getresponse()
        content = reply.read()
        upstream.close()
        if how == 'kill after':
            self.server.spoiler.kill()
        elif how != 'lost after':
            kept = [(name, value) for name, value in reply.getheaders() if name.lower() not in DROPPED]
            self._answer(reply.status, kept, content)

    def _answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        try:
            self.send_response_only(status)
            for name, value in [*headers, ('Content-Length', str(len(content)))]:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
