"""Stop pages: a stop stands until its author, or somebody who may lift it, takes it back.

Anybody may stop a campaign by a line; that is what these pages are for. Blanking the page does not go on
with it unless all who stopped it take their stop back, or a trusted account does, or a holder of the right
`massmessage`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from outreach import moves
from outreach.moves import Deletion
from outreach.pages import Page
from outreach.revisions import Revision
from outreach.trust import Trust


def standing(revisions: Iterable[Revision], may_lift: Collection[str] = ()) -> tuple[str, str]:
    """Return the stop that stands and who set it, from the revisions oldest first; '' where none does.

    Who adds a line while it stands stops the campaign too; who changes its words does not, unless they may
    lift it. Who only removes lines, or blanks the page, takes their own stop back and nobody else's. A
    hidden text counts as one.
    """
    text, authors = '', list[str]()
    for one in revisions:
        said = 'its text is hidden' if one.text is None else one.text.strip()
        had, has = set(text.split('\n')), set(said.split('\n'))
        if not said:
            authors = [] if one.user in may_lift else _without(authors, one.user)
            text = text if authors else ''
            continue
        if not text or had <= has or one.user in may_lift:
            authors = list(dict.fromkeys([*authors, one.user]))
        elif has < had and authors != [one.user]:
            authors = _without(authors, one.user)
        text = said
    return text, ', '.join(authors)


def _without(authors: Iterable[str], user: str) -> list[str]:
    """Return the authors but one; who is hidden takes nothing back."""
    return [name for name in authors if not name or name != user]


def history(trust: Trust, title: str, *, there: bool = True) -> tuple[list[Revision], list[Deletion]]:
    """Return the revisions of a stop page, the oldest first, and the deletions that took a stop of somebody.

    What was deleted, be it where somebody had moved it, counts as a hidden stop of somebody, unless somebody
    who may lift a stop deleted the page where it stood. It can be lifted on the page of today, if one is
    `there`.
    """
    gone = moves.deletions(trust.wiki, title)
    may_lift = trust.may_approve({one.user for one in gone}) if gone else frozenset()
    gone = [one for one in gone if not (one.direct and one.user in may_lift)]
    hidden = [Revision(0, title, None, time=one.time) for one in gone]
    return [*hidden, *(moves.history(trust.wiki, title) if there else ())], gone


def watch(trust: Trust) -> None:
    """Let a stop page that somebody blanked stop every save on this wiki, if they may not lift the stop."""
    known: dict[tuple[str, int], str] = {}

    def blanked(page: Page) -> str:
        if (page.title, page.revid) not in known:
            kept, gone = history(trust, page.title, there=bool(page.revid))
            text, author = standing(kept, trust.may_approve({one.user for one in kept}))
            what = '; '.join(map(str, gone)) or 'it was blanked by somebody who may not lift it'
            what = f'{what}; whoever may lift it writes on the page, and blanks it' if gone else what
            words = f'{text} (by {author or "somebody"}; {what})'
            known[page.title, page.revid] = words if text else ''
        return known[page.title, page.revid]

    trust.wiki.blanked_stop = blanked
