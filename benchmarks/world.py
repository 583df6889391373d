"""A generated world: the same for the same scale, seed and day, skewed as wikis are.

A few pages have thousands of revisions and most a handful; half of the pages were last edited before
the window; most people made one edit, on one wiki, and a few are everywhere.
"""

from __future__ import annotations

import itertools
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.bulk import Account, BulkWorld, Edit, Page
from sandbox.wikis import WIKIS

SOURCE = 'enwiki'
PROJECT = 'Benchmark'
ELSEWHERE = 'Everything else'
WINDOW = timedelta(days=5 * 365)
HISTORY = timedelta(days=12 * 365)
ACTIVE = timedelta(days=365)
DAY = timedelta(days=1)

COMMENTS = ('Copy edit', 'New source', '/* History */', 'Clearer', '', 'Typo', 'Added a figure', 'Links')
UNREGISTERED_SHARE = 0.12
AGAIN_SHARE = 0.3
REVERTED_SHARE = 0.04
LARGE_SHARE = 0.02
ALIVE_SHARE = 0.6
TALK_SHARE = 0.8


@dataclass(frozen=True)
class Scale:
    """How large a world is: pages of the topic on all wikis, their revisions, global accounts."""

    pages: int
    revisions: int
    accounts: int
    seed: int = 1

    def __post_init__(self) -> None:
        if self.pages < 10 * len(WIKIPEDIAS) or self.revisions < self.pages or self.accounts < 100:
            raise ValueError(f'is too small to be spread over {len(WIKIPEDIAS)} wikis: {self!r}')


WIKIPEDIAS = tuple(wiki.dbname for wiki in WIKIS if wiki.project == 'wikipedia' and not wiki.closed)
SMALL = Scale(300, 10_000, 2_500)
FULL = Scale(3_000, 200_000, 50_000)
LARGE = Scale(12_000, 800_000, 200_000)


def stamp(moment: datetime) -> str:
    """Return a moment as MediaWiki keeps it."""
    return moment.strftime('%Y%m%d%H%M%S')


def generate(scale: Scale, now: datetime) -> BulkWorld:
    """Generate the world of a scale as it is at a moment."""
    return _Generator(scale, now).world()


class _Generator:
    def __init__(self, scale: Scale, now: datetime) -> None:
        self.scale, self.now = scale, now
        self.random = random.Random(scale.seed)
        self.accounts = [self._account(number) for number in range(1, scale.accounts + 1)]
        self.authors = {dbname: self._authors(dbname) for dbname in WIKIPEDIAS}

    def world(self) -> BulkWorld:
        """Put it all together: topic, people, and what people do elsewhere."""
        items = self._items()
        titles = sorted((dbname, title) for links in items for dbname, title in links.items())
        pages = list(self._pages(titles))
        pages += self._elsewhere(pages)
        assessed = [links[SOURCE] for links in items]
        return BulkWorld(SOURCE, PROJECT, self.accounts, pages, items, assessed)

    # -- people

    def _account(self, number: int) -> Account:
        wikis = 1 if self.random.random() < 0.75 else min(25, 1 + int(self.random.paretovariate(1.3)))
        shares = [1 / (rank + 2) for rank in range(len(WIKIPEDIAS))]
        home = self.random.choices(WIKIPEDIAS, shares)[0]
        others = [dbname for dbname in self.random.sample(WIKIPEDIAS, wikis) if dbname != home]
        edits = {home: min(100_000, int(3 * self.random.paretovariate(0.6)))}
        for dbname in others:
            edits[dbname] = int(edits[home] * self.random.random() ** 4)
        rare = self.random.random()
        return Account(
            number,
            f'Editor {number}',
            home,
            dict(sorted(edits.items())),
            bot=rare < 0.001,
            locked=0.001 < rare < 0.003,
            blocked=0.003 < rare < 0.008,
            opted_out=0.008 < rare < 0.018,
            talk_page=edits[home] >= 5 and self.random.random() < TALK_SHARE,
        )

    def _authors(self, dbname: str) -> tuple[list[int], list[float]]:
        """Return who edits a wiki, with weights that add up: a few do most of it."""
        here = [account for account in self.accounts if dbname in account.edits]
        weights = (account.edits[dbname] ** 0.5 for account in here)
        return [account.id for account in here], list(itertools.accumulate(weights))

    # -- the topic

    def _items(self) -> list[dict[str, str]]:
        """Return the articles with their sitelinks: every article is on the source, fewer on small wikis."""
        shares = [1 / (rank + 4) for rank in range(len(WIKIPEDIAS))]
        counts = _spread(self.scale.pages, shares)
        items = [{SOURCE: f'Article {number}'} for number in range(1, counts[0] + 1)]
        for dbname, count in zip(WIKIPEDIAS[1:], counts[1:], strict=True):
            for number in sorted(self.random.sample(range(len(items)), count)):
                items[number][dbname] = f'Article {number + 1} ({dbname})'
        return items

    def _pages(self, titles: Sequence[tuple[str, str]]) -> Iterator[Page]:
        """Return the pages with their revisions, half of them untouched inside the window."""
        weights = [(rank + 6) ** -0.9 * self.random.lognormvariate(0, 0.8) for rank in range(len(titles))]
        sizes = _spread(self.scale.revisions, weights)
        order = self.random.sample(range(len(titles)), len(titles))
        for at, (dbname, title) in zip(order, titles, strict=True):
            yield Page(dbname, title, list(self._edits(dbname, sizes[at], touched=bool(at % 2))))

    def _edits(self, dbname: str, count: int, *, touched: bool) -> Iterator[Edit]:
        size, last, undo = 500, 0, ''
        for time in self._moments(count, touched=touched):
            user = self._author(dbname, last)
            tag, undo = undo, ''
            if not tag and self.random.random() < REVERTED_SHARE:
                tag = 'mw-reverted'
                undo = self.random.choice(('mw-undo', 'mw-rollback', 'mw-manual-revert'))
            size = max(0, size + self._added())
            yield Edit(user, time, size, self.random.choice(COMMENTS), tag)
            last = user

    def _moments(self, count: int, *, touched: bool) -> list[str]:
        """Return moments in order; those of a touched page end inside the window, other ones before it."""
        end = self.now - DAY if touched else self.now - WINDOW - DAY
        span = (end - (self.now - HISTORY)).total_seconds()
        back = sorted((self.random.random() * span for _ in range(count)), reverse=True)
        if touched:
            back[-1] = min(back[-1], self.random.random() * (WINDOW - 2 * DAY).total_seconds())
        return [stamp(end - timedelta(seconds=seconds)) for seconds in back]

    def _author(self, dbname: str, last: int) -> int:
        if last > 0 and self.random.random() < AGAIN_SHARE:
            return last
        if self.random.random() < UNREGISTERED_SHARE:
            return -self.random.randint(1, 60_000)
        people, weights = self.authors[dbname]
        return self.random.choices(people, cum_weights=weights)[0]

    def _added(self) -> int:
        if self.random.random() < LARGE_SHARE:
            return self.random.randint(1_000, 6_000)
        return round(self.random.gauss(0, 1) * math.exp(self.random.uniform(1, 6)) / 2) + 4

    # -- what else people do

    def _elsewhere(self, topic: Sequence[Page]) -> Iterator[Page]:
        """Return a page a wiki where people still edit who left the topic: recent activity for some."""
        done: Counter[int] = Counter()
        last: dict[int, str] = {}
        for page in topic:
            for edit in page.edits:
                done[edit.user] += 1
                last[edit.user] = max(edit.time, last.get(edit.user, ''))
        edits: dict[str, list[Edit]] = defaultdict(list)
        stale = stamp(self.now - ACTIVE)
        for account in self.accounts:
            left = done[account.id] > 2 and last[account.id] < stale
            if left and self.random.random() < ALIVE_SHARE:
                for _ in range(min(50, int(self.random.paretovariate(0.8)))):
                    moment = self.now - self.random.random() * (ACTIVE - 2 * DAY) - DAY
                    edits[account.home].append(Edit(account.id, stamp(moment), 5_000, 'Discussion'))
        for dbname in sorted(edits):
            yield Page(dbname, ELSEWHERE, sorted(edits[dbname], key=lambda edit: (edit.time, edit.user)))


def _spread(total: int, weights: Sequence[float]) -> list[int]:
    """Share out a whole number by weights, at least 1 to each; what rounding leaves goes to the first."""
    whole = sum(weights)
    counts = [max(1, int(total * weight / whole)) for weight in weights]
    counts[0] += total - sum(counts)
    if counts[0] < 1:
        raise ValueError(f'{total} cannot be shared out to {len(weights)}')
    return counts
