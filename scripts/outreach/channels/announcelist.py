"""The delivery list of pages that take announcements, merged with what people did to it."""

from __future__ import annotations

from collections.abc import Sequence

from outreach import wikitext
from outreach.lists.entries import Target
from outreach.lists.listpages import delivery_list
from outreach.lists.merge import History, merge
from outreach.pages import Page

REGION = 'rule'


def text(page: Page, wanted: Sequence[Target], history: History, home_host: str, lead: str) -> str:
    """Return the list with these pages on it: whom people removed stays off, whom they added stays on.

    `lead` says in words what the list is; it stands between our markers at the top. Raises BrokenMarkers
    where these are broken, and ValueError for a page that is no list that can be written.
    """
    listed = delivery_list(page, home_host)
    ours = [target for target in listed.targets if target not in history.added]
    merged = merge(listed, wanted, removed_by_people=history.removed, ours=ours)
    new = merged.list.text
    return wikitext.put_region(new, REGION, lead, at='start') if page.model == 'wikitext' else new
