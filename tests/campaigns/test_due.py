"""What is due for a campaign: a table over how it stands and the moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from outreach.campaigns.accepted import UNASKED, Accepted, Work
from outreach.campaigns.campaignstate import CampaignState, Halt
from outreach.campaigns.decisions import Command, Decision, Later, Step, Waits, Who
from outreach.campaigns.due import due, ends, hour_of, over
from outreach.lists.entries import Target
from outreach.problems import Problem
from outreach.sends import sendpage
from outreach.sends.message import Language, Message
from outreach.sends.messagelint import MessageFinding
from outreach.sends.results import Reaction, Result, State
from outreach.sends.sendpage import Pinned, SendPage
from outreach.sends.sendplan import Texts
from outreach.sends.sendstate import SendState, Sent
from outreach.sends.vouching import LastEdit
from outreach.settings import Given, WrittenSetting

from tests.samples.plans import one_page

X = 'Outreach/X'
LIST, MESSAGE, LOG, PATTERN, MEASURES = (
    f'{X}/{n}' for n in ('Targets', 'Message', 'Log', 'Pattern', 'Measures')
)
REQUESTS = f'{X}/Requests'
GROUND = {'consent': 'agreed', 'discussion': 'https://meta.wikimedia.org/wiki/Talk:X'}
HOST = 'en.wikipedia.test'
DAILY = hour_of(X)
# a moment in no daily hour, and one in it
NOW = datetime(2026, 5, 10, (DAILY + 2) % 24, 30, tzinfo=UTC)
TODAY = NOW.replace(hour=DAILY)
A, B, C = (Target(HOST, f'User talk:{name}') for name in 'ABC')
TEXTS = Texts(
    {'en': Message('en', MESSAGE, 5, 'Hello', 'Text')},
    {code: Language(code, ('de',) if code == 'als' else ()) for code in ('en', 'cs', 'de', 'als')},
)
FREE = Accepted(X, frozenset(Work))
ASKING = Accepted(X)


def at(moment: datetime) -> str:
    return f'{moment:%Y-%m-%dT%H:%M:%SZ}'


def edits(**times: datetime) -> dict[str, LastEdit]:
    names = {'page': X, 'list': LIST, 'pattern': PATTERN, 'measures': MEASURES}
    return {names[name]: LastEdit(names[name], 'Ann', at(time)) for name, time in times.items()}


LONG_AGO = NOW - timedelta(days=40)
THERE = edits(page=LONG_AGO, list=LONG_AGO)


def state(accepted: Accepted = FREE, *, own: dict[str, Any] | None = None, **fields: Any) -> CampaignState:
    """A campaign with a list of three in English, its text, and no send, but for what is given."""
    known: dict[str, Any] = {
        'edits': THERE, 'targets': (A, B, C), 'languages': {'en': 3}, 'texts': TEXTS,
    }  # fmt: skip
    values = {'banner': ('B',), **GROUND, **(own or {})}
    written = {
        name: (WrittenSetting(name, str(value), 'Outreach/X, line 1'),) for name, value in values.items()
    }
    return CampaignState(accepted, Given(values, written), **{**known, **fields})


def page(
    wave: str = '1',
    targets: Sequence[Target] = (A, B, C),
    where: SendState = SendState.SENT,
    *,
    ago: timedelta = timedelta(hours=2),
    base: CampaignState | None = None,
    **fields: Any,
) -> SendPage:
    """A send page as planned by the settings of a campaign; `ago` is how long ago it was sent."""
    sent = (Sent(NOW - ago, 'Bot', 7, 8),) if where is SendState.SENT else ()
    made = replace(
        one_page(where),
        title=f'{X}/Send/{wave}/en',
        wave=wave,
        targets=tuple(targets),
        message=Pinned(MESSAGE, 5),
        settings=(base or state()).request.settings,
        sent=sent[0] if sent else None,
    )
    return sendpage.together([replace(made, **fields)])[0]


def results(*pages: SendPage, **states: State) -> dict[str, tuple[Result, ...]]:
    """Results of pages: delivered, but for those whose name is given (`A=State.FAILED`)."""

    def one(target: Target) -> Result:
        found = states.get(target.page[-1], State.DELIVERED)
        return Result(target, found, '', 9 if found is State.DELIVERED else 0)

    return {one_.title: tuple(map(one, one_.targets)) for one_ in pages}


def told(found: Sequence[Decision]) -> list[str]:
    """The decisions in short: a command without what all have, what waits for whom, what comes later."""
    lines = []
    for one in found:
        if isinstance(one, Step):
            options = [
                option for option in one.command.options if option not in (f'-campaign:{X}', '-always')
            ]
            assert one.command.options[0] == f'-campaign:{X}'
            assert one.command.options[-1] == '-always'
            lines.append(' '.join([one.command.script, *options, f'({one.why})']))
        elif isinstance(one, Waits):
            count = one.values.get('count')
            place = one.page.removeprefix(f'{X}/')
            lines.append(f'{one.who.value}: {one.what} {place}{f" {count}" if count else ""}')
        else:
            lines.append(f'later: {one.what}{f" {one.moment:%m-%d %H:%M}" if one.moment else ""}')
    return lines


def decided(stand: CampaignState, now: datetime = NOW) -> list[str]:
    return told(due(stand, now))


BUILD, COLLECT = 'build_targets', 'collect_signups'
SEND_IT, PLAN_IT = 'send_message (send)', 'send_message (plan)'


# -- before anything was sent


def test_a_template_that_is_wrong_holds_everything_up() -> None:
    wrong = (Problem(X, 'a'), Problem(X, 'b'))
    assert decided(state(problems=wrong, pages=(page(),))) == ['organizer: template Outreach/X 2']


def waiting(stand: CampaignState, now: datetime = NOW) -> list[Waits]:
    return [one for one in due(stand, now) if isinstance(one, Waits)]


def later(stand: CampaignState, now: datetime = NOW) -> list[Later]:
    return [one for one in due(stand, now) if isinstance(one, Later)]


def test_a_stop_holds_everything_up() -> None:
    stopped = Halt(f'{X}/stop', 'wait', 'Ann', NOW)
    assert decided(state(stopped=stopped, pages=(page(),)), TODAY) == ['organizer: stopped stop']
    assert waiting(state(stopped=stopped))[0].values == {'user': 'Ann'}


FRESH = edits(page=NOW - timedelta(minutes=10), list=LONG_AGO)
SIGNED = {'banner': (), 'signups': (f'{X}/Sign',)}
TESTED = {'testers': f'{X}/Testers'}
ERROR = MessageFinding(MESSAGE, 'no', error=True)
WARNING = MessageFinding(MESSAGE, 'hm')
DOUBT = MessageFinding(MESSAGE, 'hm', code='no-way-out')
ELSEWHERE = replace(DOUBT, place=f'{MESSAGE}/sv')
BEFORE_THE_FIRST_SEND = {
    'no list yet: it is built at once': (
        state(edits=edits(page=LONG_AGO), targets=()),
        NOW,
        [f'{BUILD} (nolist)'],
    ),
    'sign-ups alone': (state(own=SIGNED, edits={}, targets=()), NOW, [f'{COLLECT} (nolist)']),
    'a topic and sign-ups': (
        state(own={'signups': ('S',)}, edits={}, targets=()),
        NOW,
        [f'{BUILD} (nolist)', f'{COLLECT} (nolist)'],
    ),
    'a list in hand is for its organizer to write': (
        state(own={'banner': ()}, edits={}, targets=()),
        NOW,
        ['organizer: list Targets'],
    ),
    'a list in hand that is there': (state(own={'banner': ()}), NOW, [PLAN_IT]),
    'a list in hand is not built by day either': (state(own={'banner': ()}), TODAY, [PLAN_IT]),
    'a list that names nobody': (state(targets=()), NOW, ['organizer: nobody Targets']),
    'a list with lines that cannot be read': (
        state(list_problems=(Problem(LIST, 'x'),)),
        NOW,
        ['organizer: lines Targets 1'],
    ),
    'the daily hour': (state(), TODAY, [f'{BUILD} (daily)', PLAN_IT]),
    'settings that were changed just now': (state(edits=FRESH), NOW, [f'{BUILD} (settings)', PLAN_IT]),
    'settings that were changed before the list was': (
        state(edits=edits(page=NOW - timedelta(minutes=10), list=NOW - timedelta(minutes=5))),
        NOW,
        [PLAN_IT],
    ),
    'settings that were changed over an hour ago': (
        state(edits=edits(page=NOW - timedelta(hours=1), list=LONG_AGO)),
        NOW,
        [PLAN_IT],
    ),
    'somebody asked to be on the list, or not': (
        state(edits={**THERE, REQUESTS: LastEdit(REQUESTS, 'Ann', at(NOW - timedelta(minutes=10)))}),
        NOW,
        [f'{BUILD} (requests)', PLAN_IT],
    ),
    'a page of people who must not be asked is not there': (
        state(
            own={'exclude': ('No one', 'Other')},
            edits={**THERE, 'Other': LastEdit('Other', 'Ann', LONG_AGO.isoformat())},
        ),
        NOW,
        ['organizer: exclude No one'],
    ),
    'a text that cannot be sent': (
        state(
            text_problems=(Problem(MESSAGE, 'has no heading'),),
            edits={**THERE, MESSAGE: LastEdit(MESSAGE, 'Ann', at(NOW))},
        ),
        NOW,
        ['organizer: text-wrong Message 1'],
    ),
    'no text': (
        state(text_problems=(Problem(MESSAGE, 'none'),)),
        NOW,
        ['organizer: text Message 1'],
    ),
    'errors in a text': (state(findings=(WARNING, ERROR)), NOW, ['organizer: lint Message 1']),
    'warnings alone': (state(findings=(WARNING,)), NOW, [PLAN_IT]),
    'doubts about a text': (state(findings=(WARNING, DOUBT)), NOW, ['organizer: doubts Message 1']),
    'doubts about a text that nobody gets': (state(findings=(ELSEWHERE,)), NOW, [PLAN_IT]),
    'doubts of which the test tells': (
        state(findings=(DOUBT,), own=TESTED),
        NOW,
        ['send_message -test (test)'],
    ),
    'doubts that the operator accepts here': (
        state(replace(FREE, accept=('no-way-out',)), findings=(DOUBT,)),
        NOW,
        ['send_message -accept:no-way-out (plan)'],
    ),
    'doubts that the operator accepts everywhere': (
        state(findings=(DOUBT,), passed=frozenset({'no-way-out'})),
        NOW,
        [PLAN_IT],
    ),
    'languages without a text': (
        state(languages={'cs': 1, 'de': 3, 'als': 1, 'en': 1}),
        NOW,
        ['translator: translate Message 3', PLAN_IT],
    ),
    'no ground to write to anybody': (
        state(own={'consent': None}),
        NOW,
        ['organizer: ground Outreach/X'],
    ),
    'a ground that does not say where a community agreed': (
        state(own={'consent': 'agreed', 'discussion': None}),
        NOW,
        ['organizer: ground Outreach/X'],
    ),
    'no right to send': (state(may_send=False), NOW, ['send_message -request (plan)']),
    'before the first day': (
        state(own={'notbefore': NOW.date() + timedelta(days=1)}),
        NOW,
        [f'later: wave {NOW + timedelta(days=1):%m-%d} 00:00'],
    ),
    'on the first day': (state(own={'notbefore': NOW.date()}), NOW, [PLAN_IT]),
    'what the wiki holds against every plan': (
        state(contradictions=(Problem(f'{X}/Send/1/en', 'gone'),)),
        NOW,
        ['operator: contradiction Send/1/en'],
    ),
    'a request of a stranger': (
        state(asking=(f'{X}/Send/1/en',)),
        NOW,
        ['operator: asked-by-others Send/1/en', PLAN_IT],
    ),
    'closed': (state(closed=Halt(f'{X}/Closed', 'done', 'Ann')), TODAY, []),
    'an asking operator plans under approval': (state(ASKING), NOW, ['send_message -approval (plan)']),
    'the test comes first': (state(own=TESTED), NOW, ['send_message -test (test)']),
}


@pytest.mark.parametrize('case', BEFORE_THE_FIRST_SEND)
def test_before_the_first_send(case: str) -> None:
    stand, now, wanted = BEFORE_THE_FIRST_SEND[case]
    assert decided(stand, now) == wanted


def test_languages_are_named_with_most_readers_first() -> None:
    stand = state(languages={'cs': 1, 'de': 3, 'en': 1})
    assert waiting(stand)[0].values == {'languages': 'de, cs', 'count': 2}
    assert (
        waiting(
            state(
                languages={'de': 1},
                targets=(A,),
                pages=(page(targets=(A,)),),
                results=results(page(targets=(A,))),
            )
        )
        == []
    )


def test_what_is_not_to_happen_unasked_waits_for_the_operator_to_type_it() -> None:
    kinds = {
        Work.LIST: state(edits={}, targets=()), Work.TEST: state(own=TESTED), Work.PLAN: state(),
        Work.CHECK: state(pages=(page(),), targets=()),
    }  # fmt: skip
    for work, stand in kinds.items():
        asking = replace(stand, accepted=Accepted(X, frozenset(Work) - {work}))
        step, waits = due(stand, NOW)[0], due(asking, NOW)[0]
        assert isinstance(step, Step)
        assert step.work is work
        assert waits == Waits(Who.OPERATOR, 'type', X, {'command': str(step.command)})


def test_limits_and_accepted_doubts_are_options_of_the_commands() -> None:
    accepted = Accepted(X, UNASKED, (('cooldown', 90), ('dailycap', 100)), ('shrinks',), ('wikipedias',), 2)
    stand = state(accepted)
    assert decided(stand) == [
        'send_message -dailycap:100 -cooldown:90 -approval -complaints:2 -accept:shrinks (plan)'
    ]
    sent = page(base=stand)
    after = replace(stand, pages=(sent,), results=results(sent), targets=())
    assert decided(after, NOW) == [
        'check_delivery -replies -cooldown:90 -approval -accept:shrinks (hourly)',
        'log_promotion -gaps:wikipedias -accept:shrinks (unlogged)',
        'update_pattern -accept:shrinks (unlogged)',
        f'later: end {sent_at(sent) + timedelta(days=14):%m-%d %H:%M}',
    ]


def sent_at(one: SendPage) -> datetime:
    return one.every_send[0].time


# -- tests, plans and approvals

PLANNED = page(where=SendState.PLANNED)
ASKED = state(ASKING)
PLANNED_ASKING = page(where=SendState.PLANNED, base=ASKED)
APPROVED = {PLANNED_ASKING.plan: frozenset({'Ann'})}
# by options of which the campaign page tells nothing
BY_OTHERS = state(own={'faillimit': 3})
MADE_IN_VAIN = (
    page('1', where=SendState.CANCELLED, base=BY_OTHERS),
    page('1.2', where=SendState.PLANNED, base=BY_OTHERS),
)
MADE_LATELY = {**THERE, f'{X}/Send/1.2/en': LastEdit(f'{X}/Send/1.2/en', 'Bot', at(NOW - timedelta(hours=3)))}
TEST_PAGE = page('test', (C,), base=state(own=TESTED))
PLANNED_TEST = page('test', (C,), SendState.PLANNED, base=state(own=TESTED))
SEEN = {TEST_PAGE.plan: frozenset({'Bot'})}
OTHER_TEXT = replace(TEST_PAGE, message=Pinned(MESSAGE, 4))
REQUESTED = page(where=SendState.REQUESTED)
CHECK_TEST = 'check_delivery -replies (hourly)'


def with_test(**fields: Any) -> CampaignState:
    return state(own=TESTED, pages=(TEST_PAGE,), **fields)


TESTS_AND_PLANS = {
    'a plan that needs no approval': (state(pages=(PLANNED,)), [SEND_IT]),
    'a plan that needs one': (replace(ASKED, pages=(PLANNED_ASKING,)), ['approver: approve Approvals 3']),
    'an approved plan': (
        replace(ASKED, pages=(PLANNED_ASKING,), granted=APPROVED),
        ['send_message -approval (send)'],
    ),
    'approved by its planner alone': (
        replace(ASKED, pages=(PLANNED_ASKING,), granted={PLANNED_ASKING.plan: frozenset({'Bot'})}),
        ['approver: approve Approvals 3'],
    ),
    'a plan that nobody vouches for': (
        state(pages=(replace(PLANNED, doubts=('text by Eve',)),)),
        ['approver: approve Approvals 3'],
    ),
    'a plan of another text': (
        state(pages=(replace(PLANNED, message=Pinned(MESSAGE, 4)),)),
        ['send_message -replan (replan)'],
    ),
    'a plan whose text is gone': (
        state(pages=(replace(PLANNED, language='sv'),)),
        ['send_message -replan (replan)'],
    ),
    'a plan by other settings': (
        state(pages=(PLANNED,), own={'faillimit': 3}),
        ['send_message -replan (replan)'],
    ),
    'a plan that came out the same by other settings than these': (
        state(pages=MADE_IN_VAIN, edits=MADE_LATELY),
        ['operator: in-vain Send/1.2/en', SEND_IT],
    ),
    'the page was edited since a plan came out the same': (
        state(pages=MADE_IN_VAIN, edits={**MADE_LATELY, X: LastEdit(X, 'Ann', at(NOW - timedelta(hours=2)))}),
        ['send_message -replan (replan)'],
    ),
    'a plan that came out otherwise': (
        state(pages=(replace(MADE_IN_VAIN[0], targets=(A,)), MADE_IN_VAIN[1]), edits=MADE_LATELY),
        ['send_message -replan (replan)'],
    ),
    'another text than that of a plan that came out the same': (
        state(
            pages=tuple(replace(one, message=Pinned(MESSAGE, 4)) for one in MADE_IN_VAIN), edits=MADE_LATELY
        ),
        ['send_message -replan (replan)'],
    ),
    'a follow-up is held to the settings of follow-ups': (
        state(pages=(replace(PLANNED, wave='1.2', follows='x', settings=state().request.follow_settings),)),
        [SEND_IT],
    ),
    'a plan while people come': (state(pages=(replace(PLANNED, targets=(A,)),)), [SEND_IT]),
    'a planned page waits for its day': (
        state(
            own={'notbefore': NOW.date() + timedelta(days=2)},
            pages=(
                page(where=SendState.PLANNED, base=state(own={'notbefore': NOW.date() + timedelta(days=2)})),
            ),
        ),
        [f'later: wave {NOW + timedelta(days=2):%m-%d} 00:00'],
    ),
    'a request to somebody else': (state(pages=(REQUESTED,)), ['sender: request Send/1/en 3']),
    'a test that somebody else is to send holds up no wave': (
        state(pages=(page('test', (C,), SendState.REQUESTED), PLANNED)),
        ['sender: request Send/test/en 1', SEND_IT],
    ),
    'of two waves that are planned the first one goes': (
        state(pages=(page('1', (A,), SendState.PLANNED), page('2', (B,), SendState.PLANNED))),
        [SEND_IT],
    ),
    'a request for a part of the list': (
        state(pages=(replace(REQUESTED, targets=(A,)),)),
        ['sender: request Send/1/en 1'],
    ),
    'a test that is planned': (state(own=TESTED, pages=(PLANNED_TEST,)), ['send_message -test (test)']),
    'a test that nobody has checked': (
        with_test(),
        ['check_delivery -replies (unchecked)', 'later: testing'],
    ),
    'a test that is on its way': (
        with_test(results=results(TEST_PAGE, C=State.UNKNOWN)),
        [CHECK_TEST, 'later: testing'],
    ),
    'a test that nobody has looked at': (
        with_test(results=results(TEST_PAGE)),
        [CHECK_TEST, 'approver: look Send/test/en'],
    ),
    'a test that somebody has seen': (
        with_test(results=results(TEST_PAGE), granted=SEEN),
        [CHECK_TEST, PLAN_IT],
    ),
    'a test of an older text': (
        state(own=TESTED, pages=(OTHER_TEXT,), results=results(OTHER_TEXT)),
        [CHECK_TEST, 'send_message -test (test)'],
    ),
    'a campaign without testers looks at no test': (
        state(pages=(TEST_PAGE,), results=results(TEST_PAGE)),
        [CHECK_TEST, PLAN_IT],
    ),
    'nobody is left: no test is asked for': (
        state(
            own=TESTED, pages=(cancelled := page(where=SendState.CANCELLED), page()), results=results(page())
        ),
        [
            'check_delivery -replies (hourly)',
            'log_promotion (unlogged)',
            'update_pattern (unlogged)',
            f'later: end {NOW + timedelta(days=14, hours=-2):%m-%d %H:%M}',
        ],
    ),
    'what was cancelled is planned again': (state(pages=(cancelled,)), [PLAN_IT]),
    'an approval of the plan is one of its texts': (
        replace(
            state(ASKING, own=TESTED),
            pages=(one := page(where=SendState.PLANNED, base=state(ASKING, own=TESTED)),),
            granted={one.plan: frozenset({'Ann'})},
        ),
        ['send_message -approval (send)'],
    ),
    'without one the test comes first': (
        replace(state(ASKING, own=TESTED), pages=(one,)),
        ['send_message -test -approval (test)'],
    ),
}


@pytest.mark.parametrize('case', TESTS_AND_PLANS)
def test_tests_and_plans(case: str) -> None:
    stand, wanted = TESTS_AND_PLANS[case]
    assert decided(stand) == wanted


def test_what_is_to_be_approved_is_told_with_its_number() -> None:
    [waits] = waiting(replace(ASKED, pages=(PLANNED_ASKING,)))
    assert waits.plan == PLANNED_ASKING.plan
    assert waits.values == {'count': 3, 'wave': '1', 'by': 'Bot'}
    assert [one.plan for one in waiting(with_test(results=results(TEST_PAGE)))] == [TEST_PAGE.plan]
    parts = sendpage.together(
        [
            replace(PLANNED_ASKING, title=f'{X}/Send/1/{code}', digest=digest * 16)
            for code, digest in (('cs', 'a'), ('de', 'b'))
        ]
    )
    texts = Texts(
        {code: Message(code, MESSAGE, 5, 'Hi', 'Text') for code in ('cs', 'de', 'en')}, TEXTS.languages
    )
    both = tuple(replace(one, language=one.title[-2:]) for one in parts)
    [waits] = waiting(replace(ASKED, pages=both, texts=texts))
    assert (waits.plan, waits.values['count']) == (parts[0].plan, 6)


# -- what was sent

OPEN = page(ago=timedelta(hours=2))
FIRST = page('1', (A,))
TWO_WAVES = {'waves': ('1', '2')}
TWO = state(own=TWO_WAVES)
SENT_1 = page('1', (A,), base=TWO)
OLD_1 = page('1', (A,), base=TWO, ago=timedelta(days=3))
HOUR = 'check_delivery -replies (hourly)'
NEW_LOG, NEW_PATTERN = 'log_promotion (unlogged)', 'update_pattern (unlogged)'
RECORDED: dict[str, Any] = {'logged': frozenset({SENT_1.title}), 'edits': {**THERE, **edits(pattern=NOW)}}
END = f'later: end {NOW - timedelta(hours=2) + timedelta(days=14):%m-%d %H:%M}'
OLD_END = f'later: end {NOW - timedelta(days=3) + timedelta(days=14):%m-%d %H:%M}'
REVERTED = {SENT_1.title: (Result(A, State.DELIVERED, '', 9, Reaction.REVERTED),)}


def second(**fields: Any) -> CampaignState:
    """Two waves, the first of which was sent to one person, delivered, and is on record."""
    known: dict[str, Any] = {'pages': (SENT_1,), 'results': results(SENT_1), **RECORDED}
    return state(own={**TWO_WAVES, **fields.pop('own', {})}, **{**known, **fields})


AFTER_A_SEND = {
    'nobody has checked it': (
        state(pages=(OPEN,), targets=()),
        NOW,
        ['check_delivery -replies (unchecked)', END],
    ),
    'nor later': (
        state(pages=(page(ago=timedelta(days=40)),), targets=()),
        NOW,
        ['check_delivery -replies (unchecked)'],
    ),
    'some are on their way': (
        second(results=results(SENT_1, A=State.UNKNOWN), logged=frozenset()),
        NOW,
        [HOUR, 'later: settling'],
    ),
    'of some nothing is known after a day': (
        second(pages=(OLD_1,), results=results(OLD_1, A=State.UNKNOWN), own={'faillimit': 100}),
        NOW,
        [PLAN_IT],
    ),
    'all is known: the record, and the next wave': (
        second(logged=frozenset(), edits=THERE),
        NOW,
        [HOUR, PLAN_IT, NEW_LOG, NEW_PATTERN],
    ),
    'all is on record': (second(), NOW, [HOUR, PLAN_IT]),
    'the pattern was written before the send': (
        second(edits={**THERE, **edits(pattern=NOW - timedelta(hours=3))}),
        NOW,
        [HOUR, PLAN_IT, NEW_PATTERN],
    ),
    'by day all is looked at again': (
        second(pages=(OLD_1,)),
        TODAY,
        ['check_delivery -replies (daily)', PLAN_IT, 'log_promotion (daily)', 'update_pattern (daily)'],
    ),
    'between the days nothing': (second(pages=(OLD_1,), targets=(A,)), NOW, [OLD_END]),
    'who signs up is measured': (
        second(own={'signups': ('S',)}),
        NOW,
        [HOUR, PLAN_IT, 'measure_campaign (unlogged)'],
    ),
    'so is what is fixed': (
        state(
            own={'criteria': 'C'},
            targets=(A,),
            pages=(one := page(targets=(A,), base=state(own={'criteria': 'C'})),),
            results=results(one),
            logged=frozenset({one.title}),
            edits={**THERE, **edits(pattern=NOW, measures=NOW)},
        ),
        TODAY + timedelta(days=0),
        [HOUR, 'log_promotion (daily)', 'measure_campaign (daily)', 'update_pattern (daily)', END],
    ),
    'the delay between waves': (
        second(own={'delay': 1}),
        NOW,
        [HOUR, f'later: wave {NOW + timedelta(hours=22):%m-%d %H:%M}'],
    ),
    'too many failures': (
        second(results=results(SENT_1, A=State.FAILED)),
        NOW,
        [HOUR, 'organizer: faillimit Send/1/en/Results', 'organizer: failed Send/1/en/Results 1'],
    ),
    'a complaint': (
        second(results=REVERTED, own={'faillimit': 100}),
        NOW,
        [HOUR, 'operator: complaints Replies'],
    ),
    'somebody answered': (
        second(results={SENT_1.title: (Result(A, State.DELIVERED, '', 9, Reaction.ANSWERED),)}, targets=(A,)),
        NOW,
        [HOUR, 'organizer: answer Replies 1', END],
    ),
    'who came after the last wave waits for the day': (
        state(pages=(FIRST,), results=results(FIRST), **RECORDED),
        NOW,
        [HOUR, f'later: newcomers {TODAY + timedelta(days=1):%m-%d} {DAILY:02}:00', END],
    ),
    'waves that were typed for the last one wait for whoever typed them': (
        state(pages=(replace(SENT_1, settings='waves = 1, rest'),), results=results(SENT_1), **RECORDED),
        NOW,
        [HOUR, 'operator: terms Send/1/en'],
    ),
    'waves that were typed for the last one are waves of the campaign': (
        state(
            pages=(replace(SENT_1, settings='waves = 1, rest'),),
            results=results(SENT_1, A=State.FAILED),
            **RECORDED,
        ),
        NOW,
        [HOUR, 'organizer: faillimit Send/1/en/Results', 'organizer: failed Send/1/en/Results 1'],
    ),
    'and is planned then': (
        state(pages=(FIRST,), results=results(FIRST), **RECORDED),
        TODAY,
        [HOUR, PLAN_IT, 'log_promotion (daily)', 'update_pattern (daily)', END],
    ),
    'a wave that is planned goes': (
        second(pages=(SENT_1, page('2', (B,), SendState.PLANNED, base=TWO))),
        NOW,
        [HOUR, SEND_IT],
    ),
    'a page of the wave before is to be sent by others': (
        second(
            pages=(
                SENT_1,
                replace(page('1', (C,), SendState.REQUESTED), title=f'{X}/Send/1/sv', language='sv'),
                page('2', (B,), SendState.PLANNED, base=TWO),
            )
        ),
        NOW,
        ['sender: request Send/1/sv 1', HOUR],
    ),
    'closed: what was sent is checked and recorded': (
        second(closed=Halt('x', 'x', 'Ann'), logged=frozenset()),
        NOW,
        [HOUR, NEW_LOG, END],
    ),
    'the list stays as it is after the first send': (
        second(edits={**FRESH, **edits(pattern=NOW)}),
        NOW,
        [HOUR, PLAN_IT],
    ),
    'quiet: nothing is done any more': (
        second(pages=(page('1', (A,), base=TWO, ago=timedelta(days=15)),), targets=(A,)),
        TODAY,
        [],
    ),
    'a day before that everything is': (
        second(pages=(page('1', (A,), base=TWO, ago=timedelta(days=13)),), targets=(A,)),
        TODAY,
        [
            'check_delivery -replies (daily)',
            'log_promotion (daily)',
            'update_pattern (daily)',
            f'later: end {NOW + timedelta(days=1):%m-%d %H:%M}',
        ],
    ),
    'a wave that is to come keeps it awake': (
        second(pages=(page('1', (A,), base=TWO, ago=timedelta(days=30)),)),
        TODAY,
        ['check_delivery -replies (daily)', PLAN_IT, 'log_promotion (daily)', 'update_pattern (daily)'],
    ),
    'closed and quiet': (
        second(pages=(page('1', (A,), base=TWO, ago=timedelta(days=30)),), closed=Halt('x', 'x', 'Ann')),
        TODAY,
        [],
    ),
    'a wrong send': (
        second(pages=(replace(SENT_1, wrong='last year'),)),
        NOW,
        [HOUR, 'operator: wrong Wrong sends'],
    ),
    'a wrong send that the operator has looked at': (
        replace(
            second(pages=(replace(SENT_1, wrong='last year'),)),
            accepted=replace(FREE, accept=('wrong-send',)),
        ),
        NOW,
        ['check_delivery -replies -accept:wrong-send (hourly)', 'send_message -accept:wrong-send (plan)'],
    ),
    'an unknown send': (
        state(pages=(page(where=SendState.UNKNOWN),)),
        NOW,
        ['operator: unknown Send/1/en'],
    ),
    'a send that a run is at work on': (
        state(
            pages=(page(where=SendState.CLAIMED),),
            edits={**THERE, f'{X}/Send/1/en': LastEdit('', 'Bot', at(NOW))},
        ),
        NOW,
        [],
    ),
    'a send of a run that was killed': (
        state(
            pages=(page(where=SendState.CLAIMED),),
            edits={**THERE, f'{X}/Send/1/en': LastEdit('', 'Bot', at(NOW - timedelta(hours=1)))},
        ),
        NOW,
        ['send_message -recheck (recheck)'],
    ),
}


@pytest.mark.parametrize('case', AFTER_A_SEND)
def test_after_a_send(case: str) -> None:
    stand, now, wanted = AFTER_A_SEND[case]
    assert decided(stand, now) == wanted


def test_failures_that_pass_are_taken_up_again_after_four_hours() -> None:
    def failed(hours: int, **more: Any) -> CampaignState:
        sent = page('1', (A,), base=TWO, ago=timedelta(hours=hours))
        found = (Result(A, State.FAILED, 'readonly', failed_at=sent_at(sent)),)
        return second(pages=(sent,), results={sent.title: found}, targets=(A,), **more)

    assert decided(failed(3))[0] == HOUR
    assert decided(failed(4))[0] == 'check_delivery -replies -again (hourly)'
    assert decided(failed(30))[0] == 'check_delivery -replies -again (again)'
    assert not decided(failed(30, closed=Halt('x', 'x', 'Ann')))[0].startswith('check')


def test_a_failure_that_was_made_good_is_no_work() -> None:
    again = replace(page('1.2', (A,), base=TWO), title=f'{X}/Send/1.2/en', follows=SENT_1.title)
    found = {**results(SENT_1, A=State.FAILED), **results(again)}
    stand = second(
        pages=(SENT_1, again), results=found, targets=(A,), logged=frozenset({SENT_1.title, again.title})
    )
    assert decided(stand) == [HOUR, END]


HELD = {'outcome': 'anyedit', 'outcomewindow': 20, 'holdout': 10, 'holdoutuntil': 27}


def test_who_is_held_out_is_asked_on_their_day_and_the_window_is_waited_for() -> None:
    design = state().__class__(FREE, Given({'banner': ('B',), **GROUND, **HELD}, dict.fromkeys(HELD, ())))
    sent = page('1', (A, B), ago=timedelta(days=21), base=design, held=(C,))
    record: dict[str, Any] = {
        'logged': frozenset({sent.title}),
        'edits': {**THERE, **edits(pattern=NOW, measures=NOW)},
    }
    stand = replace(
        design,
        pages=(sent,),
        results=results(sent),
        targets=(A, B, C),
        languages={'en': 3},
        texts=TEXTS,
        **record,
    )
    assert stand.design
    assert ends(stand) == sent_at(sent) + timedelta(days=21)
    assert not over(stand, NOW)
    back = f'later: heldout {sent_at(sent) + timedelta(days=27):%m-%d %H:%M}'
    assert decided(stand) == [back]
    assert decided(stand, TODAY) == [
        'check_delivery -replies (daily)', back, 'log_promotion (daily)', 'measure_campaign (daily)',
        'update_pattern (daily)',
    ]  # fmt: skip
    then = NOW + timedelta(days=6)
    assert decided(stand, then)[0].startswith('later: newcomers')


def test_every_kind_of_decision_is_a_value() -> None:
    [step] = due(state(), NOW)
    assert isinstance(step, Step)
    assert str(step.command) == 'pwb send_message -campaign:Outreach/X -always'
    quoted = due(state(Accepted('Outreach/X y', frozenset(Work))), NOW)[0]
    assert isinstance(quoted, Step)
    assert str(quoted.command) == 'pwb build_targets "-campaign:Outreach/X y" -always'
    [waits] = waiting(state(pages=(page(where=SendState.UNKNOWN),)))
    assert waits.to_fix
    [waits] = waiting(state(contradictions=(Problem('x', 'y'),)))
    assert waits.to_fix
    assert later(state(own={'notbefore': NOW.date() + timedelta(days=1)}))[0].values == {'wave': 1}


def test_the_moments_themselves_count() -> None:
    assert [hour_of(title) for title in ('Outreach/X', 'Outreach/Y', 'A')] == [21, 9, 13]
    two = (ERROR, MessageFinding('Other', 'no', error=True))
    assert decided(state(findings=two)) == ['organizer: lint Message 2']
    day_old = page('1', (A,), base=TWO, ago=timedelta(days=1))
    unsettled = results(day_old, A=State.UNKNOWN)
    assert PLAN_IT in decided(second(pages=(day_old,), results=unsettled, own={'faillimit': 100}))
    ended = second(pages=(page('1', (A,), base=TWO, ago=timedelta(days=14)),), targets=(A,))
    assert decided(ended) == []
    at_once = second(edits={**THERE, **edits(pattern=sent_at(SENT_1))}, targets=(A,))
    assert 'update_pattern (daily)' in decided(at_once, TODAY)


def test_the_title_of_a_campaign_is_no_command_where_one_is_printed() -> None:
    command = Command('send_message', ('-campaign:Outreach/X;$(id)', '-always'))
    assert str(command) == "pwb send_message '-campaign:Outreach/X;$(id)' -always"
    assert str(Command('send_message', ('-campaign:My X',))) == 'pwb send_message "-campaign:My X"'
