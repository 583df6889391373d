"""What send_message asks before anything goes out."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
import send_message
from outreach.doubts import Doubt
from outreach.sends import wrongsends

DOUBT = Doubt('no-way-out', 'Outreach/X/Message', 'does not say how to leave')
PAGE: Any = SimpleNamespace(targets=('User talk:Ann',))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Let nothing be read; what is asked is kept."""
    monkeypatch.setattr(send_message, 'SendRules', SimpleNamespace(of=lambda _given: None))
    monkeypatch.setattr(send_message, 'send_lines', lambda *_, **__: [])
    monkeypatch.setattr(send_message, 'titles', lambda _pages: ())
    monkeypatch.setattr(wrongsends, 'before', lambda *_: [])
    return []


def send(asked: list[Any], *pages: Any) -> int:
    run: Any = SimpleNamespace(
        given={send_message.REQUEST: False},
        simulating=True,
        consent=lambda _question, _titles, doubts, _changes: asked.append(doubts),
    )
    stand = SimpleNamespace(allowance=9, doubts=lambda _pages: [], removed=lambda _page: ())
    operations: Any = SimpleNamespace(send_pages=SimpleNamespace(unsettled=('one',)))
    last: Any = SimpleNamespace(stand=stand)
    return send_message.send(run, operations, last, (), pages, [DOUBT])


def test_doubts_about_a_text_are_asked_with_the_send(asked: list[Any]) -> None:
    assert send(asked, PAGE) == 0
    assert asked == [[DOUBT]]


def test_where_nothing_goes_out_a_text_is_no_doubt(asked: list[Any]) -> None:
    assert send(asked) == 0
    assert asked == [[]]
