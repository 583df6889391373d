"""Reading what a campaign left on its wiki: send pages, results, funnel, and the history of a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from outreach import revisions, siteinfo
from outreach.audience import funnel
from outreach.audience.funnel import Funnel
from outreach.campaign import subpage
from outreach.promotion import logpage
from outreach.sends.sendpage import SEND, results_title
from outreach.sends.sendsummary import Send, read_sends, send_titles

if TYPE_CHECKING:
    from outreach.wiki import Wiki

FUNNEL = 'Funnel'


def titles_under(home: Wiki, prefix: str) -> list[str]:
    """Give the titles of all pages that begin with a title, redirects left out."""
    number, name = namespace_of(home, prefix)
    found: list[str] = []
    for reply in home.query(
        list='allpages', apprefix=name, apnamespace=number, apfilterredir='nonredirects', aplimit='max'
    ):
        found += [page['title'] for page in reply.get('allpages', ())]
    return found


def sends(home: Wiki, campaign: str) -> tuple[Send, ...]:
    """Read all send pages of a campaign with their results; raise BadInput naming broken ones."""
    titles = send_titles(titles_under(home, subpage(campaign, SEND, '')), campaign)
    pages = home.read_many([*titles, *map(results_title, titles)])
    return read_sends({title: page.text for title, page in pages.items()}, titles)


def funnel_of(home: Wiki, campaign: str) -> Funnel:
    """Read the published funnel of a campaign; an empty one where there is none."""
    return funnel.from_wikitext(home.read(subpage(campaign, FUNNEL)).text)


def deleted_rows(home: Wiki, title: str, missing: Mapping[str, int | date | None]) -> frozenset[str]:
    """Give those of the ids that once stood on a page: they are not there now, so somebody deleted them.

    `missing` gives for each id since when it can have been there: a revision of this wiki, a day, or
    None. Reads the page's revisions from then on, the earliest first, only until all are found. With
    None it reads those by our own account only: another account's rows would come back.
    """
    found: set[str] = set()
    for start, ids in _starts(missing):
        wanted = set(ids)
        own = {'rvuser': home.user_name} if home.user_name and not start else {}
        for one in revisions.history(home, title, **start, **own):
            found |= wanted & logpage.ids_in(one.text or '')
            if wanted <= found:
                break
    return frozenset(found)


def _starts(missing: Mapping[str, int | date | None]) -> Iterator[tuple[dict[str, Any], list[str]]]:
    """Give the parameters of up to three readings of the history, each with its ids."""
    revisions = {name: since for name, since in missing.items() if isinstance(since, int)}
    days = {name: since for name, since in missing.items() if isinstance(since, date)}
    if revisions:
        yield {'rvstartid': min(revisions.values())}, list(revisions)
    if days:
        yield {'rvstart': f'{min(days.values()).isoformat()}T00:00:00Z'}, list(days)
    rest = [name for name, since in missing.items() if since is None]
    if rest:
        yield {}, rest


def last_text_by(home: Wiki, title: str, user: str) -> str:
    """Give the text of the newest revision of a page by one account; '' where there is none."""
    if not user:
        return ''
    reply = home.call(
        action='query',
        titles=title,
        prop='revisions',
        rvprop='content',
        rvslots='main',
        rvuser=user,
        rvlimit=1,
    )
    for page in reply['query']['pages']:
        for revision in page.get('revisions', ()):
            return str(revision['slots']['main'].get('content', ''))
    return ''


def namespace_of(home: Wiki, title: str) -> tuple[int, str]:
    """Give the number of the namespace of a title, and the rest of the title."""
    return siteinfo.namespaces(home).split(title)
