"""What a stop or a close lets wait for people."""

from __future__ import annotations

from outreach import editlinks
from outreach.campaigns import halts, statuspage
from outreach.campaigns.campaignstate import Halt
from outreach.campaigns.decisions import Waits
from outreach.campaigns.due import due

from tests.campaigns.test_due import NOW, X, state
from tests.campaigns.test_statuspage import say, shown


def test_who_took_a_stop_or_a_close_back_and_may_not_is_named_with_the_way_to_go_on() -> None:
    stopped = state(stopped=Halt(f'{X}/stop', 'wait', 'Ann', NOW, ('Bo', 'No Rights')))
    closed = state(closed=Halt(f'{X}/Closed', 'done', 'Ann', NOW, ('No Rights',)))
    for stand, page, link in (
        (stopped, f'{X}/stop', editlinks.resume(X)),
        (closed, f'{X}/Closed', editlinks.reopen(X)),
    ):
        text = shown(stand)
        assert f'though [[:User:No Rights|No Rights]] emptied [[:{page}|{page}]]' in text
        assert f'or may approve sends [{link} Go on]' in text
        assert 'says stop' not in text
        lines = list(statuspage.in_words(due(stand, NOW), say))
        assert f'waits for Organizer: it does not go on though No Rights emptied {page}' in lines[0]
    assert [one.what for one in due(stopped, NOW) if isinstance(one, Waits)] == ['unheard']
    assert not list(halts.of_a_close(state(closed=Halt(f'{X}/Closed', 'done', 'Ann', NOW))))
