"""A letter, whom it is for, and what can become of it.

A person is known by identities: the number of the global account, its name, an e-mail address. Whoever
shares one of them is the same person, and gets one letter.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class LetterChannel(Enum):
    """How a letter goes out: left as a draft for the organizer, by the wiki's own mail, or by SMTP."""

    DRAFTS = 'drafts'
    WIKI = 'wiki'
    SMTP = 'smtp'


class KnownFrom(Enum):
    """Where it is from that we know of a person; the value is the key of the words that say it."""

    REGISTRY = 'registry'
    CONTACTS = 'contacts'
    LIST = 'list'
    SIGNUP = 'signup'
    FILE = 'file'


class LetterState(Enum):
    """What the ledger says of a letter. `notsent` is what an organizer found out."""

    CLAIMED = 'claimed'
    DRAFTED = 'drafted'
    SENT = 'sent'
    REFUSED = 'refused'
    LATER = 'later'
    UNKNOWN = 'unknown'
    NOT_SENT = 'notsent'
    BOUNCED = 'bounced'
    ANSWERED = 'answered'
    OPTED_OUT = 'optedout'


# A letter that is claimed may be on its way: what was killed there is unknown, and stays so until somebody
# settles it. Only from `later` and `notsent` it may be tried again; an unfinished draft is taken back.
BECOMES: Mapping[LetterState | None, frozenset[LetterState]] = {
    None: frozenset({LetterState.CLAIMED}),
    LetterState.CLAIMED: frozenset(
        {LetterState.DRAFTED, LetterState.SENT, LetterState.REFUSED, LetterState.LATER, LetterState.UNKNOWN}
    ),
    LetterState.LATER: frozenset({LetterState.CLAIMED}),
    LetterState.NOT_SENT: frozenset({LetterState.CLAIMED}),
    LetterState.UNKNOWN: frozenset({LetterState.SENT, LetterState.NOT_SENT}),
    LetterState.DRAFTED: frozenset({LetterState.SENT, LetterState.NOT_SENT}),
    LetterState.REFUSED: frozenset({LetterState.NOT_SENT}),
    LetterState.SENT: frozenset({LetterState.BOUNCED, LetterState.ANSWERED, LetterState.OPTED_OUT}),
    LetterState.ANSWERED: frozenset({LetterState.OPTED_OUT}),
    LetterState.BOUNCED: frozenset(),
    LetterState.OPTED_OUT: frozenset(),
}
# from these a letter may be claimed; in all others it never goes out again
OPEN = frozenset(state for state, after in BECOMES.items() if LetterState.CLAIMED in after)
# nothing of it has reached anybody, and nothing will
NOT_WRITTEN = frozenset({LetterState.LATER, LetterState.NOT_SENT, LetterState.REFUSED})


@dataclass(frozen=True)
class LetterOutcome:
    """What became of a letter: `code` is the server's or the wiki's word for it, never with an address.

    `stop` says that no more letters should go out in this run, `counts` that the try counts for the day.
    """

    state: LetterState
    code: str = ''
    stop: bool = False
    counts: bool = True


@dataclass(frozen=True)
class Group:
    """An affiliate, or another group, that a person speaks for."""

    name: str
    code: str = ''
    type: str = ''
    region: str = ''


@dataclass(frozen=True)
class Recipient:
    """One person: identities, how to reach them, and what may stand in a letter.

    `user` and `address` are '' where there is none. `page` is the list or page that names the person,
    `places` are the lines of the input, to be shown instead of the person.
    """

    identities: frozenset[str]
    user: str = ''
    address: str = ''
    name: str = ''
    role: str = ''
    groups: tuple[Group, ...] = ()
    languages: tuple[str, ...] = ()
    source: KnownFrom = KnownFrom.FILE
    page: str = ''
    places: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Return a word for file names and reports that names no person: the code of the group."""
        codes = [one.code for one in self.groups if one.code]
        word = ''.join(char for char in (codes or ['person'])[0] if char.isalnum() or char in '-_')
        return word[:24] or 'person'

    @property
    def region(self) -> str:
        """Return the region of the groups where they share one, else ''."""
        regions = {one.region for one in self.groups}
        return regions.pop() if len(regions) == 1 else ''


@dataclass(frozen=True)
class Letter:
    """A letter as it would go out. `revid` pins its text, `wanted` is the language that they would read."""

    recipient: Recipient
    channel: LetterChannel
    language: str
    wanted: str
    subject: str
    body: str
    revid: str = ''

    def digest(self, sender: str = '') -> str:
        """Return 32 hexadecimal digits over all that is approved: to whom, how, from whom, and every word."""
        parts = [
            sorted(self.recipient.identities), self.recipient.address, self.recipient.user,
            self.channel.value, self.language, self.subject, self.body, self.revid, sender,
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
