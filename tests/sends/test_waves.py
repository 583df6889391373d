"""Waves: their sizes, their order, and what the next one waits for."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach.lists.entries import Target
from outreach.sends.results import State
from outreach.sends.waves import WaveOutcome, by_language, in_order, quota, why_not_next

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
        (1, ('20%',), 100, 20),
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
        (Counter({State.DELIVERED: 19, State.FAILED: 1}), 0, ''),
        (Counter({State.DELIVERED: 18, State.FAILED: 2}), 0, '2 failed'),
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


@pytest.mark.parametrize(
    ('failed', 'limit', 'waits'),
    [(1, 5, 'waits'), (1, 6, ''), (0, 0, ''), (1, 0, 'waits'), (20, 99, 'waits'), (20, 100, '')],
)
def test_at_the_limit_the_next_wave_waits(failed: int, limit: int, waits: str) -> None:
    results = Counter({State.DELIVERED: 20 - failed, State.FAILED: failed})
    reason = why_not_next([WaveOutcome('1', 20, results)], limit)
    assert bool(reason) == bool(waits)
    assert not waits or f'the campaign stops at {limit} % (faillimit)' in reason


def test_a_wave_whose_results_are_empty_was_not_checked() -> None:
    assert 'nobody has checked' in why_not_next([WaveOutcome('1', 20, Counter())], 10)


def test_a_wave_without_complaints_has_none() -> None:
    assert WaveOutcome('1', 20, None).complaints == 0


def test_what_went_wrong_is_said_by_kind() -> None:
    results = Counter({State.FAILED: 1, State.OPTED_OUT: 2, State.WRONG_NAMESPACE: 1, State.DELIVERED: 4})
    reason = why_not_next([WaveOutcome('2', 9, results, 1)], 10)
    assert reason == (
        'of the 9 targets of wave 2, 56 % went wrong (1 failed, 2 opted out, 1 wrong namespace, 1 complaint)'
        '; the campaign stops at 10 % (faillimit)'
    )


def test_what_is_not_known_yet_is_asked_again() -> None:
    reason = why_not_next([WaveOutcome('1', 3, Counter({State.UNKNOWN: 3}))], 10)
    assert '100 % are not known yet (3 unknown)' in reason
    assert 'went wrong' not in reason
    assert reason.endswith(': run check_delivery again')
    both = Counter({State.DELIVERED: 2, State.UNKNOWN: 1, State.FAILED: 1})
    said = 'of the 4 targets of wave 1, 25 % went wrong (1 failed) and 25 % is not known yet (1 unknown); '
    assert why_not_next([WaveOutcome('1', 4, both)], 10).startswith(said)


def test_every_wave_before_is_looked_at() -> None:
    good = WaveOutcome('1', 20, Counter({State.DELIVERED: 20}))
    assert why_not_next([good, WaveOutcome('2', 20, None)], 10).startswith('wave 2')
    assert why_not_next([good, good], 10) == why_not_next([], 10) == ''


def test_a_wave_of_nobody_went_well() -> None:
    assert why_not_next([WaveOutcome('1', 0, Counter({State.DROPPED: 1}))], 0) == ''


def test_each_language_has_its_targets_in_order() -> None:
    en, sv = ([Target(f'{code}.w.test', name) for name in 'BA'] for code in ('en', 'sv'))
    spoken = {'en.w.test': 'en', 'sv.w.test': 'sv'}
    assert by_language([*sv, *en], spoken) == {'en': tuple(en[::-1]), 'sv': tuple(sv[::-1])}
    assert list(by_language([*sv, *en], spoken)) == ['en', 'sv']
