from __future__ import annotations

import mwparserfromhell
import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach.wikitext import begin_marker, end_marker, escape, new_region, region, replace_region


@pytest.mark.parametrize(
    'text',
    [
        '{{evil}}',
        '[[File:X.jpg]]',
        "'''b'''",
        '~~~~',
        '__NOTOC__',
        '<script>',
        'a|b',
        '* item',
        '&amp;',
        'x\n==h==',
        'https://x.org',
    ],
)
def test_markup_becomes_text(text: str) -> None:
    parsed = mwparserfromhell.parse(escape(text))
    kinds = (
        mwparserfromhell.nodes.Template,
        mwparserfromhell.nodes.Wikilink,
        mwparserfromhell.nodes.Tag,
        mwparserfromhell.nodes.ExternalLink,
        mwparserfromhell.nodes.Heading,
    )
    assert not [node for node in parsed.nodes if isinstance(node, kinds)]
    assert '~~~' not in escape(text)
    assert '__' not in escape(text)
    assert '|' not in escape(text)


@given(st.text())
def test_escaping_keeps_what_people_read(text: str) -> None:
    shown = mwparserfromhell.parse(escape(text)).strip_code(collapse=False)
    plain = mwparserfromhell.parse(escape(shown)).strip_code(collapse=False)
    assert shown == plain
    assert '\n' not in escape(text)


@pytest.mark.parametrize('name', ["O'Neil", 'שלום', 'A.B@C', 'Ünï — 你好', 'Under score'])
def test_ordinary_names_stay_readable(name: str) -> None:
    assert escape(name) == name


PAGE = f'Lead\n{new_region("figures", "old")}\nEnd'


def test_only_the_inside_of_a_region_changes() -> None:
    assert replace_region(PAGE, 'figures', 'new') == f'Lead\n{new_region("figures", "new")}\nEnd'
    assert replace_region(replace_region(PAGE, 'figures', 'x'), 'figures', 'old') == PAGE


def test_a_page_without_the_region_has_none() -> None:
    assert region('text', 'figures') is None
    assert region(PAGE, 'gaps') is None


@pytest.mark.parametrize(
    ('page', 'says'),
    [
        (f'a\n{begin_marker("f")}\nb', 'line 2'),
        (f'{end_marker("f")}', 'missing'),
        (f'{end_marker("f")}\n{begin_marker("f")}', 'before'),
        (new_region('f', 'a') + '\n' + new_region('f', 'b'), '2 times'),
    ],
)
def test_broken_markers_are_an_error_that_says_where(page: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        replace_region(page, 'f', 'x')
