"""One run that sends letters by SMTP, as a process of its own that can be killed at any of its commits.

`python -m tests.sandbox.tools.letter_run FOLDER PORT CAFILE PEOPLE COMMIT`: its COMMIT-th commit
is the last thing it does (0: it ends by itself).
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import cast
from unittest.mock import patch

from outreach.letters import hands, submission
from outreach.letters.ledger import Ledger
from outreach.letters.letter import OPEN, Channel
from outreach.letters.mailsettings import MailSettings
from outreach.letters.sending import Pacing, Sending
from outreach.wiki import Wiki

from tests.letters.samples import CAMPAIGN, PAGE, letters


def kill_at(commit: int) -> None:
    """End the process, as a power cut would, right after so many commits."""
    change = Ledger._change
    done = [0]

    @contextmanager
    def counted(book: Ledger) -> Iterator[None]:
        with change(book):
            yield
        done[0] += 1
        if done[0] == commit:
            os.kill(os.getpid(), signal.SIGKILL)

    patch.object(Ledger, '_change', counted).start()


def send(folder: Path, port: int, cafile: Path, people: int) -> int:
    """Send to whoever of so many people may still be sent to, as a run does; 1 where something was left."""
    settings = MailSettings('Olga', 'olga@example.org', host='localhost', port=port, cafile=str(cafile))
    book = Ledger.open(folder, CAMPAIGN, PAGE)
    book.recover(frozenset())
    waiting = [
        one
        for one in letters(people)
        if all(entry.state in OPEN for entry in book.known(one.recipient.identities))
    ]

    def clock() -> datetime:
        return datetime.now(UTC)

    hand = hands.by_channel(cast(Wiki, None), book, settings, clock)
    one = Sending(
        book,
        hand,
        lambda _one: '',
        Pacing({Channel.SMTP: 100}),
        clock,
        lambda _seconds: None,
        lambda _text: None,
    )
    try:
        with patch.object(submission, 'SECONDS', 3.0):
            return int(one.send(waiting).unfinished)
    finally:
        book.close()


if __name__ == '__main__':
    kill_at(int(sys.argv[5]))
    sys.exit(send(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])))
