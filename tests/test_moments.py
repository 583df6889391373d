"""Moments as text."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from outreach.moments import from_database, iso, to_database

MOMENTS = st.integers(-(10**9), 10**10).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


def test_a_moment_is_written_as_the_api_writes_it() -> None:
    assert iso(datetime(2026, 5, 1, 10, 0, 7, 999, tzinfo=UTC)) == '2026-05-01T10:00:07Z'
    assert to_database('2026-05-01T10:00:07Z') == b'20260501100007'


@given(MOMENTS, MOMENTS)
def test_moments_compare_as_text_as_they_do_in_time(one: datetime, other: datetime) -> None:
    one, other = one.replace(microsecond=0), other.replace(microsecond=0)
    assert (iso(one) < iso(other)) == (one < other)
    assert datetime.fromisoformat(iso(one)) == one


@given(MOMENTS)
def test_a_database_gives_back_what_it_was_given(moment: datetime) -> None:
    assert from_database(to_database(iso(moment)).decode()) == iso(moment)
