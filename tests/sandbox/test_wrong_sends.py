"""After a wrong send on real MediaWiki: halted, reported with diffs, corrected, and told in the log."""

from __future__ import annotations

from outreach.sends.sendstate import SendState

from sandbox.worlds.medicine import OPERATOR, ORGANIZER, SECOND_OPERATOR, WITHOUT_RIGHT
from tests.sandbox.tools.kill_points import Spoiler
from tests.sandbox.tools.spoilt_sends import run_spoilt
from tests.sandbox.tools.stage import CAMPAIGN, CHECK, EN, LEAVE, META, READERS, SEND, SV, Stage

WRONG = (*SEND, '-wrong:1', '-reason:It went to the list of last year')
CORRECT = (*SEND, '-correction')


def messages(stage: Stage, heading: str) -> list[str]:
    """Return who has a message under a heading, once for each."""
    found = []
    for name in READERS:
        text = stage.farm.client(EN).text(f'User talk:{name}') or ''
        found += [name] * text.count(f'== {heading} ==')
    return found


def test_a_wrong_send_is_halted_reported_corrected_and_told_in_the_public_log(stage: Stage) -> None:
    stage.readers(waves='3, rest', approval='yes')
    stage.run(SEND, code=3)
    stage.run(SEND, '-approve', user=ORGANIZER)
    stage.run(SEND)
    stage.farm.run_jobs()
    stage.run(CHECK)
    stage.run(SEND, code=3)  # the rest waits for its approval
    assert '-reason: is needed' in stage.run(SEND, '-wrong:1', code=2)
    assert 'is no send of' in stage.run(SEND, '-wrong:7', '-reason:x', code=2)
    assert 'no send of this campaign is marked' in stage.run(CORRECT, code=2)

    said = stage.run(WRONG, user=ORGANIZER)  # who may not send may halt
    assert stage.page('1').wrong == 'It went to the list of last year'
    assert stage.page('2').state is SendState.CANCELLED
    got = sorted(messages(stage, 'Hello'))
    assert len(got) == 3
    assert f'{EN}: 3 delivered: https://{EN}/w/index.php?diff=' in said
    report = stage.organizer.text(f'{CAMPAIGN}/Wrong sends') or ''
    for one in stage.results().values():
        assert f'[//{EN}/w/index.php?diff={one.revision} {one.revision}]' in report
    assert '-accept:wrong-send' in stage.run(SEND, code=3)
    assert len(stage.sends()) == 1

    assert 'there is no message in the default language' in stage.run(CORRECT, code=2)
    stage.organizer.edit(f'{CAMPAIGN}/Correction', f'== Sorry ==\nThis was not for you. {LEAVE}')
    assert f'waits for approval of plan {stage.page("1").plan}' not in stage.run(CORRECT, code=3)
    assert 'Nothing waits for approval' in stage.run(SEND, '-approve', user=ORGANIZER)
    assert '| This was not for you.' in stage.run(CORRECT, '-approve', user=ORGANIZER)
    assert 'Send/correction/en: sent to 3 targets' in stage.run(CORRECT)
    stage.farm.run_jobs()
    assert sorted(messages(stage, 'Sorry')) == got
    assert 'Nothing to send' in stage.run(CORRECT)
    assert 'should not have been sent: It went to the list of last year' in stage.run(CHECK)

    stage.run(('log_promotion', f'-campaign:{CAMPAIGN}', '-always'))
    log = stage.organizer.text(f'{CAMPAIGN}/Log') or ''
    assert "'''This should not have been sent:''' It went to the list of last year" in log
    assert 'Correction of a message that should not have been sent' in log

    stage.run(SEND, '-accept:wrong-send', code=3)  # whoever goes on says so, and plans anew
    assert stage.page('2.2').state is SendState.PLANNED
    assert sorted(messages(stage, 'Hello')) == got


def test_a_run_that_is_at_work_stops_at_its_next_page(stage: Stage) -> None:
    people = [*((f'User talk:{name}', EN) for name in READERS), ('User talk:Åsa Öberg', SV)]
    stage.prepare(*people)
    stage.organizer.edit(f'{CAMPAIGN}/Message/sv', f'== Hej ==\nText. {LEAVE}')
    halt = (*SEND, '-wrong:1/en', '-reason:A wrong link')

    def halted() -> None:
        stage.farm.pwb(*halt, user=SECOND_OPERATOR)

    said = run_spoilt(stage.farm, Spoiler('nothing', 5, 'edit', halted), SEND)  # claims the second page
    assert 'Traceback' not in said
    assert stage.sends() == [stage.page_title()]
    assert stage.page('1', 'sv').state is SendState.CANCELLED
    stage.farm.run_jobs()
    assert 'Åsa' not in stage.run(halt)
    assert sorted(messages(stage, 'Hello')) == sorted(READERS)


def test_who_leaves_while_somebody_else_is_asked_to_send_comes_off_the_open_page(stage: Stage) -> None:
    stage.readers()
    stage.run(SEND, '-request', user=ORGANIZER)
    listed = f'{CAMPAIGN}/Targets'
    lines = (stage.organizer.text(listed) or '').split('\n')
    stage.organizer.edit(listed, '\n'.join(line for line in lines if 'Mira Main' not in line))
    assert f'User talk:Mira Main@{EN} comes off' in stage.run(SEND, '-request', user=ORGANIZER)
    page = stage.page()
    assert (page.state, len(page.targets)) == (SendState.REQUESTED, 3)
    assert [one.target.page for one in page.removed] == ['User talk:Mira Main']
    sender = stage.farm.login(OPERATOR)
    asked = {'spamlist': page.title, 'subject': 'Hello', 'message': 'Text.', 'token': sender.token()}
    sender.call(action='massmessage', **asked)
    stage.farm.run_jobs()
    assert '3 delivered' in stage.run(CHECK)
    assert sorted(messages(stage, 'Hello')) == sorted(set(READERS) - {'Mira Main'})


def test_testers_get_every_language_however_many_there_are(stage: Stage) -> None:
    people = [*((f'User talk:{name}', EN) for name in READERS), ('User talk:Åsa Öberg', SV)]
    testers = f'{CAMPAIGN}/Testers'
    stage.prepare(*people, testers=testers)
    stage.organizer.edit(f'{CAMPAIGN}/Message/sv', f'== Hej ==\nText. {LEAVE}')
    stage.farm.login(WITHOUT_RIGHT).edit(testers, f'{{{{#target:User talk:{WITHOUT_RIGHT}}}}}')
    text = stage.organizer.text(testers)
    stage.organizer.edit(
        testers, f'{text}\n{{{{#target:User talk:Organizer}}}}\n{{{{#target:User talk:Grace Abara}}}}'
    )
    nobody = stage.farm.login(WITHOUT_RIGHT)
    nobody.edit(testers, f'{nobody.text(testers)}\n{{{{#target:User talk:Tobias Finch}}}}')
    assert f'Tobias Finch@{META} was put here by {WITHOUT_RIGHT}: no tester' in stage.run(
        SEND, '-test', code=1
    )
    assert sorted(stage.sends()) == [f'{CAMPAIGN}/Send/test/{code}' for code in ('en', 'sv')]
    stage.farm.run_jobs()
    stage.run(CHECK)
    for name in (WITHOUT_RIGHT, 'Organizer', 'Grace Abara'):
        talk = stage.organizer.text(f'User talk:{name}') or ''
        assert (talk.count('== Hello =='), talk.count('== Hej ==')) == (1, 1), name
    stage.run(SEND, '-approve', user=ORGANIZER)
    stage.run(SEND, code=1)  # as long as somebody stands there who is no tester
    assert 'Tobias Finch' not in stage.page('test').render()
    stage.farm.run_jobs()
    stage.run(CHECK)
    stage.run(('log_promotion', f'-campaign:{CAMPAIGN}', '-always'))
    assert '/Send/test/' not in (stage.organizer.text(f'{CAMPAIGN}/Log') or '')
