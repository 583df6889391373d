"""What the hold-out of a campaign decides, and what its page of status says of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from outreach.campaigns import measuring
from outreach.campaigns.campaignstate import CampaignState, Halt
from outreach.campaigns.decisions import Step, Waits
from outreach.campaigns.due import due
from outreach.campaigns.measuring import asked_later
from outreach.holdout import Design
from outreach.lists.entries import Target
from outreach.sends.sendpage import SendPage
from outreach.sends.sendstate import SendState
from outreach.settings import Given, WrittenSetting

from tests.campaigns.test_due import (
    GROUND,
    HOST,
    NOW,
    THERE,
    A,
    B,
    C,
    X,
    edits,
    page,
    results,
    state,
)  # fmt: skip
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


SIGNUP = Design('signup', 30, 10, 37)


def own(**values: Any) -> Given:
    """The settings of a campaign page as it gives them."""
    given = {**GROUND, **values}
    return Given(given, {name: (WrittenSetting(name, '', f'{X}, parameter {name}'),) for name in given})


def test_a_hold_out_of_which_nothing_could_be_counted_is_a_fault_of_the_settings_before_the_first_send() -> (
    None
):
    """M1"""
    bare = replace(stand(), own=own(holdout=10))
    (problem,) = measuring.problems(bare)
    assert problem.place == f'{X}, parameter holdout'
    assert 'would let people wait for nothing' in problem.text
    planned = page(where=SendState.PLANNED)
    assert measuring.problems(replace(bare, pages=(planned,))) == [problem]
    assert not measuring.problems(replace(bare, pages=(page(),)))
    assert not measuring.problems(replace(bare, own=own(holdout=10, signups=('S',))))
    assert not measuring.problems(replace(bare, own=own(outcome='signup')))
    (problem,) = measuring.problems(replace(bare, own=own(holdout=10, outcome='anyedit', holdoutuntil=3)))
    assert 'before the window' in problem.text


def test_where_it_was_sent_so_the_status_says_that_nothing_can_be_measured() -> None:
    """M9"""
    sent = measured(SIGNUP, D, asked=(A, B, C))
    one = replace(stand(sent), own=own(holdout=10))
    [waits] = [found for found in due(one, NOW) if isinstance(found, Waits)]
    assert (waits.what, waits.page) == ('uncounted-signup', X)
    text = shown(one)
    assert 'sign-ups are what is counted, and without it nothing of this campaign can be measured' in text
    assert '{{fullurl:Outreach%2FX|action=edit}} Edit the settings]' in text
    # the page of measures says it too: it is written once for each wave, and each day
    scripts = [found.command.script for found in due(one, NOW) if isinstance(found, Step)]
    assert 'measure_campaign' in scripts
    written = replace(one, edits={**THERE, **edits(measures=NOW)})
    assert 'measure_campaign' not in [
        found.command.script for found in due(written, NOW) if isinstance(found, Step)
    ]
    assert 'nothing of this campaign' not in shown(replace(one, own=own(holdout=10, signups=('S',))))


def test_what_was_fixed_and_is_another_now_waits_for_the_organizer_and_nothing_is_sent() -> None:
    """M9"""
    planned = page('2', (C,), SendState.PLANNED)
    one = replace(
        stand(measured(SIGNUP, D), planned), own=own(holdout=10, outcome='topicedit', banner=('B',))
    )
    found = due(one, NOW)
    assert {waits.what for waits in found if isinstance(waits, Waits)} == {'fixed', 'uncounted-signup'}
    assert 'send_message' not in [step.command.script for step in found if isinstance(step, Step)]
    text = shown(one)
    assert f'put back on [[:{X}|{X}]] what was fixed before the first send' in text
    assert 'cannot be changed since: outcome = signup; ' in text
    assert 'now it is outcome = topicedit; ' in text
    back = replace(one, own=own(holdout=10, signups=('S',)))
    assert 'was fixed before' not in shown(back)
    # nothing is left to send: nobody has to put anything back
    done = replace(one, pages=(measured(SIGNUP),), targets=(A, B))
    assert 'fixed' not in [waits.what for waits in due(done, NOW) if isinstance(waits, Waits)]
