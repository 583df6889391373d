"""Roles behind a signature."""

from __future__ import annotations

import pytest
from outreach.signuproles import roles_in


@pytest.mark.parametrize(
    ('after', 'roles'),
    [
        (' – Translator, jury', ('translator', 'jury')),
        (': speaker and [[Help:Mentor|mentor]]', ('speaker', 'mentor')),
        (' (coach)', ('coach',)),
        (" – ''writes'' {{cool}}", ('writes',)),
        (' likes maps', ()),
        (' – ' + 'word ' * 11, ()),
        ('', ()),
    ],
)
def test_short_words_that_are_set_off_are_roles(after: str, roles: tuple[str, ...]) -> None:
    assert roles_in(after) == roles
