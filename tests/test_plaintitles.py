"""Titles of user pages without brackets."""

from __future__ import annotations

import pytest
from outreach.plaintitles import plain_titles

from tests.samples.wikis import RESOLVER

TITLES = [
    ('User:A', 'A'),
    ('See User talk:A, User:B and de:Benutzer Diskussion:C.', 'A B C@de'),
    ('User:A User:B', 'A B'),
    ('Note: User: A', 'A'),
    ('User：A;Special:Contributions/B', 'A B'),
    ('User:A/Notes (by mail)', 'A'),
    ('User:A asked us', 'A?'),
    ('User:J. Somebody, User:B: no, User:C!', 'J? B C'),
    ('User:A B\nUser:C D', 'A? C?'),
    ('User:A [[User:B]]', 'A'),
    ("'''w:de:Benutzerin:A'''", 'A@de'),
    ('[[User:A|User:B]] https://de.wikipedia.org/wiki/User:C {{u|User:D}} 12:00, 1 May 2026 (UTC)', ''),
    ('User:, Talk:A and 10:30', ''),
    ('* # : User:A', 'A'),
]


@pytest.mark.parametrize(('text', 'found'), TITLES)
def test_titles_are_found_where_they_end_for_sure(text: str, found: str) -> None:
    titles = plain_titles(text, RESOLVER)
    shown = (f'{one.name}{"@de" * one.stated}{"" if one.exact else "?"}' for one in titles)
    assert ' '.join(shown) == found
    for one in titles:
        assert one.name in text[one.start : one.end]
