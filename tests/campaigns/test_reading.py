"""What is read of a campaign for its page of status."""

from __future__ import annotations

from typing import Any, cast

import pytest
from outreach.audience import subscriptionpages
from outreach.audience.subscriptions import Subscriptions
from outreach.campaigns import reading, statuspage
from outreach.campaigns.due import due
from outreach.problems import Problem
from outreach.sends.vouching import LastEdit

from tests.campaigns.test_due import NOW, X, state
from tests.campaigns.test_statuspage import say

REQUESTS = f'{X}/Requests'


def test_a_request_that_is_not_done_stands_on_the_page_of_status(monkeypatch: pytest.MonkeyPatch) -> None:
    told = Problem(f'{REQUESTS}, line 3', 'was saved by no account, so it is not done')
    asked: list[str] = []

    def read(_farm: object, _trust: object, campaign: str, _lists: object) -> Subscriptions:
        asked.append(campaign)
        return Subscriptions(told=(told,))

    monkeypatch.setattr(subscriptionpages, 'read', read)
    nothing = cast(Any, None)
    assert reading._requests(nothing, nothing, state()) == state()
    assert not asked  # nobody ever asked for anything
    edits = {REQUESTS: LastEdit(REQUESTS, '~2026-1', '2026-05-11T00:00:00Z')}
    stand = reading._requests(nothing, nothing, state(edits=edits))
    assert asked == [X]
    text = statuspage.render(stand, due(stand, NOW), 'Bot', say)
    assert f'* <span lang="en" dir="ltr">{REQUESTS}, line 3: was saved by no account' in text
