"""Which pages a plan of a send is read from: those that options name, and those that it needs without."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from outreach.absent import NamedPage, named
from outreach.campaign import EXCLUDE, LIST, MESSAGE, TESTERS
from outreach.sends.inputs import Request
from outreach.sends.wrongsends import CORRECT
from outreach.settings import CAMPAIGN, Given, Setting


def pages_read(given: Given, unplanned: Sequence[Setting[Any]]) -> list[NamedPage]:
    """Return the pages that are named, and those of the campaign that are needed though nobody named them.

    With the `unplanned` settings nothing is planned. A correction goes to who got a wrong send, whatever the
    list says, and has a text of its own.
    """
    pages, correction = named(given, (LIST, MESSAGE, TESTERS, EXCLUDE)), given[CORRECT]
    if not given[CAMPAIGN] or any(given[one] for one in unplanned):
        return pages
    wanted = Request.of(given, correction=correction)
    lists = [] if correction else [wanted.lists]
    titles = {page.title for page in pages}
    return [*pages, *(NamedPage(title) for title in (*lists, wanted.message) if title not in titles)]
