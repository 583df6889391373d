"""Where cells stand in tables that people write."""

from __future__ import annotations

import itertools
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach.wikitable import (
    WRAPPING,
    Content,
    Markup,
    find_table,
    find_tables,
    mask,
    number,
    render,
    render_row,
    render_turned,
    splice,
)
from outreach.wikitext import escape

CASES = [
    ('{|\n! A !! B\n|-\n| 1 || 2\n|}', [['A', 'B'], ['1', '2']]),
    ('{|\n|-\n! scope="col" | A\n! B\n|-\n| style="x" | 1\n| 2\n|}', [['A', 'B'], ['1', '2']]),
    ('{|\n| [[a|b]] || {{x|y\n|-\n|z}} || <nowiki>||</nowiki>\n|}',
     [['[[a|b]]', '{{x|y\n|-\n|z}}', '<nowiki>||</nowiki>']]),
    ('{|\n| in\n{| class="n"\n|-\n| deep || er\n|}\n| after\n|}',
     [['in\n{| class="n"\n|-\n| deep || er\n|}', 'after']]),
    ('{|\n| one\ntwo || not a cell\n|}', [['one\ntwo || not a cell']]),
    ('{|\n|+ caption || no\n|-\n| a !! b\n|}', [['a !! b']]),
    ('{|\n|\n|  \n| x\n|}', [['', '', 'x']]),
    ('{|\n| <!-- | --> a || b <!--\n|- --> c\n|}', [['<!-- | --> a', 'b <!--\n|- --> c']]),
    ('{|\n| {{open || b\n|-\n| c\n|}', [['{{open', 'b'], ['c']]),
    ('{|\n| [[open || b\n|-\n| c]]\n|}', [['[[open', 'b'], ['c]]']]),
    ('{|\n| {{a|\n|}} || b\n|}', [['{{a|\n|}}', 'b']]),
    (':{|\n  | a\n  |-\n  | b\n  |}', [['a'], ['b']]),
]  # fmt: skip


@pytest.mark.parametrize(('text', 'cells'), CASES)
def test_cells_stand_where_a_reader_sees_them(text: str, cells: list[list[str]]) -> None:
    around = f'before | x\n{text}\nafter'
    table = find_table(around)
    assert table is not None
    assert [[around[cell.start : cell.end] for cell in row.cells] for row in table.rows if row.cells] == cells
    assert around[table.close :].lstrip().startswith('|}')


def test_no_table_and_no_end() -> None:
    assert find_table('| a\n|-\n') is None
    with pytest.raises(ValueError, match='line 2'):
        find_table('x\n{|\n| a\n')


def test_an_empty_cell_is_filled_in_its_own_line() -> None:
    text = '{|\n|\n| b\n|}'
    table = find_table(text)
    assert table is not None
    cell = table.rows[0].cells[0]
    assert splice(text, [(cell.start, cell.end, ' a')]) == '{|\n| a\n| b\n|}'


PIECES = st.sampled_from(
    [
        '{|',
        '|}',
        '|-',
        '|',
        '||',
        '!',
        '{{',
        '}}',
        '[[',
        ']]',
        '<!--',
        '-->',
        '<nowiki>',
        '</nowiki>',
        '\n',
        'a',
        ' ',
    ]
)


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=40).map(''.join))
def test_any_text_is_read_without_a_crash_and_masked_in_place(text: str) -> None:
    assert len(mask(text)) == len(text)
    try:
        table = find_table(text)
    except ValueError:
        return
    if table:
        cells = [cell for row in table.rows for cell in row.cells]
        assert all(0 <= cell.start <= cell.end <= len(text) for cell in cells)
        assert all(one.end <= two.start for one, two in itertools.pairwise(cells))


def test_a_table_has_header_cells_with_a_scope() -> None:
    assert render(
        ['Name', Markup("''n''", 'class="x"')],
        [['Bo', number(5)], Markup('|-\n| as it is\n|')],
        caption='All',
        classes=['sortable'],
        style='width: 9em;',
        named=True,
        scrolls=True,
    ).split('\n') == [
        '<div style="overflow-x: auto;">',
        '{| class="wikitable sortable" style="width: 9em;" tabindex="0"',
        '|+ All',
        '! scope="col" | Name',
        '! scope="col" class="x" | \'\'n\'\'',
        '|-',
        '! scope="row" style="text-align: start;" | Bo',
        '| style="text-align: end;" | 5',
        '|-',
        '| as it is',
        '|',
        '|}',
        '</div>',
    ]


def test_rows_of_a_table_that_wraps_are_never_wider_than_a_phone() -> None:
    table = render(
        ['Name', 'What'],
        [['Bo', number(5)], Markup('|- class="x"\n| as it is\n|')],
        style='width: 9em',
        named=True,
        wraps=True,
    )
    wraps = (
        'style="display: grid; grid-template-columns: '
        'repeat(auto-fit, minmax(clamp(49.50%, (16em - 100%) * 999, 45%), 1fr));"'
    )
    assert table.split('\n') == [
        f'{{| class="wikitable" style="{WRAPPING} width: 9em"',
        f'|- {wraps}',
        '! scope="col" | Name',
        '! scope="col" | What',
        f'|- {wraps}',
        '! scope="row" style="text-align: start;" | Bo',
        '| style="text-align: end;" | 5',
        f'|- class="x" {wraps}',
        '| as it is',
        '|',
        '|}',
    ]
    rows = next(find_tables(table)).rows
    assert [len(row.cells) for row in rows] == [2, 2, 2]
    assert 'font-size: 0.9em' in render(['x'] * 6, [], wraps=True)
    told = render(['x'], [], caption='All', wraps=True)
    assert '\n|+ style="display: table-caption;" | All\n' in told


def test_a_table_is_focused_by_itself_where_no_link_in_it_can_be() -> None:
    linked = render(['Name'], [[Markup('[[Bo]]')]], scrolls=True)
    assert 'tabindex' not in linked + render(['Name'], [['Bo']]) + render(['Name'], [], scrolls=True)
    assert 'tabindex="0"' in render(['Name'], [['[[Bo]]']], scrolls=True)


def test_a_row_of_its_own_has_attributes_and_no_name_unless_asked() -> None:
    assert render_row(['a', ''], attributes='data-x="1"') == '|- data-x="1"\n| a\n|'


CELLS = st.text("a|!-+}{[]<>&'\n=x", max_size=8)


@pytest.mark.parametrize('named', [True, False])
@given(rows=st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=4))
def test_text_in_a_cell_stays_text(*, named: bool, rows: list[list[Content]]) -> None:
    text = render(['A', 'B'], rows, named=named)
    table = find_table(text)
    assert table is not None
    head, *body = table.rows
    assert [cell.header for cell in head.cells] == [True, True]
    assert [[unescape(escape(str(cell))) for cell in row] for row in rows] == [
        [unescape(text[cell.start : cell.end]) for cell in row.cells] for row in body
    ]
    assert [[cell.header for cell in row.cells] for row in body] == [[named, False]] * len(rows)


def test_the_parts_of_a_turned_table_stand_side_by_side_where_there_is_room() -> None:
    rows = [(str(wave), wave) for wave in range(1, 9)]
    parts = render_turned(['Wave', 'Sent'], rows, 'Waves').split('\n{|')
    assert len(parts) > 1
    assert all('display: inline-table' in one.partition('\n')[0] for one in parts)
    assert 'inline-table' not in render_turned(['Wave', 'Sent'], rows[:1], 'Waves')
