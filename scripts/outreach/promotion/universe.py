"""Everything that an announcement could reach: all Wikipedias, some languages, affiliates, or channels."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from outreach.affiliates import registry
from outreach.names import LANGUAGE_CODE, first_upper
from outreach.promotion.places import Place, Wikis
from outreach.sharedtable import fold, head
from outreach.sitematrix import WikiInfo
from outreach.visibletext import COMMENT
from outreach.wikitable import find_table

KINDS = ('wikipedias', 'languages', 'affiliates', 'channels')
AFFILIATES_PAGE = registry.PAGE
# `code: number`, a table row with both, or the code alone; a word after the code makes it prose
LANGUAGE_LINE = re.compile(
    r'[*#| \t]*+\[{0,2}:?([a-z][a-z0-9-]++)(?!\w|\s+[a-z])'
    r'[^\d\n]*+((?:\d[\d., \u00a0\u202f]{0,30}+)?)[^\d\n]*$'
)

# one word and a number, in a list, in a table, or as a file of a spreadsheet has them
WEIGHT_LINE = re.compile(
    r'(?:[ \t\ufeff]*+[*#|][*#| \t]*+\[{0,2}:?[^\W\d][\w-]{0,40}+\]{0,2}[ \t]*+[:=|]{1,2}'
    r'|\ufeff?"?+[^\W\d][\w-]{0,40}+"?+[;,\t])[ \t]*+"?+\d[\d., \u00a0\u202f]{0,30}+"?+'
)
# a cell of a table that holds a number and nothing else
NUMBER_CELL = re.compile(r'\|[ \t]*+(\d[\d., \u00a0\u202f]{0,30}+)')

NOWHERE = Place('', '')


@dataclass(frozen=True)
class Spot:
    """One thing that an announcement should reach; `weight` is how many it would reach, 0 if unknown.

    `unit` says what the weight counts: editors or members. `post` is the page of a wiki on which one posts,
    where it is known.
    """

    key: str
    label: str
    place: Place = NOWHERE
    language: str = ''
    weight: int = 0
    unit: str = 'editors'
    post: Place = NOWHERE

    @property
    def names(self) -> frozenset[str]:
        """Return the folded texts by which people may name it."""
        return frozenset({fold(self.key), fold(self.label)})


def wikipedias(
    matrix: Iterable[WikiInfo], weights: Mapping[str, int], pumps: Mapping[str, str] | None = None
) -> list[Spot]:
    """Return all open Wikipedias with the number of their active editors, by host or language code.

    `pumps` gives the titles of village pumps by the names of databases.
    """
    known = pumps or {}
    return [
        Spot(
            info.host,
            info.host,
            Place(info.host),
            info.language,
            weights.get(info.host, weights.get(info.host.partition('.')[0], 0)),
            post=Place(info.host, known[info.dbname]) if info.dbname in known else NOWHERE,
        )
        for info in matrix
        if info.open and info.group == 'wiki'
    ]


def languages(weights: Mapping[str, int]) -> list[Spot]:
    """Return the languages of a list with their numbers."""
    return [Spot(code, code, language=code, weight=number) for code, number in weights.items()]


def read_weights(text: str) -> dict[str, int]:
    """Read languages with numbers out of a page: `* sv: 2,450`, `| sv || 2450`, or the code alone (0).

    In a table the number may stand on the line below. Raises ValueError with the lines that give a number to
    something else than the code of a language, or give it in another way (`sv;2450`): none is left out in
    silence.
    """
    weights: dict[str, int] = {}
    wrong: list[str] = []
    shown = COMMENT.sub(lambda comment: '\n' * comment[0].count('\n'), text)
    lines = [line.strip() for line in shown.split('\n')]
    for number, (line, below) in enumerate(zip(lines, [*lines[1:], ''], strict=True), 1):
        found = LANGUAGE_LINE.match(line)
        listed = line[:1] in ('*', '#', '|')
        if found and listed and LANGUAGE_CODE.fullmatch(found[1]):
            cell = NUMBER_CELL.fullmatch(below) if line.startswith('|') else None
            figure = found[2] or (cell[1] if cell else '')
            weights.setdefault(found[1], int(re.sub(r'\D', '', figure) or 0))
        elif WEIGHT_LINE.fullmatch(line):
            wrong.append(f'line {number}: {line!r} must be as `* sv: 2,450`')
    if wrong:
        raise ValueError('; '.join(wrong))
    return weights


def channels(text: str, wikis: Wikis, heads: Collection[str] = ()) -> list[Spot]:
    """Read a directory of channels; raise ValueError for a table that is never closed.

    `heads` are the folded words for the column that holds the channel. In a table with such a column each
    row is one channel, the first place that this cell names: liaisons and remarks in other cells are
    none. Else each item of a list or row of a table gives every place that it names.
    """
    spots: dict[str, Spot] = {}
    found = _cells_under(text, heads)
    for line in COMMENT.sub('', text).split('\n') if found is None else ():
        item = re.match(r'[ \t]*+[*#|]++[ \t]*+(?![-}+])(.+)$', line)
        places = list(wikis.places_in(item[1])) if item else []
        spots |= {one.key: one for one in _spots(places, wikis) if one.key not in spots}
    for cell in found or ():
        places = list(wikis.places_in(COMMENT.sub('', cell)))[:1]
        spots |= {one.key: one for one in _spots(places, wikis) if one.key not in spots}
    return list(spots.values())


def _spots(places: Iterable[Place], wikis: Wikis) -> Iterator[Spot]:
    for place in places:
        if place.page or place.host != wikis.home:
            yield Spot(place.key, place.key, place, wikis.language(place.host))


def _cells_under(text: str, heads: Collection[str]) -> list[str] | None:
    """Return the cells of the column with one of these heads; None where no table has such a column."""
    at = 0
    while table := find_table(text, at):
        at = table.close + 2
        header, columns = head(text, table, dict.fromkeys(heads, 'channel'))
        if 'channel' in columns:
            number = columns.index('channel')
            rows = [row for row in table.rows if row is not header and number < len(row.cells)]
            return [text[row.cells[number].start : row.cells[number].end] for row in rows]
    return None


def affiliates(text: str, title: str, home: str, redirects: Mapping[str, str]) -> list[Spot]:
    """Return the affiliates of the registry, deferred ones too, with the number of their members.

    Their page is the one of their name on the wiki `home`, after a redirect; `group_page` is a page of their
    members, often on another site. Raises LuaError where the text is no registry.
    """
    current = [one for one in registry.parse(text, title).affiliates if registry.STATUSES.get(one.status)]
    return [
        Spot(one.name, one.name, _page(redirects.get(one.name, one.name), home), '', one.members, 'members')
        for one in current
        if one.name
    ]


def _page(title: str, home: str) -> Place:
    return Place(home, first_upper(title)) if registry.is_title(title) else NOWHERE


def weights_of(replies: Iterable[tuple[str, Mapping[str, Any]]]) -> Iterator[tuple[str, int]]:
    """Return hosts with their active editors, of the `query` objects of siprop=statistics."""
    for host, reply in replies:
        yield host, int(reply.get('statistics', {}).get('activeusers', 0))
