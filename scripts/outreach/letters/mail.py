"""A letter as a mail: the same letter gives the same bytes, and one person as its only recipient.

Plain text, quoted-printable, so that every server takes it. RFC 8058 (one click) needs a web server of the
sender's, so only RFC 2369 is promised: a mail to the organizer.
"""

from __future__ import annotations

import re
from datetime import datetime
from email import policy
from email.message import EmailMessage
from typing import Any
from urllib.parse import quote

from outreach.letters import mailaddress
from outreach.letters.letter import Letter
from outreach.letters.mailsettings import MailSettings

UNSUBSCRIBE = 'List-Unsubscribe'
# the domain of a Message-ID where nobody said from which address the letters come (RFC 2606)
NOWHERE = 'outreach.invalid'


class UnfoldedIds(policy.EmailPolicy):
    """Python folds an address of more than 78 characters into encoded words, which clients ignore."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        """Return a header as it goes out: what machines read is in one line (RFC 5322 allows 998)."""
        if name in (UNSUBSCRIBE, 'Message-ID'):
            return f'{name}: {value}\r\n'.encode('ascii')
        return super().fold_binary(name, value)


POLICY = UnfoldedIds(linesep='\r\n', cte_type='7bit', raise_on_defect=False)


def message_id(token: str, campaign: str, settings: MailSettings) -> str:
    """Return the Message-ID of a letter, the same at every try; `token` is a keyed hash of the person."""
    words = re.sub('[^a-z0-9]+', '-', campaign.lower()).strip('-')[:40] or 'letters'
    domain = mailaddress.readable(settings.address).rpartition('@')[2] if settings.address else NOWHERE
    return f'<{token}.{words}@{domain}>'


def build(
    letter: Letter, ident: str, campaign: str, settings: MailSettings, now: datetime, *, draft: bool
) -> EmailMessage:
    """Return the mail. A draft is marked so that Outlook opens it for writing (`X-Unsent`)."""
    mail = EmailMessage(policy=policy.SMTP)
    if settings.address:
        mail['From'] = mailaddress.mailbox(settings.name, settings.address)
    mail['To'] = mailaddress.mailbox(letter.recipient.name, letter.recipient.address)
    if settings.replyto:
        mail['Reply-To'] = mailaddress.mailbox(settings.name, settings.replyto)
    mail['Subject'] = mailaddress.as_text(letter.subject)
    mail['Date'] = now.replace(microsecond=0)
    mail['Message-ID'] = ident
    if settings.address:
        mail[UNSUBSCRIBE] = unsubscribe(campaign, settings)
    if draft:
        mail['X-Unsent'] = '1'
    mail.set_content(letter.body, cte='quoted-printable')
    mail['Content-Language'] = letter.language
    return mail


def unsubscribe(campaign: str, settings: MailSettings) -> str:
    """Return the address by which a mail client unsubscribes: a mail to who answers (RFC 2369)."""
    subject = quote(f'unsubscribe {campaign}', safe='')
    return f'<mailto:{quote(mailaddress.readable(settings.answers_to), safe="@")}?subject={subject}>'


def as_bytes(mail: EmailMessage) -> bytes:
    """Return the mail as it goes out, with CRLF."""
    return mail.as_bytes(policy=POLICY)
