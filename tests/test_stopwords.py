"""The words on a stop page: why somebody stops, and the line to go on."""

from __future__ import annotations

import pytest
from outreach import stopwords

SIGNED = '[[User:Ann|Ann]] ([[User talk:Ann|talk]]) 16:00, 27 November 2026 (UTC)'


@pytest.mark.parametrize(
    ('line', 'goes_on'),
    [
        ('Go on.', True),
        (f'Go on. {SIGNED}', True),
        ('Go on. <span style="color: red">[[Användare:ann|Ä]]</span> 27 nov 2026', True),
        (
            'Go on. [[File:Star.svg|20px]] [[Special:Contributions/Ann|me]] 16:00, 27 novembre 2026 (CET)',
            True,
        ),
        (f'Go on. But not with the Swedish text. {SIGNED}', False),
        ('Go on. Please do not.', False),
        ('Go on. [[User:Bo|Bo]] stopped this', False),
        ('Go on', False),
        (f'Please stop. Go on. {SIGNED}', False),
        ('<!-- Go on. -->', False),
    ],
)
def test_a_line_lets_go_on_where_it_says_nothing_else(line: str, *, goes_on: bool) -> None:
    assert stopwords.goes_on(line, 'Ann') is goes_on


def test_a_text_stops_unless_a_line_of_it_may_let_go_on() -> None:
    assert stopwords.stops_alone(' Wait. \n') == 'Wait.'
    assert stopwords.stops_alone(f'Wait.\n\n{stopwords.GO_ON} {SIGNED}') == ''
    assert stopwords.stops_alone(' \n') == ''


def test_the_words_of_a_stop_have_no_signature() -> None:
    assert stopwords.said(f'Please stop. {SIGNED}', 'Ann, Bo') == 'Please stop.'
