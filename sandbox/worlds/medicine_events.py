"""The two events of the world "medicine": one is over and nobody wrote its report, one is to come."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sandbox.world import Page, Revision
from sandbox.worlds.medicine_meta import CAMPAIGN

CALENDAR = f'{CAMPAIGN}/Events'
OVER, TO_COME = 'Cairo health edit-a-thon', 'Malmö medical meetup'
MAP = 'World location map.png'
FILE = {'wiki': 'metawiki', 'name': MAP, 'user': 'Organizer'}
FILE_TEXT = 'The world, equirectangular; of [https://www.naturalearthdata.com/ Natural Earth], public domain'
SETTINGS = f"""Where people of our campaign meet. Write above or below the calendar.

{{{{Outreach events
| sources =
* campaignevents wikis=arwiki,svwiki
| period = %s..%s
| form = table
| map = picture
| map file = {MAP}
| places = {CAMPAIGN}/Places
| reports = {CAMPAIGN}/Reports
| counts = yes
}}}}

== Calendar ==
<!-- outreach:begin events -->
<!-- outreach:end events -->

== Map ==
<!-- outreach:begin eventmap -->
<!-- outreach:end eventmap -->

== Reports ==
<!-- outreach:begin eventreports -->
<!-- outreach:end eventreports -->

== Numbers ==
<!-- outreach:begin eventcounts -->
<!-- outreach:end eventcounts -->

== What people say ==
This stays as it is."""
PLACES = """Where our places are, a line each.

* Alexandria = 31.20, 29.92
* Cairo = 30.04, 31.24
* Malmö = 55.60, 13.00
"""
# what people say of one of the events that only the pictures have
ROW = '\n* {{Outreach event | id = ce-505 | status = cancelled | language = es | note = No venue }}'


def events(now: datetime) -> tuple[Mapping[str, Any], ...]:
    """Return what CampaignEvents tells of the events."""
    return (
        _event(501, OVER, now - timedelta(days=40), 'Africa/Cairo', 'EG', 'Cairo', 'arwiki'),
        _event(502, TO_COME, now + timedelta(days=12), 'Europe/Stockholm', 'SE', 'Malmö', 'svwiki'),
    )


def more(now: datetime) -> tuple[Mapping[str, Any], ...]:
    """Return further events, so that pictures of the calendar show each kind: online, nowhere, called off."""
    on = [now + timedelta(days=ahead) for ahead in (8, 20, 25, 33)]
    online = {'online_meeting': True, 'inperson_meeting': False, 'status': 'closed'}
    return (
        _event(503, 'Online question hour', on[0], 'UTC', '', '', 'svwiki', **online),
        _event(504, 'ورشة عمل في الإسكندرية', on[1], 'Africa/Cairo', 'EG', 'Alexandria', 'arwiki'),
        _event(505, 'Escritura sobre salud', on[2], 'Europe/Madrid', 'ES', 'Madrid', 'svwiki'),
        _event(506, 'Somewhere in Germany', on[3], 'Europe/Berlin', 'DE', '', 'svwiki'),
    )


def pages(now: datetime) -> Iterator[Page]:
    """Return the pages of the events, and of their calendar before any script filled it."""
    first, last = (now + timedelta(days=days) for days in (-90, 90))
    texts = {
        CALENDAR: SETTINGS % (first.date(), last.date()),
        f'{CAMPAIGN}/Places': PLACES,
        f'File:{MAP}': FILE_TEXT,
        f'Event:{OVER}': 'Come and write about health.',
        f'Event:{TO_COME}': 'Kom och skriv om medicin.',
    }
    for title, text in texts.items():
        yield Page('metawiki', title, (Revision('Organizer', now - timedelta(days=30), text, 'New page'),))


def _event(
    number: int, name: str, day: datetime, zone: str, country: str, city: str, wiki: str, **more: Any
) -> Mapping[str, Any]:
    return {
        'id': number,
        'name': name,
        'event_page': f'Event:{name}',
        'event_page_wiki': 'metawiki',
        'timezone': zone,
        'start_time': f'{day:%Y%m%d}170000',
        'end_time': f'{day:%Y%m%d}200000',
        'inperson_meeting': True,
        'meeting_country_code': country,
        'meeting_address': city,
        'types': ['editing-event'],
        'wikis': [wiki],
        'organizers': ['Organizer'],
        'participants': [],
        **more,
    }
