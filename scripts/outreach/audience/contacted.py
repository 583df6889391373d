"""Who was on the lists of earlier sends, under the names of then and now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from outreach import revisions
from outreach.lists import listpages
from outreach.lists.entries import Target, TitleResolver
from outreach.lists.merge import person_of
from outreach.problems import Problem
from outreach.renames import renames_since
from outreach.revisions import Revision
from outreach.sendlog import LogEntry
from outreach.wiki import Wiki


@dataclass(frozen=True)
class Contacted:
    """Whom sends went to, each person with the latest; `lost` names the sends of which nobody can tell."""

    people: dict[str, LogEntry] = field(default_factory=dict)
    lost: tuple[LogEntry, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """Return the names alone."""
        return frozenset(self.people)

    @property
    def places(self) -> dict[str, str]:
        """Return in words by which send each person was contacted."""
        return {name: f'on {one.title}, sent {one.time[:10]}' for name, one in self.people.items()}


def contacted(
    wiki: Wiki,
    sends: Sequence[LogEntry],
    places: TitleResolver | None = None,
    sent_to: Callable[[Revision], frozenset[Target]] | None = None,
) -> Contacted:
    """Return whom these sends went to, by the names of then and now.

    50 list texts per request, a request for each list that uses templates, and the log of renames. `places`
    knows how wikis call their namespaces, `sent_to` whom a revision names (else any list is read).
    """
    found: dict[str, LogEntry] = {}
    read = revisions.by_number(wiki, {send.revid for send in sends})
    readable = {number: one for number, one in read.items() if one.text is not None}
    for send in sends:
        revision = readable.get(send.revid)
        targets = (sent_to or _of_any_list(wiki))(revision) if revision else ()
        for target in targets:
            person = person_of(target, places)
            if person and (person not in found or found[person].time < send.time):
                found[person] = send
    renamed = renames_since(wiki, found, min((send.time for send in sends), default=''))
    lost = tuple(send for send in sends if send.revid not in readable)
    return Contacted(found | {new: found[old] for old, new in renamed.items()}, lost)


def _of_any_list(wiki: Wiki) -> Callable[[Revision], frozenset[Target]]:
    return lambda revision: listpages.sent_to(wiki, revision)


def is_lost(send: LogEntry) -> Problem:
    """Return in words that the list of a send was deleted or hidden, and what that means."""
    where = f'from {send.title or "a hidden page"} by {send.user or "somebody"} at {send.time}'
    text = f'was {where}: the list is deleted or hidden, so who got that message may be asked again'
    return Problem(f'entry {send.id} of the send log', text)
