"""What hands a letter over, by channel: everything that can fail beforehand is done before it is claimed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from outreach.letters import mail, submission, wikimail
from outreach.letters.ledger import Ledger
from outreach.letters.letter import Letter, LetterChannel, LetterOutcome
from outreach.letters.mailsettings import MailSettings
from outreach.letters.sending import Hand
from outreach.wiki import Wiki


def by_channel(
    home: Wiki, ledger: Ledger, settings: MailSettings, clock: Callable[[], datetime]
) -> Mapping[LetterChannel, Hand]:
    """Return the hands: each opens what it needs, and gives back what hands the letter over, once."""

    def by_smtp(letter: Letter) -> Callable[[], LetterOutcome]:
        ident = mail.message_id(ledger.token(letter), ledger.campaign, settings)
        content = mail.as_bytes(mail.build(letter, ident, ledger.campaign, settings, clock(), draft=False))
        session = submission.open_session(settings)

        def go() -> LetterOutcome:
            try:
                return submission.hand_over(session, settings.address, letter.recipient.address, content)
            finally:
                submission.close(session)

        return go

    def by_wiki(letter: Letter) -> Callable[[], LetterOutcome]:
        return lambda: wikimail.hand_over(home, letter.recipient.user, letter.subject, letter.body)

    return {LetterChannel.SMTP: by_smtp, LetterChannel.WIKI: by_wiki}
