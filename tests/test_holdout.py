"""The hold-out: who is drawn, and what is fixed before the first send."""

from __future__ import annotations

import hashlib

import pytest
from outreach import campaign, holdout
from outreach.campaign import HOLDOUT, HOLDOUTUNTIL, OUTCOME, OUTCOMEWINDOW, SIGNUPS
from outreach.holdout import Design, drawn, in_settings, place_in_waves
from outreach.proportions import bounds
from outreach.settings import Given, from_command_line, resolve

ALL = (*holdout.FIXED, SIGNUPS, *campaign.SOURCES)


def settings(*args: str) -> Given:
    written, problems = from_command_line(args, ALL)
    assert not problems
    return resolve(ALL, written)


def test_anybody_can_draw_again() -> None:
    """M3"""
    for number in range(200):
        digest = hashlib.sha256(f'Outreach/X|holdout|{number}'.encode()).hexdigest()
        assert drawn('Outreach/X', number, 10) == (int(digest, 16) / 2**256 < 0.1)


def test_the_draw_takes_its_share_and_is_not_that_of_the_waves() -> None:
    for share in (1, 10, 50):
        low, high = bounds(20_000, share / 100, 0.999)
        assert low <= sum(drawn('Outreach/X', number, share) for number in range(20_000)) <= high
    held = [number for number in range(20_000) if drawn('Outreach/X', number, 10)]
    early = sum(place_in_waves('Outreach/X', number) < b'\x80' for number in held)
    low, high = bounds(len(held), 0.5, 0.999)
    assert low <= early <= high
    assert not any(drawn('Outreach/X', number, 0) for number in held)


def test_who_is_held_out_at_a_share_is_at_every_greater_one() -> None:
    ten, twenty = ({n for n in range(3000) if drawn('X', n, share)} for share in (10, 20))
    assert ten < twenty


def test_settings_fix_a_design_and_its_words_give_it_back() -> None:
    """M1, M5"""
    assert holdout.of(settings()) is None
    assert holdout.of(settings('-holdout:10')) == Design('signup', 30, 10, 37)
    given = settings('-outcome:anyedit', '-outcomewindow:14', '-holdout:5', '-holdoutuntil:60')
    assert [given[one] for one in (OUTCOME, OUTCOMEWINDOW, HOLDOUT, HOLDOUTUNTIL)] == ['anyedit', 14, 5, 60]
    design = Design('anyedit', 14, 5, 60)
    assert holdout.of(given) == design
    assert in_settings(f'waves = rest; {design.words}') == design
    assert in_settings('waves = rest; holdout = 10') is None


def test_who_is_asked_inside_the_window_is_no_control() -> None:
    (found,) = holdout.problems(settings('-holdout:10', '-holdoutuntil:29'))
    assert 'before the window of 30 days' in str(found)
    assert holdout.problems(settings('-holdout:10', '-holdoutuntil:30')) == []
    assert holdout.problems(settings()) == []


@pytest.mark.parametrize(
    ('outcome', 'also', 'counted'),
    [
        ('signup', (), False),
        ('signup', ('-category:Medicine',), False),
        ('signup', ('-signups:Outreach/X/Sign-ups',), True),
        ('topicedit', (), False),
        ('topicedit', ('-signups:Outreach/X/Sign-ups',), False),
        *(('topicedit', (f'-{one.name}:1',), True) for one in campaign.SOURCES),
        ('anyedit', (), True),
    ],
)
def test_nothing_can_be_counted_where_no_setting_says_from_what(
    outcome: str, also: tuple[str, ...], counted: object
) -> None:
    """M1"""
    given = settings('-holdout:10', f'-outcome:{outcome}', *also)
    design = holdout.of(given)
    assert holdout.uncounted(design, given) == ('' if counted else outcome)
    lacking, refused = holdout.lacking(design, given), holdout.for_nothing(design, given)
    assert [one.place for one in (*lacking, *refused)] == (
        [] if counted else [f'-outcome:{outcome}', '-holdout:10']
    )
    if refused:
        assert f'would let people wait for nothing: outcome is {outcome}, but' in refused[0].text
        assert 'or leave holdout out' in refused[0].text


def test_without_a_hold_out_nobody_waits_for_nothing() -> None:
    given = settings('-outcome:signup')
    assert holdout.lacking(holdout.of(given), given)
    assert not holdout.for_nothing(holdout.of(given), given)
    assert not holdout.lacking(holdout.of(settings()), settings())
