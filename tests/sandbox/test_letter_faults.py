"""A telling part of `make faults` for letters: nobody gets two, and everybody is accounted for."""

from __future__ import annotations

import pytest

from tests.sandbox.tools.letter_faults import LetterCase, run_case
from tests.sandbox.tools.mailservers import DROP

CASES = (
    (LetterCase('killed after commit', 2), 1),  # claimed, and nothing went out
    (LetterCase('killed after commit', 3), 0),  # settled
    (LetterCase('killed at line', 4), 1),  # DATA was said
    (LetterCase('killed at line', 6), 1),  # the server has it, and nobody hears so
    (LetterCase('letter', 2, 'taken', DROP), 1),
    (LetterCase('letter', 2, 'rcpt', DROP), 0),
    (LetterCase('letter', 1, 'quit', DROP), 0),
)


# letters: C29, C30, C31, C39
@pytest.mark.parametrize(('case', 'unknown'), CASES, ids=str)
def test_whatever_breaks_nobody_gets_two_and_nobody_is_lost(case: LetterCase, unknown: int) -> None:
    count = run_case(case)
    assert count.hit
    assert (count.twice, count.lost) == ((), ()), str(count)
    assert count.unknown <= unknown
