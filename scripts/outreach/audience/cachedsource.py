"""Answers about people that are kept for a while, so that a run soon after another one pays little.

What accounts of a wiki are like is kept for a day: a block that is younger does not keep anybody off a
list, and whoever sends looks again. Who was active is kept for a week. Never kept is what people say on
their talk pages, and who has a global account: a name that is hidden since goes at the next run.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta

from outreach.audience.accounts import GlobalAccount, Local
from outreach.audience.evidence import Evidence
from outreach.audience.people import Account, Block, Person
from outreach.audience.source import OnWiki, Read, Source
from outreach.audience.topic import Article
from outreach.moments import iso
from outreach.wiki import Wiki

ACCOUNTS_KEPT = timedelta(days=1)
ACTIVITY_KEPT = timedelta(days=7)
ACCOUNT, ACTIVITY = 'account', 'activity'


class CachedSource:
    """A source that answers as another one does, out of the cache where that one was asked lately."""

    def __init__(self, source: Source, evidence: Evidence, now: datetime) -> None:
        self.source, self.evidence, self.now = source, evidence, now

    def edits(self, wiki: Wiki, articles: Iterable[Article], since: str) -> Read:
        """Return what the other source gives: edits are kept by whoever reads them."""
        return self.source.edits(wiki, articles, since)

    def contributors(self, wiki: Wiki, articles: Collection[Article]) -> dict[int, set[str]] | None:
        """Return what the other source gives: only pages that changed are asked about."""
        return self.source.contributors(wiki, articles)

    def whole_people(self, names: Collection[str]) -> dict[str, Person]:
        """Return what the other source gives: whole people are kept by whoever asks for them."""
        return self.source.whole_people(names)

    def global_accounts(self, names: Collection[str]) -> dict[str, GlobalAccount] | None:
        """Return what the other source gives: whether there are such accounts is asked every time."""
        return self.source.global_accounts(names)

    def local_accounts(self, wiki: Wiki, names: Collection[str], now: datetime) -> dict[str, Local]:
        """Return the accounts of these names on the wiki, at most a day old."""
        kept, ask = self._kept(ACCOUNT, wiki.host, names)
        fresh = self.source.local_accounts(wiki, ask, now) if ask else {}
        self._keep(ACCOUNT, wiki.host, ask, lambda name: _local_to_json(fresh.get(name)))
        told = {name: _local_from_json(wiki.host, text) for name, text in kept.items()}
        return {**fresh, **{name: one for name, one in told.items() if one is not None}}

    def people_on(
        self, wiki: Wiki, names: Collection[str], now: datetime, senders: Collection[str]
    ) -> OnWiki:
        """Return the accounts of these names, at most a day old, and talk pages of who was asked about."""
        kept, ask = self._kept(ACCOUNT, wiki.host, names)
        fresh, talk = self.source.people_on(wiki, ask, now, senders) if ask else ({}, {})
        self._keep(ACCOUNT, wiki.host, ask, lambda name: _local_to_json(fresh.get(name)))
        told = {name: _local_from_json(wiki.host, text) for name, text in kept.items()}
        return {**fresh, **{name: one for name, one in told.items() if one is not None}}, talk

    def active_since(self, wiki: Wiki, names: Collection[str], cutoff: str) -> set[str]:
        """Return those of the names who edited the wiki since a moment.

        Who was active since an earlier moment counts as active while that moment is at most a week
        earlier; who was not active since an earlier moment is not active since a later one, but the
        week after the answer may have changed that: an answer lasts a week.
        """
        kept = self.evidence.answers(ACTIVITY, wiki.host, names, iso(self.now - ACTIVITY_KEPT))
        earliest = iso(datetime.fromisoformat(cutoff) - ACTIVITY_KEPT)
        active: set[str] = set()
        ask = []
        for name in names:
            asked, _, verdict = kept.get(name, '').partition(' ')
            if verdict == 'active' and asked >= earliest:
                active.add(name)
            elif verdict != 'inactive' or asked > cutoff:
                ask.append(name)
        found = self.source.active_since(wiki, ask, cutoff) if ask else set()
        told = {name: f'{cutoff} {"active" if name in found else "inactive"}' for name in ask}
        self._keep(ACTIVITY, wiki.host, ask, lambda name: told[name])
        return active | found

    def _kept(self, question: str, host: str, names: Collection[str]) -> tuple[dict[str, str], list[str]]:
        """Return what is known about these names, and those that must be asked about."""
        kept = self.evidence.answers(question, host, names, iso(self.now - ACCOUNTS_KEPT))
        return kept, [name for name in names if name not in kept]

    def _keep(self, question: str, host: str, names: Iterable[str], told: Callable[[str], str]) -> None:
        answers = {name: told(name) for name in names}
        self.evidence.keep_answers(question, host, answers, iso(self.now))


def _local_to_json(local: Local | None) -> str:
    if local is None:
        return 'null'
    account, central_id = local
    told = [account.edits, sorted(account.groups), account.block.name, account.system, central_id]
    return json.dumps(told)


def _local_from_json(host: str, text: str) -> Local | None:
    told = json.loads(text)
    if told is None:
        return None
    edits, groups, block, system, central_id = told
    return Account(host, edits, frozenset(groups), Block[block], system), central_id
