"""What must be in order before a send on real MediaWiki: waves, tests, approvals, requests, the cap."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from outreach.lists.entries import Target
from outreach.sends import sendpage
from outreach.sends.results import State
from outreach.sends.sendstate import SendState

from sandbox.worlds.medicine import ADMIN, OPERATOR, ORGANIZER, SECOND_OPERATOR, WITHOUT_RIGHT
from tests.sandbox.tools.kill_points import Spoiler
from tests.sandbox.tools.spoilt_sends import run_spoilt
from tests.sandbox.tools.stage import CAMPAIGN, CHECK, EN, GROUND, LEAVE, META, READERS, SEND, SV, TEXT, Stage


def test_waves_wait_for_the_check_of_the_last_one_and_for_a_good_end(stage: Stage) -> None:
    stage.readers(waves='2, 1, rest')
    assert 'nothing goes out before 2099-01-31' in stage.run(SEND, '-notbefore:2099-01-31', code=3)
    assert '2 are left for later' in stage.run(SEND)
    assert 'nobody has checked' in stage.run(SEND, code=3)
    stage.run(CHECK, code=1)
    assert '2 unknown' in stage.run(SEND, code=3)
    stage.farm.run_jobs()
    assert 'makes the plan of wave 2 of 3' in stage.run(CHECK)
    assert 'the wave before went out at' in stage.run(SEND, '-delay:1', code=3)
    stage.run(SEND)
    stage.farm.run_jobs()
    stage.run(CHECK)
    first, second = stage.page('1'), stage.page('2')
    assert (len(first.targets), len(second.targets)) == (2, 1)
    reverted = stage.farm.login(ADMIN, EN)
    revision = stage.results('2')[second.targets[0].page].revision
    reverted.call(action='edit', title=second.targets[0].page, undo=revision, token=reverted.token())
    said = stage.run(SEND, code=3)  # sees for itself what nobody has looked for since
    assert '1 complaint' in said
    assert '1 person said no to earlier messages' in said
    assert f'{second.targets[0]} (reverted)' in said
    assert 'Nothing is sent yet: wave 3: of the 1 target of wave 2, 100 % went wrong' in stage.run(
        CHECK, '-replies'
    )
    again = stage.run(SEND, '-complaints:1', code=3)
    assert 'said no' not in again
    assert '1 complaint' in again
    stage.run(SEND, '-complaints:1', '-faillimit:100')
    assert stage.sends() == [stage.page('3').title, second.title, first.title]


def test_what_is_left_of_a_wave_that_was_killed_goes_before_the_next_one(stage: Stage) -> None:
    swedish = ('Ingrid Ek', 'Per Dahlström', 'Åsa Öberg')
    people = [*((name, EN) for name in READERS), *((name, SV) for name in swedish)]
    stage.prepare(*((f'User talk:{name}', host) for name, host in people), waves='6, rest')
    stage.organizer.edit(f'{CAMPAIGN}/Message/sv', f'== Hej ==\nText. {LEAVE}')
    run_spoilt(stage.farm, Spoiler('kill after', 1, 'massmessage'), SEND)
    assert stage.page('1', 'sv').state is SendState.PLANNED
    assert '1 are left for later' in stage.run(SEND)
    assert sorted(stage.sends()) == [f'{CAMPAIGN}/Send/1/en', f'{CAMPAIGN}/Send/1/sv']
    assert 'nobody has checked' in stage.run(SEND, code=3)
    stage.farm.run_jobs()
    stage.run(CHECK)
    stage.run(SEND)
    assert len(stage.sends()) == 3


def test_a_wave_that_somebody_else_is_to_send_goes_before_the_next_one(stage: Stage) -> None:
    stage.readers(waves='2, rest')
    stage.run(SEND, '-request', user=ORGANIZER)
    for more, user in (((), OPERATOR), (('-request',), ORGANIZER)):
        said = stage.run(SEND, *more, code=3, user=user)
        assert f'{stage.page().title}: is requested: it is to be sent before the next wave' in said
    assert stage.sends() == []


def test_nothing_is_sent_before_its_test_was_delivered_and_seen(stage: Stage) -> None:
    stage.readers(testers='Outreach/Delivery/Testers')
    stage.organizer.edit('Outreach/Delivery/Testers', '{{#target:User talk:Organizer}}')
    assert 'run with -test' in stage.run(SEND, code=3)
    message = f'{CAMPAIGN}/Message'
    text = stage.organizer.text(message) or ''
    stage.organizer.edit(message, f'{text}\n<small>small')
    assert stage.run(SEND, '-test', code=2).count('<small> is not closed') == 1
    stage.organizer.edit(message, text)
    stage.run(SEND, '-test')
    assert 'run check_delivery' in stage.run(SEND, code=3)
    said = stage.run(SEND, '-approve', code=3, user=ORGANIZER)
    assert f'{CAMPAIGN}/Send/test/en: it is not known whether the test arrived' in said
    assert 'Nothing was approved' in said
    stage.farm.run_jobs()
    assert 'Next: look at the tests' in stage.run(CHECK)
    assert 'nobody has said' in stage.run(SEND, code=3)
    stage.run(SEND, '-approve', user=ORGANIZER)
    stage.run(SEND)
    stage.farm.run_jobs()
    said = stage.run(CHECK)
    assert 'All waves were sent' in said
    assert 'look at the tests' not in said
    assert stage.sends() == [f'{CAMPAIGN}/Send/1/en', f'{CAMPAIGN}/Send/test/en']


def test_a_test_that_reached_nobody_or_was_cancelled_can_be_made_again(stage: Stage) -> None:
    stage.readers(testers='Outreach/Delivery/Testers')
    stage.organizer.edit('Outreach/Delivery/Testers', '{{#target:User talk:Nobody At All}}')
    stage.run(SEND, '-test')
    stage.farm.run_jobs()
    stage.run(CHECK, code=1)
    assert 'run with -test' in stage.run(SEND, code=3)
    stage.organizer.edit('Outreach/Delivery/Testers', '{{#target:User talk:Organizer}}')
    run_spoilt(stage.farm, Spoiler('kill after', 1, 'edit'), (*SEND, '-test'))
    assert stage.page('test.2').state is SendState.PLANNED
    stage.run(SEND, '-replan', code=3)
    assert stage.page('test.2').state is SendState.CANCELLED
    stage.run(SEND, '-test')
    assert stage.page('test.3').state is SendState.SENT


APPROVALS = f'{CAMPAIGN}/Approvals'


def test_an_approval_is_somebody_elses_and_of_exactly_this_plan(stage: Stage) -> None:
    stage.readers(approval='yes')
    said = stage.run(SEND, code=3)
    assert 'waits for approval' in said
    assert f'shows this after: pwb run_campaigns -status -only:{CAMPAIGN}' in said
    plan = stage.page().plan
    assert 'somebody else must approve' in stage.run(SEND, '-approve', code=1)
    said = stage.run(SEND, '-approve', user=WITHOUT_RIGHT)
    assert f'it counts for operators who name {WITHOUT_RIGHT} in _outreach_trusted' in said
    operator = stage.farm.login(OPERATOR)
    operator.edit(APPROVALS, f'* {plan} [[User:{ORGANIZER}]] 12:00, 1 May 2026 (UTC)')
    nobody = stage.farm.login(WITHOUT_RIGHT)
    nobody.edit(APPROVALS, f'{nobody.text(APPROVALS)}\n* {plan} ~~~~')
    assert 'waits for approval' in stage.run(SEND, code=3)
    stage.organizer.edit(APPROVALS, f'{stage.organizer.text(APPROVALS)}\n* {plan} ~~~~ ')
    nobody.edit(APPROVALS, '')
    assert stage.sends() == []
    assert 'sent to 4 targets' in stage.run(SEND)
    assert stage.page().state is SendState.SENT


def test_who_left_since_the_plan_was_made_is_left_off_and_nobody_else_is_held_up(stage: Stage) -> None:
    stage.readers(approval='yes', exclude='Outreach/No')
    stage.organizer.edit('Outreach/No', 'Nobody yet.')
    assert 'waits for approval' in stage.run(SEND, code=3)
    said = stage.run(SEND, '-approve', user=ORGANIZER)
    assert f'{EN}: User talk:Grace Abara, User talk:Hollis Grant' in said
    assert '| Text of the message.' in said
    stage.organizer.edit('Outreach/No', '* [[User:Mira Main]]')
    listed = f'{CAMPAIGN}/Targets'
    now = (stage.organizer.text(listed) or '').replace('Hollis Grant', 'Tobias Finch')
    stage.organizer.edit(listed, now)
    said = stage.run(SEND, code=3)  # who came since waits for another approval
    assert f'left off: User talk:Mira Main@{EN} (excluded)' in said
    assert f'left off: User talk:Hollis Grant@{EN} (not on the list any more)' in said
    assert stage.sends() == [stage.page().title]
    assert [one.page for one in stage.page().targets] == ['User talk:Grace Abara', 'User talk:Meredith Vale']
    assert [one.target.page for one in stage.page().removed] == [
        'User talk:Hollis Grant',
        'User talk:Mira Main',
    ]
    assert stage.page('1.2').targets == (Target(EN, 'User talk:Tobias Finch'),)


def test_a_plan_made_under_approval_stays_so_when_it_is_planned_anew(stage: Stage) -> None:
    stage.readers()
    stage.run(SEND, '-approval', code=3)
    said = stage.run(SEND, '-replan', code=3)
    assert 'planned anew under approval' in said
    assert stage.page('1').note == 'somebody had it planned anew'
    assert 'the plan was made under approval' in stage.run(SEND, code=3)
    assert stage.sends() == []
    stage.run(SEND, '-approve', user=ORGANIZER)
    stage.run(SEND)
    assert stage.sends() == [stage.page('1.2').title]


def test_the_next_wave_of_what_was_planned_under_approval_asks_for_it_too(stage: Stage) -> None:
    stage.readers(waves='2, rest')
    stage.run(SEND, '-approval', code=3)
    stage.run(SEND, '-approve', user=ORGANIZER)
    stage.run(SEND)
    stage.farm.run_jobs()
    stage.run(CHECK)
    said = stage.run(SEND, code=3)
    assert 'under approval, and so are later waves' in said
    assert 'waits for approval' in said
    assert stage.sends() == [stage.page('1').title]
    page = stage.organizer.text(CAMPAIGN) or ''
    stage.organizer.edit(CAMPAIGN, page.replace('| waves', '| approval = no\n| waves'))  # trusted here
    assert 'goes on without' in stage.run(SEND, '-replan')
    assert len(stage.sends()) == 2


def test_the_daily_cap_holds_for_what_was_planned_before_others_sent(stage: Stage) -> None:
    stage.readers(approval='yes', dailycap='5')
    stage.run(SEND, code=3)
    stage.run(SEND, '-approve', user=ORGANIZER)
    second = 'Outreach/Second'
    settings = '| cooldown = 0\n| list = Outreach/Delivery/Targets\n| dailycap = 5\n'
    settings += ''.join(f'| {name} = {value}\n' for name, value in GROUND.items())
    stage.organizer.edit(second, f'{{{{Outreach campaign\n{settings}}}}}')
    stage.organizer.edit(f'{second}/Message', f'{TEXT} Of another campaign.')
    stage.run(('send_message', f'-campaign:{second}', '-always', '-dailycap:9'))
    said = stage.run(SEND)
    assert f'{stage.page().title}: 4 targets, left for later; 1 more may go out today' in said
    assert 'Nothing to send' in said
    assert stage.page().state is SendState.PLANNED
    assert 'dailycap = 5 is now dailycap = 8; -replan' in stage.run(SEND, '-dailycap:8', code=2)
    assert stage.page().state is SendState.PLANNED


def test_a_request_of_a_stranger_is_not_to_be_followed(stage: Stage) -> None:
    stage.readers()
    stage.run(SEND, '-request', user=WITHOUT_RIGHT)
    said = stage.run(SEND, code=3)
    assert f'{CAMPAIGN}/Send/1/en: by No Rights, asks for a send to' in said
    assert '-accept:asked-by-others' in said
    assert stage.sends() == []
    stage.run(SEND, '-accept:asked-by-others')
    stage.farm.run_jobs()
    assert 'have it deleted, or cancelled by whoever wrote it' in stage.run(CHECK, code=1)
    text = stage.organizer.text(f'{CAMPAIGN}/Send/1/en') or ''
    stage.organizer.edit(f'{CAMPAIGN}/Send/1/en', text.replace('; state : requested', '; state : cancelled'))
    stage.run(CHECK)


def test_without_the_right_somebody_else_is_asked(stage: Stage) -> None:
    stage.readers()
    assert '-request' in stage.run(SEND, code=2, user=WITHOUT_RIGHT)
    assert stage.organizer.text(f'{CAMPAIGN}/Send/1/en') is None
    said = stage.run(SEND, '-request', user=ORGANIZER)
    assert '== Please send a message: Hello ==' in said
    assert 'Text of the message.' in said
    admin = stage.farm.login(OPERATOR)
    page = stage.page()
    body = said[said.index('Text of the message.') :].partition('\n')[0]
    admin.call(action='massmessage', spamlist=page.title, subject='Hello', message=body, token=admin.token())
    # the log says that somebody sent it, whatever the page says
    assert '4 targets not settled yet' in stage.run(CHECK, user=ORGANIZER, code=1)
    stage.run(SEND, '-recheck', user=ORGANIZER)
    assert stage.page().state is SendState.SENT
    stage.farm.run_jobs()
    stage.run(CHECK)
    assert {one.state for one in stage.results().values()} == {State.DELIVERED}


def test_what_somebody_writes_on_a_page_that_was_sent_changes_nothing(stage: Stage) -> None:
    stage.readers()
    stage.run(SEND)
    sent = stage.page()
    nobody = stage.farm.login(WITHOUT_RIGHT)
    planned = replace(sent, state=SendState.PLANNED, sent=None, claim='')
    nobody.edit(sent.title, planned.render())
    stage.organizer.edit(f'{CAMPAIGN}/Message', f'{TEXT} More.')
    for mode in ((), ('-replan',), ('-recheck',)):
        said = stage.run(SEND, *mode)
        assert f'{sent.title}: was edited by {WITHOUT_RIGHT}' in said
    assert len(stage.sends()) == 1


def test_people_who_are_on_two_pages_get_no_second_message(stage: Stage) -> None:
    stage.readers(approval='yes')
    stage.run(SEND, code=3)
    page = stage.page()
    title = sendpage.send_title(CAMPAIGN, '2', 'en')
    other = replace(page, title=title, wave='2', state=SendState.UNKNOWN, targets=page.targets[:1])
    text = other.render()
    stage.organizer.edit(title, text, sendpage.signed_summary('Unknown', text))
    stage.run(SEND, '-approve', user=ORGANIZER)
    assert f'1 of its targets are on {title} too (Grace Abara)' in stage.run(SEND, code=1)
    assert stage.sends() == []
    assert stage.page().state is SendState.PLANNED


def test_titles_are_those_of_the_wiki_however_they_are_written(stage: Stage) -> None:
    stage.readers(waves='2, rest')
    stage.organizer.edit(f'{CAMPAIGN}/Message/sv', f'== Hej ==\nText. {LEAVE}')
    small = ('send_message', '-campaign:outreach/Delivery', '-always')
    said = stage.run(small, '-message:outreach/Delivery/Message', '-simulate')
    assert f'4 en English: {CAMPAIGN}/Message\n' in said
    stage.run(SEND)
    assert 'nobody has checked' in stage.run(small, code=3)
    stage.farm.run_jobs()
    assert '2 delivered' in stage.run(('check_delivery', '-campaign:outreach/Delivery', '-always'))


def test_a_target_that_somebody_slips_in_at_the_last_moment_is_told(stage: Stage) -> None:
    stage.readers()
    title = stage.page_title()

    def slip_in() -> None:
        text = stage.organizer.text(title) or ''
        stage.organizer.edit(
            title, text.replace('</div>', f'* {{{{#target:User talk:Tobias Finch|{EN}}}}}\n</div>')
        )

    said = run_spoilt(stage.farm, Spoiler('nothing', 1, 'massmessage', slip_in), SEND)
    assert 'sent to 5 targets' in said
    stranger = f'1 (User talk:Tobias Finch@{EN}) more and 0 fewer than planned'
    assert f'somebody had changed the targets: {stranger}' in said
    assert stranger in stage.page().note
    stage.farm.run_jobs()
    assert f'User talk:Tobias Finch@{EN} was on no plan, and was sent to' in stage.run(CHECK, code=1)


def test_a_stop_at_the_moment_of_the_send_does_not_hide_it(stage: Stage) -> None:
    stage.readers()

    def stop() -> None:
        stage.organizer.edit(f'{CAMPAIGN}/stop', 'Wait.')

    said = run_spoilt(stage.farm, Spoiler('nothing', 1, 'massmessage', stop), SEND)
    assert f'{stage.page_title()} went out to 4 targets, and its page does not say so yet' in said
    assert 'says stop: Wait.' in said
    stage.organizer.edit(f'{CAMPAIGN}/stop', '')
    stage.run(SEND, '-recheck')
    assert stage.page().state is SendState.SENT
    assert len(stage.sends()) == 1


def test_nothing_of_a_closed_campaign_is_planned_or_sent_by_hand_until_it_is_reopened(stage: Stage) -> None:
    people = [*((name, EN) for name in READERS), ('Åsa Öberg', SV)]
    stage.prepare(*((f'User talk:{name}', host) for name, host in people), waves='5, rest', approval='yes')
    stage.organizer.edit(f'{CAMPAIGN}/Message/sv', f'== Hej ==\nText. {LEAVE}')
    stage.run(SEND, code=3)
    closed, reader = f'{CAMPAIGN}/Closed', stage.farm.login(WITHOUT_RIGHT)

    def close() -> None:
        reader.edit(closed, 'This campaign is closed.')

    close()
    approvals = f'* {stage.page().plan} ~~~~'
    stage.organizer.edit(f'{CAMPAIGN}/Approvals', approvals)  # as the form does it
    told = f'{closed} on {META} says stop: This campaign is closed. (closed by {WITHOUT_RIGHT} since 20'
    for mode in ('', '-test', '-replan', '-request', '-correction', '-approve', '-simulate'):
        said = stage.run(SEND, *filter(None, [mode]), code=3)
        assert told in said, mode
        assert 'they, or whoever may lift it, reopen it by "Go on." there' in said
    assert told in stage.run(SEND, f'-resend:{stage.page_title()}', code=3)
    assert told in stage.run(CHECK, '-again', code=3)
    stage.run(CHECK)
    stage.run(SEND, '-recheck')
    assert stage.sends() == []
    stage.organizer.edit(closed, 'Go on.')
    # closed anew between two sends of one run
    run_spoilt(stage.farm, Spoiler('nothing', 1, 'massmessage', close), SEND)
    assert len(stage.sends()) == 1
    assert told in stage.run(SEND, code=3)
    stage.run(SEND, '-recheck')  # what was sent is put on record all the same
    states = {stage.page(language=code).state for code in ('en', 'sv')}
    assert states == {SendState.SENT, SendState.PLANNED}
    assert len(stage.sends()) == 1
    stage.farm.run_jobs()
    assert f'Nothing is sent yet: {told}' in stage.run(CHECK)


def test_of_a_planned_page_that_somebody_edited_the_plan_is_sent(stage: Stage) -> None:
    stage.readers(approval='yes')
    stage.run(SEND, code=3)
    page = stage.page()
    nobody = stage.farm.login(WITHOUT_RIGHT)
    for old, new in (('Mira Main', 'Tobias Finch'), ('; subject : Hello', '; subject : Bye')):
        nobody.edit(page.title, (nobody.text(page.title) or '').replace(old, new))
    said = stage.run(SEND, '-approve', user=ORGANIZER)
    assert f'{page.title}: was edited by {WITHOUT_RIGHT}' in said
    assert 'Tobias Finch' not in said
    stage.run(SEND)
    assert (stage.page().targets, stage.page().subject) == (page.targets, 'Hello')


def test_an_edit_that_is_merged_into_the_claim_takes_it_back(stage: Stage) -> None:
    stage.readers()
    title = stage.page_title()

    def slip_in() -> None:
        text = stage.organizer.text(title) or ''
        assert 'Hollis Grant' in text
        stage.organizer.edit(title, text.replace('Hollis Grant', 'Tobias Finch'))

    said = run_spoilt(stage.farm, Spoiler('nothing', 2, 'edit', slip_in), SEND)
    assert 'could not be claimed; nothing was sent' in said
    assert stage.page().state is SendState.PLANNED
    assert stage.sends() == []


def test_a_sender_who_was_blocked_stops(stage: Stage) -> None:
    stage.readers()
    admin = stage.farm.login(ADMIN, META)
    admin.call(action='block', user=OPERATOR, reason='Too many messages', token=admin.token())
    assert f'{OPERATOR} is blocked on {META}: Too many messages' in stage.run(SEND, code=3)
    assert stage.organizer.text(f'{CAMPAIGN}/Send/1/en') is None


def test_a_category_and_a_list_that_names_nobody_send_nothing(stage: Stage) -> None:
    stage.readers()
    stage.organizer.edit('Category:Readers', 'People.')
    assert 'Category:Readers: is a category' in stage.run(SEND, '-list:Category:Readers', code=2)
    stage.organizer.edit('Nobody', 'Nobody yet.')
    assert 'Nothing to send: the list names nobody.' in stage.run(SEND, '-list:Nobody')
    assert stage.sends() == []


def test_a_request_waits_for_the_approval_and_can_be_had_again(stage: Stage) -> None:
    stage.readers(approval='yes')
    assert 'waits for approval' in stage.run(SEND, '-request', code=3, user=ORGANIZER)
    assert 'somebody else must approve' in stage.run(SEND, '-approve', code=1, user=ORGANIZER)
    said = stage.run(SEND, '-approve', user=SECOND_OPERATOR)
    assert '"Hello", text [[Special:PermanentLink/' in said
    assert f'Plan {stage.page().plan}' in said
    for _ in range(2):
        assert '| <pre>\n    | Text of the message.' in stage.run(SEND, '-request', user=ORGANIZER)
        assert stage.page().state is SendState.REQUESTED


@pytest.mark.parametrize(
    ('how', 'says', 'code'),
    [
        ({'action': 'delete'}, 'the revision that was sent is deleted', 2),
        ({'action': 'move', 'to': 'Outreach/Elsewhere', 'noredirect': True}, 'no such page any more', 2),
        ({'action': 'move', 'to': 'Outreach/Elsewhere'}, 'was edited by Meta admin; what counts is', 0),
    ],
)
def test_nobody_is_asked_again_where_a_send_page_was_moved_or_deleted(
    stage: Stage, how: dict[str, object], says: str, code: int
) -> None:
    stage.readers()
    stage.run(SEND)
    title = stage.page_title()
    admin = stage.farm.login(ADMIN, META)
    which = 'from' if how['action'] == 'move' else 'title'
    admin.call(**how, **{which: title}, token=admin.token())
    said = stage.run(SEND, code=code)
    assert f'{title}: ' in said
    assert says in said
    assert len(stage.sends()) == 1


def test_of_a_send_whose_page_or_log_entry_was_taken_away_nobody_is_forgotten(stage: Stage) -> None:
    stage.readers()
    stage.run(SEND)
    title, listed = stage.page_title(), f'{CAMPAIGN}/Targets'
    admin, operator = stage.farm.login(ADMIN, META), stage.farm.login(OPERATOR)
    admin.call(action='delete', title=title, token=admin.token())
    stage.farm.login(WITHOUT_RIGHT).edit(title, 'Nothing to see here.')
    said = stage.run(SEND, code=2)
    assert f'{title}: was sent, says the log, but the revision that was sent is deleted' in said
    assert 'Nothing is open' in stage.run(SEND, '-recheck')
    assert 'is deleted' in stage.run(('log_promotion', f'-campaign:{CAMPAIGN}', '-always'), code=2)
    assert 'is deleted' in stage.run(CHECK, code=1)
    admin.call(action='undelete', title=title, token=admin.token())
    assert 'Nothing to send' in stage.run(SEND)

    def hide_the_last_send() -> None:
        asked = {'action': 'query', 'list': 'logevents', 'leaction': 'massmessage/send', 'lelimit': 1}
        (last,) = admin.call(**asked)['query']['logevents']
        hidden = {'type': 'logging', 'ids': last['logid'], 'hide': 'content', 'token': admin.token()}
        admin.call(action='revisiondelete', **hidden)

    stage.farm.run_jobs()
    stage.run(CHECK)
    # our page names the entry; of a send of ours from another page nobody can tell any more
    hide_the_last_send()
    assert 'Nothing to send' in stage.run(SEND)
    stage.organizer.edit('Others', f'{{{{#target:User talk:Ingrid Ek|{SV}}}}}')
    asked = {'spamlist': 'Others', 'subject': 'Other', 'message': 'Text', 'token': operator.token()}
    operator.call(action='massmessage', **asked)
    hide_the_last_send()
    stage.organizer.edit(
        listed, f'{stage.organizer.text(listed)}\n* {{{{#target:User talk:Organizer|{EN}}}}}'
    )
    assert '-accept:hidden-send' in stage.run(SEND, code=3)
    assert len(stage.sends()) == 2
    # the same subject was sent lately, which the lint says
    stage.run(SEND, '-accept:hidden-send', '-accept:message-lint')
    assert len(stage.sends()) == 3


def test_who_was_asked_lately_is_known_by_the_namespaces_of_each_wiki(stage: Stage) -> None:
    people = ('Ingrid Ek', 'Per Dahlström', 'Åsa Öberg')
    stage.prepare(*((f'User talk:{name}', SV) for name in people), cooldown='30')
    targets = (f'Användardiskussion:Ingrid Ek|{SV}', f'User talk:Nora Newname|{SV}')
    stage.organizer.edit('Others', '\n'.join(f'{{{{#target:{one}}}}}' for one in targets))
    other = stage.farm.login(OPERATOR)
    for _ in range(2):
        asked = {'spamlist': 'Others', 'subject': 'Other', 'message': 'Text', 'token': other.token()}
        other.call(action='massmessage', **asked)
    said = stage.run(SEND, '-simulate')
    assert f'1 withheld (asked lately): User talk:Ingrid Ek@{SV}\n' in said
    # the same list twice is four messages
    said = stage.run(SEND, '-cooldown:0', '-dailycap:6', '-simulate')
    assert '1 are left for later; 2 more may go out today' in said


def test_what_was_sent_cannot_be_sent_again_by_naming_it(stage: Stage) -> None:
    stage.readers()
    stage.run(SEND)
    assert 'is sent' in stage.run(SEND, f'-resend:{CAMPAIGN}/Send/1/en', code=2)
    assert 'is no send page' in stage.run(SEND, '-resend:Outreach/Nothing', code=2)
    assert 'cannot be combined' in stage.run(SEND, '-test', '-recheck', code=2)
    assert len(stage.sends()) == 1


def test_the_plan_shows_who_edited_what_last_what_is_protected_and_who_added_names(stage: Stage) -> None:
    no, listed = f'{CAMPAIGN}/No', f'{CAMPAIGN}/Targets'
    stage.organizer.edit(no, '* [[User:Mira Main]]')
    stage.readers(exclude=no, waves='2, rest')
    admin = stage.farm.login(ADMIN)
    asked = {'title': f'{CAMPAIGN}/Message', 'protections': 'edit=sysop', 'token': admin.token()}
    admin.call(action='protect', **asked)
    said = stage.run(SEND)
    for title in (CAMPAIGN, listed, no):
        assert re.search(rf'last edit of {title}: {ORGANIZER} on \d{{4}}-.*; not protected', said), title
    # to protect a page is an edit of it
    assert re.search(rf'last edit of {CAMPAIGN}/Message: {ADMIN} on .*; only sysop may edit it', said)
    assert 'names added' not in said
    for user, name in ((WITHOUT_RIGHT, 'Tobias Finch'), (ORGANIZER, 'Ingrid Ek')):
        editor = stage.farm.login(user)
        editor.edit(listed, f'{editor.text(listed)}\n* {{{{#target:User talk:{name}|{EN}}}}}')
    said = stage.run(SEND, '-simulate', code=3)
    assert f'last edit of {listed}: {ORGANIZER} on ' in said
    came = f'1 by {WITHOUT_RIGHT} (User talk:Tobias Finch@{EN}), 1 by {ORGANIZER} (User talk:Ingrid Ek@{EN})'
    assert f'names added since the last plan: {came}' in said
    assert f'nobody we trust vouches for: 1 name put on the list by {WITHOUT_RIGHT}' in said


def test_where_everybody_falls_out_for_one_reason_nobody_takes_it_for_done(stage: Stage) -> None:
    stage.prepare(*((f'User talk:Reader {number}', EN) for number in range(12)), exclude='Lists/no')
    stage.organizer.edit('Lists/no', f'* {EN}: decided at the village pump')
    said = stage.run(SEND, code=3)
    assert 'all 12 fell out here: en.wikipedia.test is excluded: decided at the village pump' in said
    assert '-accept:everybody-out' in said
    assert 'Nothing to send' in stage.run(SEND, '-accept:everybody-out')


def test_a_plan_of_people_who_all_left_the_list_is_cancelled_by_the_next_run(stage: Stage) -> None:
    stage.readers(approval='yes', waves='1, rest')
    stage.run(SEND, code=3)
    (gone,) = stage.page().targets
    listed = stage.organizer.text(f'{CAMPAIGN}/Targets') or ''
    kept = [line for line in listed.split('\n') if gone.page not in line]
    stage.organizer.edit(f'{CAMPAIGN}/Targets', '\n'.join([*kept, '* [[User:Tobias Finch]]']))
    told = stage.farm.pwb('run_campaigns', '-status', f'-only:{CAMPAIGN}')
    assert told.returncode == 0, told.stdout
    status = stage.organizer.text(f'{CAMPAIGN}/Status') or ''
    assert 'approve wave 1' not in status
    assert 'line 4: names Tobias Finch, but is no entry: no message goes there' in status
    assert 'comes off (not on the list any more)' in stage.run(SEND)
    page = stage.page()
    assert (page.state, page.note) == (
        SendState.CANCELLED,
        'everybody on it was removed since it was planned',
    )
    stage.run(SEND, code=3)  # the next plan waits for its approval
    assert stage.page('1.2').state is SendState.PLANNED
    assert stage.sends() == []
