"""What the messages of a campaign are checked against: interwiki prefixes, lists, recent sends."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from outreach import revisions
from outreach.farm import Farm
from outreach.sends import sendpage
from outreach.sends.inputs import Request
from outreach.sends.messagelint import WIKIMEDIA_PREFIXES, LintContext, Recent
from outreach.sends.messagepages import sent_texts
from outreach.sends.recentsends import stamp
from outreach.wiki import Wiki

FOOTER = 'massmessage-message-footer'
RECENT = timedelta(days=60)


def read(farm: Farm, wanted: Request, subjects: Collection[str], now: datetime) -> LintContext:
    """Ask the campaign's wiki for its interwiki prefixes and for recent sends: two requests.

    Where one of the subjects was sent lately the text of it is read, in two more.
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
        footer='' if footer == '-' else footer,
        recent=_recent(home, wanted.campaign, subjects, now),
    )


def _recent(home: Wiki, campaign: str, subjects: Collection[str], now: datetime) -> dict[str, Recent]:
    """Return by subject what was sent under it in the last weeks, if not by this campaign."""
    found: dict[str, tuple[str, int]] = {}
    for reply in home.query(
        list='logevents',
        leaction='massmessage/send',
        leend=stamp(now - RECENT),
        leprop='title|comment|details',
        lelimit='max',
    ):
        for entry in reply.get('logevents', ()):
            title, subject = entry.get('title', ''), entry.get('comment', '')
            if subject in subjects and not title.startswith(f'{campaign}/'):
                found.setdefault(subject, (title, int(entry['params'].get('revid') or 0)))
    bodies = _bodies(home, dict(found.values()))
    return {subject: Recent(title, bodies.get(title)) for subject, (title, _) in found.items()}


def _bodies(home: Wiki, lists: Mapping[str, int]) -> dict[str, str]:
    """Return the texts that were sent from send pages, by title; any other list does not tell."""
    pinned: dict[str, int] = {}
    for one in revisions.by_number(home, lists.values()).values():
        try:
            pinned[one.title] = sendpage.parse(one.text or '', one.title).message.revid
        except ValueError:
            continue
    return sent_texts(home, pinned)
