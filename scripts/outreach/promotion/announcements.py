"""What the rows of a promotion log say, whoever wrote them: what was announced where, and by whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from outreach.names import LANGUAGE_CODE
from outreach.promotion.logpage import (
    HOSTS,
    ISO_DATE,
    NUMBER,
    LogPage,
    LogRow,
    Status,
    Vocabulary,
)
from outreach.promotion.places import Place, Wikis, hosts_of
from outreach.sharedtable import fold, plain
from outreach.signatures import signature
from outreach.visibletext import live

# https://meta.wikimedia.org/wiki/Template:Done and its usual redirects
DONE = re.compile(r'\{\{\s*(?:done|yes|tick|resolved)\s*[|}]', re.IGNORECASE)


@dataclass(frozen=True)
class Announcement:
    """What one row says. `status` is None where it says nothing that we understand.

    `pages` are the places that the row links to or names, `platform` its folded cell for the wiki or
    platform. `reach` is the first number of its cell.
    """

    id: str
    line: int
    date: str
    channel: str
    hosts: tuple[str, ...]
    language: str
    status: Status | None
    reach: int | None
    pages: frozenset[Place]
    platform: str
    by: str


def read(page: LogPage, vocabulary: Vocabulary, wikis: Wikis) -> list[Announcement]:
    """Return what every row of the log says, in order; rows of headings and of nothing are left out."""
    return [
        _read_row(row, vocabulary, wikis)
        for row in page.rows
        if any(plain(value) for value in row.cells.values())
    ]


def unread(rows: Iterable[Announcement]) -> list[Announcement]:
    """Return the rows whose status is not recognised."""
    return [row for row in rows if row.status is None]


def _read_row(row: LogRow, vocabulary: Vocabulary, wikis: Wikis) -> Announcement:
    where = row.cells.get('wiki', '')
    listed = HOSTS.search(where)
    places = [*wikis.places_in(where), *wikis.places_in(row.cells.get('link', ''))]
    foreign = [place for place in places if place.host != wikis.home or wikis.home in where]
    hosts = tuple(listed[1].split()) if listed else hosts_of(wikis.places_in(where)) or hosts_of(foreign)
    language = row.value('language').casefold()
    number = NUMBER.search(plain(live(row.cells.get('reach', ''))))
    day = ISO_DATE.search(plain(live(row.cells.get('date', ''))))
    signed = signature(live(row.cells.get('by', '')), wikis.resolver, wikis.months)
    return Announcement(
        id=row.id,
        line=row.line,
        date=day[0] if day else '',
        channel=vocabulary.channels.get(fold(row.value('channel')), fold(row.value('channel'))),
        hosts=hosts,
        language=language if LANGUAGE_CODE.fullmatch(language) else _language(hosts, wikis),
        status=_status(row, vocabulary),
        reach=int(re.sub(r'\D', '', number[0])) if number else None,
        pages=frozenset(place for place in places if place.page and place.page[:8] != 'Special:'),
        platform=fold(row.value('wiki')),
        by=signed.name if signed else row.value('by'),
    )


def _status(row: LogRow, vocabulary: Vocabulary) -> Status | None:
    """Return the status that a row says; a row with a date and none was announced, as people write it."""
    word = fold(row.value('status'))
    if word in vocabulary.statuses:
        return vocabulary.statuses[word]
    if DONE.search(row.cells.get('status', '')) or (not word and row.value('date')):
        return Status.SENT
    return Status.SUGGESTED if not word else None


def _language(hosts: Sequence[str], wikis: Wikis) -> str:
    languages = {wikis.language(host) for host in hosts}
    return languages.pop() if len(languages) == 1 else ''
