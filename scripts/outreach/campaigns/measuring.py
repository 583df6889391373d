"""What a campaign measures: whether anything can be counted, and when those held out are asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from outreach import holdout
from outreach.campaigns.campaignstate import CampaignState
from outreach.campaigns.decisions import Later, Waits, Who
from outreach.problems import Problem
from outreach.sends import heldout


def problems(state: CampaignState) -> list[Problem]:
    """Return what is wrong with the settings of measuring, so that send_message would refuse each plan."""
    nothing = [] if heldout.begun(state.pages) else holdout.for_nothing(holdout.of(state.own), state.own)
    return [*holdout.problems(state.own), *nothing]


def changed(state: CampaignState) -> list[Problem]:
    """Return what was fixed before the first send and is another on the campaign page now."""
    return [] if state.problems else heldout.changed(state.pages, holdout.of(state.own))


def uncounted(state: CampaignState) -> Iterator[Waits]:
    """Return that the organizer has to say from what to count, where a campaign was begun without that."""
    outcome = holdout.uncounted(state.design, state.own)
    if outcome and heldout.begun(state.pages):
        yield Waits(Who.ORGANIZER, f'uncounted-{outcome}', state.title)


def asked_later(state: CampaignState, now: datetime) -> Iterator[Later]:
    """Return on which days those are asked who were held out of a wave that went out."""
    days: dict[date, list[datetime]] = {}
    for one in state.held_out:
        if one.until and one.waits(now):
            days.setdefault(one.until.date(), []).append(one.until)
    for _day, moments in sorted(days.items()):
        yield Later('heldout', max(moments), {'count': len(moments)})
