"""Success criteria: three cells of counted rows are the script's, everything else people's."""

from __future__ import annotations

from datetime import date

import pytest
from outreach import phrases
from outreach.measures import criteria
from outreach.measures.criteria import Counted, definition
from outreach.sharedtable import words

from tests.measures.samples import say

COLUMNS = words(phrases.of_script('measure_campaign').values(), 'criteria', criteria.COLUMNS)
TODAY = date(2026, 11, 26)
HEAD = '! Criterion !! How counted !! Target !! Previous !! Now !! Met on !! Note'
COUNTED = 'sign-ups: people on the page'


def page(*rows: str) -> str:
    return '\n'.join(["What we want ''soon''.", '{| class="wikitable"', HEAD, *rows, '|}', 'Talk to us.'])


def row(
    counted: str = COUNTED,
    target: str = '100',
    previous: str = '',
    now: str = '',
    met: str = '',
    note: str = 'x',
) -> str:
    return f'|-\n| People join || {counted} || {target} || {previous} || {now} || {met} || {note}'


def update(text: str, today: date = TODAY, **figures: int) -> Counted:
    known = {'sign-ups': 120, 'opted out': 3} | {
        name.replace('_', '-'): count for name, count in figures.items()
    }
    return criteria.update(text, 'C', known, today, COLUMNS, say)


def cells(found: Counted, line: str = '| People join') -> list[str]:
    return [
        cell.strip() for cell in next(x for x in found.text.splitlines() if x.startswith(line)).split('||')
    ]


def test_a_counted_row_is_filled_and_nothing_else_changes() -> None:
    """M28"""
    text = page(row(), '|-\n| Final URL decided || by people || yes ||  ||  || 2026-09-25 || done')
    found = update(text)
    stamp = f'<!-- counted 2026-11 {definition(COUNTED)} {definition("100")} -->'
    assert cells(found)[3:] == ['n/a', f'120 {stamp}', '✅ 2026-11-26', 'x']
    assert found.newly_met == ('People join',)
    assert found.problems == ()
    assert update(found.text) == Counted(found.text)
    lines, before = found.text.splitlines(), text.splitlines()
    assert [line for line in lines if line not in before] == [lines[4]]


def test_a_new_month_moves_now_to_previous_and_the_day_stays() -> None:
    first = update(page(row()))
    later = update(first.text, date(2026, 12, 3), sign_ups=90)
    stamp = f'<!-- counted 2026-12 {definition(COUNTED)} {definition("100")} -->'
    assert cells(later)[3:6] == ['120', f'90 {stamp}', '✅ 2026-11-26']


def test_what_is_counted_differently_has_no_previous() -> None:
    """B9"""
    first = update(page(row(target='200')))
    reworded = first.text.replace(COUNTED, 'sign-ups: active people on the page')
    later = update(reworded, date(2026, 12, 3))
    assert cells(later)[3] == 'n/a (counted differently)'
    assert definition('Sign-ups:  people on the page') == definition(COUNTED)


def test_marks_are_computed() -> None:
    met = [
        one
        for one in (
            '100',
            '120',
            '≤ 120',
            '121',
            'at most 119',
            '1,000',
            '61.3',
            '120,5',
            'at most 120.5',
            '1.000',
        )
        if cells(update(page(row(target=one))))[5]
    ]
    assert met == ['100', '120', '≤ 120', '61.3', 'at most 120.5']


def test_what_met_another_target_has_not_met_this_one() -> None:
    """M28"""
    first = update(page(row(target='100')))
    higher = update(first.text.replace('|| 100 ||', '|| 200 ||'), date(2026, 12, 3))
    assert cells(higher)[3] == '120', 'what is counted is the same'
    assert cells(higher)[5] == ''
    lower = update(first.text.replace('|| 100 ||', '|| 90 ||'), date(2026, 12, 3))
    assert cells(lower)[5] == '✅ 2026-12-03'
    old = first.text.replace(f' {definition("100")} -->', ' -->')
    assert cells(update(old, date(2026, 12, 3)))[5] == '✅ 2026-11-26', 'written before targets were hashed'


@pytest.mark.parametrize(
    ('counted', 'target', 'problem'),
    [
        (COUNTED, 'many', "the target of 'sign-ups' must be a number"),
        (COUNTED, '61.3.4', "the target of 'sign-ups' must be a number"),
        ('signups: people', '100', "'signups' is no measure; there are sign-ups, new sign-ups"),
        ('answered: replies', '5', "'answered' is not known here"),
        ('by people', 'yes', ''),
        ('by people', '3', ''),
    ],
)
def test_a_row_that_cannot_be_counted_is_named_with_its_line(counted: str, target: str, problem: str) -> None:
    """M35"""
    text = page(row(counted=counted, target=target))
    found = update(text)
    assert found.text == text
    assert [str(one)[:9] for one in found.problems] == (['C, line 5'] if problem else [])
    assert problem in ''.join(map(str, found.problems))


def test_a_page_without_the_table_is_named() -> None:
    (problem,) = update('{|\n! A !! B\n|-\n| 1 || 2\n|}').problems
    assert 'has no table of criteria with the columns How counted, Target' in problem.text


@pytest.mark.parametrize(
    ('old', 'new'),
    [
        ('counted 2026-11', 'counted 2026-13'),
        ('counted 2026-11', 'counted 9999-12'),
        ('counted 2026-11', 'counted ٢٠٢٦-11'),
        (definition(COUNTED), definition(COUNTED)[:7]),
        ('<!-- counted 2026-11', '<!-- counted 2026-10 00000000 --><!-- counted 2026-11'),
    ],
)
def test_what_was_counted_and_is_spoilt_is_told_and_left(old: str, new: str) -> None:
    """What was counted in a later month would never become what was counted before."""
    text = update(page(row())).text.replace(old, new)
    found = update(text, date(2026, 12, 3), sign_ups=90)
    assert found.text == text
    assert [str(one) for one in found.problems] == [f'C, line 5: {criteria.SPOILT}']
