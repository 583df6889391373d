"""A stop stands until somebody who may takes it back."""

from __future__ import annotations

import pytest
from outreach.revisions import Revision
from outreach.stops import standing


@pytest.mark.parametrize(
    ('history', 'stands'),
    [
        ([('Ann', 'Wait.')], ('Wait.', 'Ann')),
        ([('Ann', 'Wait.'), ('Ann', '')], ('', '')),
        ([('Ann', 'Wait.'), ('Eve', '')], ('Wait.', 'Ann')),
        ([('Ann', 'Wait.'), ('Eve', 'Wait a little.'), ('Eve', '')], ('Wait a little.', 'Ann')),
        ([('Ann', 'Wait.'), ('Admin', '')], ('', '')),
        ([('Ann', 'Wait.'), ('Eve', ''), ('Ann', ' ')], ('', '')),
        ([('Ann', 'Wait.'), ('Admin', ''), ('Eve', 'No!'), ('Ann', '')], ('No!', 'Eve')),
        ([('Ann', None), ('Eve', '')], ('its text is hidden', 'Ann')),
        ([('', 'Wait.'), ('', '')], ('Wait.', '')),
    ],
)
def test_who_may_take_a_stop_back(history: list[tuple[str, str | None]], stands: tuple[str, str]) -> None:
    assert standing([Revision(1, 'stop', text, user=user) for user, text in history], {'Admin'}) == stands
