"""Web addresses of strangers: what is refused, what is the same page, what stands on a wiki page."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach.weblinks import in_wikitext, links_in, same_address, web_link


@pytest.mark.parametrize(
    'text',
    [
        'https://e.example/', 'http://e.example/a?b=c#d', 'https://e.example:8080/x', 'https://مثال.example/ن',
    ],
)  # fmt: skip
def test_plain_addresses_stay_as_they_are(text: str) -> None:
    assert web_link(f' {text} ') == text


def test_relative_ones_are_resolved() -> None:
    assert web_link('/2026/x', 'https://e.example/feed/') == 'https://e.example/2026/x'


@pytest.mark.parametrize(
    'text',
    [
        'javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'ftp://e.example/', '//e.example',
        '',
        'https://me@e.example/', 'https://me:x@e.example/', 'https://e.example\\@evil.example/', 'https://',
        'https://e.example/\x00', 'https://[::1]/', 'https://[x/', 'https://localhost/', 'https://e.example:x/',
        'https://e.example:99999/', f'https://e.example/{"x" * 2000}', 'https://-e.example/',
    ],
)  # fmt: skip
def test_what_could_be_read_in_two_ways_or_is_no_page_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r'\w'):
        web_link(text)


@pytest.mark.parametrize(
    'other',
    [
        'http://e.example/a', 'https://E.example/a/', 'https://e.example:443/a', 'https://e.example/a#top',
        'https://e.example/a?utm_source=rss&utm_medium=x', 'https://e.example/a?fbclid=1&ref=x&mc_cid=2',
        'https://e.example/a?source=rss',
    ],
)  # fmt: skip
def test_one_page_has_one_comparable_address(other: str) -> None:
    assert same_address(other) == same_address('https://e.example/a')


@pytest.mark.parametrize(
    'other',
    [
        'https://e.example/b',
        'https://e.example/a?p=1',
        'https://e.example:81/a',
        'https://e.example/a?source=x',
    ],
)
def test_other_pages_have_others(other: str) -> None:
    assert same_address(other) != same_address('https://e.example/a')


def test_other_parameters_count_in_their_order() -> None:
    assert same_address('https://e.example/?b=2&a=1&utm_x=3') == same_address('https://e.example/?b=2&a=1')
    assert same_address('https://e.example/?b=2&a=1') != same_address('https://e.example/?a=1&b=2')


@given(st.text())
def test_nothing_ends_a_link_or_is_markup(text: str) -> None:
    written = in_wikitext(f'https://e.example/{text}')
    assert not re.search(r"[\s\[\]{}<>\"'|;]|~~|__", written)
    assert in_wikitext(written) == written


@pytest.mark.parametrize(
    'tail', ['~~~~', '~~~', '__NOTOC__', '&lt;', '&#91;', "''", '\u3000', '{{x}}', '-{x}-', '<!--']
)
def test_what_a_wiki_would_replace_or_end_with_is_encoded(tail: str) -> None:
    assert tail not in in_wikitext(f'https://e.example/{tail}x')


def test_letters_of_any_script_stay() -> None:
    assert in_wikitext('https://e.example/ن/東') == 'https://e.example/ن/東'


def test_links_are_found_each_once() -> None:
    html = (
        '<a href="https://a.example/">a</a> <a href=\'b\'>b</a> <a href="https://a.example/">a</a><a href=x>'
    )
    assert links_in(html) == ('https://a.example/', 'b')
    assert links_in(html, most=1) == ('https://a.example/',)
