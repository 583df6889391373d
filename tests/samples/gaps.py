"""A campaign with a log, and the places where it could be announced."""

from __future__ import annotations

from datetime import date
from typing import Any

from outreach import phrases
from outreach.promotion import universe
from outreach.promotion.announcements import Announcement
from outreach.promotion.logpage import Status
from outreach.promotion.logplan import PromotionLog
from outreach.promotion.places import Wikis
from outreach.sitematrix import WikiInfo

from tests.samples.wikis import look_of

HOME = 'meta.wikimedia.org'
LANGUAGES = phrases.of_script('log_promotion')
CODES = ('en', 'sv', 'de', 'eo', 'ar')
MATRIX = (
    *(WikiInfo(f'{code}wiki', f'{code}.wikipedia.org', code, 'wiki') for code in CODES),
    WikiInfo('aawiki', 'aa.wikipedia.org', 'aa', 'wiki', closed=True),
    WikiInfo('svwikibooks', 'sv.wikibooks.org', 'sv', 'wikibooks'),
    WikiInfo('metawiki', HOME, 'en', 'meta'),
)
WIKIS = Wikis(MATRIX, HOME, look_of(MATRIX))
TODAY = date(2026, 5, 10)


def say(key: str, **parameters: Any) -> str:
    text = LANGUAGES['en'][key]
    return text % parameters if parameters else text


GAPLOG = PromotionLog('Outreach/Alps/Log', 'Outreach/Alps', say, LANGUAGES, WIKIS)


def row(status: Status | None, *hosts: str, **values: Any) -> Announcement:
    plain: dict[str, Any] = {
        'id': '', 'line': 1, 'date': '2026-05-01', 'channel': 'villagepump', 'languages': (), 'reach': None,
        'pages': frozenset(), 'platform': '', 'by': '',
    }  # fmt: skip
    return Announcement(hosts=hosts, status=status, **plain | values)


SPOTS = universe.wikipedias(MATRIX, {'en': 40, 'de': 30, 'ar': 20, 'sv': 10})
