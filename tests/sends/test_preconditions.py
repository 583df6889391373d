"""What must be true before a send: the wave before, tests, approval, caps."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from outreach.lists.entries import Target
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
from outreach.sends.sendpage import SendState
from outreach.sends.sendplan import make_plan

from tests.samples.plans import CAMPAIGN, NAMES, TEXTS, one_page, readers


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


def test_a_page_that_takes_failures_up_again_does_not_hold_up_the_next_wave() -> None:
    page = one_page(SendState.PLANNED)
    (problem,) = wave_before([page], 2, {}, 10)
    assert 'goes before the next wave' in problem.text
    assert wave_before([replace(page, follows='Outreach/X/Send/1/sv')], 2, {}, 10) == []
    claimed = replace(page, follows='Outreach/X/Send/1/sv', state=SendState.CLAIMED)
    assert len(wave_before([claimed], 2, {}, 10)) == 1


def test_a_tenth_may_fail_and_no_complaint_is_known_where_nobody_says_otherwise() -> None:
    rules = SendRules()
    assert (rules.fail_limit, rules.complaints, rules.delay, rules.not_before) == (10, 0, 0, None)
    assert (rules.test, rules.approval) == (False, False)
