"""To whom the accounts on lists belong today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from outreach.audience.audiencelist import ListState
from outreach.audience.listowners import with_renames
from outreach.lists.deliverylist import parse
from outreach.lists.entries import Target
from outreach.problems import WikiError

from tests.samples.cannedwiki import SV, Canned, accounts_of, farm_of

NOW = datetime(2026, 11, 1, tzinfo=UTC)

NAMES = ('Ada', 'Bo', 'Cy', 'Dan', 'Eve')


def standing() -> ListState:
    targets = frozenset(Target(SV.host, f'User talk:{name}') for name in NAMES)
    return ListState(parse('', 'meta.w.test'), by_people=targets)


def wiki(*, dead: bool = False) -> Canned:
    """A wiki where every talk page leads to one of another name: of a person, and of accounts of nobody."""

    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        if 'ammessages' in asked:
            siteinfo = {
                'namespaces': {
                    '3': {'id': 3, 'name': 'User talk', 'canonical': 'User talk'},
                    '14': {'id': 14, 'name': 'Category', 'canonical': 'Category'},
                }
            }
            return {'query': {**siteinfo, 'allmessages': [{'content': 'No messages'}]}}
        if 'titles' in asked:
            moved = [{'from': one, 'to': f'{one} New'} for one in asked['titles']]
            return {'query': {'redirects': moved, 'pages': []}}
        if dead and 'ususers' in asked:
            raise WikiError(SV.host, 'is tired')
        system, gone = ['Cy New', 'Eve New'], ['Ada', 'Bo', 'Dan', 'Dan New', 'Eve']
        return {'query': accounts_of(asked, locked=['Bo New'], system=system, missing=gone)}

    return Canned(answer, SV)


def test_the_new_name_of_an_account_that_is_nobodys_is_known_as_such() -> None:
    (found,) = with_renames(farm_of(wiki()), {'L': standing()}, NOW).values()
    assert found.renamed == {name: f'{name} New' for name in NAMES if name != 'Cy'}
    gone = {name for name in found.renamed if found.is_gone(found.renamed[name])}
    assert gone == {'Bo', 'Dan', 'Eve'}
    # Cy is still there: that the page leads to an account of the software makes nobody leave
    assert 'Cy' not in found.renamed


def test_where_a_wiki_does_not_tell_nobody_is_taken_for_renamed() -> None:
    (found,) = with_renames(farm_of(wiki(dead=True)), {'L': standing()}, NOW).values()
    assert (found.renamed, found.locked) == ({}, frozenset())
