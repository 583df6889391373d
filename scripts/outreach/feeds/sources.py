"""Where news comes from: lines that a wiki editor writes, each turned into one address to fetch.

The addresses of the kinds are in docs/feeds.md.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, urlsplit

from outreach.settings import language, one_of
from outreach.settingspages import LABEL
from outreach.weblinks import web_link

KEY_LETTERS = 6


class FeedKind(StrEnum):
    """What serves a source; `feed` is any feed at an address."""

    FEED = 'feed'
    WORDPRESS = 'wordpress'
    DISCOURSE = 'discourse'
    PLANET = 'planet'
    LIST = 'list'
    WIKI = 'wiki'


@dataclass(frozen=True)
class FeedSource:
    """One source: what is fetched, what readers see as its name, and the language it claims ('': none)."""

    kind: FeedKind
    link: str
    label: str
    language: str = ''

    @property
    def key(self) -> str:
        """Return the letters by which rows on a page name their source."""
        return hashlib.sha256(self.link.encode()).hexdigest()[:KEY_LETTERS]


def source(text: str) -> FeedSource:
    """Read one line: an address, or `kind:host option=value …`, then maybe ` – ` and a label.

    Raises ValueError saying what is wrong and what would be right.
    """
    where, *label = LABEL.split(text.strip(), maxsplit=1)
    first, *rest = where.split() or ['']
    kind, colon, name = first.partition(':')
    if kind == 'http':
        raise ValueError('must begin with https://: what comes unencrypted can be anybody’s')
    if not (colon and name and (kind == 'https' or kind in MAKERS)):
        kinds = ', '.join(f'{one}:…' for one in MAKERS)
        raise ValueError(f'must be an address beginning with https://, or one of {kinds}')
    options = _options(rest)
    if kind == 'https':
        made = FeedSource(FeedKind.FEED, web_link(first), _host(first), options.pop('lang', ''))
    else:
        made = MAKERS[FeedKind(kind)](name, options)
    if options:
        raise ValueError(f'has an option that {kind} does not have: {", ".join(sorted(options))}')
    return FeedSource(made.kind, made.link, label[0].strip() if label else made.label, made.language)


def _options(words: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition('=')
        if not equals or not value:
            raise ValueError(f'cannot be read at {word!r}: options are written name=value, without blanks')
        if name in found:
            raise ValueError(f'gives {name} more than once')
        found[name] = language(value) if name == 'lang' else value
    return found


def _wordpress(host: str, options: dict[str, str]) -> FeedSource:
    """A comma between tags or categories means any of them, a plus means all."""
    asked = ['feed=rss2']
    for name, parameter in (('tag', 'tag'), ('category', 'category_name')):
        if name in options:
            asked.append(f'{parameter}={quote(options.pop(name).lower(), safe=",+")}')
    query = f'?{"&".join(asked)}' if len(asked) > 1 else ''
    link = f'https://{host}/{query}' if query else f'https://{host}/feed/'
    return FeedSource(FeedKind.WORDPRESS, web_link(link), host, options.pop('lang', ''))


def _discourse(host: str, options: dict[str, str]) -> FeedSource:
    """`tag=a+b` means both; `category=` is the category's slug and number as its address has them."""
    tag, category, top = (options.pop(name, '') for name in ('tag', 'category', 'top'))
    if tag and category:
        raise ValueError('takes tag= or category=, not both')
    tail = f'top.json?period={one_of(*PERIODS)(top)}' if top else 'latest.json?order=created'
    if tag:
        names = [quote(one, safe='') for one in tag.split('+')]
        if len(names) > 1 and top:
            raise ValueError('takes top= with one tag only')
        many = f'tags/intersection/{"/".join(names)}.json'
        path = many if len(names) > 1 else f'tag/{names[0]}/l/{tail}'
    elif category:
        if not re.fullmatch(r'(?:[\w-]+/){1,2}\d+', category):
            raise ValueError('needs category= as in its address, such as category=events/12')
        path = f'c/{quote(category)}/l/{tail}'
    else:
        path = tail
    return FeedSource(FeedKind.DISCOURSE, web_link(f'https://{host}/{path}'), host, options.pop('lang', ''))


def _planet(code: str, _options: dict[str, str]) -> FeedSource:
    link = f'https://{language(code)}.planet.wikimedia.org/rss20.xml'
    return FeedSource(FeedKind.PLANET, link, f'Planet Wikimedia ({language(code)})', language(code))


def _list(address: str, options: dict[str, str]) -> FeedSource:
    name, at, host = address.partition('@')
    if not at or not re.fullmatch(r'[a-z0-9._-]+', name.lower()):
        raise ValueError('must be a mailing list such as list:wikimedia-l@lists.wikimedia.org')
    link = web_link(f'https://{host}/hyperkitty/list/{quote(name)}@{host}/feed/')
    return FeedSource(FeedKind.LIST, link, name, options.pop('lang', ''))


def _wiki(host: str, options: dict[str, str]) -> FeedSource:
    feed = options.pop('feed', '')
    if not feed:
        raise ValueError('needs feed=, such as wiki:meta.wikimedia.org feed=technews')
    asked = f'action=featuredfeed&feed={quote(feed, safe="")}&feedformat=atom'
    made = web_link(f'https://{host}/w/api.php?{asked}')
    return FeedSource(FeedKind.WIKI, made, f'{feed} ({host})', options.pop('lang', ''))


def _host(link: str) -> str:
    return urlsplit(link).hostname or ''


PERIODS = ('daily', 'weekly', 'monthly', 'quarterly', 'yearly', 'all')
MAKERS: Mapping[FeedKind, Callable[[str, dict[str, str]], FeedSource]] = {
    FeedKind.WORDPRESS: _wordpress,
    FeedKind.DISCOURSE: _discourse,
    FeedKind.PLANET: _planet,
    FeedKind.LIST: _list,
    FeedKind.WIKI: _wiki,
}
