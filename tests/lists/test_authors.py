"""Who put the entries of a delivery list there."""

from __future__ import annotations

import pytest
from outreach.lists import authors
from outreach.lists.entries import Target, TitleResolver
from outreach.revisions import Revision

from tests.samples.sendwiki import SendWiki, as_wiki, trust

SV = 'sv.wikipedia.test'


def entry(name: str, host: str = SV) -> str:
    return f'* {{{{#target:User talk:{name}|{host}}}}}\n'


def test_targets_are_those_that_a_message_would_go_to() -> None:
    text = entry('Ann') + entry('Bo', 'sv.wikipedia.test/')
    found = authors.targets_in(as_wiki(SendWiki()), Revision(1, 'L', text))
    assert found == {Target(SV, 'User talk:Ann')}


@pytest.mark.parametrize(
    ('some', 'said'),
    [
        (None, ['L: 2 names were put there by Dan, Eve [unvouched]']),
        ({Target(SV, 'User talk:Cy')}, ['L: 1 name was put there by Eve [unvouched]']),
        ({Target(SV, 'User talk:Ann'), Target(SV, 'User talk:Bo')}, []),
        ((), []),
    ],
)
def test_only_what_neither_the_person_nor_we_put_there_is_a_doubt(
    some: set[Target] | None, said: list[str]
) -> None:
    wiki = SendWiki()
    text = ''
    for user, name in (('Organizer', 'Ann'), ('Bo', 'Bo'), ('Eve', 'Cy'), ('Dan', 'Di')):
        text += entry(name)
        wiki.edit('L', text, user)
    found = authors.unvouched(trust(wiki, 'Organizer'), 'L', TitleResolver(), some)
    assert [str(one) for one in found] == said
