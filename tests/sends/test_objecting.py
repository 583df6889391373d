"""What is told where a plan is held up."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest
from outreach.doubts import Doubt
from outreach.holdout import Design
from outreach.pages import Page
from outreach.problems import BadInput, Problem, Stopped
from outreach.sends import grounds, objecting
from outreach.sends.messagelint import MessageFinding
from outreach.sends.sendstate import SendState

from tests.samples.plans import one_page

FINDING = MessageFinding('Outreach/X/Message', 'does not say how to leave', code='no-way-out')
DOUBT = Doubt('no-way-out', 'Outreach/X/Message', 'does not say how to leave')


@pytest.mark.parametrize(('errors', 'awaited'), [(1, ()), (0, (Problem('wave 1', 'was not checked'),))])
def test_where_no_question_comes_the_doubts_are_told_all_the_same(
    monkeypatch: pytest.MonkeyPatch, errors: int, awaited: tuple[Problem, ...]
) -> None:
    told: list[Any] = []
    monkeypatch.setattr(objecting, 'tell_doubts', told.extend)
    monkeypatch.setattr(grounds, 'missing', lambda *_: [])
    monkeypatch.setattr(objecting, 'for_nothing', lambda *_: [])
    run: Any = SimpleNamespace(objections=lambda *_: [], awaited=lambda *_: awaited)
    stand: Any = SimpleNamespace(campaign=None)
    findings = [FINDING, *[MessageFinding('Outreach/X/Message', 'has no subject', error=True)] * errors]
    with pytest.raises((BadInput, Stopped)):
        objecting.hold_up(run, stand, (), cast(Any, None), findings, asked=True)
    assert told == [DOUBT]
    with pytest.raises((BadInput, Stopped)):
        objecting.hold_up(run, stand, (), cast(Any, None), findings, asked=False)
    assert told == [DOUBT], 'it was told before'


DESIGN = Design('signup', 30, 10, 37)
PLANNED = one_page(SendState.PLANNED)


def said(text: str, design: Design | None = DESIGN, pages: Any = (), new: Any = (PLANNED,)) -> list[str]:
    """What is told of a plan by a campaign page with this text, and how many pages were read for that."""
    read: list[str] = []

    def page(title: str) -> Page:
        read.append(title)
        return Page(title, text, 3)

    run: Any = SimpleNamespace(home=SimpleNamespace(read=page))
    stand: Any = SimpleNamespace(campaign=SimpleNamespace(design=design, title='Outreach/X'), pages=pages)
    return [*map(str, objecting.for_nothing(run, stand, new)), *read]


def test_before_the_first_send_nobody_is_held_out_for_nothing() -> None:
    """M1"""
    bare = '{{Outreach campaign\n| holdout = 10\n}}'
    refused, _ = said(bare)
    assert refused.startswith('Outreach/X, line 2, parameter holdout: would let people wait for nothing: ')
    assert 'signups names no page on which people sign up' in refused
    assert said('{{Outreach campaign\n| holdout = 10\n| signups = Outreach/X/Sign-ups\n}}') == ['Outreach/X']
    assert len(said('no template')) == 2  # all was typed
    assert said(bare, pages=(PLANNED,)) == said(bare)
    # what was sent is fixed, a test goes to nobody who is asked, and without a hold-out nobody waits
    assert said(bare, pages=(one_page(),)) == []
    assert said(bare, pages=(one_page(SendState.CLAIMED),)) == []
    assert said(bare, design=Design()) == said(bare, design=None) == []
    assert said(bare, new=(replace(PLANNED, wave='test'),)) == []
