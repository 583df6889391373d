"""What the send log of the campaign's wiki, as it was read once, says about earlier sends."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from outreach import revisions
from outreach.audience.contacted import contacted, untold
from outreach.campaign import subpage
from outreach.lists.deliverylist import parse
from outreach.lists.entries import TitleResolver
from outreach.moments import iso
from outreach.sendlog import LogEntry
from outreach.sends.sendpages import SendPages
from outreach.wiki import Wiki

DAY = timedelta(days=1)


def sent_in_a_day(home: Wiki, sends: Sequence[LogEntry], sender: str, now: datetime) -> int:
    """Count the targets of all sends of this account in the last 24 hours, over all its campaigns."""
    since = iso(now - DAY)
    revids = [send.revid for send in sends if send.user == sender and send.time >= since]
    lists = revisions.by_number(home, set(revids))
    sizes = {
        number: len(parse(one.text or '', home.host, one.model).targets) for number, one in lists.items()
    }
    return sum(sizes.get(revid, 0) for revid in revids)


def asked_ever(
    send_pages: SendPages, titles: Collection[str], places: TitleResolver
) -> tuple[frozenset[str], list[LogEntry]]:
    """Return who was on any list of a campaign that was sent to otherwise than from its send pages.

    Somebody did that by hand, from one of the lists (`titles`) or from a page below the campaign's. The
    second part are those of these sends of which nobody can tell whom they were for.
    """
    below, known = subpage(send_pages.campaign, ''), send_pages.titles
    asked = [one for one in send_pages.sends if one.title not in known]
    asked = [one for one in asked if one.title in titles or one.title.startswith(below)]
    if not asked:
        return frozenset(), []
    return frozenset(contacted(send_pages.home, asked, places)), untold(send_pages.home, asked)


def asked_lately(
    home: Wiki,
    sends: Sequence[LogEntry],
    days: int,
    now: datetime,
    own: Collection[str],
    places: TitleResolver,
) -> frozenset[str]:
    """Return who was on a list that anybody sent to in the last days; the campaign's `own` pages left out."""
    if not days:
        return frozenset()
    since = iso(now - timedelta(days=days))
    asked = [send for send in sends if send.time >= since and send.title not in own]
    return frozenset(contacted(home, asked, places))
