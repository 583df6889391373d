"""The plan of a run: what makes it doubtful."""

from __future__ import annotations

import pytest
from outreach.audience.funnel import Funnel, FunnelStep
from outreach.audience.listplan import everybody_fell_out


@pytest.mark.parametrize(
    ('step', 'doubts'),
    [
        (
            FunnelStep('left', 0, {'blocked': 12}),
            ['the funnel, left: all 12 fell out here: blocked [everybody-out]'],
        ),
        (FunnelStep('left', 0, {'blocked': 9}), []),
        (FunnelStep('left', 1, {'blocked': 12}), []),
        (FunnelStep('left', 0, {'blocked': 12, 'locked': 1}), []),
        (
            FunnelStep('left', 0, {'blocked': 12, 'locked': 0}),
            ['the funnel, left: all 12 fell out here: blocked [everybody-out]'],
        ),
        (FunnelStep('left', 0), []),
    ],
)
def test_a_step_at_which_all_fall_out_for_one_reason_is_a_doubt(step: FunnelStep, doubts: list[str]) -> None:
    assert [str(doubt) for doubt in everybody_fell_out(Funnel((FunnelStep('editors', 12), step)))] == doubts
