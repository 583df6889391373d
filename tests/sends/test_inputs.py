"""The inputs of a plan."""

from __future__ import annotations

from datetime import UTC, datetime

from outreach.sends.pinnedlists import PinnedLists


def test_a_list_ages_from_its_last_change() -> None:
    listed = PinnedLists((), (), '2026-05-01T11:30:00Z')
    assert listed.age(datetime(2026, 5, 31, 11, tzinfo=UTC)) == 29
    assert listed.age(datetime(2026, 5, 31, 12, tzinfo=UTC)) == 30
