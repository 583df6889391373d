"""The join: registry, signed list, standing, pages, contacts and opt-outs make one verdict an affiliate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from outreach.affiliates import contacts, verdict
from outreach.affiliates.contacts import Accounts, Contact, ContactState
from outreach.affiliates.lookup import Talk, Titles, talk_title
from outreach.affiliates.nameindex import NameIndex
from outreach.affiliates.optouts import OptOuts
from outreach.affiliates.registry import Affiliate, Registry, fold, is_title
from outreach.affiliates.signedlist import Signed, SignedList
from outreach.affiliates.verdict import AffiliateVerdict, Citation, Fact, Judged, KnownFact, Selection
from outreach.names import Namespaces, is_vanished


@dataclass(frozen=True)
class AffiliateEvidence:
    """All that was read. None stands for what was not asked for or could not be read: unknown.

    `reports` is where `languages` are from. `accounts` and `titles` are of the moment of `asked`; `unclear`
    are accounts whose user page leads to another account's.
    """

    registry: Registry
    source: Citation
    index: NameIndex
    namespaces: Namespaces
    asked: Citation
    reports: Citation
    signed: SignedList | None = None
    languages: Mapping[str, tuple[str, ...]] | None = None
    titles: Titles = field(default_factory=Titles)
    talk: Talk | None = None
    accounts: Accounts = field(default_factory=Accounts)
    unclear: frozenset[str] = frozenset()
    optouts: OptOuts = field(default_factory=OptOuts)

    def contacts(self, one: Affiliate) -> tuple[Contact, ...]:
        """Return the contacts of an affiliate by the current names, the same person once."""
        found: dict[str, Contact] = {}
        for contact in contacts.named(one, self.namespaces):
            new = self.accounts.renamed.get(contact.user)
            # of who left for good the new name is nobody's business
            shown = bool(new) and not is_vanished(new or '') and new not in self.accounts.locked
            now = Contact(contact.slot, new) if new and shown else contact
            found.setdefault(self.accounts.person(now.user) if now.user else f'slot {now.slot}', now)
        return tuple(found.values())

    def state(self, user: str) -> ContactState:
        """Return what is known of a contact's account."""
        if not user or user in self.unclear:
            return ContactState.UNKNOWN
        return self.accounts.state(user, self.optouts.names if self.optouts.complete else None)

    def page(self, one: Affiliate) -> str:
        """Return the page of an affiliate after a redirect; '' where there is none or nobody knows."""
        return self.titles.found.get(one.name, '')


def assess(evidence: AffiliateEvidence, rule: Selection) -> tuple[Judged, ...]:
    """Return every affiliate of the registry, in its order, with facts and verdict."""
    lines = _signed_lines(evidence)
    return tuple(_judged(one, lines, evidence, rule) for one in evidence.registry.affiliates)


def _judged(
    one: Affiliate,
    lines: Mapping[int, list[tuple[Signed, bool]]],
    evidence: AffiliateEvidence,
    rule: Selection,
) -> Judged:
    languages = (evidence.languages or {}).get(fold(one.name), ())
    talk = talk_title(page, evidence.namespaces) if (page := evidence.page(one)) else ''
    people = evidence.contacts(one)
    facts = {
        verdict.RECOGNISED: verdict.recognised(one, evidence.registry, evidence.source),
        verdict.SIGNED: _signed(lines.get(id(one), []), evidence),
        verdict.STANDING: verdict.standing(one, evidence.source),
        verdict.PAGE: _page(one, talk, evidence),
        verdict.CONTACT: contacts.fact(
            people,
            [evidence.state(person.user) for person in people],
            Citation.together([evidence.source, evidence.asked]),
        ),
        verdict.WANTED: verdict.wanted(one, languages, rule, evidence.source, evidence.reports),
        verdict.WILLING: _willing(one, talk, evidence),
    }
    outcome, reasons = verdict.judge(facts, rule)
    usable = talk if facts[verdict.PAGE].answer is KnownFact.YES else ''
    return Judged(one, facts, outcome, reasons, languages, usable)


def _signed_lines(evidence: AffiliateEvidence) -> dict[int, list[tuple[Signed, bool]]]:
    """Return the lines of the list by affiliate (two entries may share a key, so by the object).

    The flag says that a line may mean another one too.
    """
    found: dict[int, list[tuple[Signed, bool]]] = {}
    for line, meaning in evidence.signed.meanings(evidence.index) if evidence.signed else ():
        for one in meaning.affiliates:
            found.setdefault(id(one), []).append((line, meaning.one is None))
    return found


def _signed(lines: Sequence[tuple[Signed, bool]], evidence: AffiliateEvidence) -> Fact:
    given = evidence.signed
    if given is None:
        return Fact(KnownFact.UNKNOWN, 'signed-no-list', evidence.asked)
    source = Citation(given.title, given.revid, given.of.isoformat())
    if not lines:
        return Fact(KnownFact.UNKNOWN, 'signed-no-entry', source)
    if any(ambiguous for _, ambiguous in lines):
        return Fact(KnownFact.UNKNOWN, 'signed-ambiguous', source)
    answers = {line.answer for line, _ in lines}
    if answers == {True}:
        days = sorted(line.on.isoformat() for line, _ in lines if line.on)
        return Fact(KnownFact.YES, 'signed', source, {'day': days[-1] if days else ''})
    if answers == {False}:
        return Fact(KnownFact.NO, 'signed-not', source)
    return Fact(KnownFact.UNKNOWN, 'signed-unclear', source)


def _page(one: Affiliate, talk: str, evidence: AffiliateEvidence) -> Fact:
    source = evidence.asked
    if not one.name or not is_title(one.name):
        return Fact(KnownFact.UNKNOWN, 'page-unknown', source)
    if one.name in evidence.titles.missing:
        return Fact(KnownFact.NO, 'page-missing', source)
    if not talk or evidence.talk is None or talk not in evidence.talk.told:
        return Fact(KnownFact.UNKNOWN, 'page-unknown', source)
    if talk in evidence.talk.refuse:
        return Fact(KnownFact.NO, 'page-opted-out', source)
    return Fact(KnownFact.YES, 'page', source)


def _willing(one: Affiliate, talk: str, evidence: AffiliateEvidence) -> Fact:
    named = {fold(title) for title in (one.name, evidence.page(one), talk) if title}
    out = evidence.optouts
    against = [source for source, titles in out.pages.items() if named & titles]
    if against:
        return Fact(KnownFact.NO, 'excluded', Citation.together(against))
    return Fact(KnownFact.YES, 'willing', Citation.together(out.pages or [evidence.asked]))


def one_reason(judged: Sequence[Judged]) -> str:
    """Return the one reason for which nobody may be written to; '' where somebody may, or they differ.

    A step at which everybody falls out for one reason is more likely a mistake than the truth.
    """
    if not judged or any(one.verdict is AffiliateVerdict.WRITE for one in judged):
        return ''
    first = {one.reasons[0].code for one in judged if one.reasons}
    return first.pop() if len(first) == 1 else ''
