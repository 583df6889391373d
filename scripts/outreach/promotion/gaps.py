"""Gaps: what of a universe has no announcement yet, who takes it on, and until when."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from outreach.promotion.announcements import Announcement
from outreach.promotion.logpage import Status
from outreach.promotion.places import Place
from outreach.promotion.universe import Spot
from outreach.sharedtable import fold


class GapState(Enum):
    """How a spot stands; in the order in which one outranks another."""

    ANNOUNCED = 'announced'
    PLANNED = 'planned'
    CLAIMED = 'claimed'
    DECLINED = 'declined'
    SUGGESTED = 'suggested'
    ELSEWHERE = 'elsewhere'  # told in its language on a list or another wiki, which the wiki is not told by
    ASKED = 'asked'  # single people were written to there, which the wiki is not told by
    OPEN = 'open'


RANK = {state: number for number, state in enumerate(GapState)}
OF_STATUS = {
    Status.SENT: GapState.ANNOUNCED,
    Status.PLANNED: GapState.PLANNED,
    Status.DECLINED: GapState.DECLINED,
    Status.SUGGESTED: GapState.SUGGESTED,
}
# a message on somebody's own talk page tells that person, not the wiki
PERSONAL = frozenset({'usertalk'})
# whoever tells a language there tells a wiki of it, also where the row does not name which
ON_WIKIS = frozenset({'villagepump', 'projectpage'})
DATED = frozenset({GapState.ANNOUNCED, GapState.ELSEWHERE, GapState.ASKED})


@dataclass(frozen=True)
class GapClaim:
    """Somebody takes a spot on: the spot's key or the place, who, and the day of the signature."""

    key: str
    place: Place | None
    by: str
    day: date


@dataclass(frozen=True)
class Standing:
    """How one spot stands: since when it is announced, or who claimed it and until when.

    `lapsed` is the claim that ran out, if there was one: the spot is open again. `asked` says that people
    there were written to, whatever else is known of it.
    """

    spot: Spot
    state: GapState
    day: str = ''
    by: str = ''
    until: date | None = None
    lapsed: GapClaim | None = None
    asked: bool = False

    @property
    def gap(self) -> bool:
        """Return whether somebody should still do something."""
        return self.state not in (GapState.ANNOUNCED, GapState.DECLINED)


def standings(
    universe: Iterable[Spot],
    announced: Sequence[Announcement],
    claims: Sequence[GapClaim],
    now: date,
    claim_days: int,
) -> list[Standing]:
    """Return how every spot of the universe stands, the heaviest first, ties by key.

    A claim holds for `claim_days` days from its signature; of several the latest counts.
    """
    index = _Index(announced)
    rows_claimed = list(_claims_in_rows(announced))
    found = [
        _standing(spot, index.about(spot), [*claims, *rows_claimed], now, claim_days) for spot in universe
    ]
    return sorted(found, key=lambda one: (-one.spot.weight, one.spot.key))


class _Index:
    """The announcements by what they are about, so that many spots and many rows meet fast."""

    def __init__(self, announced: Iterable[Announcement]) -> None:
        self.by_host: dict[str, list[Announcement]] = {}
        self.by_language: dict[str, list[Announcement]] = {}
        self.by_page: dict[Place, list[Announcement]] = {}
        self.by_platform: dict[str, list[Announcement]] = {}
        for row in announced:
            for host in row.hosts:
                self.by_host.setdefault(host, []).append(row)
            for page in row.pages:
                self.by_page.setdefault(page, []).append(row)
            for language in row.languages:
                self.by_language.setdefault(language, []).append(row)
            self.by_platform.setdefault(row.platform, []).append(row)

    def about(self, spot: Spot) -> list[Announcement]:
        """Return the rows about a spot: its page, else its wiki, else its language; or by its name."""
        named = [row for name in sorted(spot.names) for row in self.by_platform.get(name, ())]
        if spot.place.page:
            return named + [row for page in _with_talk(spot.place) for row in self.by_page.get(page, ())]
        spoken = self.by_language.get(spot.language, []) if spot.language else []
        return named + self.by_host.get(spot.place.host, []) + spoken


def state_of(row: Announcement, spot: Spot) -> GapState | None:
    """Return how a spot stands by one row alone; None where the row says nothing about it.

    Gaps, coverage and the page of languages all ask this. A wiki is announced to by a row that names it and
    is no message to single people; what was told in its language anywhere else is ELSEWHERE.
    """
    host = '' if spot.place.page else spot.place.host
    unnamed = not row.hosts and row.channel in ON_WIKIS
    meant = not host or unnamed or host in row.hosts or row.platform in spot.names
    if row.channel in PERSONAL:
        return GapState.ASKED if meant and row.status is Status.SENT else None
    if not meant:
        return GapState.ELSEWHERE if row.status is Status.SENT else None
    return OF_STATUS.get(row.status) if row.status else None


def _with_talk(place: Place) -> Collection[Place]:
    """Return a page and its talk page: an affiliate is told on either."""
    return {place, Place(place.host, f'Talk:{place.page}')}


def _claims_in_rows(announced: Iterable[Announcement]) -> Iterable[GapClaim]:
    """Return the claims that people wrote as rows of the log, with status, name and date."""
    for row in announced:
        if row.status is Status.CLAIMED and row.by and len(row.date) == 10:
            places: list[Place | None] = [*sorted(row.pages), *(Place(host) for host in row.hosts)]
            for place in places or [None]:
                yield GapClaim(
                    row.platform or ' '.join(row.languages), place, row.by, date.fromisoformat(row.date)
                )


def _standing(
    spot: Spot, rows: Sequence[Announcement], claims: Sequence[GapClaim], now: date, claim_days: int
) -> Standing:
    states = [(RANK[state], row.date) for row in rows if (state := state_of(row, spot))]
    asked = any(rank == RANK[GapState.ASKED] for rank, _ in states)
    best = min(states, default=(RANK[GapState.OPEN], ''))
    mine = [one for one in claims if fold(one.key) in spot.names or (one.place and one.place == spot.place)]
    latest = max(mine, key=lambda one: one.day, default=None)
    state = list(GapState)[best[0]]
    if latest and RANK[GapState.CLAIMED] < RANK[state]:
        until = latest.day + timedelta(days=claim_days)
        if until >= now:
            return Standing(spot, GapState.CLAIMED, by=latest.by, until=until, asked=asked)
        return Standing(spot, state, lapsed=latest, asked=asked)
    return Standing(spot, state, day=best[1] if state in DATED else '', asked=asked)


def share(found: Collection[Standing]) -> tuple[int, int, float | None]:
    """Return how many spots are announced, of how many, and their share of the weight (None: no weights)."""
    announced = [one for one in found if one.state is GapState.ANNOUNCED]
    total = sum(one.spot.weight for one in found)
    weighted = sum(one.spot.weight for one in announced) / total if total else None
    return len(announced), len(found), weighted


def by_state(found: Iterable[Standing]) -> Mapping[GapState, list[Standing]]:
    """Return the spots by how they stand, in the order of the states."""
    groups: dict[GapState, list[Standing]] = {state: [] for state in GapState}
    for one in found:
        groups[one.state].append(one)
    return groups
