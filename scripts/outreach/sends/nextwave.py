"""What a check of deliveries advises about the next wave: by which options, or why it waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from outreach import stops
from outreach.campaign import FAILLIMIT
from outreach.problems import BadInput, Stopped, WikiError
from outreach.run import Run
from outreach.sends import earlierterms, preconditions, sendplan
from outreach.sends.inputs import Request
from outreach.sends.sendpage import SendPage
from outreach.sends.sendstate import SendState
from outreach.sends.tracing import Found
from outreach.settings import CAMPAIGN, UNDER


def advised(run: Run, pages: Sequence[SendPage], results: Found) -> tuple[str, str]:
    """Return the options by which the next wave goes out as it is planned, or is planned as the last one was,
    without those that a next run has anyway; and why it waits, '' for nothing.
    """
    planned = [page for page in pages if page.state is SendState.PLANNED and not page.kind]
    last = planned[0] if planned else earlierterms.newest(pages)
    if last is None:
        return '', ''
    settings = (CAMPAIGN, UNDER, *earlierterms.RULES)
    try:
        plain = replace(run, settings=settings, arguments=(run.given.campaign_option,)).read_again()
    except (BadInput, WikiError):  # what was found is written by now: a hint is not worth an error
        return '', ''
    before, now = map(earlierterms.values, (last.settings, Request.of(plain.given).settings))
    # what is planned goes out as it was planned, or not at all
    stated = () if planned else {one.name for one in plain.settings if one in plain.given}
    number = sendplan.number(planned[0].wave) if planned else sendplan.current_wave(pages)[0]
    held_up = [
        *map(str, preconditions.wave_before(pages, number, results, plain.given[FAILLIMIT])),
        *_closed(run),
    ]
    return earlierterms.repeated(before, now, stated), '; '.join(held_up)


def _closed(run: Run) -> list[str]:
    try:
        stops.heed_close(run.home, run.given[CAMPAIGN])
    except Stopped as stopped:
        return [str(stopped).rstrip('.')]
    return []
