"""Whom of an affiliate a letter may go to: those of the registry and of the private file, by person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from outreach import sharedkeys
from outreach.affiliates.assessment import AffiliateEvidence
from outreach.affiliates.clientlist import Client
from outreach.affiliates.contactfile import PrivateContact
from outreach.affiliates.contacts import ContactState
from outreach.affiliates.registry import Affiliate
from outreach.affiliates.verdict import AffiliateVerdict, Judged
from outreach.problems import Problem
from outreach.words import did_you_mean

NO_ACCOUNT = 'no account'
NO_AFFILIATE = 'means no affiliate of the registry'
NOBODY = 'has neither a user name nor an address'
# why an account of the file gets no letter; who asked for none is counted, and named nowhere
LOST = {
    ContactState.MISSING: 'there is no account of that name',
    ContactState.LOCKED: 'the account is locked',
    ContactState.BLOCKED: 'the account is blocked',
    ContactState.UNKNOWN: 'nobody could be asked about the account',
}


@dataclass(frozen=True)
class Clients:
    """The clients, how many were left out because they asked for it, and the lines of the file that gave
    nobody, with the reason.
    """

    clients: tuple[Client, ...] = ()
    left_out: int = 0
    lost: tuple[tuple[int, str], ...] = ()


def choose(
    judged: Iterable[Judged],
    contacts: Sequence[PrivateContact],
    evidence: AffiliateEvidence,
    roles: Collection[str] = (),
) -> Clients:
    """Return the clients of all affiliates that may be written to, in their order.

    Only contacts whose account can be asked are taken, and those who have an address and no account; never
    anybody who opted out, nor an address that stands beside the account of somebody who did. `roles`,
    in small letters, keep those with such a role only.
    """
    gone = [one for one in contacts if one.user and _state(one.user, evidence) is ContactState.OPTED_OUT]
    refused = {one.email.casefold() for one in gone}
    by_key: dict[str, list[PrivateContact]] = {}
    lost: dict[int, str] = {}
    for contact in contacts:
        affiliate = evidence.index.meaning(*contact.affiliate).one
        if not affiliate or not (contact.user or contact.email):
            lost[contact.line] = NOBODY if affiliate else NO_AFFILIATE
        else:
            by_key.setdefault(affiliate.key, []).append(contact)
    found: list[Client] = []
    left_out = 0
    for one in judged:
        if one.verdict is AffiliateVerdict.WRITE:
            candidates = list(_candidates(one, by_key.get(one.affiliate.key, []), evidence))
            good = [client for client, state, _ in candidates if state in (ContactState.USABLE, None)]
            willing = [client for client in good if client.email.casefold() not in refused - {''}]
            left_out += (
                len(good) - len(willing) + sum(state is ContactState.OPTED_OUT for _, state, _ in candidates)
            )
            lost |= {
                private.line: LOST[state] for _, state, private in candidates if private and state in LOST
            }
            found += [client for client in willing if not roles or client.role.lower() in roles]
    return Clients(tuple(_numbered(found, evidence)), left_out, tuple(sorted(lost.items())))


def unknown_roles(roles: Collection[str], contacts: Iterable[PrivateContact]) -> list[Problem]:
    """Return which roles, in small letters, nobody in the file has, with what was perhaps meant."""
    there = {one.role.lower(): one.role for one in contacts if one.role}
    return [
        Problem(f'-roles:{one}', f'nobody in the file of contacts has this role{did_you_mean(one, there)}')
        for one in sorted(set(roles) - there.keys())
    ]


def _state(user: str, evidence: AffiliateEvidence) -> ContactState:
    return evidence.state(evidence.accounts.renamed.get(user, user))


def _candidates(
    one: Judged, private: Sequence[PrivateContact], evidence: AffiliateEvidence
) -> Iterator[tuple[Client, ContactState | None, PrivateContact | None]]:
    """Return the contacts of one affiliate, what is known of their accounts (None: they have none), and what
    the file says of them.
    """
    used: set[int] = set()
    for contact in evidence.contacts(one.affiliate):
        match = _match(contact.user, contact.slot, private, evidence)
        if match:
            used.add(id(match))
        if contact.user:
            yield _client(one, contact.slot, contact.user, match), evidence.state(contact.user), match
    for further in private:
        if id(further) not in used:
            user = evidence.accounts.renamed.get(further.user, further.user)
            yield _client(one, 0, user, further), _state(user, evidence) if user else None, further


def _match(
    user: str, slot: int, private: Sequence[PrivateContact], evidence: AffiliateEvidence
) -> PrivateContact | None:
    """Return the line of the file for a contact: of the same account, else of the same place without one."""
    person = evidence.accounts.person
    same = (one for one in private if one.user and user and person(one.user) == person(user))
    return next(same, None) or next((one for one in private if not one.user and one.slot == slot), None)


def _client(one: Judged, slot: int, user: str, private: PrivateContact | None) -> Client:
    it: Affiliate = one.affiliate
    registry = ['registry'] if slot else []
    file = [f'contacts file, line {private.line}'] if private else []
    language = (private.language if private else '') or ' '.join(one.languages)
    return Client(
        it.id, it.name, it.code, it.get('org_type') or '', it.get('region') or '',
        language, slot, user, private.name if private else '',
        private.email if private else '', private.role if private else '',
        '; '.join(registry + file), ContactState.USABLE.value if user else NO_ACCOUNT, 0,
    )  # fmt: skip


def _numbered(found: Sequence[Client], evidence: AffiliateEvidence) -> Iterator[Client]:
    """Number the persons: who shares an account or an address is one."""
    keys = []
    for one in found:
        mine = [f'@{one.email.casefold()}'] if one.email else []
        keys.append([*mine, evidence.accounts.person(one.username)] if one.username else mine)
    for one, number in zip(found, sharedkeys.numbers(keys), strict=True):
        yield replace(one, person=number + 1)
