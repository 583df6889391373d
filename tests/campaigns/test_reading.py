"""What is read of a campaign for its page of status."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest
from outreach.audience import subscriptionpages
from outreach.audience.subscriptions import SubscriptionAct, Subscriptions, Wish
from outreach.campaigns import reading, statuspage
from outreach.campaigns.campaignstate import CampaignState
from outreach.campaigns.due import due
from outreach.problems import Problem
from outreach.sends import vouching
from outreach.sends.sendpage import SendPage
from outreach.sends.vouching import LastEdit
from outreach.settings import Given, WrittenSetting

from tests.campaigns.test_due import ASKING, NOW, X, page, state
from tests.campaigns.test_statuspage import say
from tests.samples.sendwiki import SendWiki, trust

REQUESTS = f'{X}/Requests'


def test_a_request_that_is_not_done_stands_on_the_page_of_status(monkeypatch: pytest.MonkeyPatch) -> None:
    told = Problem(f'{REQUESTS}, line 3', 'was saved by no account, so it is not done')
    asked: list[str] = []

    def read(_farm: object, _trust: object, campaign: str, _lists: object) -> Subscriptions:
        asked.append(campaign)
        return Subscriptions(told=(told,))

    monkeypatch.setattr(subscriptionpages, 'read', read)
    nothing, farm = cast(Any, None), cast(Any, SimpleNamespace(home=SimpleNamespace(user_name='Bot')))
    assert reading._requests(farm, nothing, state()) == state()
    assert not asked  # nobody ever asked for anything
    edits = {REQUESTS: LastEdit(REQUESTS, '~2026-1', '2026-05-11T00:00:00Z')}
    stand = reading._requests(farm, nothing, state(edits=edits))
    assert asked == [X]
    text = statuspage.render(stand, due(stand, NOW), 'Bot', say)
    assert stand.leavers == 0
    assert f'* <span lang="en" dir="ltr">{REQUESTS}, line 3: was saved by no account' in text


def test_who_asked_to_leave_is_counted_apart_from_who_opted_out_by_the_wiki(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    acts = {
        name: SubscriptionAct('2026-05-11T00:00:00Z', number, name, wish, page=page)
        for number, (name, wish, page) in enumerate(
            (
                ('Ann', Wish.LEAVE, REQUESTS),
                ('Bo', Wish.LEAVE, REQUESTS),
                ('Cy', Wish.JOIN, REQUESTS),
                ('Di', Wish.LEAVE, 'User:Bot/No messages'),  # of all that the account sends
            )
        )
    }
    monkeypatch.setattr(subscriptionpages, 'read', lambda *_: Subscriptions(acts))
    edits = {REQUESTS: LastEdit(REQUESTS, 'Ann', '2026-05-11T00:00:00Z')}
    farm = cast(Any, SimpleNamespace(home=SimpleNamespace(user_name='Bot')))
    stand = reading._requests(farm, cast(Any, None), state(edits=edits))
    text = statuspage.render(stand, due(stand, NOW), 'Bot', say)
    rows = dict(re.findall(r'\| ([^|\n]+)\n\| .*\{\{formatnum:([0-9]+)\}\}', text))
    assert (rows['Asked to leave'], rows['Opted out of messages']) == ('2', '0')


def test_a_hold_out_for_nothing_is_told_among_the_faults_of_the_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """M1"""
    written = {'holdout': (WrittenSetting('holdout', '10', f'{X}, line 2, parameter holdout'),)}
    given = Given({'holdout': 10}, written)
    pages: list[SendPage] = []
    monkeypatch.setattr(reading, '_settings', lambda *_: CampaignState(ASKING, given))
    monkeypatch.setattr(reading, '_halt', lambda *_: None)
    monkeypatch.setattr(reading, 'accepted_by_operator', tuple)
    monkeypatch.setattr(reading, '_sends', lambda _f, _t, stand, _n: replace(stand, pages=tuple(pages)))
    for step in ('_edits', '_records', '_list', '_requests', '_texts'):
        monkeypatch.setattr(reading, step, lambda *args: args[-1])
    farm = cast(Any, SimpleNamespace(home=SimpleNamespace(rights=frozenset)))
    stand = reading.read(farm, cast(Any, None), ASKING, NOW)
    text = statuspage.render(stand, due(stand, NOW), 'Bot', say)
    assert 'One problem of the settings' in text
    assert f'{X}, line 2, parameter holdout: would let people wait for nothing' in text
    pages.append(page())
    assert reading.read(farm, cast(Any, None), ASKING, NOW).problems == ()


def test_who_edited_a_page_last_and_is_not_trusted_is_a_stranger(monkeypatch: pytest.MonkeyPatch) -> None:
    users = {X: 'Organizer', f'{X}/Message': 'Eve', f'{X}/Log': ''}
    edits = [LastEdit(title, user, '2026-05-11T00:00:00Z') for title, user in users.items()]
    monkeypatch.setattr(vouching, 'last_edits', lambda *_: edits)
    assert reading._edits(trust(SendWiki(), 'Organizer'), state(edits={})).strangers == {'Eve'}
