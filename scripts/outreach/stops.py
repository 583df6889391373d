"""Stop pages: a stop stands until its author, or somebody who may lift it, takes it back.

Anybody may stop a campaign by a line; that is what these pages are for. Blanking the page does not go on
with it unless the one who stopped it blanks it, a trusted account, or a holder of the right `massmessage`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from outreach import moves
from outreach.pages import Page
from outreach.revisions import Revision
from outreach.trust import Trust


def standing(revisions: Iterable[Revision], may_lift: Collection[str] = ()) -> tuple[str, str]:
    """Return the stop that stands and who set it, from the revisions oldest first; '' where none does.

    Who writes on while it stands changes its words, and does not become its author. A hidden text counts
    as one.
    """
    text, author = '', ''
    for one in revisions:
        said = 'its text is hidden' if one.text is None else one.text.strip()
        if said:
            author = author if text else one.user
            text = said
        elif text and one.user and one.user in {author, *may_lift}:
            text, author = '', ''
    return text, author


def watch(trust: Trust) -> None:
    """Let a stop page that somebody blanked stop every save on this wiki, if they may not lift the stop."""
    known: dict[tuple[str, int], str] = {}

    def blanked(page: Page) -> str:
        if not page.revid:
            return ''
        if (page.title, page.revid) not in known:
            kept = list(moves.history(trust.wiki, page.title))
            text, author = standing(kept, trust.may_approve({one.user for one in kept}))
            words = f'{text} (by {author}; it was blanked by somebody who may not lift it)'
            known[page.title, page.revid] = words if text else ''
        return known[page.title, page.revid]

    trust.wiki.blanked_stop = blanked
