"""The plan of a run: what makes it doubtful."""

from __future__ import annotations

import pytest
from outreach.audience.funnel import Funnel, Step
from outreach.audience.listplan import everybody_fell_out


@pytest.mark.parametrize(
    ('step', 'doubts'),
    [
        (
            Step('left', 0, {'blocked': 12}),
            ['the funnel, left: all 12 fell out here: blocked [everybody-out]'],
        ),
        (Step('left', 0, {'blocked': 9}), []),
        (Step('left', 1, {'blocked': 12}), []),
        (Step('left', 0, {'blocked': 12, 'locked': 1}), []),
        (
            Step('left', 0, {'blocked': 12, 'locked': 0}),
            ['the funnel, left: all 12 fell out here: blocked [everybody-out]'],
        ),
        (Step('left', 0), []),
    ],
)
def test_a_step_at_which_all_fall_out_for_one_reason_is_a_doubt(step: Step, doubts: list[str]) -> None:
    assert [str(doubt) for doubt in everybody_fell_out(Funnel((Step('editors', 12), step)))] == doubts
