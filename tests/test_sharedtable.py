"""Tables that people and scripts share."""

from __future__ import annotations

from outreach import sharedtable, wikitext
from outreach.wikitable import Markup, find_table, splice

LANGUAGES = ({'column-day': 'Day', 'column-who': 'Who'}, {'column-day': 'Tag'})


def test_columns_are_found_by_their_words_in_any_language() -> None:
    known = sharedtable.words(LANGUAGES, 'column', ('day', 'who', 'what'))
    assert known == {'day': 'day', 'who': 'who', 'tag': 'day'}
    text = "{|\n|+ Caption\n! '''Tag''' <!-- x --> !! Mine !! WHO\n|-\n| 1 || 2 || 3\n|}"
    table = find_table(text)
    assert table is not None
    header, columns = sharedtable.head(text, table, known)
    assert header is table.rows[0]
    assert columns == ('day', '', 'who')


def test_a_cell_is_written_behind_its_mark_and_emptied() -> None:
    text = '{|\n| a ||\n|}'
    table = find_table(text)
    assert table is not None
    full, empty = table.rows[0].cells
    assert splice(text, [sharedtable.put(full, ''), sharedtable.put(empty, 'b')]) == '{|\n|  || b\n|}'
    assert splice(text, [sharedtable.put(empty, '')]) == text


def test_a_new_row_has_its_id_first_and_leaves_columns_of_people_empty() -> None:
    made = sharedtable.new_row('1', {'who': 'Ann', 'day': ''}, ('day', '', 'who'), {'who': 'lang="en"'})
    table = find_table(f'{{|\n{made}|}}')
    assert table is not None
    cells = [f'{{|\n{made}|}}'[cell.start : cell.end] for cell in table.rows[-1].cells]
    assert cells == ['<!-- id:1 -->', '', 'Ann']
    assert sharedtable.ids_in(made) == {'1'}


def test_a_new_table_stands_between_markers_with_its_header() -> None:
    header = [sharedtable.head_cell(f'(column-{name})') for name in ('day', 'who')]
    text = sharedtable.new_table('r', header, 'caption')
    found = wikitext.region(text, 'r')
    assert found is not None
    table = find_table(text, *found)
    assert table is not None
    assert sharedtable.head(text, table, {'(column-day)': 'day'})[1] == ('day', '')


def test_no_word_breaks_in_a_column_and_its_least_width_is_that_of_the_longest() -> None:
    wide = sharedtable.head_cell('Status', ['suggested', 'sent'])
    assert wide == Markup('Status', 'class="unsortable" style="min-inline-size: 5.4em;"')
    assert sharedtable.head_cell('Announcement', ['a b'], sortable=True).attributes.startswith('style="min-')
    whole = sharedtable.head_cell('Date', ['2026-'], on_desk=['2026-12-31'])
    assert 'min-inline-size: clamp(2.9em, 10vw, 5.8em);' in whole.attributes
    assert 'overflow-wrap: anywhere' in sharedtable.STYLE
