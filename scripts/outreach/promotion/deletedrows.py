"""Rows that somebody deleted from a promotion log: they stood there once and must not come back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from outreach import revisions, sharedtable
from outreach.wiki import Wiki


def deleted_rows(home: Wiki, title: str, missing: Mapping[str, int | date | None]) -> frozenset[str]:
    """Return those of the ids that once stood on a page: they are not there now, so somebody deleted them.

    `missing` gives for each id since when it can have been there: a revision of this wiki, a day, or
    None. Reads the page's revisions from then on, the earliest first, only until all are found. With
    None it reads those by our own account only: another account's rows would come back.
    """
    found: set[str] = set()
    for start, ids in _starts(missing):
        wanted = set(ids)
        own = {'rvuser': home.user_name} if home.user_name and not start else {}
        for one in revisions.history(home, title, **start, **own):
            found |= wanted & sharedtable.ids_in(one.text or '')
            if wanted <= found:
                break
    return frozenset(found)


def _starts(missing: Mapping[str, int | date | None]) -> Iterator[tuple[dict[str, Any], list[str]]]:
    """Return the parameters of up to three readings of the history, each with its ids."""
    revisions = {name: since for name, since in missing.items() if isinstance(since, int)}
    days = {name: since for name, since in missing.items() if isinstance(since, date)}
    if revisions:
        yield {'rvstartid': min(revisions.values())}, list(revisions)
    if days:
        yield {'rvstart': f'{min(days.values()).isoformat()}T00:00:00Z'}, list(days)
    rest = [name for name, since in missing.items() if since is None]
    if rest:
        yield {}, rest
