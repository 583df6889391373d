"""Fetching what the operator allowed, and nothing else, from hosts that nobody here controls.

The connection goes to the very address that was checked, while TLS verifies the name of the host: what
a name resolves to cannot change in between. Redirects are followed one by one, each checked again.
`http.client` is used and not Requests, because its connection takes a socket of ours: the socket leads
to the checked address, and is shut when the time is over, whatever the server is doing then. No proxy
and no cookie is used. A resolver has its own limits of time.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin, urlsplit

from outreach.reachable import PORT, AllowedHosts, NotAllowed, is_public

MOST_BYTES = 5 * 1024 * 1024
MOST_SECONDS = 30.0
MOST_REDIRECTS = 5
CHUNK = 64 * 1024
GZIP = 31  # zlib's wbits for gzip alone
AS_IT_IS = "%/:=&?~#+!$,;'@()*[]"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MOVED = frozenset({301, 308})

Resolver = Callable[[str], list[str]]
Connector = Callable[[str, float], socket.socket]


class FetchFailed(Exception):
    """No usable answer came: why, in words for a report."""


@dataclass(frozen=True)
class Validators:
    """What a server said about the version that we have: send both (RFC 9110, 13.1)."""

    etag: str = ''
    modified: str = ''

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers that ask for anything newer."""
        named = {'If-None-Match': self.etag, 'If-Modified-Since': self.modified}
        return {name: value for name, value in named.items() if value}


NOTHING_KNOWN = Validators()


@dataclass(frozen=True)
class FetchedAnswer:
    """What a server answered: status, where the answer came from, headers in small letters, decoded body.

    `moved_to` is the new address where the server says that the asked one moved for good.
    """

    status: int
    link: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b''
    moved_to: str = ''

    @property
    def validators(self) -> Validators:
        """Return what to send the next time."""
        return Validators(self.headers.get('etag', ''), self.headers.get('last-modified', ''))


def resolve(host: str) -> list[str]:
    """Return the IP addresses of a host, as the system's resolver knows them."""
    found = socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def connect(address: str, seconds: float) -> socket.socket:
    """Return a connection to an IP address, made within some seconds."""
    return socket.create_connection((address, PORT), seconds)


class Fetcher:
    """Asks allowed hosts, one request at a time for each; safe to use from several threads.

    `agent` says who asks. `resolver`, `connector` and `roots` (PEM certificates trusted instead of the
    system's) are for tests, which lead names to a server of their own; no setting reaches them.
    """

    def __init__(
        self,
        allowed: AllowedHosts,
        agent: str,
        *,
        resolver: Resolver = resolve,
        connector: Connector = connect,
        roots: str | None = None,
        most_bytes: int = MOST_BYTES,
        most_seconds: float = MOST_SECONDS,
    ) -> None:
        self.allowed, self.agent = allowed, agent
        self.requests: Counter[str] = Counter()
        self._resolver, self._connector = resolver, connector
        self._most_bytes, self._most_seconds = most_bytes, most_seconds
        self._context = ssl.create_default_context(cadata=roots)
        self._lock = threading.Lock()
        self._hosts: dict[str, threading.Lock] = {}

    def fetch(self, link: str, known: Validators = NOTHING_KNOWN) -> FetchedAnswer:
        """Return the answer to one address, redirects followed; `known` asks only for something newer.

        Raises NotAllowed where the address or one that it redirects to may not be asked, FetchFailed
        where no whole answer came within the limits.
        """
        asked, moved_to, moved = link, '', True
        left = self._most_seconds
        for _ in range(MOST_REDIRECTS + 1):
            self.allowed.check(asked)
            answer, spent = self._ask(asked, known, left)
            left = max(left - spent, 0.001)
            if answer.status not in REDIRECTS or 'location' not in answer.headers:
                return FetchedAnswer(answer.status, asked, answer.headers, answer.body, moved_to)
            try:
                asked = urljoin(asked, answer.headers['location'])
            except ValueError:  # such as `//℀`
                raise FetchFailed('redirects to what is no address') from None
            moved = moved and answer.status in MOVED
            moved_to = asked if moved else moved_to
        raise FetchFailed(f'redirects more than {MOST_REDIRECTS} times')

    def _ask(self, link: str, known: Validators, seconds: float) -> tuple[FetchedAnswer, float]:
        """Ask one address, following nothing; return the answer and the seconds that it took."""
        parts = urlsplit(link)
        host = (parts.hostname or '').lower()
        target = quote(f'{parts.path or "/"}{"?" + parts.query if parts.query else ""}', safe=AS_IT_IS)
        with self._one_at_a_time(host):
            began = time.monotonic()
            addresses = self._addresses(host)
            self.requests[host] += 1
            try:
                with self._opened(host, addresses, seconds) as connection:
                    answer = self._exchange(connection, target, known)
            except (OSError, http.client.HTTPException, zlib.error) as error:
                raise FetchFailed(f'{host}: {error or type(error).__name__}') from error
            return answer, time.monotonic() - began

    @contextmanager
    def _one_at_a_time(self, host: str) -> Iterator[None]:
        with self._lock:
            lock = self._hosts.setdefault(host, threading.Lock())
        with lock:
            yield

    def _addresses(self, host: str) -> list[str]:
        """Return the addresses of a host; raise NotAllowed where one of them is not public."""
        try:
            addresses = self._resolver(host)
        except (OSError, UnicodeError) as error:
            raise FetchFailed(f'{host}: no such host ({error})') from error
        for address in addresses:
            if not is_public(address):
                raise NotAllowed(f'{host} leads to {address}, which is no address of the public Internet')
        if not addresses:
            raise FetchFailed(f'{host}: no such host')
        return addresses

    @contextmanager
    def _opened(
        self, host: str, addresses: list[str], seconds: float
    ) -> Iterator[http.client.HTTPConnection]:
        """Open a verified connection to the first address that answers; it is shut when time is over."""
        too_late = threading.Event()
        secure = self._context.wrap_socket(
            self._connected(addresses, seconds), server_hostname=host, do_handshake_on_connect=False
        )

        def shut() -> None:
            too_late.set()
            # not SSLSocket.shutdown, which takes the TLS object away from the thread that reads
            with suppress(OSError):
                socket.socket.shutdown(secure, socket.SHUT_RDWR)

        timer = threading.Timer(seconds, shut)
        timer.daemon = True
        timer.start()
        connection = http.client.HTTPSConnection(host, context=self._context)
        connection.sock = secure
        try:
            secure.do_handshake()
            yield connection
        except (OSError, http.client.HTTPException, FetchFailed, zlib.error):
            if not too_late.is_set():
                raise
        finally:
            timer.cancel()
            connection.close()
            secure.close()
        if too_late.is_set():
            raise FetchFailed(f'{host} took longer than {self._most_seconds:g} seconds')

    def _connected(self, addresses: list[str], seconds: float) -> socket.socket:
        for address in addresses[:-1]:
            with suppress(OSError):
                return self._connector(address, seconds / len(addresses))
        return self._connector(addresses[-1], seconds / len(addresses))

    def _exchange(
        self, connection: http.client.HTTPConnection, target: str, known: Validators
    ) -> FetchedAnswer:
        headers = {'User-Agent': self.agent, 'Accept-Encoding': 'gzip', 'Connection': 'close'}
        connection.request('GET', target, headers={**headers, **known.headers})
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        body = b'' if response.status in REDIRECTS else self._body(response, found)
        found.pop('content-encoding', None)
        return FetchedAnswer(response.status, '', found, body)

    def _body(self, response: http.client.HTTPResponse, headers: Mapping[str, str]) -> bytes:
        """Return the whole body, unpacked; raise FetchFailed where it is cut short or too large.

        What unpacks to more than the limit is never unpacked further than one byte beyond it.
        """
        coding = headers.get('content-encoding', '').strip().lower()
        if coding not in ('', 'identity', 'gzip'):
            raise FetchFailed(f'the answer is packed as {coding[:40]}, which was not asked for')
        unpacker = zlib.decompressobj(wbits=GZIP) if coding == 'gzip' else None
        taken, body = 0, bytearray()
        while chunk := response.read(CHUNK):
            taken += len(chunk)
            body += unpacker.decompress(chunk, self._most_bytes + 1 - len(body)) if unpacker else chunk
            if max(taken, len(body)) > self._most_bytes:
                raise FetchFailed(f'the answer is larger than {self._most_bytes:,} bytes')
        if response.length or (unpacker and taken and not unpacker.eof):
            raise FetchFailed('the answer was cut short')
        return bytes(body)
