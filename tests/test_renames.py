"""Renames are followed."""

from __future__ import annotations

from typing import cast

from outreach.renames import renames_since
from outreach.wiki import Wiki

from tests.samples.cannedwiki import Canned


def test_renames_are_followed_to_the_last_name() -> None:
    log = [
        {'olduser': 'B', 'newuser': 'C'},
        {'olduser': 'A', 'newuser': 'B'},
        {'olduser': 'X', 'newuser': 'Y'},
    ]
    reply = {'query': {'logevents': [{'params': params} for params in log] + [{}]}}
    wiki = Canned(lambda asked: reply)
    assert renames_since(cast(Wiki, wiki), ['A', 'B', 'Z'], '2026-01-01T00:00:00Z') == {'A': 'C', 'B': 'C'}
    assert renames_since(cast(Wiki, wiki), ['A'], '') == {}
    assert len(wiki.asked) == 1
