"""The page of measures, and that every sentence of the contract is tested."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from outreach.measures import measurepage, results
from outreach.measures.beforeafter import Spans
from outreach.measures.effect import Effect, Tally
from outreach.measures.measurepage import of_wave, render_page, sentence
from outreach.measures.monthreport import Month
from outreach.measures.results import Results
from outreach.proportions import Interval
from outreach.sends.sendsummary import Send

from tests.measures.samples import DAY, DESIGN, NOW, START, checked, measured, page, say

JOINED = {number: number % 30 for number in range(60)}


def found(joined: dict[int, int] | None = None) -> Results:
    sends = [checked(page('1', range(180), range(200, 220)))]
    return results.of(measured(sends, JOINED if joined is None else joined), NOW)


def test_a_page_says_what_asking_did_in_words_and_figures() -> None:
    """M12, M15, M24, M25, M26"""
    text = render_page(found(), say)
    assert '60 of 180: {{formatnum:33.3}} ({{formatnum:26.9}} to {{formatnum:40.5}})' in text
    assert '0 of 20: {{formatnum:0.0}}' in text
    assert '| More of those asked did it.' in text
    assert 'smaller than what asking did, never larger; how far chance goes' in text
    assert '10 % of the people were drawn to be asked later' in text
    assert text.count('role="img"') == 2
    assert 'aria-label="Asked: 33.3 %"' in text
    assert '<code>sha256("Outreach/X|holdout|<var>id</var>")</code>' in text
    assert '[[:Outreach/X/Send/1/en]], [[:Outreach/X/Send/1/en/Results]], [[:Sign-ups]], ' in text
    assert render_page(found(), say) == text
    assert 'P17' not in text, 'a person is named'


def test_nobody_of_all_is_too_few_to_say_with_its_interval() -> None:
    """B1"""
    text = render_page(found({}), say)
    assert '| Too few to say.' in text
    assert '{{formatnum:0.0}} (<bdi>{{formatnum:-16.1}}</bdi> to {{formatnum:2.1}})' in text


def test_that_a_friend_may_have_told_is_said_whatever_was_found() -> None:
    """B4"""
    words = 'Who was held out may have heard of it from others.'
    assert words in render_page(found({}), say)
    assert words in render_page(found(dict.fromkeys(range(200, 220), 3)), say)
    alone = results.of(measured([checked(page('1', range(180)))], JOINED), NOW)
    assert words not in render_page(alone, say)


def test_what_is_not_over_not_known_or_without_control_is_said() -> None:
    """M14, M37"""
    open_, none = Effect(Tally(9), Tally(9), NOW + DAY), Effect(Tally(9), Tally(), NOW)
    assert sentence(open_, NOW, say) == 'Not over before 2026-11-27.'
    assert sentence(none, NOW, say) == 'Nobody to compare with.'
    assert sentence(replace(none, known=False), NOW, say) == 'Not measured: a wiki gave no answer.'
    equal = Effect(Tally(1000, 0, 50), Tally(1000, 0, 50), NOW)
    assert sentence(equal, NOW, say) == 'No difference seen; one smaller than 2.0 points would not have been.'
    early = results.of(measured([checked(page('1', range(9), (10,)))], {1: 2}), START + 3 * DAY)
    assert '1 of 9' not in render_page(early, say)


def test_other_tables_stand_there_where_there_is_something_to_say() -> None:
    """M19, M20, M21, M23"""
    one = found()
    (wave,) = one.waves
    more = replace(
        one,
        spans=(Spans(1, START.date(), 30, 5, 9, 4, 4), Spans(1, START.date(), 30, 50, 90, 4, 4)),
        waves=(replace(wave, stayed=(Tally(180, 0, 30), Tally())),),
    )
    text = render_page(more, say)
    assert text.count('Too few to say.') == 1
    assert 'this does not tell why' in text
    assert '30 of 180' in text
    assert 'asked themselves by then' in text
    assert 'A no to the message' in text
    assert 'Of those asked 100 % are on en.wikipedia.test, of those held out 100 %.' in text


def test_beside_sign_ups_it_is_told_where_a_nought_says_nothing() -> None:
    """M19"""
    day = date(2026, 8, 30)
    late = Spans(1, START.date(), 30, 0, 5, 0, 0, day, overlaps=True)
    text = render_page(replace(found(), spans=(late,)), say)
    nought = 'Before <bdi>2026-08-30</bdi> there was no page to sign up on.'
    assert f'| Too few to say. {nought} Another wave went out in these days.' in text


def test_sign_ups_before_and_after_are_told_when_the_window_is_over() -> None:
    """M14"""
    sends, week = [checked(page('1', range(180), range(200, 220)))], START + 12 * DAY
    assert results.of(measured(sends, JOINED), week).spans == ()
    assert 'Sign-ups before and after' not in render_page(results.of(measured(sends, JOINED), week), say)
    assert len(results.of(measured(sends, JOINED), START + 32 * DAY).spans) == 1


def test_few_waves_are_columns_so_that_each_figure_stands_beside_its_name() -> None:
    few = [
        checked(page(str(n), range(n * 40, n * 40 + 30), range(n * 40 + 30, n * 40 + 38), day=n))
        for n in (1, 2)
    ]
    text = render_page(results.of(measured(few, JOINED), NOW), say)
    table = text.partition('|+ Asked and held out\n')[2].partition('|}')[0]
    assert table.startswith('! scope="col" | Wave\n! scope="col" | 1\n! scope="col" | 2\n')
    assert re.search(r'\n! scope="row".*[|] Asked\n[|].* 30\n[|].* 30\n', table)


def test_many_waves_stand_in_tables_of_a_few_each_with_the_names_of_the_figures() -> None:
    many = [checked(page(str(n), range(n * 20, n * 20 + 10), day=n)) for n in range(1, 6)]
    text = render_page(results.of(measured(many, JOINED), NOW), say)
    tables = re.findall(r'\n[|][+] Asked and held out (.*)\n((?:! scope="col".*\n)++)', text)
    assert [name for name, _ in tables] == ['(1–2)', '(3–5)']
    assert [re.findall('[|] (.*)\n', heads) for _, heads in tables] == [
        ['Wave', '1', '2'],
        ['Wave', '3', '4', '5'],
    ]
    assert text.count('! scope="row" style="text-align: start;" | Asked\n') == 2


def test_waves_against_later_ones_are_a_table_of_their_own() -> None:
    """M18, B10"""
    near = checked(page('2', range(300, 390), day=5))
    listed = {1: frozenset(f'#{n}' for n in (*range(180), *range(300, 380)))}
    sends = [checked(page('1', range(180), range(200, 220))), near]
    text = render_page(results.of(measured(sends, JOINED, listed), NOW), say)
    row = text.partition('Each wave against those who were still waiting for theirs')[2].partition('|}')[0]
    assert '5 days' in row
    assert '10 of 180' in row
    assert '0 of 80' in row
    assert '| More of those asked did it.' in row


def test_a_table_by_wiki_of_one_wiki_is_none() -> None:
    """M34, B13"""
    one = results.of(measured([checked(page('1', range(40)))], {1: 3}), NOW)
    assert 'By wiki' not in render_page(one, say, by_wiki=True)


def test_a_table_by_wiki_is_shown_only_when_asked_for_and_hides_few() -> None:
    """M34, B13"""
    sends = [
        checked(page('1', range(40))),
        checked(replace(page('1', range(50, 60), host='sv.wikipedia.test'), title='Outreach/X/Send/1/sv')),
    ]
    one = results.of(measured(sends, {**dict.fromkeys(range(9), 3), 50: 4, 51: 5}), NOW)
    assert 'sv.wikipedia.test' not in render_page(one, say).partition('Counted from')[0]
    text = render_page(one, say, by_wiki=True)
    row = text.partition('sv.<wbr>wikipedia.<wbr>test')[2].splitlines()[1:3]
    assert row == ['| 10', '| 1–4']
    assert text.partition('en.<wbr>wikipedia.<wbr>test')[2].splitlines()[1:3] == ['| 40', '| …']


def test_the_ends_of_an_interval_have_a_minus_and_no_negative_nought() -> None:
    assert measurepage.interval_text(Interval(-0.0001, -0.05, 0.0), say) == (
        '{{formatnum:0.0}} (<bdi>{{formatnum:-5.0}}</bdi> to {{formatnum:0.0}})'
    )


def test_a_campaign_that_sent_nothing_says_so() -> None:
    text = render_page(results.of(measured([], {}), NOW), say)
    assert 'Nothing was sent yet.' in text
    assert 'not fixed before the first message' in text


def test_all_pages_that_it_was_counted_from_are_named_and_what_was_changed() -> None:
    """M26, M9"""
    one, topic = found(), ('category = <b>Medicine',)
    told = replace(
        one.measured, staff='Our staff', trusted=('Bot',), topic=topic, changed=('signups', 'staff')
    )
    text = render_page(replace(one, measured=told), say)
    for page_ in ('[[:Outreach/X/Send/1/en/Results]]', '[[Special:PermanentLink/1|L]]', '[[:Our staff]]'):
        assert page_ in text
    assert 'or one of these accounts, put it there: [[User:Bot]]' in text
    assert 'category = ' in text
    assert '<b>' not in text
    assert 'changed what is counted: signups, staff' in text


def test_reports_of_months_are_linked_the_one_that_is_being_written_too() -> None:
    """M27"""
    one = found()
    assert 'Reports of months' not in render_page(one, say)
    more = replace(one, measured=replace(one.measured, reports=('2026-09',)))
    link = '[[Outreach/X/Measures/%s|<bdi>%s</bdi>]]'
    both = ', '.join(link % (month, month) for month in ('2026-09', '2026-10'))
    assert f'Reports of months: {link % ("2026-09", "2026-09")}.' in render_page(more, say)
    assert f'Reports of months: {both}.' in render_page(more, say, month=Month(2026, 10))
    written = replace(one, measured=replace(one.measured, reports=('2026-09', '2026-10')))
    assert render_page(written, say) == render_page(more, say, month=Month(2026, 10))


def test_a_wave_that_nobody_checked_says_so_in_its_row() -> None:
    """M36"""
    unchecked = results.of(measured([Send(page('1', range(180), range(200, 220)))], JOINED), NOW)
    assert '| not checked' in render_page(unchecked, say)


def test_where_nothing_can_be_counted_the_page_says_why_and_counts_no_0() -> None:
    """M9"""
    for outcome, why in (('signup', 'names no page on which people sign up'), ('topicedit', 'topic is')):
        known = measured([checked(page('1', range(180), range(200, 220)))], {})
        known = replace(known, design=replace(DESIGN, outcome=outcome), pages=(), uncounted=outcome)
        one = results.of(known, NOW)
        text = render_page(one, say)
        assert "\n* '''Nothing can be measured: " in text
        assert why in text
        assert '| Nothing can be measured: see above.' in text
        assert '0 of 180' not in text
        assert 'Too few to say' not in text
        assert '| 180' in text  # who was asked is known
        assert [one_.key for one_ in results.figures(one)] == ['asked', 'held-out']
        assert of_wave(one, one.waves[0].effect, say) == 'Nothing can be measured: see above.'
    assert 'Nothing can be measured' not in render_page(found(), say)
