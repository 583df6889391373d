"""A proxy between Pywikibot and a farm that spoils chosen requests: the faults of real networks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from sandbox import passing

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

    def deliver_late(self) -> list[str]:
        """Pass on the requests that were kept; give what the wiki answers."""
        kept, self.late = self.late, []
        return [passing.pass_on(self.upstream, *request)[2].decode() for request in kept]


@contextmanager
def faulty_proxy(
    upstream: str, choose: Choose, *, acted: Callable[[], None] = lambda: None
) -> Iterator[FaultyProxy]:
    """Run a faulty proxy in front of another, until the end of the block."""
    server = FaultyProxy(upstream, choose, acted)
    with passing.running(server):
        yield server


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
        headers = dict(passing.kept(self.headers.items()))
        if fault in (Fault.LOST_BEFORE, Fault.LATE):
            self.close_connection = True
            if fault is Fault.LATE:
                self.server.late.append((self.command, self.path, body, headers))
        elif fault is Fault.TOO_MANY:
            passing.answer(
                self, 429, [('Content-Type', 'text/plain'), ('Retry-After', '1')], b'Too many requests'
            )
        elif fault in STATUS:
            passing.answer(self, STATUS[fault], [('Content-Type', 'text/html')], HTML)
        else:
            self._pass_on(body, headers, fault)

    def _pass_on(self, body: bytes, headers: Mapping[str, str], fault: Fault | None) -> None:
        answer = passing.pass_on(self.server.upstream, self.command, self.path, body, headers)
        if fault is Fault.LOST_AFTER:
            self.server.acted()
            self.close_connection = True
            return
        passing.answer(self, *answer)
