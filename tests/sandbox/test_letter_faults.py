"""A telling part of `make faults` for letters: nobody gets two, and everybody is accounted for."""

from __future__ import annotations

import pytest

from sandbox.farm import Farm
from tests.sandbox.tools.letter_cases import LetterCase
from tests.sandbox.tools.letter_faults import DRAFTS, KILLED, run_case
from tests.sandbox.tools.letters_on_wiki import COMMIT, WRITE, LettersOnWiki
from tests.sandbox.tools.mailservers import DROP

CASES = (
    (LetterCase(KILLED, 3), 1),  # claimed, and nothing went out
    (LetterCase(KILLED, 4), 0),  # settled
    (LetterCase('killed at line', 4), 1),  # DATA was said
    (LetterCase('killed at line', 6), 1),  # the server has it, and nobody hears so
    (LetterCase('letter', 2, 'taken', DROP), 1),
    (LetterCase('letter', 2, 'rcpt', DROP), 0),
    (LetterCase('letter', 1, 'quit', DROP), 0),
    (LetterCase(DRAFTS, 3), 0),  # claimed, and no file written
    (LetterCase(DRAFTS, 7), 0),  # half of them written
    (LetterCase(DRAFTS, 11), 0),  # all there under their name, and not settled
)


# letters: C29, C30, C31, C35, C39
@pytest.mark.parametrize(('case', 'unknown'), CASES, ids=str)
def test_whatever_breaks_nobody_gets_two_and_nobody_is_lost(case: LetterCase, unknown: int) -> None:
    count = run_case(case)
    assert count.hit
    assert (count.twice, count.lost) == ((), ()), str(count)
    assert count.unknown <= unknown


# letters: C29, C30, C31, C34, C38
def test_by_a_wiki_neither_and_a_killed_run_does_not_bar_the_next_from_its_page(wiki_state: Farm) -> None:
    scene = LettersOnWiki(wiki_state)
    try:
        for case, unknown in (
            (LetterCase(COMMIT, 3), 0),  # the token that it is about to leave is known, the page not saved
            (LetterCase(WRITE, 1, 'edit', 'kill after'), 0),
            (LetterCase(WRITE, 1, 'edit', 'lost after'), 0),
            (LetterCase(WRITE, 2, 'emailuser', 'kill after'), 1),
        ):
            count = scene.count(case)
            assert (count.hit, count.twice, count.lost) == (True, (), ()), f'{count}\n{scene.said}'
            assert count.unknown == unknown, str(count)
    finally:
        scene.close()
