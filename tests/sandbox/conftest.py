"""A farm of real wikis for the tests of this folder, filled with the world "medicine"."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sandbox.farm import Farm

WORLD = 'medicine'

Pwb = Callable[..., 'subprocess.CompletedProcess[str]']


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
        yield running


@pytest.fixture(scope='session')
def world_snapshot(farm: Farm) -> Path:
    """The content of the farm as the world filled it."""
    return farm.snapshot()


@pytest.fixture
def wiki_state(farm: Farm, world_snapshot: Path) -> Iterator[Farm]:
    """The farm, put back after the test to what the world made it."""
    yield farm
    farm.restore(world_snapshot)


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
