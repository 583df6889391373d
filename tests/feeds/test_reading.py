"""From bytes to plain entries, for feeds of every shape that sites really serve."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach.feeds.reading import Entry, read
from outreach.guardedreading import serve

from tests.feeds import samples

LINK = 'https://blog.example/feed/'


def entries(body: bytes, kind: str = '') -> list[Entry]:
    found = read(body, LINK, kind)
    assert found['feed']
    return list(found['entries'])


def test_wordpress() -> None:
    [one] = entries(samples.WORDPRESS)
    assert one == {
        'id': 'https://blog.example/?p=7',
        'link': 'https://blog.example/7/',
        'title': 'Photos & ‘sounds’',
        'date': '2026-11-24T10:00:00+00:00',
        'authors': ['Ana &amp; Bo'],
        'tags': ['Arts &amp; culture', 'Español'],
        'language': '',
        'text': '<p>Short […]</p>',
        'links': ['https://other.example/x'],
        'replies': 3,
        'pinned': False,
    }
    assert read(samples.WORDPRESS, LINK, '')['language'] == 'en-US'


def test_discourse_as_rss() -> None:
    [one] = entries(samples.DISCOURSE_RSS)
    assert (one['id'], one['authors'], one['tags']) == ('forum.example-topic-12', ['bo'], ['Events'])
    assert one['links'] == ['https://blog.example/7/?utm_source=x']


def test_discourse_as_json() -> None:
    [one] = entries(samples.DISCOURSE_JSON)
    assert one['link'] == 'https://blog.example/t/hello/12'
    assert (one['authors'], one['tags'], one['replies']) == (['ana'], ['events', 'africa'], 3)
    assert one['links'] == ['https://blog.example/7/']


def test_atom_has_a_language_and_relative_links() -> None:
    [one] = entries(samples.ATOM)
    assert (one['link'], one['language']) == ('https://blog.example/2026/ett', 'sv')
    assert one['date'] == '2026-11-24T09:00:00+00:00'


def test_json_feed() -> None:
    [one] = entries(samples.JSON_FEED)
    assert (one['id'], one['link'], one['authors']) == ('5', 'https://blog.example/eins', ['Ana'])
    assert (one['language'], one['tags'], one['links']) == ('fr', ['a'], ['https://x.example/'])


def test_hyperkitty() -> None:
    assert [one['title'] for one in entries(samples.HYPERKITTY)][2] == '[News-l] Where to meet'


@pytest.mark.parametrize(
    'body', [samples.LOGIN_PAGE, b'', b'{}', b'{"items": []}', b'[]', b'{' * 5000, b'\xff\xfe', b'hello']
)
def test_what_is_no_feed_is_no_feed(body: bytes) -> None:
    """C19"""
    found = read(body, LINK, 'text/html')
    assert (found['feed'], found['entries']) == (False, [])


OPEN = b'<a><p><br>' * 2000


@pytest.mark.parametrize('body', [OPEN, b'</a>' * 9000 + OPEN, OPEN.decode().encode('utf-16'), b'<a ' * 6000])
def test_what_leaves_thousands_of_elements_open_is_refused_in_plain_words(body: bytes) -> None:
    found = read(body, LINK, 'text/xml')
    assert (found['feed'], found['entries']) == (False, [])
    assert found['why'] == 'leaves 6,000 elements open, more than a feed can'


@pytest.mark.parametrize(
    'inside', [b'<![CDATA[' + OPEN + b']]>', b'<!-- ' + OPEN + b' -->', b'<b/>' * 6000, b'<b></b>' * 6000]
)
def test_what_a_feed_closes_or_hides_is_not_counted(inside: bytes) -> None:
    body = samples.rss(samples.rss_item(1, 'A')).replace(b'<item>', b'<item><x>' + inside + b'</x>')
    assert [one['title'] for one in entries(body)] == ['A']


def test_a_feed_that_is_cut_off_is_read_as_far_as_it_goes() -> None:
    """C35: the item in which it ends has no link yet, and is dropped."""
    whole = samples.rss(samples.rss_item(1, 'A'), '<item><title>B</title>')
    found = read(whole[: whole.index(b'B</title>') + 9], LINK, '')
    assert ([one['title'] for one in found['entries']], found['whole']) == (['A'], False)


@pytest.mark.parametrize('title', ['A & B', 'A &nbsp; B', 'A \x0b B'])
def test_small_faults_cost_nothing(title: str) -> None:
    body = samples.rss(samples.rss_item(1, title), samples.rss_item(2, 'Next'))
    assert len(entries(b'\n' + body)) == 2


def test_a_charset_that_is_not_named_is_no_fault() -> None:
    assert read(samples.WORDPRESS, LINK, 'text/xml')['whole']


@pytest.mark.parametrize('date', ['', 'Di, 24 Nov 2026', '31 November 2026', 'soon'])
def test_dates_that_nobody_can_read_are_none(date: str) -> None:
    """C36"""
    assert entries(samples.rss(samples.rss_item(1, 'A', date=date)))[0]['date'] == ''


def test_texts_are_cut() -> None:
    [one] = entries(samples.rss(samples.rss_item(1, 'x' * 100_000)))
    assert len(one['title']) == 2000


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=9),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
        max_leaves=6,
    )
)
def test_no_json_breaks_the_reader(value: Any) -> None:
    topics = {
        'topic_list': {'topics': [value, {'id': 1, 'tags': value, 'posters': [value], 'title': value}]},
        'users': value,
    }
    items = {
        'version': 'jsonfeed.org',
        'items': [value, {'id': value, 'tags': value, 'authors': value, 'url': value}],
    }
    for body in (topics, items):
        read(json.dumps(body).encode(), LINK, '')


def test_answers_come_line_by_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr('sys.argv', ['reading', '10'])
    path = tmp_path / 'body'
    path.write_bytes(samples.WORDPRESS)
    out = io.StringIO()
    asked = json.dumps({'file': str(path), 'link': LINK, 'type': '', 'words': ''})
    serve(lambda body, link, kind, _words: read(body, link, kind), [asked, asked], out)
    assert [len(json.loads(line)['entries']) for line in out.getvalue().splitlines()] == [1, 1]
