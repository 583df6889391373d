"""Accounts and blocks: what is asked for, and what is settled without asking."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from outreach.audience.accounts import (
    active_since,
    block,
    decided,
    edits_elsewhere,
    globally,
    locked_ones,
    whole_person,
    with_accounts,
)
from outreach.audience.people import Account, Block, Person
from outreach.sitematrix import WikiInfo
from outreach.wiki import Wiki

from tests.samples.cannedwiki import Canned, canned, farm_of, of_old

NOW = datetime(2026, 11, 21, tzinfo=UTC)
META, SV, EN = 'meta.w.test', 'sv.w.test', 'en.w.test'


@pytest.mark.parametrize(
    ('user', 'expected'),
    [
        ({}, Block.NONE),
        ({'blockid': 1, 'blockexpiry': 'infinity', 'blockpartial': False}, Block.INFINITE),
        ({'blockid': 1, 'blockexpiry': 'infinite', 'blockpartial': False}, Block.INFINITE),
        ({'blockid': 1, 'blockexpiry': 'infinity', 'blockpartial': True}, Block.PARTIAL),
        ({'blockid': 1, 'blockexpiry': '2026-12-01T00:00:00Z', 'blockpartial': False}, Block.SITEWIDE),
        ({'blockid': 1, 'blockexpiry': '2026-11-01T00:00:00Z', 'blockpartial': False}, Block.NONE),
    ],
)
def test_blocks(user: dict[str, object], expected: Block) -> None:
    assert block(user, NOW) is expected


def known(edits: int, **local: int) -> Person:
    accounts = {f'{name}.w.test': Account(f'{name}.w.test', n) for name, n in local.items()}
    return Person('Ada', 7, None, accounts, edits)


@pytest.mark.parametrize(
    ('person', 'edited', 'settled'),
    [
        (known(100, sv=100), [SV], True),
        (known(100, sv=60), [SV], True),  # 40 edits elsewhere: neither a larger wiki nor 20 wikis
        (known(100, sv=49), [SV], False),  # the main wiki may be another one
        (known(1000, sv=90, en=700), [SV], False),  # less than a fair share here
        (known(1000, sv=700), [SV], False),  # 300 edits could be on 30 wikis
        (known(1000, sv=900), [], False),
    ],
)
def test_whole_accounts_are_asked_for_only_where_they_could_change_the_answer(
    person: Person, edited: list[str], *, settled: bool
) -> None:
    assert decided(person, edited, fair_share=10, max_wikis=20) is settled


@pytest.mark.parametrize(
    ('person', 'settled'),
    [
        (known(1000, sv=90, en=800), True),  # no fair share here, and no wiki has more than en
        (known(1000, sv=90, de=800), False),  # no wiki of the campaign
        (known(1000, sv=90, en=455), False),  # as many edits may be on another wiki
    ],
)
def test_the_main_wiki_settles_it_where_no_wiki_of_the_topic_has_a_fair_share(
    person: Person, *, settled: bool
) -> None:
    assert decided(person, [SV], fair_share=10, max_wikis=99, hosts=[SV, EN]) is settled


def test_edits_elsewhere_are_those_of_no_known_account() -> None:
    assert edits_elsewhere(known(100, sv=60, en=30)) == 10
    assert edits_elsewhere(known(100, sv=60, en=50)) == 0  # the sum is kept apart and may lag behind


def test_a_block_unsettles() -> None:
    person = Person('Ada', 7, None, {SV: Account(SV, 100, block=Block.INFINITE)}, 100)
    assert not decided(person, [SV], fair_share=10, max_wikis=20)


def test_an_account_of_somebody_else_is_not_counted() -> None:
    told = {SV: (Account(SV, 5), 7), EN: (Account(EN, 9), 8), 'de.w.test': None}
    person = with_accounts(known(100, de=50), told)
    assert set(person.accounts) == {SV}


def test_signs_of_life_cost_one_request_for_the_silent_and_go_on_after_the_busy() -> None:
    alive = {'Busy', 'Calm'}

    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        for name in asked['ucuser']:
            if name in alive:
                return {'query': {'usercontribs': [{'user': name}] * 500}, 'continue': {'uccontinue': 'x'}}
        return {'query': {'usercontribs': []}}

    wiki = Canned(answer)
    names = ['Busy', 'Calm', *(f'Silent {n}' for n in range(40))]
    assert active_since(cast(Wiki, wiki), names, '2025-01-01T00:00:00Z') == alive
    assert len(wiki.asked) == 3


@pytest.mark.parametrize(
    ('person', 'edited', 'most', 'settled'),
    [
        (known(100, sv=91), [SV], 1, True),
        (known(100, sv=90), [SV], 1, False),  # ten edits elsewhere may be a second wiki
        (known(100, sv=50), [SV], 9, False),  # another wiki may have as many, and be the main one
        (known(100, sv=51), [SV], 9, True),
        (known(1000, sv=99, en=800), [SV], 99, False),  # a tenth less one edit
        (known(1000, sv=100, en=800), [SV], 99, True),  # a fair share
        (known(0, sv=0), [SV], 20, False),  # a share of nothing is none
        (known(0), [], 20, False),
    ],
)
def test_the_edges_of_what_is_settled(person: Person, edited: list[str], most: int, *, settled: bool) -> None:
    assert decided(person, edited, fair_share=10, max_wikis=most) is settled


def test_a_block_that_ends_now_is_over() -> None:
    ends = {'blockid': 1, 'blockexpiry': '2026-11-21T00:00:00Z', 'blockpartial': False}
    assert block(ends, NOW) is Block.NONE
    assert block(ends, datetime(2026, 11, 20, 23, 59, 59, tzinfo=UTC)) is Block.SITEWIDE


def test_a_person_with_all_accounts() -> None:
    wikis = {'svwiki': WikiInfo('svwiki', SV, 'sv'), 'enwiki': WikiInfo('enwiki', EN, 'en')}
    merged = [
        {'wiki': 'svwiki', 'editcount': 5, 'groups': ['sysop']}, {'wiki': 'enwiki'},
        {'wiki': 'xxwiki', 'editcount': 99},
    ]  # fmt: skip
    info = {'name': 'Ada', 'id': 7, 'home': 'enwiki', 'merged': merged, 'groups': ['steward']}
    locked = {**info, 'editcount': 3, 'locked': True, 'home': 'xxwiki'}
    counted = {**info, 'editcount': 5}
    summed = whole_person(canned(lambda asked: {'query': {'globaluserinfo': counted}}), 'Ada', wikis)
    told = whole_person(canned(lambda asked: {'query': {'globaluserinfo': locked}}), 'Ada', wikis)
    accounts = {SV: Account(SV, 5, frozenset({'sysop'})), EN: Account(EN, 0)}
    groups = frozenset({'steward'})
    assert summed == Person('Ada', 7, EN, accounts, 5, global_groups=groups)
    assert told == Person('Ada', 7, None, accounts, 3, locked=True, global_groups=groups)


def test_groups_known_before_are_kept_beside_those_of_the_wiki() -> None:
    before = Person('Ada', 7, None, {SV: Account(SV, 5, frozenset({'bot'}))}, 5)
    now = with_accounts(before, {SV: (Account(SV, 6, frozenset({'sysop'})), 7)})
    assert now.accounts == {SV: Account(SV, 6, frozenset({'bot', 'sysop'}))}


def test_an_older_wiki_is_asked_for_every_lock_where_people_are_listed_or_shown() -> None:
    names = [f'Person {number}' for number in range(61)]
    wiki = Canned(lambda asked: of_old(asked, ['Person 60']) or {})
    assert locked_ones(farm_of(wiki), names) == {'Person 60'}
    assert sorted(one['guiuser'] for one in wiki.asked if 'guiuser' in one) == sorted(names)
    # what only reports says instead that it did not ask
    assert globally(farm_of(wiki), names, 60) is None
    assert len(globally(farm_of(wiki), names, 61) or {}) == 61
