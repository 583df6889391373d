"""What a campaign left on its wiki: send pages with their results, and the funnel."""

from __future__ import annotations

from datetime import datetime

from outreach import wikitext
from outreach.audience import funnel
from outreach.audience.funnel import Funnel
from outreach.campaign import subpage
from outreach.problems import Problem, refuse
from outreach.sends.sendpages import SendPages
from outreach.sends.sendsummary import Send
from outreach.trust import Trust

FUNNEL = 'Funnel'


def sends(trust: Trust, campaign: str, now: datetime) -> tuple[Send, ...]:
    """Read all sends of a campaign with their results, as the log shows them; tests are none.

    Raises BadInput naming pages of results that cannot be read, and sends whose revision was deleted: their
    figures would be false.
    """
    send_pages = SendPages(trust, campaign, now)
    refuse(send_pages.lost())
    results = send_pages.results()
    return tuple(Send(page, results.get(page.title, ())) for page in send_pages.pages if not page.is_test)


def funnel_of(trust: Trust, campaign: str) -> tuple[Funnel, tuple[Problem, ...]]:
    """Return the published funnel of a campaign as an account that we trust put it there; empty without one.

    With it comes what is to be told: that figures stand there which somebody else wrote, and which do not
    count. One request for the page, one for its last revisions.
    """
    page = trust.wiki.read(subpage(campaign, FUNNEL))
    known = next(trust.put(page.title, _funnel_on), Funnel(()))
    if _funnel_on(page.text) in (None, known):
        return known, ()
    text = f'the figures that stand there are not what a trusted account saved (last edit: {page.user})'
    return known, (Problem(page.title, f'{text}; those that it saved last count'),)


def _funnel_on(text: str) -> Funnel | None:
    """Return the funnel that stands in its region of a page; None where that is missing or broken."""
    try:
        inside = wikitext.region(text, funnel.REGION)
    except wikitext.BrokenMarkers:
        return None
    return funnel.from_wikitext(text[slice(*inside)]) if inside else None
