"""What must be true before a send: the wave before, tests, approval, caps."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from outreach.lists.entries import Target
from outreach.problems import Problem
from outreach.sends.approval import Approvals
from outreach.sends.preconditions import (
    SendRules,
    complaints,
    missing_approval,
    missing_test,
    said_once,
    to_be_looked_at,
    too_early,
    wave_before,
    why_approved,
    within,
)
from outreach.sends.results import Reaction, Result, State
from outreach.sends.sendpage import SendPage
from outreach.sends.sendplan import make_plan
from outreach.sends.sendstate import SendState, Sent

from tests.samples.plans import CAMPAIGN, NAMES, TEXTS, one_page, readers


def test_pages_that_are_over_the_cap_wait_and_smaller_ones_go() -> None:
    plan = make_plan(replace(CAMPAIGN, sizes=('rest',)), readers(*NAMES), TEXTS, [])
    pages = list(plan.pages)
    sizes = [len(page.targets) for page in pages]
    assert sizes == [8, 4]
    for allowance, now in ((12, [8, 4]), (11, [8]), (8, [8]), (7, [4]), (3, []), (0, [])):
        fit, over = within(pages, allowance)
        assert [len(page.targets) for page in fit] == now
        assert {*fit, *over} == set(pages)


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
    page = replace(one_page(), sent=Sent(datetime(2026, 5, 1, 11, 30, tzinfo=UTC), 'Bot'))
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


def test_what_several_texts_wait_for_is_said_once() -> None:
    waits = [Problem('C/Message', 'no test'), Problem('wave 2', 'a day'), Problem('C/Message/sv', 'no test')]
    assert said_once(waits) == 'C/Message, C/Message/sv: no test; wave 2: a day'


def test_only_a_test_that_arrived_is_approved_with_all_its_languages() -> None:
    test = replace(one_page(), wave='test', title='Outreach/X/Send/test/en', plan='ab' * 8)
    other = replace(test, title='Outreach/X/Send/test/sv', language='sv')
    wave = replace(one_page(SendState.PLANNED), plan='cd' * 8)
    arrived = [Result(test.targets[0], State.DELIVERED, revision=5)]
    in_vain = [Result(test.targets[0], State.FAILED, 'readonly')]
    cases: list[tuple[dict[str, list[Result]], list[SendPage]]] = [
        ({}, [test, other]),
        ({test.title: arrived}, [other]),
        ({test.title: arrived, other.title: [*arrived, Result(test.targets[0], State.UNKNOWN)]}, [other]),
        ({test.title: arrived, other.title: in_vain}, []),
    ]
    for results, told in cases:
        pages, early = to_be_looked_at([test, other, wave], lambda: results)  # noqa: B023
        assert pages == ([wave] if told else [test, other, wave])
        assert [one.place for one in early] == [page.title for page in told]
    assert to_be_looked_at([wave], lambda: pytest.fail('no test, nothing to read')) == ([wave], [])


def test_an_approval_is_needed_for_ever_and_where_nobody_looks() -> None:
    page = one_page(SendState.PLANNED)
    asked = SendRules(approval=True)
    doubtful = replace(page, doubts=('text of M by Mallory',))
    made_so = replace(page, settings='approval = yes; waves = rest')
    for one, rules, looked_at, needs in (
        (page, SendRules(), False, False),
        (page, asked, True, True),
        (made_so, SendRules(), True, True),
        (doubtful, SendRules(), True, False),
        (doubtful, SendRules(), False, True),
        (replace(doubtful, wave='test'), asked, False, False),
    ):
        why = why_approved(one, rules, looked_at=looked_at)
        assert bool(why) is needs
        assert why != 'the campaign asks for it', 'it may have been an option'
        assert (page.plan in missing_approval(one, Approvals({}, {}), why)) is needs
        given = Approvals({page.plan: frozenset({'Organizer'})}, {})
        assert missing_approval(one, given, why) == ''
        told = Approvals({}, {page.plan: ('line 2 is by Bo',)})
        assert ('line 2 is by Bo' in missing_approval(one, told, why)) is needs


def test_strangers_and_doubles_of_a_wave_are_looked_at_before_the_next() -> None:
    page = one_page()
    stranger = Target('x.test', 'User talk:Nobody')
    (problem,) = complaints([replace(page, strangers=(stranger,))], 2, {}, 0)
    assert f'{stranger} (was on no plan)' in problem.text
    twice = {page.title: [Result(page.targets[0], State.DELIVERED, revision=5, copies=2)]}
    (problem,) = complaints([page], 2, twice, 0)
    assert 'got it more than once' in problem.text
    assert complaints([page], 2, twice, 1) == []
    astray = {page.title: [Result(page.targets[0], State.DELIVERED, 'astray at User talk:Eve', 5)]}
    (problem,) = complaints([page], 2, astray, 0)
    assert '(came to User talk:Eve)' in problem.text


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


def test_the_title_of_a_campaign_is_no_command_where_one_is_to_be_typed() -> None:
    page = replace(one_page(SendState.PLANNED), campaign='Outreach/X;$(id)')
    said = missing_approval(page, Approvals({}, {}), 'the campaign asks for it')
    assert "`pwb send_message '-campaign:Outreach/X;$(id)' -approve`" in said
