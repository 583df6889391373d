"""Who organizes events on the wikis, in the country or of the types that are named, and why they are named.

Events of Extension:CampaignEvents, whose organizers are public (CampaignEvents 8cee2392, src/Rest).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from outreach import campaignevents
from outreach.audience.handed import HandedList
from outreach.audience.peoplefile import FileName, PeopleFile
from outreach.campaignevents import TYPES, EventQuery, ListedEvent
from outreach.farm import Farm
from outreach.names import is_temporary, normalize_user
from outreach.problems import BadInput, Problem, WikiError
from outreach.settings import day
from outreach.words import counted

YEAR = timedelta(days=365)
NAMES = ('wikis', 'topics', 'types', 'country')
LETTERS_OF_A_COUNTRY = 2
VALUE = re.compile(r'[A-Za-z0-9_-]+(?:,[A-Za-z0-9_-]+)*')


@dataclass(frozen=True)
class OrganizerFilter:
    """Which events count: those of these wikis, topics, types, country, from a day on (None: a year back)."""

    options: Mapping[str, str] = field(default_factory=dict)
    since: date | None = None

    def wanted(self, today: date) -> EventQuery:
        """Return what is asked of the list: events up to a year ahead."""
        wikis, topics, types, country = (self.options.get(name, '') for name in NAMES)
        first = self.since or today - YEAR
        return EventQuery(first, today + YEAR, wikis, topics, types, country, all_wikis=not wikis)


def choice(text: str) -> OrganizerFilter:
    """Read which events count, `wikis=svwiki types=contest since=2026-01-01`; raise ValueError for none."""
    options: dict[str, str] = {}
    since = None
    for word in text.split():
        name, _, value = word.partition('=')
        if name == 'since':
            since = day(value)
        elif name not in NAMES or not VALUE.fullmatch(value):
            raise ValueError(f'must be among wikis=, topics=, types=, country=, since=: {word!r}')
        else:
            options[name] = value.upper() if name == 'country' else value
    unknown = [one for one in options.get('types', '').split(',') if one and one not in TYPES]
    if unknown:
        raise ValueError(f'names no type of event: {", ".join(unknown)}; there are {", ".join(TYPES)}')
    if len(options.get('country', 'XX')) != LETTERS_OF_A_COUNTRY:
        raise ValueError('needs country= as a code of two letters, such as SE')
    if not options:
        raise ValueError('must choose events, such as wikis=svwiki,fiwiki types=contest country=SE')
    return OrganizerFilter(options, since)


@dataclass(frozen=True)
class Organizers(HandedList):
    """People who organize events, with the reason for each, as a list that somebody was handed."""

    reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def write_reasons(self) -> Path:
        """Write who was named and why beside the other local files; return where."""
        lines = [f'{name}\t{"; ".join(why)}\n' for name, why in sorted(self.reasons.items())]
        self.path.write_text(''.join(lines), encoding='utf-8')
        return self.path


def read(farm: Farm, chosen: OrganizerFilter, now: datetime, path: Path) -> Organizers:
    """Return who organizes the events; raise BadInput where there is nobody, or the list cannot be had.

    One request for the list, and two for each event. `path` is where their reasons are written.
    """
    try:
        rows = campaignevents.listed(farm.home, chosen.wanted(now.date()), farm.home.info.language)
        named = [(row, _organizers(farm, row)) for row in rows]
    except WikiError as error:
        raise BadInput([Problem('-organizers', f'cannot be told: {error}')]) from None
    reasons = _reasons(named)
    if not reasons:
        raise BadInput(
            [Problem('-organizers', f'nobody: {counted(len(rows), "event was", "events were")} found')]
        )
    people = tuple(FileName(name, '', number) for number, name in enumerate(reasons, 1))
    return Organizers('the organizers of events', path, PeopleFile(people), reasons)


def _organizers(farm: Farm, row: ListedEvent) -> list[str]:
    host = urlsplit(row.page).hostname or ''
    number = row.number
    if not number and host in farm.by_host:
        number = campaignevents.number_at(farm.wiki(host), row.page)
    return campaignevents.organizers(farm.home, number) if number else []


def _reasons(named: Iterable[tuple[ListedEvent, Iterable[str]]]) -> dict[str, tuple[str, ...]]:
    """Return why each person is named: the events, with what the list says of them."""
    found: dict[str, tuple[str, ...]] = {}
    for row, names in named:
        told = ', '.join(filter(None, (row.words.get('days', ''), row.country)))
        for written in names:
            name = normalize_user(written)
            if not is_temporary(name):
                found[name] = (*found.get(name, ()), f'organizes {row.name} ({told})')
    return found
