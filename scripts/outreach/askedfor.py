"""Whether a reply tells of everything that was asked about.

A name or a title that has no entry is no answer to it: not "no such account", "not blocked" or "no page".
core's ApiQueryUsers and CentralAuth's ApiQueryGlobalUsers give an entry for each name, with `missing` or
`invalid` where there is no more to tell; ApiPageSet one for each title, under the one to which
`normalized`, `converted` and `redirects` lead.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from urllib.parse import unquote

from outreach.names import blanks, same_account
from outreach.replies import Asked, Entry, is_set

# what a list calls its entries, by the parameter with the names
NAMES = {'ususers': 'users', 'gususers': 'globalusers'}


def untold(asked: Asked, reply: Entry) -> str:
    """Return a name or a title that was asked for and is in no entry, with its place; '' for none."""
    if asked.get('action', {'query'}) != {'query'}:
        return ''
    query, further = reply.get('query', {}), reply.get('continue', {})
    for parameter, key in NAMES.items():
        # a list that is continued gives the others later, and one that was whole before is not there again
        if parameter in asked and key in query and parameter not in further:
            name = _without_entry(
                {_plain(name): name for name in asked[parameter] if name},
                {_plain(str(one.get('name', ''))) for one in query[key]},
            )
            if name:
                return f'{key}: nothing about {name}'
    if 'titles' in asked and not asked.keys() & {'generator', 'continue'}:
        title = _untold_title(asked['titles'], query)
        return title and f'pages: nothing about {title}'
    return ''


def _without_entry(asked: Mapping[str, str], told: Collection[str]) -> str:
    """Return one that was asked for and not told of, '' for none.

    Which letters are capital ones is not the same everywhere: so many entries that nobody asked for may be
    of names written otherwise.
    """
    lacking = sorted(name for plain, name in asked.items() if plain not in told)
    return lacking[0] if len(lacking) > len(set(told) - asked.keys()) else ''


def _plain(name: str) -> str:
    return same_account(blanks(unicodedata.normalize('NFC', name)))


def _untold_title(titles: Collection[str], query: Entry) -> str:
    moved: dict[str, str] = {}
    told = {str(one.get('title', '')) for kind in ('pages', 'interwiki') for one in query.get(kind, ())}
    for kind in ('normalized', 'converted', 'redirects'):
        for one in query.get(kind, ()):
            before = unquote(one['from']) if is_set(one, 'fromencoded') else one['from']
            moved[unicodedata.normalize('NFC', before)] = one.get('to', '')
            if 'tointerwiki' in one:
                told.add(one.get('to', ''))
    ends = {_end(unicodedata.normalize('NFC', title), moved, told): title for title in titles if title}
    ends.pop('', None)
    return _without_entry(ends, told)


def _end(title: str, moved: Mapping[str, str], told: Collection[str]) -> str:
    """Return where a title leads; '' where that is a circle, of which MediaWiki gives no page."""
    passed: set[str] = set()
    while title not in told and title in moved:
        if title in passed:
            return ''
        passed.add(title)
        title = moved[title]
    return title
