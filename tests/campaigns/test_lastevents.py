"""What happened last, as the page of status tells it."""

from __future__ import annotations

from dataclasses import replace

from outreach.campaigns import lastevents
from outreach.sends.sendpage import SendPage
from outreach.sends.sendstate import SendState
from outreach.sends.vouching import LastEdit

from tests.campaigns.test_due import PLANNED_ASKING, page, state
from tests.campaigns.test_statuspage import say


def links(*pages: SendPage) -> str:
    return ', '.join(f'[[:{one.title}|{one.language}]]' for one in pages)


def test_plans_approvals_and_cancellations_are_told_once_for_a_wave() -> None:
    old = replace(page('1', where=SendState.CANCELLED), note='its text was changed ([[M]])', plan='b' * 16)
    new = replace(page('1.2', where=SendState.PLANNED), plan=PLANNED_ASKING.plan, planned_by='Bot')
    swedish = replace(new, title=new.title.replace('/en', '/sv'), language='sv')
    edits = {
        one.title: LastEdit(one.title, 'Bot', f'2026-05-1{day}T00:00:00Z')
        for day, one in enumerate((old, new, swedish))
    }
    stand = replace(
        state(edits={**state().edits, **edits}),
        pages=(old, new, swedish),
        granted={new.plan: frozenset({'Ann', 'Bot'})},
        approved_since={(new.plan, 'Bot'): '2026-05-01T00:00:00Z', (new.plan, 'Ann'): '2026-05-13T00:00:00Z'},
    )
    why = '<span lang="en" dir="ltr">its text was changed (&#91;&#91;M&#93;&#93;)</span>'
    told = [line.partition(': ')[2] for line in lastevents.lines(stand, say) if 'wave' in line]
    assert told == [
        f'wave 1.2 was approved by [[:User:Ann|Ann]]: {links(new, swedish)}',
        f'wave 1.2 was planned: {links(new, swedish)}',
        f'the plan of wave 1 was cancelled: {links(old)} ({why})',
    ]
    # when somebody else edited the page last, nobody knows when it was planned
    by_others = [*lastevents.lines(replace(stand, strangers=frozenset({'Bot'})), say)]
    assert not any('planned' in line or 'cancelled' in line for line in by_others)
    assert any('was approved' in line for line in by_others)
