"""Leaving drafts: claimed together, written together, and settled together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path

from outreach.letters import drafts, mail
from outreach.letters.ledger import Ledger
from outreach.letters.letter import Letter, LetterOutcome, LetterState
from outreach.letters.mailsettings import MailSettings


def leave(
    ledger: Ledger, letters: Sequence[Letter], settings: MailSettings, root: Path, now: datetime
) -> Path:
    """Leave these letters as drafts; return their folder. A run that is killed leaves all of them or none."""
    name = drafts.name_of(ledger.campaign, f'{now:%Y%m%d-%H%M%S}')
    numbers = ledger.claim_all(letters, now, name)
    mails = []
    for number, letter in zip(numbers, letters, strict=True):
        ident = mail.message_id(ledger.token(letter), ledger.campaign, settings)
        made = mail.build(letter, ident, ledger.campaign, settings, now, draft=True)
        mails.append((drafts.file_name(number, letter.recipient.label), mail.as_bytes(made)))
    folder = drafts.write(root, name, mails, now)
    ledger.settle_all(numbers, LetterOutcome(LetterState.DRAFTED), now)
    return folder


def forget(ledger: Ledger, numbers: Collection[int], root: Path, now: datetime) -> None:
    """Remove the drafts of these letters, and all that the ledger says about them but never twice."""
    for folder in {name for _, name in ledger.folders_of(numbers)}:
        drafts.remove(root, folder, numbers, now)
    ledger.forget(numbers)
