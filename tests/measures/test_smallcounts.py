"""Small counts cannot be told from a table."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from outreach.measures.smallcounts import HIDDEN, ONE_TO_FOUR, column, shown


def test_from_one_to_four_is_only_that() -> None:
    """M33"""
    assert [shown(count) for count in (0, 1, 4, 5)] == ['0', ONE_TO_FOUR, ONE_TO_FOUR, '5']


def test_three_people_on_one_wiki_hide_the_next_smallest_too() -> None:
    """B13"""
    assert column([40, 3, 9, 0]) == ['40', ONE_TO_FOUR, HIDDEN, '0']
    assert column([40, 3, 2]) == ['40', ONE_TO_FOUR, ONE_TO_FOUR]
    assert column([3]) == [ONE_TO_FOUR]
    assert column([]) == []


@given(st.lists(st.integers(0, 60)))
def test_no_hidden_count_is_what_is_left_of_the_sum(counts: list[int]) -> None:
    cells = column(counts)
    covered = [count for count, cell in zip(counts, cells, strict=True) if cell != str(count)]
    assert not any(cell == str(count) and 0 < count < 5 for count, cell in zip(counts, cells, strict=True))
    assert len(covered) != 1 or all(count == 0 or count < 5 for count in counts)
