"""What is shown of pages that are settled, halted or left, before anybody says yes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from outreach.sends import foreseen
from outreach.sends.believed import PageWords
from outreach.sends.logged import NO_ENTRY
from outreach.sends.sendpage import Headings, SendPage
from outreach.sends.sendstate import Removed, SendState

from tests.sends.test_sendpages import page, send_pages_of

WORDS = PageWords(lambda state: state.value, lambda _page: Headings())
SENT = page('1', 'en', 'Ann', state=SendState.SENT)
CLAIMED = page('2', 'en', 'Bo', state=SendState.CLAIMED)
PLANNED = page('3', 'en', 'Cy')
ASKED = page('4', 'en', 'Di', 'Ed', state=SendState.REQUESTED)


def operations(*pages: SendPage, logged: tuple[SendPage, ...] = ()) -> Any:
    """What a run does, with pages of which some are in the send log."""
    kept, wiki = send_pages_of(*pages)
    for one in logged:
        wiki.sent(one.title, len(wiki.rows))
    kept.read_log()
    return SimpleNamespace(send_pages=kept, texts=WORDS)


def states(changes: list[Any]) -> dict[str, str]:
    """The state that each page will say, by its wave."""
    found = {}
    for one in changes:
        assert one.changes
        assert '; state : ' in one.before.text
        state = one.text.partition('; state : ')[2].partition('\n')[0]
        found[one.before.title.split('/')[-2]] = state
    return found


def test_what_the_log_has_is_sent_and_what_it_has_not_is_unknown() -> None:
    left = page('5', 'en', 'Fi', state=SendState.CLAIMED)
    made = operations(CLAIMED, left, ASKED, logged=(left,))
    shown = foreseen.settled(made, [CLAIMED, left, ASKED])
    assert states(shown)['2'] == 'unknown'
    assert '4' not in states(shown)  # it stays open for whoever was asked
    assert NO_ENTRY in shown[0].text


def test_what_is_wrong_is_marked_and_what_is_left_is_cancelled() -> None:
    shown = foreseen.halted(operations(SENT, CLAIMED, PLANNED, ASKED), [SENT], 'the wrong list')
    assert states(shown) == {'1': 'sent', '2': 'unknown', '3': 'cancelled', '4': 'cancelled'}
    assert '; wrong : the wrong list' in shown[0].text


def test_who_left_is_off_and_a_page_without_anybody_is_cancelled() -> None:
    first, second = ASKED.targets
    some = foreseen.without(operations(ASKED), {ASKED.title: [Removed(first, 'asked to leave')]})
    assert states(some) == {'4': 'requested'}
    assert f'#target:{first.page}|' not in some[0].text
    assert f'#target:{second.page}|' in some[0].text
    gone = [Removed(one, 'asked to leave') for one in ASKED.targets]
    assert states(foreseen.without(operations(ASKED, PLANNED), {ASKED.title: gone})) == {'4': 'cancelled'}
