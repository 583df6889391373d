"""Colours of our pages."""

from __future__ import annotations

import re

import pytest
from outreach import colours

NAMES = [name for name in vars(colours) if name.isupper()]


@pytest.mark.parametrize('name', NAMES)
def test_a_colour_has_a_name_of_the_skin_and_one_for_wikis_that_know_none(name: str) -> None:
    assert re.fullmatch(r'var\(--[a-z-]+, #[0-9a-f]{3,6}\)', getattr(colours, name))


def test_text_has_a_colour_wherever_its_background_has_one() -> None:
    for style in (colours.behind_text(colours.GOOD), colours.box(colours.QUIET)):
        assert f'color: {colours.TEXT};' in style.replace('background: ', '')


def test_a_bar_is_as_long_as_its_share() -> None:
    assert 'inline-size: 33.3%;' in colours.bar(100 / 3)
    assert 'aria-label="a &quot;b&quot;"' in colours.bar(5, 'a "b"')
