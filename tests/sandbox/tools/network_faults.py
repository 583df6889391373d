"""A proxy between Pywikibot and a farm that spoils chosen requests: the faults of real networks."""

from __future__ import annotations

import http.client
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

HOP_BY_HOP = frozenset(
    {'connection', 'keep-alive', 'transfer-encoding', 'proxy-connection', 'content-length'}
)
HTML = b'<!DOCTYPE html><html><body><h1>Our servers are currently under maintenance</h1></body></html>'


class Fault(Enum):
    """What happens to a request: lost before or after the wiki acted, answered by HTML, or put off (429).

    One that is LATE is lost for the script, and kept for `FaultyProxy.deliver_late`.
    """

    LOST_BEFORE = auto()
    LOST_AFTER = auto()
    HTML_502 = auto()
    HTML_504 = auto()
    HTML_200 = auto()
    TOO_MANY = auto()
    LATE = auto()


STATUS = {Fault.HTML_502: 502, Fault.HTML_504: 504, Fault.HTML_200: 200}
Choose = Callable[[str, str], Fault | None]
Passed = tuple[int, list[tuple[str, str]], bytes]


def on_action(action: str, fault: Fault) -> Choose:
    """Spoil every request of one API action."""
    asked = re.compile(rf'(?:^|&)action={re.escape(action)}(?:&|$)')
    return lambda url, body: fault if asked.search(f'{urlsplit(url).query}&{body}') else None


class FaultyProxy(ThreadingHTTPServer):
    """Passes requests on to `upstream` and spoils those that `choose(url, body)` gives a fault for.

    `acted` is called once the wiki has acted on a request whose answer is then lost.
    """

    daemon_threads = True

    def __init__(self, upstream: str, choose: Choose, acted: Callable[[], None]) -> None:
        super().__init__(('127.0.0.1', 0), _Handler)
        self.upstream, self.choose, self.acted = urlsplit(upstream).netloc, choose, acted
        self.spoilt: list[str] = []
        self.late: list[tuple[str, str, bytes, dict[str, str]]] = []

    @property
    def url(self) -> str:
        """The proxy's address for `http_proxy`."""
        return f'http://127.0.0.1:{self.server_port}'

    def pass_on(self, command: str, path: str, body: bytes, headers: Mapping[str, str]) -> Passed:
        """Pass a request on; give status, headers and content of the answer."""
        upstream = http.client.HTTPConnection(self.upstream, timeout=120)
        upstream.request(command, path, body, dict(headers))
        reply = upstream.getresponse()
        content = reply.read()
        upstream.close()
        kept = [(name, value) for name, value in reply.getheaders() if name.lower() not in HOP_BY_HOP]
        return reply.status, kept, content

    def deliver_late(self) -> list[str]:
        """Pass on the requests that were kept; give what the wiki answers."""
        kept, self.late = self.late, []
        return [self.pass_on(*request)[2].decode() for request in kept]


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
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP}
        if fault in (Fault.LOST_BEFORE, Fault.LATE):
            self.close_connection = True
            if fault is Fault.LATE:
                self.server.late.append((self.command, self.path, body, headers))
        elif fault is Fault.TOO_MANY:
            self._answer(429, [('Content-Type', 'text/plain'), ('Retry-After', '1')], b'Too many requests')
        elif fault in STATUS:
            self._answer(STATUS[fault], [('Content-Type', 'text/html')], HTML)
        else:
            self._pass_on(body, headers, fault)

    def _pass_on(self, body: bytes, headers: Mapping[str, str], fault: Fault | None) -> None:
        answer = self.server.pass_on(self.command, self.path, body, headers)
        if fault is Fault.LOST_AFTER:
            self.server.acted()
            self.close_connection = True
            return
        self._answer(*answer)

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
