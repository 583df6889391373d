"""Shares and their intervals: published examples, laws, and chances summed exactly."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach.proportions import bounds, chance, likely, newcombe, seen_rise, tails, wilson

COUNTS = st.integers(1, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


def test_published_intervals_come_out_to_four_digits() -> None:
    """M29"""
    one = wilson(81, 263)
    assert (round(one.low, 4), round(one.high, 4)) == (0.2553, 0.3662)
    # Newcombe 1998, table II, example (a), method 10
    two = newcombe(56, 70, 48, 80)
    assert (round(two.estimate, 4), round(two.low, 4), round(two.high, 4)) == (0.2, 0.0524, 0.3339)
    # … and examples (b) to (h) of the same table
    for counts, low, high in (
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ):
        found = newcombe(*counts)
        assert [found.low, found.high] == pytest.approx([low, high], abs=6e-5)


@given(COUNTS, COUNTS)
def test_an_interval_holds_its_estimate_and_swapping_groups_mirrors_it(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    found, swapped = newcombe(*one, *other), newcombe(*other, *one)
    assert -1 <= found.low <= found.estimate <= found.high <= 1
    assert [found.low, found.high] == pytest.approx([-swapped.high, -swapped.low])
    share = wilson(*one)
    assert 0 <= share.low <= share.estimate <= share.high <= 1


@pytest.mark.parametrize('wrong', [(-1, 5), (6, 5), (0, 0)])
def test_what_is_no_share_is_refused(wrong: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match='is no share'):
        wilson(*wrong)


def test_chances_are_those_of_the_binomial() -> None:
    assert chance(3, 10, 0.2) == pytest.approx(comb(10, 3) * 0.2**3 * 0.8**7)
    assert [chance(count, 5, share) for count, share in ((0, 0.0), (1, 0.0), (5, 1.0))] == [1, 0, 1]
    for of, share in ((20, 0.5), (1000, 0.01), (5000, 0.95)):
        assert sum(found for _, found in likely(of, share)) == pytest.approx(1, abs=1e-8)
    beyond = tails(10, 0.2)
    assert [beyond(0), beyond(11)] == pytest.approx([1, 0])
    assert beyond(3) == pytest.approx(sum(chance(count, 10, 0.2) for count in range(3, 11)))


def test_bounds_leave_at_most_half_of_the_rest_on_each_side() -> None:
    low, high = bounds(200, 0.95, 0.999)
    below, beyond = tails(200, 0.05), tails(200, 0.95)
    assert beyond(high + 1) <= 0.0005 < beyond(high)
    assert below(200 - low + 1) <= 0.0005 < below(200 - low)
    assert bounds(5, 0.0, 0.999) == (0, 0)


@pytest.mark.parametrize(
    ('asked', 'held', 'rise'), [(450, 50, 10.3), (900, 100, 6.1), (4500, 500, 1.9), (1000, 1000, 1.7)]
)
def test_what_rise_is_seen_four_times_out_of_five(asked: int, held: int, rise: float) -> None:
    """M8"""
    least = seen_rise(asked, held, 0.01)
    assert least is not None
    assert round(100 * least - 1, 1) == rise
    told = sum(
        chance(one, asked, least) * chance(other, held, 0.01)
        for one, _ in likely(asked, least)
        for other in range(8 if held == 50 else 0)
        if newcombe(one, asked, other, held).low > 0
    )
    assert held != 50 or told == pytest.approx(0.8, abs=0.001)


def test_where_nothing_can_be_seen_none_is_said() -> None:
    assert seen_rise(3, 2, 0.5) is None
    assert seen_rise(0, 9, 0.1) is None
    assert seen_rise(9, 0, 0.1) is None
