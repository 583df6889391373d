"""From what several sources saw to events, each once: field by field, and never by guess.

Two sightings are one event where they share what it is known by: an id, its page, a UID, an address, or
where people said that they are the same. Equal names on one day are told, and not merged.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from outreach import sharedkeys
from outreach.events.event import Event, Rank, Sighting, fold, made_id, unique


@dataclass(frozen=True)
class Merged:
    """One event out of all sightings of it: its fields, what it is known by, and who saw it."""

    event: Event
    keys: frozenset[str]
    sources: tuple[str, ...]
    id: str
    rank: Rank

    @property
    def is_correction(self) -> bool:
        """Return whether people only corrected something that no source has."""
        return self.event.span is None or not self.event.name


def merged(sightings: Iterable[Sighting], order: Mapping[str, int]) -> list[Merged]:
    """Return the events that sightings make; `order` are the places of the sources in the settings.

    The result does not depend on the order of the sightings.
    """
    ordered = sorted(
        sightings,
        key=lambda one: (one.rank, order.get(one.source, len(order)), one.place, sorted(one.keys), one.id),
    )
    # the page of a series, which one source gives for several events, is the own page of none
    useless = {name for name in unique(ordered) if name.startswith(('link:', 'page:'))}
    return [_one(group, order) for group in sharedkeys.groups(ordered, lambda one: one.keys - useless)]


def perhaps_the_same(events: Sequence[Merged]) -> list[tuple[Merged, Merged]]:
    """Return pairs that share day, country and name, and nothing that they are known by."""
    first: dict[tuple[str, str, str], Merged] = {}
    found: list[tuple[Merged, Merged]] = []
    for one in events:
        if one.event.span is None or not one.event.name:
            continue
        about = (one.event.span.first.isoformat(), one.event.country, fold(one.event.name))
        if about in first:
            found.append((first[about], one))
        first.setdefault(about, one)
    return found


def _one(group: Sequence[Sighting], order: Mapping[str, int]) -> Merged:
    values: dict[str, Any] = {}
    for field in fields(Event):
        found = [getattr(one.event, field.name) for one in group]
        values[field.name] = next((value for value in found if value not in ('', (), None)), found[0])
    event = replace(Event(), **values)
    links = tuple(dict.fromkeys(link for one in group for link in one.event.links))
    return Merged(
        replace(event, links=links),
        frozenset(name for one in group for name in one.keys),
        tuple(
            sorted({one.source for one in group}, key=lambda source: (order.get(source, len(order)), source))
        ),
        _id(group),
        group[0].rank,
    )


def _id(group: Sequence[Sighting]) -> str:
    """Return the id that a source gives, else one made of what the first source knows the event by."""
    given = [one.id for one in sorted(group, key=lambda one: one.rank) if one.id]
    # a number of CampaignEvents lasts longer than anything that is made here
    numbered = [one for one in given if one.startswith('ce-')]
    if numbered or given:
        return (numbered or given)[0]
    return made_id('event', *sorted(group[0].keys)[:1])


def with_ids(events: Collection[Merged], known: Mapping[str, str]) -> list[Merged]:
    """Return the events with the ids that they have on the page already, by what they are known by.

    No id is given twice: of two events that share one, the second gets one made of all its keys.
    """
    taken: set[str] = set()
    found: list[Merged] = []
    for one in events:
        before = sorted({known[name] for name in one.keys if name in known} - taken)
        chosen = next(iter(before), one.id)
        if chosen in taken:
            chosen = made_id('event', *sorted(one.keys), str(len(taken)))
        taken.add(chosen)
        found.append(replace(one, id=chosen))
    return found
