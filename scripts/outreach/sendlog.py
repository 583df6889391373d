"""The log of sends: what MassMessage sent, from which revision of which page, who asked for it and when.

Source: https://www.mediawiki.org/wiki/Extension:MassMessage. The log says that a send was accepted, never
what became of it: that is on the wikis of its targets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from outreach import digits
from outreach.wiki import Wiki

# the account that delivers on every wiki, and the change tag of its deliveries
DELIVERER, DELIVERY_TAG = 'MediaWiki message delivery', 'massmessage-delivery'


@dataclass(frozen=True)
class LogEntry:
    """One send: the list and the revision of it that was sent to, 0 where the entry does not tell.

    Entries whose details are hidden have no title and no revision (revision deletion of log entries).
    """

    id: int
    title: str
    revid: int
    user: str
    time: str
    subject: str


def entries(wiki: Wiki, *, title: str = '', user: str = '', since: str = '') -> Iterator[LogEntry]:
    """Return the sends that a wiki logged, oldest first; 500 (5,000 for bots) per request.

    They can be limited to those to one list, by one account, or since a moment.
    """
    limits = {'letitle': title, 'leuser': user, 'lestart': since}
    for reply in wiki.query(
        list='logevents',
        leaction='massmessage/send',
        ledir='newer',
        leprop='ids|title|user|timestamp|comment|details',
        lelimit='max',
        **{name: value for name, value in limits.items() if value},
    ):
        for row in reply.get('logevents', ()):
            yield LogEntry(
                row['logid'],
                row.get('title', ''),
                _revision(row.get('params', {})),
                row.get('user', ''),
                row['timestamp'],
                row.get('comment', ''),
            )


def _revision(parameters: Mapping[str, Any]) -> int:
    """Return the revision of the list: under `revid`, in old entries under `4::revid` or a number."""
    numbers = [value for value in parameters.values() if digits.are_number(str(value))]
    return digits.number(str(parameters.get('revid') or parameters.get('4::revid') or next(iter(numbers), 0)))
