"""Sign-ups before and after, beside the same days a year earlier."""

from __future__ import annotations

from datetime import UTC, date, datetime

from outreach.measures.beforeafter import Spans, a_year_earlier, measure
from outreach.measures.joining import Joined, SignUps


def signups(*days: str) -> SignUps:
    return SignUps(
        {str(at): Joined(datetime.fromisoformat(f'{day}T12:00:00+00:00')) for at, day in enumerate(days)}
    )


def test_a_december_dip_stands_beside_that_of_the_year_before() -> None:
    """M19, B12"""
    autumn, winter = ['2026-11-20'] * 10, ['2026-12-10'] * 6
    then = ['2025-11-20'] * 9 + ['2025-12-10'] * 5
    (found,) = measure(signups(*autumn, *winter, *then), [(1, date(2026, 12, 1))], date(2027, 1, 15))
    assert found == Spans(1, date(2026, 12, 1), 30, 10, 6, 9, 5)
    assert not found.enough
    assert Spans(1, found.day, 30, 14, 6, 0, 0).enough


def test_a_span_is_told_when_it_is_over() -> None:
    waves, found = [(1, date(2026, 12, 1))], signups('2026-11-30', '2026-12-01')
    assert measure(found, waves, date(2026, 12, 8)) == []
    (week,) = measure(found, waves, date(2026, 12, 9))
    assert (week.days, week.before, week.after) == (7, 1, 1)


def test_a_leap_day_has_a_year_before() -> None:
    assert a_year_earlier(date(2028, 2, 29)) == date(2027, 2, 28)
    assert a_year_earlier(datetime(2028, 3, 1, tzinfo=UTC).date()) == date(2027, 3, 1)
