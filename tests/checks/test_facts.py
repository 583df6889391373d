"""What was found out about the entries of a list."""

from __future__ import annotations

import pytest
from outreach.audience.people import Block
from outreach.checks.facts import Facts, Landing, nearest
from outreach.lists.entries import Target, TitleResolver

HOSTS = frozenset({'sv.wikipedia.org', 'commons.wikimedia.org'})


@pytest.mark.parametrize(
    ('host', 'meant'),
    [
        ('www.sv.wikipedia.org', 'sv.wikipedia.org'),
        ('sv.m.wikipedia.org', 'sv.wikipedia.org'),
        ('commons.m.wikimedia.org', 'commons.wikimedia.org'),
        ('sv.wikipedia.org', None),
        ('de.m.wikipedia.org', None),
        ('m.sv.wikipedia.org', None),
    ],
)
def test_a_host_is_mended_where_one_of_the_farm_is_meant(host: str, meant: str | None) -> None:
    expected = Target(meant, 'User talk:A') if meant else None
    assert nearest(Target(host, 'User talk:A'), HOSTS) == expected


def test_pages_and_accounts_that_were_not_asked_about_are_not_known() -> None:
    page = Target('sv.wikipedia.org', 'User talk:Ann')
    facts = Facts(
        'meta.wikimedia.org', HOSTS, {}, {page: Landing('User talk:Ann')}, {(page.host, 'Ann'): Block.NONE}
    )
    assert facts.knows(Target('sv.wikipedia.org', 'user:ann'), TitleResolver())
    assert not facts.knows(Target('sv.wikipedia.org', 'User talk:Bo'), TitleResolver())
    assert facts.exists(page.host, 'Ann')
    assert not facts.exists('commons.wikimedia.org', 'Ann')
