"""Which page of each wiki an announcement goes to: the one that people want, else one that is alive."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from outreach.channels.directory import Preference
from outreach.channels.liveness import Liveness
from outreach.channels.sources import AFFILIATE
from outreach.lists.entries import Target

EMBASSY = 'embassy'
# what a list takes where nothing else is asked for: nobody measured the others, or nobody is there
TAKEN = frozenset({Liveness.ALIVE, Liveness.SLOW, Liveness.NOTICE_BOARD})


@dataclass(frozen=True)
class PumpPage:
    """One channel that is a wiki page, as it stands now; `languages` are those of its wiki."""

    host: str
    title: str
    kind: str
    verdict: Liveness
    takes_messages: bool
    languages: frozenset[str] = frozenset()
    preference: Preference = field(default_factory=Preference)


@dataclass(frozen=True)
class PumpChoice:
    """What was chosen for one wiki: the target, or None with the reason (a key of the messages)."""

    host: str
    target: Target | None
    reason: str


def choose(
    candidates: Iterable[PumpPage], language: str, kinds: Sequence[str], only: Collection[Liveness] = TAKEN
) -> list[PumpChoice]:
    """Return what is chosen for each community, for a text in a language: at most one page.

    A wiki is one community, and so is each affiliate. A dead page is never chosen, whoever prefers it.
    `kinds` are in the order in which they are taken.
    """
    communities: dict[tuple[str, str], list[PumpPage]] = {}
    for one in candidates:
        own = one.title if one.kind == AFFILIATE else ''
        communities.setdefault((one.host, own), []).append(one)
    return [_choice(host, some, language, kinds, only) for (host, _), some in sorted(communities.items())]


def _choice(
    host: str, some: Sequence[PumpPage], language: str, kinds: Sequence[str], only: Collection[Liveness]
) -> PumpChoice:
    wanted = [one for one in some if one.preference.wanted and _fits(one, language)]
    if not wanted and any(one.preference.elsewhere for one in some):
        return PumpChoice(host, None, 'elsewhere')
    open_ = wanted or [one for one in some if not (one.preference.refused or one.preference.wanted)]
    if not open_:
        return PumpChoice(host, None, 'refused')
    postable = [one for one in open_ if one.takes_messages]
    if not postable:
        return PumpChoice(host, None, 'by-hand')
    alive = [one for one in postable if one.verdict in only or (wanted and one.verdict is Liveness.UNKNOWN)]
    if not alive:
        return PumpChoice(host, None, 'not-alive')
    best = min(alive, key=lambda one: _rank(one, language, kinds))
    return PumpChoice(host, Target(host, best.title), 'preferred' if best in wanted else 'measured')


def _fits(one: PumpPage, language: str) -> bool:
    return not one.preference.languages or language in one.preference.languages


def _rank(one: PumpPage, language: str, kinds: Sequence[str]) -> tuple[int, int, int, str]:
    """Return the rank of a page: named for the language, then the embassy for foreign texts, then by kind."""
    named = 0 if language in one.preference.languages else 1
    foreign = language not in one.languages
    embassy = 0 if foreign and one.kind == EMBASSY else 1
    known = kinds.index(one.kind) if one.kind in kinds else len(kinds)
    return named, embassy, known, one.title
