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
    """How many signed up in so many days before and after a day, and in the same days a year earlier.

    `no_page_before` is the day on which the first page for it was made, where that is within these days or
    later: a nought before it says nothing. `overlaps` where another wave went out within so many days.
    """

    wave: int
    day: date
    days: int
    before: int
    after: int
    before_then: int
    after_then: int
    no_page_before: date | None = None
    overlaps: bool = False

    @property
    def enough(self) -> bool:
        """Whether there are enough to compare at all."""
        return self.before + self.after >= ENOUGH


def a_year_earlier(day: date) -> date:
    """Return the same day of the year before; that of 29 February is the 28th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def measure(signups: SignUps, waves: Iterable[tuple[int, date]], today: date) -> list[Spans]:
    """Return the spans around each wave of which the second is over."""
    found, gone = [], list(waves)
    begun = signups.begun.date() if signups.begun else None
    for wave, day in gone:
        days = span(day, today)
        if days:
            then, length = a_year_earlier(day), timedelta(days=days)
            now, earlier = _around(signups, day, days), _around(signups, then, days)
            late = begun if begun and begun > then - length else None
            other = any(number != wave and abs(at - day) < length for number, at in gone)
            found.append(Spans(wave, day, days, *now, *earlier, late, other))
    return found


def _around(signups: SignUps, day: date, days: int) -> tuple[int, int]:
    middle, length = datetime.combine(day, time(), UTC), timedelta(days=days)
    return signups.between(middle - length, middle), signups.between(middle, middle + length)
