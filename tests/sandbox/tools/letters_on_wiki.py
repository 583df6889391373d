"""Letters by a real wiki, killed at every commit of the ledger and at every write, and gone on with.

The run leaves a draft, takes the page that keeps machines apart, and sends three letters by the wiki's own
mail; answers to its edit and to its letters are lost before the wiki acted, and after.
"""

from __future__ import annotations

import shutil
import signal
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from sandbox import pwb_folder
from sandbox.farm import Farm
from sandbox.worlds.medicine import OPERATOR
from tests.sandbox.tools import canaries
from tests.sandbox.tools.kill_points import Spoiler, spoiling_proxy
from tests.sandbox.tools.letter_cases import LetterCase, LetterCount
from tests.sandbox.tools.letterdesk import PEOPLE, LetterDesk, client, everybody
from tests.sandbox.tools.stage import CAMPAIGN, Stage

COMMIT = 'by a wiki, killed after commit'
WRITE = 'by a wiki, write'
HOW = ('kill before', 'lost before', 'kill after', 'lost after')
WAYS = '-by:wiki,drafts'
# lines of a configuration: the process ends at a commit of the ledger, and says each of them
AT_COMMIT = """
import os as _os2
import signal as _signal
import sqlite3 as _sqlite3

_done = [0]


class _Counting(_sqlite3.Connection):
    def execute(self, words, *rest):
        cursor = super().execute(words, *rest)
        if words == 'COMMIT':
            _done[0] += 1
            print('commit', _done[0], flush=True)
            if _done[0] == {number}:
                _os2.kill(_os2.getpid(), _signal.SIGKILL)
        return cursor


_connect = _sqlite3.connect
_sqlite3.connect = lambda *words, **more: _connect(*words, **{{'factory': _Counting, **more}})
"""


@dataclass
class LettersOnWiki:
    """Three people with accounts and one with an address, whose letters were tried, shown and approved."""

    farm: Farm
    desk: LetterDesk = field(init=False)
    arguments: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.desk = LetterDesk(Stage(self.farm))
        self.desk.clients(*everybody(), client(9, email=canaries.address(0)))
        approve = self.desk.approved(WAYS)
        self.arguments = (
            'write_letters', f'-campaign:{CAMPAIGN}', f'-clients:{canaries.CLIENTS}', '-always', '-pause:0',
            WAYS, approve,
        )  # fmt: skip
        self.wikis = self.farm.snapshot()
        self.kept = Path(tempfile.mkdtemp(prefix='outreach-letters-')) / 'private'
        shutil.copytree(self.desk.private, self.kept)

    def close(self) -> None:
        """Remove what was kept."""
        shutil.rmtree(self.kept.parent)
        shutil.rmtree(self.wikis)

    def count(self, case: LetterCase) -> LetterCount:
        """Put everything back, let one thing go wrong, run again, and count."""
        self.farm.restore(self.wikis)
        shutil.rmtree(self.desk.private)
        shutil.copytree(self.kept, self.desk.private)
        shutil.rmtree(self.desk.mail, ignore_errors=True)
        hit = self.spoil(case)
        for _ in range(2):
            self.farm.pwb(*self.arguments)
        states = self.desk.states()
        got = Counter([*self.desk.got(), *(str(one['To']) for one in self.desk.drafts())])
        known = states.count('sent') + states.count('drafted')
        # everybody has a letter, or is unknown: nobody is left that a run could still write to
        whole = len(states) == len(PEOPLE) + 1 and set(states) <= {'sent', 'drafted', 'unknown'}
        good = whole and known <= len(got) <= known + states.count('unknown')
        twice = tuple(who for who, count in got.items() if count > 1)
        return LetterCount(case, twice, () if good else tuple(states), states.count('unknown'), hit)

    def spoil(self, case: LetterCase) -> bool:
        """Run once with the fault; return whether it came to it."""
        spoiler = Spoiler(case.how, case.number, case.phase)
        with ExitStack() as stack:
            proxy, more = self.farm.proxy, ''
            if case.what == WRITE:
                proxy = stack.enter_context(spoiling_proxy(proxy, spoiler)).url
            else:
                more = AT_COMMIT.format(number=case.number)
            secret = self.farm.password(OPERATOR)
            pwb_folder.write_configuration(self.desk.folder, OPERATOR, secret, proxy, more)
            process = stack.enter_context(pwb_folder.start(self.desk.folder, *self.arguments))
            spoiler.pid = process.pid
            self.said, _ = process.communicate(timeout=300)
        return bool(spoiler.hit) if case.what == WRITE else process.returncode == -signal.SIGKILL

    def cases(self) -> Iterator[LetterCase]:
        """Return every case; there are as many commits as a whole run has."""
        self.count(LetterCase(COMMIT, 0))
        commits = self.commits()
        yield from (LetterCase(COMMIT, number) for number in range(1, commits + 1))
        for kind, most in (('edit', 1), ('emailuser', len(PEOPLE))):
            for number in range(1, most + 1):
                yield from (LetterCase(WRITE, number, kind, how) for how in HOW)

    def commits(self) -> int:
        """Return how many commits the last run with a count of them had."""
        return sum(line.startswith('commit ') for line in self.said.splitlines())


def counts() -> Iterator[LetterCount]:
    """Run every case on a farm of its own."""
    with Farm.start() as farm:
        farm.reset('medicine')
        scene = LettersOnWiki(farm)
        try:
            yield from map(scene.count, scene.cases())
        finally:
            scene.close()
