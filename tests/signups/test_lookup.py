"""Looking up people who signed up; the tests against real MediaWiki (`test_enrolment`) do the rest."""

from __future__ import annotations

import pytest
from outreach.audience.people import Account, Person
from outreach.lists.deliverylist import parse
from outreach.signups.lookup import foreign_hosts, left_for_good

HOME, SV = 'meta.x.org', 'sv.x.org'


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
