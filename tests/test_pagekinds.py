"""Kinds of pages and their items, as people give them."""

from __future__ import annotations

import pytest
from outreach.pagekinds import PageKind, page_kind


def test_a_kind_is_a_name_and_an_item() -> None:
    assert page_kind('Village  Pump = q16503') == PageKind('village pump', 'Q16503')
    assert page_kind('a=b=Q1') == PageKind('a=b', 'Q1')


@pytest.mark.parametrize(
    'text', ['pump', 'pump=16503', '=Q1', 'pump=Q0', 'pump=Q12345678901', 'a|b=Q1', '<b>=Q1']
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r'must be a name and an item|holds no markup'):
        page_kind(text)
