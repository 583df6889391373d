"""The request to somebody who may send messages, where our account may not."""

from __future__ import annotations

from outreach.phrases import Say
from outreach.sends import believed
from outreach.sends.sendpage import SendPage
from outreach.trust import Trust

# https://meta.wikimedia.org/wiki/MassMessage
WHERE = (
    'paste this where administrators are asked; on Meta that is [[Meta:Requests for help from a sysop or '
    'bureaucrat]]:'
)


def request(trust: Trust, page: SendPage, body: str, say: Say) -> str:
    """Return wikitext that asks to send a page, with the text of the message.

    The page lies open until then and anybody may edit it, so whoever sends it is given the look that a run
    would take right before: what was changed since we opened it. One request.
    """
    about = {'page': page.title, 'subject': page.subject, 'campaign': page.campaign}
    known = believed.read(trust, page.title)
    look = say('request-look', revision=known.revid) if known else ''
    words = say('request', count=len(page.targets), **about)
    return f'{WHERE}\n\n{look}\n{words}\n\n<pre>\n{body}\n</pre>\n'
