"""Who of a list may get a message: what is doubtful about it."""

from __future__ import annotations

import pytest
from outreach.lists.entries import Target
from outreach.run import Doubt
from outreach.sends.recipients import BLOCKED, OUT_OF_REACH, nobody_left
from outreach.sends.sendplan import Recipients

TARGETS = tuple(Target('sv.wikipedia.org', f'User talk:Reader {number}') for number in range(12))


@pytest.mark.parametrize(
    ('left', 'withheld', 'said'),
    [
        ((), {BLOCKED: TARGETS[:10]}, [f'all 10 fell out here: {BLOCKED}']),
        ((), {BLOCKED: TARGETS[:9]}, []),
        (TARGETS[:1], {BLOCKED: TARGETS[1:]}, []),
        ((), {BLOCKED: TARGETS[:6], OUT_OF_REACH: TARGETS[6:]}, []),
        ((), {}, []),
    ],
)
def test_where_all_are_withheld_for_one_reason_it_is_a_doubt(
    left: tuple[Target, ...], withheld: dict[str, tuple[Target, ...]], said: list[str]
) -> None:
    found = nobody_left('Outreach/Example', Recipients(left, {}, {}, withheld))
    assert found == [Doubt('everybody-out', 'Outreach/Example', text) for text in said]
