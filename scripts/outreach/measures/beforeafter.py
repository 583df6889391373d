"""Sign-ups in equal spans before and after a wave, and in the same days a year earlier.

Nobody was held out here, so nothing is said of the reason: December comes every year.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from outreach.measures.joining import SignUps
from outreach.promotion.growth import span

# below so many in both spans together a doubling is mostly chance
ENOUGH = 20


@dataclass(frozen=True)
class Spans:
    """How many signed up in so many days before and after a day, and in the same days a year earlier."""

    wave: int
    day: date
    days: int
    before: int
    after: int
    before_then: int
    after_then: int

    @property
    def enough(self) -> bool:
        """Whether there are enough to compare at all."""
        return self.before + self.after >= ENOUGH


def a_year_earlier(day: date) -> date:
    """Return the same day of the year before; that of 29 February is the 28th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def measure(signups: SignUps, waves: Iterable[tuple[int, date]], today: date) -> list[Spans]:
    """Return the spans around each wave of which the second is over."""
    found = []
    for wave, day in waves:
        days = span(day, today)
        if days:
            counts = [*_around(signups, day, days), *_around(signups, a_year_earlier(day), days)]
            found.append(Spans(wave, day, days, *counts))
    return found


def _around(signups: SignUps, day: date, days: int) -> tuple[int, int]:
    middle, length = datetime.combine(day, time(), UTC), timedelta(days=days)
    return signups.between(middle - length, middle), signups.between(middle, middle + length)
