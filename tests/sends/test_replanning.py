"""What is done about earlier plans before the next one is made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import pytest
from outreach.campaign import APPROVAL
from outreach.sends import approval, replanning
from outreach.sends.believed import PageWords
from outreach.sends.inputs import NOT_LISTED
from outreach.sends.sendpage import Headings
from outreach.sends.sendstate import Removed, SendState
from outreach.settings import CAMPAIGN, Given, WrittenSetting

from tests.samples.plans import one_page

WORDS = PageWords(lambda state: state.value, lambda _page: Headings())


@dataclass(frozen=True)
class Planning:
    """A run that plans more for a campaign."""

    given: Any
    unvouched: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ('-campaign:C',)
    simulating: bool = True

    def consent(self, *_: Any, **__: Any) -> None:
        """Ask nobody."""

    def read_again(self) -> Planning:
        return replace(self, given='read again')


ON_PAGE = 'approval on the campaign page'
YES, NO = 'approval = yes; waves = rest', 'approval = no; waves = rest'


@pytest.mark.parametrize(
    ('settings', 'given', 'unvouched', 'kept'),
    [
        (YES, (), (), True),
        (YES, ('-approval',), (), False),
        (NO, (), (), False),
        (YES, (ON_PAGE,), (), False),
        (YES, (ON_PAGE,), ('settings by Mallory: waves',), False),
        (YES, (ON_PAGE,), ('settings by Mallory: approval, waves',), True),
    ],
)
@pytest.mark.parametrize('state', [SendState.PLANNED, SendState.SENT, SendState.CANCELLED])
@pytest.mark.parametrize('again', [True, False])
def test_what_was_under_approval_goes_on_under_approval(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    settings: str,
    given: tuple[str, ...],
    unvouched: tuple[str, ...],
    state: SendState,
    *,
    kept: bool,
    again: bool,
) -> None:
    """It is planned anew, or the next wave is planned; only somebody trusted ends it, on the page."""
    page = replace(one_page(state), settings=settings)
    waits = [page] if state is SendState.PLANNED else []
    operations: Any = SimpleNamespace(
        to_replan=lambda correction: waits, texts=WORDS, send_pages=SimpleNamespace(pages=(page,)), home=None
    )
    monkeypatch.setattr(replanning, 'Request', SimpleNamespace(of=lambda *_, **__: None))
    monkeypatch.setattr(replanning, 'why_anew', lambda *_: {page: 'why'})
    asked = '-approval' in given
    written = {APPROVAL.name: tuple(WrittenSetting(APPROVAL.name, '', place) for place in given)}
    values = {APPROVAL.name: asked, CAMPAIGN.name: 'C'}
    run: Any = Planning(Given(values, written if given else {}), unvouched)
    monkeypatch.setattr(approval, 'tell', print)
    monkeypatch.setattr(replanning, 'titles', lambda pages: [page.title for page in pages])
    after = replanning.to_plan(run, operations, replanning=again)
    assert (str(after.given) == 'read again') is kept
    assert after.arguments == (*run.arguments, *(['-approval'] if kept else []))
    assert ('planned anew under approval' in capsys.readouterr().out) is kept


def test_a_plan_of_nobody_is_told_from_one_whose_people_may_be_asked_again() -> None:
    waits = one_page(SendState.PLANNED)

    def found(reason: str, *, some: int | None = None, listed: tuple[int, ...] = (1,)) -> bool:
        off = tuple(Removed(one, reason) for one in waits.targets[:some])
        stand: Any = SimpleNamespace(removed=lambda _page: off, lists=SimpleNamespace(targets=listed))
        return waits.title in replanning.deserted([waits, one_page(SendState.SENT)], stand)

    assert found(NOT_LISTED)
    assert not found('wiki out of reach')
    assert not found(NOT_LISTED, some=0)
    assert not found(NOT_LISTED, listed=())
