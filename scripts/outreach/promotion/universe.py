"""Everything that an announcement could reach: all Wikipedias, some languages, affiliates, or channels."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from outreach.promotion.logpage import COMMENT, fold, plain
from outreach.promotion.places import LANGUAGE_CODE, Place, Wikis
from outreach.sitematrix import WikiInfo
from outreach.wikitable import find_table

KINDS = ('wikipedias', 'languages', 'affiliates', 'channels')
AFFILIATES_PAGE = 'Module:Organizational Informations'
# `code: number`, a table row with both, or the code alone; a word after the code makes it prose
LANGUAGE_LINE = re.compile(
    r'^[ \t]*(?:[*#|]+[ \t]*)*\[{0,2}:?([a-z]{2,}(?:-[a-z0-9]+)*)\b(?!\s+[a-z])'
    r'[^\d\n]*?((?:\d[\d., \u00a0\u202f]*)?)[^\d\n]*$'
)
LUA = re.compile(
    r"--\[\[.*?\]\]|--[^\n]*|'((?:\\.|[^'\\])*)'|\"((?:\\.|[^\"\\])*)\"|([A-Za-z_]\w*)|(\d+)|([{}=,;\[\]])",
    re.DOTALL,
)
RECOGNISED = frozenset({'recognised', 'recognized'})


NOWHERE = Place('', '')


@dataclass(frozen=True)
class Spot:
    """One thing that an announcement should reach; `weight` is how many it would reach, 0 if unknown.

    `unit` says what the weight counts: editors or members.
    """

    key: str
    label: str
    place: Place = NOWHERE
    language: str = ''
    weight: int = 0
    unit: str = 'editors'

    @property
    def names(self) -> frozenset[str]:
        """Return the folded texts by which people may name it."""
        return frozenset({fold(self.key), fold(self.label)})


def wikipedias(matrix: Iterable[WikiInfo], weights: Mapping[str, int]) -> list[Spot]:
    """Return all open Wikipedias with the number of their active editors, by host or language code."""
    return [
        Spot(
            info.host,
            info.host,
            Place(info.host),
            info.language,
            weights.get(info.host, weights.get(info.host.partition('.')[0], 0)),
        )
        for info in matrix
        if info.open and info.group == 'wiki'
    ]


def languages(weights: Mapping[str, int]) -> list[Spot]:
    """Return the languages of a list with their numbers."""
    return [Spot(code, code, language=code, weight=number) for code, number in weights.items()]


def read_weights(text: str) -> dict[str, int]:
    """Read languages with numbers out of a page: `* sv: 2,450`, `| sv || 2450`, or the code alone (0)."""
    weights: dict[str, int] = {}
    for line in COMMENT.sub('', text).split('\n'):
        found = LANGUAGE_LINE.match(line)
        listed = line.lstrip()[:1] in ('*', '#', '|')
        if found and listed and LANGUAGE_CODE.fullmatch(found[1]):
            weights.setdefault(found[1], int(re.sub(r'\D', '', found[2]) or 0))
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
        item = re.match(r'^[ \t]*[*#|]+[ \t]*(?![-}+])(.+)$', line)
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
        header = next((row for row in table.rows if row.cells and row.cells[0].header), None)
        labels = [fold(plain(text[cell.start : cell.end])) for cell in header.cells] if header else []
        number = next((number for number, label in enumerate(labels) if label in heads), None)
        if number is not None:
            rows = [row for row in table.rows if row is not header and number < len(row.cells)]
            return [text[row.cells[number].start : row.cells[number].end] for row in rows]
    return None


def affiliates(text: str, wikis: Wikis) -> list[Spot]:
    """Read the affiliates that may receive a campaign out of their Lua data module.

    These are recognised, have an agreement date and are not suspended; the weight is the number of
    members. Source of the fields: https://meta.wikimedia.org/wiki/Module:Organizational_Informations.
    Raises ValueError where the text is no such module.
    """
    spots = []
    for group in read_lua(text):
        name = str(group.get('group_name', '')).strip()
        status = str(group.get('recognition_status', '')).strip().lower()
        if not name or status not in RECOGNISED or not str(group.get('agreement_date', '')).strip():
            continue
        members = re.sub(r'\D', '', str(group.get('member_count', '')))
        page = str(group.get('group_page', '')).strip()
        address = '/' in page and '.' in page.partition('/')[0]
        place = wikis.at_address(page) if address else wikis.follow(page)
        spots.append(Spot(name, name, place or NOWHERE, weight=int(members or 0), unit='members'))
    return spots


def read_lua(text: str) -> list[dict[str, Any]]:
    """Read a Lua module that returns a table of tables of strings; raise ValueError for anything else."""
    tokens = [match for match in LUA.finditer(text) if not match[0].startswith('--')]
    position = next((i for i, token in enumerate(tokens) if token[3] == 'return'), -1) + 1
    if not position or position >= len(tokens) or tokens[position][0] != '{':
        raise ValueError('this module does not return a table')
    value, _ = _lua_table(tokens, position)
    return [one for one in value.values() if isinstance(one, dict)]


def _lua_table(tokens: list[re.Match[str]], at: int) -> tuple[dict[str, Any], int]:
    """Read one table that begins at a token; return it and the place after it. Positions count from 1."""
    table: dict[str, Any] = {}
    key, at = '', at + 1
    while at < len(tokens):
        token = tokens[at]
        value: Any = None
        if token[0] == '}':
            return table, at + 1
        if token[0] == '{':
            value, at = _lua_table(tokens, at)
        else:
            if token[3] and at + 1 < len(tokens) and tokens[at + 1][0] == '=':
                key, at = token[3], at + 2
                continue
            if token[5] is None:
                value = _lua_string(token)
            at += 1
        if value is not None:
            table[key or str(len(table) + 1)] = value
            key = ''
    raise ValueError('a table of this module is never closed')


def _lua_string(token: re.Match[str]) -> str:
    text = token[1] if token[1] is not None else token[2] if token[2] is not None else token[0]
    return plain(re.sub(r'\\(.)', lambda found: {'n': ' ', 't': ' '}.get(found[1], found[1]), text))


def weights_of(replies: Iterable[tuple[str, Mapping[str, Any]]]) -> Iterator[tuple[str, int]]:
    """Return hosts with their active editors, of the `query` objects of siprop=statistics."""
    for host, reply in replies:
        yield host, int(reply.get('statistics', {}).get('activeusers', 0))
