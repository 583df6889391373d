"""A whole log: what a run makes of it, with what people suggest on it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from outreach import phrases
from outreach.problems import BadInput
from outreach.promotion.logpage import ScriptRow, Status
from outreach.promotion.logplan import PromotionLog
from outreach.promotion.places import Wikis
from outreach.sitematrix import WikiInfo

from tests.samples.wikis import look_of

LANGUAGES = phrases.of_script('log_promotion')
MATRIX = tuple(WikiInfo(f'{code}wiki', f'{code}.wikipedia.org', code, 'wiki') for code in ('en', 'sv', 'de'))


def say(key: str, **parameters: Any) -> str:
    text = LANGUAGES['en'][key]
    return text % parameters if parameters else text


def book() -> PromotionLog:
    return PromotionLog(
        'Outreach/Alps/Log',
        'Outreach/Alps',
        say,
        LANGUAGES,
        Wikis(MATRIX, 'meta.wikimedia.org', look_of(MATRIX)),
    )


SENT = ScriptRow(
    'Outreach/Alps/Send/1/sv', '2026-03-01', 'usertalk', Status.SENT, wiki='sv.wikipedia.org', reach=5
)
KURIER = 'suggested de.wikipedia.org Wikipedia:Kurier'


def test_a_new_log_is_a_page_with_a_row_and_a_place_for_suggestions() -> None:
    merge = book().plan('', [SENT], ())
    assert merge.added == (SENT.id,)
    assert merge.text.startswith('Where [[:Outreach/Alps]] was announced')
    assert '== Suggestions ==' in merge.text
    assert book().plan(merge.text, [SENT], ()).text == merge.text


@pytest.mark.parametrize('heading', ['Suggestions', ' förslag ', 'اقتراحات'])
def test_a_suggestion_becomes_a_row_once_and_is_a_persons_from_then_on(heading: str) -> None:
    text = book().plan('', [SENT], ()).text.replace('== Suggestions ==', f'=={heading}==')
    text += '\n* [[:de:Wikipedia:Kurier]]\n* the choir'
    assert [entry.id for entry in book().wanted(text, [SENT])] == [KURIER]
    merge = book().plan(text, [SENT], ())
    assert (merge.added, len(merge.notes)) == ((KURIER,), 1)
    taken = merge.text.replace('| suggested\n', '| claimed\n')
    assert book().plan(taken, [SENT], ()).text == taken
    assert book().plan(text, [SENT], {KURIER}).text == text


def test_a_cancelled_send_enters_no_log_but_stays_in_one() -> None:
    cancelled = replace(SENT, status=Status.CANCELLED)
    assert book().plan('', [cancelled], ()).added == ()
    text = book().plan('', [replace(SENT, status=Status.PLANNED)], ()).text
    assert '| cancelled\n' in book().plan(text, [cancelled], ()).text


def test_a_page_without_a_log_is_refused() -> None:
    with pytest.raises(BadInput, match='outreach:begin log -->'):
        book().plan('Some other page.', [SENT], ())


def test_a_log_of_five_thousand_rows_is_brought_up_to_date_in_one_edit() -> None:
    many = [replace(SENT, id=f'send {number}', date='2026-01-01') for number in range(5000)]
    text = book().plan('', many, ()).text
    wanted = [replace(one, reach=6) for one in many] + [SENT]
    log = book()
    assert [entry.id for entry in log.wanted(text, wanted)] == [SENT.id]
    merge = log.plan(text, wanted, ())
    assert (len(merge.added), len(merge.changed)) == (1, 5000)
