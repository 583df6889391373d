"""What a campaign left on its wiki: send pages with their results, and the funnel."""

from __future__ import annotations

from datetime import datetime

from outreach import wikitext
from outreach.audience import funnel
from outreach.audience.funnel import Funnel
from outreach.campaign import subpage
from outreach.linenumbers import LineNumbers
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
    known = next(trust.put(page.title, _sound_funnel_on), Funnel(()))
    try:
        stands = _funnel_on(page.text)
    except wikitext.BrokenMarkers as error:
        place = f'{page.title}, line {error.line}' if error.line else page.title
        return known, (Problem(place, f'{error}; the figures that a trusted account saved last count'),)
    if stands in (None, known):
        return known, ()
    text = f'the figures that stand there are not what a trusted account saved (last edit: {page.user})'
    return known, (Problem(page.title, f'{text}; those that it saved last count'),)


def _sound_funnel_on(text: str) -> Funnel | None:
    """Return the funnel that stands in its region of a page; None where that is missing or spoilt."""
    try:
        return _funnel_on(text)
    except wikitext.BrokenMarkers:
        return None


def _funnel_on(text: str) -> Funnel | None:
    """Return the funnel in its region of a page; None without a region. Raises BrokenMarkers."""
    inside = wikitext.region(text, funnel.REGION)
    if not inside:
        return None
    try:
        return funnel.from_wikitext(text[slice(*inside)])
    except wikitext.BrokenMarkers as error:
        above = LineNumbers(text).at(inside[0]) - 1
        raise wikitext.BrokenMarkers(str(error), above + error.line) from None
