"""`make fuzz` and `make bombs`: spoilt pages and bombs for every reader.

python -m tests.hostile fuzz [NUMBER [SEED]]    so many spoilt pages for each reader (10,000)
python -m tests.hostile bombs                   each bomb at 100 kB and 2 MB of each sample, for each reader
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from itertools import chain
from typing import Any

# Pywikibot reads its configuration when it is imported; here it needs none
os.environ |= {'PYWIKIBOT_NO_USER_CONFIG': '2', 'PYWIKIBOT_DIR': tempfile.mkdtemp(prefix='outreach-fuzz-')}

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.hostile.bombs import (
    BOMB_LETTERS,
    BOMB_SECONDS,
    BOMBS,
    PAGE_LETTERS,
    PAGE_SECONDS,
    TooSlow,
    bombs_for,
    guard,
    use,
)  # fmt: skip
from tests.hostile.fuzzing import SPOILINGS, Spoiling, failures, one_try
from tests.hostile.inventory import expressions
from tests.hostile.readers import READERS

NUMBER, SEED = 10_000, 1
_slowest: list[Any] = [0.0, '']


def fuzz(number: int, start: int) -> int:
    """Give each reader so many spoilt pages; return 1 where one raised what it does not declare.

    Every reader goes on after that: the shortest page that it failed on is told with the traceback.
    """
    print(f'{number:,} spoilt pages for each of {len(READERS)} readers, seed {start}', flush=True)

    @seed(start)
    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(SPOILINGS)
    def run(spoiling: Spoiling) -> None:
        for name, error in failures(spoiling):
            if name not in failed or len(str(error.__notes__)) < len(str(failed[name].__notes__)):
                failed[name] = error

    failed: dict[str, Exception] = {}
    before = time.process_time()
    run()
    for error in failed.values():
        traceback.print_exception(error)
    print(f'{time.process_time() - before:,.0f} s of the processor; read otherwise than declared by:')
    print('\n'.join(sorted(failed)) or 'none')
    return 1 if failed else 0


def bombs() -> int:
    """Set off every bomb at every reader and pattern; return 1 where one was too slow or failed."""
    wrong = 0
    for one in chain(_bombed_readers(), _bombed_patterns()):
        wrong += 1
        print(one, flush=True)
    print(f'{wrong} were too slow.' if wrong else 'No bomb held anything up.')
    return 1 if wrong else 0


def _bombed_readers() -> Iterator[str]:
    for name in READERS:
        yield from slow_reads(name)
    print(f'{len(READERS)} readers, {len(BOMBS)} bombs; the slowest took {_slowest[0]:.1f} s: {_slowest[1]}')


def slow_reads(name: str) -> Iterator[str]:
    """Set off every bomb at one reader, and give it ordinary text; return what it was too slow on."""
    reader = READERS[name]
    bombs = ((one, reader.tries(make(BOMB_LETTERS)[: reader.most or None])) for one, make in BOMBS.items())
    for bomb, tries in chain(bombs, [('ordinary text', reader.long(PAGE_LETTERS))]):
        for number, read in enumerate(tries):
            before = time.process_time()
            try:
                with guard(BOMB_SECONDS if bomb in BOMBS else PAGE_SECONDS):
                    one_try(reader, read)
            except TooSlow:
                yield f'{name}: too slow on {bomb}, number {number}'
            _slowest[:] = max(_slowest, [time.process_time() - before, f'{name} on {bomb}, number {number}'])


def _bombed_patterns() -> Iterator[str]:
    count = 0
    for one in expressions():
        for bomb in bombs_for(one, BOMB_LETTERS):
            count += 1
            try:
                with guard(BOMB_SECONDS):
                    use(one, bomb)
            except TooSlow:
                yield f'{one.place}: too slow on {bomb[:60]!r}…'
    print(f'{count} texts made for the loops of single patterns')


if __name__ == '__main__':
    what, *numbers = sys.argv[1:] or ['fuzz']
    if what == 'bombs':
        raise SystemExit(bombs())
    raise SystemExit(fuzz(*[int(one) for one in numbers[:2]], *[NUMBER, SEED][len(numbers[:2]) :]))
