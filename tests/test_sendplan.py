"""Plans of sends: waves drawn reproducibly, one message a person, nobody planned twice."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach.lists.entries import Target
from outreach.lists.merge import person_of
from outreach.sends import waves
from outreach.sends.inputs import PinnedLists
from outreach.sends.message import Language, Message
from outreach.sends.preconditions import (
    SendRules,
    barred,
    complaints,
    missing_approval,
    missing_test,
    too_early,
    wave_before,
    within,
)
from outreach.sends.results import Reaction, Result, State
from outreach.sends.sendpage import Pinned, SendPage, SendState
from outreach.sends.sendplan import Recipients, SendTerms, Texts, WavePlan, current_wave, make_plan, unique
from outreach.sends.waves import WaveOutcome, in_order, quota, why_not_next

CAMPAIGN = SendTerms('Outreach/X', (Pinned('Outreach/X/Targets', 9),), 'Bot', ('2', '4', 'rest'))
LANGUAGES = {code: Language(code) for code in ('en', 'sv', 'fi')}
TEXTS = Texts(
    {
        'en': Message('en', 'M', 1, 'Hello', 'Text'),
        'sv': Message('sv', 'M/sv', 2, 'Hej', 'Text'),
    },
    LANGUAGES,
)
SPOKEN = {f'{code}.wikipedia.test': code for code in ('en', 'sv', 'fi')}
HOSTS = tuple(SPOKEN)


def readers(*names: str) -> Recipients:
    targets = tuple(Target(HOSTS[n % 3], f'User talk:{name}') for n, name in enumerate(names))
    return Recipients(targets, SPOKEN, {one: person_of(one) or '' for one in targets})


NAMES = tuple(f'P{n}' for n in range(12))


def sent(plan: WavePlan) -> list[SendPage]:
    return [replace(parcel.page, state=SendState.SENT) for parcel in plan.parcels]


def test_pages_that_are_over_the_cap_wait_and_smaller_ones_go() -> None:
    plan = make_plan(replace(CAMPAIGN, sizes=('rest',)), readers(*NAMES), TEXTS, [])
    pages = [parcel.page for parcel in plan.parcels]
    sizes = [len(page.targets) for page in pages]
    assert sizes == [8, 4]
    for allowance, now in ((12, [8, 4]), (11, [8]), (8, [8]), (7, [4]), (3, []), (0, [])):
        fit, over = within(pages, allowance)
        assert [len(page.targets) for page in fit] == now
        assert {*fit, *over} == set(pages)


def test_who_must_not_be_asked_is_named_with_the_page_and_the_reason() -> None:
    plan = make_plan(replace(CAMPAIGN, sizes=('rest',)), readers(*NAMES), TEXTS, [])
    pages = [parcel.page for parcel in plan.parcels]
    out = {'excluded': pages[0].targets[:2], 'asked lately': (Target('x.test', 'User talk:Nobody'),)}
    (problem,) = barred(pages, out)
    assert problem.place == pages[0].title
    first, second = sorted(pages[0].targets[:2])
    assert problem.text.startswith(f'2 targets must not be asked (excluded): {first}, {second};')
    assert barred(pages[1:], out) == []


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


@given(st.permutations(NAMES))
@settings(max_examples=25, deadline=None)
def test_the_order_of_the_list_does_not_steer_who_comes_first(names: list[str]) -> None:
    targets = [Target('en.wikipedia.test', f'User talk:{name}') for name in names]
    assert in_order(targets, 'Outreach/X') == in_order(targets[::-1], 'Outreach/X')
    assert in_order(targets, 'Outreach/X') != in_order(targets, 'Outreach/Y')


@given(st.integers(0, 5), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_an_interrupted_plan_is_completed_to_the_same_wave(written: int, chance: random.Random) -> None:
    whole = make_plan(CAMPAIGN, readers(*NAMES), TEXTS, [])
    some = chance.sample(list(whole.parcels), min(written, len(whole.parcels)))
    rest = make_plan(CAMPAIGN, readers(*NAMES), TEXTS, [parcel.page for parcel in some])
    assert {*some, *rest.parcels} == set(whole.parcels)


def test_a_daily_cap_cuts_the_wave_and_leaves_the_rest_for_another_day() -> None:
    free = replace(CAMPAIGN, sizes=('rest',))
    plan = make_plan(free, readers(*NAMES), TEXTS, [], cap=5)
    assert (plan.size, plan.later) == (5, 7)
    assert make_plan(free, readers(*NAMES), TEXTS, sent(plan), cap=0).parcels == ()


def test_one_person_on_two_wikis_or_twice_on_the_list_gets_one_message() -> None:
    here, there = Target(HOSTS[0], 'User talk:Ann'), Target(HOSTS[1], 'User talk:Ann')
    who = Recipients((here, there, here), SPOKEN, {here: 'Ann', there: 'Ann'})
    alone = unique(who, ())
    assert alone.targets == (here,)
    assert alone.withheld == {'listed before': (there, here)}


def test_who_was_renamed_or_moved_to_another_wiki_since_is_not_asked_again() -> None:
    first = make_plan(replace(CAMPAIGN, sizes=('rest',)), readers('Old', 'Ann'), TEXTS, [])
    now = readers('New', 'Zed', 'Ann')
    plan = make_plan(CAMPAIGN, now, TEXTS, sent(first), renamed={'Old': 'New'})
    assert [one.page for parcel in plan.parcels for one in parcel.page.targets] == ['User talk:Zed']


def test_cancelled_pages_free_their_people_and_a_title_is_never_used_twice() -> None:
    first = make_plan(CAMPAIGN, readers(*NAMES), TEXTS, [])
    cancelled = [replace(parcel.page, state=SendState.CANCELLED) for parcel in first.parcels]
    second = make_plan(CAMPAIGN, readers(*NAMES), TEXTS, cancelled)
    assert second.wave == 1
    assert not {page.title for page in cancelled} & {parcel.page.title for parcel in second.parcels}
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
    ],
)
def test_which_wave_comes_next(states: list[tuple[str, SendState]], expected: tuple[int, bool]) -> None:
    page = make_plan(CAMPAIGN, readers(*NAMES), TEXTS, []).parcels[0].page
    assert current_wave([replace(page, wave=wave, state=state) for wave, state in states]) == expected


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


def one_page(state: SendState = SendState.SENT) -> SendPage:
    page = make_plan(replace(CAMPAIGN, sizes=('rest',)), readers('A'), TEXTS, []).parcels[0].page
    return replace(page, state=state)


def test_a_wave_whose_failures_were_taken_up_again_counts_the_last_try() -> None:
    page = one_page()
    again = replace(page, title=f'{page.title}x', wave='1.2', follows=page.title)
    failed = [Result(page.targets[0], State.FAILED, 'readonly')]
    arrived = [Result(page.targets[0], State.DELIVERED, revision=5)]
    assert wave_before([page], 2, {page.title: failed}, 10)
    assert not wave_before([page, again], 2, {page.title: failed, again.title: arrived}, 10)
    upset = [replace(arrived[0], reaction=Reaction.OPTED_OUT)]
    assert wave_before([page], 2, {page.title: upset}, 10)


def test_each_no_to_an_earlier_wave_is_looked_at_by_somebody() -> None:
    page = one_page()
    later = replace(page, title='Outreach/X/Send/3/en', wave='3')
    arrived = Result(page.targets[0], State.DELIVERED, revision=5)
    for reaction in Reaction:
        results = {page.title: [replace(arrived, reaction=reaction)], later.title: []}
        found = complaints([page, later], 3, results, 0)
        assert bool(found) is (reaction in (Reaction.REVERTED, Reaction.OPTED_OUT)), reaction
        if found:
            assert str(page.targets[0]) in found[0].text
            assert '-complaints:1' in found[0].text
            assert complaints([page, later], 3, results, 1) == []
            assert complaints([page, later], 1, results, 0) == []
    test = replace(page, wave='test', title='Outreach/X/Send/test/en')
    assert complaints([test], 2, {test.title: [replace(arrived, reaction=Reaction.REVERTED)]}, 0) == []


@pytest.mark.parametrize(
    ('rules', 'wave', 'says'),
    [
        (SendRules(), 2, ''),
        (SendRules(delay=1), 2, 'from 2026-05-02 11:30 UTC on'),
        (SendRules(delay=1), 1, ''),
        (SendRules(not_before=date(2026, 5, 2)), 1, 'before 2026-05-02'),
        (SendRules(not_before=date(2026, 5, 1)), 1, ''),
    ],
)
def test_waves_keep_to_the_calendar(rules: SendRules, wave: int, says: str) -> None:
    page = replace(one_page(), sent='2026-05-01T11:30:00Z Bot')
    found = too_early([page], wave, rules, datetime(2026, 5, 1, 12, tzinfo=UTC))
    assert [says in one.text for one in found] == [True] * bool(says)


def test_a_list_ages_from_its_last_change() -> None:
    listed = PinnedLists((), (), '2026-05-01T11:30:00Z')
    assert listed.age(datetime(2026, 5, 31, 11, tzinfo=UTC)) == 29
    assert listed.age(datetime(2026, 5, 31, 12, tzinfo=UTC)) == 30


def test_an_unsettled_send_holds_up_the_next_wave() -> None:
    (problem,) = wave_before([one_page(SendState.UNKNOWN)], 2, {}, 10)
    assert '-recheck' in problem.text


def test_a_test_must_be_sent_arrive_and_be_seen() -> None:
    text = TEXTS.messages['en']
    page = replace(one_page(), wave='test', title='Outreach/X/Send/test/en')
    arrived = {page.title: [Result(page.targets[0], State.DELIVERED, revision=5)]}
    assert '-test' in missing_test(text, [], {}, ())
    assert 'check_delivery' in missing_test(text, [page], {}, ())
    assert '-approve' in missing_test(text, [page], arrived, ())
    assert missing_test(text, [page], arrived, {page.title}) == ''
    assert '-test' in missing_test(replace(text, revid=77), [page], arrived, {page.title})


def test_approval_is_somebody_elses() -> None:
    page = one_page(SendState.PLANNED)
    assert page.plan in missing_approval(page, ())
    assert missing_approval(page, {'Organizer'}) == ''


def test_five_thousand_targets_are_planned_at_once() -> None:
    names = tuple(f'Somebody {n}' for n in range(5000))
    plan = make_plan(replace(CAMPAIGN, sizes=('rest',)), readers(*names), TEXTS, [])
    assert plan.size == 5000
    assert [parcel.page.language for parcel in plan.parcels] == ['en', 'sv']
    assert waves.cut([], 3) == ([], [])
