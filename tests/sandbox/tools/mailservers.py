"""Mail servers for tests: aiosmtpd with TLS, log-in and a limit of size, and one that fails as it is told to.

Both are on this machine, under a name of an authority of the test's own.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from sandbox.tlsserver import accepting

HOST = 'localhost'
USER, PASSWORD = 'olga', 'correct horse'


@dataclass(frozen=True)
class Received:
    """A letter that a server took."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes


@dataclass
class Authority:
    """Certificates for the servers of a test; `cafile` is what a client has to trust."""

    cafile: Path
    context: ssl.SSLContext

    @classmethod
    def of(cls, folder: Path, host: str = HOST) -> Authority:
        authority = trustme.CA()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(host).configure_cert(context)
        cafile = folder / 'authority.pem'
        authority.cert_pem.write_to_path(str(cafile))
        return cls(cafile, context)


class Keeper:
    """Keeps what aiosmtpd takes, and refuses whom a test names."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.refuse: dict[str, str] = {}

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Envelope, address: str, options: Any
    ) -> str:
        """Take a recipient, or say what a test wants said."""
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return '250 2.1.5 OK'

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        """Take a letter."""
        content = envelope.content if isinstance(envelope.content, bytes) else b''
        self.received.append(Received(envelope.mail_from or '', tuple(envelope.rcpt_tos), content))
        return '250 2.0.0 queued as 4711 for <somebody@canary.example>'


def _log_in(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (
        USER.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=good)


@contextmanager
def honest_server(
    authority: Authority, *, starttls: bool = True, size: int = 20_000
) -> Iterator[tuple[int, Keeper]]:
    """Run aiosmtpd: nobody sends without TLS and a log-in. Gives its port and what it keeps."""
    keeper = Keeper()
    controller = Controller(
        keeper,
        hostname='127.0.0.1',
        port=0,
        ssl_context=None if starttls else authority.context,
        tls_context=authority.context if starttls else None,
        require_starttls=starttls,
        authenticator=_log_in,
        auth_required=True,
        auth_require_tls=starttls,
        data_size_limit=size,
    )
    # the controller looks whether it is there by the port that it was told
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        controller.port = probe.getsockname()[1]
    controller.start()
    try:
        yield controller.port, keeper
    finally:
        controller.stop()


DROP, GARBAGE = 'drop', 'garbage'
Hear = Callable[[str], None]


@dataclass
class FailingServer:
    """Speaks SMTP over TLS, and at a phase (mail, rcpt, data, text, taken) says or does what it is told.

    `how` is a reply, `drop` or `garbage`; at `text` it drops in the middle, at `taken` when it has it all.
    `hear` is called with every line of the client before it is answered, with '(taken)' when it has a letter.
    """

    authority: Authority
    phase: str = ''
    how: str = ''
    only: int = 0
    hear: Hear = lambda _line: None
    received: list[bytes] = field(default_factory=list)
    offered: int = 0

    def __post_init__(self) -> None:
        self._listener = socket.create_server(('127.0.0.1', 0))
        self.port = int(self._listener.getsockname()[1])

    @contextmanager
    def running(self) -> Iterator[FailingServer]:
        with accepting(self._listener, self._speak):
            yield self

    def _speak(self, connection: socket.socket) -> None:
        with (
            suppress(OSError, ssl.SSLError),
            self.authority.context.wrap_socket(connection, server_side=True) as one,
        ):
            self._serve(one)

    def _spoils(self, phase: str) -> bool:
        return self.phase == phase and self.only in (0, self.offered)

    def _serve(self, connection: ssl.SSLSocket) -> None:
        lines = connection.makefile('rb')

        def say(text: str) -> None:
            connection.sendall(f'{text}\r\n'.encode())

        def answer(phase: str, good: str) -> bool:
            """Answer as told; return whether the connection goes on."""
            how = self.how if self._spoils(phase) else good
            if how == DROP:
                return False
            say('\x07not a reply' if how == GARBAGE else how)
            return True

        say('220 failing.test')
        for raw in lines:
            line = raw.decode('ascii', 'replace').strip()
            verb = line[:4].upper()
            self.offered += verb == 'MAIL'
            self.hear(line)
            if verb in ('EHLO', 'HELO'):
                say('250 failing.test')
            elif verb in ('MAIL', 'RCPT'):
                if not answer(verb.lower(), '250 OK'):
                    return
            elif verb == 'DATA':
                if not answer('data', '354 go on'):
                    return
                if (self.how if self._spoils('data') else '354').startswith('354') and not self._text(
                    lines, answer
                ):
                    return
            elif verb == 'QUIT':
                if not self._spoils('quit'):
                    say('221 bye')
                return

    def _text(self, lines: Any, answer: Callable[[str, str], bool]) -> bool:
        content = b''
        for raw in lines:
            if raw == b'.\r\n':
                break
            if not content:
                self.hear('(text)')
                if self._spoils('text'):
                    return False
            content += raw
        else:
            return False
        self.received.append(content)
        self.hear('(taken)')
        return answer('taken', '250 2.0.0 OK')
