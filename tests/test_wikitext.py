from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import mwparserfromhell
import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach.wikitext import (
    BrokenMarkers,
    begin_marker,
    end_marker,
    escape,
    new_region,
    put_region,
    region,
    replace_region,
)


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
    ('page', 'line', 'says'),
    [
        (f'a\n{begin_marker("f")}\nb', 2, 'line 2'),
        (f'{end_marker("f")}', 1, 'missing'),
        (f'a\n{end_marker("f")}\n{begin_marker("f")}', 2, 'before'),
        (new_region('f', 'a') + '\n' + new_region('f', 'b'), 4, '2 times'),
    ],
)
@pytest.mark.parametrize('change', [replace_region, put_region])
def test_broken_markers_are_an_error_that_says_where(
    page: str, line: int, says: str, change: Callable[[str, str, str], str]
) -> None:
    with pytest.raises(BrokenMarkers, match=says) as caught:
        change(page, 'f', 'x')
    assert caught.value.line == line


def test_a_region_that_a_page_must_have_is_not_added() -> None:
    with pytest.raises(BrokenMarkers, match='is missing') as caught:
        replace_region('Mine.', 'f', 'x')
    assert caught.value.line == 0


def test_of_many_markers_some_are_told() -> None:
    with pytest.raises(BrokenMarkers, match=r'stands there 70000 times \(lines 1, 2, 3, .*, 10, …\)') as told:
        region(f'{begin_marker("f")}\n' * 70_000 + end_marker('f'), 'f')
    assert told.value.line == 2
    assert len(str(told.value)) < 200


NEW = new_region('f', 'x')


@pytest.mark.parametrize(
    ('text', 'at', 'after'),
    [
        ('', 'end', f'Lead.\n\n{NEW}'),
        (' \n', 'start', f'{NEW}\n\nLead.'),
        ('Mine.\n', 'end', f'Mine.\n\n{NEW}'),
        ('\nMine.\n', 'start', f'{NEW}\n\nMine.\n'),
        (f'a{new_region("f", "old")}b', 'start', f'a{NEW}b'),
    ],
)
def test_a_region_is_put_where_it_stands_else_at_one_end(
    text: str, at: Literal['start', 'end'], after: str
) -> None:
    assert put_region(text, 'f', 'x', lead='Lead.', at=at) == after
    assert put_region(after, 'f', 'x', lead='Other.', at=at) == after


def test_an_empty_page_without_a_lead_is_the_region() -> None:
    assert put_region('', 'f', 'x') == NEW


def test_a_region_that_says_so_already_keeps_its_blanks() -> None:
    page = NEW.replace('\nx\n', ' x\n\n')
    assert replace_region(page, 'f', 'x') == put_region(page, 'f', 'x') == page


ENGLAND = '\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f'


@pytest.mark.parametrize(
    'text',
    [
        'می\u200cخواهم', 'क्\u200dष', 'ශ්\u200dරී', '👩\u200d🔬', '👩🏽\u200d❤️\u200d👨', ENGLAND,
        'ខ្មែរ\u200bភាសា', '葛\U000e0100', 'é',
    ],
)  # fmt: skip
def test_what_a_script_is_spelt_with_stays(text: str) -> None:
    assert escape(text) == text


@pytest.mark.parametrize(
    'unseen', '\u202e\u2066\u200e\u200f\u061c\x9b\x07\ufeff\u2063\ufff9\u206a\U000e0041\x00'
)
def test_what_reorders_or_hides_goes(unseen: str) -> None:
    assert escape(f'a{unseen}b') == 'ab'
    assert escape(f'\U0001f3f4{unseen}b') == '\U0001f3f4b'


@pytest.mark.parametrize(
    'address', ['mailto:a@b.example', 'news:x', 'tel:+1', 'URN:isbn:1', 'geo:1,2', 'https://x']
)
def test_an_address_is_no_link(address: str) -> None:
    assert address.partition(':')[0] + ':' not in escape(address) or '//' in address
    assert mwparserfromhell.parse(escape(address)).filter_external_links() == []
