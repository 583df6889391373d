"""What the page of status says of a campaign."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
import run_campaigns
from outreach import editlinks, navigation, phrases
from outreach.campaigns import statuspage
from outreach.campaigns.accepted import Accepted, Work
from outreach.campaigns.campaignstate import CampaignState, Halt
from outreach.campaigns.decisions import Ahead, Waits, Who
from outreach.campaigns.due import ahead, due
from outreach.pages import Page
from outreach.problems import BadInput, Problem
from outreach.run import Run
from outreach.sends.message import parse
from outreach.sends.messagelint import MessageFinding
from outreach.sends.results import Reaction, State
from outreach.sends.sendpage import Pinned
from outreach.sends.sendplan import Texts
from outreach.sends.sendstate import SendState, Sent
from outreach.sends.vouching import LastEdit
from outreach.settings import LANGUAGE, from_command_line, resolve
from outreach.wikitext import begin_marker, escape

from tests.campaigns.test_due import (
    ASKING,
    MESSAGE,
    NOW,
    PLANNED_ASKING,
    SENT_1,
    TESTED,
    TEXTS,
    B,
    C,
    X,
    page,
    results,
    second,
    state,
)  # fmt: skip
from tests.samples.plurals import with_plurals

ENGLISH = phrases.of_script('run_campaigns')['en']


def say(key: str, **values: Any) -> str:
    """The English texts, with the plural of a count."""
    text = with_plurals(ENGLISH[key], values)
    return text % values if values else text


def shown(stand: CampaignState) -> str:
    return statuspage.render(stand, due(stand, NOW), 'Bot', say, ahead(stand, NOW))


def test_what_waits_has_a_link_that_does_it() -> None:
    text = shown(replace(state(ASKING), pages=(PLANNED_ASKING,)))
    assert "'''Somebody who may approve''': approve wave 1 for 3 people, planned by [[:User:Bot|Bot]]" in text
    assert f'preloadparams%5B%5D={PLANNED_ASKING.plan}' in text
    # who approves looks at the plan, whom it is for, and what it says
    looked_at = (f'{X}/Send/1/en|Send/1/en', f'{X}/Targets|List', f'{X}/Message|Message')
    assert f'({" · ".join(f"[[:{one}]]" for one in looked_at)}) [' in text
    assert '<b>▶ Approval <small>(now)</small></b>' in text
    assert 'Test' not in text
    assert '✓ List' in text


def test_why_a_wave_is_small_stands_beside_what_is_to_be_approved() -> None:
    some = replace(PLANNED_ASKING, withheld=('14 (asked lately)', '2 (excluded)'))
    text = shown(replace(state(ASKING), pages=(some,)))
    assert 'withheld: <span lang="en" dir="ltr">14 (asked lately), 2 (excluded)</span>' in text


def test_whose_words_nobody_vouches_for_stand_before_the_link_that_approves_them() -> None:
    some = replace(PLANNED_ASKING, doubts=('text of M by Eve', 'settings by Eve: consent'))
    (line,) = [
        one for one in shown(replace(state(ASKING), pages=(some,))).split('\n') if 'approve wave' in one
    ]
    eve = '<bdi>[[User:Eve|Eve]]</bdi>'
    assert f'the text of [[:Special:PageHistory/M|M]], by {eve}; settings of ' in line
    assert line.index(eve) < line.index(' Approve]')
    assert 'nobody trusted' not in shown(replace(state(ASKING), pages=(PLANNED_ASKING,)))


def test_no_approval_is_called_done_where_nobody_gave_one() -> None:
    sent = page()
    assert 'Approval <small>' not in shown(state(pages=(sent,)))  # nobody asked for one
    assert 'Approval <small>' not in shown(
        state(ASKING, targets=sent.targets, pages=(sent,))
    )  # sent without one
    assert '✓ Approval' in shown(state(pages=(sent,), granted={sent.plan: frozenset({'Ann'})}))
    assert '▶ Approval' in shown(state(ASKING))
    assert 'Test <small>' not in shown(state(own=TESTED, pages=(sent,)))


def test_what_a_person_presses_stands_before_a_command_to_type() -> None:
    command = Waits(Who.OPERATOR, 'type', X, {'command': 'pwb check_delivery'})
    waits = (command, Waits(Who.OPERATOR, 'unknown', X), Waits(Who.APPROVER, 'approve', X, plan='0' * 16))
    there = {**state().edits, f'{X}/Log/Gaps': LastEdit(f'{X}/Log/Gaps', 'Bot', '2026-05-01T00:00:00Z')}
    text = statuspage.render(state(edits=there), waits, 'Bot', say)
    places = [text.index(one) for one in ('approve wave', 'nobody knows', 'take on a gap', 'type <code>')]
    assert places == sorted(places)


def test_a_wave_that_was_sent_is_named_once_with_all_its_languages() -> None:
    english = page()
    swedish = replace(english, title=f'{X}/Send/1/sv', language='sv', sent=Sent(NOW, 'Bot', 9, 10))
    checks = {
        one: LastEdit(one, 'Bot', f'2026-05-1{day}T00:00:00Z')
        for day, one in enumerate((f'{english.title}/Results', f'{swedish.title}/Results'))
    }
    text = shown(state(pages=(english, swedish), edits={**state().edits, **checks}))
    links = ', '.join(f'[[:{one.title}|{one.language}]]' for one in (english, swedish))
    assert f'wave 1 was sent: {links}\n' in text
    assert text.count('wave 1 was sent') == 1
    assert text.count('deliveries were checked') == 1
    assert f'checked: [[:{swedish.title}/Results|' in text


def test_who_changed_list_and_message_is_named_where_that_is_nobody_trusted() -> None:
    changed = {title: LastEdit(title, 'Eve', '2026-05-09T10:00:00Z') for title in (MESSAGE, f'{X}/Targets')}
    stand = state(edits=changed)
    for strangers, by in ((frozenset(), ''), (frozenset({'Eve'}), ', by [[:User:Eve|Eve]]')):
        lines = shown(replace(stand, strangers=strangers)).split('\n')
        for name, title in (('message', MESSAGE), ('list', f'{X}/Targets')):
            assert f'* 2026-05-09 10:00 UTC: the {name} was changed: [[:{title}|{title}]]{by}' in lines


@pytest.mark.parametrize(
    ('stand', 'title'),
    [
        (state(problems=(Problem(X, 'holds no {{Outreach campaign}}'),)), X),
        (state(own={'consent': None}), X),
        (state(list_problems=(Problem(f'{X}/Targets', 'x'),)), f'{X}/Targets'),
        (state(findings=(MessageFinding(MESSAGE, 'no', error=True),)), MESSAGE),
    ],
)
def test_who_spoilt_a_page_is_named_with_its_history_where_it_is_to_be_put_in_order(
    stand: CampaignState, title: str
) -> None:
    edits = {**stand.edits, title: LastEdit(title, 'Eve', '2026-05-09T10:00:00Z')}
    told = f'(<bdi>[[User:Eve|Eve]]</bdi> edited [[:Special:PageHistory/{title}|{title}]] last)'
    assert told in shown(replace(stand, edits=edits, strangers=frozenset({'Eve'})))
    assert 'PageHistory' not in shown(replace(stand, edits=edits))


def test_what_waits_for_the_operator_says_who_that_is() -> None:
    waits = (Waits(Who.OPERATOR, 'unknown', X), Waits(Who.ORGANIZER, 'stopped', X))
    text = statuspage.render(state(), waits, 'Bot', say)
    assert "* '''Operator ([[:User:Bot|Bot]])''': nobody knows" in text
    assert "* '''Organizer''': " in text
    assert "'''Operator'''" in statuspage.render(state(), waits, '', say)


def test_who_approved_and_may_not_is_named_where_the_plan_waits() -> None:
    plan = PLANNED_ASKING.plan
    waits = replace(state(ASKING), pages=(PLANNED_ASKING,))
    told = tuple(f'line {number} is by No Rights, who may not approve' for number in range(2, 9))
    stand = replace(waits, not_counted={plan: told[:1]}, granted={plan: frozenset({'Bot'})})
    said = f'{told[0]}; a line is by Bot, who planned it'
    assert f'; no approval, on the page of approvals: <span lang="en" dir="ltr">{said}</span> [' in shown(
        stand
    )
    assert f'Approvals; no approval, on the page of approvals: {said}' in '\n'.join(
        statuspage.in_words(due(stand, NOW), say)
    )
    assert f'{told[4]}; 2 more<' in shown(replace(waits, not_counted={plan: told}))
    assert 'no approval' not in shown(waits)


def test_texts_and_settings_that_wait_have_a_form_and_gaps_are_for_everybody() -> None:
    text = shown(state(languages={'en': 3, 'sv': 2, 'ar': 1}))
    for code in ('sv', 'ar'):
        assert f'title=Outreach%2FX%2FMessage%2F{code}'.replace('title=', '{{fullurl:') in text
        form = editlinks.translate(MESSAGE, code, filled=True)
        assert f'[{form} <bdi>{{{{#language:{code}}}}}</bdi> ({code})]' in text
    text = shown(state(own={'consent': None}))
    assert 'on which ground people are written to' in text
    assert '{{fullurl:Outreach%2FX|action=edit}} Edit the settings]' in text
    assert 'take on a gap' not in text
    there = {**state().edits, f'{X}/Log/Gaps': LastEdit(f'{X}/Log/Gaps', 'Bot', '2026-05-01T00:00:00Z')}
    assert f"'''Everybody''': take on a gap: [[:{X}/Log/Gaps|" in shown(state(edits=there))
    assert 'nobody has looked yet where this was never announced' in shown(state(logged=frozenset({'X'})))
    assert 'never announced' not in text


def test_a_ground_that_does_not_say_where_a_community_agreed_is_told() -> None:
    text = shown(state(own={'consent': 'agreed', 'discussion': None}))
    assert 'on which ground people are written to' in text
    assert 'needs discussion: the address where a community agreed' in text
    assert 'needs discussion' not in shown(state())


def test_the_form_of_a_translation_is_filled_only_with_what_keeps_its_tags() -> None:
    for body, filled in (
        ('Hi {{{reader|you}}}!', True),
        ('Hi <includeonly>{{subst:x}}</includeonly>!', False),
    ):
        texts = Texts({'en': parse(f'== Hi ==\n{body}', MESSAGE, 'en')}, TEXTS.languages)
        text = shown(state(languages={'en': 3, 'sv': 2}, texts=texts))
        assert f'[{editlinks.translate(MESSAGE, "sv", filled=filled)} <bdi>' in text


def test_the_ground_is_shown_with_where_a_community_agreed() -> None:
    assert 'A community [https://meta.wikimedia.org/wiki/Talk:X agreed] to these messages.' in shown(state())
    assert 'written to once' in shown(state(own={'consent': 'first contact', 'discussion': None}))
    assert 'written to' not in shown(state(own={'consent': None, 'banner': ()})).replace(
        'are written to (consent)', ''
    )


def test_a_ground_that_a_stranger_wrote_is_told_as_their_claim() -> None:
    """Until somebody approves a plan by it, or it is sent; the ground that was accepted before is told."""
    agreed, once = 'A community [https://meta', 'People are written to once'
    claim = '<bdi>[[User:Eve|Eve]]</bdi> says on the campaign page, and nobody trusted has accepted it: '
    claimed = state(ASKING, unvouched=('settings by Eve: cooldown, discussion',))
    assert f'{claim}{agreed}' in shown(claimed)
    before = page(base=state(own={'consent': 'first contact', 'discussion': None}))
    text = shown(replace(claimed, pages=(before,)))
    assert text.index(once) < text.index(f'{claim}{agreed}')
    plan = page('2', where=SendState.PLANNED, base=claimed)
    assert claim in shown(replace(claimed, pages=(plan,)))
    approved = replace(claimed, pages=(before, plan), granted={plan.plan: frozenset({'Ann'})})
    for accepted in (approved, replace(claimed, pages=(before, page('2', base=claimed)))):
        assert claim not in shown(accepted)
        assert agreed in shown(accepted)
    # of other grounds it does not matter who wrote of a discussion
    own = {'consent': 'first contact'}
    assert claim not in shown(replace(claimed, own=state(own=own).own))
    assert claim not in shown(replace(claimed, unvouched=('settings by Eve: cooldown',)))


def test_a_stop_and_a_close_are_shown_with_whose_they_are() -> None:
    text = shown(state(stopped=Halt(f'{X}/stop', "''wait''", 'Ann', NOW)))
    assert 'Stopped by [[:User:Ann|Ann]] since 2026-05-10' in text
    assert "''wait''" not in text
    assert 'Go on]' in text
    assert 'Stop this campaign]' not in text
    assert f'[{editlinks.stop(X)} Stop this campaign]' in shown(state())
    assert 'Closed by [[:User:Ann|Ann]]' in shown(state(closed=Halt(f'{X}/Closed', 'done', 'Ann', NOW)))


SIGNED = '[[User:Ann|Ann]] ([[User talk:Ann|talk]]) 12:52, 27 November 2026 (UTC)'


@pytest.mark.parametrize(
    ('written', 'said'),
    [
        (f'Please stop. {SIGNED}', 'Please stop.'),
        (f"* '''Wrong''' list, see [[User:Cy|Cy]] -- {SIGNED}", 'Wrong list, see Cy'),
        (
            f'Please stop. {SIGNED}\n:Yes, do. <b>[[Benutzer:Bo|Bo]]</b> 13:00, 27. Nov. 2026 (CET)',
            'Please stop. · Yes, do.',
        ),
        ('<!-- nothing --> {{stop|<nowiki>}}</nowiki>', '{{stop|'),
        (SIGNED, '–'),
        ('x' * 300, 'x' * 200 + '…'),
    ],
)
def test_the_words_of_a_stop_are_shown_without_signature_and_markup(written: str, said: str) -> None:
    halt = Halt(X, written, 'Ann, Bo', NOW)
    for text in (shown(state(stopped=halt)), shown(state(closed=halt))):
        assert f'<span lang="en" dir="ltr">{escape(said)}</span>' in text.splitlines()[1]
        assert 'User talk' not in text.splitlines()[1]


def steps(text: str) -> dict[str, str]:
    """The steps that a page shows, by name: what is said of each."""
    return dict(re.findall(r'<li[^>]*>(?:<b>)?\S (\w+) <small>\(([a-z ]+)\)</small>', text))


def test_the_steps_of_a_campaign_that_was_stopped_or_closed_are_those_that_it_had() -> None:
    stand = second()
    assert steps(shown(stand)) == {
        'List': 'done', 'Message': 'done', 'Waves': 'now', 'Checked': 'done', 'Recorded': 'done',
    }  # fmt: skip
    halt = Halt(f'{X}/stop', 'wait', 'Ann', NOW)
    for halted in (replace(stand, stopped=halt), replace(stand, closed=halt)):
        assert steps(shown(halted)) == {**steps(shown(stand)), 'Waves': 'halted'}
    # what became of the last wave is still looked up after a close, and nothing is after a stop
    unchecked = replace(stand, results={}, logged=frozenset())
    assert steps(shown(replace(unchecked, closed=halt)))['Checked'] == 'now'
    assert steps(shown(replace(unchecked, stopped=halt)))['Checked'] == 'halted'
    # nor does anything else that holds the next wave up make the waves done, nor a send that is under way
    assert steps(shown(second(own={'consent': None})))['Waves'] == 'now'
    other = page('2', (B, C), SendState.REQUESTED, base=stand)
    assert steps(shown(replace(stand, pages=(SENT_1, other))))['Waves'] == 'now'
    assert steps(shown(replace(unchecked, pages=(page(),))))['Waves'] == 'done'


def test_a_stopped_campaign_can_be_closed_and_a_closed_one_gone_on_with() -> None:
    halt = Halt(f'{X}/stop', 'wait', 'Ann', NOW)
    assert f'[{editlinks.close(X)} Close this campaign]' in shown(state(stopped=halt))
    closed = shown(state(closed=halt))
    assert 'Close this campaign' not in closed
    assert f'[{editlinks.reopen(X)} Go on]' in closed


def test_a_campaign_with_nothing_left_to_do_says_so() -> None:
    sent = page()
    stand = state(pages=(sent,), results=results(sent), logged=frozenset({sent.title}))
    assert set(steps(shown(stand)).values()) == {'done'}
    assert say('state-done') in shown(stand)
    for running in (replace(stand, logged=frozenset()), replace(stand, results={}), second(), state()):
        assert say('state-running') in shown(running)
    # people who answered long ago wait for an answer, and the campaign is over all the same
    old = page(ago=timedelta(days=30))
    answered = {old.title: tuple(replace(one, reaction=Reaction.ANSWERED) for one in results(old)[old.title])}
    text = shown(replace(stand, pages=(old,), results=answered))
    assert say('state-over') in text
    assert 'answer 3 people' in text


def test_a_plan_that_waits_for_approval_can_be_approved_whatever_it_was_planned_with() -> None:
    asked = second().request.settings.replace('cooldown = 30', 'cooldown = 0')
    asked = asked.replace('approval = no', 'approval = yes')
    typed = page('2.2', (B, C), SendState.PLANNED, settings=asked, digest='b' * 16)
    # somebody types the commands of this campaign, and gave `-cooldown:0 -approval`
    approved = {SENT_1.plan: frozenset({'Ann'})}
    by_hand = replace(second(), accepted=Accepted(X, frozenset({Work.SEND})), granted=approved)
    text = shown(replace(by_hand, pages=(SENT_1, typed)))
    assert steps(text)['Approval'] == 'now'
    assert 'approve wave 2.2 for 2 people' in text
    assert 'cooldown = 0 is now cooldown = 30' in text
    assert f'preloadparams%5B%5D={typed.plan}' in text
    assert text.index('Approve]') < text.index('-replan')
    # where plans are made unasked it is planned anew; a text that was changed since is never sent so
    unasked = replace(second(), granted=approved, pages=(SENT_1, typed))
    assert 'Approve]' not in shown(unasked)
    assert steps(shown(unasked))['Approval'] == 'now'
    stale = replace(typed, message=Pinned(MESSAGE, 4))
    assert 'Approve]' not in shown(replace(by_hand, pages=(SENT_1, stale)))
    assert steps(shown(replace(by_hand, pages=(SENT_1, typed), granted={
        **approved, typed.plan: frozenset({'Ann'}),
    })))['Approval'] == 'done'  # fmt: skip


def test_a_doubt_about_a_text_waits_for_the_organizer_and_is_told_with_its_code() -> None:
    found = (MessageFinding(f'{X}/Message', 'does not say how to leave', code='no-way-out'),)
    text = shown(state(findings=found))
    assert 'fix one doubt about' in text
    assert 'let whoever runs the scripts accept no-way-out' in text
    assert f'{X}/Message: does not say how to leave' in text
    assert f'{statuspage.MARKS["done"]} Message' not in text
    assert f'{statuspage.MARKS["done"]} Message' in shown(state())


def test_problems_come_with_their_place_and_figures_with_bars() -> None:
    text = shown(state(problems=(Problem(f'{X}, line 3, parameter minedit', 'is unknown'),)))
    assert f'{X}, line 3, parameter minedit: is unknown' in text
    text = shown(second(results=results(SENT_1, A=State.FAILED)))
    assert 'inline-size: 100.0%' in text
    assert 'inline-size: 33.3%' in text
    assert '{{formatnum:3}}' in text
    assert 'wave 1 was sent: [[:Outreach/X/Send/1/en|en]]' in text


def test_what_holds_everything_up_stands_below_the_first_line_which_says_so() -> None:
    heading = f"\n\n'''{say('heading-problems')}'''\n* "
    finding = MessageFinding(MESSAGE, 'has no subject', error=True)
    for stand in (
        state(findings=(finding,)),
        state(list_problems=(Problem('X/Targets, line 2', 'is broken'),)),
        state(contradictions=(Problem(f'{X}/Send/1/en', 'was sent twice'),)),
        CampaignState(ASKING, problems=(Problem(f'{X}, line 3', 'is unknown'),)),
    ):
        text = shown(stand)
        headline = say('state-settings' if stand.problems else 'state-held')
        assert text.partition('\n')[2].startswith(f"'''{headline}'''{heading}"), text
    # what holds nothing up stands last, and apart from the sentence on the ground
    text = shown(state(findings=(replace(finding, error=False),)))
    assert text.partition('\n')[2].startswith(f"'''{say('state-running')}'''")
    assert text.index(heading) > text.index(say('heading-next'))
    # nor does anything hold a campaign up that has sent all
    sent = page(targets=state().targets)
    assert say('state-held') not in shown(state(pages=(sent,), findings=(finding,)))


def test_what_settings_that_cannot_be_read_say_is_no_0_and_no_step() -> None:
    sent, wrong = page(), (Problem(f'{X}, line 3, parameter minedit', 'is unknown'),)
    stand = CampaignState(ASKING, problems=wrong, pages=(sent,), results=results(sent))
    text = shown(stand)
    assert text.splitlines()[1] == f"'''{say('state-settings')}'''"
    assert say('state-running') not in text
    assert not any(f'{mark} ' in text for mark in statuspage.MARKS.values())
    assert f'{say("figure-listed")}\n| {say("figure-unread")}' in text
    assert '{{formatnum:3}}' in text  # who was written to says the send page
    assert '{{formatnum' not in shown(CampaignState(ASKING, problems=wrong))
    # nor does it hide a stop, and how it is taken back
    stopped = shown(replace(stand, stopped=Halt(f'{X}/stop', 'wait', 'Ann', NOW)))
    assert 'Stopped by' in stopped
    assert 'Go on]' in stopped
    assert 'One problem of the settings' in stopped


def test_the_same_state_gives_the_same_text_and_an_over_campaign_says_so() -> None:
    stand = state(own=TESTED)
    assert shown(stand) == shown(stand)
    assert '▶ Test' in shown(stand)
    done = page(targets=stand.targets)
    assert say('state-over') in statuspage.render(
        replace(stand, pages=(done,)), (), 'Bot', say, Ahead(over=True)
    )
    assert '○ Checked' in shown(state(pages=(page(where=SendState.PLANNED),)))


def test_the_terminal_says_the_same_in_lines() -> None:
    lines = list(statuspage.in_words(due(state(ASKING), NOW), say))
    assert lines == [
        'due: pwb send_message -campaign:Outreach/X -approval -always (The next wave is planned.)'
    ]
    stopped = state(stopped=Halt(f'{X}/stop', 'x', 'Ann', NOW))
    assert list(statuspage.in_words(due(stopped, NOW), say)) == [
        'waits for Organizer: Outreach/X/stop says stop'
    ]
    assert list(statuspage.in_words((), say)) == ['nothing is due, and nothing waits']


def test_what_cannot_be_a_title_is_text() -> None:
    assert navigation.link('A]]b') == 'A&#93;&#93;b'
    assert navigation.link('Outreach/X', "''y''") == '[[:Outreach/X|&#39;&#39;y&#39;&#39;]]'
    line = navigation.line(state().neighbours, say)
    assert line.count('<span>') == len(state().neighbours) == 15
    assert state(own={'exclude': ('No', 'Also')}).neighbours['exclude'] == 'Also'


@pytest.mark.parametrize(
    ('text', 'protected', 'said'),
    [
        (f'x\n{begin_marker(statuspage.REGION)}\n', '', rf'^{X}/Status, line 2: '),
        ('x', 'only for administrators', rf'^{X}/Status: cannot be edited: only for administrators$'),
    ],
)
def test_a_page_that_cannot_be_written_is_told_by_its_own_title(
    monkeypatch: pytest.MonkeyPatch, text: str, protected: str, said: str
) -> None:
    def refused(titles: list[str]) -> list[Problem]:
        return [Problem(title, f'cannot be edited: {protected}') for title in titles if protected]

    monkeypatch.setattr('outreach.outputs.watch', lambda *_: None)
    monkeypatch.setattr('outreach.sends.messagepages.frame', lambda *_: str)
    home = SimpleNamespace(user_name='Bot', stop_pages=(), read=lambda title: Page(title, text, 3))
    given = resolve((LANGUAGE,), from_command_line((), (LANGUAGE,))[0])
    run = SimpleNamespace(home=home, given=given, say=say, protected=refused, trust=('',))
    with pytest.raises(BadInput, match=said):
        run_campaigns.write_status(cast(Run, run), run_campaigns.CampaignOutcome(state(ASKING), (), Ahead()))


def test_what_people_write_on_the_page_of_status_is_shown_there_alone() -> None:
    ours = statuspage.put('', '<div>It is running.</div>')
    assert '<onlyinclude><div>It is running.</div></onlyinclude>' in ours
    theirs = f'Over!\n<onlyinclude>Over, too!</onlyinclude>\n{ours}\nBye'
    again = statuspage.put(theirs, '<div>It is running.</div>')
    assert again.count('<onlyinclude>') == 1
    assert 'Over!' in again
    assert statuspage.around(theirs).startswith('Over!')
    assert statuspage.around(theirs).endswith('Bye')
    assert statuspage.around(ours) == ''
    assert statuspage.put(again, '<div>It is running.</div>') == again


def test_a_run_says_who_wrote_on_the_page_of_status(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(run_campaigns, 'warn', said.append)
    run = cast(Run, SimpleNamespace(trust=('Bot',)))
    for user in ('Bot', 'Eve'):
        run_campaigns.tell_around(run, Page(f'{X}/Status', 'This campaign is over.', 3, user=user))
    [told] = said
    assert told.startswith(f'{X}/Status was edited last by Eve, who is not trusted, and says beside')
    assert told.endswith(": 'This campaign is over.'")
