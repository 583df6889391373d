"""Columns of people and wikis, by the words above them and by what stands in them."""

from __future__ import annotations

import pytest
from outreach.columns import columns_of, wiki_named

from tests.samples.wikis import RESOLVER

WIKIS_NAMED = [
    *((one, 'de.wikipedia.org') for one in ('de.wikipedia.org', 'DE.m.wikipedia.org', 'dewiki', 'de')),
    ('https://de.wikipedia.org/wiki/X', 'de.wikipedia.org'), ('[[:de:]]', 'de.wikipedia.org'),
    ('wikia', ''), ('German', ''), ('', ''), ('everywhere, really', ''),
]  # fmt: skip


@pytest.mark.parametrize(('text', 'host'), WIKIS_NAMED)
def test_a_wiki_by_any_of_its_names(text: str, host: str) -> None:
    assert wiki_named(text, RESOLVER) == host


COLUMNS = [
    (['No.', 'Real name', 'Username'], (2,), None),
    (['Event name', 'Participant', 'Invited by', 'Home wiki'], (1,), 3),
    (['Country', 'Topic'], (), None),
    (['Name', 'Project', 'Role'], (0,), 1),
    (['Project name', 'User'], (1,), None),
]


@pytest.mark.parametrize(('labels', 'people', 'wiki'), COLUMNS)
def test_columns_by_their_words(labels: list[str], people: tuple[int, ...], wiki: int | None) -> None:
    found = columns_of(dict(enumerate(labels)))
    assert found.of_people == people
    assert found.wiki == wiki
