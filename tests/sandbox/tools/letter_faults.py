"""Kill and break letters at every commit of the ledger and every line of SMTP, go on, and count.

Each case: some people, one thing that goes wrong, and then runs until nothing more happens. Nobody may
have got two letters, and everybody has one, is unknown, or was refused.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from outreach.letters.ledger import Ledger
from outreach.letters.letter import OPEN, State

from tests.letters.samples import CAMPAIGN, PAGE, letters
from tests.sandbox.tools import letter_run
from tests.sandbox.tools.mailservers import DROP, GARBAGE, Authority, FailingServer

ROOT = Path(__file__).parents[3]
PEOPLE = 3
# a claim and what became of it, for each of the people, after what a run settles first
COMMITS = 1 + 2 * PEOPLE
# EHLO, MAIL, RCPT, DATA, (text), (taken), QUIT of each letter
TO = re.compile(rb'^To: .*?(p\d+)@', re.MULTILINE)
SPOILT = [
    *((phase, DROP) for phase in ('mail', 'rcpt', 'data', 'text', 'taken', 'quit')),
    ('taken', GARBAGE), ('rcpt', '550 5.1.1 no'), ('rcpt', '450 4.2.1 no'), ('data', '421 4.7.0 no'),
    ('taken', '451 4.3.0 later'), ('taken', '554 5.7.1 no'),
]  # fmt: skip


@dataclass(frozen=True)
class LetterCase:
    """What goes wrong: the run is killed after a commit or at a line, or the server does something.

    `number` is the commit, the line, or the letter (from 1).
    """

    what: str
    number: int
    phase: str = ''
    how: str = ''

    def __str__(self) -> str:
        return f'letters: {self.what} {self.number} {self.phase} {self.how}'.rstrip()


@dataclass(frozen=True)
class LetterCount:
    """What came of a case: who got more than one letter, and who is accounted for nowhere."""

    case: LetterCase
    twice: tuple[str, ...]
    lost: tuple[str, ...]
    unknown: int
    hit: bool

    def __str__(self) -> str:
        told = f'twice {len(self.twice)}  lost {len(self.lost)}  unknown {self.unknown}'
        return f'{self.case!s:<60} {told}' + ('' if self.hit else '  NEVER HAPPENED')


def all_cases() -> Iterator[LetterCase]:
    """Return every case; the lines are as many as a whole run has."""
    yield from (LetterCase('killed after commit', number) for number in range(1, COMMITS + 1))
    yield from (LetterCase('killed at line', number) for number in range(1, _lines_of_a_run() + 1))
    for phase, how in SPOILT:
        yield from (LetterCase('letter', number, phase, how) for number in range(1, PEOPLE + 1))


def _lines_of_a_run() -> int:
    lines: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        server = FailingServer(Authority.of(Path(name)), hear=lines.append)
        with server.running():
            _run(Path(name) / 'private', server)
    return len(lines)


def run_case(case: LetterCase) -> LetterCount:
    """Let one thing go wrong, run again until nothing more happens, and count."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / 'private'
        server = FailingServer(Authority.of(Path(name)), case.phase, case.how, case.number)
        with server.running():
            hit = _spoil(folder, server, case)
            server.phase, server.hear = '', lambda _line: None
            for _ in range(3):
                _run(folder, server)
        return _count(case, folder, server, hit=hit)


def _spoil(folder: Path, server: FailingServer, case: LetterCase) -> bool:
    """Run once with the fault; return whether it came to it."""
    if case.what == 'killed after commit':
        return _started(folder, server, case.number).wait() == -signal.SIGKILL
    if case.what == 'letter':
        _run(folder, server)
        return server.offered >= case.number
    heard: list[str] = []
    process: list[subprocess.Popen[bytes]] = []

    def hear(line: str) -> None:
        heard.append(line)
        if len(heard) == case.number:
            os.kill(process[0].pid, signal.SIGKILL)
            process[0].wait()

    server.hear = hear
    process.append(_started(folder, server, 0))
    return process[0].wait() == -signal.SIGKILL


def _run(folder: Path, server: FailingServer) -> int:
    return letter_run.send(folder, server.port, server.authority.cafile, PEOPLE)


def _started(folder: Path, server: FailingServer, commit: int) -> subprocess.Popen[bytes]:
    arguments = [str(folder), str(server.port), str(server.authority.cafile), str(PEOPLE), str(commit)]
    return subprocess.Popen(
        [sys.executable, '-m', 'tests.sandbox.tools.letter_run', *arguments],
        cwd=ROOT,
        env={**os.environ, 'PYTHONPATH': f'{ROOT / "scripts"}{os.pathsep}{ROOT}'},
        stdout=subprocess.DEVNULL,
    )


def _count(case: LetterCase, folder: Path, server: FailingServer, *, hit: bool) -> LetterCount:
    got = Counter(found[1].decode() for one in server.received if (found := TO.search(one)))
    # a server that has the whole text and says no has not taken it
    if case.phase == 'taken' and case.how[:1] in ('4', '5'):
        got[f'p{case.number}'] -= 1
    book = Ledger.open(folder, CAMPAIGN, PAGE)
    states = {
        one.recipient.address.partition('@')[0]: book.known(one.recipient.identities)
        for one in letters(PEOPLE)
    }
    book.close()
    lost = []
    for name, entries in states.items():
        state = entries[0].state if entries else None
        there = got[name] > 0
        wrong = (state is State.SENT and not there) or (there and state not in (State.SENT, State.UNKNOWN))
        # whoever may still be sent to would have been, by the runs after the fault
        if wrong or state in OPEN or state is State.CLAIMED:
            lost.append(name)
    twice = tuple(name for name, count in got.items() if count > 1)
    unknown = sum(bool(entries) and entries[0].state is State.UNKNOWN for entries in states.values())
    return LetterCount(case, twice, tuple(lost), unknown, hit)


def main() -> int:
    """Run every case and print the table; 0 where nobody got two and nobody was lost."""
    counts = []
    for case in all_cases():
        counts.append(run_case(case))
        print(counts[-1], flush=True)
    twice, lost = sum(len(one.twice) for one in counts), sum(len(one.lost) for one in counts)
    unknown, missed = sum(one.unknown for one in counts), sum(not one.hit for one in counts)
    told = f'twice: {twice}, lost: {lost}, unknown: {unknown}, never happened: {missed}'
    print(f'{len(counts)} cases of letters, {told}')
    return int(bool(twice or lost or missed))


if __name__ == '__main__':
    raise SystemExit(main())
