"""What it costs to measure 900 village pumps on 30 wikis, twice: `python -m benchmarks.channels`.

Every wiki has 30 pumps, each of an item of its own and with 60 edits of a year and a half: topics, answers,
mass messages, some of them without anybody. Requests are counted by the wikis' own log, beside the bound:
one for each wiki, one for each pump, two for each wiki where a pump is silent, and what is asked once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from benchmarks import measure
from benchmarks.measure import Run
from benchmarks.report import target
from benchmarks.world import PROJECT, SOURCE, WIKIPEDIAS
from sandbox import bulk, install
from sandbox.bulk import Account, BulkWorld, Edit, Page
from sandbox.farm import Farm

DIRECTORY = 'Outreach/Channels'
EDITS = 60
DAYS = 540
PEOPLE = 6
TALKING, NEWS = 'discussiontools-added-comment', 'massmessage-delivery'
# The log-in, the farm, the items of all kinds, the directory, its history and its saving, the stop pages.
ONCE = 24


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and print the report; 0 done, 1 where a run failed or a target is missed."""
    parser = argparse.ArgumentParser(prog='python -m benchmarks.channels', description='Measure pumps.')
    parser.add_argument('--pumps', type=int, default=30, help='how many pumps each wiki has (30)')
    count = parser.parse_args(arguments).pumps
    now = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    with Farm.start() as farm:
        print(f'{farm.describe()}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}', flush=True)
        bulk.fill(farm, f'pumps {count} {now.date()}', lambda: world(count, now))
        folder = farm.pwb_directory(install.ADMIN)
        kinds = [f'-kind:pump {number}=Q{number}' for number in range(1, count + 1)]
        command = ['map_channels', f'-channels:{DIRECTORY}', *kinds, '-measure', '-always']
        try:
            first = checked('first', measure.run(farm, folder, command))
            again = checked('again', measure.run(farm, folder, command))
        except RuntimeError as error:
            print(error, file=sys.stderr)
            return 1
    lines = report(count, first, again)
    print(*lines, sep='\n')
    return 1 if any(line.endswith('MISSED') for line in lines) else 0


def world(count: int, now: datetime) -> BulkWorld:
    """Return so many pumps on every Wikipedia, each the page of one item."""
    people = [
        Account(number, f'Talker {number}', SOURCE, dict.fromkeys(WIKIPEDIAS, 100))
        for number in range(1, PEOPLE + 1)
    ]
    pages = [
        Page(wiki, f'Pump {number}', list(history(number, now)))
        for wiki in WIKIPEDIAS
        for number in range(1, count + 1)
    ]
    items = [dict.fromkeys(WIKIPEDIAS, f'Pump {number}') for number in range(1, count + 1)]
    return BulkWorld(SOURCE, PROJECT, people, pages, items, [])


def history(number: int, now: datetime) -> Iterator[Edit]:
    """Return the edits of one pump: of three pumps one has machines only, the others people who answer."""
    size = 0
    for at in range(EDITS):
        size += 200
        time = (now - timedelta(days=DAYS - DAYS * at / EDITS)).strftime('%Y%m%d%H%M%S')
        heading = f'Topic {at // 3}'
        if number % 3 == 0:
            yield Edit(1, time, size, f'/* {heading} */ new section', NEWS)
        elif at % 3 == 0:
            yield Edit(
                1 + at % PEOPLE, time, size, f'/* {heading} */ new section', 'discussiontools-newtopic'
            )
        else:
            yield Edit(1 + (at + 1) % PEOPLE, time, size, f'/* {heading} */ Reply', TALKING)


def checked(name: str, done: Run) -> Run:
    """Print what a run cost; raise RuntimeError where it failed."""
    print(f'{name}: {done.requests:,} requests, {done.seconds:.1f} s', flush=True)
    if done.code:
        raise RuntimeError(f'{name} failed:\n{done.output[-2000:]}')
    return done


def report(count: int, first: Run, again: Run) -> list[str]:
    """Return what was measured beside the bound, and each target with whether it was met."""
    wikis = len(WIKIPEDIAS)
    pumps = wikis * count
    silent = 2 * wikis
    bound = wikis + pumps + silent + ONCE
    return [
        f'\n{pumps} pumps on {wikis} wikis; bound: {wikis} + {pumps} + {silent} + {ONCE} = {bound}',
        target('requests of the first run / bound', first.requests / bound, 1, 'at most 1'),
        target(
            'requests again, pumps unchanged / bound without',
            again.requests / (bound - pumps),
            1,
            'at most 1',
        ),
        target('revisions asked for again, at home', again.kinds.get('query revisions', 0), ONCE, 'no pump'),
    ]


if __name__ == '__main__':
    raise SystemExit(main())
