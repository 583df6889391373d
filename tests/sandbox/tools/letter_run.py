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


def main(folder: str, port: str, cafile: str, people: str, commit: str) -> int:
    """Send to whoever may still be sent to."""
    kill_at(int(commit))
    submission.SECONDS = 3.0
    settings = MailSettings('Olga', 'olga@example.org', host='localhost', port=int(port), cafile=cafile)
    book = Ledger.open(Path(folder), CAMPAIGN, PAGE)
    book.recover(frozenset())
    waiting = [
        one
        for one in letters(int(people))
        if all(entry.state in OPEN for entry in book.known(one.recipient.identities))
    ]

    def clock() -> datetime:
        return datetime.now(UTC)

    hand = hands.by_channel(cast(Wiki, None), book, settings, clock)
    pacing = Pacing({Channel.SMTP: 100})
    done = Sending(book, hand, lambda _one: '', pacing, clock, lambda _seconds: None, print).send(waiting)
    book.close()
    return int(done.unfinished)


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
