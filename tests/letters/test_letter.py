"""What can become of a letter is one table, and what is approved is every word of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from outreach.letters.letter import BECOMES, NOT_WRITTEN, OPEN, Group, LetterChannel, LetterState

from tests.letters.samples import letters, person


# letters: C31, C32
def test_only_what_never_went_out_may_go_out() -> None:
    assert set(BECOMES) == {None, *LetterState}
    assert frozenset({None, LetterState.LATER, LetterState.NOT_SENT}) == OPEN
    assert LetterState.CLAIMED not in BECOMES[LetterState.UNKNOWN]
    assert not NOT_WRITTEN & {LetterState.SENT, LetterState.UNKNOWN, LetterState.CLAIMED, LetterState.DRAFTED}


# letters: C9
@pytest.mark.parametrize(
    'change',
    [
        {'subject': 'Other'}, {'body': 'Other'}, {'revid': '8'}, {'channel': LetterChannel.WIKI},
        {'language': 'sv'},
        {'recipient': person(2)},
    ],
)  # fmt: skip
def test_any_change_changes_the_digest(change: dict[str, Any]) -> None:
    (letter,) = letters(1)
    assert replace(letter, **change).digest('x') != letter.digest('x')
    assert letter.digest('y') != letter.digest('x')


# letters: C35
def test_a_label_names_the_group_and_nobody() -> None:
    assert person().label == 'WA'
    assert replace(person(), groups=(Group('X', '../../etc'),)).label == 'etc'
    assert replace(person(), groups=()).label == 'person'
