"""Places where something can be announced, as people name them: hosts, links with prefixes, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from urllib.parse import unquote, urlsplit

from outreach.names import blanks, first_upper
from outreach.sitematrix import WikiInfo
from outreach.wikitext import escape

# https://meta.wikimedia.org/wiki/Help:Interwiki_linking
PROJECTS = {
    'w': 'wiki', 'wikipedia': 'wiki', 'wikt': 'wiktionary', 'wiktionary': 'wiktionary', 'b': 'wikibooks',
    'wikibooks': 'wikibooks', 'q': 'wikiquote', 'wikiquote': 'wikiquote', 's': 'wikisource',
    'wikisource': 'wikisource', 'n': 'wikinews', 'wikinews': 'wikinews', 'v': 'wikiversity',
    'wikiversity': 'wikiversity', 'voy': 'wikivoyage', 'wikivoyage': 'wikivoyage',
}  # fmt: skip
SPECIALS = {
    'm': 'metawiki', 'meta': 'metawiki', 'c': 'commonswiki', 'commons': 'commonswiki', 'd': 'wikidatawiki',
    'wikidata': 'wikidatawiki', 'species': 'specieswiki', 'mw': 'mediawikiwiki', 'incubator': 'incubatorwiki',
}  # fmt: skip
LINK = re.compile(r'\[\[([^\[\]|\n]+)(?:\|[^\[\]\n]*)?\]\]')
ADDRESS = re.compile(r'(?:https?:)?//[^\s<>"\[\]{}|]+')
HOST = re.compile(r'\b(?:[a-z0-9-]+\.)+[a-z]{2,}\b')
DBNAME = re.compile(r'\b[a-z][a-z0-9_]*wik(?:i|t|ti|tionary|ibooks|iquote|isource|inews|iversity|ivoyage)\b')
LANGUAGE_CODE = re.compile(r'[a-z]{2,}(?:-[a-z0-9]+)*')


@dataclass(frozen=True, order=True)
class Place:
    """A page on a wiki (`page` '' for the wiki itself), or with host '' a platform named by `page`."""

    host: str
    page: str = ''

    @property
    def key(self) -> str:
        """Return a text that names the place, for ids."""
        return ' '.join(part for part in (self.host, self.page) if part)

    @property
    def link(self) -> str:
        """Return wikitext that links to the place, whatever prefixes the wiki knows."""
        if not self.host:
            return self.page if ADDRESS.fullmatch(self.page) else escape(self.page)
        title = re.sub('[^\\w/:.,()!-]', lambda found: _percent(found[0]), self.page.replace(' ', '_'))
        return f'[//{self.host}/wiki/{title} {escape(self.page or self.host)}]'


@dataclass(frozen=True)
class Wikis:
    """The wikis of the farm, to read how people name them. `home` is the host where the text stands."""

    matrix: tuple[WikiInfo, ...]
    home: str

    @cached_property
    def by_host(self) -> Mapping[str, WikiInfo]:
        """Return the wikis by host."""
        return {info.host: info for info in self.matrix}

    @cached_property
    def by_dbname(self) -> Mapping[str, WikiInfo]:
        """Return the wikis by database name."""
        return {info.dbname: info for info in self.matrix}

    @cached_property
    def by_language(self) -> Mapping[tuple[str, str], WikiInfo]:
        """Return the wikis by (project, language code as in the host)."""
        return {(info.group, info.host.partition('.')[0]): info for info in self.matrix}

    def language(self, host: str) -> str:
        """Return the language of a wiki; '' for one that has none of its own."""
        info = self.by_host.get(host)
        return info.language if info and info.group in set(PROJECTS.values()) else ''

    def follow(self, title: str) -> Place | None:
        """Return the place that a link leads to; None for a link to nothing but the wiki it stands on.

        Once a prefix led to another wiki, only a language may follow: `c:Commons:X` is a page there.
        """
        text = blanks(unescape(title)).strip().removeprefix(':').strip()
        text = text.partition('#')[0].strip()
        host, group, here = self.home, 'wiki', True
        while ':' in text:
            prefix, _, rest = (part.strip() for part in text.partition(':'))
            prefix = prefix.lower()
            special = self.by_dbname.get(SPECIALS.get(prefix, ''))
            if here and special and special.host != self.home:
                return Place(special.host, first_upper(rest))
            if here and special and prefix == 'm':
                text = rest
                continue
            if here and prefix in PROJECTS and (PROJECTS[prefix], 'en') in self.by_language:
                group = PROJECTS[prefix]
                host = self.by_language[group, 'en'].host
            elif (group, prefix) in self.by_language:
                host = self.by_language[group, prefix].host
            else:
                break
            text, here = rest, False
        return Place(host, first_upper(text)) if host and (text or host != self.home) else None

    def at_address(self, address: str) -> Place | None:
        """Return the place of a web address; a page of the farm's wikis where it is one of theirs."""
        parts = urlsplit(address if '//' in address else f'//{address}')
        host = (parts.hostname or '').replace('.m.', '.')
        if host not in self.by_host:
            return Place('', address) if parts.hostname else None
        path = unquote(parts.path)
        title = path.removeprefix('/wiki/') if path.startswith('/wiki/') else ''
        if 'title=' in parts.query:
            title = unquote(re.split('[&]', parts.query.partition('title=')[2])[0])
        return Place(host, first_upper(blanks(title).strip()))

    def places_in(self, text: str) -> Iterator[Place]:
        """Return all places that a text names, in order of kind: links, addresses, hosts, database names."""
        for link in LINK.finditer(text):
            place = self.follow(link[1])
            if place:
                yield place
        rest = LINK.sub(' ', text)
        for address in ADDRESS.findall(rest):
            closing = '' if '(' in address else ')'
            place = self.at_address(address.rstrip(f'.,;:!?{closing}'))
            if place:
                yield place
        rest = ADDRESS.sub(' ', rest).lower()
        yield from (Place(host) for host in HOST.findall(rest) if host in self.by_host)
        known = (name for name in DBNAME.findall(rest) if name in self.by_dbname)
        yield from (Place(self.by_dbname[name].host) for name in known)


def hosts_of(places: Iterable[Place]) -> tuple[str, ...]:
    """Return the wikis of some places, each once, in order."""
    return tuple(dict.fromkeys(place.host for place in places if place.host))


def _percent(char: str) -> str:
    return ''.join(f'%{byte:02X}' for byte in char.encode())
