"""What a stop or a close of a campaign, or settings that nobody can read, let wait for people."""

from __future__ import annotations

from collections.abc import Iterator

from outreach import editlinks
from outreach.campaign import CLOSED
from outreach.campaigns.campaignstate import CampaignState, Halt
from outreach.campaigns.decisions import Decision, Later, Waits, Who


def held_up(state: CampaignState) -> Iterator[Waits]:
    """Return what keeps everything from being done."""
    if state.problems:
        yield Waits(Who.ORGANIZER, 'template', state.title, {'count': len(state.problems)})
    if state.stopped:
        yield _unheard(state.stopped) or Waits(
            Who.ORGANIZER, 'stopped', state.stopped.page, {'user': state.stopped.by}
        )


def of_a_close(state: CampaignState) -> Iterator[Decision]:
    """Return that somebody took a close back who may not, and that what is planned stays; else nothing."""
    unheard = _unheard(state.closed) if state.closed else None
    if unheard:
        yield unheard
    if state.closed and (waves := sorted({page.wave for page in state.planned()})):
        yield Later('kept', values={'count': len(waves), 'waves': ', '.join(waves)})


def _unheard(halt: Halt) -> Waits | None:
    values = {'user': halt.by, 'by': halt.unheard[-1]} if halt.unheard else {}
    return Waits(Who.ORGANIZER, 'unheard', halt.page, values) if values else None


def way_on(campaign: str, page: str) -> str:
    """Return the address of the form by which one goes on where a page of a campaign stops or closes it."""
    closed = page.endswith(f'/{CLOSED}')
    return editlinks.reopen(campaign) if closed else editlinks.resume(campaign)
