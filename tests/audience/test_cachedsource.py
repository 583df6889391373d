"""Answers about people that are kept: nothing is asked twice in a day, nothing old is believed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from outreach.audience.accounts import GlobalAccount, Local
from outreach.audience.cachedsource import ACCOUNTS_KEPT, ACTIVITY_KEPT, CachedSource
from outreach.audience.evidence import Evidence
from outreach.audience.people import Account, Block
from outreach.audience.source import Source
from outreach.moments import iso
from outreach.wiki import Wiki

NOW = datetime(2026, 11, 21, tzinfo=UTC)
YEAR = timedelta(days=365)
SECOND = timedelta(seconds=1)
HOST = 'sv.w.test'
WIKI = cast(Wiki, SimpleNamespace(host=HOST))
ADA = (Account(HOST, 12, frozenset({'bot', 'user'}), Block.PARTIAL), 7)
BO = (Account(HOST, 0), None)
GLOBAL_ADA = GlobalAccount('Ada', 7, 30, locked=True, groups=frozenset({'steward'}))


class Canned:
    """A source that knows two accounts and who was last active when, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.last_edit = {'Ada': NOW - timedelta(days=10), 'Bo': NOW - timedelta(days=400)}

    def global_accounts(self, names: Collection[str]) -> dict[str, GlobalAccount] | None:
        self.asked.append(sorted(names))
        return {'Ada': GLOBAL_ADA} if 'Ada' in names else {} if names != ['Old wiki'] else None

    def local_accounts(self, wiki: Wiki, names: Collection[str], now: datetime) -> dict[str, Local]:
        self.asked.append(sorted(names))
        return {name: local for name, local in {'Ada': ADA, 'Bo': BO}.items() if name in names}

    def active_since(self, wiki: Wiki, names: Collection[str], cutoff: str) -> set[str]:
        self.asked.append(sorted(names))
        return {name for name in names if iso(self.last_edit[name]) >= cutoff}


@pytest.fixture
def source() -> Canned:
    return Canned()


def at(source: Any, evidence: Evidence, later: timedelta = timedelta(0)) -> CachedSource:
    return CachedSource(cast(Source, source), evidence, NOW + later)


def test_accounts_come_back_as_they_were_told_also_those_that_there_are_not(source: Canned) -> None:
    evidence = Evidence()
    names = ['Ada', 'Bo', 'Nobody']
    first = at(source, evidence).local_accounts(WIKI, names, NOW)
    assert first == {'Ada': ADA, 'Bo': BO}
    assert at(source, evidence, ACCOUNTS_KEPT).local_accounts(WIKI, [*names, 'Cy'], NOW) == first
    assert source.asked == [names, ['Cy']]


def test_whether_there_is_a_global_account_is_asked_every_time(source: Canned) -> None:
    evidence = Evidence()
    for _ in range(2):
        assert at(source, evidence).global_accounts(['Ada', 'Nobody']) == {'Ada': GLOBAL_ADA}
    assert source.asked == [['Ada', 'Nobody']] * 2
    assert at(source, evidence).global_accounts(['Old wiki']) is None


def test_an_account_is_asked_again_after_a_day_and_on_another_wiki(source: Canned) -> None:
    evidence = Evidence()
    at(source, evidence).local_accounts(WIKI, ['Ada'], NOW)
    at(source, evidence, ACCOUNTS_KEPT + SECOND).local_accounts(WIKI, ['Ada'], NOW)
    at(source, evidence).local_accounts(cast(Wiki, SimpleNamespace(host='de.w.test')), ['Ada'], NOW)
    assert source.asked == [['Ada']] * 3


@pytest.mark.parametrize(
    ('later', 'days', 'asked'),
    [
        (timedelta(0), 365, []),
        (timedelta(hours=1), 365, []),
        (ACTIVITY_KEPT, 365, []),
        (ACTIVITY_KEPT + SECOND, 365, ['Ada', 'Bo']),
        # nearer: who was active in a year may not have been in half of one; who was not was not
        (timedelta(0), 180, ['Ada']),
        # farther: who was active is; who was not may have been
        (timedelta(0), 500, ['Bo']),
    ],
    ids=str,
)
def test_activity_is_believed_only_as_far_as_it_was_asked(
    source: Canned, later: timedelta, days: int, asked: list[str]
) -> None:
    evidence = Evidence()
    assert at(source, evidence).active_since(WIKI, ['Ada', 'Bo'], iso(NOW - YEAR)) == {'Ada'}
    source.asked.clear()
    cutoff = iso(NOW + later - timedelta(days=days))
    found = at(source, evidence, later).active_since(WIKI, ['Ada', 'Bo'], cutoff)
    assert found == {name for name, moment in source.last_edit.items() if iso(moment) >= cutoff}
    assert [name for names in source.asked for name in names] == asked
