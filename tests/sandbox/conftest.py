"""A farm of real wikis for the tests of this folder, filled with the world "medicine"."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sandbox.client import Client
from sandbox.demo import STEPS, Step, run_letters, run_step
from sandbox.farm import Farm
from sandbox.news import news_server
from sandbox.tlsserver import TlsServer
from tests.sandbox.tools import canaries
from tests.sandbox.tools.massmessages import META, SENDER
from tests.sandbox.tools.stage import Stage

WORLD = 'medicine'
BEGUN = time.time()
FILLED: dict[Farm, Path] = {}

Pwb = Callable[..., 'subprocess.CompletedProcess[str]']


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Look, at the end of the whole run, for private addresses in what it left behind, kills included."""
    if hasattr(session.config, 'workerinput'):
        return
    found = list(canaries.left_behind(BEGUN))
    if found:
        print('\nprivate addresses were left in:', *found, sep='\n  ')
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope='session')
def empty_farm() -> Iterator[Farm]:
    """Wikis without content, for tests of the farm itself and of the stand-ins."""
    with Farm.start() as running:
        yield running


@pytest.fixture(scope='session')
def farm() -> Iterator[Farm]:
    """Wikis filled with the world; whoever writes on them asks for `wiki_state` as well."""
    with Farm.start() as running:
        running.reset(WORLD)
        FILLED[running] = running.snapshot()
        yield running
        # after all tests of this process, those that kill scripts too: databases, logs, configurations
        assert list(canaries.leaks([running.directory])) == []


@pytest.fixture(scope='session')
def world_snapshot(farm: Farm) -> Path:
    """The content of the farm as the world filled it."""
    return FILLED[farm]


@pytest.fixture(scope='module', autouse=True)
def as_the_world_made_it() -> None:
    """Begin every file with the wikis as the world made them, whatever the files before left on them."""
    for running, snapshot in FILLED.items():
        running.restore(snapshot)


@pytest.fixture(scope='module')
def sender(farm: Farm) -> Client:
    """The session of somebody who may send messages."""
    return farm.login(SENDER, META)


@dataclass(frozen=True)
class CampaignRun:
    """A whole campaign: its commands, the wikis as each script found them, and as all left them."""

    steps: list[Step]
    before: dict[str, Path]
    after: Path


@pytest.fixture(scope='session')
def campaign_run(farm: Farm, world_snapshot: Path) -> CampaignRun:
    """Run the campaign once for all tests that look at it; ask for `wiki_state` before writing."""
    farm.restore(world_snapshot)
    steps, before = [], {}
    for command in STEPS:
        if command.startswith('pwb '):
            before[command.split()[1]] = farm.snapshot()
        steps.append(run_step(farm, command))
    assert run_letters(farm, lambda _line: None) == []
    after = farm.snapshot()
    farm.restore(world_snapshot)
    return CampaignRun(steps, before, after)


@pytest.fixture
def wiki_state(farm: Farm, world_snapshot: Path) -> Iterator[Farm]:
    """The farm, put back after the test to what the world made it; nothing private may stand on its wikis."""
    begun = time.time()
    yield farm
    leaked = list(canaries.leaks([farm.data], begun))
    farm.restore(world_snapshot)
    assert leaked == []


@pytest.fixture
def pwb(farm: Farm) -> Pwb:
    """Run `pwb` with arguments, as the operator or as `user=`."""
    return farm.pwb


@pytest.fixture
def sandbox_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A state folder for sandboxes that a test starts by command."""
    folder = tmp_path / 'sandbox'
    monkeypatch.setenv('SANDBOX_DIR', str(folder))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def server(wiki_state: Farm) -> Iterator[TlsServer]:
    """The outside world, for scripts that fetch: hosts that say what a script tells them."""
    with news_server(wiki_state.directory) as running:
        yield running


@pytest.fixture
def stage(wiki_state: Farm) -> Stage:
    """A campaign that is to be set up, on wikis that are put back afterwards."""
    return Stage(wiki_state)
