"""Measure build_targets on a generated world: `python -m benchmarks`, or `… --full` for the large world.

From one run, side by side: requests, time and memory of build_targets, of the same again after 1 % of
the pages changed, of the same with -replica, of the script that people write today (naive.py), and the
least requests that the API allows (bound.py).
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import ROOT, measure, reckoning, report, world
from benchmarks.measure import Run
from benchmarks.world import ELSEWHERE, FULL, LARGE, SMALL, WINDOW, Scale
from sandbox import bulk, replicas
from sandbox.bulk import BulkWorld, Edit
from sandbox.farm import Farm
from sandbox.state import SandboxError

LISTED = re.compile(r'\{\{target \| user = .*?\}\}')
# Reading needs no account. Each folder has another password, which nobody asks for, and so is another one.
NOBODY = ''
BUILD = (
    'build_targets',
    '-simulate',
    '-list:Benchmark list',
    '-source:en.wikipedia.test',
    f'-banner:WikiProject {world.PROJECT}',
    '-wikis:*.wikipedia.test',
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and print the report; 0 done, 1 where a run failed."""
    parser = argparse.ArgumentParser(prog='python -m benchmarks', description='Measure build_targets.')
    parser.add_argument('--full', action='store_true', help='the large world; takes some minutes')
    parser.add_argument(
        '--people',
        type=int,
        default=400,
        help="how many people today's script reads before the others are reckoned up (400)",
    )
    parser.add_argument('--large', action='store_true', help='four times the large world')
    options = parser.parse_args(arguments)
    scale = LARGE if options.large else FULL if options.full else SMALL
    now = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        quarter = measured(FULL, now, 0) if scale is LARGE else None
        results = measured(scale, now, options.people)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    lines = [*report.lines(results), *report.replica_target(quarter or results)]
    if quarter is not None:
        lines += ['', *report.growth(quarter, results, LARGE.revisions / FULL.revisions)]
    print('', *lines, sep='\n')
    if scale is SMALL:
        print(
            'The targets are those of the large world (--full): here, what each wiki costs once weighs most.'
        )
        return 0
    return 1 if any(line.endswith(report.MISSED) for line in lines) else 0


def measured(scale: Scale, now: datetime, people: int) -> report.Results:
    """Return what was measured on a world of this size; raise RuntimeError where a run fails."""
    made = world.generate(scale, now)
    describe(scale, made)
    with Farm.start() as farm:
        print(f'{farm.describe()}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}', flush=True)
        code = Path(world.__file__).read_text(encoding='utf-8')
        bulk.fill(farm, f'{scale} {now} {code}', lambda: made)
        return run(farm, made, now, people)


def describe(scale: Scale, made: BulkWorld) -> None:
    """Describe what the world holds."""
    elsewhere = sum(len(page.edits) for page in made.pages) - scale.revisions
    wikis = len({page.wiki for page in made.pages})
    print(
        f'World: {scale.pages:,} pages of {len(made.assessed):,} articles on {wikis} wikis, '
        f'{scale.revisions:,} revisions (and {elsewhere:,} off the topic), {scale.accounts:,} people with '
        f'{sum(len(account.edits) for account in made.accounts):,} accounts; seed {scale.seed}.'
    )


def run(farm: Farm, made: BulkWorld, now: datetime, people: int) -> report.Results:
    """Run everything on one farm, one after the other; raise RuntimeError where a run fails.

    `people` is how many today's script reads; with 0 it is not run.
    """
    ours = farm.pwb_directory(NOBODY, 'ours')
    first = _checked('build_targets', measure.run(farm, ours, BUILD))
    today = report.naive(_naive(farm, made, now, people)) if people else None
    replica = _replica(farm, first)
    changed = _change(farm, made)
    again = _checked('build_targets again', measure.run(farm, ours, BUILD))
    return report.Results(reckoning.facts(made, now), first, today, again, changed, replica)


def _checked(name: str, done: Run) -> Run:
    print(f'{name}: {done.requests:,} requests, {done.seconds:.1f} s', flush=True)
    if done.code:
        raise RuntimeError(f'{name} failed:\n{done.output[-2000:]}')
    return done


def _naive(farm: Farm, made: BulkWorld, now: datetime, people: int) -> Run:
    folder = farm.pwb_directory(NOBODY, 'the script of today')
    pages = folder / 'pages.txt'
    topic = [page for page in made.pages if page.title != ELSEWHERE]
    text = ''.join(f'{page.wiki.removesuffix("wiki")}:{page.title}\n' for page in topic)
    pages.write_text(text, encoding='utf-8')
    since = (now - WINDOW).strftime('%Y-%m-%dT%H:%M:%SZ')
    script = str(ROOT / 'benchmarks' / 'naive.py')
    args = [script, f'-file:{pages}', f'-since:{since}', f'-people:{people}']
    return _checked('the script of today', measure.run(farm, folder, args, marks='p'))


def _replica(farm: Farm, first: Run) -> Run | None:
    """Run with -replica, from an empty cache; the list must be the one that the API gave.

    None where there is no MariaDB server.
    """
    folder = farm.pwb_directory(NOBODY, 'replica')
    try:
        with replicas.running() as server:
            server.load(farm.data)
            with (folder / 'user-config.py').open('a', encoding='utf-8') as file:
                file.write(replicas.configuration(server.port))
            done = _checked('with -replica', measure.run(farm, folder, [*BUILD, '-replica']))
    except SandboxError as error:
        print(error, file=sys.stderr)
        return None
    if LISTED.findall(done.output) != LISTED.findall(first.output):
        raise RuntimeError('the replicas gave another list than the API')
    return done


def _change(farm: Farm, made: BulkWorld) -> int:
    """Edit 1 % of the topic's pages, chosen at random, as of now; give how many."""
    topic = [page for page in made.pages if page.title != ELSEWHERE]
    chosen = random.Random(1).sample(topic, len(topic) // 100)
    moment = world.stamp(datetime.now(UTC))
    bulk.add_edits(
        farm.data,
        (
            (page.wiki, page.title, Edit(page.edits[-1].user, moment, page.edits[-1].size + 10, ''))
            for page in chosen
        ),
    )
    return len(chosen)


if __name__ == '__main__':
    raise SystemExit(main())
