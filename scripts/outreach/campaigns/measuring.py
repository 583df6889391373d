"""What the hold-out of a campaign decides: on which days those are asked who wait for theirs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from outreach.campaigns.campaignstate import CampaignState
from outreach.campaigns.decisions import Later


def asked_later(state: CampaignState, now: datetime) -> Iterator[Later]:
    """Return on which days those are asked who were held out of a wave that went out."""
    days: dict[date, list[datetime]] = {}
    for one in state.held_out:
        if one.until and one.waits(now):
            days.setdefault(one.until.date(), []).append(one.until)
    for _day, moments in sorted(days.items()):
        yield Later('heldout', max(moments), {'count': len(moments)})
