"""Who put the entries of a delivery list there, by its history.

What a script saves counts as vouched for by its account. So an entry that it takes from another list, or
changes, must not lose its author on the way: that of an entry by somebody whom we do not trust is a doubt.
"""

from __future__ import annotations

from collections.abc import Collection

from outreach.doubts import Doubt
from outreach.lists.deliverylist import parse
from outreach.lists.entries import Target, TitleResolver
from outreach.revisions import Revision
from outreach.trust import Trust, read_authorship
from outreach.wiki import Wiki
from outreach.words import counted, named


def targets_in(wiki: Wiki, revision: Revision) -> frozenset[Target]:
    """Return the targets that stand on a revision of a delivery list."""
    return frozenset(parse(revision.text or '', wiki.host, revision.model).targets)


def unvouched(
    trust: Trust, title: str, places: TitleResolver, some: Collection[Target] | None = None
) -> list[Doubt]:
    """Return the doubt that neither the person nor a trusted account put entries of a list there.

    `some` are the targets that matter, faulty ones included; without them all do. About two requests.
    """
    home = trust.wiki

    def named_in(one: Revision) -> frozenset[Target]:
        return frozenset(parse(one.text or '', home.host, one.model).named)

    known = read_authorship(home, title, named_in, trust)
    foreign = known.by_others(trust, lambda target: places.person(target) or '')
    users = [user or 'somebody hidden' for target, user in foreign.items() if some is None or target in some]
    if not users:
        return []
    names = counted(len(users), 'name was', 'names were')
    return [Doubt('unvouched', title, f'{names} put there by {named(sorted(set(users)))}')]
