"""What the rows of a promotion log say, whoever wrote them: what was announced where, and by whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from outreach.hostlabels import BREAK
from outreach.names import LANGUAGE_CODE
from outreach.promotion.logpage import (
    BY,
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
# what separates the channel from the wiki or platform, and the languages behind: `email · a list (sv, de)`
PARTS = re.compile(r'(·|[,;\n]|<br ?/?>)')
LANGUAGES = re.compile(r'\(([a-z]{2,3}(?:-[a-z]{2,8})*+(?:, [a-z]{2,3}(?:-[a-z]{2,8})*+)*+)\)$')
OUR_DETAILS = re.compile(r'<small>[^<>]*+(?:<(?!/small>)[^<>]*+)*+</small>')
BY_SPAN = re.compile(f'<span class="{BY}">([^<>]*+)</span>')


@dataclass(frozen=True)
class Announcement:
    """What one row says. `status` is None where it says nothing that we understand.

    `pages` are the places that the row links to or names, `platform` the folded name of the wiki or
    platform. `reach` is the first number of its cell. `languages` are those of its wikis, or the one that it
    names.
    """

    id: str
    line: int
    date: str
    channel: str
    hosts: tuple[str, ...]
    languages: tuple[str, ...]
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
    channel, where = _where(row, vocabulary)
    listed = HOSTS.search(' '.join(row.cells.values()))
    named = list(wikis.places_in(where))
    linked = list(wikis.places_in(row.cells.get('link', '') + _above(row.cells.get('announcement', ''))))
    foreign = [place for place in (*named, *linked) if place.host != wikis.home or wikis.home in where]
    hosts = tuple(listed[1].split()) if listed else hosts_of(named) or hosts_of(foreign)
    number = NUMBER.search(plain(live(OUR_DETAILS.sub('', row.cells.get('reach', '')))))
    day = ISO_DATE.search(plain(live(row.cells.get('date', ''))))
    return Announcement(
        id=row.id,
        line=row.line,
        date=day[0] if day else '',
        channel=channel,
        hosts=hosts,
        languages=_languages(row, where, hosts, wikis),
        status=_status(row, vocabulary),
        reach=int(re.sub(r'\D', '', number[0])) if number else None,
        pages=frozenset(place for place in (*named, *linked) if place.page and place.page[:8] != 'Special:'),
        platform=fold(LANGUAGES.sub('', plain(where))),
        by=_by(row, wikis),
    )


def _where(row: LogRow, vocabulary: Vocabulary) -> tuple[str, str]:
    """Return the channel of a row, and the wikitext of what it says of the wiki or platform."""
    said = row.cells.get('where', '').replace(BREAK, '')
    first, separator, rest = (*PARTS.split(said, maxsplit=1), '', '')[:3]
    word = fold(LANGUAGES.sub('', plain(first)))
    if word in vocabulary.channels:
        left = rest if separator else said[len(first) :]
        spoken = LANGUAGES.search(plain(first))
        return vocabulary.channels[word], left or (spoken[0] if spoken else '')
    channel = fold(row.value('channel'))
    return vocabulary.channels.get(channel, channel), row.cells.get('wiki', '').replace(BREAK, '') or said


def _above(cell: str) -> str:
    """Return what stands in a cell above the small print."""
    return cell.strip().partition('<small>')[0].partition('\n')[0]


def _languages(row: LogRow, where: str, hosts: Sequence[str], wikis: Wikis) -> tuple[str, ...]:
    """Return the languages in which a row says that something was told, in order."""
    said = LANGUAGES.search(plain(where))
    named = [row.value('language').casefold(), *(said[1].split(', ') if said else ())]
    known = [code for code in named if LANGUAGE_CODE.fullmatch(code)]
    return tuple(sorted({*(known or filter(None, map(wikis.language, hosts)))}))


def _by(row: LogRow, wikis: Wikis) -> str:
    """Return who announced it: as the row names them, or who signed the announcement with a date."""
    cell = row.cells.get('by', '')
    named = BY_SPAN.search(row.cells.get('announcement', ''))
    said = cell or (named[1] if named else '')
    if said:
        signed = signature(live(said), wikis.resolver, wikis.months)
        return signed.name if signed else plain(said)
    signed = signature(live(row.cells.get('announcement', '')), wikis.resolver, wikis.months)
    return signed.name if signed and signed.day else ''


def _status(row: LogRow, vocabulary: Vocabulary) -> Status | None:
    """Return the status that a row says; a row with a date and none was announced, as people write it."""
    word = fold(row.value('status'))
    if word in vocabulary.statuses:
        return vocabulary.statuses[word]
    if DONE.search(row.cells.get('status', '')) or (not word and row.value('date')):
        return Status.SENT
    return Status.SUGGESTED if not word else None
