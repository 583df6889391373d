"""What a yes does to pages that wait for an approval, said before it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from outreach.sends.awaiting import Going
from outreach.sends.preconditions import SendRules
from outreach.sends.sendplan import make_plan

from tests.samples.plans import CAMPAIGN, TEXTS, readers

PAGES = make_plan(replace(CAMPAIGN, sizes=('rest',)), readers('A', 'B'), TEXTS, []).pages
EN, SV = PAGES[:2]


def going(waiting: Collection[Any]) -> Going:
    operations: Any = SimpleNamespace(
        approval_missing=lambda page, _rules: 'waits for approval' if page in waiting else ''
    )
    return Going.of(operations, [EN, SV], SendRules())


@pytest.mark.parametrize(
    ('waiting', 'new', 'question'),
    [
        ((), (EN, SV), 'Send to 2 targets?'),
        ((), (), 'Send to 2 targets?'),
        ((EN, SV), (EN, SV), 'Plan 2 targets for approval?'),
        ((SV,), (SV,), 'Send to 1 target and plan 1 target for approval?'),
        ((SV,), (), 'Send to 1 target?'),
        ((EN, SV), (), 'Settle earlier sends by the send log?'),
    ],
)
def test_the_question_says_what_a_yes_does(
    waiting: Collection[Any], new: Collection[Any], question: str
) -> None:
    assert going(waiting).question(lambda _page: 0, new) == question


def test_somebody_else_is_asked_to_send() -> None:
    question = going([SV]).question(lambda _page: 0, (EN, SV), by_others=True)
    assert question == 'Ask somebody else to send to 1 target and plan 1 target for approval?'


def test_who_left_since_is_not_counted() -> None:
    assert going(()).question(lambda page: int(page is EN), ()) == 'Send to 1 target?'


def test_what_waits_is_told_apart_with_the_reason() -> None:
    parts = going([SV])
    assert (parts.out, parts.wait) == ((EN,), (SV,))
    [told] = parts.why
    assert (told.title, told.text, told.waits, told.refused) == (SV.title, 'waits for approval', True, False)
