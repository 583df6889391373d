"""The log of sends: what MassMessage sent, from which revision of which page, and when."""

from __future__ import annotations

from dataclasses import dataclass

from outreach.wiki import Wiki


@dataclass(frozen=True)
class LoggedSend:
    """One send in the log: which revision of which list, and when."""

    title: str
    revid: int
    time: str


def sends_since(wiki: Wiki, since: str) -> list[LoggedSend]:
    """Return the sends that the wiki logged since a moment, whoever made them; 500 per request."""
    found = []
    for reply in wiki.query(
        list='logevents',
        leaction='massmessage/send',
        leend=since,
        leprop='title|timestamp|details',
        lelimit='max',
    ):
        for entry in reply.get('logevents', ()):
            parameters = entry.get('params', {})
            revid = parameters.get('revid') or parameters.get('4::revid')
            if revid and entry.get('title'):
                found.append(LoggedSend(entry['title'], int(revid), entry['timestamp']))
    return found
