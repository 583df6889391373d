"""What a campaign left on its wiki: send pages with their results, and the funnel."""

from __future__ import annotations

from outreach.audience import funnel
from outreach.audience.funnel import Funnel
from outreach.campaign import subpage
from outreach.sends.sendpage import SEND, results_title
from outreach.sends.sendsummary import Send, read_sends, send_titles
from outreach.siteinfo import titles_under
from outreach.wiki import Wiki

FUNNEL = 'Funnel'


def sends(home: Wiki, campaign: str) -> tuple[Send, ...]:
    """Read all send pages of a campaign with their results; raise BadInput naming broken ones."""
    titles = send_titles(titles_under(home, subpage(campaign, SEND, '')), campaign)
    pages = home.read_many([*titles, *map(results_title, titles)])
    return read_sends({title: page.text for title, page in pages.items()}, titles)


def funnel_of(home: Wiki, campaign: str) -> Funnel:
    """Read the published funnel of a campaign; an empty one where there is none."""
    return funnel.from_wikitext(home.read(subpage(campaign, FUNNEL)).text)
