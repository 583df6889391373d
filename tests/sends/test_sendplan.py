"""Plans of sends: waves drawn reproducibly, one message a person, nobody planned twice."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach.lists.entries import Target
from outreach.sends.sendpage import SendPage
from outreach.sends.sendplan import Recipients, current_wave, in_numbers, make_correction, make_plan, unique
from outreach.sends.sendstate import SendState

from tests.samples.plans import CAMPAIGN, HOSTS, NAMES, SPOKEN, TEXTS, readers, sent


def test_waves_take_their_sizes_and_then_the_rest() -> None:
    pages: list[SendPage] = []
    sizes = []
    for _ in range(4):
        plan = make_plan(CAMPAIGN, readers(*NAMES), TEXTS, pages)
        sizes.append((plan.wave, plan.size, plan.later, plan.taken))
        pages += sent(plan)
    assert sizes == [(1, 2, 10, 0), (2, 4, 6, 2), (3, 6, 0, 6), (4, 0, 0, 12)]
    reached = [target for page in pages for target in page.targets]
    assert len(reached) == len(set(reached)) == 12


@given(st.integers(0, 5), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_an_interrupted_plan_is_completed_to_the_same_wave(written: int, chance: random.Random) -> None:
    whole = make_plan(CAMPAIGN, readers(*NAMES), TEXTS, [])
    some = chance.sample(list(whole.pages), min(written, len(whole.pages)))
    rest = make_plan(CAMPAIGN, readers(*NAMES), TEXTS, some)
    assert {page.digest for page in (*some, *rest.pages)} == {page.digest for page in whole.pages}
    assert all(page.digest in page.parts for page in rest.pages)


def test_a_daily_cap_cuts_the_wave_and_leaves_the_rest_for_another_day() -> None:
    free = replace(CAMPAIGN, sizes=('rest',))
    plan = make_plan(free, readers(*NAMES), TEXTS, [], cap=5)
    assert (plan.size, plan.later) == (5, 7)
    for cap in (0, -3):  # more may have gone out than should have
        none = make_plan(free, readers(*NAMES), TEXTS, sent(plan), cap=cap)
        assert (none.pages, none.later) == ((), 7)


def test_one_person_on_two_wikis_or_twice_on_the_list_gets_one_message() -> None:
    here, there = Target(HOSTS[0], 'User talk:Ann'), Target(HOSTS[1], 'User talk:Ann')
    who = Recipients((here, there, here), SPOKEN, {here: 'Ann', there: 'Ann'})
    alone = unique(who, ())
    assert alone.targets == (here,)
    assert alone.withheld == {'listed before': (there, here)}


def test_the_pages_of_a_wave_count_who_was_withheld_and_name_nobody() -> None:
    who = readers('Ann', 'Bo', 'Cy')
    lately = tuple(Target(HOSTS[0], f'User talk:P{n}') for n in range(3))
    out = {'excluded': (Target(HOSTS[0], 'User talk:Di'),), 'asked lately': lately}
    plan = make_plan(CAMPAIGN, replace(who, withheld=out), TEXTS, [])
    assert plan.pages
    assert {page.withheld for page in plan.pages} == {('3 (asked lately)', '1 (excluded)')}
    # who got an earlier wave is not withheld from this one, though asked lately
    served = replace(sent(plan)[0], targets=lately)
    again = make_plan(CAMPAIGN, replace(who, withheld=out), TEXTS, [served])
    assert {page.withheld for page in again.pages} == {('1 (excluded)',)}
    many = {f'reason {n:02}': lately for n in range(30)}
    assert in_numbers(many)[-2:] == ('3 (reason 19)', '30 (other reasons)')


def test_who_was_renamed_or_moved_to_another_wiki_since_is_not_asked_again() -> None:
    first = make_plan(replace(CAMPAIGN, sizes=('rest',)), readers('Old', 'Ann'), TEXTS, [])
    now = readers('New', 'Zed', 'Ann')
    plan = make_plan(CAMPAIGN, now, TEXTS, sent(first), renamed={'Old': 'New'})
    assert [one.page for page in plan.pages for one in page.targets] == ['User talk:Zed']


def test_cancelled_pages_free_their_people_and_a_title_is_never_used_twice() -> None:
    first = make_plan(CAMPAIGN, readers(*NAMES), TEXTS, [])
    cancelled = [replace(page, state=SendState.CANCELLED) for page in first.pages]
    second = make_plan(CAMPAIGN, readers(*NAMES), TEXTS, cancelled)
    assert second.wave == 1
    assert not {page.title for page in cancelled} & {page.title for page in second.pages}
    assert second.size == first.size


@pytest.mark.parametrize(
    ('states', 'expected'),
    [
        ([], (1, True)),
        ([('1', SendState.PLANNED)], (1, False)),
        ([('1', SendState.PLANNED), ('1', SendState.CLAIMED)], (2, True)),
        ([('1', SendState.SENT), ('2', SendState.PLANNED)], (2, False)),
        ([('1', SendState.SENT), ('2', SendState.CANCELLED)], (2, True)),
        ([('10', SendState.SENT), ('9.2', SendState.SENT)], (11, True)),
        ([('test', SendState.SENT)], (1, True)),
        ([('1', SendState.SENT), ('correction', SendState.SENT)], (2, True)),
    ],
)
def test_which_wave_comes_next(states: list[tuple[str, SendState]], expected: tuple[int, bool]) -> None:
    page = make_plan(CAMPAIGN, readers(*NAMES), TEXTS, []).pages[0]
    assert current_wave([replace(page, wave=wave, state=state) for wave, state in states]) == expected


def test_five_thousand_targets_are_planned_at_once() -> None:
    names = tuple(f'Somebody {n}' for n in range(5000))
    plan = make_plan(replace(CAMPAIGN, sizes=('rest',)), readers(*names), TEXTS, [])
    assert plan.size == 5000
    assert [page.language for page in plan.pages] == ['en', 'sv']


def test_a_correction_goes_to_everybody_at_once() -> None:
    plan = make_correction(CAMPAIGN, readers(*NAMES, NAMES[0]), TEXTS, ())
    assert (plan.size, plan.later, plan.taken, plan.waiting) == (len(NAMES), 0, 0, 0)
    assert {page.kind for page in plan.pages} == {'correction'}
