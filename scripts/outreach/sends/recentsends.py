"""What the send log of the campaign's wiki, as it was read once, says about earlier sends."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from outreach import revisions
from outreach.audience.contacted import contacted
from outreach.lists.deliverylist import parse
from outreach.lists.entries import TitleResolver
from outreach.moments import iso
from outreach.sendlog import LogEntry
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
