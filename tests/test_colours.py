"""Colours of our pages."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from outreach import colours

ROOT = Path(__file__).parents[1]
WRITERS = [
    *sorted((ROOT / 'scripts').rglob('*.py')),
    *sorted((ROOT / 'scripts' / 'outreach' / 'i18n').rglob('*.json')),
    *sorted((ROOT / 'onwiki').rglob('*.wikitext')),
]
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


# what does not turn around where a page reads from right to left, or is no colour of the skin
PHYSICAL = re.compile(
    r'(?<![-\w])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|(?:min-|max-)?(?:width|height)|'
    r'left|right) ?: ?[-\d{]|(?:text-align|float) ?: ?(?:left|right)'
)
FIXED = re.compile(
    r'(?<![\w-])(?:background|color|border)(?:-[a-z]+)* ?: ?(?:(?!var\()[^;"{])*#[0-9a-fA-F]{3}'
)
NAMED_COLOUR = re.compile(r'(?<![\w-])(?:background(?:-color)?|color) ?: ?(?!var\(|inherit)[a-z]+[;"]')
# a place on a map of the world stays where it is
MAP = {'events/eventmap.py': ('left: ', '%; top: ')}


def styles(path: Path) -> list[str]:
    """Return what may be styles: the texts in a module, or those of a page."""
    text = path.read_text(encoding='utf-8')
    if path.suffix != '.py':
        return re.findall(r'style=\\?"[^"]*"', text)
    nodes = ast.walk(ast.parse(text))
    found = [one.value for one in nodes if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return [one for one in found if ':' in one and '\n' not in one.strip()]


@pytest.mark.parametrize('path', WRITERS, ids=lambda one: str(one.relative_to(ROOT)))
def test_styles_turn_with_the_page_and_take_their_colours_from_the_skin(path: Path) -> None:
    allowed = next((texts for name, texts in MAP.items() if path.as_posix().endswith(name)), ())
    some = [one for one in styles(path) if not any(text in one for text in allowed)]
    assert [
        one for one in some if PHYSICAL.search(one) or FIXED.search(one) or NAMED_COLOUR.search(one)
    ] == []


@pytest.mark.parametrize(
    ('style', 'found'),
    [
        ('margin-left: 1em', PHYSICAL), ('text-align: right;', PHYSICAL), ('max-width: 3em', PHYSICAL),
        ('float: left', PHYSICAL), ('background: #fff;', FIXED), ('border: 1px solid #a2a9b1;', FIXED),
        ('color: red;', NAMED_COLOUR),
    ],
)  # fmt: skip
def test_such_a_style_is_seen(style: str, found: re.Pattern[str]) -> None:
    assert found.search(style)
    assert not found.search(
        'line-height: 1; border: 1px solid var(--border-color-base, #a2a9b1); inline-size: 1em'
    )
