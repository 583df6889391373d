"""Whole numbers as pages write them."""

from __future__ import annotations

import pytest
from outreach import digits

from tests.hostile.inventory import FILES, ROOT


@pytest.mark.parametrize(('text', 'number'), [('0', 0), ('7', 7), ('007', 7), ('999999999999', 999999999999)])
def test_ascii_digits_are_a_number(text: str, number: int) -> None:
    assert digits.are_number(text)
    assert digits.number(text) == number


@pytest.mark.parametrize(
    'text', ['', ' 7', '7\n', '+7', '-7', '1_000', '1,000', '٣', '²', '7.0', '0x7', 'x', '1' * 13, '9' * 5000]
)
def test_nothing_else_is(text: str) -> None:
    assert not digits.are_number(text)
    with pytest.raises(ValueError, match='is no whole number'):
        digits.number(text)


# what asks for single characters, or for words beside numbers, and makes no number of them
OTHERWISE = frozenset(
    {
        'accountlinks', 'affiliates/verdict', 'digits', 'moments', 'promotion/logpage', 'reachable',
        'sends/messagelint', 'signups/inputs', 'timestamps',
    }
)  # fmt: skip


def test_nothing_else_asks_python_whether_a_text_is_a_number() -> None:
    asking = {
        path.relative_to(ROOT / 'scripts').with_suffix('').as_posix().removeprefix('outreach/')
        for path in FILES
        if any(name in path.read_text('utf-8') for name in ('.isdigit(', '.isdecimal(', '.isnumeric('))
    }
    assert sorted(asking - OTHERWISE) == [], 'use outreach.digits'
