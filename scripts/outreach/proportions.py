"""Shares of people: how sure one is of a share and of the difference of two, without any dependency.

Sources: E. B. Wilson 1927 (interval of a share); R. G. Newcombe, Statistics in Medicine 17 (1998) 873-890,
method 10 (interval of a difference, from the Wilson intervals of both shares). Everything that is said of
how often something happens is summed exactly from the binomial distribution.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import exp, lgamma, log, log1p, sqrt
from statistics import NormalDist

LEVEL = 0.95
POWER = 0.8
NEGLIGIBLE = 1e-12
STEPS = 30


@dataclass(frozen=True)
class Interval:
    """An estimate and the two ends between which the truth lies, in 95 of 100 cases; all from -1 to 1."""

    estimate: float
    low: float
    high: float


def wilson(count: int, of: int, level: float = LEVEL) -> Interval:
    """Return a share with its Wilson interval; raise ValueError unless 0 <= count <= of and of > 0."""
    if not 0 <= count <= of or of < 1:
        raise ValueError(f'{count} of {of} is no share')
    z = _normal(level)
    share, spread = count / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    # at the ends rounding must not cut off the estimate
    low = 0.0 if count == 0 else middle - half
    high = 1.0 if count == of else middle + half
    return Interval(share, low, high)


def newcombe(count: int, of: int, other: int, of_other: int, level: float = LEVEL) -> Interval:
    """Return the difference of two shares, the first less the second, with its interval (method 10)."""
    return difference(wilson(count, of, level), wilson(other, of_other, level))


def difference(one: Interval, other: Interval) -> Interval:
    """Return the difference of two shares from their Wilson intervals."""
    gap = one.estimate - other.estimate
    low = gap - sqrt((one.estimate - one.low) ** 2 + (other.high - other.estimate) ** 2)
    high = gap + sqrt((one.high - one.estimate) ** 2 + (other.estimate - other.low) ** 2)
    return Interval(gap, max(-1.0, low), min(1.0, high))


@lru_cache
def _normal(level: float) -> float:
    return NormalDist().inv_cdf((1 + level) / 2)


def chance(count: int, of: int, share: float) -> float:
    """Return how likely it is that exactly `count` of `of` do something that each does with this share."""
    if share <= 0 or share >= 1:
        return float(count == (0 if share <= 0 else of))
    ways = lgamma(of + 1) - lgamma(count + 1) - lgamma(of - count + 1)
    return exp(ways + count * log(share) + (of - count) * log1p(-share))


def likely(of: int, share: float) -> Iterator[tuple[int, float]]:
    """Return every count that is not all but impossible, with its chance, in order."""
    # beyond twelve standard deviations and twelve more nothing is above NEGLIGIBLE
    reach = 12 * sqrt(of * share * (1 - share)) + 12
    first, last = max(0, int(of * share - reach)), min(of, int(of * share + reach) + 1)
    for count in range(first, last + 1):
        found = chance(count, of, share)
        if found > NEGLIGIBLE:
            yield count, found


def bounds(of: int, share: float, level: float) -> tuple[int, int]:
    """Return the two counts between which the number of successes lies, both ends included.

    Below and above them lies at most half of what is left of `level`, by exact sums.
    """
    tail = (1 - level) / 2
    counts = list(likely(of, share))
    return _first_beyond(counts, tail), _first_beyond(counts[::-1], tail)


def _first_beyond(counts: Sequence[tuple[int, float]], tail: float) -> int:
    """Return the first count up to which more than the tail lies."""
    total = 0.0
    for count, found in counts:
        total += found
        if total > tail:
            return count
    return counts[-1][0]


def seen_rise(asked: int, held_out: int, base: float, power: float = POWER) -> float | None:
    """Return the smallest share of those asked that would be told from `base` among those held out.

    Told means that the whole interval of the difference lies above nought, in `power` of all cases: summed
    exactly. None where not even everybody would do.
    """
    if asked < 1 or held_out < 1:
        return None
    others = list(likely(held_out, base))
    needed = [(_least(asked, held_out, other), found) for other, found in others]

    def seen(share: float) -> float:
        beyond = tails(asked, share)
        return sum(found * beyond(least) for least, found in needed if least is not None)

    if seen(1.0) < power:
        return None
    return _bisect(lambda share: seen(share) >= power, base, 1.0)


def tails(of: int, share: float) -> Callable[[int], float]:
    """Return what gives the chance that a count or more are reached."""
    counts = list(likely(of, share))
    sums = [0.0, *accumulate(found for _, found in reversed(counts))][::-1]
    first = counts[0][0]

    def beyond(count: int) -> float:
        return sums[min(max(count - first, 0), len(counts))]

    return beyond


def _least(asked: int, held_out: int, other: int) -> int | None:
    """Return how many of those asked must do it for a rise to be seen, if `other` of the others do."""
    if newcombe(asked, asked, other, held_out).low <= 0:
        return None
    low, high = 0, asked
    while low < high:
        middle = (low + high) // 2
        if newcombe(middle, asked, other, held_out).low > 0:
            high = middle
        else:
            low = middle + 1
    return low


def _bisect(holds: Callable[[float], bool], low: float, high: float) -> float:
    """Return the least value from which on something holds."""
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
