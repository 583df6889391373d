"""Where events come from: lines that a wiki editor writes, each of one kind with its options.

What serves them is in docs/events.md.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import quote, urlsplit

from outreach import digits
from outreach.campaignevents import TYPES
from outreach.events.countries import code_of
from outreach.settings import home_title, yes_or_no
from outreach.settingspages import LABEL
from outreach.weblinks import web_link

OPTION = re.compile(r'(?<!\s)\s++(?=[a-z]++=)')
COLUMN = re.compile('[1-9][0-9]?')
KEY_LETTERS = 6
# the columns that a table of people may have, and what in each
COLUMNS = ('name', 'date', 'end', 'time', 'zone', 'place', 'country', 'mode', 'language', 'link', 'type')


class EventSourceKind(StrEnum):
    """What serves a source."""

    CAMPAIGN_EVENTS = 'campaignevents'
    TABLE = 'table'
    ROWS = 'rows'
    ICS = 'ics'
    DISCOURSE = 'discourse'
    TRIBE = 'tribe'
    FILE = 'file'

    @property
    def fetched(self) -> bool:
        """Return whether it is fetched from outside of the wikis."""
        return self in (EventSourceKind.ICS, EventSourceKind.DISCOURSE, EventSourceKind.TRIBE)


@dataclass(frozen=True)
class EventSource:
    """One source: its kind, the page or address, its options, and what readers see as its name."""

    kind: EventSourceKind
    where: str
    options: Mapping[str, str] = field(default_factory=dict)
    label: str = ''

    @property
    def key(self) -> str:
        """Return the letters by which rows on a page name their source."""
        text = '\0'.join(
            (self.kind, self.where, *(f'{name}={self.options[name]}' for name in sorted(self.options)))
        )
        return hashlib.sha256(text.encode()).hexdigest()[:KEY_LETTERS]

    @property
    def columns(self) -> dict[str, int]:
        """Return the columns of a table of people by what they hold, the first being 0."""
        return {
            name: int(number) - 1
            for name, number in self.options.items()
            if name in COLUMNS and COLUMN.fullmatch(number)
        }


def source(text: str) -> EventSource:
    """Read one line: `kind:where option=value …`, then maybe ` – ` and a label.

    Raises ValueError saying what is wrong and what would be right.
    """
    line, *label = LABEL.split(text.strip(), maxsplit=1)
    first, *rest = OPTION.split(line)
    name, _, where = first.partition(':')
    kinds = [str(kind) for kind in EventSourceKind if kind is not EventSourceKind.FILE]
    if name.strip().lower() not in kinds:
        raise ValueError(f'must begin with one of: {", ".join(kinds)}')
    kind = EventSourceKind(name.strip().lower())
    options = _options(rest)
    made = _READ[kind](where.strip(), options)
    shown = label[0].strip() if label else _name(kind, made)
    return EventSource(kind, made, options, shown)


def of_file(path: str) -> EventSource:
    """Return the source that a local file with a calendar is."""
    name = re.split(r'[/\\]', path)[-1]
    return EventSource(EventSourceKind.FILE, name, {}, name)


def own_rows(title: str) -> EventSource:
    """Return the source that the rows on the page itself are."""
    return EventSource(EventSourceKind.ROWS, title, {}, title)


def _options(words: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for word in words:
        name, _, value = word.partition('=')
        if not value.strip():
            raise ValueError(f'cannot be read at {word!r}: options are written name=value')
        if name in found:
            raise ValueError(f'gives {name} more than once')
        found[name] = value.strip()
    return found


def _known(options: Mapping[str, str], *names: str) -> None:
    unknown = sorted(set(options) - set(names))
    if unknown:
        known = f': it has {", ".join(names)}' if names else ''
        raise ValueError(f'has an option that this kind does not have: {", ".join(unknown)}{known}')


def _campaign_events(where: str, options: dict[str, str]) -> str:
    if where:
        raise ValueError('takes options only, such as campaignevents wikis=svwiki,commonswiki')
    _known(options, 'wikis', 'topics', 'types', 'country', 'mode', 'allwikis')
    for name in ('wikis', 'topics', 'types'):
        if name in options and not re.fullmatch(r'[a-z0-9_-]+(?:,[a-z0-9_-]+)*', options[name]):
            raise ValueError(f'needs {name}= as names separated by commas, without blanks')
    unknown = [one for one in options.get('types', '').split(',') if one and one not in TYPES]
    if unknown:
        raise ValueError(f'names no type of event: {", ".join(unknown)}; there are {", ".join(TYPES)}')
    if 'country' in options:
        code = code_of(options['country'])
        if not code:
            raise ValueError('needs country= as a code of two letters, such as SE')
        options['country'] = code
    if options.get('mode', 'online') not in ('online', 'inperson'):
        raise ValueError('needs mode=online or mode=inperson')
    if 'allwikis' in options:
        options['allwikis'] = 'yes' if yes_or_no(options['allwikis']) else 'no'
    return ''


def _table(where: str, options: dict[str, str]) -> str:
    _known(options, *COLUMNS, 'table')
    for name in ('name', 'date'):
        if name not in options:
            raise ValueError('needs at least name= and date=, the numbers of those columns')
    wrong = [name for name, value in options.items() if name != 'zone' and not COLUMN.fullmatch(value)]
    if wrong:
        raise ValueError(f'needs the number of a column, from 1 on, as {", ".join(wrong)}=')
    return home_title(where)


def _rows(where: str, options: dict[str, str]) -> str:
    _known(options)
    return home_title(where)


def _ics(where: str, options: dict[str, str]) -> str:
    _known(options)
    return _https(where)


def _discourse(where: str, options: dict[str, str]) -> str:
    _known(options, 'category')
    category = options.get('category', '')
    if category and not digits.are_number(category):
        raise ValueError('needs category= as the number of the category')
    asked = f'&category_id={category}&include_subcategories=true' if category else ''
    return _https(f'https://{where}/discourse-post-event/events.json?include_details=true{asked}')


def _tribe(where: str, options: dict[str, str]) -> str:
    _known(options, 'category', 'tag')
    words = [
        f'&{parameter}={quote(options[name], safe=",")}'
        for name, parameter in (('category', 'categories'), ('tag', 'tags'))
        if name in options
    ]
    return _https(f'https://{where}/wp-json/tribe/events/v1/events?per_page=50{"".join(words)}')


def _https(link: str) -> str:
    if not link.startswith('https://'):
        raise ValueError('must be an address beginning with https://')
    return web_link(link)


def _name(kind: EventSourceKind, where: str) -> str:
    if kind is EventSourceKind.CAMPAIGN_EVENTS:
        return 'CampaignEvents'
    return (urlsplit(where).hostname or where) if kind.fetched else where


_READ = {
    EventSourceKind.CAMPAIGN_EVENTS: _campaign_events,
    EventSourceKind.TABLE: _table,
    EventSourceKind.ROWS: _rows,
    EventSourceKind.ICS: _ics,
    EventSourceKind.DISCOURSE: _discourse,
    EventSourceKind.TRIBE: _tribe,
}
