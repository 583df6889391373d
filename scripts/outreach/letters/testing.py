"""The test letter: one, to the organizer, before anybody else gets one by that way."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from outreach.letters.ledger import Ledger
from outreach.letters.letter import Letter, LetterChannel, LetterOutcome, LetterState
from outreach.letters.letterplan import LetterPlan, LetterTexts
from outreach.letters.mailsettings import MailSettings
from outreach.letters.sending import Hand
from outreach.problems import Problem

ME = 'me'


def texts_word(texts: LetterTexts) -> str:
    """Return a number over the texts of a letter: who changes one, tests again."""
    pins = '|'.join(f'{code}={texts.pins[code]}' for code in sorted(texts.pins))
    return hashlib.sha256(pins.encode()).hexdigest()[:16]


def untested(plan: LetterPlan, ledger: Ledger, texts: LetterTexts) -> list[Problem]:
    """Return by which channels these texts were never tried."""
    channels = {one.channel for one in plan.letters} - {LetterChannel.DRAFTS}
    return [
        Problem(f'-by:{one.value}', 'no test letter of these texts went out yet: give -testto:me first')
        for one in sorted(channels, key=lambda one: one.value)
        if not ledger.tested(one, texts_word(texts))
    ]


def to_oneself(plan: LetterPlan, channel: LetterChannel, settings: MailSettings, user: str) -> Letter | None:
    """Return the first letter of a channel, addressed to whoever tries it; None where there is none."""
    for letter in plan.letters:
        if letter.channel is channel:
            address = settings.address if channel is LetterChannel.SMTP else ''
            identities = frozenset({f'test:{user or address}'})
            to = replace(letter.recipient, identities=identities, user=user, address=address)
            return replace(letter, recipient=to)
    return None


def send(
    letter: Letter,
    ledger: Ledger,
    texts: LetterTexts,
    hands: Mapping[LetterChannel, Hand],
    clock: Callable[[], datetime],
) -> LetterOutcome:
    """Send the test letter; it counts for the day, and only one that was taken is a test."""
    go = hands[letter.channel](letter)
    ledger.keep_try(letter.channel, clock())
    outcome = go()
    if outcome.state is LetterState.SENT:
        ledger.keep_test(letter.channel, texts_word(texts), clock())
    return outcome
