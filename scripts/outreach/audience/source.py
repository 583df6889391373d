"""Where evidence comes from: the questions that the audience asks, and the Action API's answers to them.

The replicas answer the same questions in SQL (`replica.py`); which of the two is asked changes the cost
of a run and nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import cycle, islice
from typing import Protocol, TypeVar

from outreach.audience import accounts, contributions, optout
from outreach.audience.accounts import GlobalAccount, Local
from outreach.audience.contributions import TopicEdit
from outreach.audience.optout import TalkPage
from outreach.audience.people import Person
from outreach.audience.topic import Article
from outreach.farm import WIKIS_AT_ONCE, Farm
from outreach.wiki import Wiki

Read = Iterator[tuple[Article, list[TopicEdit]]]
OnWiki = tuple[dict[str, Local], dict[str, TalkPage]]
Result = TypeVar('Result')


class Source(Protocol):
    """The questions. Every method may raise WikiError; those that take a Wiki are about that wiki."""

    def edits(self, wiki: Wiki, articles: Iterable[Article], since: str) -> Read:
        """Return the edits of each article since a moment."""

    def contributors(self, wiki: Wiki, articles: Collection[Article]) -> dict[int, set[str]] | None:
        """Return who ever edited each article, by page id; None where that costs no less than the edits."""

    def global_accounts(self, names: Collection[str]) -> dict[str, GlobalAccount] | None:
        """Return the global accounts of these names; None where only `whole_people` can tell."""

    def whole_people(self, names: Collection[str]) -> dict[str, Person]:
        """Return people with all their local accounts; who has no global account is not in the result."""

    def local_accounts(self, wiki: Wiki, names: Collection[str], now: datetime) -> dict[str, Local]:
        """Return the accounts of these names on the wiki, each with its central id where that is known."""

    def people_on(
        self, wiki: Wiki, names: Collection[str], now: datetime, senders: Collection[str]
    ) -> OnWiki:
        """Return the accounts of these names on the wiki, and what talk pages say that cost nothing more."""

    def active_since(self, wiki: Wiki, names: Collection[str], cutoff: str) -> set[str]:
        """Return those of the names who edited the wiki since a moment."""


class ApiSource:
    """The answers of the Action API."""

    def __init__(self, farm: Farm, hosts: Collection[str]) -> None:
        self.farm = farm
        self.hosts = sorted(hosts)

    def edits(self, wiki: Wiki, articles: Iterable[Article], since: str) -> Read:
        """Return the edits of each article since a moment: no API call takes several pages."""
        for article in articles:
            yield article, contributions.read_edits(wiki, article, since)

    def contributors(self, wiki: Wiki, articles: Collection[Article]) -> dict[int, set[str]] | None:
        """Return who ever edited each article, 50 articles per request."""
        return contributions.read_contributors(wiki, [article.page for article in articles])

    def global_accounts(self, names: Collection[str]) -> dict[str, GlobalAccount] | None:
        """Return the global accounts of these names, 50 per request, three wikis side by side."""
        found: dict[str, GlobalAccount] = {}
        for some in self._dealt(names, self.farm.home.limit, accounts.global_accounts):
            if some is None:
                return None
            found |= some
        return found

    def whole_people(self, names: Collection[str]) -> dict[str, Person]:
        """Return people with all their local accounts, one request each, three wikis side by side."""

        def read(wiki: Wiki, names: Sequence[str]) -> dict[str, Person]:
            asked = ((name, accounts.whole_person(wiki, name, self.farm.by_dbname)) for name in names)
            return {name: person for name, person in asked if person is not None}

        return {name: person for some in self._dealt(names, 1, read) for name, person in some.items()}

    def _dealt(
        self, names: Collection[str], size: int, ask: Callable[[Wiki, Sequence[str]], Result]
    ) -> Iterator[Result]:
        """Deal out names in batches among three wikis that take so many per request, and ask them.

        It is about global accounts, which every wiki knows: what a wiki does not answer, home is asked.
        """
        able = (host for host in self.hosts if self.farm.wiki(host).limit >= size)
        hosts = list(islice(able, WIKIS_AT_ONCE)) or [self.farm.home.host]
        ordered = sorted(names)
        shares: dict[str, list[str]] = defaultdict(list)
        for start, host in zip(range(0, len(ordered), size), cycle(hosts), strict=False):
            shares[host] += ordered[start : start + size]
        costs = {host: -(-len(share) // size) for host, share in shares.items()}
        answers = self.farm.each(shares, lambda wiki: ask(wiki, shares[wiki.host]), 'Accounts', costs)
        yield from answers.found.values()
        for host, error in answers.failed.items():
            if host == self.farm.home.host:
                raise error
            self.hosts.remove(host)
            yield ask(self.farm.home, shares[host])

    def local_accounts(self, wiki: Wiki, names: Collection[str], now: datetime) -> dict[str, Local]:
        """Return the accounts of these names on the wiki, 50 per request."""
        return accounts.local_accounts(wiki, names, now)

    def people_on(
        self, wiki: Wiki, names: Collection[str], now: datetime, senders: Collection[str]
    ) -> OnWiki:
        """Return accounts and talk pages of these names on the wiki, 50 of both per request."""
        talk, users = optout.talk_pages_and_users(wiki, names, senders, accounts.USER_FACTS)
        return accounts.locally(wiki.host, users, names, now), talk

    def active_since(self, wiki: Wiki, names: Collection[str], cutoff: str) -> set[str]:
        """Return those of the names who edited the wiki since a moment, up to 50 per request."""
        return accounts.active_since(wiki, names, cutoff)


def by_host(pairs: Iterable[tuple[str, str]]) -> Mapping[str, list[str]]:
    """Return the second of each pair by the first, both sorted, each once."""
    found: dict[str, list[str]] = {}
    for host, name in sorted(set(pairs)):
        found.setdefault(host, []).append(name)
    return found
