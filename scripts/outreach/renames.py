"""Renames of accounts, from the log on the central wiki of the farm."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import islice

from outreach.wiki import Wiki


def renames_since(
    wiki: Wiki, names: Collection[str], since: str, most: int | None = None
) -> Mapping[str, str]:
    """Return the new names of accounts renamed on the whole farm since a moment, by the old ones asked for.

    The log of renames is kept on the farm's central wiki (Special:Log/gblrename on Meta); it is read
    newest first, so that a chain of renames ends at the last name. With no moment nothing is asked. `most`
    is how many requests at most are made.
    """
    wanted = set(names)
    after: dict[str, str] = {}
    if not wanted or not since:
        return {}
    replies = wiki.query(
        list='logevents', letype='gblrename', leprop='details|timestamp', leend=since, lelimit='max'
    )
    for reply in islice(replies, most):
        for entry in reply.get('logevents', ()):
            parameters = entry.get('params', {})
            old, new = parameters.get('olduser'), parameters.get('newuser')
            if old and new:
                after.setdefault(old, after.get(new, new))
    return {old: new for old, new in after.items() if old in wanted}
