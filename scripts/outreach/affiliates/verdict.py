"""May an affiliate be written to? Facts of three values, each with its source, and one verdict.

*Write* only where every required fact is yes and there is a way to reach it. A no leaves it out. What is
unknown is asked for: it never counts as a yes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import Enum

from outreach.affiliates.registry import (
    REGIONS,
    REPORTING,
    STATUSES,
    TYPES,
    Affiliate,
    Registry,
    fold,
    shared,
)
from outreach.pages import Page
from outreach.problems import Problem

RECOGNISED, SIGNED, STANDING, PAGE, CONTACT, WANTED, WILLING = (
    'recognised', 'signed', 'standing', 'page', 'contact', 'wanted', 'willing'
)  # fmt: skip
REQUIRABLE = (RECOGNISED, SIGNED, STANDING)
# so many values can be read in one line
FEW = 12
ALLIED = 'allied or other organization'


class KnownFact(Enum):
    """What is known of a fact."""

    YES = 'yes'
    NO = 'no'
    UNKNOWN = 'unknown'


class AffiliateVerdict(Enum):
    """What follows for one affiliate, in the order in which the page shows them."""

    WRITE = 'write'
    ASK = 'ask'
    LEAVE_OUT = 'leave-out'


@dataclass(frozen=True)
class Citation:
    """Where a fact comes from: a page and its revision (0: a file or a query), and the day of it."""

    title: str
    revid: int = 0
    day: str = ''

    @classmethod
    def of_page(cls, page: Page) -> Citation:
        """Return a page as a source, by its revision and the day of it."""
        return cls(page.title, page.revid, page.timestamp[:10])

    @classmethod
    def together(cls, sources: Iterable[Citation]) -> Citation:
        """Return several sources, of which there is one at least, as one."""
        told = tuple(dict.fromkeys(sources))
        return told[0] if len(told) == 1 else cls('; '.join(map(str, told)))

    def __str__(self) -> str:
        revision = f', revision {self.revid}' if self.revid else ''
        return f'{self.title}{revision}{f", {self.day}" if self.day else ""}'


@dataclass(frozen=True)
class Fact:
    """One fact: its answer, a code for why (a text of the page), what the text needs, and the source."""

    answer: KnownFact
    code: str
    source: Citation
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Selection:
    """Which affiliates a campaign is for, folded; an empty set means all. `require` names facts."""

    types: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    require: frozenset[str] = frozenset({RECOGNISED})


@dataclass(frozen=True)
class Judged:
    """One affiliate with its facts and verdict. `reasons` decided it; `contradiction`: two sources disagree.

    `talk` is the page where messages go, '' where there is none.
    """

    affiliate: Affiliate
    facts: Mapping[str, Fact]
    verdict: AffiliateVerdict
    reasons: tuple[Fact, ...]
    languages: tuple[str, ...] = ()
    talk: str = ''
    vanished: bool = False

    @property
    def contradiction(self) -> bool:
        """Return whether the list of who signed names an affiliate that is no longer one."""
        return self._is(SIGNED, KnownFact.YES) and self._is(RECOGNISED, KnownFact.NO)

    def _is(self, name: str, answer: KnownFact) -> bool:
        return name in self.facts and self.facts[name].answer is answer


def recognised(one: Affiliate, registry: Registry, source: Citation) -> Fact:
    """Return whether it is an affiliate now; an entry that stands there twice says nothing."""
    known = STATUSES.get(one.status)
    if shared(one) & registry.doubled:
        return Fact(KnownFact.UNKNOWN, 'doubled', source)
    if one.damaged or not one.name or not one.get('org_type'):
        return Fact(KnownFact.UNKNOWN, 'incomplete', source)
    if known is None:
        return Fact(KnownFact.UNKNOWN, 'status-unknown', source, {'status': one.status or '?'})
    return Fact(KnownFact.YES if known else KnownFact.NO, f'status-{_british(one.status)}', source)


def _british(status: str) -> str:
    return status.replace('recognized', 'recognised')


def standing(one: Affiliate, source: Citation) -> Fact:
    """Return whether its reports are up to date, as the portal counts.

    It is not asked of deferred and allied ones, and of those whom the staff check by hand: then nobody
    knows. All keys that bear on it must be there. Levels of new affiliates (`-N`) count runs of the portal's
    check, not days.
    """
    status, kind, bypass = one.status, one.get('org_type'), one.get('me_bypass_ooc_autochecks')
    report, level = (one.get('uptodate_reporting') or '').lower(), one.get('out_of_compliance_level') or ''
    if not status or not kind or bypass is None or report not in REPORTING:
        return Fact(KnownFact.UNKNOWN, 'standing-unknown', source)
    if status == 'deferred' or kind.lower() == ALLIED or bypass.lower() != 'no':
        why = 'deferred' if status == 'deferred' else 'allied' if kind.lower() == ALLIED else 'bypass'
        return Fact(KnownFact.UNKNOWN, f'standing-{why}', source)
    if not STATUSES.get(status):
        return Fact(KnownFact.UNKNOWN, 'standing-unknown', source)
    if REPORTING[report]:
        return Fact(KnownFact.YES, 'standing-new' if report.endswith('-n') else 'standing-good', source)
    code = 'standing-late-new' if report.endswith('-n') else 'standing-late'
    return Fact(KnownFact.NO, code, source, {'level': level if level.isdigit() else '?'})


def wanted(
    one: Affiliate, languages: Collection[str], rule: Selection, source: Citation, reports: Citation
) -> Fact:
    """Return whether the campaign is for it; what is not said where it is asked for is unknown.

    Languages are from `reports`, all else is from `source`, the registry.
    """
    asked = {'org_type': rule.types, 'region': rule.regions, 'group_country': rule.countries}
    unknown, where = '', source
    for key, chosen in asked.items():
        if chosen:
            values = _several(one.get(key) or '', split=key == 'group_country')
            if not values:
                unknown = unknown or key
            elif not values & chosen:
                return Fact(KnownFact.NO, 'not-wanted', source, {'value': one.get(key) or ''})
    if rule.languages and not languages:
        unknown, where = (unknown, source) if unknown else ('language', reports)
    elif rule.languages and not rule.languages & set(languages):
        return Fact(KnownFact.NO, 'not-wanted', reports, {'value': ', '.join(languages)})
    if unknown:
        return Fact(KnownFact.UNKNOWN, 'not-said', where, {'value': unknown.replace('_', ' ')})
    return Fact(KnownFact.YES, 'wanted', Citation.together([source, reports]) if rule.languages else source)


def unknown_values(
    rule: Selection, registry: Registry, languages: Iterable[Collection[str]] = ()
) -> list[Problem]:
    """Return which values of a selection no affiliate has at all, with what was perhaps meant.

    What is in the registry counts, also of affiliates that are none any more, and what its portal offers;
    `languages` are those of each report, where the reports could be read.
    """
    reported = {code: code for some in languages for code in some}
    found = [
        Problem(
            f'-languages:{one}', f'no report of an affiliate names this language{_instead(one, reported)}'
        )
        for one in sorted(rule.languages - reported.keys())
        if reported
    ]
    for option, chosen, key, offered in (
        ('types', rule.types, 'org_type', TYPES),
        ('regions', rule.regions, 'region', REGIONS),
        ('countries', rule.countries, 'group_country', ()),
    ):
        written = [*offered, *(one.get(key) or '' for one in registry.affiliates)]
        had = {fold(part): part.strip() for text in written for part in _parts(text, split=not offered)}
        found += [
            Problem(f'-{option}:{one}', f'no affiliate has this value{_instead(one, had)}')
            for one in sorted(chosen - had.keys())
        ]
    return found


def _instead(value: str, had: Mapping[str, str]) -> str:
    """Return which value was perhaps meant, as a question, or all where they are few."""
    close = get_close_matches(value, had, 1)
    if close:
        return f'; did you mean {had[close[0]]}?'
    known = sorted({one for one in had.values() if one})
    return f'; there are: {", ".join(known)}' if 0 < len(known) <= FEW else ''


def _parts(text: str, *, split: bool) -> tuple[str, ...]:
    return (*(text.replace(';', ',').split(',') if split else ()), text)


def _several(text: str, *, split: bool) -> frozenset[str]:
    return frozenset(map(fold, _parts(text, split=split))) - {''}


def judge(facts: Mapping[str, Fact], rule: Selection) -> tuple[AffiliateVerdict, tuple[Fact, ...]]:
    """Return the verdict and the facts that made it; a recognition that is gone always leaves it out."""
    needed = [facts[name] for name in (WILLING, RECOGNISED, WANTED, *_required(rule))]
    against = [fact for fact in needed if fact.answer is KnownFact.NO]
    if against:
        return AffiliateVerdict.LEAVE_OUT, tuple(against)
    open_ = [fact for fact in needed if fact.answer is not KnownFact.YES]
    if open_:
        return AffiliateVerdict.ASK, tuple(open_)
    ways = [facts[PAGE], facts[CONTACT]]
    good = tuple(fact for fact in ways if fact.answer is KnownFact.YES)
    return (AffiliateVerdict.WRITE, good) if good else (AffiliateVerdict.ASK, tuple(ways))


def _required(rule: Selection) -> Iterable[str]:
    return (name for name in REQUIRABLE if name in rule.require and name != RECOGNISED)
