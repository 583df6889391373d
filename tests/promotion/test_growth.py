"""Sign-ups before and after a wave."""

from __future__ import annotations

from datetime import date

import pytest
from outreach.promotion import growth
from outreach.sends import sendsummary
from outreach.sends.sendpage import SendState

from tests.samples.sent import send


@pytest.mark.parametrize(('ago', 'days'), [(0, 0), (7, 0), (8, 7), (30, 7), (31, 30), (400, 30)])
def test_only_whole_spans_are_compared(ago: int, days: int) -> None:
    today = date(2026, 5, 31)
    assert growth.span(date.fromordinal(today.toordinal() - ago), today) == days


def test_sign_ups_are_people_and_each_counts_once() -> None:
    text = (
        '# [[User:Ann]]\n* [[User talk:ann|x]] 1\n# [[User:Bo_T]]\nProse [[User:Cy]]\n| [[User:Di]]\n* nobody'
    )
    assert growth.count_people(text) == 3
    sends = [send('1'), send('1.1', sent='2026-03-01T00:00:00Z'), send('2', SendState.PLANNED)]
    days = {wave: [one.date for one in some] for wave, some in sendsummary.waves(sends).items()}
    assert days == {'1': ['2026-03-01', '2026-03-05']}
