"""Text from wikis on a terminal: as text, on one line."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach.problems import WikiError
from outreach.shown import (
    CONTINUED,
    JOINERS,
    aligned,
    changes,
    folded,
    line,
    of_pywikibot,
    page,
    prefaced,
    quoted,
    remark,
    summary,
)  # fmt: skip
from pywikibot.userinterfaces.terminal_interface_base import colorTagR

HOSTILE = st.text(
    alphabet=st.one_of(
        st.sampled_from('a <>;\n\r\t\x0b\x85\u2028\u202e\u2066\x9b\x1b\x07\u200b\u200d\U000e0041'),
        st.characters(),
    ),
    max_size=60,
) | st.sampled_from(['<<red>>', '<<lightred;blue>>x', '<<<<red>>', 'a\nSaved X on meta.'])  # fmt: skip


@given(HOSTILE)
def test_nothing_acts_on_the_terminal(text: str) -> None:
    for one in (line(text), remark(text)):
        assert not colorTagR.search(one)
        assert len(one.splitlines()) <= 1
        kinds = {unicodedata.category(char) for char in one if char not in JOINERS}
        assert not kinds & {'Cc', 'Cs', 'Zl', 'Zp'}
        assert not re.search('[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]', one)


@given(HOSTILE)
def test_what_pywikibot_quotes_begins_no_line_of_ours(text: str) -> None:
    first, *others = of_pywikibot(text).split('\n')
    assert all(one.startswith('    | ') for one in others)
    assert len(first.splitlines()) <= 1


@given(HOSTILE)
def test_a_summary_is_one_plain_line(text: str) -> None:
    assert summary(text) == summary(summary(text))
    assert len(summary(text).splitlines()) <= 1


@pytest.mark.parametrize(
    ('text', 'seen'),
    [
        ('a\r\nSaved X', 'a⏎Saved X'),
        ('\x9b31mred', '\\x9b31mred'),
        ('\x1b]0;title\x07', '\\x1b]0;title\\x07'),
        ('abc\u202egnp', 'abc\\u202egnp'),
        ('<<lightred>>x<<default>>', '< <lightred>>x< <default>>'),
        ('x << y >> z', 'x << y >> z'),
        ('می\u200cخواهم क\u094d\u200dष 👩\u200d🔬', 'می\u200cخواهم क\u094d\u200dष 👩\u200d🔬'),
        ('\U000e0041', '\\U000e0041'),
    ],
)
def test_what_is_seen(text: str, seen: str) -> None:
    assert line(text) == seen


def test_a_warning_does_not_reach_into_the_next_row() -> None:
    assert remark('stop' + ' ' * 200 + 'Saved X on meta.') == 'stop Saved X on meta.'
    assert len(remark('x' * 5000)) < 2010


def test_nor_does_a_line() -> None:
    assert line('  stop' + ' ' * 200 + 'Saved X on meta.') == '  stop Saved X on meta.'
    assert line('x' + '\u3000 \t' * 90 + 'Saved X') == 'x Saved X'
    assert line(' ' * 200 + 'Saved X') == ' ' * 16 + 'Saved X'
    assert line('     5  pages  (out: 2)') == '     5  pages  (out: 2)'


def test_a_page_keeps_its_lines_and_its_blanks() -> None:
    assert page('a\nb\x1b    c') == 'a\nb\\x1b    c'
    assert quoted('a\n  Saved X') == '    | a\n    |   Saved X'


@given(st.text('ab ', max_size=120), st.text('xy', max_size=520))
def test_words_before_a_summary_never_cut_it(words: str, ours: str) -> None:
    whole = prefaced(words, ours)
    assert whole.endswith(ours)
    assert len(whole) <= max(500, len(ours))
    assert (whole != ours) == (bool(words) and len(ours) < 497)


def test_changes_stand_behind_a_bar_with_a_line_around_them() -> None:
    assert list(changes('a\nSaved X\nb\n', 'a\nSaved X\nc   d <<red>>\n')) == [
        '    | <<aqua>>…<<default>>',
        '    |   Saved X',
        '    | <<lightred>>- b<<default>>',
        '    | <<lightgreen>>+ c   d < <red>><<default>>',
        '    |   ',
    ]
    assert list(changes('', 'a')) == [
        '    | <<aqua>>…<<default>>',
        '    | <<lightgreen>>+ a<<default>>',
    ]
    assert not list(changes('a', 'a'))


@given(st.lists(st.sampled_from('abc'), max_size=12), st.lists(st.sampled_from('abc'), max_size=12))
def test_changes_hold_every_line_that_changed(before: list[str], after: list[str]) -> None:
    told = [
        re.sub('<<.*?>>', '', one).removeprefix(CONTINUED)
        for one in changes('\n'.join(before), '\n'.join(after))
    ]
    gone, come = ([one[2:] for one in told if one.startswith(mark)] for mark in '-+')
    assert Counter(before) - Counter(gone) + Counter(come) == Counter(after)


@given(HOSTILE.map(line) | st.text('a 字\u0301', max_size=200).map(line), st.integers(20, 60))
def test_what_is_longer_than_the_terminal_is_wide_goes_on_behind_a_bar(text: str, width: int) -> None:
    first, *others = folded(text, width).split('\n')
    assert all(one.startswith(CONTINUED) for one in others)
    assert first + ''.join(one.removeprefix(CONTINUED) for one in others) == text
    for one in (first, *others):
        wide = sum(1 + (unicodedata.east_asian_width(char) in 'WFA') for char in one)
        assert wide <= width


def test_colours_take_no_room() -> None:
    red = '<<lightred>>' + 'x' * 20 + '<<default>>'
    assert folded(red, 20) == red
    assert folded(red, 0) == red
    assert folded(f'{red}y', 20) == f'{red}\n    | y'


def test_cells_stand_below_one_another() -> None:
    rows = [('a', 'b\n' + ' ' * 90 + 'Saved X', 'c'), ('longer', 'd', '')]
    assert aligned(rows) == ['a       b⏎ Saved X  c', 'longer  d']
    assert aligned([]) == []


def test_a_traceback_is_its_last_line() -> None:
    assert of_pywikibot('Traceback (most recent call last):\n  File "x"\nOSError: gone\n') == 'OSError: gone'


def test_the_last_line_of_an_error_in_a_traceback_is_no_line_of_ours() -> None:
    trace = 'Traceback (most recent call last):\n  File "x"\nServerError: 502\nNothing was written.\n'
    assert of_pywikibot(trace) == 'ServerError: 502\n    | Nothing was written.'
    again = f'{trace}\nDuring handling of it:\n\n{trace.replace("502", "a<<red>>")}'
    assert of_pywikibot(again).split('\n')[0] == 'ServerError: 502'
    assert all(one.startswith(CONTINUED) for one in of_pywikibot(again).split('\n')[1:])


def test_what_a_wiki_says_of_an_error_is_one_line() -> None:
    assert str(WikiError('meta.test', 'no\nSaved X on meta.')) == 'meta.test: no⏎Saved X on meta.'


def test_symbols_that_a_terminal_shows_wider_than_python_knows_break_no_row() -> None:
    """Since Unicode 16 hexagrams and trigrams are wide (https://www.unicode.org/reports/tr11/)."""
    hexagrams = '\u4dc0' * 40 + 'Saved Outreach/X/List (revision 77).'
    for one in folded(hexagrams, 60).split('\n'):
        assert 2 * one.count('\u4dc0') + len(one) - one.count('\u4dc0') <= 60
