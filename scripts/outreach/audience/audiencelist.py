"""The delivery list of an audience: what is on its pages, whom people removed or added, what to write.

A list that grows too long for one page is split by language: `Title`, else `Title/sv`, and where one
language alone is too much `Title/sv/1`, `Title/sv/2` and so on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from outreach import wikitext
from outreach.accountlinks import Resolver
from outreach.audience.subscriptions import NONE, Subscriptions, heeded
from outreach.lists.deliverylist import DeliveryList, parse
from outreach.lists.edits import changed
from outreach.lists.entries import Target, TitleResolver
from outreach.lists.listheadings import WikiHeadings
from outreach.lists.merge import ListRevision, Merge, history_of, merge
from outreach.lists.straylines import NO_ENTRY, PROSE, stray_lines
from outreach.names import is_vanished, user_talk
from outreach.pages import Page
from outreach.problems import Problem

REGION = 'rule'
HEADINGS = WikiHeadings(always=True)


@dataclass(frozen=True)
class ListState:
    """A list as it stands, and its memory: whom people removed, and whom people added.

    All targets are places (`TitleResolver.of`). `renamed` gives the accounts that entries now belong to, by
    the names that stand there. `left` are those who asked to leave, `locked` the current names of accounts
    that nobody can use any more.
    """

    current: DeliveryList
    removed: frozenset[Target] = frozenset()
    by_people: frozenset[Target] = frozenset()
    places: TitleResolver = field(default_factory=TitleResolver)
    renamed: Mapping[str, str] = field(default_factory=dict)
    left: frozenset[str] = frozenset()
    locked: frozenset[str] = frozenset()

    def is_gone(self, name: str) -> bool:
        """Whether nobody is behind the current name of an account: it is shown nowhere then."""
        return is_vanished(name) or name in self.locked

    def person(self, target: Target) -> str | None:
        """Return the current account behind a target; None where it is another kind of page."""
        name = self.places.person(target)
        return self.renamed.get(name, name) if name else None

    @property
    def people(self) -> frozenset[str]:
        """Everybody on the list, by the current account; who vanished is nobody."""
        names = (self.person(target) for target in self.current.targets)
        return frozenset(name for name in names if name and not self.is_gone(name))

    @property
    def stated(self) -> dict[str, str]:
        """The wiki that people named for somebody, by the current account."""
        pairs = ((self.person(target), target.host) for target in sorted(self.by_people))
        return {name: host for name, host in pairs if name}

    @property
    def hand_made(self) -> frozenset[str]:
        """Those on the list whom people put there, by the current account."""
        return self.people & set(self.stated)

    @property
    def ours(self) -> frozenset[Target]:
        """The targets on the list that no person put there."""
        hand_made = self.hand_made
        added = {self.places.of(target) for target in self.current.targets} - self.by_people
        return frozenset(target for target in added if self.person(target) not in hand_made)

    @property
    def gone(self) -> frozenset[Target]:
        """The targets on the list whose owners vanished, or asked to leave, whoever put them there."""
        there = {self.places.of(target) for target in self.current.targets}
        return frozenset(
            target
            for target in there
            if (name := self.person(target)) and (self.is_gone(name) or name in self.left)
        )


def standing(
    page: Page,
    history: Sequence[ListRevision],
    home_host: str,
    places: TitleResolver | None = None,
    asked: Subscriptions = NONE,
) -> ListState:
    """Return a list as it stands, with the memory of its history; `asked` is what people want themselves."""
    places = places or TitleResolver()
    past = heeded(history_of(history, home_host, places), asked, places)
    current = parse(page.text, home_host, page.model, title=page.title)
    return ListState(current, past.removed, past.added, places, left=asked.left)


def follow(current: DeliveryList, known: ListState) -> DeliveryList:
    """Return the list with the entries of renamed accounts under their new names, the lines as they were."""
    wanted = {}
    for entry in current.entries:
        name = known.places.person(entry.target) if entry.target and not entry.fault else None
        now = known.renamed.get(name or '')
        if entry.target and now and not known.is_gone(now):
            _, slash, below = known.places.of(entry.target).page.partition('/')
            wanted[entry] = replace(entry.target, page=f'{user_talk(now)}{slash}{below}')
    return changed(current, wanted) if wanted else current


def revised(
    page: Page,
    known: ListState,
    wanted: Sequence[Target],
    stays: Callable[[Target], bool],
    lead: str,
    headings: WikiHeadings = HEADINGS,
) -> tuple[str, Merge]:
    """Return the new text of a list page and what the merge did.

    Whom no person put on the list leaves it when no longer wanted, unless `stays` says otherwise.
    `lead` is the rule in words; it stands between markers at the top. `headings` says how those of wikis
    are written.
    """
    current = follow(parse(page.text, known.current.home_host, page.model, title=page.title), known)
    want = {known.places.of(target) for target in wanted}
    leaving = {one for one in known.ours if one not in want and not stays(one)} | known.gone
    staying = [target for target in current.targets if known.places.of(target) not in leaving]
    listed = {known.person(target) for target in staying}
    new = [target for target in wanted if known.person(target) not in listed]
    merged = merge(
        current,
        [*staying, *new],
        removed_by_people=known.removed,
        since=known.current,
        ours=leaving,
        places=known.places,
        headings=headings,
    )
    text = merged.list.text
    return (with_lead(text, lead) if page.model == 'wikitext' else text), merged


def with_lead(text: str, lead: str) -> str:
    """Return the page with the rule in words between our markers: where they stand, else at the top."""
    return wikitext.put_region(text, REGION, lead, at='start')


def split(
    targets: Sequence[Target], languages: Mapping[str, str], title: str, most: int
) -> dict[str, list[Target]]:
    """Return the targets by list page: one page, or one a language where that would be too long.

    `languages` gives the language of each host. The order is by host and name, so that the same people
    always make the same pages.
    """
    ordered = sorted(targets)
    if len(ordered) <= most:
        return {title: ordered}
    by_language: dict[str, list[Target]] = defaultdict(list)
    for target in ordered:
        by_language[languages.get(target.host) or target.host.split('.')[0]].append(target)
    pages: dict[str, list[Target]] = {}
    for language, some in sorted(by_language.items()):
        if len(some) <= most:
            pages[f'{title}/{language}'] = some
            continue
        for at in range(0, len(some), most):
            pages[f'{title}/{language}/{at // most + 1}'] = some[at : at + most]
    return pages


@dataclass(frozen=True)
class StrayPeople:
    """A line of a list that names people to whom no message goes, and whom; `prose` for a sentence."""

    problem: Problem
    names: frozenset[str]
    prose: bool


def stray_people(standings: Mapping[str, ListState], resolver: Resolver) -> list[StrayPeople]:
    """Return the lines of the lists that name somebody to whom no message goes."""
    return [
        StrayPeople(
            Problem(f'{title}, line {line.line}', NO_ENTRY.format(line.fault)),
            names,
            line.form == PROSE,
        )
        for title, one in standings.items()
        for line, names in stray_lines(one.current, resolver)
        if names - one.people
    ]


def removed_people(standings: Mapping[str, ListState]) -> frozenset[str]:
    """Return whom people removed from the lists, by the current accounts."""
    found = (one.person(target) for one in standings.values() for target in one.removed)
    return frozenset(name for name in found if name)


def moved_people(standings: Mapping[str, ListState]) -> dict[str, str]:
    """Return the wiki where people put somebody whom they removed for another one, by name."""
    removed = removed_people(standings)
    return {
        name: target.host
        for one in standings.values()
        for target in one.current.targets
        if (name := one.person(target)) in removed and name and one.places.of(target) in one.by_people
    }
