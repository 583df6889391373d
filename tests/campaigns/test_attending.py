"""What run_campaigns makes of a command that crashes: the operator hears of it, and the run goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import run_campaigns
from outreach.campaigns import reading
from outreach.campaigns.accepted import Work
from outreach.campaigns.decisions import Command, Decision, Step, Waits, Who
from outreach.run import Run

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
