"""Tables where people sign up, with all that headers, attributes and spans can be."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach.signuppage import read_page

from tests.samples import naming
from tests.samples.wikis import RESOLVER

TABLES: list[tuple[str, list[str], int]] = [
    ('! Name !! Wiki\n|-\n| Dewi Lestari K || sv.wikipedia.org', ['Dewi Lestari K@sv!?'], 0),
    ('! User !! Home wiki\n|-\n| [[User:A]] || dewiki\n|-\n| [[User:B]] || [[:sv:]]\n|-\n| [[User:C]] || pl',
     ['A@de!', 'B@sv!', 'C@pl!'], 0),
    ('! User !! Wiki\n|-\n| [[User:A]] || all of them', ['A@meta'], 1),
    ('!rowspan="2"|No.\n!colspan=2|Who\n|-\n!User\n!Real name\n|-\n|1\n|[[User:A]]\n|Bo', ['A@meta'],
     0),
    ('! Country !! User\n|-\n| rowspan=2 | Sweden || [[User:A]]\n|-\n| [[User:B]]', ['A@meta', 'B@meta'], 0),
    ('! Participants\n|-\n| [[User:A]], [[User:B]]<br />{{u|C}}', ['A@meta', 'B@meta', 'C@meta'], 0),
    ('! Name !! Role\n|-\n| Anna – translator || \n|-\n| {{u|B}} || speaker',
     ['Anna@meta? (translator)', 'B@meta (speaker)'], 0),
    ('! Participant !! Invited by\n|-\n| Bo || [[User:A]]', [], 1),
    ('! User !! Role\n|-\n| [[User:A]] – translator || speaker\n|-\n| [[User:B]] (coach) ||',
     ['A@meta (translator, speaker)', 'B@meta (coach)'], 0),
    ('! Name !! Account\n|-\n| Bo Ek || [[User:A]]', ['A@meta'], 0),
    ("| \'\'\'Username\'\'\' || Country\n|-\n| Anna || Sweden", ['Anna@meta?'], 0),
    ('! Username\n|-\n| Smith, Bo\n|-\n| Anna', ['Anna@meta?'], 1),
    ('|-\n| Sweden || [[User:A]] 10:00, 1 May 2026 (UTC)\n|-\n! scope=row | [[User:B]]\n| maps',
     ['A@meta', 'B@meta'], 0),
    ('| [[User:A]] || [[User:B]]', ['A@meta', 'B@meta'], 0),
    ('| [[User:A]] || [[User:B]] 10:00, 1 May 2026 (UTC)', ['B@meta'], 1),
    ('| [[User:A]] || [[Benutzer:B]]', ['A@meta'], 1),
    ('! Name !! Country\n|-\n| [[User:A]] || [[User:B]]', ['A@meta'], 1),
    ('! Team !! Captain !! Second\n|-\n| x || [[User:A]] || [[User:B]]', ['A@meta'], 1),
    ('! User 1 !! User 2\n|-\n| [[User:A]] || [[User:B]]\n|-\n| Ann || Bo\n|-\n| [[User:C]] || Dan',
     ['A@meta', 'B@meta', 'Ann@meta?', 'Bo@meta?', 'C@meta'], 1),
    ('! User !! Wiki !! User !! Wiki\n|-\n| [[User:A]] || svwiki || [[User:B]] || dewiki',
     ['A@sv!', 'B@de!'], 0),
    ('! User !! Partner\n|-\n| colspan=2 | [[User:A]] and [[User:B]]', ['A@meta', 'B@meta'], 0),
    ('! User\n|-\n| Anna<br>Smith, Bo', ['Anna@meta?'], 1),
    ('! User !! Talk\n|-\n| Anna || [[User talk:Anna]]', ['Anna@meta'], 0),
    ('! User !! Topic\n|-\n! scope="row" | Anna !! Sweden\n|-\n!Bo\n|Norway', ['Anna@meta?', 'Bo@meta?'], 0),
    ("! User\n|-\n! scope='row' | Anna\n|-\n! scope=row | [[User:B]]", ['Anna@meta?', 'B@meta'], 0),
    ('! User !! Topic\n|-\n! Anna !! Sweden\n|-\n! colspan=2 | Week 2\n|-\n! User !! Topic\n|-\n| Bo || x',
     ['Bo@meta?'], 1),
    ('! Country !! User\n|-\n! User:B\n| x\n|-\n! Sweden\n| [[User:A]]', ['B@meta', 'A@meta'], 0),
    ('| Name || Country\n|-\n| Sweden || 1\n|-\n| [[User:A]] || 2', ['A@meta'], 1),
    ('| 1 || members\n|-\n| 2 || Sweden', [], 1),
    ('| User:A || Sweden', ['A@meta'], 0),
    ('! scope="row" | User\n! scope="row" | Wiki\n|-\n| Anna\n| svwiki', ['Anna@sv!?'], 0),
    ('! scope="row" | Town !! scope="row" | Name\n|-\n! scope="row" | Oslo\n| Anna', ['Anna@meta?'], 0),
    ('! scope="row" | Anna\n! scope="row" | Oslo\n|-\n| Bo\n| Rome', [], 0),
    ('! scope="row" | Sweden\n| [[User:A]]\n|-\n! scope="row" | User:B\n| x', ['A@meta', 'B@meta'], 0),
]  # fmt: skip


def people(text: str) -> tuple[list[str], int]:
    page = read_page(f'== Participants ==\n{{| class="wikitable"\n{text}\n|}}', 'P', RESOLVER)
    shown = []
    for one in page.signups:
        roles = f' ({", ".join(one.roles)})' if one.roles else ''
        shown.append(f'{one.name}@{one.host.partition(".")[0]}{"!" * one.stated}{"?" * one.bare}{roles}')
    return shown, len(page.problems)


@pytest.mark.parametrize(('text', 'found', 'told'), TABLES)
def test_rows_of_tables(text: str, found: list[str], told: int) -> None:
    assert people(text) == (found, told)


LABELS = ('User', 'Username', 'Country', 'Topic', 'No.', 'Real name', 'Invited by', 'Wiki')
FORMS = (
    '[[User:{}]]',
    '{{{{u|{}}}}}',
    '[[:de:Benutzerin:{}|x]]',
    "'''[[User talk:{}|{}]]'''",
    'style="x" | [[User:{}]]',
)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_every_account_in_a_table_signs_up_or_its_row_is_told(data: Any) -> None:
    labels = data.draw(st.lists(st.sampled_from(LABELS), min_size=1, max_size=4, unique=True))
    apart = data.draw(st.booleans())
    header = (
        '\n'.join(f'! class="name" | {label}' for label in labels) if apart else '! ' + ' !! '.join(labels)
    )
    rows, names = [], []
    for row in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(labels) - 1))
        form = data.draw(st.sampled_from(FORMS))
        names.append(f'Person{row}')
        cells = [form.format(*[names[-1]] * 2) if column == at else '' for column in range(len(labels))]
        rows.append('|-\n' + '\n'.join(f'| {cell}'.rstrip() for cell in cells))
    text = '== Participants ==\n{|\n' + header + '\n' + '\n'.join(rows) + '\n|}'
    page = read_page(text, 'P', RESOLVER)
    told = ' '.join(problem.text for problem in page.problems)
    for name in names:
        assert name in {one.name for one in page.signups} or name in told
    assert {one.name for one in page.signups} <= set(names)


def test_who_is_in_a_column_of_other_people_is_told_and_no_problem() -> None:
    page = read_page('{|\n! User !! Invited by\n|-\n| [[User:A]] || [[User:B]]\n|}', 'P', RESOLVER)
    assert [one.name for one in page.signups] == ['A']
    assert [one.place for one in page.answers] == ['P, line 4']
    assert 'names B in a column of other people' in page.answers[0].text
    assert (page.problems, page.nobody) == ((), ())


BESIDE = (
    '{}, Bo', '{}; Bo', '{} / Bo', '{}<br>Bo', '{}<br />\n@Bo', '\n* {}\n* Bo', "'''{}''', '''Bo'''",
    '[[User:Ada]] 10:00, 1 May 2026 (UTC), Bo', '{} (coach), Bo', '{} – coach<br>Bo', '{}, coach, Bo',
    'Bo<br>{}', '\n* Bo\n* {}', '{}, <small>Bo</small>', '[[User:Cid]], {}, Bo',
)  # fmt: skip


@pytest.mark.parametrize('form', BESIDE)
def test_a_bare_name_beside_somebody_in_a_cell_is_told(form: str) -> None:
    for one in naming.READ:
        cell = form.format(one.format('Ada'))
        page = read_page(f'{{|\n! User !! Topic\n|-\n| {cell}\n| maps\n|}}', 'P', RESOLVER)
        assert 'Ada' in [signup.name for signup in page.signups], cell
        assert ['Bo beside others: link' in problem.text for problem in page.problems] == [True], cell


@pytest.mark.parametrize(
    'behind', [' – Bo', ' (Bo)', ', translator', '<br>', '<br>(Bo)', ' ([[User talk:Ada|talk]])']
)
def test_a_remark_behind_somebody_in_a_cell_is_nobody(behind: str) -> None:
    page = read_page(f'{{|\n! User\n|-\n| [[User:Ada]]{behind}\n|}}', 'P', RESOLVER)
    assert ([one.name for one in page.signups], page.problems) == (['Ada'], ())


HEADERS = (
    '',
    'User !! Country',
    'Country !! User',
    'User !! Invited by',
    'Topic !! Second',
    'User 1 !! User 2',
)


@pytest.mark.parametrize('header', HEADERS)
def test_of_two_people_in_one_row_each_signs_up_or_is_told(header: str) -> None:
    for one, other in product((*naming.READ, naming.UNREAD[0]), repeat=2):
        row = f'| {one.format("Ada")} || {other.format("Bo")}'
        text = '{|\n' + (f'! {header}\n|-\n' if header else '') + f'{row}\n|}}'
        page = read_page(text, 'P', RESOLVER)
        told = ' '.join(problem.text for problem in (*page.problems, *page.answers))
        names = ' '.join(signup.name for signup in page.signups)
        for name in ('Ada', 'Bo'):
            assert name in names or name in told, text
