"""What the hold-out of a campaign decides, and what its page of status says of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from outreach.campaigns.campaignstate import CampaignState, Halt
from outreach.campaigns.due import due
from outreach.campaigns.measuring import asked_later
from outreach.holdout import Design
from outreach.lists.entries import Target
from outreach.sends.sendpage import SendPage
from outreach.sends.sendstate import SendState

from tests.campaigns.test_due import HOST, NOW, A, B, C, X, page, results, state
from tests.campaigns.test_statuspage import shown

DESIGN = Design('anyedit', 30, 10, 37)
D = Target(HOST, 'User talk:D')
EVERYBODY = (A, B, C, D)


def measured(
    design: Design, *held: Target, wave: str = '1', asked: Sequence[Target] = (A, B), **fields: Any
) -> SendPage:
    """A wave that was sent three days ago, with people held out of it."""
    made = page(wave, asked, ago=timedelta(days=3), held=held, **fields)
    return replace(made, settings=f'{made.settings}; {design.words}')


def stand(*pages: SendPage, **fields: Any) -> CampaignState:
    return state(targets=EVERYBODY, pages=pages, results=results(*pages), **fields)


def figures(text: str) -> dict[str, str]:
    return dict(re.findall(r'\| ([^|\n]+)\n\| .*\{\{formatnum:([0-9]+)\}\}', text))


def test_who_is_asked_later_is_counted_and_the_day_of_their_wave_is_said() -> None:
    one = stand(measured(DESIGN, C, D))
    text = shown(one)
    counts = figures(text)
    assert counts['On the list'] == '4'
    assert (counts['Written to'], counts['Asked later, to see what asking does']) == ('2', '2')
    day = NOW - timedelta(days=3) + timedelta(days=37)
    assert f'* A wave for 2 people who are asked later, to see what asking does ({day:%Y-%m-%d})\n' in text
    # who left the list, or is on another page by now, is not asked later
    assert figures(shown(replace(one, targets=(A, B, C))))['Asked later, to see what asking does'] == '1'
    after = (*one.pages, measured(DESIGN, wave='2', asked=(C, D)))
    assert 'Asked later' not in shown(stand(*after))
    assert 'asked later' not in shown(stand(*after))


def test_those_of_one_day_are_said_together_and_those_of_no_day_not() -> None:
    first, second = measured(DESIGN, C), measured(replace(DESIGN, until=50), D, wave='2', asked=())
    sent = NOW - timedelta(days=3)
    assert [(one.moment, one.values) for one in asked_later(stand(first, second), NOW)] == [
        (sent + timedelta(days=37), {'count': 1}),
        (sent + timedelta(days=50), {'count': 1}),
    ]
    [later] = asked_later(stand(first, second), NOW + timedelta(days=35))
    assert later.moment == sent + timedelta(days=50)
    planned = replace(first, state=SendState.PLANNED, sent=None)
    assert not list(asked_later(stand(planned), NOW))
    assert figures(shown(stand(planned)))['Asked later, to see what asking does'] == '1'


def test_a_campaign_that_was_closed_asks_nobody_later() -> None:
    closed = stand(measured(DESIGN, C, D), closed=Halt(f'{X}/Closed', 'done', 'Ann', NOW))
    assert not [one for one in due(closed, NOW) if 'heldout' in repr(one)]
    assert 'sked later' not in shown(closed)
