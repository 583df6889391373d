"""A proxy between Pywikibot and a farm that spoils chosen requests: the faults of real networks."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

HOP_BY_HOP = frozenset(
    {'connection', 'keep-alive', 'transfer-encoding', 'proxy-connection', 'content-length'}
)
HTML = b'<!DOCTYPE html><html><body><h1>Our servers are currently under maintenance</h1></body></html>'


class Fault(Enum):
    """What happens to a request: lost before or after the wiki acted, answered by HTML, or put off (429)."""

    LOST_BEFORE = auto()
    LOST_AFTER = auto()
    HTML_502 = auto()
    HTML_200 = auto()
    TOO_MANY = auto()


STATUS = {Fault.HTML_502: 502, Fault.HTML_200: 200}
Choose = Callable[[str, str], Fault | None]


def on_action(action: str, fault: Fault) -> Choose:
    """Spoil every request of one API action."""
    return lambda url, body: fault if f'action={action}' in f'{urlsplit(url).query}&{body}' else None


class FaultyProxy(ThreadingHTTPServer):
    """Passes requests on to `upstream` and spoils those that `choose(url, body)` gives a fault for.

    `acted` is called once the wiki has acted on a request whose answer is then lost.
    """

    daemon_threads = True

    def __init__(self, upstream: str, choose: Choose, acted: Callable[[], None]) -> None:
        super().__init__(('127.0.0.1', 0), _Handler)
        self.upstream, self.choose, self.acted = urlsplit(upstream).netloc, choose, acted
        self.spoilt: list[str] = []

    @property
    def url(self) -> str:
        """The proxy's address for `http_proxy`."""
        return f'http://127.0.0.1:{self.server_port}'


@contextmanager
def faulty_proxy(
    upstream: str, choose: Choose, *, acted: Callable[[], None] = lambda: None
) -> Iterator[FaultyProxy]:
    """Run a faulty proxy in front of another, until the end of the block."""
    server = FaultyProxy(upstream, choose, acted)
    thread = threading.Thread(target=server.serve_forever, kwargs={'poll_interval': 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: FaultyProxy

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
        """Keep quiet."""

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get('Content-Length') or 0))
        fault = self.server.choose(self.path, body.decode('utf-8', 'replace'))
        if fault is not None:
            self.server.spoilt.append(self.path)
        if fault is Fault.LOST_BEFORE:
            self.close_connection = True
        elif fault is Fault.TOO_MANY:
            self._answer(429, [('Content-Type', 'text/plain'), ('Retry-After', '1')], b'Too many requests')
        elif fault in STATUS:
            self._answer(STATUS[fault], [('Content-Type', 'text/html')], HTML)
        else:
            self._pass_on(body, fault)

    def _pass_on(self, body: bytes, fault: Fault | None) -> None:
        upstream = http.client.HTTPConnection(self.server.upstream, timeout=120)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP}
        upstream.request(self.command, self.path, body, headers)
        reply = upstream.getresponse()
        content = reply.read()
        upstream.close()
        if fault is Fault.LOST_AFTER:
            self.server.acted()
            self.close_connection = True
            return
        kept = [(name, value) for name, value in reply.getheaders() if name.lower() not in HOP_BY_HOP]
        self._answer(reply.status, kept, content)

    def _answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        try:
            self.send_response_only(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header('Content-Length', str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
