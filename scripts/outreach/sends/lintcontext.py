"""What the messages of a campaign are checked against: interwiki prefixes, lists, recent sends."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from outreach import revisions
from outreach.audience.subscriptionpages import REQUESTS
from outreach.campaign import FIRST_CONTACT, subpage
from outreach.farm import Farm
from outreach.moments import iso
from outreach.sendlog import LogEntry
from outreach.sends import sendpage
from outreach.sends.inputs import Request
from outreach.sends.messagelint import WIKIMEDIA_PREFIXES, LintContext, Recent
from outreach.sends.messagepages import sent_texts
from outreach.wiki import Wiki

FOOTER = 'massmessage-message-footer'
RECENT = timedelta(days=60)


def read(
    farm: Farm, wanted: Request, subjects: Collection[str], sends: Sequence[LogEntry], now: datetime
) -> LintContext:
    """Ask the campaign's wiki for its interwiki prefixes; `sends` are those that it logged lately.

    Where one of the subjects was sent lately the text of it is read, in two more requests.
    """
    home = farm.home
    reply = home.call(
        action='query',
        meta='siteinfo|allmessages',
        siprop='interwikimap',
        ammessages=FOOTER,
        uselang='content',
    )['query']
    rows = reply['interwikimap']
    footer = next((one.get('content', '').strip() for one in reply.get('allmessages', ())), '')
    languages = {row['prefix'] for row in rows if row.get('language')}
    languages |= {info.language for info in farm.matrix if info.dbname.endswith('wiki') and info.language}
    return LintContext(
        languages=frozenset(languages - WIKIMEDIA_PREFIXES),
        prefixes=WIKIMEDIA_PREFIXES | {row['prefix'] for row in rows},
        lists=(wanted.lists, wanted.campaign),
        footer=footer,
        requests=subpage(wanted.campaign, REQUESTS) if wanted.consent == FIRST_CONTACT else '',
        recent=_recent(
            home, wanted.campaign, subjects, [one for one in sends if one.time >= iso(now - RECENT)]
        ),
    )


def _recent(
    home: Wiki, campaign: str, subjects: Collection[str], sends: Sequence[LogEntry]
) -> dict[str, Recent]:
    """Return by subject what was sent under it in the last weeks, if not by this campaign."""
    found = {
        send.subject: send
        for send in sends
        if send.subject in subjects and not send.title.startswith(f'{campaign}/')
    }
    bodies = _bodies(home, {send.title: send.revid for send in found.values()})
    return {subject: Recent(send.title, bodies.get(send.title)) for subject, send in found.items()}


def _bodies(home: Wiki, lists: Mapping[str, int]) -> dict[str, str]:
    """Return the texts that were sent from send pages, by title; any other list does not tell."""
    pinned: dict[str, int] = {}
    for one in revisions.by_number(home, lists.values()).values():
        try:
            pinned[one.title] = sendpage.parse(one.text or '', one.title).message.revid
        except ValueError:
            continue
    return sent_texts(home, pinned)
