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
        # whoever adds a line stops it too, and so does who may lift it and writes anew
        ([('Eve', 'x'), ('Ann', 'x\nWait.'), ('Eve', '')], ('x\nWait.', 'Ann')),
        ([('Eve', 'x'), ('Ann', 'x\nWait.'), ('Eve', ''), ('Ann', 'x'), ('Ann', '')], ('', '')),
        ([('Eve', 'x'), ('Ann', 'x\nWait.'), ('Ann', 'x'), ('Eve', '')], ('', '')),
        ([('Eve', 'x'), ('Admin', 'Wait.'), ('Eve', '')], ('Wait.', 'Admin')),
        ([('Eve', 'x'), ('Ann', 'x\nWait.'), ('Admin', '')], ('', '')),
    ],
)
def test_who_may_take_a_stop_back(history: list[tuple[str, str | None]], stands: tuple[str, str]) -> None:
    assert standing([Revision(1, 'stop', text, user=user) for user, text in history], {'Admin'}) == stands
