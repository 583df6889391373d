"""What makes a plan doubtful, and the codes by which that is passed."""

from __future__ import annotations

import pytest
from outreach.doubts import Doubt, doubt_code, everybody_out


def test_a_doubt_is_told_with_its_place_and_its_code() -> None:
    assert str(Doubt('shrinks', 'Camp/Targets', 'would lose 3 entries')) == (
        'Camp/Targets: would lose 3 entries [shrinks]'
    )


def test_ten_or_more_people_must_all_fall_out_to_be_a_doubt() -> None:
    assert [len(everybody_out('step', *counts, 'why')) for counts in ((9, 0), (10, 0), (10, 1))] == [0, 1, 0]


def test_a_code_is_one_that_there_is() -> None:
    assert doubt_code(' signed-by-others ') == 'signed-by-others'


@pytest.mark.parametrize(
    ('text', 'said'),
    [
        ('shrink', r'; did you mean shrinks\?$'),
        ('signed_by_others', r'; did you mean signed-by-others\?$'),
        ('', r'brackets behind the doubt: asked-by-others, .*, wrong-send$'),
        ('yes', r': asked-by-others, clients-old, '),
    ],
)
def test_a_mistyped_code_is_refused_with_the_one_that_was_meant(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        doubt_code(text)
