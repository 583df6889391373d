"""The report of a month: written once, corrected by a line that everybody sees."""

from __future__ import annotations

from datetime import date

import pytest
from outreach.measures import monthreport
from outreach.measures.monthreport import Month, corrected, month, stands
from outreach.measures.published import PublishedFigure
from outreach.wikitext import BrokenMarkers

from tests.measures.samples import say

NOVEMBER = Month(2026, 11)
FIGURES = [
    PublishedFigure('new-sign-ups', '12'),
    PublishedFigure('wave-1', '9/180, 0/20'),
    PublishedFigure('private', '1–4'),
]
DAY = date(2026, 12, 5)


def test_a_month_is_read_and_knows_its_ends() -> None:
    assert month(' 2026-11 ') == NOVEMBER
    assert str(Month(2026, 3)) == '2026-03'
    assert NOVEMBER.end == Month(2026, 12).start
    assert Month(2026, 12).end == Month(2027, 1).start
    assert NOVEMBER.start in NOVEMBER
    assert NOVEMBER.end not in NOVEMBER
    for wrong in ('2026', '2026-13', '2026-1', 'November', '1999-01'):
        with pytest.raises(ValueError, match='must be a month'):
            month(wrong)


def test_a_report_gives_its_figures_back_and_is_not_written_again() -> None:
    """M27"""
    text = monthreport.render(NOVEMBER, FIGURES, ['* Wave 1: Too few to say.'], say)
    assert stands(text) == {one.key: one.value for one in FIGURES}
    assert '* Wave 1: Too few to say.' in text
    assert 'Wave 1: did it' in text
    assert corrected(text, FIGURES, DAY, say) == text
    assert corrected(text, [*FIGURES, PublishedFigure('events', '3')], DAY, say) == text


def test_a_page_that_people_made_gets_its_figures_below_their_words() -> None:
    """M27"""
    theirs = 'What we did in November.\n'
    assert not monthreport.is_written(theirs)
    text = monthreport.render(NOVEMBER, FIGURES, [], say, theirs)
    assert text.startswith('What we did in November.\n\n<!--')
    assert stands(text) == {one.key: one.value for one in FIGURES}
    assert monthreport.is_written(text)


def test_what_only_an_organizer_is_told_is_no_correction() -> None:
    """M27, M30"""
    text = monthreport.render(NOVEMBER, FIGURES, [], say)
    for value in ('7', '60'):
        assert corrected(text, [*FIGURES[:2], PublishedFigure('private', value)], DAY, say) == text
    assert corrected(text, FIGURES[:2], DAY, say) == text


def test_a_wrong_figure_is_corrected_by_a_visible_line_once() -> None:
    """M27"""
    text = monthreport.render(NOVEMBER, FIGURES, [], say) + '\nWritten by people.'
    now = [PublishedFigure('new-sign-ups', '13'), *FIGURES[1:]]
    once = corrected(text, now, DAY, say)
    assert once.startswith(text)
    assert 'Corrected on <bdi>2026-12-05</bdi>: New sign-ups in the month was 12 and is 13.' in once
    assert corrected(once, now, DAY, say) == once
    assert 'was 13 and is 12' in corrected(once, FIGURES, DAY, say)


@pytest.mark.parametrize(
    'spoilt',
    [
        '<!-- corrected new-sign-ups=[[13]] -->',
        '<!-- corrected new-sign-ups=13-->',
        '<!--corrected new-sign-ups=13 -->',
        '<!-- corrected new-sign-ups -->',
        '<!-- corrected another=13 -->',
        '<!-- corrected new-sign-ups=13',
    ],
)
def test_a_spoilt_correction_is_told_with_its_line(spoilt: str) -> None:
    text = monthreport.render(NOVEMBER, FIGURES, [], say)
    once = corrected(text, [PublishedFigure('new-sign-ups', '13'), *FIGURES[1:]], DAY, say)
    last = len(once.splitlines())
    with pytest.raises(BrokenMarkers, match='this correction is not one that measure_campaign') as told:
        corrected(once.replace('<!-- corrected new-sign-ups=13 -->', spoilt), FIGURES, DAY, say)
    assert told.value.line == last
