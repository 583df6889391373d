"""Text from wikis on a terminal: as text, on one line."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach.problems import WikiError
from outreach.shown import JOINERS, line, of_pywikibot, page, remark, summary
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


def test_a_page_keeps_its_lines() -> None:
    assert page('a\nb\x1b') == 'a\nb\\x1b'


def test_a_traceback_is_its_last_line() -> None:
    assert of_pywikibot('Traceback (most recent call last):\n  File "x"\nOSError: gone\n') == 'OSError: gone'


def test_what_a_wiki_says_of_an_error_is_one_line() -> None:
    assert str(WikiError('meta.test', 'no\nSaved X on meta.')) == 'meta.test: no⏎Saved X on meta.'
