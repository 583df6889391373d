"""When events are: zones, gaps, whole days, periods."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach.events.spans import Span, local, span, typed, zone_name, zone_of

from tests.events.samples import at, days

WALL = datetime(2026, 12, 1, 18)


def test_an_offset_is_a_zone() -> None:
    """T1, C17"""
    found, note = span(WALL, WALL + timedelta(hours=2), '+05:30')
    assert (found.start, found.end, note) == (
        datetime(2026, 12, 1, 12, 30, tzinfo=UTC),
        datetime(2026, 12, 1, 14, 30, tzinfo=UTC),
        '',
    )
    assert [zone_name(one) for one in ('GMT', 'utc+3', '-0330', 'Europe/Kiev')] == [
        'UTC',
        '+03:00',
        '-03:30',
        'Europe/Kiev',
    ]


@pytest.mark.parametrize('name', ['Custom/Nowhere', 'W. Foo', '../../etc/passwd', '+15:00', '', 'x' * 300])
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match='zone'):
        zone_of(name)


def test_of_an_unknown_zone_only_the_days_are_known() -> None:
    """T6, C17"""
    found, note = span(datetime(2026, 12, 1, 22), datetime(2026, 12, 2, 0), 'My Zone')
    assert found == Span(date(2026, 12, 1), date(2026, 12, 1), unclear=True)
    assert 'My Zone' in note
    assert span(WALL, None, '')[0].unclear


def test_a_time_that_clocks_leave_out_is_an_hour_further() -> None:
    """T5, C18"""
    found, note = span(datetime(2027, 3, 14, 2, 30), datetime(2027, 3, 14, 4), 'America/New_York')
    assert found.begins == time(3, 30)
    assert found.start == datetime(2027, 3, 14, 7, 30, tzinfo=UTC)
    assert '02:30' in note
    assert '03:30' in note


def test_the_first_of_two_equal_times_counts() -> None:
    found, note = span(datetime(2026, 10, 25, 2, 30), None, 'Europe/Stockholm')
    assert (found.start, note) == (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), '')


@pytest.mark.parametrize(
    ('start', 'end', 'result'),
    [
        (datetime(2026, 12, 4), datetime(2026, 12, 6, 23, 59), days('2026-12-04', '2026-12-06')),
        (datetime(2026, 12, 4), datetime(2026, 12, 7), days('2026-12-04', '2026-12-06')),
        (datetime(2026, 12, 4), datetime(2026, 12, 4, 23, 59, 59), days('2026-12-04')),
        (datetime(2026, 12, 4, 8), datetime(2026, 12, 5), at('2026-12-04T08:00', '2026-12-05T00:00')),
    ],
)
def test_midnight_to_midnight_is_whole_days_where_a_source_has_none(
    start: datetime, end: datetime, result: Span
) -> None:
    """C19"""
    assert span(start, end, 'UTC', whole=True)[0] == result


def test_the_last_evening_of_a_month() -> None:
    """T3, C20"""
    evening = at('2026-09-30T20:00', '2026-09-30T21:00', 'America/Los_Angeles')
    assert evening.days(online=False) == (date(2026, 9, 30), date(2026, 9, 30))
    assert evening.days(online=True) == (date(2026, 10, 1), date(2026, 10, 1))
    until_midnight = at('2026-09-30T20:00', '2026-10-01T00:00')
    assert until_midnight.days(online=True) == (date(2026, 9, 30), date(2026, 9, 30))


@pytest.mark.parametrize(
    ('text', 'result'),
    [
        ('2026-12-04', date(2026, 12, 4)),
        ('2026-12-04 18:00', datetime(2026, 12, 4, 18)),
        ('2026-12-04T08:05Z', datetime(2026, 12, 4, 8, 5, tzinfo=UTC)),
    ],
)
def test_days_and_times_are_typed_in_one_form(text: str, result: date) -> None:
    assert typed(text) == result


@pytest.mark.parametrize(
    'text', ['29 February 2027', '2027-02-29', '4 December', '2026-12-04 25:00', 'soon', '']
)
def test_what_is_no_day_is_told(text: str) -> None:
    with pytest.raises(ValueError, match='day'):
        typed(text)


@pytest.mark.parametrize(
    ('start', 'end', 'why'),
    [
        (date(2026, 12, 4), date(2026, 12, 3), 'before'),
        (WALL, WALL - timedelta(minutes=1), 'before'),
        (date(26, 12, 4), None, 'year'),
        (date(2026, 1, 1), date(2029, 1, 1), 'two years'),
    ],
)
def test_spans_that_cannot_be_are_refused(start: date, end: date | None, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        span(start, end, 'UTC')


def test_whole_days_are_over_where_the_day_ends_last() -> None:
    one = days('2026-12-04')
    assert not one.over(datetime(2026, 12, 5, 11, tzinfo=UTC))
    assert one.over(datetime(2026, 12, 5, 12, tzinfo=UTC))
    assert one.begun(datetime(2026, 12, 3, 12, tzinfo=UTC))
    timed = at('2026-12-04T10:00', '2026-12-04T11:00')
    assert (timed.over(datetime(2026, 12, 4, 11, tzinfo=UTC)), timed.begun(timed.start)) == (True, True)
    assert not at('2026-12-04T10:00').over(datetime(2026, 12, 4, 23, tzinfo=UTC))


ZONES = st.sampled_from(
    ['UTC', 'Europe/Stockholm', 'America/Los_Angeles', '+05:30', '-09:30', 'Asia/Kolkata']
)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)), st.integers(0, 60 * 72), ZONES, ZONES)
def test_a_moment_is_the_same_in_every_zone(start: datetime, minutes: int, zone: str, other: str) -> None:
    wall = start.replace(second=0, microsecond=0)
    try:
        found, _ = span(wall, wall + timedelta(minutes=minutes), zone)
    except ValueError:  # an end in a gap of summer time
        return
    assert found.in_utc().start == found.start
    assert found.in_utc().end == found.end
    there = local(found.in_utc(), other)
    assert (there.start, there.zone) == (found.start, other)
