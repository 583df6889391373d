"""Looking up people who signed up; the tests against real MediaWiki (`test_enrolment`) do the rest."""

from __future__ import annotations

from outreach.lists.deliverylist import parse
from outreach.signups.lookup import foreign_hosts

HOME, SV = 'meta.x.org', 'sv.x.org'


def test_only_wikis_with_words_of_their_own_are_looked_up() -> None:
    text = '{{#target:Användare:A|sv.x.org}}{{target|user=B|site=de.x.org}}{{#target:X|fr.x.org}}'
    assert foreign_hosts(parse(text, HOME)) == {SV}
