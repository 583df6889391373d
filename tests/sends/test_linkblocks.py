"""Links that wikis block are found before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from outreach.sends.linkblocks import blocked, links

from tests.samples.cannedwiki import canned


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
