"""Small counts cannot be told from a table."""

from __future__ import annotations

from itertools import product

from hypothesis import example, given
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
    assert column([3, 0]) == [HIDDEN, HIDDEN], 'the sum, and the nought, tell that it is 3'
    assert column([0, 0]) == ['0', '0']
    assert column([]) == []


@given(st.lists(st.integers(0, 60)))
def test_no_hidden_count_is_what_is_left_of_the_sum(counts: list[int]) -> None:
    cells = column(counts)
    covered = [count for count, cell in zip(counts, cells, strict=True) if cell != str(count)]
    assert not any(cell == str(count) and 0 < count < 5 for count, cell in zip(counts, cells, strict=True))
    assert len(covered) != 1 or len(counts) == 1


@given(st.lists(st.sampled_from((0, 1, 2, 3, 4, 5, 6, 7)), min_size=2, max_size=5))
@example([1, 1])
@example([4, 4, 7])
def test_other_counts_would_give_the_same_cells_and_the_same_sum(counts: list[int]) -> None:
    """B13"""
    if not any(0 < count < 5 for count in counts):
        return
    cells, total = column(counts), sum(counts)
    options = {ONE_TO_FOUR: range(1, 5), HIDDEN: range(total + 1)}
    free = [options[cell] if cell in options else (int(cell),) for cell in cells]
    assert sum(sum(some) == total for some in product(*free)) > 1
