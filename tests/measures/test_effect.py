"""What asking did: shares, differences, and one sentence out of four."""

from __future__ import annotations

from datetime import timedelta

import pytest
from outreach.measures import effect
from outreach.measures.effect import Conclusion, Effect, Tally, judge, points
from outreach.proportions import Interval, bounds, newcombe

from benchmarks.effects import World, exact, said, simulate
from tests.measures.samples import DAY, HOST, START, member

MONTH = timedelta(days=30)
OVER = START + MONTH


def both(asked: tuple[int, int], held: tuple[int, int]) -> Effect:
    return Effect(Tally(asked[1], 0, asked[0]), Tally(held[1], 0, held[0]), OVER)


@pytest.mark.parametrize(
    ('asked', 'held', 'verdict'),
    [
        ((90, 900), (1, 100), Conclusion.MORE),
        ((9, 900), (12, 100), Conclusion.FEWER),
        ((50, 1000), (50, 1000), Conclusion.NONE),
        ((0, 180), (0, 20), Conclusion.FEW),
        ((9, 9), (0, 9), Conclusion.FEW),
        ((2, 30), (1, 30), Conclusion.FEW),
    ],
)
def test_one_sentence_out_of_four(asked: tuple[int, int], held: tuple[int, int], verdict: Conclusion) -> None:
    """M15"""
    assert both(asked, held).verdict is verdict


def test_five_points_and_ten_people_are_the_edges() -> None:
    """M15"""
    assert judge(Interval(0.0, -0.05, 0.05), 10) is Conclusion.NONE
    assert judge(Interval(0.0, -0.0501, 0.05), 10) is Conclusion.FEW
    assert judge(Interval(0.0, -0.05, 0.05), 9) is Conclusion.FEW
    assert judge(Interval(0.5, 0.01, 0.9), 10) is Conclusion.MORE
    assert judge(Interval(0.5, 0.01, 0.9), 9) is Conclusion.FEW


def test_nobody_of_all_is_too_few_to_say_and_not_no_effect() -> None:
    """B1"""
    found = both((0, 180), (0, 20))
    assert found.verdict is Conclusion.FEW
    assert found.difference is not None
    assert found.difference.high - found.difference.low > 0.1


def test_without_anybody_held_out_nothing_is_compared() -> None:
    found = Effect(Tally(10, 0, 3), Tally(), OVER)
    assert (found.verdict, found.difference) == (None, None)
    assert Effect(Tally(10, 10, 0), Tally(10, 0, 1), OVER).difference is None


def test_no_difference_says_what_would_not_have_been_seen() -> None:
    gap = newcombe(50, 1000, 50, 1000)
    assert judge(gap, 1000) is Conclusion.NONE
    assert points(effect.beyond(gap)) == '2.0'
    assert [points(share) for share in (0.0201, 0.02, 0.05)] == ['2.1', '2.0', '5.0']


def test_who_had_signed_up_before_is_in_no_group() -> None:
    """B3"""
    people = {'#1': member(1), '#2': member(2), '#3': member(3, held=True)}
    when = {'#1': START - DAY, '#2': START + 3 * DAY, '#3': START - DAY}
    found = effect.by_wave(people, when, MONTH)[1]
    assert (found.asked, found.held) == (Tally(2, 1, 1), Tally(1, 1, 0))
    assert (found.asked.counted, found.held.counted) == (1, 0)


def test_who_was_told_by_a_friend_stays_in_the_control() -> None:
    """B4"""
    people = {'#1': member(1), '#2': member(2, held=True)}
    assert effect.by_wave(people, {'#2': START + DAY}, MONTH)[1].held == Tally(1, 0, 1)


def test_the_window_is_that_of_each_person_and_ends() -> None:
    """M14"""
    people = {'#1': member(1), '#2': member(2, day=5), '#3': member(3)}
    when = {'#1': START + 29 * DAY, '#2': START + 34 * DAY, '#3': START + 30 * DAY}
    found = effect.by_wave(people, when, MONTH)[1]
    assert found.asked == Tally(3, 0, 2)
    assert found.over == START + 35 * DAY
    assert not effect.by_wave(people, when, MONTH, frozenset({HOST}))[1].known


def test_all_waves_are_those_that_are_over_and_have_a_control() -> None:
    one, other = both((2, 20), (1, 10)), both((3, 30), (0, 10))
    alone = Effect(Tally(99), Tally(), OVER)
    later = Effect(Tally(99), Tally(9), OVER + DAY)
    unknown = Effect(Tally(99), Tally(9), OVER, known=False)
    total = effect.in_all([one, other, alone, later, unknown], OVER)
    assert total == Effect(Tally(50, 0, 5), Tally(20, 0, 1), OVER)
    assert effect.in_all([alone], OVER) is None


def test_a_wave_is_compared_with_later_ones_only_while_they_waited() -> None:
    """M18, B10"""
    people = {
        '#1': member(1),
        '#2': member(2, 2, day=5),
        '#3': member(3, 2, day=5),
        '#4': member(4, held=True),
    }
    when = {'#1': START + 4 * DAY, '#2': START + 6 * DAY}
    (found,) = effect.against_later(people, when, MONTH, {1: frozenset({'#1', '#2'})})
    assert (found.wave, found.days) == (1, 5)
    assert (found.effect.asked, found.effect.held) == (Tally(1, 0, 1), Tally(1, 0, 0))
    assert found.effect.over == START + 5 * DAY
    same_day = {key: member(int(key[1:]), one.wave) for key, one in people.items()}
    assert effect.against_later(same_day, when, MONTH, {}) == []


def test_an_interval_covers_the_truth_as_often_as_the_binomials_say() -> None:
    """M40"""
    for world in (World(300, 40, 0.05, 0.01), World(300, 40, 0.02, 0.02)):
        told, seeds = exact(world), 400
        assert told['covers'] >= 0.93
        counted = simulate(world, range(seeds))
        for name, share in told.items():
            low, high = bounds(seeds, share, 0.999)
            assert low <= counted[name] <= high, (world, name, share)


def independent(did: int, of: int, other: int, of_other: int) -> tuple[float, float]:
    """Return Newcombe's interval by the roots of the score equation, without our module."""

    def ends(count: int, all_: int) -> tuple[float, float]:
        z2, share = 1.959963984540054**2, count / all_
        a, b, c = 1 + z2 / all_, -(2 * share + z2 / all_), share * share
        root = max(0.0, b * b - 4 * a * c) ** 0.5
        return (-b - root) / (2 * a), (-b + root) / (2 * a)

    (low, high), (low_, high_) = ends(did, of), ends(other, of_other)
    one, two = did / of, other / of_other
    down, up = (one - low) ** 2 + (high_ - two) ** 2, (high - one) ** 2 + (two - low_) ** 2
    return one - two - down**0.5, one - two + up**0.5


def test_what_the_proof_says_of_counts_is_said_by_another_reckoning_too() -> None:
    """M40"""
    for did in range(0, 61, 4):
        for other in range(0, 31, 3):
            low, high = independent(did, 60, other, 30)
            told = said(did, 60, other, 30, 0.1)
            if min(abs(low - 0.1), abs(high - 0.1), abs(low), abs(high)) > 1e-9:
                assert ('covers' in told) == (low < 0.1 < high)
                assert ('more' in told, 'fewer' in told) == (low > 0, high < 0)
