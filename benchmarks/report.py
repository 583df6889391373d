"""The report of a benchmark: side by side, each target with whether it was met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.bound import Facts, Term, lower_bound, lower_bound_again, total
from benchmarks.measure import Run

MEGABYTE = 1_000_000
OTHER = 'the rest'
MISSED = 'MISSED'
# what differs from run to run of one and the same work
NOISE = 1.1
# To which step of a run the requests of a kind belong, by the first module that they ask.
STEPS: Mapping[str, str] = {
    'projectpages': 'articles',
    'wbgetentities': 'sitelinks',
    'revisions': 'revisions',
    'globalusers': 'accounts',
    'globalallusers': 'accounts',
    'globaluserinfo': 'accounts',
    'users': 'accounts',
    'categories': 'talk pages',
    'allmessages': 'talk pages',
    'usercontribs': 'last edits',
}


@dataclass(frozen=True)
class Naive:
    """What today's script costs: measured, and reckoned up where it read only some of the people."""

    pages: tuple[int, float]
    people: tuple[int, float]
    read: int
    found: int

    @property
    def share(self) -> float:
        """How many times as many people there are as were read."""
        return self.found / self.read if self.read else 0.0

    @property
    def requests(self) -> int:
        """The requests of the whole."""
        return round(self.pages[0] + self.people[0] * self.share)

    @property
    def seconds(self) -> float:
        """The time of the whole."""
        return self.pages[1] + self.people[1] * self.share


@dataclass(frozen=True)
class Results:
    """All that was measured on one world.

    `naive` is None where today's script was not run, `replica` where no replica could be.
    """

    facts: Facts
    first: Run
    naive: Naive | None
    again: Run
    changed: int
    replica: Run | None


def naive(run: Run) -> Naive:
    """Read the marks of today's script: `pages read: 300`, `people read: 50 of 100`."""
    pages, people = run.marks
    read, _, found = people.line.removeprefix('people read: ').partition(' of ')
    return Naive(
        (pages.requests, pages.seconds),
        (people.requests - pages.requests, people.seconds - pages.seconds),
        int(read),
        int(found),
    )


def by_step(kinds: Mapping[str, int]) -> Counter[str]:
    """Return a run's requests by step, from those that it reported by kind."""
    steps: Counter[str] = Counter()
    for kind, count in kinds.items():
        module = kind.removeprefix('query ').partition('|')[0]
        steps[STEPS.get(module, OTHER)] += count
    return steps


def lines(results: Results) -> Iterator[str]:
    """Return the whole report, line by line."""
    yield from _requests(results)
    yield ''
    yield from _runs(results)
    yield ''
    yield from _targets(results)


def _requests(results: Results) -> Iterator[str]:
    bound = lower_bound(results.facts)
    again = lower_bound_again(results.facts, results.changed)
    first, second = by_step(results.first.kinds), by_step(results.again.kinds)
    first[OTHER] += results.first.requests - results.first.reported
    second[OTHER] += results.again.requests - results.again.reported
    yield f'{"requests":<18}{"bound":>10}{"build_targets":>15}{"bound":>10}{"again":>10}'
    for name, parts in (
        ('articles', ('articles',)),
        ('sitelinks', ('sitelinks',)),
        ('revisions', ('latest revisions', 'revisions')),
        ('accounts', ('accounts',)),
        ('talk pages', ('talk pages',)),
        ('last edits', ('last edits',)),
        (OTHER, ()),
    ):
        least, ours = _sum(bound, parts), first[name]
        yield f'{name:<18}{least:>10,}{ours:>15,}{_sum(again, parts):>10,}{second[name]:>10,}'
    all_of = (
        f'{total(bound):>10,}{results.first.requests:>15,}{total(again):>10,}{results.again.requests:>10,}'
    )
    yield f'{"in all":<18}{all_of}'
    yield ''
    yield 'bound: ' + '; '.join(f'{one.name} {one.formula} = {one.requests:,}' for one in bound)


def _sum(terms: Sequence[Term], names: Sequence[str]) -> int:
    return sum(term.requests for term in terms if term.name in names)


def _runs(results: Results) -> Iterator[str]:
    yield f'{"run":<34}{"requests":>10}{"seconds":>10}{"peak MB":>10}'
    for name, run in (
        ('build_targets', results.first),
        (f'again, {results.changed} pages changed', results.again),
        ('with -replica', results.replica),
    ):
        if run is not None:
            memory = run.memory / MEGABYTE
            yield f'{name:<34}{run.requests:>10,}{run.seconds:>10.1f}{memory:>10.0f}'
    today = results.naive
    if today is not None:
        yield f'{"the script of today":<34}{today.requests:>10,}{today.seconds:>10.1f}'
    if today is not None and today.read < today.found:
        yield (
            f'  (all pages read; {today.read:,} of {today.found:,} people read in {today.people[0]:,} '
            f'requests and {today.people[1]:.1f} s, the others reckoned up from these)'
        )
    unseen = results.first.requests - results.first.reported
    yield (
        f'Requests are those in the log of the web server; build_targets itself reported '
        f'{results.first.reported:,}, and {unseen} came before it began to count (Pywikibot asks who it is).'
    )
    if results.replica is None:
        yield 'The replicas were not run: there is no MariaDB server on this machine.'


def _targets(results: Results) -> Iterator[str]:
    first = results.first
    bound = total(lower_bound(results.facts))
    again = total(lower_bound_again(results.facts, results.changed))
    yield target('requests / bound', first.requests / bound, 1.05, 'at most 1.05')
    yield target('requests again / bound of their own', results.again.requests / again, 1.1, 'at most 1.1')
    if results.naive is not None:
        yield target('requests of today / ours', -results.naive.requests / first.requests, -5, 'at least 5')
        yield target('time of today / ours', -results.naive.seconds / first.seconds, -5, 'at least 5')
    yield target('peak memory, MB', first.memory / MEGABYTE, 300, 'under 300')


def replica_target(results: Results) -> Iterator[str]:
    """Return how long the run with the replicas took, of the minute that the large world may take."""
    if results.replica is not None:
        yield target('seconds with -replica', results.replica.seconds, 60, 'under 60')


def growth(small: Results, large: Results, work: float) -> Iterator[str]:
    """Return how much more `work` times the work takes: no more times the requests, seconds and memory."""
    words = f'at most {work:g}'
    for name, one, other in (
        ('', small.first, large.first),
        (' with -replica', small.replica, large.replica),
    ):
        if one is None or other is None:
            continue
        yield target(f'times the requests{name}', other.requests / one.requests, work, words)
        yield target(f'times the seconds{name}', other.seconds / one.seconds, work * NOISE, words)
        yield target(f'times the memory{name}', other.memory / one.memory, work, words)


def target(name: str, value: float, most: float, words: str) -> str:
    """Return whether a value is at most what it may be; both are negative where more is better."""
    verdict = 'met' if value <= most else MISSED
    return f'  {name:<45}{abs(value):>8.2f}   {words:<12} {verdict}'
