"""A role behind the dash is no part of a name, unless an account has both in its name."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from outreach.audience.namedroles import without_roles
from outreach.audience.peoplefile import read

from tests.samples.wikis import RESOLVER

THERE = {'Per Dahlström', 'Dan', 'Dan - x', 'Anna', 'Bo', 'Cem'}


def known(names: Collection[str]) -> set[str]:
    return THERE & set(names)


@pytest.mark.parametrize(
    ('line', 'name'),
    [
        ('# Per Dahlström – translator', 'Per Dahlström'),
        ('Per Dahlström - translator, mentor', 'Per Dahlström'),
        ('* Dan - x', 'Dan - x'),
        ('Anna – Bo', 'Anna – Bo'),
        ('Nobody – translator', 'Nobody – translator'),
        ('Cem –', 'Cem –'),
        ('Cem-translator', 'Cem-translator'),
    ],
)
def test_what_follows_a_dash_is_a_role_where_the_accounts_leave_no_doubt(line: str, name: str) -> None:
    file = read(line, RESOLVER)
    assert [one.name for one in without_roles(file, known).people] == [name]
    assert without_roles(file, lambda _: None) == file


def test_who_is_named_with_a_role_and_without_is_one() -> None:
    file = read('Cem – speaker, svwiki\nAnna\nCem\nCem – mentor\n', RESOLVER)
    done = without_roles(file, known)
    assert [(one.name, one.host, one.line) for one in done.people] == [
        ('Cem', 'sv.wikipedia.org', 1),
        ('Anna', '', 2),
    ]
    assert done.again == 2


def test_nobody_is_asked_about_where_no_name_has_a_dash() -> None:
    def refused(names: Collection[str]) -> set[str]:
        raise AssertionError(names)

    file = read('Anna\nBo-x\n', RESOLVER)
    assert without_roles(file, refused) == file
