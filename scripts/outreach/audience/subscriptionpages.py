"""Reads who asked to leave, to join or to move: a campaign's page of requests, the account's, and the lists.

What somebody asked for is not lost when the page is moved away: of every page also those are read to which
it was ever a redirect. A page that is not there says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from outreach import editlinks, moves, revisions
from outreach.accountlinks import Resolver, resolver_of
from outreach.audience.subscriptions import (
    PageOfRequests,
    SubscriptionAct,
    Subscriptions,
    on_list,
    on_page,
    standing,
)
from outreach.campaign import subpage
from outreach.farm import Farm
from outreach.lists.entries import Target, TitleResolver
from outreach.pages import Page, redirects_to
from outreach.phrases import Say
from outreach.renames import renames_since
from outreach.revisions import Edit, Revision
from outreach.trust import Trust
from outreach.wiki import Wiki
from outreach.wikitext import escape

REQUESTS = 'Requests'
NO_MESSAGES = 'No messages'
MOST_MOVES = 5
MOST_HOSTS = 5  # for which there is a link by which one moves there


def pages_of(campaign: str, account: str) -> tuple[str, ...]:
    """Return the pages on which people ask: that of a campaign, and that of an account for all it sends."""
    of_campaign = (subpage(campaign, REQUESTS),) if campaign else ()
    return (*of_campaign, f'User:{account}/{NO_MESSAGES}') if account else of_campaign


def ways(campaign: str, say: Say, wanted: Sequence[Target] = (), account: str = '') -> str:
    """Return the links by which people leave a list, join it or move, for the top of the list.

    Where the `account` that sends is known, one also leaves everything that it sends. Among the wikis of
    most of those who are `wanted` one moves by two clicks; for another wiki one writes its name into the
    form.
    """
    page = subpage(campaign, REQUESTS)
    links = {'leave': editlinks.leave(page), 'join': editlinks.join(page), 'move': editlinks.move(page)}
    counted = Counter(target.host for target in wanted)
    hosts = sorted(counted, key=lambda host: (-counted[host], host))[:MOST_HOSTS] if len(counted) > 1 else []
    places = ' · '.join(f'[{editlinks.move(page, host)} {host}]' for host in hosts)
    lines = [': '.join(filter(None, [say('ask', **links), places]))]
    if account:
        everything = editlinks.leave(pages_of('', account)[-1])
        lines.append(say('ask-all', leave=everything, user=escape(account)))
    return '\n\n'.join(lines)


def read(
    farm: Farm,
    trust: Trust | None,
    campaign: str,
    lists: Sequence[str],
    places: TitleResolver | None = None,
    edits: Mapping[str, Sequence[Edit]] | None = None,
) -> Subscriptions:
    """Return what holds for everybody who asked for anything: a request, and two for each list.

    `lists` are the titles of a delivery list and its parts, `places` tells whose talk pages stand on them;
    `edits` are those of lists that were asked about already.
    """
    home, trusted = farm.home, trust.accounts if trust else frozenset[str]()
    resolver = resolver_of(farm, set())
    found = [
        _page(home, title, resolver, trusted) for title in _there(home, pages_of(campaign, home.user_name))
    ]
    acts = [act for one in found for act in one.acts]
    acts += [act for title in lists for act in _of_list(home, title, places, (edits or {}).get(title))]
    return standing(acts, [problem for one in found for problem in one.told])


def _there(home: Wiki, titles: Sequence[str]) -> list[str]:
    """Return those of the pages that exist: one request."""
    return [title for title, page in (home.read_many(titles) if titles else {}).items() if page.revid]


def _page(home: Wiki, title: str, resolver: Resolver, trusted: Collection[str]) -> PageOfRequests:
    """Read a page of requests; signatures with an older name of their author are known by the renames."""
    history = list(_with_moves(home, title))
    found = on_page(history, resolver, trusted)
    since = min((one.time for one in history), default='')
    renamed = renames_since(home, found.strangers, since) if found.strangers else {}
    return on_page(history, resolver, trusted, renamed) if renamed else found


def _with_moves(home: Wiki, title: str) -> Iterator[Revision]:
    """Return the revisions of a page, and before them those of the pages to which it was ever a redirect."""
    known: dict[str, list[Revision]] = {}
    waiting = [title]
    while waiting and len(known) <= MOST_MOVES:
        one = waiting.pop()
        known[one] = list(moves.history(home, one))
        moved = (redirects_to(Page(one, revision.text or '')) for revision in known[one])
        waiting += [place for place in dict.fromkeys(moved) if place and place not in known]
    yield from {one.id: one for some in reversed(known.values()) for one in some}.values()


def _of_list(
    home: Wiki, title: str, places: TitleResolver | None, rows: Sequence[Edit] | None
) -> list[SubscriptionAct]:
    """Return who put themselves on a list or removed themselves.

    One request for 500 revisions tells who edited; texts are read of the edits of people, and of the
    revisions before those.
    """
    rows = moves.editors(home, title) if rows is None else rows
    wanted = revisions.edits_of(rows, lambda edit: edit.user != home.user_name)
    read_ = revisions.by_number(home, wanted)
    return on_list([read_[number] for number in sorted(read_)], home.host, places)
