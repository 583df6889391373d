"""What proxies of ours have in common: passing requests on to a farm, answering, and running meanwhile."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOP_BY_HOP = frozenset(
    {'connection', 'keep-alive', 'transfer-encoding', 'proxy-connection', 'content-length'}
)
Headers = Iterable[tuple[str, str]]
Passed = tuple[int, list[tuple[str, str]], bytes]


def kept(headers: Headers) -> list[tuple[str, str]]:
    """Return the headers that go further than to the next proxy."""
    return [(name, value) for name, value in headers if name.lower() not in HOP_BY_HOP]


def pass_on(upstream: str, command: str, path: str, body: bytes, headers: Mapping[str, str]) -> Passed:
    """Pass a request on to a host and port; return status, headers and content of the answer."""
    connection = http.client.HTTPConnection(upstream, timeout=120)
    connection.request(command, path, body, dict(headers))
    reply = connection.getresponse()
    content = reply.read()
    connection.close()
    return reply.status, kept(reply.getheaders()), content


def answer(handler: BaseHTTPRequestHandler, status: int, headers: Headers, content: bytes) -> None:
    """Answer a request; who has gone meanwhile misses it."""
    try:
        handler.send_response_only(status)
        for name, value in kept(headers):
            handler.send_header(name, value)
        handler.send_header('Content-Length', str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)
    except (BrokenPipeError, ConnectionResetError):
        handler.close_connection = True


@contextmanager
def running(server: ThreadingHTTPServer) -> Iterator[None]:
    """Run a server until the end of the block."""
    thread = threading.Thread(target=server.serve_forever, kwargs={'poll_interval': 0.05}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
