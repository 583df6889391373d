"""Logs of earlier versions: nothing that people wrote is lost on the way to the present form."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach import sharedtable
from outreach.promotion import announcements, earlierlog, logpage
from outreach.promotion.logpage import ScriptRow, Status
from outreach.sharedtable import plain

from tests.samples.logs import EARLIER, ROWS, WIKIS, WORDS, say

TITLE = 'Outreach/Alps/Log'
ENTRY = ScriptRow(
    'announcement Outreach/Alps/Message', '2026-03-01', 'usertalk', Status.SENT, audience='skiers',
    hosts=('de.wikipedia.org', 'sv.wikipedia.org'), link='[[:Outreach/Alps/Message|Hej]]', reach=9,
    earlier=tuple(f'Outreach/Alps/Send/1/{code}' for code in ('de', 'sv')),
)  # fmt: skip


def sent(code: str, **cells: str) -> str:
    """Return the row of a send as version 0.1 wrote it."""
    values = {
        'date': '2026-03-01', 'channel': 'user talk page', 'wiki': f'{code}.wikipedia.org', 'language': code,
        'region': '', 'audience': 'skiers', 'link': f'[[:Outreach/Alps/Send/1/{code}|Hej]]',
        'by': '[[User:Bo|Bo]]', 'status': 'sent', 'reach': '5<br /><small>of 6 recipients</small>',
        'feedback': '[[{{TALKPAGENAME:Outreach/Alps}}|feedback]]', 'notes': '',
    } | cells  # fmt: skip
    values['date'] = f'<!-- id:Outreach/Alps/Send/1/{code} --> {values["date"]}'
    return '|-\n' + ''.join(f'| {value}\n' for value in values.values())


def log(*rows: str) -> str:
    return EARLIER.replace('|}\n</div>', ''.join(rows) + '|}\n</div>')


def present(text: str, *entries: ScriptRow) -> str:
    return earlierlog.present(text, TITLE, entries, WORDS, say)


def rows(text: str) -> tuple[logpage.LogRow, ...]:
    return logpage.parse(text, TITLE, WORDS).rows


def test_a_log_in_the_present_form_stays_as_it_is() -> None:
    new = logpage.new_page('Outreach/Alps', say)
    assert present(new, ENTRY) == new
    old = present(log(sent('sv')), ENTRY)
    assert present(old, ENTRY) == old


def test_the_sends_of_one_announcement_become_one_row_where_the_first_stood() -> None:
    mine = '|-\n| 2026-02-01 || event || Milan || it || || || || Ann || sent || 14 || || good talks\n'
    text = present(log(sent('de'), mine, sent('sv')), ENTRY)
    page = logpage.parse(text, TITLE, WORDS)
    assert page.columns == logpage.COLUMNS
    assert [row.id for row in page.rows] == [ENTRY.id, '']
    assert page.rows[0].value('announcement') == f'{ENTRY.link}<br /><small>skiers</small>'
    assert page.rows[0].value('reach') == '9'
    assert page.rows[1].value('where') == 'event · Milan (it)'
    said = announcements.read(page, WORDS, WIKIS)[1]
    assert (said.by, said.languages, said.reach) == ('Ann', ('it',), 14)


def test_what_people_wrote_into_rows_of_ours_is_kept() -> None:
    text = present(
        log(
            sent('de', audience='skiers, mostly old', notes='* one\n* two'),
            sent('sv', notes='style="color: red" | a | b', status='declined', by='[[User:Bo|Bo]] and Ann'),
        ),
        ENTRY,
    )
    (row,) = rows(text)
    said = row.value('announcement')
    for part in (
        'skiers, mostly old',
        '\n* one\n* two',
        'a | b',
        'style="color: red"',
        'declined',
        'and Ann',
    ):
        assert part in said, part


def test_rows_of_people_say_the_same_as_before() -> None:
    before = logpage.parse(log(ROWS), TITLE, WORDS)
    after = logpage.parse(present(log(ROWS)), TITLE, WORDS)
    told, told_now = (announcements.read(page, WORDS, WIKIS) for page in (before, after))
    known = [replace(one, line=0, channel='', platform='') for one in told]
    assert [replace(one, line=0, channel='', platform='') for one in told_now] == known
    assert [one.channel for one in told_now] == [
        one.channel if one.channel in logpage.CHANNELS else '' for one in told
    ]


def test_columns_of_people_and_attributes_of_cells_stay() -> None:
    text = log(
        '|- class="x"\n| 2026-02-01 || event || style="a" | Milan ||||||||||sent|| b | 14 || || || Hanna\n'
    )
    text = text.replace('| Notes\n', '| Notes\n! Thanks to\n')
    after = present(text)
    page = logpage.parse(after, TITLE, WORDS)
    assert page.columns == (*logpage.COLUMNS, '')
    assert '|- class="x"\n' in after
    assert '| b | 14' in after
    assert 'event · <span style="a">Milan</span>' in after
    assert '! scope="col" style="min-inline-size: 4em;" | Thanks to' in after
    assert f'plainlinks" tabindex="0" style="{sharedtable.STYLE}"' in after
    assert after.rstrip().count('Hanna') == 1


@pytest.mark.parametrize('cell', ['colspan="2" | x', 'rowspan="2" | x'])
def test_a_table_with_spans_keeps_its_columns_and_is_still_kept_true(cell: str) -> None:
    text = log(sent('sv'), f'|-\n| {cell}\n')
    after = present(text, ENTRY)
    page = logpage.parse(after, TITLE, WORDS)
    assert 'channel' in page.columns
    assert [row.id for row in page.rows] == [ENTRY.id, '']


CELLS = st.sampled_from(
    ['', 'x', 'a | b', '[[A|B]]', 'style="c" | d', '{{t|u}}', "''e''", '<!-- f -->', '<br>g']
)


@settings(max_examples=60)
@given(st.lists(CELLS, min_size=1, max_size=13), st.booleans())
def test_no_cell_is_lost_and_nothing_changes_twice(cells: list[str], lines: bool) -> None:  # noqa: FBT001
    row = '|-\n' + ('\n'.join(f'| {cell}' for cell in cells) if lines else '| ' + ' || '.join(cells)) + '\n'
    text = log(row)
    (before,) = rows(text)
    after = present(text)
    (now,) = rows(after)
    shown = ' '.join(after[cell.start : cell.end] for cell in now.row.cells)
    for cell in before.row.cells:
        assert plain(text[cell.start : cell.end]) in plain(shown)
    assert present(after) == after


def test_a_log_that_has_a_present_column_already_keeps_its_columns() -> None:
    for old, new in (
        ('! scope="col" | Channel', '! scope="col" | Where'),
        ('| Wiki or platform', '| Channel'),
    ):
        text = log(sent('sv')).replace(old, new)
        assert logpage.parse(text, TITLE, WORDS).columns[1:3] in (('where', 'wiki'), ('channel', 'channel'))
        assert present(text) == text
