"""A whole log: what a run makes of it, with what people suggest on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from outreach import phrases, wikitext
from outreach.problems import BadInput
from outreach.promotion import coverage, logpage
from outreach.promotion.logpage import ScriptRow, Status
from outreach.promotion.logplan import PromotionLog
from outreach.promotion.places import Wikis
from outreach.sitematrix import WikiInfo

from tests.samples.logs import EARLIER
from tests.samples.wikis import look_of

TODAY = date(2026, 5, 10)

LANGUAGES = phrases.of_script('log_promotion')
MATRIX = tuple(WikiInfo(f'{code}wiki', f'{code}.wikipedia.org', code, 'wiki') for code in ('en', 'sv', 'de'))


def say(key: str, **parameters: Any) -> str:
    text = LANGUAGES['en'][key]
    return text % parameters if parameters else text


def promotion_log() -> PromotionLog:
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
REGIONS = (coverage.FIGURES, coverage.OVERVIEW, coverage.MATRIX)
KURIER = 'suggested de.wikipedia.org Wikipedia:Kurier'


def test_a_new_log_is_a_page_with_a_row_and_a_place_for_suggestions() -> None:
    merge = promotion_log().plan('', [SENT], ())
    assert merge.added == (SENT.id,)
    assert merge.text.startswith('Where [[:Outreach/Alps]] was announced')
    assert '== Suggestions ==' in merge.text
    assert promotion_log().plan(merge.text, [SENT], ()).text == merge.text


@pytest.mark.parametrize('heading', ['Suggestions', ' förslag ', 'اقتراحات'])
def test_a_suggestion_becomes_a_row_once_and_is_a_persons_from_then_on(heading: str) -> None:
    text = promotion_log().plan('', [SENT], ()).text.replace('== Suggestions ==', f'=={heading}==')
    text += '\n* [[:de:Wikipedia:Kurier]]\n* the choir'
    assert [entry.id for entry in promotion_log().wanted(text, [SENT])] == [KURIER]
    merge = promotion_log().plan(text, [SENT], ())
    assert (merge.added, len(merge.notes)) == ((KURIER,), 1)
    taken = merge.text.replace('| suggested\n', '| claimed\n')
    assert promotion_log().plan(taken, [SENT], ()).text == taken
    assert promotion_log().plan(text, [SENT], {KURIER}).text == text


def test_a_cancelled_send_enters_no_log_but_stays_in_one() -> None:
    cancelled = replace(SENT, status=Status.CANCELLED)
    assert promotion_log().plan('', [cancelled], ()).added == ()
    text = promotion_log().plan('', [replace(SENT, status=Status.PLANNED)], ()).text
    assert '| cancelled\n' in promotion_log().plan(text, [cancelled], ()).text


def test_a_page_without_a_log_is_refused() -> None:
    with pytest.raises(BadInput, match='outreach:begin log -->'):
        promotion_log().plan('Some other page.', [SENT], ())


def test_a_log_of_many_rows_is_brought_up_to_date_in_one_edit() -> None:
    many = [replace(SENT, id=f'send {number}', date='2026-01-01') for number in range(500)]
    text = promotion_log().plan('', many, ()).text
    wanted = [replace(one, reach=6) for one in many] + [SENT]
    log = promotion_log()
    assert [entry.id for entry in log.wanted(text, wanted)] == [SENT.id]
    merge = log.plan(text, wanted, ())
    assert (len(merge.added), len(merge.changed)) == (1, 500)


def test_a_page_of_coverage_has_all_regions_and_keeps_those_that_people_left() -> None:
    def page(text: str) -> str:
        return promotion_log().plan_coverage(
            'Coverage', text, log, [], [], [], {'sv': 'svenska'}, today=TODAY
        )

    log = promotion_log().plan('', [SENT], ()).text
    new = page('')
    assert '[[:Outreach/Alps]]' in new.split('\n')[0]
    assert [name for name in REGIONS if wikitext.region(new, name) is not None] == list(REGIONS)
    assert page(new) == new
    spoilt = wikitext.replace_region(wikitext.replace_region(new, REGIONS[0], 'x'), REGIONS[2], 'y')
    assert page(f'Ours.\n{spoilt}') == f'Ours.\n{new}'
    start, end = wikitext.region(new, coverage.OVERVIEW) or (0, 0)
    only = wikitext.new_region(coverage.OVERVIEW, new[start:end])
    assert page(wikitext.new_region(coverage.OVERVIEW, 'x')) == only


def test_a_page_of_coverage_with_broken_markers_is_refused() -> None:
    log = promotion_log().plan('', [SENT], ()).text
    with pytest.raises(BadInput, match='Coverage'):
        broken = wikitext.begin_marker(REGIONS[0])
        promotion_log().plan_coverage('Coverage', broken, log, [], [], [], {}, today=TODAY)


def test_a_log_of_an_earlier_version_is_brought_into_the_present_form_in_the_same_run() -> None:
    cells = (
        f'<!-- id:{SENT.id} --> 2026-03-01 || user talk page || sv.wikipedia.org ||||||||||sent|| 5 |||| Fine'
    )
    old = f'|-\n| {cells}\n'
    text = EARLIER.replace('|}\n</div>', f'{old}|}}\n</div>')
    row = replace(SENT, id='announcement Outreach/Alps/Message', earlier=(SENT.id,), wiki='', reach=6)
    assert promotion_log().wanted(text, [row]) == []
    merge = promotion_log().plan(text, [row], ())
    assert merge.added == ()
    (standing,) = logpage.parse(merge.text, 'Log', promotion_log().vocabulary).rows
    assert (standing.id, standing.value('reach')) == (row.id, '6')
    assert 'Fine' in standing.value('announcement')
    assert promotion_log().plan(merge.text, [row], ()).text == merge.text
