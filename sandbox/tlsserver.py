"""A scripted TLS server: hosts of the outside world under `.test`, saying what a script tells them.

It replays statuses, headers, delays, truncation and whatever bytes, and keeps what it was asked. Names
resolve to addresses of the public Internet, and connections to these are led to it; its certificates
are signed by an authority of its own. Nothing leaves the machine.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import trustme

# of a network of the Wikimedia Foundation; never connected to
ADDRESS = '198.35.26.96'
BACKLOG = 50


@dataclass(frozen=True)
class Request:
    """One request as the server got it; headers have small letters."""

    host: str
    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Reply:
    """What is answered: `pause` seconds before it, `drip` seconds after each byte of it.

    `cut` sends that many bytes of the body only, `raw` sends bytes instead of an HTTP answer.
    """

    body: bytes = b''
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    pause: float = 0
    drip: float = 0
    cut: int | None = None
    raw: bytes | None = None

    def __bytes__(self) -> bytes:
        if self.raw is not None:
            return self.raw
        lines = [f'HTTP/1.1 {self.status} Scripted']
        headers = {'Content-Length': str(len(self.body)), 'Connection': 'close', **self.headers}
        lines += [f'{name}: {value}' for name, value in headers.items() if value]
        return '\r\n'.join([*lines, '', '']).encode('latin-1') + self.body[: self.cut]


Script = Reply | Callable[[Request], Reply]


def versioned(body: bytes, etag: str, modified: str, kind: str = 'application/rss+xml') -> Script:
    """Return a script that answers 304 to whoever sends both validators of this version."""
    headers = {'ETag': etag, 'Last-Modified': modified, 'Content-Type': f'{kind}; charset=utf-8'}

    def reply(request: Request) -> Reply:
        known = (request.headers.get('if-none-match'), request.headers.get('if-modified-since'))
        return (
            Reply(status=304, headers=headers) if known == (etag, modified) else Reply(body, headers=headers)
        )

    return reply


@contextmanager
def accepting(listener: socket.socket, serve: Callable[[socket.socket], None]) -> Iterator[None]:
    """Give each connection to `serve`, one after the other, until the block ends; close the listener."""

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            serve(connection)

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


class TlsServer:
    """The server; `script` maps (host, path with query) to what is said, else `hosts` the host, else 404."""

    def __init__(self) -> None:
        self.script: dict[tuple[str, str], Script] = {}
        self.hosts: dict[str, Script] = {}
        self.requests: list[Request] = []
        self.connected: list[str] = []
        self.most_at_once: dict[str, int] = {}
        self.resolved: dict[str, list[str]] = {}
        self._authority = trustme.CA()
        self._certificates: dict[str, ssl.SSLContext] = {}
        self._running: dict[str, int] = {}
        self._lock = threading.Lock()
        self._listener = socket.create_server(('127.0.0.1', 0), backlog=BACKLOG)

    @property
    def port(self) -> int:
        """Return the port on this machine."""
        return int(self._listener.getsockname()[1])

    @property
    def roots(self) -> str:
        """Return the certificate of the authority, as PEM."""
        return self._authority.cert_pem.bytes().decode()

    def say(self, host: str, path: str, script: Script) -> None:
        """Tell the server what to say at an address."""
        self.script[host, path] = script

    def resolver(self, host: str) -> list[str]:
        """Return the addresses of a name: those told, else one public address for every `.test` name."""
        if host in self.resolved:
            return self.resolved[host]
        if not host.endswith('.test'):
            raise OSError('only names under .test are known here')
        return [ADDRESS]

    def connector(self, address: str, seconds: float) -> socket.socket:
        """Connect to this server, whatever the address."""
        self.connected.append(address)
        return socket.create_connection(('127.0.0.1', self.port), seconds)

    @contextmanager
    def running(self) -> Iterator[TlsServer]:
        """Serve until the block ends."""
        with accepting(self._listener, self._begin):
            yield self

    def _begin(self, connection: socket.socket) -> None:
        threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _context(self, host: str) -> ssl.SSLContext:
        with self._lock:
            if host not in self._certificates:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                self._authority.issue_cert(host).configure_cert(context)
                self._certificates[host] = context
            return self._certificates[host]

    def certificate_for(self, host: str, other: str) -> None:
        """Serve, for a host, the certificate of another one."""
        self._certificates[host] = self._context(other)

    def _serve(self, connection: socket.socket) -> None:
        named: list[str] = []

        def choose(secure: ssl.SSLObject, name: str, _context: ssl.SSLContext) -> None:
            named.append(name or '')
            secure.context = self._context(name or 'unnamed.test')

        outer = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        outer.sni_callback = choose
        with suppress(OSError), connection:
            self._authority.issue_cert('unnamed.test').configure_cert(outer)
            with outer.wrap_socket(connection, server_side=True) as secure:
                request = _read(secure)
                if request is None:
                    return
                with self._counted(request):
                    self._answer(secure, request)

    def _answer(self, secure: ssl.SSLSocket, request: Request) -> None:
        whole_host = self.hosts.get(request.host, Reply(status=404))
        script = self.script.get((request.host, request.path), whole_host)
        reply = script(request) if callable(script) else script
        time.sleep(reply.pause)
        whole = bytes(reply)
        if not reply.drip:
            secure.sendall(whole)
        for at in range(len(whole)) if reply.drip else ():
            secure.sendall(whole[at : at + 1])
            time.sleep(reply.drip)

    @contextmanager
    def _counted(self, request: Request) -> Iterator[None]:
        with self._lock:
            self.requests.append(request)
            self._running[request.host] = self._running.get(request.host, 0) + 1
            most = max(self.most_at_once.get(request.host, 0), self._running[request.host])
            self.most_at_once[request.host] = most
        try:
            yield
        finally:
            with self._lock:
                self._running[request.host] -= 1


def _read(secure: ssl.SSLSocket) -> Request | None:
    asked = b''
    while b'\r\n\r\n' not in asked:
        part = secure.recv(65536)
        if not part:
            return None
        asked += part
    first, *lines = asked.decode('latin-1').split('\r\n')
    headers = {line.partition(': ')[0].lower(): line.partition(': ')[2] for line in lines if line}
    return Request(headers.get('host', ''), first.split(' ')[1], headers)
