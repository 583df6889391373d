"""Numbers with their nouns."""

from __future__ import annotations

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
