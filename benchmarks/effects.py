"""Whether what is said of an effect is true as often as it must be: a simulation against exact sums.

`python -m benchmarks.effects` draws 5,000 campaigns of 2,000 people each, held out by the same hash as real
ones, in a world where asking does something and in one where it does nothing. How often the interval covers
the truth, and how often "more" and "fewer" are said, must lie within bounds of 99.9 % of the values that are
summed exactly from the binomial distributions of that world. Exit code 1 where one does not.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from outreach.holdout import drawn
from outreach.measures.effect import judge
from outreach.proportions import bounds, likely, newcombe

SEEDS = 5000
LEVEL = 0.999
# the interval is called one of 95 %: what it must cover at least
FLOOR = 0.93


@dataclass(frozen=True)
class World:
    """So many people, of whom so many per cent are held out, and the shares that do it in both groups."""

    people: int
    share: int
    asked: float
    held: float


PLANTED = World(2000, 10, 0.05, 0.01)
NULL = World(2000, 10, 0.02, 0.02)
TOLD = ('covers', 'more', 'fewer', 'none', 'few')


@cache
def said(did: int, asked: int, other: int, held: int, truth: float) -> tuple[str, ...]:
    """Return what is said of such counts, and `covers` where the interval holds the truth."""
    if not asked or not held:
        return ()
    gap = newcombe(did, asked, other, held)
    verdict = judge(gap, min(asked, held)).value
    return ('covers', verdict) if gap.low <= truth <= gap.high else (verdict,)


def exact(world: World) -> dict[str, float]:
    """Return how often each is true, summed from the binomials: of the draw and of both groups."""
    found = dict.fromkeys(TOLD, 0.0)
    truth = world.asked - world.held
    for held, drawn_ in likely(world.people, world.share / 100):
        asked = world.people - held
        if drawn_ < 1e-9:
            continue
        others = list(likely(held, world.held))
        for did, often in likely(asked, world.asked):
            if often * drawn_ < 1e-11:
                continue
            for other, rarely in others:
                chance = drawn_ * often * rarely
                if chance > 1e-12:
                    for name in said(did, asked, other, held, truth):
                        found[name] += chance
    return found


def simulate(world: World, seeds: Iterable[int]) -> Counter[str]:
    """Return how often each was true in so many campaigns, each a draw of its own."""
    found: Counter[str] = Counter()
    truth = world.asked - world.held
    for seed in seeds:
        chance = random.Random(seed)
        counts = {True: [0, 0], False: [0, 0]}
        for number in range(world.people):
            held = drawn(f'Campaign {seed}', number, world.share)
            counts[held][0] += 1
            counts[held][1] += chance.random() < (world.held if held else world.asked)
        (asked, did), (held_, other) = counts[False], counts[True]
        found.update(said(did, asked, other, held_, truth))
    return found


def report(world: World, seeds: int) -> Iterator[tuple[str, bool]]:
    """Return a line for each rate: exact, seen, its bounds; and whether it lies within them."""
    counted, told = simulate(world, range(seeds)), exact(world)
    for name in TOLD:
        low, high = bounds(seeds, min(1.0, told[name]), LEVEL)
        right = low <= counted[name] <= high and (name != 'covers' or told[name] >= FLOOR)
        line = f'  {name:7} {100 * told[name]:8.3f} %   {counted[name]:6} of {seeds}   bounds {low} to {high}'
        yield f'{line}   {"" if right else "WRONG"}', right


def main() -> int:
    """Print the rates of both worlds; 1 where one is not what it must be."""
    wrong = 0
    for title, world in (('Asking does something', PLANTED), ('Asking does nothing', NULL)):
        print(f'{title}: {world.people} people, {world.share} % held out, ', end='')
        print(f'{100 * world.asked:g} % of those asked do it, {100 * world.held:g} % of the others')
        for line, right in report(world, SEEDS):
            print(line)
            wrong += not right
    return int(bool(wrong))


if __name__ == '__main__':
    sys.exit(main())
