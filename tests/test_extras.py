"""The extras are those of pyproject.toml, and whether one is there is seen."""

from __future__ import annotations

import tomllib
from pathlib import Path

from outreach.extras import EXTRAS, installed


def test_the_extras_are_those_of_the_package() -> None:
    project = tomllib.loads((Path(__file__).parents[1] / 'pyproject.toml').read_text(encoding='utf-8'))[
        'project'
    ]
    assert set(EXTRAS) == set(project['optional-dependencies']) - {'dev'}


def test_what_is_installed_is_seen() -> None:
    assert installed('json')
    assert not installed('no_such_module_of_ours')
