"""What build_targets writes, and when it only tells."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import build_targets
import pytest
from outreach.settings import from_command_line, resolve


@pytest.mark.parametrize(
    ('options', 'simulating', 'only'),
    [
        (['-explain:Ada'], False, True),
        (['-explain:Ada', '-always'], False, False),
        (['-explain:Ada'], True, False),  # what would be written is shown
        ([], False, False),
    ],
)
def test_who_asks_about_a_person_is_not_asked_to_write(
    options: list[str], *, simulating: bool, only: bool
) -> None:
    written, _ = from_command_line(options, build_targets.SETTINGS)
    run: Any = SimpleNamespace(given=resolve(build_targets.SETTINGS, written), simulating=simulating)
    assert build_targets.only_explained(run) is only
