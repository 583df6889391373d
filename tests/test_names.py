"""Names of accounts and titles, as MediaWiki folds them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach.names import ENGLISH, Namespaces, is_ip, is_temporary, normalize_user

POLISH = Namespaces.from_siteinfo(
    {
        'namespaces': {
            '0': {'id': 0, 'name': '', 'case': 'first-letter'},
            '2': {'id': 2, 'name': 'Wikipedysta', 'canonical': 'User', 'case': 'first-letter'},
            '3': {'id': 3, 'name': 'Dyskusja wikipedysty', 'canonical': 'User talk', 'case': 'first-letter'},
            '4': {'id': 4, 'name': 'Wikipedia', 'canonical': 'Project', 'case': 'first-letter'},
            '100': {'id': 100, 'name': 'Portal', 'canonical': 'Portal', 'case': 'case-sensitive'},
        },
        'namespacealiases': [
            {'id': 2, 'alias': 'Wikipedystka'},
            {'id': 3, 'alias': 'Dyskusja wikipedystki'},
            {'id': 4, 'alias': 'WP'},
        ],
        'interwikimap': [
            {'prefix': 'de', 'url': 'https://de.wikipedia.org/wiki/$1'},
            {'prefix': 'rfc', 'url': 'https://tools.ietf.org/html/rfc$1'},
        ],
        'specialpagealiases': [{'realname': 'Contributions', 'aliases': ['Wkład', 'Contributions']}],
    }
)

# as written, as stored
NAMES = [
    ('anna', 'Anna'),
    ('  Anna__B  ', 'Anna B'),
    ('Anna\u00a0B\u2003C', 'Anna B C'),
    ('a\u0308lva', 'Älva'),
    ('ßeta', 'ßeta'),
    ('ыва', 'Ыва'),
    ('.dot', '.dot'),
    ('A=B@c', 'A=B@c'),
    ("O'Neil", "O'Neil"),
    ('x' * 85, 'X' + 'x' * 84),
]

# not a name, and why
NO_NAMES = [
    ('', 'empty'),
    ('___', 'empty'),
    ('a/b', "'/'"),
    ('a#b', "'#'"),
    ('a|b', "'|'"),
    ('[[a]]', "'['"),
    ('a%41', "'%41'"),
    ('a\u200eb', 'U+200E'),
    ('\u202eabc', 'U+202E'),
    ('a\u200bb', 'U+200B'),
    ('a\tb', 'U+0009'),
    ('a\x00b', 'U+0000'),
    ('å' * 128, '255 bytes'),
]

# title, canonical title on the Polish wiki
TITLES = [
    ('User talk:Anna', 'User talk:Anna'),
    ('user_talk: anna', 'User talk:Anna'),
    ('Dyskusja_wikipedystki:anna', 'User talk:Anna'),
    ('DYSKUSJA WIKIPEDYSTY:Anna', 'User talk:Anna'),
    (':Wikipedystka:Anna/x', 'User:Anna/x'),
    ('wp:Kawiarenka', 'Project:Kawiarenka'),
    ('Wikipedia:Kawiarenka#top', 'Project:Kawiarenka'),
    ('portal:maps', 'Portal:maps'),
    ('\u200eUser talk:An\u200fna\u202c', 'User talk:Anna'),
    ('User talk:A&amp;B', 'User talk:A&B'),
    ('kot', 'Kot'),
    ('Foo:bar', 'Foo:bar'),
]

NO_TITLES = ['', ' ', '_', '#x', 'User talk:', 'a<b', 'a[b', 'a%20b', '../x', 'a/./b', 'a~~~b', 'x' * 256]


@pytest.mark.parametrize(('text', 'name'), NAMES)
def test_a_name_is_stored_as_mediawiki_stores_it(text: str, name: str) -> None:
    assert normalize_user(text) == name


@pytest.mark.parametrize(('text', 'why'), NO_NAMES)
def test_a_bad_name_is_refused_with_its_text(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(text))) as refused:
        normalize_user(text)
    assert why in str(refused.value)


@given(st.text(max_size=40))
@settings(max_examples=100, deadline=None)
def test_a_normal_name_stays_normal(text: str) -> None:
    try:
        name = normalize_user(text)
    except ValueError:
        return
    assert normalize_user(name) == name


@pytest.mark.parametrize(('title', 'canonical'), TITLES)
def test_titles_fold_with_all_names_of_a_namespace(title: str, canonical: str) -> None:
    assert POLISH.canonical_title(title) == canonical


@pytest.mark.parametrize('title', NO_TITLES)
def test_a_bad_title_is_refused(title: str) -> None:
    with pytest.raises(ValueError, match='no page title'):
        ENGLISH.split(title)


@given(st.sampled_from([title for title, _ in TITLES]), st.text(max_size=20))
@settings(max_examples=100, deadline=None)
def test_canonical_titles_are_fixed_points(title: str, tail: str) -> None:
    try:
        canonical = POLISH.canonical_title(title + tail)
    except ValueError:
        return
    assert POLISH.canonical_title(canonical) == canonical
    assert POLISH.canonical_title(POLISH.local_title(canonical)) == canonical


def test_a_wiki_writes_its_own_names() -> None:
    assert POLISH.local_title('User talk:Anna') == 'Dyskusja wikipedysty:Anna'


def test_interwiki_prefixes_lead_to_hosts() -> None:
    assert POLISH.follow(':de:Benutzer:Anna') == ('de.wikipedia.org', 'Benutzer:Anna')
    assert POLISH.follow('User:Anna') is None
    assert POLISH.follow('wp:de') is None


@pytest.mark.parametrize(
    ('name', 'ip', 'temporary'),
    [
        ('192.0.2.1', True, False),
        ('2001:DB8::1', True, False),
        ('192.0.2.0/24', True, False),
        ('192.0.2.xxx', True, False),
        ('1.2.3', False, False),
        ('~2026-12345-6', False, True),
        ('~2026-1', False, True),
        ('~Anna', False, False),
        ('2026-12345', False, False),
    ],
)
def test_who_has_no_account(name: str, *, ip: bool, temporary: bool) -> None:
    assert is_ip(name) is ip
    assert is_temporary(name) is temporary
