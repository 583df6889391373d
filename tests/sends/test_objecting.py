"""What is told where a plan is held up."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from outreach.doubts import Doubt
from outreach.problems import BadInput, Problem, Stopped
from outreach.sends import grounds, objecting
from outreach.sends.messagelint import MessageFinding

FINDING = MessageFinding('Outreach/X/Message', 'does not say how to leave', code='no-way-out')
DOUBT = Doubt('no-way-out', 'Outreach/X/Message', 'does not say how to leave')


@pytest.mark.parametrize(('errors', 'awaited'), [(1, ()), (0, (Problem('wave 1', 'was not checked'),))])
def test_where_no_question_comes_the_doubts_are_told_all_the_same(
    monkeypatch: pytest.MonkeyPatch, errors: int, awaited: tuple[Problem, ...]
) -> None:
    told: list[Any] = []
    monkeypatch.setattr(objecting, 'tell_doubts', told.extend)
    monkeypatch.setattr(grounds, 'missing', lambda *_: [])
    run: Any = SimpleNamespace(objections=lambda *_: [], awaited=lambda *_: awaited)
    stand: Any = SimpleNamespace(campaign=None)
    findings = [FINDING, *[MessageFinding('Outreach/X/Message', 'has no subject', error=True)] * errors]
    with pytest.raises((BadInput, Stopped)):
        objecting.hold_up(run, stand, (), cast(Any, None), findings, asked=True)
    assert told == [DOUBT]
    with pytest.raises((BadInput, Stopped)):
        objecting.hold_up(run, stand, (), cast(Any, None), findings, asked=False)
    assert told == [DOUBT], 'it was told before'
