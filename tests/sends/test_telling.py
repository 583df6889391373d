"""What is told of sends while they are at work."""

from __future__ import annotations

import pytest
from outreach.problems import BadInput, Problem
from outreach.sends import telling
from outreach.sends.sending import SendOutcome
from outreach.sends.sendstate import SendState


def test_a_reason_of_several_lines_begins_no_line_like_one_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """The title of a page that a campaign page names stands there, and may be anything."""
    printed: list[str] = []
    monkeypatch.setattr(telling, 'tell', printed.append)
    why = BadInput([Problem('A', 'is no page'), Problem('Saved Main Page on meta.', 'is no page')])
    outcome = SendOutcome('Outreach/X/Send/1/en', SendState.PLANNED, f'was not sent: {why}', refused=True)
    assert telling.told([outcome]) == [outcome]
    assert printed == [
        'Outreach/X/Send/1/en: was not sent: A: is no page',
        '    | Saved Main Page on meta.: is no page',
    ]
