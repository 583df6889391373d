"""What is left to do about sends that were checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from outreach.lists.entries import Target
from outreach.sends.checkreport import result_lines
from outreach.sends.followup import doubles, due, ends, next_steps, passing
from outreach.sends.results import Reaction, Result, State
from outreach.sends.sendpage import Pinned, SendPage
from outreach.sends.sendstate import SendState, Sent

from tests.samples.plans import one_page

CAMPAIGN = 'Outreach/X'
ANN, BEN = (Target('sv.wikipedia.test', f'User talk:{name}') for name in ('Ann', 'Ben'))
FAILED = Result(ANN, State.FAILED, 'readonly')
ARRIVED = Result(ANN, State.DELIVERED, revision=7)
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def page(wave: str, follows: str = '', state: SendState = SendState.SENT) -> SendPage:
    return SendPage(
        title=f'{CAMPAIGN}/Send/{wave}/sv',
        campaign=CAMPAIGN,
        wave=wave,
        language='sv',
        subject='Hej',
        message=Pinned(f'{CAMPAIGN}/Message', 1),
        lists=(Pinned(f'{CAMPAIGN}/Targets', 2),),
        planned_by='Bot',
        digest='',
        targets=(ANN, BEN),
        state=state,
        sent=Sent(datetime(2026, 5, 1, 11, 30, tzinfo=UTC), 'Bot'),
        follows=follows,
    )


FIRST = page('1')


def at(time: str) -> Sent:
    return Sent(datetime.fromisoformat(time), 'Bot')


def steps(*pages: SendPage, **results: list[Result]) -> list[str]:
    by_title = {f'{CAMPAIGN}/Send/{wave.strip("w")}/sv': some for wave, some in results.items()}
    return list(next_steps(pages, by_title, NOON, CAMPAIGN, f'-campaign:{CAMPAIGN}', 2, ''))


def test_a_target_ends_with_its_delivery_else_with_its_last_try() -> None:
    again, test = page('1.2', follows=FIRST.title), page('test')
    gone = Result(BEN, State.NO_SUCH_USER)
    results = {FIRST.title: [FAILED, gone], again.title: [ARRIVED], test.title: [FAILED]}
    assert ends([FIRST, again, test], results) == {
        ('', ANN): ARRIVED,
        ('', BEN): gone,
        ('test', ANN): FAILED,
    }
    assert ends([FIRST, again], {FIRST.title: [ARRIVED], again.title: [FAILED]}) == {('', ANN): ARRIVED}


def test_who_got_it_twice_is_named() -> None:
    again, test = page('1.2', follows=FIRST.title), page('test')
    both = {FIRST.title: [ARRIVED, replace(ARRIVED, target=BEN)], test.title: [replace(ARRIVED, target=BEN)]}
    assert doubles([FIRST, again, test], both) == set()
    assert doubles([FIRST, again, test], {**both, again.title: [ARRIVED]}) == {ANN}
    copies = {FIRST.title: [replace(ARRIVED, copies=2), FAILED]}
    assert doubles([FIRST], copies) == {ANN}
    lines = list(result_lines([FIRST], copies, ends([FIRST], copies), {ANN}))
    assert lines[-1] == f'  got the message more than once: {ANN}'


def test_what_passes_is_taken_up_once_and_when_the_queue_has_given_up() -> None:
    lasting = Result(BEN, State.FAILED, 'protectedpage')
    assert passing(FIRST, [FAILED, lasting], [FIRST]) == [ANN]
    follower = page('1.2', follows=FIRST.title)
    assert passing(FIRST, [FAILED], [FIRST, follower]) == []
    assert passing(FIRST, [FAILED], [FIRST, replace(follower, state=SendState.CANCELLED)]) == [ANN]
    assert passing(FIRST, [FAILED], [FIRST, replace(follower, targets=(BEN,))]) == [ANN]
    assert due(FIRST, [FAILED]) == datetime(2026, 5, 1, 15, 30, tzinfo=UTC)
    late = replace(FAILED, failed_at=datetime(2026, 5, 1, 13, tzinfo=UTC))
    assert due(FIRST, [late, lasting]) == datetime(2026, 5, 1, 17, 0, tzinfo=UTC)


def test_the_next_step_is_named() -> None:
    waiting = Result(BEN, State.UNKNOWN)
    said = steps(FIRST, page('2', state=SendState.UNKNOWN), w1=[FAILED, waiting])
    assert said == [
        f'{CAMPAIGN}/Send/2/sv is unknown: send_message -recheck settles it',
        '1 target not settled yet: run this again in some minutes, or with -wait:10.',
        f'1 target of {FIRST.title} failed for reasons that pass: -again tries them again from 15:30 UTC on.',
    ]
    lost, *rest = steps(
        replace(FIRST, sent=Sent(datetime(2026, 5, 1, 10, 30, tzinfo=UTC), 'Bot')), w1=[ARRIVED, waiting]
    )
    assert lost.startswith('1 target without a trace an hour after the send')
    assert 'send_message' in rest[0]
    assert 'once somebody has sent it' in steps(page('1', state=SendState.REQUESTED))[0]
    answer = Result(BEN, State.DELIVERED, revision=8, reaction=Reaction.ANSWERED)
    answered, *rest = steps(FIRST, w1=[ARRIVED, answer])
    assert '1 wrote back' in answered
    assert 'send_message' in rest[0]
    assert steps() == []


def test_three_copies_and_three_sends_are_one_double() -> None:
    copies = {FIRST.title: [replace(ARRIVED, copies=3)]}
    assert doubles([FIRST], copies) == {ANN}
    assert doubles([FIRST], {FIRST.title: [replace(ARRIVED, copies=1)]}) == set()


def test_a_target_without_a_trace_is_given_up_after_an_hour() -> None:
    waiting = Result(BEN, State.UNKNOWN)
    sent = {minute: replace(FIRST, sent=at(f'2026-05-01T{minute}Z')) for minute in ('11:00:00', '11:00:01')}
    assert 'without a trace an hour after' in steps(sent['11:00:00'], w1=[waiting])[0]
    assert 'not settled yet' in steps(sent['11:00:01'], w1=[waiting])[0]


def test_what_can_be_taken_up_again_now_is_said_so() -> None:
    early = replace(FIRST, sent=at('2026-05-01T08:00:00Z'))
    assert steps(early, w1=[FAILED])[0].endswith('-again tries them again now.')
    later = replace(FIRST, sent=at('2026-05-01T08:00:01Z'))
    assert steps(later, w1=[FAILED])[0].endswith('-again tries them again from 12:00 UTC on.')


def test_who_got_the_messages_of_others_is_named() -> None:
    eve = Target(ANN.host, 'User talk:Eve')
    led = [
        Result(one, State.DELIVERED, 'at User talk:Eve', 7, copies=count)
        for one, count in ((ANN, 1), (BEN, 2))
    ]
    assert doubles([FIRST], {FIRST.title: led}) == {eve}
    # a wiki that drops the second copy
    assert doubles([FIRST], {FIRST.title: [replace(one, copies=1) for one in led]}) == {eve}
    assert doubles([FIRST], {FIRST.title: led[:1]}) == set()
    assert doubles([FIRST], {FIRST.title: [led[0], replace(ARRIVED, target=eve)]}) == {eve}
    archived = replace(ARRIVED, detail='at User talk:Ann/Archive')
    again = page('1.2')
    assert doubles([FIRST, again], {FIRST.title: [archived], again.title: [ARRIVED]}) == {ANN}


def test_behind_tests_alone_nothing_is_left_to_send() -> None:
    test = replace(one_page(), wave='test', title='Outreach/X/Send/test/en')
    results = {test.title: (Result(test.targets[0], State.DELIVERED, revision=5),)}
    said = list(next_steps([test], results, NOON, CAMPAIGN, '-campaign:C', 1, ''))
    assert said == ['Next: look at the tests; if they are right, pwb send_message -campaign:C -approve.']
    wave = one_page(SendState.PLANNED)
    assert [*next_steps([test, wave], results, NOON, CAMPAIGN, '-campaign:C', 1, '')] == said


@pytest.mark.parametrize('more', [(), (page('2', state=SendState.PLANNED),)])
def test_a_wave_that_waits_is_not_advised(more: tuple[SendPage, ...]) -> None:
    why, results = 'wave 2: 33 % went wrong', {FIRST.title: [ARRIVED]}
    [held, _log] = next_steps([FIRST, *more], results, NOON, CAMPAIGN, '-campaign:C', 2, why)
    assert held == f'Nothing is sent yet: {why}. Next:'


def test_what_is_left_to_send_is_said_by_waves_and_plans() -> None:
    """`steps` is of a campaign with two waves."""
    option = f'-campaign:{CAMPAIGN}'
    log = f'      pwb log_promotion {option} puts it into the public log.'
    first, second = page('1'), page('2')
    assert steps(first, w1=[ARRIVED]) == [
        f'Next: pwb send_message {option} makes the plan of wave 2 of 2;',
        log,
    ]
    planned = replace(second, state=SendState.PLANNED)
    assert steps(first, planned, w1=[ARRIVED]) == [
        f'Next: pwb send_message {option} goes on with what is planned (2 targets);', log,
    ]  # fmt: skip
    assert steps(first, second, w1=[ARRIVED], w2=[ARRIVED]) == [
        f'All waves were sent. Next: pwb send_message {option} asks who came onto the list since;', log,
    ]  # fmt: skip
    test = page('test')
    both = {'w1': [ARRIVED], 'wtest': [ARRIVED]}
    assert steps(first, test, **both) == steps(first, w1=[ARRIVED]), 'a test of what was sent is behind us'
    anew = replace(test, message=Pinned(f'{CAMPAIGN}/Message', 9))
    look, *rest = steps(first, anew, **both)
    assert look.startswith('Next: look at the tests')
    assert rest == steps(first, w1=[ARRIVED])
