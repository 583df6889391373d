"""Kill and break letters at every commit of the ledger and every line of SMTP, go on, and count.

Each case: some people, one thing that goes wrong, and then runs until nothing more happens. Nobody may
have got two letters, and everybody has one, is unknown, or was refused. `make faults` runs all of them: by a
mail server, as drafts, and by a wiki with its page that keeps machines apart (`letters_on_wiki`).
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
from itertools import chain
from pathlib import Path

from outreach.letters.drafts import PARTIAL
from outreach.letters.ledger import Ledger
from outreach.letters.letter import OPEN, LetterState

from tests.letters.samples import CAMPAIGN, PAGE, letters
from tests.sandbox.tools import letter_run, letters_on_wiki
from tests.sandbox.tools.letter_cases import LetterCase, LetterCount
from tests.sandbox.tools.mailservers import DROP, GARBAGE, Authority, FailingServer

ROOT = Path(__file__).parents[3]
PEOPLE = 3
# a claim and what became of it, for each of the people, after the folder and what a run settles first
STEPS = 2 + 2 * PEOPLE
KILLED = 'killed after step'
DRAFTS = 'drafts, killed after step'
# EHLO, MAIL, RCPT, DATA, (text), (taken), QUIT of each letter
TO = re.compile(rb'^To: .*?(p\d+)@', re.MULTILINE)
SPOILT = [
    *((phase, DROP) for phase in ('mail', 'rcpt', 'data', 'text', 'taken', 'quit')),
    ('taken', GARBAGE), ('rcpt', '550 5.1.1 no'), ('rcpt', '450 4.2.1 no'), ('data', '421 4.7.0 no'),
    ('taken', '451 4.3.0 later'), ('taken', '554 5.7.1 no'),
]  # fmt: skip


def all_cases() -> Iterator[LetterCase]:
    """Return every case; the lines and steps are as many as a whole run has."""
    yield from (LetterCase(KILLED, number) for number in range(1, STEPS + 1))
    yield from (LetterCase('killed at line', number) for number in range(1, _lines_of_a_run() + 1))
    for phase, how in SPOILT:
        yield from (LetterCase('letter', number, phase, how) for number in range(1, PEOPLE + 1))
    yield from (LetterCase(DRAFTS, number) for number in range(1, _steps_of_drafts() + 1))


def _steps_of_drafts() -> int:
    heard: list[int] = []
    with tempfile.TemporaryDirectory() as name, letter_run.steps(heard.append):
        letter_run.leave(Path(name) / 'private', PEOPLE)
    return len(heard)


def _lines_of_a_run() -> int:
    lines: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        server = FailingServer(Authority.of(Path(name)), hear=lines.append)
        with server.running():
            _run(Path(name) / 'private', server)
    return len(lines)


def run_case(case: LetterCase) -> LetterCount:
    """Let one thing go wrong, run again until nothing more happens, and count."""
    if case.what == DRAFTS:
        return _run_drafts(case)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / 'private'
        server = FailingServer(Authority.of(Path(name)), case.phase, case.how, case.number)
        with server.running():
            hit = _spoil(folder, server, case)
            server.phase, server.hear = '', lambda _line: None
            for _ in range(3):
                _run(folder, server)
        return _count(case, folder, server, hit=hit)


def _run_drafts(case: LetterCase) -> LetterCount:
    """Kill a run that leaves drafts, run again, and count the drafts by person: as files and in mailboxes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / 'private'
        hit = _started(folder, case.number).wait() == -signal.SIGKILL
        for _ in range(2):
            letter_run.leave(folder, PEOPLE)
        whole = [path for path in folder.glob('drafts/*/*') if not path.parent.name.startswith(PARTIAL)]
        files, boxed = (
            Counter(
                found.decode()
                for path in whole
                if path.suffix == kind
                for found in TO.findall(path.read_bytes())
            )
            for kind in ('.eml', '.mbox')
        )
        states = _states(folder)
    lost = [who for who, state in states.items() if state is not LetterState.DRAFTED or not files[who]]
    lost += [who for who in states if boxed[who] != files[who]]
    twice = tuple(who for who, count in files.items() if count > 1)
    return LetterCount(case, twice, tuple(lost), 0, hit)


def _spoil(folder: Path, server: FailingServer, case: LetterCase) -> bool:
    """Run once with the fault; return whether it came to it."""
    if case.what == KILLED:
        return _started(folder, case.number, server).wait() == -signal.SIGKILL
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
    process.append(_started(folder, 0, server))
    return process[0].wait() == -signal.SIGKILL


def _run(folder: Path, server: FailingServer) -> int:
    return letter_run.send(folder, PEOPLE, server.port, server.authority.cafile)


def _started(folder: Path, step: int, server: FailingServer | None = None) -> subprocess.Popen[bytes]:
    arguments = [str(folder), str(PEOPLE), str(step)]
    arguments += [str(server.port), str(server.authority.cafile)] if server else []
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
    states = _states(folder)
    lost = []
    for name, state in states.items():
        there = got[name] > 0
        wrong = (state is LetterState.SENT and not there) or (
            there and state not in (LetterState.SENT, LetterState.UNKNOWN)
        )
        # whoever may still be sent to would have been, by the runs after the fault
        if wrong or state in OPEN or state is LetterState.CLAIMED:
            lost.append(name)
    twice = tuple(name for name, count in got.items() if count > 1)
    unknown = list(states.values()).count(LetterState.UNKNOWN)
    return LetterCount(case, twice, tuple(lost), unknown, hit)


def _states(folder: Path) -> dict[str, LetterState | None]:
    """Return what the ledger says of everybody."""
    book = Ledger.open(folder, CAMPAIGN, PAGE)
    try:
        known = {
            one.recipient.address.partition('@')[0]: book.known(one.recipient.identities)
            for one in letters(PEOPLE)
        }
    finally:
        book.close()
    return {name: entries[0].state if entries else None for name, entries in known.items()}


def main() -> int:
    """Run every case and print the table; 0 where nobody got two and nobody was lost."""
    counts = []
    for count in chain(map(run_case, all_cases()), letters_on_wiki.counts()):
        counts.append(count)
        print(count, flush=True)
    twice, lost = sum(len(one.twice) for one in counts), sum(len(one.lost) for one in counts)
    unknown, missed = sum(one.unknown for one in counts), sum(not one.hit for one in counts)
    told = f'twice: {twice}, lost: {lost}, unknown: {unknown}, never happened: {missed}'
    print(f'{len(counts)} cases of letters, {told}')
    return int(bool(twice or lost or missed))


if __name__ == '__main__':
    raise SystemExit(main())
