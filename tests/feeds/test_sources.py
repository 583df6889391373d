"""Lines that name sources: what is fetched for each, and what is wrong with others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach.feeds.sources import FeedKind, source

DIFF = 'https://diff.example'
FORUM = 'https://forum.example'


@pytest.mark.parametrize(
    ('text', 'kind', 'link', 'label', 'language'),
    [
        (f'{DIFF}/feed/', FeedKind.FEED, f'{DIFF}/feed/', 'diff.example', ''),
        (f'{DIFF}/feed/ lang=sv – Diff på svenska', FeedKind.FEED, f'{DIFF}/feed/', 'Diff på svenska', 'sv'),
        ('wordpress:diff.example', FeedKind.WORDPRESS, f'{DIFF}/feed/', 'diff.example', ''),
        (
            'wordpress:diff.example tag=wikidata,Commons category=community lang=es — Diff',
            FeedKind.WORDPRESS,
            f'{DIFF}/?feed=rss2&tag=wikidata,commons&category_name=community',
            'Diff',
            'es',
        ),
        (
            'wordpress:diff.example tag=a+b',
            FeedKind.WORDPRESS,
            f'{DIFF}/?feed=rss2&tag=a+b',
            'diff.example',
            '',
        ),
        (
            'discourse:forum.example',
            FeedKind.DISCOURSE,
            f'{FORUM}/latest.json?order=created',
            'forum.example',
            '',
        ),
        (
            'discourse:forum.example tag=a+b',
            FeedKind.DISCOURSE,
            f'{FORUM}/tags/intersection/a/b.json',
            'forum.example',
            '',
        ),
        (
            'discourse:forum.example category=events/12 top=monthly – Forum',
            FeedKind.DISCOURSE,
            f'{FORUM}/c/events/12/l/top.json?period=monthly',
            'Forum',
            '',
        ),
        (
            'planet:pt',
            FeedKind.PLANET,
            'https://pt.planet.wikimedia.org/rss20.xml',
            'Planet Wikimedia (pt)',
            'pt',
        ),
        (
            'list:news-l@lists.example',
            FeedKind.LIST,
            'https://lists.example/hyperkitty/list/news-l@lists.example/feed/',
            'news-l',
            '',
        ),
        (
            'wiki:meta.example feed=technews – Tech News',
            FeedKind.WIKI,
            'https://meta.example/w/api.php?action=featuredfeed&feed=technews&feedformat=atom',
            'Tech News',
            '',
        ),
    ],
)
def test_what_is_fetched(text: str, kind: FeedKind, link: str, label: str, language: str) -> None:
    """C2"""
    found = source(text)
    assert (found.kind, found.link, found.label, found.language) == (kind, link, label, language)


@pytest.mark.parametrize(
    ('text', 'why'),
    [
        ('http://diff.example/feed/', 'must begin with https://'),
        ('diff.example', 'must be an address'),
        ('gopher:diff.example', 'must be an address'),
        ('feed:diff.example', 'must be an address'),
        ('wordpress:', 'must be an address'),
        ('wordpress:diff.example tags=a', 'does not have: tags'),
        ('wordpress:diff.example tag', 'name=value'),
        ('wordpress:diff.example tag=', 'name=value'),
        ('wordpress:diff.example tag=a tag=b', 'more than once'),
        ('wordpress:diff.example lang=Swedish!', 'language code'),
        ('wordpress:me@diff.example', 'account'),
        ('wordpress:diff.example@evil.example/x', 'account'),
        ('discourse:forum.example tag=a category=b/1', 'not both'),
        ('discourse:forum.example category=events', 'category=events/12'),
        ('discourse:forum.example top=sometimes', 'one of'),
        ('discourse:forum.example tag=a+b top=weekly', 'one tag'),
        ('list:news-l', 'mailing list'),
        ('list:../x@lists.example', 'mailing list'),
        ('planet:english language', 'name=value'),
        ('wiki:meta.example', 'feed='),
        ('– Label', 'must be an address'),
    ],
)
def test_what_is_wrong_is_said(text: str, why: str) -> None:
    """C8"""
    with pytest.raises(ValueError, match=why.replace('+', r'\+')):
        source(text)


@given(st.text())
def test_no_line_makes_a_traceback_or_another_host(text: str) -> None:
    try:
        found = source(f'wordpress:diff.example {text}')
    except ValueError:
        return
    assert found.link.startswith(f'{DIFF}/')


def test_a_source_is_known_by_what_is_fetched() -> None:
    assert source(f'{DIFF}/feed/ – One').key == source(f'{DIFF}/feed/ – Two').key
    assert source(f'{DIFF}/feed/').key != source(f'{DIFF}/feed/2').key
