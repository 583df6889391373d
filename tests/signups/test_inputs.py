"""What a collection of sign-ups is made from: what makes it doubtful."""

from __future__ import annotations

import pytest
from outreach.signups.inputs import nobody_left


@pytest.mark.parametrize(
    ('people', 'found', 'enrolled', 'doubts'),
    [(10, 0, 0, 1), (12, 12, 0, 1), (12, 1, 0, 0), (9, 0, 0, 0), (30, 12, 12, 0)],
)
def test_a_step_at_which_all_fall_out_is_a_doubt(people: int, found: int, enrolled: int, doubts: int) -> None:
    assert len(nobody_left(people, found, enrolled)) == doubts
