"""What a page wants: which news, how old, how many."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from outreach.feeds.feedpage import NewsForm, Show
from outreach.feeds.feedsettings import FeedSettings, NewsFilter, settings, shown, words
from outreach.feeds.items import Item
from outreach.feeds.sources import source

DIFF = source('https://diff.example/feed/ – Diff')
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ITEM = Item(
    DIFF, 'x', 'https://diff.example/1', 'Été in Malmö', authors=('Ana',), tags=('Wikidata', 'News'),
    language='sv', text='about gardens',
)  # fmt: skip
NOTHING = {
    'sources': (DIFF,), 'tags': None, 'categories': None, 'words': None, 'authors': None, 'languages': None,
    'period': None, 'length': 10, 'form': 'list', 'show': None, 'page per language': False, 'digest': None,
}  # fmt: skip


@pytest.mark.parametrize(
    ('choice', 'wanted'),
    [
        (NewsFilter(), True),
        (NewsFilter(tags=('wikidata', 'x')), True),
        (NewsFilter(tags=('x',)), False),
        (NewsFilter(tags=('wikidata',), categories=('NEWS',)), True),
        (NewsFilter(tags=('wikidata',), categories=('x',)), False),
        (NewsFilter(words=('ete', 'GARDENS', 'wikidata')), True),
        (NewsFilter(words=('ete', 'x')), False),
        (NewsFilter(authors=('bo', 'ANA')), True),
        (NewsFilter(authors=('bo',)), False),
        (NewsFilter(languages=('en', 'sv')), True),
        (NewsFilter(languages=('en',)), False),
    ],
)
def test_the_choice(choice: NewsFilter, wanted: bool) -> None:  # noqa: FBT001
    """C3, C4"""
    assert choice.wants(ITEM) is wanted


def test_an_unknown_language_is_not_a_wanted_one() -> None:
    assert not NewsFilter(languages=('en',)).wants(replace(ITEM, language=''))
    assert NewsFilter().wants(replace(ITEM, language=''))


@pytest.mark.parametrize(
    ('period', 'when', 'fits'),
    [
        (None, datetime(2001, 1, 1, tzinfo=UTC), True),
        (None, NOW + timedelta(days=1), True),
        (None, NOW + timedelta(days=1, minutes=1), False),
        (timedelta(days=7), datetime(2026, 11, 17, 0, 1, tzinfo=UTC), True),
        (timedelta(days=7), datetime(2026, 11, 16, 23, 59, tzinfo=UTC), False),
        (date(2026, 11, 1), datetime(2026, 11, 1, tzinfo=UTC), True),
        (date(2026, 11, 1), datetime(2026, 10, 31, 23, 59, tzinfo=UTC), False),
    ],
)
def test_the_period_has_whole_days(period: Any, when: datetime, fits: bool) -> None:  # noqa: FBT001
    """C36"""
    assert FeedSettings('News', (DIFF,), period=period).in_time(when, NOW) is fits


def test_what_nobody_says() -> None:
    """C5, C6"""
    found = settings('News', NOTHING)
    assert (found.length, found.form, found.per_language, found.digest) == (10, NewsForm.LIST, False, '')
    assert found.show == {Show.DATE, Show.SOURCE, Show.DISCUSSION}


@pytest.mark.parametrize(
    ('sources', 'why'),
    [
        ((), 'no sources'),
        ((DIFF, DIFF), 'twice'),
        (tuple(source(f'https://x.example/{number}') for number in range(101)), '100 is the most'),
    ],
)
def test_sources_that_make_no_sense(sources: tuple[Any, ...], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        settings('News', {**NOTHING, 'sources': sources})


def test_words_and_what_is_shown() -> None:
    assert words(' a , b c,') == ('a', 'b c')
    assert shown('Date, tags') == {Show.DATE, Show.TAGS}
    with pytest.raises(ValueError, match='separated by commas'):
        words(' , ')
    with pytest.raises(ValueError, match='can show'):
        shown('date, picture')


def test_another_choice_has_another_digest() -> None:
    assert NewsFilter(tags=('a',)).digest != NewsFilter(categories=('a',)).digest != NewsFilter().digest
