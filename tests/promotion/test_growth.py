"""Sign-ups before and after a wave."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
from outreach.promotion import growth
from outreach.promotion.coverage import Growth
from outreach.sends import sendsummary
from outreach.sends.sendstate import SendState, Sent

from tests.samples.cannedwiki import canned
from tests.samples.sent import send
from tests.samples.wikis import RESOLVER


@pytest.mark.parametrize(('ago', 'days'), [(0, 0), (7, 0), (8, 7), (30, 7), (31, 30), (400, 30)])
def test_only_whole_spans_are_compared(ago: int, days: int) -> None:
    today = date(2026, 5, 31)
    assert growth.span(date.fromordinal(today.toordinal() - ago), today) == days


def test_sign_ups_are_people_and_each_counts_once() -> None:
    text = '# [[User:Ann]]\n* [[User talk:ann|x]] – 1\n# [[User:Bo_T]]\nProse [[User:Cy]]\n* nobody'
    assert growth.count_people(text, RESOLVER) == 2
    table = (
        '{|\n! Name !! Invited by\n|-\n| [[:sv:Användare:Di]] || [[User:Cy]]\n|}\n# <s>[[User:Ann]]</s>\n# Ed'
    )
    assert growth.count_people(table, RESOLVER) == 1
    signed = "[[:pl:Wikipedystka:Ann]] 10:00, 1 maj 2026 (CEST)\n:''[[User:Bo]] thanks'' [[User:Ann]]"
    assert growth.count_people(f'== Uczestnicy ==\n# {signed}', RESOLVER) == 1


def test_sends_are_counted_from_the_first_day_of_a_wave() -> None:
    early = Sent(datetime(2026, 3, 1, tzinfo=UTC), 'Bot')
    sends = [send('1'), send('1.1', sent=early), send('2', SendState.PLANNED)]
    days = {wave: [one.date for one in some] for wave, some in sendsummary.waves(sends).items()}
    assert days == {'1': ['2026-03-01', '2026-03-05']}


def test_sign_ups_are_compared_before_and_after_each_wave_that_is_long_enough_ago() -> None:
    asked: list[tuple[str, str]] = []

    def answer(parameters: Mapping[str, Any]) -> Mapping[str, Any]:
        asked.append((parameters['titles'], parameters['rvstart'][:10]))
        names = {'2026-04-24': 'A', '2026-05-01': 'AB', '2026-05-08': 'ABCD'}[parameters['rvstart'][:10]]
        text = ''.join(f'# [[User:{name}]]\n' for name in names)
        rows = [{'slots': {'main': {'content': text}}}]
        return {'query': {'pages': [{'revisions': rows}] if parameters['titles'] == 'P' else [{}]}}

    waves = [('1', date(2026, 5, 1)), ('2', date(2026, 5, 30))]
    found = growth.measure(canned(answer), ['P', 'Q'], waves, date(2026, 5, 9), RESOLVER)
    assert found == [Growth('1', '2026-05-01', 7, 1, 2)]
    assert len(asked) == 6
    assert growth.measure(canned(answer), [], waves, date(2026, 5, 9), RESOLVER) == []
