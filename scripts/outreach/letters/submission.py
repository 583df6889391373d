"""Handing a letter to a mail server, phase by phase, so that only its last phase can leave us in the dark.

Python's `sendmail` raises the same error before and after a server has taken a mail (facts section 3.3), so
MAIL, RCPT and DATA are said one by one. Up to the reply to DATA nothing can have been taken. From the first
byte of the text on only a reply tells; where none comes, or none that means anything, the letter is unknown.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from contextlib import suppress
from enum import Enum

from outreach.letters import mailaddress
from outreach.letters.letter import LetterOutcome, LetterState
from outreach.letters.mailsettings import MailSettings
from outreach.problems import Stopped

SECONDS = 60.0
OK, GO_ON, CLOSING, FAILED = 200, 354, 421, 500
SIZE = re.compile('[0-9]{1,20}')  # https://www.rfc-editor.org/rfc/rfc1870#section-3
ENHANCED = re.compile(r'[245]\.\d{1,3}\.\d{1,3}\b')  # RFC 3463
DOT = re.compile(rb'^\.', re.MULTILINE)


class Phase(Enum):
    """How far a letter had come."""

    CONNECT = 'connecting'
    ENCRYPT = 'encrypting'
    LOG_IN = 'logging in'
    MAIL = 'MAIL'
    RCPT = 'RCPT'
    DATA = 'DATA'
    TEXT = 'the text'


def open_session(settings: MailSettings) -> smtplib.SMTP:
    """Connect, encrypt and log in; raise Stopped with the phase where that fails. No letter is concerned."""
    phase = Phase.CONNECT
    session: smtplib.SMTP | None = None
    name = mailaddress.readable(settings.address).rpartition('@')[2]
    try:
        context = ssl.create_default_context(cafile=settings.cafile or None)
        if settings.security == 'tls':
            session = smtplib.SMTP_SSL(settings.host, settings.port, name, timeout=SECONDS, context=context)
        else:
            session = smtplib.SMTP(settings.host, settings.port, name, timeout=SECONDS)
            phase = Phase.ENCRYPT
            session.ehlo_or_helo_if_needed()
            session.starttls(context=context)
        session.ehlo_or_helo_if_needed()
        phase = Phase.LOG_IN
        if settings.user:
            session.login(settings.user, settings.password)
    except (OSError, smtplib.SMTPException) as error:
        if session is not None:
            session.close()
        raise Stopped(f'{settings.host}: failed at {phase.value}: {_why(error)}. Nothing was sent.') from None
    return session


def _why(error: Exception) -> str:
    """Return what went wrong without the server's words, which may repeat an address."""
    if isinstance(error, smtplib.SMTPResponseException):
        return word_of(error.smtp_code, error.smtp_error)
    if isinstance(error, ssl.SSLCertVerificationError):
        return f'its certificate is not to be trusted ({error.verify_message})'
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return 'it offers no encryption, or no log-in that we know'
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return 'it closed the connection'
    return type(error).__name__


def word_of(code: int, text: bytes | str) -> str:
    """Return the number of a reply with its enhanced code: `550 5.1.1`. Its words are dropped."""
    words = text if isinstance(text, str) else text.decode('ascii', 'replace')
    more = ENHANCED.search(words)
    return f'{code} {more[0]}' if more else str(code)


def hand_over(session: smtplib.SMTP, sender: str, address: str, content: bytes) -> LetterOutcome:
    """Hand one letter to one recipient over; return what became of it. Nothing is ever tried again here."""
    size = session.esmtp_features.get('size', '')
    if SIZE.fullmatch(size) and 0 < int(size) < len(content):
        return LetterOutcome(LetterState.REFUSED, f'the server takes no more than {size} bytes', counts=False)
    ask: list[tuple[Phase, str]] = [
        (Phase.MAIL, f'MAIL FROM:<{mailaddress.readable(sender)}>'),
        (Phase.RCPT, f'RCPT TO:<{mailaddress.readable(address)}>'),
        (Phase.DATA, 'DATA'),
    ]
    for phase, line in ask:
        try:
            code, words = session.docmd(line)
        except (OSError, smtplib.SMTPException):
            return LetterOutcome(
                LetterState.LATER, f'the connection broke at {phase.value}', stop=True, counts=False
            )
        good = code == GO_ON if phase is Phase.DATA else OK <= code < GO_ON
        if not good:
            return _said_no(code, f'{word_of(code, words)} at {phase.value}', phase)
    return _text(session, content)


def _said_no(code: int, word: str, phase: Phase) -> LetterOutcome:
    """Return what a reply before the text means: no for ever, no for now, or no more of them."""
    if code >= FAILED:
        # who writes is refused, not this one recipient
        return LetterOutcome(
            LetterState.REFUSED if phase is Phase.RCPT else LetterState.LATER,
            word,
            stop=phase is not Phase.RCPT,
            counts=False,
        )
    return LetterOutcome(
        LetterState.LATER, word, stop=code == CLOSING or phase is not Phase.RCPT, counts=False
    )


def _text(session: smtplib.SMTP, content: bytes) -> LetterOutcome:
    """Send the text and hear the one reply that counts."""
    try:
        session.send(DOT.sub(b'..', content) + (b'' if content.endswith(b'\r\n') else b'\r\n') + b'.\r\n')
        code, words = session.getreply()
    except (OSError, smtplib.SMTPException):
        return LetterOutcome(LetterState.UNKNOWN, 'the connection broke in the text', stop=True)
    word = word_of(code, words)
    if OK <= code < GO_ON:
        return LetterOutcome(LetterState.SENT, word)
    if code >= FAILED:
        return LetterOutcome(LetterState.REFUSED, word)
    if 400 <= code < FAILED:
        return LetterOutcome(LetterState.LATER, word, stop=code == CLOSING)
    return LetterOutcome(
        LetterState.UNKNOWN, 'the server answered with something that is no reply', stop=True
    )


def close(session: smtplib.SMTP) -> None:
    """End the session (QUIT); what became of the letter is known already, whatever happens now."""
    with suppress(OSError, smtplib.SMTPException):
        session.quit()
    session.close()
