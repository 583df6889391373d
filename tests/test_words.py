"""Numbers with their nouns."""

from __future__ import annotations

from outreach.words import counted


def test_one_is_not_many() -> None:
    assert [counted(number, 'entry', 'entries') for number in (0, 1, 2000)] == [
        '0 entries',
        '1 entry',
        '2,000 entries',
    ]
