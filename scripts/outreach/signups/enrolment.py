"""From sign-ups to a delivery list: who signed up joins it, and who left the sign-up page leaves it.

The sign-up pages are the source of truth for the entries that came from them; entries that people put
on the list by hand are theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from outreach.lists.deliverylist import DeliveryList
from outreach.lists.entries import Target, TitleResolver
from outreach.lists.listheadings import WikiHeadings
from outreach.lists.merge import History, Merge, merge
from outreach.names import user_talk
from outreach.problems import Problem
from outreach.signuppage import SignUp, SignUpPage


@dataclass(frozen=True)
class Enrolled:
    """Somebody who signed up and can be reached: the account's current name and its one wiki."""

    signup: SignUp
    name: str
    host: str

    @property
    def target(self) -> Target:
        """The talk page where a message reaches them."""
        return Target(self.host, user_talk(self.name))


def set_aside(enrolled: Iterable[Enrolled], joining: Collection[Target]) -> list[Problem]:
    """Return who joins on another wiki than the one that they named."""
    why = 'where no account of theirs may be asked'
    return [
        Problem(
            one.signup.place,
            f'{one.name} named {one.signup.host}, {why}: {one.host}',
            f'named a wiki {why}',
        )
        for one in enrolled
        if one.signup.stated and one.signup.host != one.host and one.target in joining
    ]


@dataclass(frozen=True)
class EnrolmentPlan:
    """What the list becomes: the merge, who left the sign-up pages, and who moved to a wiki they named.

    `older` are the entries of people who signed up and have another name now.
    """

    merge: Merge
    left: tuple[Target, ...] = ()
    moved: tuple[Target, ...] = ()
    older: tuple[Target, ...] = ()


@dataclass(frozen=True)
class Memory:
    """What the history of the list tells, and when names left the sign-up pages (ISO 8601, by name).

    `renamed` are current names by the older ones that the list has or had, `out` those who asked to leave.
    """

    history: History = field(default_factory=History)
    left: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    out: frozenset[str] = frozenset()

    def removed_since_renamed(self, places: TitleResolver) -> frozenset[Target]:
        """Return the current talk pages of people whom somebody removed by an older name."""
        return frozenset(
            Target(one.host, user_talk(new))
            for one in self.history.removed
            if (new := self.renamed.get(places.person(one) or ''))
        )

    def leaves(self, name: str, place: Target) -> bool:
        """Whether somebody left the sign-up pages after the entry came onto the list.

        An entry that is younger than that came from somewhere else.
        """
        return name in self.left and self.history.since.get(place, '') <= self.left[name]


def plan(
    current: DeliveryList,
    enrolled: Sequence[Enrolled],
    memory: Memory,
    places: TitleResolver,
    since: DeliveryList | None = None,
    headings: WikiHeadings | None = None,
) -> EnrolmentPlan:
    """Bring the people who signed up onto a list, and remove those who left the sign-up pages.

    Only entries that no person put on the list are removed or moved to the wiki that somebody named; but who
    asked to leave goes in any case.
    `since` is the list as it was when the memory was read: what changed since then people did. `headings`
    says how one for a wiki is written where the page has such headings.
    """
    theirs = {places.of(target) for target in memory.history.added}
    if since:
        theirs |= {places.of(target) for target in current.targets} - {places.of(t) for t in since.targets}
    left, moved = _going(current, enrolled, memory, places, theirs)
    going = {places.of(target) for target in (*left, *moved)}
    stay = [target for target in current.targets if places.of(target) not in going]
    names = {one.name for one in enrolled}
    older = {t: new for t in stay if (new := memory.renamed.get(places.person(t) or '')) in names}
    wanted = [*stay, *(one.target for one in enrolled if one.name not in older.values())]
    merged = merge(
        current,
        wanted,
        removed_by_people=memory.history.removed | memory.removed_since_renamed(places),
        since=since,
        ours=[*left, *moved],
        places=places,
        headings=headings,
    )
    return EnrolmentPlan(merged, tuple(left), tuple(moved), tuple(older))


def _going(
    current: DeliveryList,
    enrolled: Sequence[Enrolled],
    memory: Memory,
    places: TitleResolver,
    theirs: Collection[Target],
) -> tuple[list[Target], list[Target]]:
    """Return which targets leave the list, and which move to another wiki; `theirs` people put there."""
    host_of = {one.name: one.host for one in enrolled if one.signup.stated}
    left: list[Target] = []
    moved: list[Target] = []
    for target in current.targets:
        name = places.person(target)
        if name and memory.out & {name, memory.renamed.get(name, name)}:
            left.append(target)
        elif name is None or places.of(target) in theirs:
            continue
        elif memory.leaves(name, places.of(target)):
            left.append(target)
        elif host_of.get(name, target.host) != target.host:
            moved.append(target)
    return left, moved


def gone(pages: Iterable[SignUpPage], versions: Iterable[Sequence[tuple[str, SignUpPage]]]) -> dict[str, str]:
    """Return the names that stood on sign-up pages and stand on none of them now, and when they left.

    `versions` are the revisions of each page with their times, oldest first.
    """
    left: dict[str, str] = {}
    for page in versions:
        before: set[str] = set()
        for time, version in page:
            names = {one.name for one in version.signups}
            left |= {name: max(left.get(name, ''), time) for name in before - names}
            before = names
    now = {one.name for page in pages for one in page.signups}
    return {name: time for name, time in left.items() if name not in now}
