"""Who must not get a letter, and why: opt-outs of all kinds, accounts, and what the ledger remembers.

Everything fails closed. Whoever asked on a page not to be written to, or on their own talk page, gets no
e-mail either, by whatever channel.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from outreach.affiliates.contacts import Accounts, ContactState
from outreach.affiliates.optouts import OptOuts
from outreach.affiliates.registry import fold
from outreach.audience.optout import TalkPage
from outreach.letters.ledger import Ledger
from outreach.letters.letter import OPEN, Recipient

HAS_IT = 'has this letter, or may have it'
NAMED_OUT = 'asked on a page not to be written to'
GROUP_OUT = 'speaks for a group that asked not to be written to'
TALK_OUT = 'refuses messages on the talk page'
TOLD_US = 'asked us for no more letters'
LATELY = 'got another letter lately'
WAITS = 'was tried three times today'
OF_STATE = {
    ContactState.MISSING: 'has no account of that name',
    ContactState.LOCKED: 'has a locked account',
    ContactState.BLOCKED: 'is blocked',
    ContactState.UNKNOWN: 'has an account of which the wiki told nothing',
}


@dataclass(frozen=True)
class LetterFacts:
    """What is known: pages that name who must not be written to, accounts, and talk pages."""

    out: OptOuts = field(default_factory=OptOuts)
    accounts: Accounts = field(default_factory=Accounts)
    talk: Mapping[str, TalkPage] = field(default_factory=dict)


def users_of(one: Recipient) -> frozenset[str]:
    """Return all accounts by which a person is known."""
    return frozenset(word.removeprefix('user:') for word in one.identities if word.startswith('user:'))


def named_out(one: Recipient, out: OptOuts) -> str:
    """Return why the pages of those who must not be written to concern a person, or ''."""
    if users_of(one) & out.names:
        return NAMED_OUT
    return GROUP_OUT if any(fold(group.name) in out.titles for group in one.groups) else ''


def why_not(one: Recipient, known: LetterFacts) -> str:
    """Return why a person must not get a letter, by what the wiki says, or ''."""
    reason = named_out(one, known.out)
    if reason:
        return reason
    for user in sorted(users_of(one)):
        talk = known.talk.get(user, TalkPage())
        if talk.opted_out or talk.nobots:
            return TALK_OUT
        state = known.accounts.state(user, known.out.names)
        if state in OF_STATE:
            return OF_STATE[state]
    return ''


def remembered(one: Recipient, ledger: Ledger, cooldown: int, now: datetime) -> str:
    """Return why the ledger says no, or ''."""
    there = ledger.known(one.identities)
    if any(entry.state not in OPEN for entry in there):
        return HAS_IT
    if ledger.asked_out(one.identities):
        return TOLD_US
    if any(ledger.tired(entry.number, now) for entry in there):
        return WAITS
    return LATELY if cooldown and ledger.lately(one.identities, now - timedelta(days=cooldown)) else ''


def all_out(
    people: Iterable[Recipient], known: LetterFacts, ledger: Ledger, cooldown: int, now: datetime
) -> dict[str, str]:
    """Return why people get no letter, by the first of their places; who may get one is not in it."""
    reasons = {one.places[0]: why_not(one, known) or remembered(one, ledger, cooldown, now) for one in people}
    return {place: reason for place, reason in reasons.items() if reason}


def one_reason(withheld: Mapping[str, int]) -> str:
    """Return the reason where all fell out for one and the same, and it is no good one; else ''."""
    reasons: Collection[str] = [reason for reason in withheld if reason != HAS_IT]
    return next(iter(reasons)) if len(reasons) == 1 and len(withheld) == 1 else ''
