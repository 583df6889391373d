"""People: global accounts, each to be asked on one wiki at most, and the reasons not to ask.

A person is a global account, known by its central id, never a pair of name and wiki. All edit counts
are whole numbers; moments are ISO 8601 texts in UTC, as the Action API gives them, so that they sort.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum

from outreach.words import counted

# From this many edits on a wiki we call an account active there: accounts come into being on every
# wiki that somebody visits, and a stray edit or two is no sign of belonging.
ACTIVE_EDITS = 10


class Exclusion(Enum):
    """Why somebody is not on the list; the value is the word in the funnel and in i18n keys."""

    UNREGISTERED = 'unregistered'
    TEMPORARY = 'temporary'
    REVERTED = 'reverted'
    REVERTING = 'reverting'
    BELOW_RULE = 'below-rule'
    NO_ACCOUNT = 'no-account'
    BAD_NAME = 'bad-name'
    BOT = 'bot'
    LOCKED = 'locked'
    SAME_PERSON = 'same-person'
    TOO_MANY_WIKIS = 'too-many-wikis'
    INACTIVE = 'inactive'
    BLOCKED = 'blocked'
    OPTED_OUT = 'opted-out'
    NOBOTS = 'nobots'
    EXCLUDED = 'excluded'
    LEFT = 'left'
    REMOVED = 'removed'
    MOVED = 'moved'
    CONTACTED = 'contacted'
    UNREADABLE = 'unreadable'
    EXCLUDED_WIKI = 'excluded-wiki'
    NO_WIKI = 'no-wiki'
    BOARD = 'board'
    SEGMENT = 'segment'


class Block(Enum):
    """How far an account is blocked on a wiki at this moment."""

    NONE = 'none'
    PARTIAL = 'partial'
    SITEWIDE = 'sitewide, temporarily'
    INFINITE = 'sitewide, indefinitely'


@dataclass(frozen=True)
class Account:
    """The local account of a person on one wiki.

    Nobody can log in to a system user; accounts become one when their owners vanish (T420848).
    """

    host: str
    edits: int
    groups: frozenset[str] = frozenset()
    block: Block = Block.NONE
    system: bool = False


@dataclass(frozen=True)
class Person:
    """A global account and its local accounts, by host."""

    name: str
    central_id: int
    home: str | None
    accounts: Mapping[str, Account]
    edits: int
    locked: bool = False
    global_groups: frozenset[str] = frozenset()

    @property
    def gone(self) -> bool:
        """Whether nobody can use the account: it is locked, or the software's own on some wiki."""
        return self.locked or any(account.system for account in self.accounts.values())

    @property
    def main(self) -> str | None:
        """The wiki with the most edits overall; ties go to the first by name."""
        hosts = sorted(self.accounts, key=lambda host: (-self.accounts[host].edits, host))
        return hosts[0] if hosts else None

    @property
    def active_on(self) -> int:
        """On how many wikis the person has made at least ACTIVE_EDITS edits."""
        return sum(account.edits >= ACTIVE_EDITS for account in self.accounts.values())

    @property
    def bot(self) -> bool:
        """Whether any wiki, or the farm as a whole, has this account among the bots."""
        return any(
            'bot' in group.lower().replace('_', '-').split('-')
            for groups in (self.global_groups, *(a.groups for a in self.accounts.values()))
            for group in groups
        )


@dataclass(frozen=True)
class Choice:
    """The wiki where one person is to be asked, None where there is none, and why."""

    host: str | None
    reason: str


@dataclass(frozen=True)
class WikiRule:
    """How to choose: `wiki_of` is topic, main or home; `fair_share` a percentage of all edits.

    `hosts` are the wikis of the campaign.
    """

    hosts: Collection[str]
    wiki_of: str = 'topic'
    fair_share: int = 10

    def __post_init__(self) -> None:
        if self.wiki_of not in ('topic', 'main', 'home'):
            raise ValueError(f'must be topic, main or home, not {self.wiki_of!r}')
        if not 0 <= self.fair_share <= 100:
            raise ValueError(f'must be a percentage from 0 to 100, not {self.fair_share!r}')


@dataclass(frozen=True)
class Seen:
    """What is known of one person's edits to the topic: the moment of the last one, by host."""

    last_edit: Mapping[str, str] = field(default_factory=dict)


def choose_wiki(person: Person, seen: Seen, rule: WikiRule, stated: str | None = None) -> Choice:
    """Choose the one wiki for a person, as decision D3 of docs/architecture.md says.

    Of the wikis where the account exists, is not blocked from the whole site and that belong to the
    campaign: the one that the person stated; else, of those where they edited the topic, the one
    with most of their edits, if it holds a fair share of all of them; else the one with most edits
    overall. `wiki_of` main goes to the last step at once, home asks for the home wiki before it.
    Ties go to the wiki with the more recent edit to the topic, then to the first by name.
    """
    allowed = [
        account
        for host, account in person.accounts.items()
        if host in rule.hosts and account.block not in (Block.SITEWIDE, Block.INFINITE)
    ]
    if stated is not None and any(account.host == stated for account in allowed):
        return Choice(stated, 'the wiki that the person stated')
    if not allowed:
        return Choice(None, 'no account that could be asked on any wiki of the campaign')
    if rule.wiki_of == 'home' and any(account.host == person.home for account in allowed):
        return Choice(person.home, 'the home wiki')
    if rule.wiki_of == 'topic':
        edited = [account for account in allowed if account.host in seen.last_edit]
        best = _most_edits(edited, seen) if edited else None
        if best is not None and best.edits * 100 >= rule.fair_share * person.edits:
            return Choice(
                best.host,
                f'edited the topic there; it holds {best.edits:,} of all {counted(person.edits, "edit")}',
            )
    best = _most_edits(allowed, seen)
    return Choice(best.host, f'most edits of all wikis: {best.edits:,} of all {person.edits:,}')


def _most_edits(accounts: Collection[Account], seen: Seen) -> Account:
    """Return the account with most edits, then the latest edit to the topic, then by name of host."""
    by_name = sorted(accounts, key=lambda account: account.host)
    by_recency = sorted(by_name, key=lambda account: seen.last_edit.get(account.host, ''), reverse=True)
    return max(by_recency, key=lambda account: account.edits)
