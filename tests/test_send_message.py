"""What send_message asks before anything goes out."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
import send_message
from outreach.campaign import APPROVAL
from outreach.doubts import Doubt
from outreach.pages import Page
from outreach.sends import earlierterms, foreseen, messagelint, replanning, wrongsends
from outreach.sends.awaiting import BEFORE_APPROVAL
from outreach.sends.believed import PageWords
from outreach.sends.messagelint import MessageFinding
from outreach.sends.sendpage import Headings
from outreach.sends.sendstate import SendState
from outreach.sends.wrongsends import CORRECT
from outreach.settings import Given

from tests.samples.plans import one_page

FINDING = MessageFinding('Outreach/X/Message', 'does not say how to leave', code='no-way-out')
DOUBT = Doubt('no-way-out', 'Outreach/X/Message', 'does not say how to leave')
WORDS = PageWords(lambda state: state.value, lambda _page: Headings())
PAGE: Any = SimpleNamespace(title='Outreach/X/Send/1/en', targets=('User talk:Ann',))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Let nothing be read; what is asked is kept."""
    monkeypatch.setattr(send_message, 'SendRules', SimpleNamespace(of=lambda _given: None))
    monkeypatch.setattr(send_message, 'send_lines', lambda *_, **__: [])
    monkeypatch.setattr(send_message, 'titles', lambda _pages: ())
    monkeypatch.setattr(wrongsends, 'before', lambda *_: [])
    monkeypatch.setattr(foreseen, 'settled', lambda *_: [])
    monkeypatch.setattr(earlierterms, 'doubts', lambda *_: [])
    return []


def send(
    asked: list[Any],
    *pages: Any,
    test: bool = False,
    waits: str = '',
    unsettled: Sequence[str] = ('one',),
) -> int:
    run: Any = SimpleNamespace(
        given={send_message.REQUEST: False, send_message.TEST: test},
        simulating=True,
        consent=lambda _question, _titles, doubts, _changes: asked.append(doubts),
    )
    stand = SimpleNamespace(allowance=9, doubts=lambda _pages: [], removed=lambda _page: ())
    operations: Any = SimpleNamespace(
        send_pages=SimpleNamespace(unsettled=unsettled), approval_missing=lambda *_: waits
    )
    last: Any = SimpleNamespace(stand=stand)
    return send_message.send(run, operations, last, (), pages, [FINDING])


def test_doubts_about_a_text_are_asked_with_the_send(asked: list[Any]) -> None:
    assert send(asked, PAGE) == 0
    assert asked == [[DOUBT]]


def test_where_a_yes_would_write_nothing_nothing_is_asked(
    asked: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert send(asked, PAGE, waits='waits for approval of plan 1', unsettled=()) == 3
    assert asked == []
    said = ' '.join(capsys.readouterr())
    assert 'Outreach/X/Send/1/en: waits for approval of plan 1' in said
    assert '[no-way-out]' in said


def test_a_simulation_says_that_nothing_goes_out_before_an_approval(
    asked: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert send(asked, PAGE, waits='waits for approval of plan 1') == 0
    assert BEFORE_APPROVAL in ' '.join(capsys.readouterr())


def test_testers_get_a_text_so_that_somebody_looks_at_it(asked: list[Any]) -> None:
    assert send(asked, PAGE, test=True) == 0
    assert asked == [[]]


def test_where_nothing_goes_out_a_text_is_no_doubt(asked: list[Any]) -> None:
    assert send(asked) == 0
    assert asked == [[]]


def shown_before(monkeypatch: pytest.MonkeyPatch, call: Any, **of_run: Any) -> list[Any]:
    """Return the changes that a question can show."""
    kept: list[Any] = []
    for module in (send_message, replanning):
        monkeypatch.setattr(module, 'titles', lambda pages: [page.title for page in pages])
    run: Any = SimpleNamespace(
        simulating=True,
        consent=lambda _question, _titles, _doubts=(), changes=(): kept.extend(changes),
        may_write=lambda _titles: None,
        say=lambda key, **_: key,
        **of_run,
    )
    call(run)
    return kept


def test_what_is_cancelled_can_be_looked_at_before(monkeypatch: pytest.MonkeyPatch) -> None:
    page = one_page(SendState.PLANNED)
    operations: Any = SimpleNamespace(to_replan=lambda correction: [page], texts=WORDS, home=None)
    monkeypatch.setattr(replanning, 'Request', SimpleNamespace(of=lambda _given, correction: correction))
    monkeypatch.setattr(replanning, 'why_anew', lambda *_: {page: 'its text was changed'})
    given = {CORRECT: False, APPROVAL: False}
    [change] = shown_before(monkeypatch, lambda run: replanning.replan(run, operations), given=given)
    assert change.before.title == page.title
    assert 'state : planned' in change.before.text
    assert 'state : cancelled' in change.text
    assert 'note : its text was changed' in change.text


def test_approvals_can_be_looked_at_before(monkeypatch: pytest.MonkeyPatch) -> None:
    page = one_page(SendState.PLANNED)
    operations: Any = SimpleNamespace(
        to_approve=lambda correction: [page],
        send_pages=SimpleNamespace(campaign='Outreach/X', results=dict),
    )
    monkeypatch.setattr(send_message, 'approval_lines', lambda *_: [])
    stand: Any = None
    [change] = shown_before(
        monkeypatch,
        lambda run: send_message.approve(run, operations, stand),
        given={CORRECT: False},
        home=SimpleNamespace(read=Page),
    )
    assert change.text.endswith(f'* {page.plan} ~~~~')


def test_a_test_that_nobody_can_have_seen_is_not_approved(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = replace(one_page(SendState.SENT), wave='test')
    operations: Any = SimpleNamespace(
        to_approve=lambda correction: [page],
        send_pages=SimpleNamespace(campaign='Outreach/X', results=dict),
    )
    monkeypatch.setattr(send_message, 'approval_lines', lambda *_: [])
    monkeypatch.setattr(send_message, 'show', lambda lines: print(*lines))
    monkeypatch.setattr(send_message, 'tell', print)
    run: Any = SimpleNamespace(given={CORRECT: False})
    stand: Any = None
    assert send_message.approve(run, operations, stand) == 3
    said = capsys.readouterr().out
    assert f'{page.title}: it is not known whether the test arrived: run check_delivery' in said
    assert 'Nothing was approved.' in said


def test_a_preview_on_a_page_can_be_looked_at_before(monkeypatch: pytest.MonkeyPatch) -> None:
    saved: list[Any] = []
    one: Any = SimpleNamespace(wikitext='== Hello ==\n\nText', findings=list)
    operations: Any = SimpleNamespace(preview=lambda *_: [one])
    home = SimpleNamespace(read=Page, user_name='Bot', update=lambda title, *_, **__: saved.append(title))
    stand: Any = None
    [change] = shown_before(
        monkeypatch,
        lambda run: send_message.show_previews(run, operations, stand, (), ''),
        given=Given({'campaign': 'Outreach/X'}),
        home=home,
    )
    assert change.text == f"''preview-lead''\n\n{one.wikitext}"
    assert saved == [change.before.title]


def test_a_doubt_about_a_text_is_told_once_by_the_question() -> None:
    only_told = MessageFinding('Outreach/X/Message', 'is not marked')
    error = MessageFinding('Outreach/X/Message', 'has no subject', error=True)
    found = [FINDING, only_told, error]
    assert messagelint.told_at_once(found, refused=True, asked=True) == [only_told]
    assert messagelint.told_at_once(found, refused=True, asked=False) == [FINDING, only_told], 'a test'
    assert messagelint.told_at_once(found, refused=False, asked=False) == found, 'a preview'


@pytest.mark.parametrize('what', ['recheck', 'halt', 'remove_leavers', 'new_pages', 'send'])
def test_every_question_about_pages_offers_their_changes(what: str) -> None:
    source = inspect.getsource(getattr(send_message, what))
    questions = source.count('run.consent(') - source.count("consent('Leave it at that?'")
    assert source.count('foreseen.') == questions == 1
