"""Sign-ups before and after, beside the same days a year earlier."""

from __future__ import annotations

from datetime import UTC, date, datetime

from outreach.measures.beforeafter import Spans, a_year_earlier, measure
from outreach.measures.joining import Joined, SignUps


def signups(*days: str, begun: datetime | None = None) -> SignUps:
    moments = (datetime.fromisoformat(f'{day}T12:00:00+00:00') for day in days)
    return SignUps({str(at): Joined(moment) for at, moment in enumerate(moments)}, begun=begun)


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


def test_a_nought_of_days_in_which_there_was_no_page_is_told() -> None:
    """M19"""
    waves, today = [(1, date(2026, 12, 1))], date(2027, 1, 15)
    for begun, told in ((date(2026, 11, 20), True), (date(2025, 11, 2), True), (date(2025, 11, 1), False)):
        found = signups('2026-12-03', begun=datetime(begun.year, begun.month, begun.day, 9, tzinfo=UTC))
        (one,) = measure(found, waves, today)
        assert one.no_page_before == (begun if told else None)
    assert measure(signups('2026-12-03'), waves, today)[0].no_page_before is None


def test_days_in_which_another_wave_went_out_are_told() -> None:
    """M19"""
    waves = [(1, date(2026, 10, 1)), (2, date(2026, 10, 25)), (3, date(2026, 12, 1))]
    found = measure(signups(), waves, date(2027, 1, 15))
    assert [one.overlaps for one in found] == [True, True, False]


def test_a_leap_day_has_a_year_before() -> None:
    assert a_year_earlier(date(2028, 2, 29)) == date(2027, 2, 28)
    assert a_year_earlier(datetime(2028, 3, 1, tzinfo=UTC).date()) == date(2027, 3, 1)
