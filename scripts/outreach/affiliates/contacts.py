"""The contact people that the registry names: from a field to an account, and whether it may be asked.

Fields are filled in by hand: `User:Name`, `[[User:Name]]`, `Benutzer:Name`, two names in one field. What
cannot be read as one account is unknown. Accounts are Meta's, where contacts sign.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from outreach.affiliates.registry import Affiliate
from outreach.affiliates.verdict import Citation, Fact, KnownFact
from outreach.names import USER, USER_TALK, Namespaces, is_ip, normalize_user

FIELDS = ('group_contact1', 'group_contact2')


class ContactState(Enum):
    """What is known of a contact's account; the value is the word in the client list and in i18n keys."""

    USABLE = 'usable'
    MISSING = 'missing'
    LOCKED = 'locked'
    BLOCKED = 'blocked'
    OPTED_OUT = 'opted-out'
    UNKNOWN = 'unknown'


@dataclass(frozen=True)
class Contact:
    """A contact of an affiliate: the account as Meta writes it, '' where the field cannot be read.

    `slot` is 1 or 2, or 0 where the registry does not name the person.
    """

    slot: int
    user: str


@dataclass(frozen=True)
class Accounts:
    """What the wiki said of accounts, by name. Who is in none of these was not told: unknown.

    `ids` are central ids, so that one person has one; `renamed` maps old names to new ones.
    """

    missing: frozenset[str] = frozenset()
    locked: frozenset[str] = frozenset()
    blocked: frozenset[str] = frozenset()
    alive: frozenset[str] = frozenset()
    ids: Mapping[str, int] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)

    def state(self, user: str, opted_out: Collection[str] | None) -> ContactState:
        """Return what is known of an account; `opted_out` None means that the lists could not be read."""
        user = self.renamed.get(user, user)
        for names, state in (
            (opted_out or (), ContactState.OPTED_OUT),
            (self.missing, ContactState.MISSING),
            (self.locked, ContactState.LOCKED),
            (self.blocked, ContactState.BLOCKED),
        ):
            if user in names:
                return state
        return ContactState.USABLE if user in self.alive and opted_out is not None else ContactState.UNKNOWN

    def person(self, user: str) -> str:
        """Return what is the same for all names of one person."""
        user = self.renamed.get(user, user)
        return f'#{self.ids[user]}' if user in self.ids else user


def account_in(text: str, namespaces: Namespaces) -> str | None:
    """Return the account that a field names: '' where it is empty, None where nobody can be told."""
    plain = re.sub(r'[\[\]]', '', text.partition('|')[0]).strip().removeprefix(':').strip()
    if not plain:
        return ''
    for _ in range(2):  # one interwiki prefix at most
        number, rest = _split(plain, namespaces)
        if number in (USER, USER_TALK):
            break
        prefix, _, behind = plain.partition(':')
        if prefix.strip().lower() not in ('m', 'meta', ''):
            return None
        plain = behind.strip()
    else:
        return None
    try:
        name = normalize_user(rest)
    except ValueError:
        return None
    return None if is_ip(name) or re.search(r'[,;&]|\b(?:and|und|et)\b|:', name) else name


def _split(title: str, namespaces: Namespaces) -> tuple[int, str]:
    try:
        return namespaces.split(title)
    except ValueError:
        return -1, ''


def named(one: Affiliate, namespaces: Namespaces) -> tuple[Contact, ...]:
    """Return the contacts that the registry names, the same person once; user '' where it is unclear who."""
    found: list[Contact] = []
    for slot, key in enumerate(FIELDS, 1):
        text = one.get(key)
        user = None if text is None else account_in(text, namespaces)
        if user is None:
            found.append(Contact(slot, ''))
        elif user and all(user != other.user for other in found):
            found.append(Contact(slot, user))
    return tuple(found)


def fact(contacts: Sequence[Contact], states: Iterable[ContactState], source: Citation) -> Fact:
    """Return whether somebody can be asked: one usable contact is enough. Names nobody."""
    states = tuple(states)
    if ContactState.USABLE in states:
        return Fact(KnownFact.YES, 'contact-usable', source)
    if not contacts:
        return Fact(KnownFact.NO, 'contact-none', source)
    if ContactState.UNKNOWN in states:
        return Fact(KnownFact.UNKNOWN, 'contact-unknown', source)
    words = {'states': ', '.join(sorted({state.value.replace('-', ' ') for state in states}))}
    return Fact(KnownFact.NO, 'contact-unusable', source, words)
