"""Which wikis there are, and which of them are open."""

from __future__ import annotations

import pytest
from outreach.sitematrix import WikiInfo, parse

REPLY = {
    'count': 3,
    '0': {
        'code': 'sv',
        'name': 'svenska',
        'site': [
            {'url': 'https://sv.wikipedia.org', 'dbname': 'svwiki', 'code': 'wiki'},
            {'url': 'https://sv.wikibooks.org', 'dbname': 'svwikibooks', 'code': 'wikibooks', 'closed': ''},
        ],
    },
    '1': {'code': 'aa'},
    'specials': [
        {'url': '//meta.wikimedia.org', 'dbname': 'metawiki', 'code': 'meta', 'lang': 'en', 'closed': False},
        {'url': 'https://x.org', 'dbname': 'xwiki', 'private': True},
    ],
}


def test_wikis_are_read_from_languages_and_specials() -> None:
    assert list(parse(REPLY)) == [
        WikiInfo('svwiki', 'sv.wikipedia.org', 'sv', 'wiki', autonym='svenska'),
        WikiInfo('svwikibooks', 'sv.wikibooks.org', 'sv', 'wikibooks', closed=True, autonym='svenska'),
        WikiInfo('metawiki', 'meta.wikimedia.org', 'en', 'meta'),
        WikiInfo('xwiki', 'x.org', '', '', private=True),
    ]


@pytest.mark.parametrize('flag', ['closed', 'private', 'fishbowl'])
def test_a_wiki_that_not_everybody_may_use_is_not_open(flag: str) -> None:
    site = {'url': 'https://x.org', 'dbname': 'x', flag: True}
    (info,) = parse({'specials': [site]})
    assert not info.open
    assert WikiInfo('x', 'x.org', 'en').open
