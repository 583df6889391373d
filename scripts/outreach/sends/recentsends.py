"""What the send log of the campaign's wiki says about earlier sends."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from outreach import revisions, sendlog
from outreach.audience.contacted import contacted
from outreach.lists.deliverylist import parse
from outreach.lists.entries import TitleResolver
from outreach.moments import iso
from outreach.wiki import Wiki

DAY = timedelta(days=1)


def sent_in_a_day(home: Wiki, sender: str, now: datetime) -> int:
    """Count the targets of all sends of this account in the last 24 hours, over all its campaigns."""
    revids = [send.revid for send in sendlog.entries(home, user=sender, since=iso(now - DAY))]
    lists = revisions.by_number(home, set(revids))
    sizes = {
        number: len(parse(one.text or '', home.host, one.model).targets) for number, one in lists.items()
    }
    return sum(sizes.get(revid, 0) for revid in revids)


def asked_lately(
    home: Wiki, days: int, now: datetime, own: Collection[str], places: TitleResolver
) -> frozenset[str]:
    """Return who was on a list that anybody sent to in the last days; the campaign's `own` pages left out."""
    if not days:
        return frozenset()
    sends = sendlog.entries(home, since=iso(now - timedelta(days=days)))
    return frozenset(contacted(home, [send for send in sends if send.title not in own], places))
