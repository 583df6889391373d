"""A telling part of `make faults`: at most one message each, always; exactly one in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sandbox.farm import Farm
from tests.sandbox.tools.mishaps import SCENES, late_for_all
from tests.sandbox.tools.schedules import schedule
from tests.sandbox.tools.spoilt_sends import Case, Count, Scene, spoil

CASES = (
    Case('kill before', 3, 'edit'),  # half of the send pages are written
    Case('kill after', 5, 'edit'),  # a send page is claimed
    Case('kill before', 6, 'edit'),  # sent, but the send page does not say so yet
    Case('kill after', 2, 'massmessage'),
    Case('lost after', 1, 'massmessage'),
    Case('502', 2, 'massmessage'),
)


@pytest.fixture(scope='module')
def scene(farm: Farm, world_snapshot: Path) -> Iterator[Scene]:
    farm.restore(world_snapshot)
    yield Scene(farm, 24)
    farm.restore(world_snapshot)


@pytest.mark.parametrize('case', CASES, ids=str)
def test_a_spoilt_request_neither_doubles_nor_loses_a_message(scene: Scene, case: Case) -> None:
    count = spoil(scene, case)
    assert count.hit, 'the request to be spoilt never came'
    assert (count.duplicates, count.lost, count.note) == ([], [], '')


# the last late one tells least beside the other two, and takes as long
TELLING = [scene for scene in SCENES if scene is not late_for_all]


@pytest.mark.parametrize('happen', TELLING, ids=lambda scene_of: scene_of.__name__)
def test_what_goes_wrong_around_a_send(scene: Scene, happen: Callable[[Scene], Count]) -> None:
    count = happen(scene)
    assert (count.duplicates, count.lost, count.note) == ([], [], '')


@pytest.mark.parametrize('seed', [1, 2])
def test_a_schedule_with_hostile_editors_doubles_nobody_and_loses_nobody(scene: Scene, seed: int) -> None:
    count = schedule(scene, seed)
    assert (count.duplicates, count.lost, count.note) == ([], [], ''), count.case
