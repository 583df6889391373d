"""Who was on the lists of earlier sends, under the names of then and now."""

from __future__ import annotations

from collections.abc import Sequence

from outreach import revisions
from outreach.lists.deliverylist import parse
from outreach.lists.entries import TitleResolver
from outreach.lists.merge import person_of
from outreach.renames import renames_since
from outreach.sendlog import LogEntry
from outreach.wiki import Wiki


def contacted(
    wiki: Wiki, sends: Sequence[LogEntry], places: TitleResolver | None = None
) -> dict[str, LogEntry]:
    """Return who was on the lists of these sends, by the names of then and now, each with the latest.

    50 list texts per request, and the log of renames. `places` knows how wikis call their namespaces.
    """
    by_revision = {send.revid: send for send in sends}
    found: dict[str, LogEntry] = {}
    for number, revision in revisions.by_number(wiki, by_revision).items():
        send = by_revision[number]
        for target in parse(revision.text or '', wiki.host, revision.model).targets:
            person = person_of(target, places)
            if person and (person not in found or found[person].time < send.time):
                found[person] = send
    renamed = renames_since(wiki, found, min((send.time for send in sends), default=''))
    return found | {new: found[old] for old, new in renamed.items()}


def untold(wiki: Wiki, sends: Sequence[LogEntry]) -> list[LogEntry]:
    """Return the sends of which nobody can tell who was on the list: its revision is deleted or unknown."""
    there = revisions.by_number(wiki, {send.revid for send in sends})
    return [send for send in sends if send.revid not in there or there[send.revid].text is None]
