"""Events of CampaignEvents that a test puts into the list of the wikis."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox.farm import Farm
from sandbox.worlds.medicine import ORGANIZER

NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
STAMP = '%Y%m%d%H%M%S'


def event(number: int, name: str, ahead: int, **more: Any) -> dict[str, Any]:
    """Return what CampaignEvents tells of an event so many days ahead."""
    start = (NOW + timedelta(days=ahead)).replace(hour=10)
    return {
        'id': number,
        'name': name,
        'event_page': f'Event:{name}',
        'event_page_wiki': 'metawiki',
        'timezone': 'Africa/Cairo',
        'start_time': start.strftime(STAMP),
        'end_time': (start + timedelta(hours=2)).strftime(STAMP),
        'inperson_meeting': True,
        'meeting_country_code': 'EG',
        'meeting_address': 'Cairo',
        'types': ['meetup'],
        'wikis': ['arwiki'],
        'organizers': ['Organizer'],
        'participants': [],
        **more,
    }


def hold(farm: Farm, *events: dict[str, Any], pages: bool = True) -> None:
    """Put events into the list, each with its page."""
    for one in events:
        farm.sql('centralauth', 'REPLACE INTO campaign_events VALUES (?, ?)', one['id'], json.dumps(one))
        if pages:
            farm.login(ORGANIZER).edit(one['event_page'], f'{{{{DISPLAYTITLE:{one["id"]}}}}} Come!')
