"""Answers about people that are kept for a while, so that a run soon after another one pays little.

What local accounts are like is kept for a day: a block that is younger stops nobody from being listed,
and whoever sends looks again. Who was active is kept for a week. What people say on their talk pages
and whether they are locked is asked every time.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime, timedelta

from outreach.accounts import Local
from outreach.candidate import iso
from outreach.evidence import Evidence
from outreach.people import Account, Block
from outreach.source import Source
from outreach.wiki import Wiki

ACCOUNTS_KEPT = timedelta(days=1)
ACTIVITY_KEPT = timedelta(days=7)
ACCOUNT, ACTIVITY = 'account', 'activity'


class Kept:
    """The answers of a source at a moment, those given a short while ago out of the cache."""

    def __init__(self, source: Source, evidence: Evidence, now: datetime) -> None:
        self.source, self.evidence, self.now = source, evidence, now

    def local_accounts(self, wiki: Wiki, names: Collection[str]) -> dict[str, Local]:
        """Give the accounts of these names on the wiki, at most a day old; as Source.local_accounts."""
        kept = self.evidence.answers(ACCOUNT, wiki.host, names, iso(self.now - ACCOUNTS_KEPT))
        ask = [name for name in names if name not in kept]
        found = self.source.local_accounts(wiki, ask, self.now) if ask else {}
        told = {name: _account_to_json(found.get(name)) for name in ask}
        self.evidence.keep_answers(ACCOUNT, wiki.host, told, iso(self.now))
        old = {name: _account_from_json(wiki.host, text) for name, text in kept.items()}
        return {**found, **{name: local for name, local in old.items() if local is not None}}

    def active_since(self, wiki: Wiki, names: Collection[str], cutoff: str) -> set[str]:
        """Give those of the names who edited the wiki since a moment; as Source.active_since.

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
            elif verdict != 'silent' or asked > cutoff:
                ask.append(name)
        found = self.source.active_since(wiki, ask, cutoff) if ask else set()
        told = {name: f'{cutoff} {"active" if name in found else "silent"}' for name in ask}
        self.evidence.keep_answers(ACTIVITY, wiki.host, told, iso(self.now))
        return active | found


def _account_to_json(local: Local | None) -> str:
    if local is None:
        return 'null'
    account, central_id = local
    return json.dumps([account.edits, sorted(account.groups), account.block.name, central_id])


def _account_from_json(host: str, text: str) -> Local | None:
    told = json.loads(text)
    if told is None:
        return None
    edits, groups, block, central_id = told
    return Account(host, edits, frozenset(groups), Block[block]), central_id
