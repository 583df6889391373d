"""Problems on a terminal: one by one, or one line for many of a kind."""

from __future__ import annotations

from outreach.manyproblems import lines, table
from outreach.problems import Problem

MANY = [
    Problem(f'P, line {number}', f'there is no account X{number}', 'there is no account')
    for number in range(1200)
]
FEW = [Problem(f'P, line {number}', f'Y{number} is locked', 'is locked') for number in range(5)]
OTHER = Problem('P', 'has no section A')


def test_many_of_a_kind_are_one_line_and_a_file() -> None:
    shown = list(lines([MANY[0], OTHER, *FEW, *MANY[1:]]))
    assert shown == [
        'P: has no section A',
        *(str(one) for one in FEW),
        '1,200 × there is no account (P, line 0; P, line 1; P, line 2; …)',
    ]
    told = table([*FEW, *MANY]).splitlines()
    assert told[0] == 'P, line 0\tthere is no account X0'
    assert len(told) == len(MANY)


def test_a_few_of_each_kind_need_no_file() -> None:
    assert table([*FEW, OTHER]) == ''
    # a text that says the same of many places is a kind of its own
    assert list(lines([Problem(f'P{n}', 'is gone') for n in range(6)])) == ['6 × is gone (P0; P1; P2; …)']
