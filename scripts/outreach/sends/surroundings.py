"""What the messages of a campaign are checked against: interwiki prefixes, lists, recent sends."""

from __future__ import annotations

from datetime import datetime, timedelta

from outreach.farm import Farm
from outreach.sends.ground import Wanted
from outreach.sends.messagelint import WIKIMEDIA_PREFIXES, Surroundings
from outreach.sends.sendlog import stamp
from outreach.wiki import Wiki

RECENT = timedelta(days=60)


def read(farm: Farm, wanted: Wanted, now: datetime) -> Surroundings:
    """Ask the campaign's wiki for its interwiki prefixes and for recent sends: two requests."""
    home = farm.home
    reply = home.call(action='query', meta='siteinfo', siprop='interwikimap')
    rows = reply['query']['interwikimap']
    languages = {row['prefix'] for row in rows if row.get('language')}
    languages |= {info.language for info in farm.matrix if info.dbname.endswith('wiki') and info.language}
    return Surroundings(
        languages=frozenset(languages - WIKIMEDIA_PREFIXES),
        prefixes=WIKIMEDIA_PREFIXES | {row['prefix'] for row in rows},
        lists=(wanted.lists, wanted.campaign),
        recent=_recent(home, wanted.campaign, now),
    )


def _recent(home: Wiki, campaign: str, now: datetime) -> dict[str, str]:
    """Give the subjects of the sends of the last weeks that were not made by this campaign."""
    found: dict[str, str] = {}
    for reply in home.query(
        list='logevents',
        leaction='massmessage/send',
        leend=stamp(now - RECENT),
        leprop='title|comment',
        lelimit='max',
    ):
        for entry in reply.get('logevents', ()):
            if not entry.get('title', '').startswith(f'{campaign}/'):
                found.setdefault(entry.get('comment', ''), entry.get('title', ''))
    return found
