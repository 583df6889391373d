"""Numbers with their nouns."""

from __future__ import annotations

import shlex

from hypothesis import given
from hypothesis import strategies as st
from outreach import words
from outreach.words import counted


def test_one_is_not_many() -> None:
    assert [counted(number, 'entry', 'entries') for number in (0, 1, 2000)] == [
        '0 entries',
        '1 entry',
        '2,000 entries',
    ]


def test_of_known_words_the_closest_may_be_meant() -> None:
    assert words.did_you_mean('renamd', ('renamed', 'missing')) == '; did you mean renamed?'
    assert words.did_you_mean('x', ('renamed', 'missing')) == ''
    assert words.did_you_mean('', ()) == ''


def test_the_first_few_are_named() -> None:
    assert words.named(['A', 'B']) == 'A, B'
    assert words.named(range(6)) == '0, 1, 2, 3, 4 …'
    assert words.named(range(3), 3) == '0, 1, 2'


def test_targets_are_counted() -> None:
    assert [words.so_many(count) for count in (0, 1, 5000)] == ['0 targets', '1 target', '5,000 targets']


def test_most_nouns_get_an_s() -> None:
    assert [counted(number, 'page') for number in (0, 1, 2)] == ['0 pages', '1 page', '2 pages']


def test_an_option_is_quoted_where_a_shell_would_read_it_otherwise() -> None:
    said = {
        '-campaign:Outreach/Été': '-campaign:Outreach/Été',
        '-campaign:Outreach/My topic (2026)': '"-campaign:Outreach/My topic (2026)"',
        '-campaign:Outreach/X;touch Y;$(id)': "'-campaign:Outreach/X;touch Y;$(id)'",
        '-campaign:A & B': "'-campaign:A & B'",
        "-campaign:`id`'s": """'-campaign:`id`'"'"'s'""",
    }
    assert {option: words.as_typed(option) for option in said} == said


@given(st.text(min_size=1))
def test_a_shell_reads_an_option_as_it_is(option: str) -> None:
    assert shlex.split(words.as_typed(option)) == [option]
