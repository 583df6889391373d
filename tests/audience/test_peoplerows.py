"""The rows of a file of people, in every form that somebody may hand over."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from outreach.audience.peoplecolumns import PeopleRow
from outreach.audience.peoplerows import SENTENCE, rows, without_mark

from tests.samples.wikis import RESOLVER

TARGET = '{{#target:User talk:Ann|sv.wikipedia.org}}'


def told(text: str) -> list[tuple[int, str, str]]:
    """Return the line of each row, whom it names, and its wiki."""
    return [(one.line, one.person, one.wiki.strip()) for one in rows(text, RESOLVER)]


def labels(text: str) -> list[Mapping[str, str]]:
    return [one.labels for one in rows(text, RESOLVER)]


def test_objects_of_json_name_people_and_wikis_by_any_usual_key() -> None:
    first = {'user': 'Åsa', 'wiki': 'svwiki', ' Role ': ' x '}
    text = json.dumps([first, {'site': 'a.org'}, 'Bo', 7])
    written = json.dumps(first, ensure_ascii=False)
    assert rows(text, RESOLVER) == [
        PeopleRow(1, written, 'Åsa', 'svwiki', {'user': 'Åsa', 'wiki': 'svwiki', 'role': 'x'}),
        PeopleRow(2, '{"site": "a.org"}', '', 'a.org', {'site': 'a.org'}),
        PeopleRow(3, 'Bo', 'Bo'),
        PeopleRow(4, '7', '7'),
    ]
    assert told('{"people": ["A"]}') == [(1, 'A', '')]
    assert told('{"targets": [{"title": "User talk:A", "dbname": "svwiki"}]}') == [
        (1, 'User talk:A', 'svwiki')
    ]
    assert told('{"x": 1}') == []


def test_what_only_begins_like_json_is_read_as_lines() -> None:
    assert told('{ broken\nBo') == [(1, '{ broken', ''), (2, 'Bo', '')]


def test_a_list_in_wikitext_gives_its_entries_and_lines_without_a_mark_behind_the_first() -> None:
    text = f'Ced\n== S ==\n* {TARGET}\n== E ==\nsome words. no\nDan\n* Eva\n'
    assert rows(text, RESOLVER) == [
        PeopleRow(3, TARGET, 'Ann', 'sv.wikipedia.org', {'section': 'S'}, {'s', 'sv.wikipedia.org'}),
        PeopleRow(6, 'Dan', 'Dan', '', {'section': 'E'}),
        PeopleRow(7, '* Eva', '* Eva', '', {'section': 'E'}),
    ]


def test_lines_without_a_mark_that_name_somebody_are_not_lost_beside_entries() -> None:
    """A list that was put together of two exports."""
    text = (
        '[[User:Bo]]\nAsk [[User:Cy]] about it.\n'
        f'* {TARGET}\nUser talk:Dan Dee\n[[:sv:User:Eva]]\nhttps://sv.wikipedia.org/wiki/User:Fay\n'
        'Ask [[User:Gus]] about it.\nSome prose, that names nobody.\n<!-- [[User:Hal]] -->\n* Ida, sv\n'
    )
    found = rows(text, RESOLVER)
    assert [(one.line, one.person, one.wiki.strip()) for one in found if not one.reason] == [
        (1, '[[User:Bo]]', ''), (3, 'Ann', 'sv.wikipedia.org'), (4, 'User talk:Dan Dee', ''),
        (5, '[[:sv:User:Eva]]', ''), (6, 'https://sv.wikipedia.org/wiki/User:Fay', ''), (10, '* Ida', 'sv'),
    ]  # fmt: skip
    assert [(one.line, one.reason) for one in found if one.reason] == [(7, SENTENCE)]
    text = (
        f'* {TARGET}\nJo Doe;sv.wikipedia.org\nKim,sv.wikipedia.org\nLee\tsv.wikipedia.org\nso, so; well.\n'
    )
    assert told(text) == [
        (1, 'Ann', 'sv.wikipedia.org'), (2, 'Jo Doe', 'sv.wikipedia.org'), (3, 'Kim', 'sv.wikipedia.org'),
        (4, 'Lee', 'sv.wikipedia.org'),
    ]  # fmt: skip


def test_an_item_before_the_first_entry_is_a_row_too() -> None:
    assert told(f'* Bo\n* {TARGET}') == [(1, '* Bo', ''), (2, 'Ann', 'sv.wikipedia.org')]


def test_the_heading_above_a_row_is_a_cell_of_it() -> None:
    assert labels('Ann\n\n== Talkers ==\nBo\n== B ==\nCed, sv\n') == [
        {'section': ''}, {'section': 'Talkers'}, {'section': 'B'}
    ]  # fmt: skip
    assert told('== Talkers ==\nAnn\n\n== B ==\nBo, sv\n') == [(2, 'Ann', ''), (5, 'Bo', 'sv')]
    assert labels('Ann\nBo') == [{}, {}]


def test_columns_are_called_by_their_header() -> None:
    assert rows('User,Wiki,Role\nAnn,svwiki,talker\n\nBo,\n', RESOLVER) == [
        PeopleRow(
            2, 'Ann,svwiki,talker', 'Ann', 'svwiki', {'user': 'Ann', 'wiki': 'svwiki', 'role': 'talker'}
        ),
        PeopleRow(4, 'Bo,', 'Bo', '', {'user': 'Bo', 'wiki': '', 'role': ''}),
    ]
    assert told('Name,Note\nx,y\n') == [(2, 'x', '')]
    assert told('Wiki\tUser\nsvwiki\tAnn\n') == [(2, 'Ann', 'svwiki')]


def test_a_cell_over_several_lines_is_one_row_where_it_begins() -> None:
    assert rows('User;Note\nAnn;"two\nlines"\nBo;x\n', RESOLVER)[0].written == 'Ann;"two lines"'
    assert told('User;Note\nAnn;"two\nlines"\nBo;x\n') == [(2, 'Ann', ''), (4, 'Bo', '')]


def test_a_row_of_a_table_is_told_by_the_line_of_its_first_cell() -> None:
    text = 'Lead\n{|\n! User !! Role\n|-\n| Ann\n| x\n|-\n\n| rowspan="2" | Bo || y\n|-\n| z\n|}\n'
    assert told(text) == [(5, 'Ann', ''), (9, 'Bo', ''), (11, 'Bo', '')]


def test_a_table_of_wikis_names_nobody() -> None:
    for text in (
        '{|\n! Wiki\n|-\n| svwiki\n|-\n| dewiki\n|}',
        '| svwiki |\n| dewiki |',
        '"svwiki"\n"dewiki"',
    ):
        assert [(person, wiki) for _, person, wiki in told(text)] == [('', 'svwiki'), ('', 'dewiki')]


def test_a_header_alone_on_its_line_is_nobody() -> None:
    assert told('user\nAnn\nBo\n') == [(2, 'Ann', ''), (3, 'Bo', '')]
    assert told('Ann\nBo\n') == [(1, 'Ann', ''), (2, 'Bo', '')]
    assert told('') == []


@pytest.mark.parametrize(
    ('text', 'people'),
    [
        # three of five lines have it: columns; two of four have not enough
        ('Ann;x\nBo;y\nCed;z\nDan\nEva\n', ['Ann', 'Bo', 'Ced', 'Dan', 'Eva']),
        ('Ann;x\nBo;y\nCed\nDan\n', ['Ann;x', 'Bo;y', 'Ced', 'Dan']),
        ('Ann\tx\nBo\ty\n', ['Ann', 'Bo']),
        # a comma belongs to names, unless wikis stand behind it or lines have three parts
        ('Ek, A\nLind, B\n', ['Ek, A', 'Lind, B']),
        ('Ann,sv\nBo,de\n', ['Ann', 'Bo']),
        ('Ann,sv\nBo,de\nCed,fr\nEk, B\nEk, C\n', ['Ann', 'Bo', 'Ced', 'Ek', 'Ek']),
        ('Ann,sv\nBo,de\nEk, B\nEk, C\n', ['Ann', 'Bo', 'Ek, B', 'Ek, C']),
        ('a,b,c\nd,e,f\n', ['a', 'd']),
        ('a,b,c\nd,e\n', ['a,b,c', 'd,e']),
        # what is quoted on most lines is a column of names with commas
        ('"Ann"\n"Bo, x"\n"Ced"\n', ['Ann', 'Bo, x', 'Ced']),
        ('"Ann"\nBo\n', ['"Ann"', 'Bo']),
    ],
)
def test_what_parts_columns(text: str, people: list[str]) -> None:
    assert [person for _, person, _ in told(text)] == people


def test_three_cells_of_five_make_a_column_of_wikis() -> None:
    assert told('Ann;sv\nBo;sv\nCed;sv\nDan;x\nEva;y\n')[0] == (1, 'Ann', 'sv')
    assert told('Ann;sv\nBo;sv\nCed;x\nDan;y\nEva;z\n')[0] == (1, 'Ann', '')


def test_numbers_and_addresses_of_mail_are_no_column_of_people() -> None:
    assert told('12,Ann,sv\n13,Bo,sv\n') == [(1, 'Ann', 'sv'), (2, 'Bo', 'sv')]
    assert told('a@b.org;Ann\nc@d.org;Bo\n') == [(1, 'Ann', ''), (2, 'Bo', '')]


def test_a_column_of_links_names_people_before_any_other() -> None:
    assert [person for _, person, _ in told('x;[[User:Ann]]\ny;[[User:Bo]]\n')] == [
        '[[User:Ann]]',
        '[[User:Bo]]',
    ]


def test_a_header_that_calls_no_column_users_is_refused() -> None:
    with pytest.raises(ValueError, match='call that column "user"'):
        rows('Full name;Points\nAnn Ek;1\nBo Lind;2\n', RESOLVER)


@pytest.mark.parametrize('line', ['* Ann', '# Ann', '12. Ann', '2) Ann', '#Ann', '- Ann', '**: Ann', ' Ann '])
def test_a_mark_of_a_list_is_no_part_of_a_name(line: str) -> None:
    assert without_mark(line) == 'Ann'


@pytest.mark.parametrize('line', ['123456. Ann', '-Ann', '1Ann'])
def test_what_only_looks_like_a_mark_stays(line: str) -> None:
    assert without_mark(line) == line
