"""What was changed since a plan was made, in words for the page of a plan that is made anew."""

from __future__ import annotations

from collections.abc import Sequence

from outreach import revisions
from outreach.sends.inputs import Request, settings_changed
from outreach.sends.sendpage import SendPage
from outreach.wiki import Wiki


def why_anew(home: Wiki, wanted: Request, pages: Sequence[SendPage]) -> dict[SendPage, str]:
    """Return of pages that are planned anew what was changed since they were planned: one request."""
    now = revisions.numbers(
        home, sorted({one.title for page in pages for one in (page.message, *page.lists)})
    )
    found = {}
    for page in pages:
        settings = settings_changed(
            page.settings, wanted.follow_settings if page.follows else wanted.settings
        )
        lists = [one.title for one in page.lists if now[one.title] != one.revid]
        changed = (
            f'its text was changed ({page.message.title})' * (now[page.message.title] != page.message.revid),
            f'settings were changed ({settings})' * bool(settings),
            f'its list was changed ({", ".join(lists)})' * bool(lists),
        )
        found[page] = '; '.join(filter(None, changed)) or 'somebody had it planned anew'
    return found
