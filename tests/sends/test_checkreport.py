"""What check_delivery says of sends on the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from outreach.sends.checkreport import result_lines
from outreach.sends.followup import ends
from outreach.sends.results import Reaction, Result, State
from outreach.sends.sendpage import SendPage
from outreach.sends.sendstate import SendState

from tests.sends.test_sendpages import page

FIRST = page('1', 'en', *(f'P{number}' for number in range(9)), state=SendState.SENT)
AGAIN = replace(page('1.2', 'en', 'P1', state=SendState.SENT), follows=FIRST.title)


def said(results: Mapping[str, tuple[Result, ...]], *pages: SendPage) -> list[str]:
    return list(result_lines(pages, results, ends(pages, results), []))


def test_all_is_counted_and_whoever_got_nothing_is_named() -> None:
    one, two, three = FIRST.targets[:3]
    results = {
        FIRST.title: (
            Result(one, State.DELIVERED, revision=1, reaction=Reaction.ANSWERED),
            Result(two, State.FAILED, 'protected'),
            Result(three, State.OPTED_OUT),
        )
    }
    assert said(results, FIRST) == [
        f'{FIRST.title}: 9 targets: 1 delivered, 1 opted out, 1 failed.',
        f'  since then 1 {Reaction.ANSWERED.value}',
        f'  {Reaction.ANSWERED.value}: {one}',
        f'  failed: {two} (protected)',
        f'  opted out: {three}',
    ]


def test_who_got_it_by_a_later_send_is_counted_and_not_named_as_failed() -> None:
    [target] = AGAIN.targets
    results = {
        FIRST.title: (Result(target, State.FAILED, 'protected'),),
        AGAIN.title: (Result(target, State.DELIVERED, revision=2),),
    }
    assert said(results, FIRST, AGAIN) == [
        f'{FIRST.title}: 9 targets: 1 failed.',
        '  1 target got it by a later send',
        f'{AGAIN.title}: 1 target: 1 delivered.',
    ]


def test_of_many_that_are_unknown_five_are_named() -> None:
    def unknown(count: int) -> list[str]:
        return said({FIRST.title: tuple(Result(one, State.UNKNOWN) for one in FIRST.targets[:count])}, FIRST)

    assert len(unknown(5)) == 6
    assert len(unknown(7)) == 7
    assert unknown(7)[-1] == '  … and 2 more of which nothing is known yet'


def test_doubles_are_named() -> None:
    one, two = FIRST.targets[:2]
    lines = list(result_lines([], {}, {}, [two, one]))
    assert lines == [f'  got the message more than once: {target}' for target in (one, two)]
