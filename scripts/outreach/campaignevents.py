"""Events of Extension:CampaignEvents: the public list of all of them, and what each says of itself.

The list is an includable special page (since MediaWiki 1.44), which `action=parse` gives to anybody; details
are given by REST. One wiki's list covers all wikis that share accounts. The shapes, and what they do not
have (no "cancelled", offsets as zones, `null` and absent addresses), are in
CampaignEvents 8cee2392 (2026-08-13), src/Rest and src/Rest/Schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from outreach import restroutes
from outreach.htmltext import Tag, pieces
from outreach.problems import CannotTell, WikiError
from outreach.replies import Many, Shape, fault, may, need
from outreach.wiki import Wiki
from outreach.words import counted

EXTENSION = 'CampaignEvents'
PATH = '/rest.php/campaignevents/v0'
MOST_LISTED = 5000
NO_LIST, TOO_MANY = 'no-list', 'too-many'
MOST_PAGES = 500
OURS = 'ext-campaignevents-'
ROW, LINK = f'{OURS}events-list-row', f'{OURS}events-list-link'
WIDGET = f'{OURS}textwithicon-widget'
EVENT_ID = re.compile(
    r'Special:(?:EventDetails|RegisterForEvent)/(\d{1,9})\b|"wgCampaignEventsEventID":\s*(\d{1,9})'
)
TYPES = (
    'editing-event', 'media-upload-event', 'backlog-drive', 'contest', 'workshop', 'training-seminar',
    'meetup', 'hackathon', 'conference', 'other',
)  # fmt: skip
# the routes below PATH, and what each answers (GetEventRegistrationHandler, ListParticipantsHandler,
# ListOrganizersHandler: organizers who are hidden or gone are left out)
DETAILS = 'event_registration/{}'
PARTICIPANTS, ORGANIZERS = f'{DETAILS}/participants', f'{DETAILS}/organizers'
SHAPES = {
    DETAILS: Shape((
        need('id', int),
        need('name', str),
        need('event_page', str),
        need('event_page_wiki', str),
        need('start_time', str),
        need('end_time', str),
        need('status', str),
        need('timezone', str),
        need('online_meeting', bool),
        need('inperson_meeting', bool),
        need('is_test_event', bool),
        may('types', list, 'a CampaignEvents of before 2025'),
        may('wikis', list, 'a CampaignEvents of before 2025'),
        may('meeting_country_code', (str, type(None)), 'a CampaignEvents of before 2025'),
        may('meeting_address', (str, type(None)), 'no address'),
    )),
    PARTICIPANTS: Shape((
        need('participant_id', int),
        need('private', bool),
        need('user_name', str, unless='hidden not_found'),
    )),
    ORGANIZERS: Shape((need('organizer_id', int), need('user_name', str))),
}  # fmt: skip
MAY_NOT = '403'


@dataclass(frozen=True)
class ListedEvent:
    """One row of the list: the address of the event's page, its name, and all its words, by their icons.

    `number` is its id where a link of the row names it, else 0.
    """

    page: str
    name: str
    words: Mapping[str, str] = field(default_factory=dict)
    number: int = 0

    @property
    def country(self) -> str:
        """Return the country, in the language of the list; '' for none."""
        return self.words.get('globe', '')

    @property
    def seen(self) -> str:
        """Return all that the row says, in one text: another one where the event changed."""
        return '\n'.join(
            [self.page, self.name, *(f'{icon}={self.words[icon]}' for icon in sorted(self.words))]
        )


@dataclass(frozen=True)
class EventQuery:
    """Which events are listed: days in UTC, and filters as the special page has them ('' for all)."""

    first: date
    last: date
    wikis: str = ''
    topics: str = ''
    types: str = ''
    country: str = ''
    mode: str = ''
    all_wikis: bool = True


@dataclass(frozen=True)
class Registered:
    """Who takes part in an event: names of those in public, and how many in private.

    The wiki tells of private ones only to organizers of the event: for all others it seems there are none.
    """

    public: tuple[str, ...]
    private: int = 0


def listed(wiki: Wiki, wanted: EventQuery, language: str) -> list[ListedEvent]:
    """Return the events that touch the days: one request. `language` is that of the words in the rows.

    Raises CannotTell with the code NO_LIST where the wiki does not show its list in a page, and WikiError
    with TOO_MANY where it is too long.
    """
    asked = {
        'limit': str(MOST_LISTED),
        'wpStartDate': wanted.first.isoformat(),
        'wpEndDate': wanted.last.isoformat(),
        'wpFilterWikis': wanted.wikis,
        'wpFilterTopics': wanted.topics,
        'wpFilterEventTypes': wanted.types,
        'wpCountry': wanted.country,
        'wpParticipationOptions': {'online': '1', 'inperson': '2'}.get(wanted.mode, ''),
        'wpIncludeAllWikis': '1' if wanted.all_wikis else '0',
        'wpOpenSections': 'ongoing,upcoming',
    }
    parameters = '|'.join(f'{name}={value}' for name, value in asked.items() if value)
    reply = wiki.call(
        action='parse',
        text=f'{{{{Special:AllEvents|{parameters}}}}}',
        title='Project:Events',
        contentmodel='wikitext',
        prop='text',
        uselang=language,
        disablelimitreport=True,
    )
    html = reply['parse']['text']
    if OURS not in html:
        why = 'its list of events cannot be included in a page (no CampaignEvents, or before MediaWiki 1.44?)'
        raise CannotTell(wiki.host, why, NO_LIST)
    found = read_list(html)
    if len(found) >= MOST_LISTED:
        raise WikiError(
            wiki.host,
            f'lists {counted(len(found), "event")} or more: choose fewer, by wikis= or country=',
            TOO_MANY,
        )
    return found


def read_list(html: str) -> list[ListedEvent]:
    """Return the rows of the list out of its HTML, each page once."""
    reader = _Reader()
    for piece in pieces(html):
        reader.take(piece)
    rows = {one.page: one for one in reader.rows if one.page}
    return list(rows.values())


def number_on(html: str) -> int:
    """Return the id of the event whose page this is, as its readers see it; 0 where it names none."""
    found = EVENT_ID.search(html)
    return int(found[1] or found[2]) if found else 0


def details(wiki: Wiki, number: int) -> dict[str, Any] | None:
    """Return what an event says of itself; None where there is no such registration (any more)."""
    told = restroutes.ask(wiki, f'{PATH}/{DETAILS.format(number)}')
    if told is None:
        return None
    wrong = lacking(DETAILS, told)
    if wrong:
        raise CannotTell(wiki.host, f'event {number}: its details: {wrong}')
    return dict(told)


def lacking(route: str, told: Any) -> str:
    """Return what the answer of a route of SHAPES lacks, with its key; '' where it has the shape."""
    if route == DETAILS:
        whole = isinstance(told, Mapping)
        return fault(SHAPES[route], told, {}) if whole else f'is {type(told).__name__}'
    return fault(Shape((need('rows', Many(SHAPES[route])),)), {'rows': told}, {})


def organizers(wiki: Wiki, number: int) -> list[str]:
    """Return the names of the organizers of an event, 11 per request; hidden accounts are left out."""
    return [str(row['user_name']) for row in _pages(wiki, ORGANIZERS, number, 'organizer_id')]


def registered(wiki: Wiki, number: int) -> Registered:
    """Return who takes part in an event, 20 per request; hidden accounts are left out.

    Only who may see private ones can ask for them; the wiki refuses to tell all others anything then.
    """
    try:
        rows = list(_pages(wiki, PARTICIPANTS, number, 'participant_id', include_private='true'))
    except WikiError as error:
        if error.code != MAY_NOT:
            raise
        return Registered(tuple(participants(wiki, number)))
    return Registered(_public(rows), sum(row['private'] for row in rows))


def participants(wiki: Wiki, number: int) -> list[str]:
    """Return the names of those who take part in an event in public, 20 per request."""
    return list(_public(_pages(wiki, PARTICIPANTS, number, 'participant_id', include_private='false')))


def _public(rows: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(str(row['user_name']) for row in rows if 'user_name' in row and not row['private'])


def number_at(wiki: Wiki, address: str) -> int:
    """Return the id of the event whose page is at an address of a wiki; 0 where it names none."""
    parts = urlsplit(address)
    return number_on(restroutes.html(wiki, f'{parts.path}?{parts.query}' if parts.query else parts.path))


def _pages(wiki: Wiki, route: str, number: int, key: str, **asked: str) -> Iterator[Mapping[str, Any]]:
    """Return the rows of all pages of a list; raise CannotTell where one cannot be gone on from.

    `key` is the number of a row, which the next request begins behind.
    """
    path, after = f'{PATH}/{route.format(number)}', dict[str, str]()
    for _ in range(MOST_PAGES):
        rows: Any = restroutes.ask(wiki, path, **asked, **after)
        if rows is None:
            raise WikiError(wiki.host, f'has no {path.removeprefix(PATH)}', 'no-event')
        wrong = lacking(route, rows)
        if wrong:
            raise CannotTell(wiki.host, f'{path}: {wrong}')
        if not rows:
            return
        yield from rows
        following = {f'last_{key}': str(rows[-1][key])}
        if following == after:
            raise CannotTell(wiki.host, f'{path}: the same {key} again')
        after = following
    raise CannotTell(wiki.host, f'{path}: more than {MOST_PAGES} pages of people')


def _icon(name: str) -> str:
    """Return the icon that a class names, `…-icon--globe` or `oo-ui-icon-mapPin`; '' for none."""
    before, found, icon = name.partition('icon-')
    return icon.strip('-') if found and (not before or before.endswith('-')) else ''


class _Reader:
    """Reads the rows: what is told apart is told by classes, since words are in the reader's language."""

    def __init__(self) -> None:
        self.rows: list[ListedEvent] = []
        self._depth = 0
        self._page, self._name, self._number = '', '', 0
        self._words: dict[str, str] = {}
        self._in_link, self._icon, self._widget = False, '', 0

    def take(self, piece: Tag | str) -> None:
        """Take the next tag or text."""
        if isinstance(piece, str):
            self._keep(piece)
        elif piece.closes:
            self._end(piece.name)
        else:
            self._begin(piece.name, piece.attributes)

    def _begin(self, tag: str, told: Mapping[str, str]) -> None:
        """Begin a row, a link or one of the words with an icon."""
        classes = told.get('class', '').split()
        if tag == 'li' and ROW in classes:
            self._depth, self._page, self._name, self._number, self._words = 1, '', '', 0, {}
            self._widget, self._icon = 0, ''
            return
        if not self._depth:
            return
        self._depth += tag == 'li'
        if tag == 'a':
            self._in_link = LINK in classes
            self._page = told.get('href', '') if self._in_link else self._page
            found = EVENT_ID.search(told.get('href', ''))
            self._number = int(found[1]) if found and found[1] else self._number
        if tag == 'div' and self._widget:
            self._widget += 1
        if tag == 'div' and WIDGET in classes:
            self._widget, self._icon = 1, 'words'
        icon = next(filter(None, map(_icon, classes)), '')
        if self._widget and icon:
            self._icon = icon
        if tag == 'strong':
            self._icon = 'days'

    def _end(self, tag: str) -> None:
        """End a row, a link or one of the words."""
        if not self._depth:
            return
        if tag == 'a':
            self._in_link = False
        if tag == 'strong':
            self._icon = ''
        if tag == 'div' and self._widget:
            self._widget -= 1
            self._icon = self._icon if self._widget else ''
        if tag == 'li':
            self._depth -= 1
            if not self._depth:
                words = {icon: ' '.join(text.split()) for icon, text in self._words.items()}
                said = {icon: text for icon, text in words.items() if text}
                self.rows.append(ListedEvent(self._page, ' '.join(self._name.split()), said, self._number))

    def _keep(self, data: str) -> None:
        """Keep the words of a row."""
        if self._depth and self._in_link:
            self._name += data
        elif self._depth and self._icon:
            self._words[self._icon] = self._words.get(self._icon, '') + data
