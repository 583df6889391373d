"""Waves: who comes first, how many at a time, and when the next wave may go.

The order is drawn by a hash of the campaign and the person: anybody can draw it again, nobody can
steer it, and a small first wave is a fair sample of all wikis.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from outreach import holdout
from outreach.lists.entries import Target
from outreach.sends.results import Result, State
from outreach.words import counted, so_many

# what counts against the limit on failures: the server tried and could not, or readers said no
UNWELCOME = (State.FAILED, State.OPTED_OUT, State.WRONG_NAMESPACE, State.UNKNOWN)


def in_order(
    targets: Collection[Target], campaign: str, central: Mapping[Target, int] | None = None
) -> list[Target]:
    """Return the targets in the order in which waves take them, whatever order they came in.

    `central` are the central ids of those that are people: their place does not change with name or wiki.
    """
    known = central or {}

    def draw(target: Target) -> tuple[bytes, Target]:
        if target in known:
            return holdout.place_in_waves(campaign, known[target]), target
        return hashlib.sha256(f'{campaign}|{target.host}|{target.page}'.encode()).digest(), target

    return sorted(targets, key=draw)


def quota(wave: int, sizes: Sequence[str], whole: int) -> int | None:
    """Return how many targets wave number `wave` (from 1) takes of a list of `whole`; None: the rest.

    Waves beyond the sizes given take the rest.
    """
    size = sizes[wave - 1] if wave <= len(sizes) else 'rest'
    if size == 'rest':
        return None
    if size.endswith('%'):
        return max(1, -(-whole * int(size[:-1]) // 100))
    return int(size)


@dataclass(frozen=True)
class WaveOutcome:
    """How a wave stands: its targets, its results (None: not checked yet) and complaints about it."""

    wave: str
    targets: int
    results: Counter[State] | None
    complaints: int = 0


def unwelcome(results: Iterable[Result]) -> int:
    """Return how many of these went wrong, or are not known."""
    return sum(one.state in UNWELCOME for one in results)


def why_not_next(previous: Sequence[WaveOutcome], limit: int) -> str:
    """Return the reason why the next wave may not go, or '' where there is none.

    `limit` is the per cent of the last wave's targets that stop the next one when they failed, opted out or
    complained. At 0 anybody does, at 100 nobody: what failed for good would hold up all that is left.
    """
    for one in previous:
        if one.results is None or not one.results:
            return f'wave {one.wave} was sent, but nobody has checked what became of it: run check_delivery'
        bad = sum(one.results[state] for state in UNWELCOME)
        wrong = bad + one.complaints
        share = Fraction(100 * wrong, max(1, one.targets))
        if wrong and limit < 100 and share >= limit:
            of = f'of the {so_many(one.targets)} of wave {one.wave}, {_in_words(one)}'
            said = f'{of}; the campaign stops at {limit} % (faillimit)'
            return f'{said}: run check_delivery again' if one.results[State.UNKNOWN] else said
    return ''


def _in_words(one: WaveOutcome) -> str:
    """Return how much of a wave went wrong, and of how much that is not known yet."""
    results, whole = one.results or Counter(), max(1, one.targets)
    wrong = {state: results[state] for state in UNWELCOME if results[state] and state is not State.UNKNOWN}
    kinds = [f'{count} {state.value}' for state, count in wrong.items()]
    kinds += [counted(one.complaints, 'complaint', 'complaints')] if one.complaints else []
    bad, unknown = sum(wrong.values()) + one.complaints, results[State.UNKNOWN]
    parts = [f'{100 * bad / whole:.0f} % went wrong ({", ".join(kinds)})'] if bad else []
    if unknown:
        verb = 'is' if unknown == 1 else 'are'
        parts.append(f'{100 * unknown / whole:.0f} % {verb} not known yet ({unknown} unknown)')
    return ' and '.join(parts)


def by_language(targets: Sequence[Target], language_of: Mapping[str, str]) -> dict[str, tuple[Target, ...]]:
    """Return the targets of each language (`language_of` gives it for a host), all in a fixed order."""
    parcels: dict[str, list[Target]] = {}
    for target in sorted(targets):
        parcels.setdefault(language_of[target.host], []).append(target)
    return {code: tuple(parcels[code]) for code in sorted(parcels)}
