"""What it costs to send to 5,000 people on 30 wikis and to check it: `python -m benchmarks.sends`.

The people have accounts and, half of them, talk pages; the message is there in three languages. From
one run: the plan, the sending, and the check after the wikis' job queues have run; requests by the
wikis' own log, each beside what the API makes necessary.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Sequence
from math import ceil

from benchmarks import measure
from benchmarks.measure import Run
from benchmarks.report import target
from benchmarks.world import PROJECT, SOURCE, WIKIPEDIAS
from sandbox import bulk, install
from sandbox.bulk import Account, BulkWorld
from sandbox.farm import Farm
from sandbox.wikis import BY_DBNAME

CAMPAIGN = 'Outreach/Benchmark'
TITLES = 50  # of one request without the right apihighlimits
LEAVE = '[[m:Outreach/Benchmark/Targets|Leave the list]] 12:00, 1 May 2026 (UTC)'
MESSAGES = {
    'Message': f'== Hello ==\nText of the message. {LEAVE}',
    'Message/sv': f'== Hej ==\nMeddelandets text. {LEAVE}',
    'Message/es': f'== Hola ==\nTexto del mensaje. {LEAVE}',
}
# To log in: two questions about modules, a token, the log-in itself, and who we are now.
LOG_IN = 5
# None of it grows with the targets. Who we are, what the wiki knows and what its namespaces are called; the
# campaign page, stop pages, send pages, the log of sends, the list and its parts, exclude pages, the message,
# what is protected, who wrote what we go by; the farm and its prefixes; languages and their fallbacks (2).
READ = 17
# By whom they are: history and last trusted revision of the campaign page, the list and three texts; and the
# log of each of two stop pages and two exclude pages, which somebody may have moved or deleted.
WHOSE = 2 * 5 + 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and print the report; 0 done, 1 where a run failed or a target is missed."""
    parser = argparse.ArgumentParser(prog='python -m benchmarks.sends', description='Measure a send.')
    parser.add_argument('--targets', type=int, default=5_000, help='how many people (5000)')
    options = parser.parse_args(arguments)
    people = readers(options.targets)
    with Farm.start() as farm:
        print(f'{farm.describe()}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}', flush=True)
        bulk.fill(farm, f'sends {options.targets}', lambda: BulkWorld(SOURCE, PROJECT, people, [], [], []))
        write_campaign(farm, people)
        folder = farm.pwb_directory(install.ADMIN)
        about = (f'-campaign:{CAMPAIGN}', '-always')
        try:
            plan = checked('plan', measure.run(farm, folder, ['send_message', *about, '-simulate']))
            checked('send', measure.run(farm, folder, ['send_message', *about]))
            started = time.monotonic()
            print(f'{farm.run_jobs():,} jobs run by the wikis, {time.monotonic() - started:.1f} s')
            check = checked('check', measure.run(farm, folder, ['check_delivery', *about]))
        except RuntimeError as error:
            print(error, file=sys.stderr)
            return 1
    lines = report(people, plan, check)
    print(*lines, sep='\n')
    return 1 if any(line.endswith('MISSED') for line in lines) else 0


def readers(count: int) -> list[Account]:
    """Return so many people, spread over the Wikipedias as wikis are: many on a few."""
    wikis = [dbname for at, dbname in enumerate(WIKIPEDIAS) for _ in range(1 + 60 // (at + 1))]
    homes = [wikis[number % len(wikis)] for number in range(count)]
    return [
        Account(number, f'Reader {number}', home, {home: 10}, talk_page=bool(number % 2))
        for number, home in enumerate(homes, 1)
    ]


def write_campaign(farm: Farm, people: Sequence[Account]) -> None:
    """Write the campaign page, its list and its message."""
    admin = farm.login(install.ADMIN)
    lines = [f'* {{{{#target:User talk:{one.name}|{BY_DBNAME[one.home].host}}}}}' for one in people]
    admin.edit(f'{CAMPAIGN}/Targets', '\n'.join(lines))
    for title, text in MESSAGES.items():
        admin.edit(f'{CAMPAIGN}/{title}', text)
    ground = '| consent = agreed\n| discussion = https://meta.wikimedia.test/wiki/Talk:X\n'
    admin.edit(CAMPAIGN, f'{{{{Outreach campaign\n| name = Benchmark\n{ground}| cooldown = 30\n}}}}')


def checked(name: str, done: Run) -> Run:
    """Print what a run cost; raise RuntimeError where it failed."""
    print(f'{name}: {done.requests:,} requests, {done.seconds:.1f} s', flush=True)
    if done.code:
        raise RuntimeError(f'{name} failed:\n{done.output[-2000:]}')
    return done


def report(people: Sequence[Account], plan: Run, check: Run) -> list[str]:
    """Return what was measured beside what is needed, and each target with whether it was met."""
    by_wiki = Counter(one.home for one in people)
    batches = sum(ceil(count / TITLES) for count in by_wiki.values())
    needed = batches + LOG_IN + READ + WHOSE
    # a text for each message, and that of the page before it where there was one
    texts = by_wiki + Counter(one.home for one in people if one.talk_page)
    read = sum(ceil(count / TITLES) for count in texts.values())
    each = (check.requests - read) / len(by_wiki)
    return [
        f'\n{len(people):,} people on {len(by_wiki)} wikis; {batches} batches of {TITLES} pages on these',
        f'for the plan: batches, {READ} once, {WHOSE} to know whose words, {LOG_IN} to log in: {needed}',
        target('requests of the plan / needed', plan.requests / needed, 1.2, 'at most 1.2'),
        target('seconds of the plan, requests and all', plan.seconds, 5, 'under 5'),
        target('requests of the check a wiki, without texts', each, 3, 'at most 3'),
    ]


if __name__ == '__main__':
    raise SystemExit(main())
