"""Problems on a terminal: one by one, or one line for many of a kind."""

from __future__ import annotations

from outreach.manyproblems import lines, shortened, table, whole
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


def test_of_lines_that_each_say_something_twenty_are_shown_and_all_are_in_the_file() -> None:
    many = [f'  A{n}: joins' for n in range(21)]
    assert shortened(many, 'joins') == [*many[:20], '  … and 1 more: joins']
    assert shortened(many[:20], 'joins') == many[:20]
    told = [Problem(f'A{n}', 'joins') for n in range(21)]
    assert whole(told).splitlines()[20] == 'A20\tjoins'
    assert whole(told[:20]) == ''
