"""Pages that say who must not be asked, and of which a part was deleted: nobody can tell what that said.

Who moves such a page away, or writes one anew, leaves its history behind, and that can be read (`moves`);
what an administrator deleted cannot, be it there or where somebody had moved it. A list is such a page too,
for whom people removed it is not put back.
"""

from __future__ import annotations

from collections.abc import Collection

from outreach import moves
from outreach.audience.subscriptionpages import pages_of
from outreach.doubts import Doubt
from outreach.wiki import Wiki


def doubts(home: Wiki, titles: Collection[str], campaign: str | None) -> list[Doubt]:
    """Return the doubts about exclude pages or lists, and pages of requests: about one request for each.

    `campaign` is the page of the campaign, if there is one.
    """
    told = 'who did not want to be asked by it nobody can tell: undelete it, or look whom the page lacks'
    return [
        Doubt('deleted-page', title, f'{one}; {told}')
        for title in dict.fromkeys([*titles, *pages_of(campaign or '', home.user_name)])
        for one in moves.deletions(home, title)
    ]
