"""What run_campaigns makes of a command that crashes, and of a page that is no campaign."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import run_campaigns
from outreach import outputs
from outreach.campaigns import reading, statuspage
from outreach.campaigns.accepted import Accepted, Work
from outreach.campaigns.decisions import Ahead, Command, Decision, Step, Waits, Who
from outreach.pages import Page
from outreach.problems import BadInput
from outreach.run import Run
from outreach.sends import messagepages
from outreach.settings import Given

from tests.campaigns.test_due import FREE, X, state

RUN = cast(Run, SimpleNamespace(farm=None, trust=None))
CRASHING = Step(Command('crashing', (f'-campaign:{X}',)), Work.PLAN, 'plan')
FINE = Step(Command('fine', ()), Work.CHECK, 'daily')


@pytest.fixture
def decided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let a run find two scripts, and decide the same again and again."""
    (tmp_path / 'crashing.py').write_text("print('begun', flush=True)\nraise RuntimeError('of the test')\n")
    (tmp_path / 'fine.py').write_text('raise SystemExit(1)\n')
    monkeypatch.setattr(run_campaigns, 'FOLDER', tmp_path)
    monkeypatch.setattr(reading, 'read', lambda *_: state())

    def let(*found: Decision) -> None:
        monkeypatch.setattr(run_campaigns, 'due', lambda *_: found)

    return let


def test_a_crash_is_told_with_its_command_and_the_next_one_is_run(
    decided: Callable[..., None], capfd: pytest.CaptureFixture[str]
) -> None:
    decided(CRASHING, FINE)
    outcome = run_campaigns.attend(RUN, FREE, act=True)
    assert outcome.to_fix == [f'pwb crashing -campaign:{X} ended with 1, it crashed']
    said: Any = capfd.readouterr()
    assert 'of the test' in said.out + said.err


def test_what_waits_for_the_operator_to_fix_is_told_too(decided: Callable[..., None]) -> None:
    decided(Waits(Who.OPERATOR, 'unknown', f'{X}/Send/1/en', to_fix=True), FINE)
    assert run_campaigns.attend(RUN, FREE, act=False).to_fix == [f'{X}/Send/1/en: unknown']


def a_wiki(texts: dict[str, str]) -> Any:
    def pages(titles: Sequence[str]) -> dict[str, Page]:
        return {one: Page(one, texts.get(one, ''), revid=int(one in texts)) for one in titles}

    return SimpleNamespace(
        host='meta.test', user_name='Us', read_many=pages, read=lambda one: pages([one])[one]
    )


HOME = a_wiki({X: '{{Outreach campaign|waves=odd}}', 'Essay': 'On campaigns.'})


@pytest.mark.parametrize(
    ('title', 'why'),
    [
        ('Outreach/Medcine', 'there is no such page on meta.test'),
        ('Essay', 'holds no {{Outreach campaign}}, so it is no campaign'),
        (X, ''),
    ],
)
def test_the_status_of_what_is_no_campaign_is_refused(
    monkeypatch: pytest.MonkeyPatch, title: str, why: str
) -> None:
    """A template with mistakes is a campaign: its status says which."""
    monkeypatch.setattr(reading, 'accepted_by', lambda *_: ())
    asked = {run_campaigns.ONLY.name: (title,), run_campaigns.STATUS_ONLY.name: True}
    run: Any = SimpleNamespace(home=HOME, trust=None, given=Given(asked))
    if not why:
        assert [one.page for one in run_campaigns.chosen(run)] == [title]
        return
    with pytest.raises(BadInput) as refused:
        run_campaigns.chosen(run)
    assert [str(one) for one in refused.value.problems] == [f'{title}: {why}']


def test_no_page_of_status_is_begun_for_what_is_no_campaign(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also of a campaign that was accepted under a misspelt title."""
    monkeypatch.setattr(outputs, 'watch', lambda *_: None)
    monkeypatch.setattr(messagepages, 'frame', lambda *_: str)
    monkeypatch.setattr(statuspage, 'render', lambda *_: 'It is running.')
    run: Any = SimpleNamespace(home=HOME, say=lambda key: key, given=Given({}), trust=())
    outcome = run_campaigns.CampaignOutcome(
        replace(state(), accepted=Accepted('Outreach/Medcine')), (), Ahead()
    )
    with pytest.raises(BadInput, match='no such page'):
        run_campaigns.write_status(run, outcome)
