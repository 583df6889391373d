"""One run that sends letters by SMTP or leaves drafts, as a process that can be killed at any of its steps.

`python -m tests.sandbox.tools.letter_run FOLDER PEOPLE STEP [PORT CAFILE]`: its STEP-th step is the last
thing it does (0: it ends by itself). Steps are commits of the ledger, and private files and folders that are
on disk. Without a port it leaves drafts.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import cast
from unittest.mock import patch

from outreach import privatefiles
from outreach.letters import drafting, drafts, hands, submission
from outreach.letters.ledger import Ledger
from outreach.letters.letter import OPEN, Letter, LetterChannel
from outreach.letters.mailsettings import MailSettings
from outreach.letters.sending import Pacing, Sending
from outreach.wiki import Wiki

from tests.letters.samples import CAMPAIGN, PAGE, SETTINGS, letters


@contextmanager
def steps(hear: Callable[[int], object]) -> Iterator[None]:
    """Call `hear` with the number of each step (from 1), right after it."""
    change, write, synced = Ledger._change, privatefiles.write_bytes, drafts._synced
    done = [0]

    def step() -> None:
        done[0] += 1
        hear(done[0])

    @contextmanager
    def changed(book: Ledger) -> Iterator[None]:
        with change(book):
            yield
        step()

    def written(path: Path, content: bytes) -> None:
        write(path, content)
        step()

    def on_disk(folder: Path) -> None:
        synced(folder)
        step()

    with ExitStack() as stack:
        stack.enter_context(patch.object(Ledger, '_change', changed))
        stack.enter_context(patch.object(privatefiles, 'write_bytes', written))
        stack.enter_context(patch.object(drafts, '_synced', on_disk))
        yield


def clock() -> datetime:
    return datetime.now(UTC)


def _waiting(book: Ledger, people: int, by: LetterChannel) -> list[Letter]:
    """Return the letters of those of so many people to whom one may still go."""
    return [
        one
        for one in letters(people, by)
        if all(entry.state in OPEN for entry in book.known(one.recipient.identities))
    ]


def leave(folder: Path, people: int) -> int:
    """Leave drafts for whoever of so many people has none, as a run does."""
    book = Ledger.open(folder, CAMPAIGN, PAGE)
    try:
        book.recover(drafts.finished(folder))
        waiting = _waiting(book, people, LetterChannel.DRAFTS)
        if waiting:
            drafting.leave(book, waiting, SETTINGS, folder, clock())
    finally:
        book.close()
    return 0


def send(folder: Path, people: int, port: int, cafile: Path) -> int:
    """Send to whoever of so many people may still be sent to, as a run does; 1 where something was left."""
    settings = MailSettings('Olga', 'olga@example.org', host='localhost', port=port, cafile=str(cafile))
    book = Ledger.open(folder, CAMPAIGN, PAGE)
    book.recover(frozenset())
    hand = hands.by_channel(cast(Wiki, None), book, settings, clock)
    one = Sending(
        book,
        hand,
        lambda _one: '',
        Pacing({LetterChannel.SMTP: 100}),
        clock,
        lambda _seconds: None,
        lambda _text: None,
    )
    try:
        with patch.object(submission, 'SECONDS', 3.0):
            return int(one.send(_waiting(book, people, LetterChannel.SMTP)).unfinished)
    finally:
        book.close()


def main() -> int:
    """Run until the step that the command line names, and end there as in a power cut."""
    folder, people, last, *server = sys.argv[1:]

    def hear(number: int) -> None:
        if number == int(last):
            os.kill(os.getpid(), signal.SIGKILL)

    with steps(hear):
        if server:
            return send(Path(folder), int(people), int(server[0]), Path(server[1]))
        return leave(Path(folder), int(people))


if __name__ == '__main__':
    sys.exit(main())
