"""What a stop or a close lets wait for people."""

from __future__ import annotations

from outreach import editlinks
from outreach.campaigns import halts, statuspage
from outreach.campaigns.campaignstate import Halt
from outreach.campaigns.decisions import Waits
from outreach.campaigns.due import due
from outreach.sends.sendstate import SendState

from tests.campaigns.test_due import NOW, X, page, state
from tests.campaigns.test_statuspage import say, shown


def test_who_took_a_stop_or_a_close_back_and_may_not_is_named_with_the_way_to_go_on() -> None:
    stopped = state(stopped=Halt(f'{X}/stop', 'wait', 'Ann', NOW, ('Bo', 'No Rights')))
    closed = state(closed=Halt(f'{X}/Closed', 'done', 'Ann', NOW, ('No Rights',)))
    for stand, place, link in (
        (stopped, f'{X}/stop', editlinks.resume(X)),
        (closed, f'{X}/Closed', editlinks.reopen(X)),
    ):
        text = shown(stand)
        assert f'though [[:User:No Rights|No Rights]] emptied [[:{place}|{place}]]' in text
        assert f'or may approve sends [{link} Go on]' in text
        assert 'says stop' not in text
        lines = list(statuspage.in_words(due(stand, NOW), say))
        assert f'waits for Organizer: it does not go on though No Rights emptied {place}' in lines[0]
    assert [one.what for one in due(stopped, NOW) if isinstance(one, Waits)] == ['unheard']
    assert not list(halts.of_a_close(state(closed=Halt(f'{X}/Closed', 'done', 'Ann', NOW))))


def test_what_is_planned_of_a_closed_campaign_is_said_to_wait_and_nobody_is_asked_to_approve_it() -> None:
    stand = state(closed=Halt(f'{X}/Closed', 'done', 'Ann', NOW), pages=(page('3', where=SendState.PLANNED),))
    text = shown(stand)
    assert 'Wave 3, planned and not sent, waits as long as the campaign is closed' in text
    assert 'Approve' not in text
