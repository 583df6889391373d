"""What the report of a month tells of success criteria."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from outreach.measures import reportedcriteria
from outreach.measures.monthreport import Month

from tests.measures.samples import say
from tests.measures.test_criteria import COLUMNS, page, row, update
from tests.samples.sendwiki import BOT, SendWiki, trust

OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
DECIDED = '|-\n| Address decided || by people || yes ||  ||  || 2026-11-25 || done'
ANNOYED = row('opted out: since the message', 'at most 2').replace('People join', 'Nobody is [[annoyed]]')
TABLE = page(row(), ANNOYED, DECIDED)
MET = "'''Success criteria newly met'''"


def lines(text: str, month: Month) -> list[str]:
    return reportedcriteria.lines(reportedcriteria.in_month(text, month, COLUMNS), say)


def test_a_report_has_the_lines_of_criteria_with_target_and_previous() -> None:
    """M27, M28"""
    before = update(TABLE, date(2026, 10, 30), sign_ups=61)
    assert before.newly_met == ()
    text = update(before.text, date(2026, 11, 26), sign_ups=104).text
    told = lines(text, NOVEMBER)
    assert told[:2] == ["'''Success criteria'''", '* ✅ 104: People join (target 100, previous 61)']
    assert told[2].startswith('* 3: Nobody is ')
    assert told[2].endswith('(target at most 2, previous 3)'), 'what is not reached has no mark'
    assert '[[' not in told[2]
    assert told[3:] == [MET, '* 2026-11-26: People join', '* 2026-11-25: Address decided']


def test_what_was_not_counted_in_the_month_is_not_told() -> None:
    """M27"""
    assert lines(update(page(row()), date(2026, 12, 1)).text, OCTOBER) == []
    assert lines(TABLE, NOVEMBER) == [MET, '* 2026-11-25: Address decided']
    first = lines(update(page(row())).text, NOVEMBER)
    assert first[1] == '* ✅ 120: People join (target 100, previous n/a)'


def test_criteria_are_those_that_a_trusted_account_saved_before_the_month_was_over() -> None:
    """M27"""
    asked: list[object] = []

    class Asked(SendWiki):
        def query(self, **given: Any) -> Iterator[dict[str, Any]]:
            asked.append(given.get('rvstart'))
            return super().query(**given)

    wiki = Asked()
    wiki.edit('C', 'ours', BOT)
    wiki.edit('C', '900 of 100!', 'Mallory')
    assert reportedcriteria.at_end(trust(wiki), 'C', NOVEMBER) == 'ours'
    assert asked == ['2026-12-01T00:00:00Z']
    assert reportedcriteria.at_end(trust(wiki), 'None', NOVEMBER) == ''
