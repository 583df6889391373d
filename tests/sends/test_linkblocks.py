"""Links that wikis block are found before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from outreach.problems import Unreachable, WikiError
from outreach.sends.linkblocks import blocked, links, read
from outreach.sitematrix import WikiInfo

from tests.samples.cannedwiki import EN, Canned, canned, farm_of


def test_the_addresses_of_a_text_are_told_each_once() -> None:
    text = 'See [https://a.org/x A], https://b.org/y. And https://a.org/x again (https://c.org).'
    assert links(text) == ('https://a.org/x', 'https://b.org/y', 'https://c.org')


@pytest.mark.parametrize(
    ('reply', 'matches'),
    [({'result': 'ok'}, ()), ({'result': 'blacklisted', 'matches': ['a.org']}, ('a.org',))],
)
def test_a_wiki_says_what_it_blocks(reply: Mapping[str, Any], matches: tuple[str, ...]) -> None:
    wiki = canned(lambda asked: {'spamblacklist': reply})
    assert blocked(wiki, ['https://a.org/x']) == matches


def test_wikis_that_do_not_tell_are_said_once() -> None:
    def lacks(_asked: Mapping[str, Any]) -> Mapping[str, Any]:
        raise WikiError('x', 'badvalue: Unrecognized value for parameter "action": spamblacklist', 'badvalue')

    def away(_asked: Mapping[str, Any]) -> Mapping[str, Any]:
        raise Unreachable('x', 'gave no usable answer')

    wikis = [Canned(lacks, WikiInfo(f'{code}wiki', f'{code}.w.test', code)) for code in 'abcdefgh']
    silent = Canned(away, EN)
    why = 'do not tell which links they block: they have no SpamBlacklist'
    texts = {one.host: 'See https://a.org/x' for one in (*wikis, silent)}
    assert [str(one) for one in read(farm_of(*wikis, silent), texts)] == [
        f'warning: 8 wikis: {why} (a.w.test, b.w.test, c.w.test, d.w.test, e.w.test …)',
        'warning: en.w.test: does not tell which links it blocks',
    ]
    [one] = read(farm_of(wikis[0]), {'a.w.test': 'https://a.org/x'})
    assert str(one) == 'warning: a.w.test: does not tell which links it blocks: it has no SpamBlacklist'
