"""From what a source says to plain text, and by what a piece of news is known again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach.feeds.items import (
    Item,
    Languages,
    author,
    fold,
    item,
    merged,
    plain,
    source_key,
    threads,
    with_discussions,
)
from outreach.feeds.reading import read
from outreach.feeds.sources import source

from tests.feeds import samples

DIFF = source('https://diff.example/feed/ – Diff')
PLANET = source('https://planet.example/rss20.xml – Planet')
FORUM = source('discourse:forum.example – Forum')
LIST = source('list:news-l@lists.example')
LANGUAGES = Languages(
    frozenset({'en', 'es', 'fa', 'sv', 'pt-br', 'pt'}),
    {'spanish': 'es', 'espanol': 'es', 'swedish': 'sv', 'svenska': 'sv'},
    frozenset({'fa'}),
)


def entry(**more: Any) -> dict[str, Any]:
    nothing = {
        'id': '',
        'title': 'T',
        'date': '',
        'authors': [],
        'tags': [],
        'language': '',
        'text': '',
        'links': [],
    }
    return {**nothing, 'link': 'https://diff.example/1/', **more}


def made(**more: Any) -> Item:
    return item(DIFF, entry(**more), LANGUAGES)


@pytest.mark.parametrize(
    ('title', 'shown'),
    [
        ('1 < 2 & 3 > 2', '1 < 2 & 3 > 2'),
        ('1 < 2 &amp; 3', '1 < 2 & 3'),
        ('A <b>bold</b> word', 'A bold word'),
        ('It&#8217;s &quot;on&quot;', 'It’s "on"'),
        (
            '<script>alert(1)</script> [[Category:X]] {{Delete}} ~~~~ &#8217;',
            '[[Category:X]] {{Delete}} ~~~~ ’',
        ),
        ('<style>b{}</style>x<script>never closed', 'x'),
        ('C# &amp; VB', 'C# & VB'),
        ('a<br>b', 'a b'),
        ('<unknown> stays', '<unknown> stays'),
        ('  many \n blanks\t', 'many blanks'),
        ('e\u0301', 'é'),
        ('نیم\u200cفاصله \u202eevil', 'نیم\u200cفاصله evil'),
        ('👩\u200d💻', '👩\u200d💻'),
        ('\u200b\u2066x\u2069\ufeff', 'x'),
    ],
)
def test_titles(title: str, shown: str) -> None:
    """C40, C41; cases 3, 4 and 6 of the facts"""
    assert plain(title) == shown


def test_a_long_title_is_cut_at_a_word() -> None:
    found = plain('word ' * 100)
    assert found.endswith('word…')
    assert len(found) <= 200
    assert len(plain('x' * 300)) == 200


@given(st.text(max_size=500))
def test_titles_are_one_line(text: str) -> None:
    found = plain(text)
    assert len(found) <= 200
    assert found == ' '.join(found.split())


def test_a_title_that_says_nothing() -> None:
    assert made(title='<b></b>', text='<p>Something happened</p>').title == 'Something happened'
    assert made(title='', date='2026-11-24T10:00:00+00:00').title == 'diff.example, 2026-11-24'


@pytest.mark.parametrize('link', ['javascript:alert(1)', 'data:text/html,x', '', 'https://a@b.example/', 'x'])
def test_an_item_without_a_proper_link_is_refused(link: str) -> None:
    """C42; case 5"""
    with pytest.raises(ValueError, match=r'\w'):
        made(link=link)


@pytest.mark.parametrize(
    ('text', 'name'),
    [
        ('Ana &amp; Bo', 'Ana & Bo'),
        ('Bo (bo@people.example)', 'Bo'),
        ('bo＠people.example (Bo)', 'Bo'),
        ('noreply@blogger.example', ''),
        ('<b>Bo</b>', 'Bo'),
    ],
)
def test_no_address_is_printed(text: str, name: str) -> None:
    """C37"""
    assert author(text) == name


@pytest.mark.parametrize(
    ('about', 'language'),
    [
        ({'language': 'es'}, 'es'),
        ({'language': 'en-US'}, 'en'),
        ({'language': 'pt-BR'}, 'pt-br'),
        ({'language': 'xx'}, ''),
        ({'tags': ['Community', 'Español']}, 'es'),
        ({'tags': ['Spanish', 'Svenska']}, ''),
        ({'language': 'fa', 'tags': ['Spanish']}, 'fa'),
    ],
)
def test_the_language_of_an_item(about: dict[str, Any], language: str) -> None:
    assert made(**about).language == language


def test_what_the_feed_claims_is_the_weakest_word() -> None:
    found = item(DIFF, entry(tags=['Spanish']), LANGUAGES, 'en-US')
    assert (found.language, found.site_language) == ('es', 'en')


def test_http_and_https_are_one_name() -> None:
    """C28; case 2"""
    before, after = made(id='http://diff.example/?p=7'), made(id='https://diff.example/?p=7')
    assert before.id == after.id
    assert before.id != made(id='https://diff.example/?p=8').id
    assert source_key(before.id) == DIFF.key
    assert before.id != item(PLANET, entry(id='http://diff.example/?p=7'), LANGUAGES).id


def test_without_a_name_the_link_is_the_name() -> None:
    assert made(link='https://diff.example/1').id == made(link='http://diff.example/1/').id


def test_one_post_of_two_sources_is_one_row() -> None:
    """C25, C26; case 7"""
    first = made(id='7')
    second = item(PLANET, entry(link='http://diff.example/1?utm_source=planet', title='Diff: T'), LANGUAGES)
    assert merged([first, second]) == [first]
    assert merged([second, first]) == [second]


def test_equal_titles_are_no_identity() -> None:
    """C27; case 10"""
    entries = read(samples.TECH_NEWS, 'https://meta.example/', '')['entries']
    assert len(merged(item(DIFF, one, LANGUAGES) for one in entries)) == 2


def test_a_topic_about_a_post_is_its_discussion() -> None:
    """C29"""
    post = made(link='https://blog.example/7/')
    topic = item(FORUM, read(samples.DISCOURSE_JSON, 'https://forum.example/', '')['entries'][0], LANGUAGES)
    assert topic.is_topic
    [one] = with_discussions([topic, post])
    assert (one.id, one.discussion) == (post.id, 'https://forum.example/t/hello/12')
    other = replace(topic, id='0' * 16, link='https://forum.example/t/again/13')
    assert len(with_discussions([topic, post, other])) == 2
    assert (
        len(
            with_discussions(
                [made(id='9', link='https://x.example/', links=['https://blog.example/7/']), post]
            )
        )
        == 2
    )


def test_a_mailing_list_is_its_threads() -> None:
    """C37"""
    entries = read(samples.HYPERKITTY, 'https://lists.example/', '')['entries']
    found = threads(item(LIST, one, LANGUAGES) for one in entries)
    assert [(one.title, one.link) for one in found] == [
        ('Where to meet', 'https://lists.example/message/A/'),
        ('Other things', 'https://lists.example/message/B/'),
    ]
    assert not [one for one in found if '@' in ' '.join((*one.authors, one.title))]


def test_moments_are_whole_minutes() -> None:
    assert made(date='2026-11-24T10:00:59+00:00').moment == datetime(2026, 11, 24, 10, tzinfo=UTC)


def test_folding() -> None:
    assert fold('  ÉTÉ  Straße ') == fold('ete strasse')
