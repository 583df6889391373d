"""Looking up people who signed up; the tests against real MediaWiki (`test_enrolment`) do the rest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from outreach.audience.people import Account, Person
from outreach.lists.deliverylist import parse
from outreach.signuppage import SignUp
from outreach.signups.lookup import enrol, foreign_hosts, left_for_good

from tests.samples import cannedwiki
from tests.samples.cannedwiki import EN, Canned, accounts_of, farm_of

HOME, SV = 'meta.x.org', 'sv.x.org'
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def person(name: str, *, system: bool = False) -> Person:
    return Person(name, 1, None, {SV: Account(SV, 5, system=system)}, 5)


GONE = [
    ('Ada', None, '', False),
    ('Ada', person('Ada'), '', False),
    ('Ada', person('Ada', system=True), '', True),
    ('Vanished user 12', None, '', True),
    ('Vanished user 12', person('Vanished user 12'), 'Ada', True),
    ('Ada', person('Ada'), 'Former', False),
    # locked under the name that they signed with: that name is no secret
    ('Locked', person('Locked'), '', False),
    ('Locked', person('Locked'), 'Former', True),
]


@pytest.mark.parametrize(('name', 'who', 'signed', 'left'), GONE)
def test_whose_name_of_today_is_nobodys_business(
    name: str, who: Person | None, signed: str, *, left: bool
) -> None:
    assert left_for_good(signed or name, name, who, {'Locked'}) == left


def test_only_wikis_with_words_of_their_own_are_looked_up() -> None:
    text = '{{#target:Användare:A|sv.x.org}}{{target|user=B|site=de.x.org}}{{#target:X|fr.x.org}}'
    assert foreign_hosts(parse(text, HOME)) == {SV}


def test_of_many_who_named_a_wiki_nobody_is_listed_whose_lock_was_not_looked_up() -> None:
    """Where CentralAuth is too old to tell of many at once, each is asked for."""

    def old(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        return cannedwiki.of_old(asked, ['Person 3']) or {'query': accounts_of(asked)}

    wiki = Canned(old, cannedwiki.SV)
    people = [SignUp(f'Person {number}', wiki.host, 'Sign-ups', number, stated=True) for number in range(60)]
    failed: set[str] = set()
    found, problems = enrol(farm_of(Canned(old, EN), wiki), people, [wiki.host], NOW, failed)
    assert [one.name for one in found] == [one.name for one in people if one.name != 'Person 3']
    assert [problem.text for problem in problems] == ['the account Person 3 is locked on all wikis']
    assert not failed
