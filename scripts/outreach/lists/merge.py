"""Delivery lists: read in every form, merged with what people did, written with nothing lost.

A list belongs to the people who edit it. What the script wants is merged into what is on the page:
headings, comments, order and lines written by hand stay byte for byte; who was removed by a person is
not put back; who was added by a person is not dropped.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from outreach.doubts import Doubt
from outreach.lists.deliverylist import CATEGORY_MODEL, WIKITEXT, DeliveryList, parse
from outreach.lists.edits import extended, without
from outreach.lists.entries import Target, TitleResolver
from outreach.lists.listheadings import WikiHeadings
from outreach.problems import Stopped
from outreach.words import counted

SHRINK_LIMIT = 0.2


@dataclass(frozen=True)
class Merge:
    """What a merge gives: the new list, and what became of the targets that differ.

    `kept_out` were removed by people before; `elsewhere` are people who are on the list on another wiki.
    """

    list: DeliveryList
    added: tuple[Target, ...]
    kept_out: tuple[Target, ...]
    removed: tuple[Target, ...]
    elsewhere: tuple[Target, ...] = ()


@dataclass(frozen=True)
class ListRevision:
    """One revision of a list page; `ours` where the script's own account saved it; text None if hidden.

    `time` is ISO 8601, '' where it does not matter.
    """

    text: str | None
    ours: bool
    model: str = WIKITEXT
    time: str = ''


@dataclass(frozen=True)
class History:
    """What the revisions of a list tell, by place (`TitleResolver.of`): whom people removed and added,
    by the last thing that a person did; since when each entry is on the list, and since when it is off.
    """

    removed: frozenset[Target] = frozenset()
    added: frozenset[Target] = frozenset()
    since: Mapping[Target, str] = field(default_factory=dict)
    off: Mapping[Target, str] = field(default_factory=dict)


def person_of(target: Target, places: TitleResolver | None = None) -> str | None:
    """Return the account of a user talk target; None where the target is another kind of page.

    Without `places` only the English and canonical namespace names are known.
    """
    return (places or TitleResolver()).person(target)


def history_of(
    revisions: Iterable[ListRevision], home_host: str, places: TitleResolver | None = None
) -> History:
    """Read the history of a list from its revisions, oldest first.

    Who was removed and put back by a person counts as added. Entries that a person switched off count as
    removed; an entry written in another way is still the same. Hidden revisions are passed over.
    """
    places = places or TitleResolver()
    removed: set[Target] = set()
    added: set[Target] = set()
    since: dict[Target, str] = {}
    off: dict[Target, str] = {}
    for revision in revisions:
        if revision.text is None:
            continue
        listed = parse(revision.text, home_host, revision.model)
        if listed.broken:
            continue
        now = _listed(listed, places)
        gone, come = since.keys() - now, now - since.keys()
        if not revision.ours:
            removed = (removed | gone) - come
            added = (added | come) - gone
        since = {place: since.get(place, revision.time) for place in now}
        off |= dict.fromkeys(gone, revision.time)
    return History(frozenset(removed), frozenset(added), since, off)


def merge(
    current: DeliveryList,
    wanted: Sequence[Target],
    *,
    removed_by_people: Collection[Target] = (),
    since: DeliveryList | None = None,
    ours: Collection[Target] = (),
    places: TitleResolver | None = None,
    headings: WikiHeadings | None = None,
) -> Merge:
    """Merge what a script wants into a list.

    Wanted targets that are not on the list are added, except people whom people removed, on whatever
    wiki, and people who stand there for another wiki. Targets in `ours` (added by the script, not by
    people) that are no longer wanted are removed. New entries go under their wiki's heading where the
    page has such headings (`headings` may ask for them in any case), else after the last entry. `since` is
    the list as it was when the history was read: who is gone since then was removed by people too.

    Raises ValueError for a list that cannot be written (a category, invalid JSON).
    """
    places = places or TitleResolver()
    if current.broken or current.model == CATEGORY_MODEL:
        raise ValueError(current.broken or f'{current.title} is a category: it can only be read')
    mine = {places.of(target) for target in ours}
    want = {places.of(target): target for target in reversed(wanted)}
    gone = mine - set(want)
    leaving = [entry for entry in current.entries if entry.target and places.of(entry.target) in gone]
    listed = _listed(current, places)
    out = _with_people({*removed_by_people, *(_listed(since, places) - listed if since else ())}, places)
    here = _with_people(listed - gone, places)
    added, kept_out, elsewhere = list[Target](), list[Target](), list[Target]()
    for target in (one for place, one in reversed(want.items()) if place not in listed):
        known = _with_people([target], places)
        # who is there for another wiki was moved by hand, not removed
        (elsewhere if known & here else kept_out if known & out else added).append(target)
        here |= known - out
    removed = tuple(dict.fromkeys(entry.target for entry in leaving if entry.target))
    result = extended(without(current, leaving), added, headings)
    return Merge(result, tuple(added), tuple(kept_out), removed, tuple(elsewhere))


def _listed(some: DeliveryList, places: TitleResolver) -> set[Target]:
    return {places.of(entry.target) for entry in some.entries if entry.target and not entry.struck}


def _with_people(targets: Iterable[Target], places: TitleResolver) -> set[Target | str]:
    """Return the places of targets and, of user talk pages, the accounts: a person is one on all wikis."""
    known: set[Target | str] = set()
    for target in targets:
        place = places.of(target)
        known.add(place)
        person = places.person(place)
        if person and '/' not in place.page:
            known.add(person)
    return known


def shrinking(before: DeliveryList, after: DeliveryList) -> list[Doubt]:
    """Return the doubt that a list loses more than a fifth of its entries: a mistake is likely."""
    return fewer(before.title, len(before.entries), len(after.entries))


def fewer(place: str, before: int, after: int) -> list[Doubt]:
    """Return the doubt that more than a fifth of so many entries would be lost."""
    if after >= before * (1 - SHRINK_LIMIT):
        return []
    return [Doubt('shrinks', place, f'would lose {before - after} of {counted(before, "entry", "entries")}')]


def refuse_unforeseen(doubts: Iterable[Doubt], foreseen: Iterable[Doubt]) -> None:
    """Raise Stopped where a plan made again is in doubt for a reason that nobody was asked about."""
    codes = {doubt.code for doubt in foreseen}
    for doubt in doubts:
        if doubt.code not in codes:
            raise Stopped(f'{doubt}: somebody has edited it since; look again')
