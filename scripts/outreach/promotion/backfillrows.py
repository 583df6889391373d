"""Announcements made without us, found afterwards: sends in the log, and posts that link to the campaign."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from outreach import wikitext
from outreach.linktargets import Look, links
from outreach.lists.entries import Target, TitleResolver
from outreach.lists.merge import person_of
from outreach.phrases import Say
from outreach.promotion import invariants
from outreach.promotion.announcements import Announcement
from outreach.promotion.logpage import ScriptRow, Status
from outreach.promotion.places import Place, Wikis
from outreach.sendlog import LogEntry
from outreach.visibletext import section_name

# where announcements are posted: project and help pages, portals, and talk pages except those of users
PROJECT = 4
NOT_ANNOUNCEMENTS = frozenset({0, 2, 3, 6, 7, 8, 9, 10, 14, 828, 829, 1198, 1199})


@dataclass(frozen=True)
class FoundSend:
    """An entry of the send log of a wiki, and what could be found out about it.

    `hosts` and `listed` are the wikis and the number of targets of that revision of the list, `people`
    whether anybody's talk page is on it; `delivered` counts the deliveries found on those wikis, None where
    nobody looked.
    """

    host: str
    entry: LogEntry
    hosts: tuple[str, ...] = ()
    listed: int = 0
    people: bool = True
    delivered: int | None = None


SECTION = re.compile(r'/\*(.*?)\*/')


@dataclass(frozen=True)
class Post:
    """A page that names the campaign, the revision from which on it does, and how it was found."""

    place: Place
    namespace: int
    revision: int
    time: str
    user: str
    found_by: str


def is_delivery_of(edit: Mapping[str, Any], subject: str) -> bool:
    """Return whether a contribution of the delivery account is a copy of the message with this subject."""
    comment = ' '.join(str(edit.get('comment', '')).split())
    said = ' '.join(subject.split())
    section = SECTION.match(comment)
    if section:
        return bool(said) and section[1].strip() in (said, section_name(said))
    return bool(said) and (said in comment or section_name(said) in comment)


def not_ours(
    sends: Iterable[FoundSend], announced: Sequence[Announcement], campaign: str, own: Collection[str] = ()
) -> list[FoundSend]:
    """Return the sends that no row of the log is about, nor will be: `own` are send pages of the campaign.

    Our sends have the send page as list and as id of the row; a person's row for a send links to
    the list and has the day. Tests are no announcements, whosever they are, and what a send page of another
    campaign sent is told in the log of that one.
    """
    ids = {row.id for row in announced} | {*own}
    told = {(place.page, row.date) for row in announced for place in row.pages}
    return [
        one
        for one in sends
        if not invariants.is_test(one.entry.title)
        and invariants.campaign_of(one.entry.title) in ('', campaign)
        if one.entry.title not in ids and (one.entry.title, one.entry.time[:10]) not in told
    ]


def to_people(targets: Collection[Target], look: Look) -> bool:
    """Return whether anybody's talk page is among them; where there are none nobody knows, so they may be."""
    if not targets or any(map(person_of, targets)):
        return True
    known = ((target, look(target.host)) for target in targets)
    return any(
        person_of(target, TitleResolver({target.host: words} if words else {})) for target, words in known
    )


def send_entries(sends: Iterable[FoundSend], say: Say) -> list[ScriptRow]:
    """Return a row for each send, saying how it was found."""
    return [
        ScriptRow(
            id=f'sendlog {one.host} {one.entry.id}',
            date=one.entry.time[:10],
            channel='usertalk' if one.people else 'projectpage',
            status=Status.SENT,
            wiki=one.hosts[0] if len(one.hosts) == 1 else say('wikis', count=len(one.hosts)),
            hosts=one.hosts,
            audience=one.entry.title,
            link=f'[[Special:PermanentLink/{one.entry.revid}|{wikitext.escape(one.entry.subject)}]]',
            by=wikitext.user_link(one.entry.user),
            # messages of several sends under one subject cannot be told apart: no figure is better than that
            reach=one.delivered if not one.listed or (one.delivered or 0) <= one.listed else None,
            recipients=one.listed or None,
            sends=(f'log entry {one.entry.id}',),
            details=say('targets', targets=one.listed) if one.listed else '',
            notes=say('found-sendlog', host=one.host),
            once=True,
        )
        for one in sends
    ]


def post_entries(
    posts: Iterable[Post], announced: Sequence[Announcement], wikis: Wikis, say: Say
) -> list[ScriptRow]:
    """Return a row for each post that no row is about yet; an archive is about what its page is about."""
    told = {place for row in announced if not row.id.startswith('suggested ') for place in row.pages}
    found: dict[str, ScriptRow] = {}
    for post in sorted(posts, key=lambda one: (one.time, one.place)):
        above = {Place(post.place.host, base) for base in _bases(post.place.page)}
        if above & told or post.namespace in NOT_ANNOUNCEMENTS:
            continue
        told.add(post.place)
        entry = ScriptRow(
            id=f'post {post.place.key}',
            date=post.time[:10],
            channel='villagepump' if post.namespace == PROJECT else 'projectpage',
            status=Status.SENT,
            wiki=post.place.host,
            language=wikis.language(post.place.host),
            link=_diff(post),
            by=wikitext.user_link(post.user),
            notes=say(f'found-{post.found_by}', host=post.place.host),
            once=True,
        )
        found[entry.id] = entry
    return list(found.values())


def names_campaign(text: str, address: str, titles: Collection[str]) -> bool:
    """Return whether a page's text links to the campaign: its address, or its page by any prefix."""
    if address and re.sub('^https?:', '', address) in text:
        return True
    linked = (link.target.partition('#')[0].replace('_', ' ').strip() for link in links(text))
    return any(link.endswith(f':{title}') or link == title for link in linked for title in titles)


def first_holding(count: int, holds: Callable[[int], bool]) -> int:
    """Return the oldest of the revisions 0 (newest) … count-1 from which on the page holds it until now.

    Asks about as few revisions as can be: steps that double, then halving. Revision 0 holds it.
    """
    newest, step = 0, 1
    while newest + step < count and holds(newest + step):
        newest, step = newest + step, step * 2
    oldest = min(newest + step, count)
    while oldest - newest > 1:
        middle = (newest + oldest) // 2
        if holds(middle):
            newest = middle
        else:
            oldest = middle
    return newest


def _bases(title: str) -> Iterable[str]:
    """Return a title and the pages above it: `A/b/c`, `A/b`, `A`."""
    parts = title.split('/')
    return ('/'.join(parts[:number]) for number in range(len(parts), 0, -1))


def _diff(post: Post) -> str:
    return f'[//{post.place.host}/w/index.php?diff={post.revision} {wikitext.escape(post.place.page)}]'
