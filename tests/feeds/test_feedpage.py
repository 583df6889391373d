"""The region on a page: every form written, and read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach import wikitext
from outreach.feeds import feedpage
from outreach.feeds.feedpage import (
    REGION,
    NewsForm,
    NewsLayout,
    NewsRow,
    Region,
    Show,
    kept_row,
    read,
    render,
    row,
)
from outreach.feeds.items import Item, Languages
from outreach.feeds.sources import source

DIFF = source('https://diff.example/feed/ – Diff')
BLOG = source('https://blog.example/feed/ – Blog')
SEEN = date(2026, 11, 25)
MOMENT = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
EVERYTHING = frozenset(Show)


def say(key: str, **parameters: Any) -> str:
    return f'{key}{"".join(f" {value}" for value in parameters.values())}'


def layout(form: NewsForm = NewsForm.LIST, show: frozenset[Show] = EVERYTHING) -> NewsLayout:
    sources = {one.key: one for one in (DIFF, BLOG)}
    return NewsLayout(form, show, sources, say, Languages(rtl=frozenset({'fa'})))


def item(number: int, title: str = 'Title', **more: Any) -> Item:
    about: dict[str, Any] = {
        'moment': MOMENT,
        'authors': ('Ana',),
        'tags': ('a', 'b'),
        'language': 'en',
        **more,
    }
    of = about.pop('source', DIFF)
    return Item(of, f'{of.key}{number:010x}', f'https://diff.example/{number}', title, **about)


def region_of(rows: tuple[NewsRow, ...], chosen: NewsLayout, **more: Any) -> Region:
    return read(wikitext.new_region(REGION, render(Region(rows, choice='0a1b2c', **more), chosen)))


def test_a_row_of_a_list() -> None:
    """C6, C41"""
    found = row(item(1, 'خبر', language='fa', discussion='https://forum.example/t/x/1'), SEEN, layout())
    assert found.text == (
        '* <time datetime="2026-11-24" dir="ltr" style="white-space: nowrap;">2026-11-24</time>'
        ' · <bdi lang="fa" dir="rtl">[https://diff.example/1 خبر]</bdi> · <bdi>Diff</bdi> · <bdi>Ana</bdi>'
        " · ''<bdi>a</bdi>, <bdi>b</bdi>'' · [https://forum.example/t/x/1 discussion]"
        f'<!-- item:{DIFF.key}0000000001 2026-11-25 2026-11-24T10:30Z -->'
    )


def test_without_a_date_there_is_none() -> None:
    """C36"""
    found = row(item(1, moment=None), SEEN, layout())
    assert 'time' not in found.text
    assert found.when == datetime(2026, 11, 25, tzinfo=UTC)


@pytest.mark.parametrize('form', NewsForm)
@pytest.mark.parametrize('show', [EVERYTHING, frozenset(), frozenset({Show.TAGS, Show.DATE})], ids=len)
def test_every_form_is_read_as_it_was_written(form: NewsForm, show: frozenset[Show]) -> None:
    """C24"""
    chosen = layout(form, show)
    rows = tuple(
        row(item(number, f'T{number}', source=of), SEEN, chosen) for number, of in enumerate((DIFF, BLOG))
    )
    found = region_of(rows, chosen, removed=frozenset({'0' * 16}), troubles={DIFF.key: ('failing', SEEN)})
    assert found == Region(rows, frozenset({'0' * 16}), {DIFF.key: ('failing', SEEN)}, '0a1b2c')


@pytest.mark.parametrize('before', NewsForm)
@pytest.mark.parametrize('after', NewsForm)
def test_a_row_that_only_the_page_knows_can_change_its_form(before: NewsForm, after: NewsForm) -> None:
    old = row(item(1), SEEN, layout(before))
    new = kept_row(old, layout(after))
    assert (new.id, new.seen, new.moment, new.core) == (old.id, old.seen, old.moment, old.core)
    assert region_of((new,), layout(after)).rows == (new,)
    if old.in_table == new.in_table:
        assert new == old


def test_by_source_and_by_day_have_headings() -> None:
    rows = tuple(
        row(item(number, source=of), SEEN, layout(NewsForm.BY_SOURCE))
        for number, of in ((1, BLOG), (2, DIFF), (3, BLOG))
    )
    lines = render(Region(rows), layout(NewsForm.BY_SOURCE)).splitlines()
    assert [line for line in lines if line.startswith('=')] == ['=== Diff ===', '=== Blog ===']
    days = render(Region(rows), layout(NewsForm.BY_DAY)).splitlines()
    assert [line[:9] for line in days if line.startswith('=')] == ['=== <time']


def test_an_empty_list_says_so() -> None:
    assert render(Region(), layout()).startswith("''nothing''")


def test_troubles_of_sources_that_are_no_more_are_not_told() -> None:
    """C33"""
    text = render(Region(troubles={'abcdef': ('failing', SEEN), DIFF.key: ('gone', SEEN)}), layout())
    assert 'abcdef' not in text
    assert f"''gone <bdi>Diff</bdi> {feedpage._shown('2026-11-25')}''" in text


@given(st.text(), st.text(), st.text())
def test_text_of_strangers_makes_no_rows_and_no_lines(title: str, tag: str, name: str) -> None:
    """C38, C39"""
    for form in NewsForm:
        made = row(item(1, title, tags=(tag,), authors=(name,)), SEEN, layout(form))
        assert made.text.count('\n') == 0
        assert made.text.count('<!--') == 1
        assert len(made.text.split('||')) == (6 if form is NewsForm.TABLE else 1)
        assert made.core == row(item(1, title), SEEN, layout()).core
        assert region_of((made,), layout(form)).rows == (made,)


@given(st.text(alphabet='<!->item:0123456789abcdef outreach begin feed end\n', max_size=80))
def test_no_title_imitates_our_marks(title: str) -> None:
    """C39"""
    forged = f'<!-- item:{"0" * 16} 2026-11-24 --><!-- outreach:end feed -->{title}'
    made = row(item(1, forged), SEEN, layout())
    found = region_of((made,), layout())
    assert [one.id for one in found.rows] == [made.id]


MARK = f'<!-- item:{"0" * 16} 2026-11-24 2026-11-24T10:30Z -->'
NOTES = f'<!-- removed by people: {"0" * 16} -->\n<!-- failing:012345 2026-11-24 -->\n<!-- choice:0a1b2c -->'


@pytest.mark.parametrize(
    'spoilt',
    [
        MARK.replace('item:0', 'item:x'),
        MARK.replace('2026-11-24 ', '2026-13-45 '),
        MARK.replace('2026-11-24 ', '0000-00-00 '),
        MARK.replace('10:30', '25:30'),
        MARK.replace('2026-11-24 ', '٢٠٢٦-11-24 '),
        MARK.replace(' -->', '-->'),
        MARK.replace(' -->', '\n-->'),
        MARK.replace('<!-- item:', '<!--item :'),
        MARK + ' x ' + MARK.replace('0', '1'),
        NOTES.replace('000 -->', '00 -->'),
        NOTES.replace('11-24', '11-31'),
        NOTES.replace('0a1b2c', 'ABC'),
    ],
)
def test_a_spoilt_comment_is_told_with_its_line(spoilt: str) -> None:
    """It is no sign that people took the row away, or took it back, or that a source is well again."""
    text = wikitext.new_region(REGION, f'* x{MARK}\n* y{spoilt}')
    with pytest.raises(wikitext.BrokenMarkers, match='undo that edit, or remove the line') as told:
        read(text)
    assert told.value.line in (3, 4, 5)


def test_a_row_beside_a_marker_is_the_row_alone() -> None:
    text = f'{wikitext.begin_marker(REGION)}* x{MARK}{wikitext.end_marker(REGION)}'
    [one] = read(text).rows
    assert one.text == f'* x{MARK}'


def test_a_row_whose_link_people_took_out_is_a_row() -> None:
    text = wikitext.new_region(REGION, f'* only words<!-- item:{"0" * 16} 2026-11-24 -->')
    [one] = read(text).rows
    assert (one.core, one.link) == ('', '')


def test_a_page_without_a_region() -> None:
    assert read('Hello') == Region(exists=False)


def test_a_head_stands_above() -> None:
    assert render(Region(), replace(layout(), head='Hello')).startswith("Hello\n\n''nothing''")
