"""Waves: their sizes, their order, and what the next one waits for."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach.lists.entries import Target
from outreach.sends.results import State
from outreach.sends.waves import WaveOutcome, in_order, quota, why_not_next

from tests.samples.plans import NAMES


@given(st.permutations(NAMES))
@settings(max_examples=25, deadline=None)
def test_the_order_of_the_list_does_not_steer_who_comes_first(names: list[str]) -> None:
    targets = [Target('en.wikipedia.test', f'User talk:{name}') for name in names]
    assert in_order(targets, 'Outreach/X') == in_order(targets[::-1], 'Outreach/X')
    assert in_order(targets, 'Outreach/X') != in_order(targets, 'Outreach/Y')


@pytest.mark.parametrize(
    ('wave', 'sizes', 'whole', 'size'),
    [
        (1, ('20', 'rest'), 100, 20),
        (2, ('20', 'rest'), 100, None),
        (3, ('20',), 100, None),
        (1, ('5%', 'rest'), 101, 6),
        (1, ('1%',), 3, 1),
    ],
)
def test_sizes_are_numbers_per_cents_or_the_rest(
    wave: int, sizes: tuple[str, ...], whole: int, size: int | None
) -> None:
    assert quota(wave, sizes, whole) == size


@pytest.mark.parametrize(
    ('results', 'complaints', 'says'),
    [
        (None, 0, 'nobody has checked'),
        (Counter({State.DELIVERED: 20}), 0, ''),
        (Counter({State.DELIVERED: 18, State.FAILED: 2}), 0, ''),
        (Counter({State.DELIVERED: 17, State.FAILED: 3}), 0, '3 failed'),
        (Counter({State.DELIVERED: 17, State.UNKNOWN: 3}), 0, '3 unknown'),
        (Counter({State.DELIVERED: 20}), 3, '3 complaints'),
        (Counter({State.DELIVERED: 10, State.NO_SUCH_USER: 10}), 0, ''),
    ],
)
def test_the_next_wave_waits_for_a_good_end_of_the_last(
    results: Counter[State] | None, complaints: int, says: str
) -> None:
    reason = why_not_next([WaveOutcome('1', 20, results, complaints)], 10)
    assert (says in reason) if says else reason == ''
