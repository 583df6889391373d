"""What a campaign left on its wiki: send pages with their results, and the funnel."""

from __future__ import annotations

from datetime import datetime

from outreach.audience import funnel
from outreach.audience.funnel import Funnel
from outreach.campaign import subpage
from outreach.problems import refuse
from outreach.sends.sendpages import SendPages
from outreach.sends.sendsummary import Send
from outreach.trust import Trust
from outreach.wiki import Wiki

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


def funnel_of(home: Wiki, campaign: str) -> Funnel:
    """Read the published funnel of a campaign; an empty one where there is none."""
    return funnel.from_wikitext(home.read(subpage(campaign, FUNNEL)).text)
