"""Names that build_targets takes over from people's edits, and would put on a list under our own account.

They come from another list, or are those of renamed accounts, whose entries follow them.
"""

from __future__ import annotations

from collections.abc import Mapping

from outreach.audience.audiencelist import ListState
from outreach.doubts import Doubt
from outreach.lists import authors, listpages
from outreach.lists.entries import TitleResolver
from outreach.trust import Trust


def doubts(trust: Trust, from_list: str | None, standings: Mapping[str, ListState]) -> list[Doubt]:
    """Return the doubts about names that neither the person nor a trusted account put where they stand.

    `from_list` is the list from which names are taken, `standings` are the lists that are kept, by title:
    about two requests for each page of the one, and for each of the others with somebody renamed.
    """
    found: list[Doubt] = []
    for title in listpages.titles_of(trust.wiki, from_list) if from_list else ():
        found += authors.unvouched(trust, title, TitleResolver())
    for title, one in standings.items():
        following = [
            target
            for target in one.current.named
            if (now := one.renamed.get(one.places.person(target) or '')) and not one.is_gone(now)
        ]
        found += authors.unvouched(trust, title, one.places, following) if following else []
    return found
