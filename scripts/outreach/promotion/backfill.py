"""Looking for announcements that were made without us: in send logs, deliveries, links and searches."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from outreach import revisions, sendlog
from outreach.farm import Answers, Farm
from outreach.linktargets import Look
from outreach.lists.deliverylist import parse as parse_list
from outreach.moments import iso
from outreach.promotion.backfillrows import (
    NOT_ANNOUNCEMENTS,
    PROJECT,
    FoundSend,
    Post,
    first_holding,
    is_delivery_of,
    names_campaign,
    to_people,
)
from outreach.promotion.places import Place
from outreach.sendlog import DELIVERER, DELIVERY_TAG, LogEntry
from outreach.wiki import Wiki

# deliveries come out of job queues: most within minutes, all but a few within this time
DELIVERY_DAYS = 2


def logged_sends(wiki: Wiki, lists: Iterable[str], senders: Iterable[str]) -> list[FoundSend]:
    """Read the sends to some lists or by some senders out of a wiki's log, oldest first, each once."""
    to_lists = (sendlog.entries(wiki, title=title) for title in lists)
    by_senders = (sendlog.entries(wiki, user=name) for name in senders)
    found = {entry.id: entry for some in (*to_lists, *by_senders) for entry in some}
    return [FoundSend(wiki.host, found[number]) for number in sorted(found)]


def with_lists(wiki: Wiki, sends: Sequence[FoundSend], look: Look) -> list[FoundSend]:
    """Add the wikis and the number of targets of the revision of the list that each send used, and whether
    people are among them, by the words of their wikis (`look`).
    """
    lists = revisions.by_number(wiki, {one.entry.revid for one in sends})
    done = []
    for one in sends:
        used = lists.get(one.entry.revid)
        listed = parse_list((used and used.text) or '', wiki.host, model=used.model if used else 'wikitext')
        targets = dict.fromkeys(listed.targets)
        hosts = dict.fromkeys(target.host for target in targets)
        done.append(
            replace(one, hosts=tuple(sorted(hosts)), listed=len(targets), people=to_people(targets, look))
        )
    return done


def with_deliveries(farm: Farm, sends: Sequence[FoundSend]) -> list[FoundSend]:
    """Add how many copies of each message were delivered on the wikis of its list within two days.

    A send of which one wiki could not be asked keeps None: a count of some wikis is no count.
    """
    hosts = sorted({host for one in sends for host in one.hosts if host in farm.by_host})

    def count(wiki: Wiki) -> dict[int, int]:
        return {one.entry.id: _deliveries(wiki, one.entry) for one in sends if wiki.host in one.hosts}

    costs = {host: sum(host in one.hosts for one in sends) for host in hosts}
    counted = farm.each(hosts, count, 'deliveries', costs).found
    done = []
    for one in sends:
        numbers = [counted[host][one.entry.id] for host in one.hosts if host in counted]
        complete = len(numbers) == len(one.hosts)
        done.append(replace(one, delivered=sum(numbers) if complete and one.hosts else None))
    return done


def posts(farm: Farm, hosts: Iterable[str], address: str, titles: Collection[str]) -> Answers[list[Post]]:
    """Look on some wikis for pages that link to the campaign.

    `address` is the campaign's web address, `titles` its pages on the home wiki.
    """
    prefixes = sorted(_prefixes_of_home(farm))
    return farm.each(hosts, lambda wiki: list(_posts_on(wiki, address, titles, prefixes)), 'posts')


def _deliveries(wiki: Wiki, send: LogEntry) -> int:
    """Count the copies of one message that were delivered on a wiki, a page once."""
    start = datetime.fromisoformat(send.time)
    end = start + timedelta(days=DELIVERY_DAYS)
    pages: set[str] = set()
    for reply in wiki.query(
        list='usercontribs',
        ucuser=DELIVERER,
        uctag=DELIVERY_TAG,
        ucdir='newer',
        ucstart=send.time,
        ucend=iso(end),
        ucprop='title|comment',
        uclimit='max',
    ):
        edits = reply.get('usercontribs', ())
        pages |= {edit['title'] for edit in edits if is_delivery_of(edit, send.subject)}
    return len(pages)


def _prefixes_of_home(farm: Farm) -> Iterator[str]:
    """Return the interwiki prefixes by which other wikis may link to the home wiki."""
    reply = next(farm.home.query(meta='siteinfo', siprop='interwikimap'))
    for row in reply.get('interwikimap', ()):
        if urlsplit(row.get('url', '')).hostname == farm.home.host:
            yield row['prefix']


def _posts_on(wiki: Wiki, address: str, titles: Collection[str], prefixes: Iterable[str]) -> Iterator[Post]:
    """Return the posts on one wiki; on what a page is found first, that is how it was found."""
    found: dict[str, tuple[int, str]] = {}
    for kind, pages in (
        ('links', _address_links(wiki, address)),
        ('links', _prefix_links(wiki, titles, prefixes)),
        ('search', _search(wiki, titles)),
    ):
        for page in pages:
            if page['ns'] not in NOT_ANNOUNCEMENTS:
                found.setdefault(page['title'], (page['ns'], kind))
    for title, (namespace, kind) in sorted(found.items()):
        post = _first_post(wiki, title, namespace, kind, address, titles)
        if post:
            yield post


def _address_links(wiki: Wiki, address: str) -> Iterator[dict[str, Any]]:
    """Return the pages with the web address, with whatever follows it."""
    parts = urlsplit(address)
    if parts.hostname:
        for reply in wiki.query(
            list='exturlusage',
            euprotocol=parts.scheme,
            euquery=address.removeprefix(f'{parts.scheme}://'),
            euprop='title',
            eulimit='max',
        ):
            yield from reply.get('exturlusage', ())


def _prefix_links(wiki: Wiki, titles: Iterable[str], prefixes: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Return the pages that link to the campaign's pages with an interwiki prefix."""
    for prefix in prefixes:
        for title in titles:
            for reply in wiki.query(
                list='iwbacklinks', iwblprefix=prefix, iwbltitle=title.replace(' ', '_'), iwbllimit='max'
            ):
                yield from reply.get('iwbacklinks', ())


def _search(wiki: Wiki, titles: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Return the project pages that a search for the campaign's title finds, the best fifty."""
    for title in titles:
        reply = wiki.call(
            action='query', list='search', srsearch=f'"{title}"', srnamespace=PROJECT, srlimit=50, srprop=''
        )
        yield from reply.get('query', {}).get('search', ())


def _first_post(
    wiki: Wiki, title: str, namespace: int, kind: str, address: str, titles: Collection[str]
) -> Post | None:
    """Find the revision from which on a page names the campaign; None where it does not name it now."""
    revisions: list[dict[str, Any]] = []
    for reply in wiki.query(titles=title, prop='revisions', rvprop='ids|timestamp|user', rvlimit='max'):
        for page in reply.get('pages', ()):
            revisions += page.get('revisions', ())

    def holds(number: int) -> bool:
        reply = wiki.call(
            action='query',
            revids=revisions[number]['revid'],
            prop='revisions',
            rvprop='content',
            rvslots='main',
        )
        slots = (one['slots']['main'] for page in reply['query']['pages'] for one in page['revisions'])
        return any(names_campaign(slot.get('content', ''), address, titles) for slot in slots)

    if not revisions or not holds(0):
        return None
    first = revisions[first_holding(len(revisions), holds)]
    return Post(
        Place(wiki.host, title), namespace, first['revid'], first['timestamp'], first.get('user', ''), kind
    )
