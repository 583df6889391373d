"""What a check tells: the report of the result page, the lines of the terminal, and what is doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from outreach.affiliates import companions, liaisons
from outreach.affiliates.assessment import one_reason
from outreach.affiliates.clients import Clients
from outreach.affiliates.inputs import AffiliateInputs, shrunk
from outreach.affiliates.nameindex import unmatched
from outreach.affiliates.registry import fold
from outreach.affiliates.resultpage import AffiliateReport, Remembered, because, reason
from outreach.affiliates.verdict import RECOGNISED, SIGNED, AffiliateVerdict, Citation, Judged, KnownFact
from outreach.doubts import Doubt, everybody_out
from outreach.pages import Page
from outreach.phrases import Say
from outreach.trust import Trust
from outreach.words import counted


def report(judged: Sequence[Judged], found: AffiliateInputs) -> AffiliateReport:
    """Return what the page and the terminal say."""
    evidence, memory = found.evidence, found.memory
    current = [one for one in judged if one.facts[RECOGNISED].answer is KnownFact.YES]
    recognised = [one.affiliate for one in current]
    open_ = [one.affiliate for one in judged if one.verdict is not AffiliateVerdict.LEAVE_OUT]
    registry = evidence.source.revid
    return AffiliateReport(
        tuple(judged),
        registry,
        memory.since if memory.registry == registry else memory.registry,
        found.sources,
        vanished(found),
        found.changes,
        unmatched((meaning for _, meaning in evidence.signed.meanings(evidence.index)), evidence.index)
        if evidence.signed
        else (),
        tuple(one.affiliate for one in current if one.facts[SIGNED].code == 'signed-no-entry'),
        tuple((names.title, companions.not_listed(recognised, names)) for names in found.names),
        tuple(
            (names.title, companions.not_recognised(recognised, names))
            for names in found.names
            if names.title == companions.NAMES
        ),
        liaisons.without(open_, found.covered) if found.covered is not None else None,
        problems=found.problems,
    )


def vanished(found: AffiliateInputs) -> tuple[Remembered, ...]:
    """Return who was there at the last run and is in the registry no more: nobody said why."""
    here = {key for one in found.evidence.registry.affiliates for key in (one.key, f'name:{fold(one.name)}')}
    return tuple(
        one for one in found.memory.affiliates if one.key not in here and f'name:{fold(one.name)}' not in here
    )


def by_others(pages: Iterable[Page], trust: Trust) -> list[Doubt]:
    """Return the doubt for each page that decides who is written to and was last saved by a stranger."""
    text = 'was last saved by an account that _outreach_trusted in user-config.py does not name'
    return [
        Doubt('page-by-others', page.title, text) for page in pages if page.revid and page.user not in trust
    ]


def doubts(report: AffiliateReport, found: AffiliateInputs, max_age: int, today: date) -> list[Doubt]:
    """Return what makes the plan doubtful, each with its code."""
    evidence = found.evidence
    title = evidence.source.title
    doubtful = []
    if shrunk(found.sizes):
        text = f'has {found.sizes[0]:,} bytes, less than 80 % of the {max(found.sizes[1:]):,} it had lately'
        doubtful.append(Doubt('registry-shrunk', title, text))
    lost = [one.name for one in report.vanished if not one.gone]
    if lost:
        are = 'is' if len(lost) == 1 else 'are'
        text = f'{counted(len(lost), "affiliate")} {are} gone from it without a word, such as {lost[0]}'
        doubtful.append(Doubt('registry-vanished', title, text))
    if evidence.signed and evidence.signed.stale(today, max_age):
        text = f'is of {evidence.signed.of}, more than {counted(max_age, "day")} old'
        doubtful.append(Doubt('signed-list-old', evidence.signed.title, text))
    code = one_reason(report.judged)
    doubtful += everybody_out(title, len(report.judged), 0 if code else len(report.judged), code)
    return doubtful


def terminal_lines(report: AffiliateReport, chosen: Clients, say: Say) -> Iterator[str]:
    """Return the lines of the terminal. They name no person: terminals are logged."""
    for one in report.judged:
        if one.contradiction:
            yield f'  contradiction: {one.affiliate.label} signed, but: {because(one, say)}'
    for one in report.judged:
        if one.verdict is AffiliateVerdict.ASK:
            yield f'  ask: {one.affiliate.label}: {because(one, say)}'
    for one in report.judged:
        if one.verdict is AffiliateVerdict.LEAVE_OUT and not one.contradiction:
            yield f'  leave out: {one.affiliate.label}: {because(one, say)}'
    for lost in report.vanished:
        yield f'  ask: {lost.name}: {say("reason-vanished")}'
    for meaning in report.not_in_registry:
        alike = f' (perhaps {meaning.alike})' if meaning.alike else ''
        yield f'  on the list, not in the registry: {meaning.written}{alike}'
    counts = report.counts
    yield (
        'Affiliates: '
        + ', '.join(f'{counts[one]} {one.value.replace("-", " ")}' for one in AffiliateVerdict)
        + '.'
    )
    if report.without_liaison is not None:
        yield f'Without a liaison: {len(report.without_liaison)}.'
    if chosen.left_out:
        yield f'Contacts left out because they asked for it: {chosen.left_out}.'
    for line, why in chosen.lost:
        yield f'  the contacts file, line {line}: {why}'


def explanation(one: Judged, reports: Citation, say: Say) -> Iterator[str]:
    """Return all facts about one affiliate, each with where it is from: its languages from `reports`."""
    it = one.affiliate
    verdict = one.verdict.value.replace('-', ' ')
    yield f'Affiliate {it.label} ({it.code or "no code"}, {it.id or "no id"}): {verdict}'
    for name, fact in one.facts.items():
        needed = ' (decided)' if fact in one.reasons else ''
        yield f'  {name}: {fact.answer.value}, {reason(fact, say)} [{fact.source}]{needed}'
    yield f'  languages: {", ".join(one.languages) or "unknown"} [{reports}]'
    yield f'  talk page: {one.talk or "none that may be used"}'
    yield f'  contacts named: {sum(bool(it.get(key)) for key in ("group_contact1", "group_contact2"))}'
