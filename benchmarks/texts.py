"""How long the largest pages take: `python -m benchmarks.texts`.

Shows the seconds of each piece of work beside those that the wikitext parser mwparserfromhell takes to
read the same page once, in the same run: the ratio holds on any machine, the seconds on this one.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import mwparserfromhell

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / 'scripts'))

from outreach import phrases
from outreach.lists.deliverylist import parse
from outreach.lists.entries import Target
from outreach.lists.merge import merge
from outreach.names import ENGLISH
from outreach.promotion.logpage import ScriptRow, Status
from outreach.promotion.logplan import PromotionLog
from outreach.promotion.places import Wikis
from outreach.sitematrix import WikiInfo

HOME = 'meta.wikimedia.org'
SIZE = 5000
SENT = ScriptRow(
    'Outreach/X/Send/1/sv', '2026-01-01', 'usertalk', Status.SENT, wiki='sv.wikipedia.org', reach=5
)


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time that a piece of work takes, the least of three tries."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def show(what: str, work: Callable[[], object], page: str) -> None:
    """Print what a piece of work takes beside one parse of the page."""
    ours, theirs = seconds(work), seconds(lambda: mwparserfromhell.parse(page))
    print(f'{what:<55} {ours:6.2f} s   parsing the page once: {theirs:6.2f} s   ratio {ours / theirs:5.2f}')


def lists() -> None:
    """Read, merge and write a delivery list of 5,000 targets of which 100 go and 100 come."""
    targets = [
        Target(f'{"abcde"[at % 5]}{at % 7}.wikipedia.org', f'User talk:User {at}') for at in range(SIZE)
    ]
    hosts = sorted({target.host for target in targets})
    begun = '\n'.join(f'== {host} ==\n* {{{{target|user=Old|site={host}}}}}' for host in hosts)
    page = merge(parse(begun, HOME), targets).list.text
    news = [*targets[:-100], *(Target('sv.wikipedia.org', f'User talk:New {at}') for at in range(100))]
    show(
        f'delivery list, {SIZE} targets: read, merge, write',
        lambda: merge(parse(page, HOME), news, ours=targets).list.text,
        page,
    )


def log() -> None:
    """Bring a promotion log of 5,000 rows up to date, every one of them changed."""
    words = phrases.of_script('log_promotion')

    def say(key: str, **parameters: object) -> str:
        return words['en'][key] % parameters if parameters else words['en'][key]

    def book() -> PromotionLog:
        matrix = (WikiInfo('svwiki', 'sv.wikipedia.org', 'sv', 'wiki'),)
        wikis = Wikis(matrix, HOME, {HOME: ENGLISH}.get)
        return PromotionLog('Outreach/X/Log', 'Outreach/X', say, words, wikis)

    many = [replace(SENT, id=f'send {number}') for number in range(SIZE)]
    page = book().plan('', many, ()).text
    wanted = [*(replace(one, reach=6) for one in many), SENT]
    show(f'promotion log, {SIZE} rows: all changed, one new', lambda: book().plan(page, wanted, ()), page)


if __name__ == '__main__':
    lists()
    log()
