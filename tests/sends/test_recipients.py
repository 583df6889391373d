"""Who of a list may get a message: what is doubtful about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from outreach.doubts import Doubt
from outreach.farm import Answers
from outreach.lists.entries import Target
from outreach.names import ENGLISH
from outreach.problems import WikiError
from outreach.sends.recipients import (
    BLOCKED,
    LOCKED,
    OUT_OF_REACH,
    SYSTEM,
    WikiFacts,
    all_removed,
    led_together,
    nobody_left,
    read_facts,
    readers,
)
from outreach.sends.sendplan import Recipients
from outreach.sends.sendstate import Removed, SendState
from outreach.wiki import Wiki

from tests.samples.cannedwiki import Canned
from tests.samples.plans import one_page

TARGETS = tuple(Target('sv.wikipedia.org', f'User talk:Reader {number}') for number in range(12))


@pytest.mark.parametrize(
    ('left', 'withheld', 'said'),
    [
        ((), {BLOCKED: TARGETS[:10]}, [f'all 10 fell out here: {BLOCKED}']),
        ((), {BLOCKED: TARGETS[:9]}, []),
        (TARGETS[:1], {BLOCKED: TARGETS[1:]}, []),
        ((), {BLOCKED: TARGETS[:6], OUT_OF_REACH: TARGETS[6:]}, []),
        ((), {}, []),
    ],
)
def test_where_all_are_withheld_for_one_reason_it_is_a_doubt(
    left: tuple[Target, ...], withheld: dict[str, tuple[Target, ...]], said: list[str]
) -> None:
    found = nobody_left('Outreach/Example', Recipients(left, {}, {}, withheld))
    assert found == [Doubt('everybody-out', 'Outreach/Example', text) for text in said]


HOST, NOW = 'sv.wikipedia.org', datetime(2026, 11, 26, tzinfo=UTC)
NAMES = ('Ada', 'Lock', 'Gone', 'Message delivery', 'Old name', 'Nobody')
OWN = {'attachedlocal': {'CentralAuth': True}, 'centralids': {'CentralAuth': 7}}
GONE = {'blockid': 1, 'blockpartial': False, 'blockexpiry': 'infinite'}


class OneWiki(Canned):
    """A wiki that answers everything about itself, its pages and its accounts at once."""

    def call(self, **parameters: Any) -> Mapping[str, Any]:
        self.asked.append(parameters)
        return self.answer(parameters)


def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """Answer as a wiki of which `Old name` has a talk page that leads to that of `Lock`."""
    names = asked['ususers']
    pages = [{'title': title} for title in asked.get('titles', ())]
    users = [
        {'name': name, **OWN}
        | (GONE if name == 'Gone' else {})
        | ({'systemuser': True} if name == 'Message delivery' else {})
        for name in names
        if name != 'Nobody'
    ]
    query = {
        'general': {'lang': 'sv'},
        'namespaces': {'3': {'id': 3, 'name': 'User talk', 'canonical': 'User talk'}},
        'namespacealiases': [],
        'pages': pages,
        'redirects': [{'from': 'User talk:Old name', 'to': 'User talk:Lock'}] if pages else [],
        'users': [*users, *({'name': name, 'missing': True} for name in names if name == 'Nobody')],
    }
    if 'globalusers' in asked['list']:
        query['globalusers'] = [{'name': name, 'centralid': 7, 'locked': name == 'Lock'} for name in names]
    return {'query': query}


def test_nobody_is_written_to_who_cannot_log_in_any_more() -> None:
    wiki = OneWiki(answer)
    facts = read_facts(cast(Wiki, wiki), [f'User talk:{name}' for name in NAMES], NOW)
    assert len(wiki.asked) == 1
    targets = [Target(HOST, f'User talk:{name}') for name in NAMES]
    found = readers(targets, Answers({HOST: facts}, {}))
    assert found.targets == (targets[0], targets[5])
    assert found.withheld == {
        LOCKED: (targets[1], targets[4]),
        BLOCKED: (targets[2],),
        SYSTEM: (targets[3],),
    }


def test_where_a_wiki_cannot_tell_the_locks_of_many_each_is_asked_for() -> None:
    def old(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        if asked.get('meta') == 'globaluserinfo':
            name = asked['guiuser']
            told = {'name': name, 'id': 7, 'home': 'svwiki', 'editcount': 1, 'groups': []}
            flag = {'Lock': {'locked': True}, 'Hidden': {'hidden': True}}.get(name, {})
            return {'query': {'globaluserinfo': {'missing': True} if name == 'Nobody' else {**told, **flag}}}
        if 'globalusers' in asked['list']:
            raise WikiError(HOST, 'knows no list=globalusers', 'no-module')
        return answer(asked)

    names = ('Ada', 'Old name', 'Gone', 'Hidden', 'Nobody')
    wiki = OneWiki(old)
    facts = read_facts(cast(Wiki, wiki), [f'User talk:{name}' for name in names], NOW)
    # `Old name` leads to `Lock`
    assert facts.barred == {'Gone': BLOCKED, 'Hidden': LOCKED, 'Lock': LOCKED}
    assert sorted(one['guiuser'] for one in wiki.asked if 'guiuser' in one) == sorted((*names, 'Lock'))

    def silent(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        if asked.get('meta') == 'globaluserinfo':
            raise WikiError(HOST, 'status 502')
        return old(asked)

    with pytest.raises(WikiError, match='502'):  # who that is about is withheld: nobody can tell
        read_facts(cast(Wiki, OneWiki(silent)), ['User talk:Ada'], NOW)


def test_of_several_who_lead_to_one_person_one_is_written_to() -> None:
    ann, bo, cy, dee, eve = (Target(HOST, f'User talk:{name}') for name in ('Ann', 'Bo', 'Cy', 'Dee', 'Eve'))
    led = {ann.page: eve.page, bo.page: eve.page, cy.page: dee.page}
    facts = Answers({HOST: WikiFacts('sv', ENGLISH, led)}, {})
    assert led_together([ann, bo, cy], [], facts) == (bo,)
    assert led_together([ann, bo, cy, eve], [dee], facts) == (ann, bo, cy)
    assert led_together([ann], [ann], facts) == ()
    assert led_together([replace(ann, host='de.wikipedia.org')], [], facts) == ()


@pytest.mark.parametrize(
    ('reasons', 'doubtful'),
    [([BLOCKED] * 12, True), ([BLOCKED] * 11, False), ([BLOCKED] * 11 + [OUT_OF_REACH], False), ([], False)],
)
def test_a_planned_page_of_which_all_fell_out_for_one_reason_is_a_doubt(
    reasons: list[str],
    doubtful: bool,  # noqa: FBT001
) -> None:
    page = replace(one_page(SendState.PLANNED), targets=TARGETS)
    removed = {page.title: [Removed(*one) for one in zip(TARGETS, reasons, strict=False)]}
    found = all_removed([page], removed)
    assert [str(one) for one in found] == (
        [f'{page.title}: all 12 fell out here: {BLOCKED} [everybody-out]'] if doubtful else []
    )
