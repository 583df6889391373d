"""What people suggest and take on below a promotion log: lines of lists, signed or not, in odd forms."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from outreach import wikitext
from outreach.headings import headings
from outreach.linenumbers import LineNumbers
from outreach.phrases import Say
from outreach.problems import Problem
from outreach.promotion.announcements import Announcement
from outreach.promotion.logpage import ScriptRow, Status
from outreach.promotion.places import Place, Wikis
from outreach.sharedtable import fold
from outreach.signatures import Signature, dated, signature, without_signature
from outreach.visibletext import live, readable
from outreach.wikitable import mask

MASKED = '\0'  # what `mask` writes
ITEM = re.compile(r'[ \t]*+(?:[*#:;]|[-•‣–](?=\s))?[ \t]*+(?![*#:;])(.*)')


@dataclass(frozen=True)
class Suggestion:
    """One place that somebody suggests or takes on: in which line, in whose name, and since when."""

    place: Place
    line: int
    signed: Signature | None


def section(text: str, names: Collection[str]) -> tuple[int, int] | None:
    """Return where the body of the first section with one of these folded headings begins and ends.

    Subsections belong to it. None where there is no such section.
    """
    visible = mask(text)
    found = list(headings(visible, MASKED))
    for number, heading in enumerate(found):
        if fold(text[heading.title_start : heading.title_end]) in names:
            ends = [later.start for later in found[number + 1 :] if later.level <= heading.level]
            return heading.end, min(ends, default=len(text))
    return None


def parse(text: str, names: Collection[str], wikis: Wikis) -> tuple[list[Suggestion], list[Problem]]:
    """Read the places in the lines of a section, each place once, and name the lines without one.

    Replies (deeper in the list), withdrawn lines and everything in comments are no suggestions.
    """
    plain = live(text)
    found = section(plain, names)
    if found is None:
        return [], []
    suggestions: dict[Place, Suggestion] = {}
    notes: list[Problem] = []
    whole = readable(text).split('\n')
    for number, line, listed in _items(plain, *found):
        signed = signature(line, wikis.resolver, wikis.months)
        said = wikis.places_in(without_signature(line, wikis.resolver))
        places = [place for place in said if _may_be(place, wikis)]
        for place in places:
            suggestions.setdefault(place, Suggestion(place, number, signed))
        withdrawn = line not in whole[number - 1]
        if not places and listed and not withdrawn:
            notes.append(
                Problem(f'line {number}', f'names no place that we can find: {line.strip()[:100]!r}')
            )
    return list(suggestions.values()), notes


def entries(
    suggestions: Iterable[Suggestion],
    announced: Sequence[Announcement],
    wikis: Wikis,
    say: Say,
) -> Iterator[ScriptRow]:
    """Return a row for each suggested place that no row of the log is about yet.

    A suggestion for a wiki as such is met by any row about that wiki. What was suggested earlier
    and became a row keeps its row, so that it is found by its id and not suggested again.
    """
    pages = {place for row in announced for place in row.pages if not row.id.startswith('suggested ')}
    hosts = {host for row in announced for host in row.hosts if not row.id.startswith('suggested ')}
    for one in suggestions:
        place = one.place
        if place in pages or (not place.page and place.host in hosts):
            continue
        yield ScriptRow(
            id=f'suggested {place.key}',
            date='',
            channel=_channel(place),
            status=Status.SUGGESTED,
            wiki=place.host,
            language=wikis.language(place.host),
            link=place.cell,
            notes=_origin(one.signed, say),
            since=one.signed.day if one.signed else None,
            once=True,
        )


def _items(plain: str, start: int, end: int) -> Iterator[tuple[int, str, bool]]:
    """Return (line number, text, is it an item of a list) of each line that may hold a suggestion."""
    for number, line in enumerate(plain[start:end].split('\n'), LineNumbers(plain).at(start)):
        item = ITEM.fullmatch(line)
        if item and item[1].strip() and not any(headings(line, MASKED)):
            yield number, item[1], item.start(1) > 0 and not line[0].isspace()


def _may_be(place: Place, wikis: Wikis) -> bool:
    """Whether a place can hold an announcement, and is another one than the wiki of the log."""
    return wikis.may_hold(place) and (bool(place.page) or place.host != wikis.home)


def _channel(place: Place) -> str:
    if not place.host:
        return 'other'
    talk = place.page.startswith('Talk:') or ':' not in place.page
    return 'projectpage' if place.page and talk else 'villagepump'


def _origin(signed: Signature | None, say: Say) -> str:
    """Return the cell that says who suggested it and when."""
    if signed is None:
        return say('suggested')
    name = wikitext.escape(signed.name)
    return ' '.join([say('suggested-by', user=f'[[User:{name}|{name}]]'), dated(signed.day)]).strip()
