"""What the send log of the campaign's wiki, as it was read once, says about earlier sends."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from outreach import moves, revisions
from outreach.audience.contacted import Contacted, contacted
from outreach.campaign import subpage
from outreach.lists.entries import Target, TitleResolver
from outreach.moments import iso
from outreach.problems import Problem
from outreach.revisions import Edit, Revision
from outreach.sendlog import LogEntry
from outreach.sends import logged
from outreach.sends.sendpages import SendPages
from outreach.trust import Trust
from outreach.wiki import Wiki

DAY = timedelta(days=1)
NEVER = '9999'  # after every moment in ISO 8601


@dataclass(frozen=True)
class _Stay:
    """A title that was a campaign's between two moments, and all below it."""

    title: str
    since: str = ''
    until: str = NEVER

    def had(self, send: LogEntry) -> bool:
        below = send.title == self.title or send.title.startswith(subpage(self.title, ''))
        return below and self.since <= send.time <= self.until


def allowance(send_pages: SendPages, cap: int, now: datetime) -> tuple[int, tuple[Problem, ...]]:
    """Return how many messages of our account may still go out today, over all its campaigns.

    Where the list of a send of the last 24 hours was deleted, nobody knows how many it had: nothing more
    goes out then, and that is told.
    """
    trust = send_pages.trust
    since, sender = iso(now - DAY), trust.wiki.user_name
    sends = [send for send in send_pages.sends if sender and send.user == sender and send.time >= since]
    sizes = _sizes(trust, sends, send_pages)
    # what an entry hides is a doubt of its own (`hidden-send`)
    lost = [send for send in sends if send.title and send.id not in sizes]
    told = 'is deleted, so nobody knows how many messages went out today: no more do until a day has passed'
    problems = tuple(
        Problem(f'entry {one.id} of the send log', f'the list {one.title} {told}') for one in lost
    )
    return (0 if lost else max(0, cap - sum(sizes.values()))), problems


def _sizes(trust: Trust, sends: Sequence[LogEntry], send_pages: SendPages) -> Mapping[int, int]:
    """Return how many each of these sends went to, by its number in the log; those lost are left out."""
    read = revisions.by_number(trust.wiki, {send.revid for send in sends})
    known = {one.log_id: len(page.targets) for page in send_pages.pages for one in page.every_send}
    told = {send.id: known[send.id] for send in sends if send.id in known}
    seen = {
        send.id: len(logged.sent_to(trust, there))
        for send in sends
        if (there := read.get(send.revid)) and there.text is not None
    }
    return {**told, **seen}


def asked_ever(
    send_pages: SendPages, titles: Sequence[str], places: TitleResolver
) -> tuple[frozenset[str], list[LogEntry]]:
    """Return who was on any list of a campaign that was sent to otherwise than from its send pages.

    Somebody did that by hand, from one of the lists (`titles`) or from a page below the campaign's, wherever
    these stood then: three requests for each, and one for each move. The second part are those of these
    sends of which nobody can tell whom they were for.
    """
    known = {one.send.id for entries in send_pages.log.values() for one in entries}
    others = [one for one in send_pages.sends if one.title and one.id not in known]
    if not others:
        return frozenset(), []
    home = send_pages.home
    rows = {title: revisions.editors(home, title) for title in (send_pages.campaign, *titles)}
    numbers = {row.id for title in titles for row in rows[title]}
    stays = [*_stays(home, rows), *_after(home, titles)]
    asked = [one for one in others if one.revid in numbers or any(stay.had(one) for stay in stays)]
    if not asked:
        return frozenset(), []
    found = _of(send_pages, asked, places)
    return found.names, list(found.lost)


def _stays(home: Wiki, rows: Mapping[str, Sequence[Edit]]) -> Iterator[_Stay]:
    """Return where pages are, and where they were before they were moved there."""
    for title, edits in rows.items():
        yield _Stay(title)
        for old, until in moves.former(home, title, edits).items():
            yield _Stay(old, until=until)


def _after(home: Wiki, titles: Sequence[str]) -> Iterator[_Stay]:
    """Return where what stood under titles went on to: MassMessage follows the redirect that is left."""
    for title in titles:
        for new, since in moves.onward(home, title).items():
            yield _Stay(new, since)


def asked_lately(send_pages: SendPages, days: int, now: datetime, places: TitleResolver) -> Contacted:
    """Return whom anybody sent to in the last days; the own pages are left out, tests of ours too."""
    if not days:
        return Contacted()
    since = iso(now - timedelta(days=days))
    asked = [send for send in send_pages.sends if send.time >= since and send.title not in send_pages.titles]
    return _of(send_pages, asked, places, logged.asked_by)


def _of(
    send_pages: SendPages,
    sends: Sequence[LogEntry],
    places: TitleResolver,
    whom: Callable[[Trust, Revision], frozenset[Target]] = logged.sent_to,
) -> Contacted:
    trust = send_pages.trust
    return contacted(trust.wiki, sends, places, partial(whom, trust))
