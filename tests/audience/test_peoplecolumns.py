"""Which column of a file names people, and which their wikis."""

from __future__ import annotations

import pytest
from outreach.audience.peoplecolumns import PeopleRow, accounts_in, of_table, wiki_in

from tests.samples.wikis import RESOLVER


def told(*rows: str) -> list[tuple[str, str]]:
    """Return whom each row of a table names, and its wiki."""
    table = [(number, row, row.split('|')) for number, row in enumerate(rows, 1)]
    return [(one.person, one.wiki) for one in of_table(table, RESOLVER)]


def test_a_header_calls_the_columns_else_what_stands_in_them_does() -> None:
    assert told('Wiki|User', 'svwiki|Anna') == [('Anna', 'svwiki')]
    assert told('svwiki|Anna|x', 'dewiki|Bo|x') == [('Anna', 'svwiki'), ('Bo', 'dewiki')]
    assert told('7|Anna', '8|Bo') == [('Anna', ''), ('Bo', '')]


def test_a_column_whose_cells_come_again_names_nobody() -> None:
    assert [name for name, _ in told('Sweden|Anna', 'Sweden|Bo', 'Norway|Cem')] == ['Anna', 'Bo', 'Cem']


def test_several_columns_of_people_have_a_wiki_each() -> None:
    assert told('User 1|Wiki 1|User 2|Wiki 2', 'Anna|svwiki|Bo|dewiki') == [
        ('Anna', 'svwiki'),
        ('Bo', 'dewiki'),
    ]
    assert told('Wiki|User 1|User 2', 'svwiki|Anna|Bo') == [('Anna', 'svwiki'), ('Bo', 'svwiki')]


def test_several_names_in_a_cell_are_several_people() -> None:
    assert [name for name, _ in told('User|x', 'Anna<br />Bo|y')] == ['Anna', 'Bo']
    assert [name for name, _ in told('User|x', '[[User:Anna]]<br />[[User:Bo]]|y')] == [
        '[[User:Anna]]<br />[[User:Bo]]'
    ]


def test_of_a_row_that_is_too_long_nobody_can_tell_which_cell_is_which() -> None:
    table = [
        (1, 'a', ['Anna', 'svwiki']),
        (2, 'b', ['Bo', 'dewiki']),
        (3, 'Ek, Cem, sv', ['Ek', 'Cem', 'sv']),
    ]
    assert of_table(table, RESOLVER)[2] == PeopleRow(3, 'Ek, Cem, sv', 'Ek, Cem, sv')
    assert of_table([], RESOLVER) == []


def test_a_header_of_real_names_is_refused() -> None:
    with pytest.raises(ValueError, match='call that column "user"'):
        told('First name|Last name', 'Anna|Ek', 'Bo|Alm')
    with pytest.raises(ValueError, match='call that column "user"'):
        told('First name|Last name', 'Anna|Ek')
    assert told('Anna|Last name')[0][0] == 'Anna; Last name'


def test_a_wiki_is_named_by_its_code_its_database_or_its_host() -> None:
    assert [wiki_in(one, RESOLVER) for one in ('sv', 'svwiki', 'sv.wikipedia.org', 'x', '', ' ')] == [
        *['sv.wikipedia.org'] * 3, '', '', ''
    ]  # fmt: skip


def test_the_accounts_of_a_cell_come_each_once_with_the_wiki_that_it_states() -> None:
    assert accounts_in('[[User:Ann]] [[:sv:User:Ann]] [[User:Bo]]', '', RESOLVER) == [
        ('Ann', 'sv.wikipedia.org'), ('Bo', '')
    ]  # fmt: skip
    assert accounts_in('User talk:Ann', 'sv.wikipedia.org', RESOLVER) == [('Ann', 'sv.wikipedia.org')]
    assert accounts_in('User:Ann/x', '', RESOLVER) == [('Ann', '')]
    assert accounts_in('Ann', '', RESOLVER) == accounts_in('a:b', '', RESOLVER) == []
