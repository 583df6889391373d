"""The promotion log: rows of people and rows of ours on one page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach import phrases
from outreach.promotion import logpage
from outreach.promotion.logpage import LogMerge, ScriptRow, Status, Vocabulary
from outreach.wordwidths import least

LANGUAGES = phrases.of_script('log_promotion')
WORDS = Vocabulary.of(LANGUAGES.values())
LOG = 'Outreach/Alps/Log'


def speaker(language: str = 'en') -> Callable[..., str]:
    def say(key: str, **parameters: Any) -> str:
        return LANGUAGES[language][key] % parameters if parameters else LANGUAGES[language][key]

    return say


SAY = speaker()


def sent(number: int, status: Status = Status.SENT, reach: int | None = 5) -> ScriptRow:
    return ScriptRow(
        f'Outreach/Alps/Send/{number}/sv',
        f'2026-03-{number:02}',
        'usertalk',
        status,
        wiki='sv.wikipedia.org',
        language='sv',
        link=f'[[:Outreach/Alps/Send/{number}/sv|Hej]]',
        reach=reach,
        details='of 6 recipients, 1 failed',
    )


def merged(text: str, *entries: ScriptRow, removed: tuple[str, ...] = (), language: str = 'en') -> LogMerge:
    page = logpage.parse(text, LOG, WORDS)
    return logpage.merge(page, entries, WORDS, speaker(language), removed=removed)


EMPTY = logpage.new_page('Outreach/Alps', SAY)
HEAD = {line.rpartition(' | ')[2]: f'{line}\n' for line in EMPTY.split('\n') if line[:1] == '!'}
WITH_TWO = merged(EMPTY, sent(1), sent(2)).text
PERSONS_ROW = '|-\n| ca. 3 March || pump || [[:sv:Wikipedia:Bybrunnen]] || {{done}} || ?\n'


def insert_before(text: str, mark: str, row: str) -> str:
    at = text.index(mark)
    return text[:at] + row + text[at:]


def test_new_rows_stand_at_the_end_by_date() -> None:
    result = merged(EMPTY, sent(2), sent(1))
    assert result.added == (sent(1).id, sent(2).id)
    assert result.text == WITH_TWO
    assert (
        f'| <!-- id:{sent(1).id} --> 2026-03-01\n| user talk page · sv.<wbr>wikipedia.<wbr>org\n| [['
        in WITH_TWO
    )
    rows = logpage.parse(WITH_TWO, LOG, WORDS).rows
    assert [row.value('reach') for row in rows] == ['5<br /><small>of 6 recipients, 1 failed</small>'] * 2


def test_a_log_fits_into_the_width_of_a_text() -> None:
    assert len(logpage.COLUMNS) <= 7
    for language, messages in LANGUAGES.items():
        said = LANGUAGES['en'] | dict(messages)
        heads = logpage.heads(lambda key, words=said, **_: words[key])
        assert heads.keys() == set(logpage.COLUMNS)
        widths = [float(re.findall(r'([0-9.]+)em', cell.attributes)[0]) for cell in heads.values()]
        # of 390 pixels the margins and the insides of five cells take 85; the font has 12 on a phone
        assert 12 * sum(widths) <= 305, language
        words = [messages[f'status-{status.value}'] for status in logpage.Status]
        assert widths[3] >= least(words), language


def test_words_without_hyphens_and_longer_heads_of_earlier_versions_are_read() -> None:
    assert WORDS.statuses['vorgeschlagen'] is logpage.Status.SUGGESTED
    assert WORDS.columns['reichweite'] == 'reach'
    assert WORDS.columns['ankündigung'] == WORDS.columns['was'] == 'announcement'


def test_merging_again_changes_nothing() -> None:
    assert merged(WITH_TWO, sent(1), sent(2)) == LogMerge(WITH_TWO)


def test_only_our_cells_of_our_rows_change() -> None:
    noted = WITH_TWO.replace('<wbr>org\n', '<wbr>org (sic)\n', 1)
    result = merged(noted, sent(1, reach=6), sent(2))
    assert result.changed == (sent(1).id,)
    assert result.text == noted.replace('| 5<br />', '| 6<br />', 1)


FIRST, SECOND = (f'|-\n| <!-- id:Outreach/Alps/Send/{number}' for number in (1, 2))


@pytest.mark.parametrize('place', [FIRST, SECOND, '|}'])
def test_rows_of_people_stay_where_they_put_them(place: str) -> None:
    text = insert_before(WITH_TWO, place, PERSONS_ROW)
    result = merged(text, sent(1), sent(2, reach=9), sent(3))
    assert PERSONS_ROW in result.text
    assert result.text.replace(PERSONS_ROW, '') == merged(WITH_TWO, sent(1), sent(2, reach=9), sent(3)).text


def test_a_row_that_was_deleted_stays_deleted() -> None:
    page = logpage.parse(WITH_TWO, LOG, WORDS)
    row = page.rows[0].row
    text = WITH_TWO[: row.start] + WITH_TWO[row.end :]
    result = merged(text, sent(1), sent(2), removed=(sent(1).id,))
    assert (result.text, result.kept_out) == (text, (sent(1).id,))


def test_columns_are_found_by_their_words_in_any_order_and_language() -> None:
    swapped = EMPTY.replace(HEAD['Date'], '').replace(HEAD['Reach'], '! Vår kod\n! Räckvidd\n! DATUM\n')
    result = merged(swapped, sent(1), language='sv')
    row = logpage.parse(result.text, LOG, WORDS).rows[0]
    assert row.value('date') == '2026-03-01'
    assert row.value('status') == 'skickad'
    assert merged(result.text, sent(1), language='sv').text == result.text


def test_the_language_of_the_run_does_not_translate_standing_words() -> None:
    result = merged(WITH_TWO, sent(1), sent(2), language='ar')
    assert 'أرسل' not in result.text


@pytest.mark.parametrize(('word', 'kept'), [('declined', True), ('Inställd', True), ('planned', False)])
def test_what_people_declined_stays_declined(word: str, kept: bool) -> None:  # noqa: FBT001  # a table
    text = WITH_TWO.replace('| sent\n', f'| {word}\n', 1)
    result = merged(text, sent(1), sent(2))
    assert (f'| {word}\n' in result.text) == kept


def test_an_unknown_status_is_reported_and_the_row_left_alone() -> None:
    text = WITH_TWO.replace('| sent\n', '| {{done}}!\n', 1)
    result = merged(text, sent(1, reach=77), sent(2))
    assert result.text == text
    assert '{{done}}!' in str(result.problems[0])


def test_a_copy_of_our_row_is_a_persons() -> None:
    page = logpage.parse(WITH_TWO, LOG, WORDS)
    row = page.rows[0].row
    text = insert_before(WITH_TWO, '|}', WITH_TWO[row.start : row.end])
    result = merged(text, sent(1, reach=8), sent(2))
    assert result.text.count('| 8<br />') == 1
    assert 'stands in two rows' in str(result.problems[0])


@pytest.mark.parametrize(
    ('change', 'message'),
    [
        (('<!-- outreach:begin log -->', ''), 'is missing'),
        (('<!-- outreach:end log -->', ''), 'is missing'),
        (('<!-- outreach:begin log -->', '<!-- outreach:begin log -->' * 2), '2 times'),
        (('|}', ''), 'never closed'),
        (('{|', ''), 'no table'),
        (('| Status', '| Stat'), 'status'),
        (('| Where', '| Reach'), 'reach'),
    ],
)
def test_a_broken_log_is_refused(change: tuple[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        logpage.parse(WITH_TWO.replace(*change), LOG, WORDS)


@pytest.mark.parametrize(
    'values', [{'id': 'a\nb'}, {'id': ' '}, {'id': 'x>'}, {'date': '3 March'}, {'channel': 'shouting'}]
)
def test_a_bad_entry_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r'id|date|none of'):
        replace(sent(1), **values)


def test_names_cannot_break_the_row() -> None:
    hostile = replace(sent(1), audience='a || b\n|-\n| {{x}} -->', region='|}', wiki="''x")
    page = logpage.parse(merged(EMPTY, hostile).text, LOG, WORDS)
    assert [row.id for row in page.rows] == [hostile.id]
    assert 'a || b |- | {{x}} --> · |}' in page.rows[0].value('announcement')


LINES = st.sampled_from(
    [
        '|-', '| x', '| a || b', '! h', '{| class="x"\n| y\n|}', 'text', '<!-- note -->', '{{t|\n|-\n|}}',
        '| <!-- id:Outreach/Alps/Send/9/sv --> 2026', '| <nowiki>|}</nowiki>', "| ''open", '',
    ]
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(LINES, max_size=12), st.lists(st.integers(1, 6), max_size=5), st.integers(0, 3))
def test_laws_on_generated_pages(lines: list[str], numbers: list[int], where: int) -> None:
    row = ''.join(f'{line}\n' for line in ['|-', *lines])
    places = [
        FIRST,
        SECOND,
        '|}',
        '== Suggestions',
    ]
    text = insert_before(WITH_TWO, places[where], row)
    entries = [sent(number, reach=number) for number in dict.fromkeys(numbers)]
    once = merged(text, *entries)
    assert row in once.text
    assert merged(once.text, *entries).text == once.text
    before = [one.id for one in logpage.parse(text, LOG, WORDS).rows if one.id]
    after = [one.id for one in logpage.parse(once.text, LOG, WORDS).rows if one.id]
    assert after[: len(before)] == before


def test_a_copy_is_named_by_its_line_and_the_id_of_its_first_mark() -> None:
    page = logpage.parse(WITH_TWO, LOG, WORDS)
    first, second = (WITH_TWO[row.row.start : row.row.end] for row in page.rows)
    copied = second.replace('<!-- id', '<!-- id:new --> <!-- id', 1)
    text = insert_before(WITH_TWO, '|}', first + copied)
    read = logpage.parse(text, LOG, WORDS)
    assert [row.id for row in read.rows] == [sent(1).id, sent(2).id, '', 'new']
    (problem,) = read.problems
    line = text.count('\n', 0, text.rindex(f'id:{sent(1).id}'))
    assert problem.place == f'{LOG}, line {line}'
    assert [row.line for row in read.rows] == [text.count('\n', 0, row.row.start) + 1 for row in read.rows]


def test_a_row_without_all_its_cells_is_brought_up_to_date_as_far_as_it_goes() -> None:
    page = logpage.parse(WITH_TWO, LOG, WORDS)
    row = page.rows[0].row
    short = f'|-\n| <!-- id:{sent(1).id} --> 2026-02-01 || user talk page || || sent\n'
    text = WITH_TWO[: row.start] + short + WITH_TWO[row.end :]
    result = merged(text, sent(1), sent(2))
    assert f'| <!-- id:{sent(1).id} --> 2026-03-01 ||' in result.text
    assert result.changed == (sent(1).id,)
    assert [str(one).partition(': ')[2] for one in result.problems] == ['has no cell for Reach']


def test_a_status_that_is_right_in_another_language_stays_and_the_rest_is_brought_up_to_date() -> None:
    text = WITH_TWO.replace('| sent\n', '| skickad\n', 1)
    result = merged(text, sent(1, reach=6), sent(2))
    assert result.text == text.replace('| 5<br />', '| 6<br />', 1)


def test_a_log_with_columns_of_its_own_gets_what_they_are_for() -> None:
    told = replace(sent(1), by='[[User:Bo|Bo]]', audience='skiers', notes='Found.', language='sv', wiki='')
    row = logpage.render_row(told, ('channel', 'date', '', 'announcement', 'notes'), SAY).split('\n')
    below = '<small><span class="outreach-by">[[User:Bo|Bo]]</span> · skiers</small>'
    assert row == [
        '|-', f'| <!-- id:{told.id} --> user talk page', '| 2026-03-01', '|', f'| {told.link}<br />{below}',
        '| Found.', '',
    ]  # fmt: skip
    assert '| user talk page (sv)\n' in logpage.render_row(told, ('date', 'where'), SAY)


def test_rows_without_a_date_come_last() -> None:
    undated = replace(sent(1), id='x', date='')
    assert merged(EMPTY, undated, sent(2), sent(1)).added == (sent(1).id, sent(2).id, 'x')


def test_a_row_above_the_header_is_a_persons() -> None:
    text = WITH_TWO.replace('\n! ', '\n|-\n| see the talk page\n|-\n! ', 1)
    assert text != WITH_TWO
    page = logpage.parse(text, LOG, WORDS)
    assert page.columns == logpage.parse(WITH_TWO, LOG, WORDS).columns
    assert [row.id for row in page.rows] == ['', sent(1).id, sent(2).id]


def test_a_cell_that_a_row_lacks_does_not_keep_the_others_from_the_truth() -> None:
    swapped = EMPTY.replace(HEAD['Date'], '').replace(HEAD['Reach'], f'{HEAD["Reach"]}! Date\n')
    text = merged(swapped, sent(1)).text
    row = logpage.parse(text, LOG, WORDS).rows[0].row
    last = row.cells[-1]
    assert text[last.start : last.end] == sent(1).date
    short = text[: text.rindex('\n', 0, last.start)] + text[last.end :]
    result = merged(short, sent(1, reach=6))
    assert result.text == short.replace('| 5<br />', '| 6<br />')
    assert [str(one).partition(': ')[2] for one in result.problems] == ['has no cell for Date']


def test_a_log_tells_of_which_send_pages_its_rows_are() -> None:
    both = replace(
        sent(1), id='announcement M', earlier=('Outreach/Alps/Send/1/sv', 'Outreach/Alps/Send/2--x/sv')
    )
    page = logpage.parse(merged(EMPTY, both).text, LOG, WORDS)
    assert page.sends == {'announcement M', *both.earlier}
    assert page.rows[0].value('reach') == '5<br /><small>of 6 recipients, 1 failed</small>'
    assert logpage.parse(merged(WITH_TWO).text, LOG, WORDS).sends == {sent(1).id, sent(2).id}


def test_arrows_to_sort_take_no_room_in_a_log() -> None:
    assert [label for label, line in HEAD.items() if 'class="unsortable"' not in line] == []
