"""Tests of asking the wiki about affiliates' pages and contact people."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

import pytest
from outreach.affiliates.lookup import look_up
from outreach.audience.accounts import LOCKS_ONE_BY_ONE
from outreach.problems import WikiError
from outreach.wiki import Wiki

NOW = datetime(2026, 11, 27, tzinfo=UTC)
LOCKED = 'Person 1'


class OldWiki:
    """A wiki whose CentralAuth does not tell of many accounts at once."""

    limit = 500
    host = 'meta.wikimedia.test'

    def __init__(self) -> None:
        self.whole: list[str] = []

    def query(self, **asked: Any) -> list[dict[str, Any]]:
        """Answer as MediaWiki 1.43 does."""
        if 'globalusers' in asked.get('list', ''):
            raise WikiError(self.host, 'Unrecognized value', 'no-module')
        if asked.get('meta') == 'globaluserinfo':
            name = asked['guiuser']
            self.whole.append(name)
            told = {'name': name, 'id': 7, 'home': 'metawiki', 'editcount': 1, 'groups': []}
            return [{'globaluserinfo': told | ({'locked': True} if name == LOCKED else {})}]
        return [{'users': [{'name': name, 'userid': 3} for name in asked['ususers']]}]


@pytest.mark.parametrize(('number', 'known'), [(3, True), (LOCKS_ONE_BY_ONE + 1, False)])
def test_an_old_wiki_tells_of_a_few_locks_one_by_one(number: int, *, known: bool) -> None:
    wiki, names = OldWiki(), [f'Person {at}' for at in range(number)]
    found = look_up(cast('Wiki', wiki), (), names, NOW).accounts
    assert found.locked == (frozenset({LOCKED}) if known else frozenset())
    assert found.alive == (frozenset(names) - {LOCKED} if known else frozenset())
    assert sorted(wiki.whole) == (sorted(names) if known else [])
