"""What asking did: shares of those asked and of those held out, their difference, and one plain sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from itertools import pairwise
from math import ceil

from outreach.measures.groups import Member
from outreach.proportions import Interval, difference, wilson

# what is smaller than five of a hundred may be called nothing
MARGIN = 0.05
# so few people that no share of theirs says anything
FEWEST = 10


class Conclusion(Enum):
    """The one sentence that is said of a difference."""

    MORE = 'more'
    FEWER = 'fewer'
    NONE = 'none'
    FEW = 'few'


@dataclass(frozen=True)
class Tally:
    """Some people: how many they are, how many had done it before (and are in no group), and how many did."""

    people: int = 0
    already: int = 0
    did: int = 0

    @property
    def counted(self) -> int:
        """Count those who could still do it."""
        return self.people - self.already

    @property
    def share(self) -> Interval | None:
        """Return the share that did it; None where there is nobody."""
        return wilson(self.did, self.counted) if self.counted else None

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.people + other.people, self.already + other.already, self.did + other.did)


@dataclass(frozen=True)
class Effect:
    """A wave, or several: those asked and those held out of it, and until when the last window runs."""

    asked: Tally
    held: Tally
    over: datetime
    known: bool = True

    @property
    def difference(self) -> Interval | None:
        """Return the difference of both shares; None where a group is empty."""
        one, other = self.asked.share, self.held.share
        return difference(one, other) if one and other else None

    @property
    def verdict(self) -> Conclusion | None:
        """Return what can be said; None where there is nobody to compare with."""
        gap = self.difference
        if gap is None:
            return None
        return judge(gap, min(self.asked.counted, self.held.counted))


def judge(gap: Interval, fewest: int) -> Conclusion:
    """Return what can be said of a difference between groups of which the smaller has so many people."""
    if fewest < FEWEST:
        return Conclusion.FEW
    if gap.low > 0:
        return Conclusion.MORE
    if gap.high < 0:
        return Conclusion.FEWER
    return Conclusion.NONE if beyond(gap) <= MARGIN else Conclusion.FEW


def beyond(gap: Interval) -> float:
    """Return the difference, up or down, beyond which the truth is not: what is smaller was not seen."""
    return max(abs(gap.low), abs(gap.high))


def points(share: float) -> str:
    """Return a share in points of a hundred, one digit after the point, never less than it is."""
    return f'{ceil(1000 * share - 1e-9) / 10:.1f}'


def tally(
    people: Iterable[tuple[str, Member]],
    when: Mapping[str, datetime],
    window: timedelta,
    *,
    ever: bool = True,
) -> Tally:
    """Count who of some people did something within their windows; `when` tells when they did it first.

    With `ever` it can be done but once: who had done it before the window is in no group.
    """
    some = list(people)
    already = sum(ever and key in when and when[key] < one.start for key, one in some)
    did = sum(key in when and one.start <= when[key] < one.start + window for key, one in some)
    return Tally(len(some), already, did)


def by_wave(
    people: Mapping[str, Member],
    when: Mapping[str, datetime],
    window: timedelta,
    unknown: frozenset[str] = frozenset(),
    *,
    ever: bool = True,
) -> dict[int, Effect]:
    """Return the effect of each wave. In waves with people of `unknown` hosts nobody knows what they did."""
    found = {}
    for wave in sorted({one.wave for one in people.values()}):
        some = [(key, one) for key, one in people.items() if one.wave == wave]
        asked, held = (
            tally([pair for pair in some if pair[1].held is group], when, window, ever=ever)
            for group in (False, True)
        )
        over = max(one.start for _, one in some) + window
        found[wave] = Effect(asked, held, over, not any(one.host in unknown for _, one in some))
    return found


def in_all(waves: Sequence[Effect], now: datetime) -> Effect | None:
    """Return the effect of all waves that are over and had people held out; None where there is none."""
    ready = [one for one in waves if one.known and one.over <= now and one.held.people]
    if not ready:
        return None
    asked, held = (sum((getattr(one, group) for one in ready), start=Tally()) for group in ('asked', 'held'))
    return Effect(asked, held, max(one.over for one in ready))


@dataclass(frozen=True)
class Waiting:
    """A wave compared with the people of later waves for the days in which these waited."""

    wave: int
    days: int
    effect: Effect


def against_later(
    people: Mapping[str, Member],
    when: Mapping[str, datetime],
    window: timedelta,
    listed: Mapping[int, frozenset[str]],
    *,
    ever: bool = True,
) -> list[Waiting]:
    """Compare each wave with those who were on the list at its send (`listed`) and whose wave came later.

    They were drawn into their waves, so they are a control for as long as they waited: whole days, and no
    more than the window.
    """
    found = []
    waves = sorted({one.wave for one in people.values() if not one.held})
    for wave, following in pairwise(waves):
        start = max(one.start for one in people.values() if one.wave == wave and not one.held)
        until = min(one.start for one in people.values() if one.wave == following and not one.held)
        days = min(until - start, window).days
        if days < 1:
            continue
        asked = [(key, one) for key, one in people.items() if one.wave == wave and not one.held]
        later = [
            (key, Member(one.name, one.host, wave, start))
            for key, one in people.items()
            if one.wave > wave and key in listed.get(wave, frozenset())
        ]
        span = timedelta(days=days)
        effect = Effect(
            tally(asked, when, span, ever=ever), tally(later, when, span, ever=ever), start + span
        )
        found.append(Waiting(wave, days, effect))
    return found
