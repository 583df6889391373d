"""Headings, in all forms that MediaWiki takes for one, and on lines that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach.headings import headings


@pytest.mark.parametrize(
    ('line', 'level', 'title'),
    [
        ('== Ideas ==', 2, 'Ideas'),
        ('==Ideas==', 2, 'Ideas'),
        ('= Page =', 1, 'Page'),
        ('=== a ==', 2, '= a'),
        ('======== a ========', 6, '== a =='),
        ('== a == \t', 2, 'a'),
        ('== a == <!-- add below -->', 2, 'a'),
        ('== a ==<!--x--> <!-- y -->  ', 2, 'a'),
        ('== a <!-- in --> b ==', 2, 'a <!-- in --> b'),
        ('== a == \0\0\0 \0', 2, 'a'),
        ('===', 1, '='),
    ],
)
def test_a_heading(line: str, level: int, title: str) -> None:
    text = f'before\n{line}\nafter'
    (found,) = headings(text, '\0')
    assert (found.level, found.title) == (level, title)
    assert text[found.start : found.end] == line
    assert text[found.title_start : found.title_end] == title


@pytest.mark.parametrize(
    'line',
    [
        '== Ideas == <!-- add below this line --> new', ' == a ==', '==', '= a', '== a == <!-- open', 'a ==',
        '== a ==<!-- x --> <!-- y --> z',
    ],
)  # fmt: skip
def test_no_heading(line: str) -> None:
    assert list(headings(f'before\n{line}\nafter')) == []


@given(st.text(alphabet='= a<!->\n\0', max_size=60))
def test_headings_are_lines_of_their_own_in_order(text: str) -> None:
    found = list(headings(text, '\0'))
    assert all(text[one.start : one.end] in text.split('\n') for one in found)
    assert [one.start for one in found] == sorted({one.start for one in found})
    assert all(text[one.title_start : one.title_end] == one.title for one in found)
