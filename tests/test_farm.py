"""The wikis of a farm, asked at the same time."""

from __future__ import annotations

from outreach.farm import largest_first


def test_the_wiki_with_most_to_ask_is_begun_first() -> None:
    assert largest_first({'a': 'x', 'c': 'xyz', 'b': 'xyz'}) == ['b', 'c', 'a']
