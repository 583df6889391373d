"""Places where something can be announced, as people name them: hosts, links with prefixes, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

from outreach.accountlinks import Resolver
from outreach.hostlabels import breakable
from outreach.linktargets import ADDRESS, Look, addresses, links
from outreach.names import CATEGORY, ENGLISH, USER, USER_TALK, blanks, first_upper
from outreach.sitematrix import WikiInfo
from outreach.timestamps import IN_ENGLISH, Months
from outreach.visibletext import TAG, cut, hidden_spans, live
from outreach.wikitext import escape

# projects whose wikis have a language of their own
LANGUAGE_PROJECTS = frozenset(
    (
        'wiki', 'wiktionary', 'wikibooks', 'wikiquote', 'wikisource', 'wikinews', 'wikiversity', 'wikivoyage',
    )
)  # fmt: skip
# nothing is announced on files, categories, special pages or the pages of a single person
MEDIA, SPECIAL, FILE = -2, -1, 6
NO_PLACES = frozenset({MEDIA, SPECIAL, FILE, CATEGORY, USER, USER_TALK})
FOOTNOTES = frozenset({'ref'})
HOST = re.compile(r'(?<![\w.-])[a-z0-9-]+(?:\.[a-z0-9-]+)+')
DBNAME = re.compile(r'\b[a-z][a-z0-9_]*wik(?:i|t|ti|tionary|ibooks|iquote|isource|inews|iversity|ivoyage)\b')


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

    @property
    def cell(self) -> str:
        """Return the same link for the cell of a table, where a host breaks behind its dots."""
        whole = f' {escape(self.host)}]'
        bare = self.host and not self.page
        return f'{self.link.removesuffix(whole)} {breakable(self.host)}]' if bare else self.link


@dataclass(frozen=True)
class Wikis:
    """The wikis of the farm, to read how people name them. `home` is the host where the text stands.

    `look` gives the namespaces and prefixes of a wiki by host, `months` those of time stamps at home.
    """

    matrix: tuple[WikiInfo, ...]
    home: str
    look: Look
    months: Months = field(default_factory=lambda: IN_ENGLISH)

    @cached_property
    def by_host(self) -> Mapping[str, WikiInfo]:
        """Return the wikis by host."""
        return {info.host: info for info in self.matrix}

    @cached_property
    def by_dbname(self) -> Mapping[str, WikiInfo]:
        """Return the wikis by database name."""
        return {info.dbname: info for info in self.matrix}

    @cached_property
    def languages(self) -> Mapping[str, str]:
        """Return the codes of languages that have a wiki, by what they call themselves, as it compares."""
        return {(info.autonym or info.language).casefold(): info.language for info in self.matrix}

    @cached_property
    def resolver(self) -> Resolver:
        """Return what tells where links lead, and whom a line names."""
        return Resolver(self.home, self.look, {info.dbname: info.host for info in self.matrix})

    def language(self, host: str) -> str:
        """Return the language of a wiki; '' for one that has none of its own."""
        info = self.by_host.get(host)
        return info.language if info and info.group in LANGUAGE_PROJECTS else ''

    def follow(self, title: str) -> Place | None:
        """Return the place that a link leads to; None for a link to nothing but the wiki it stands on."""
        leads = self.resolver.follow(title)
        if leads is None:
            return None
        host, text = leads
        text = blanks(text.removeprefix(':').partition('#')[0])
        return Place(host, first_upper(text)) if text or host != self.home else None

    def at_address(self, address: str) -> Place | None:
        """Return the place of a web address; a page of the farm's wikis where it is one of theirs."""
        leads = self.resolver.at_address(address)
        if leads:
            return Place(leads[0], first_upper(leads[1]))
        try:
            return Place('', address) if urlsplit(address).hostname else None
        except ValueError:
            return None

    def may_hold(self, place: Place) -> bool:
        """Whether something can be announced at a place: on no file, category or page of a single person."""
        if not place.page or not place.host:
            return True
        namespaces = self.look(place.host) if ':' in place.page else None
        return (namespaces or ENGLISH).split_prefix(place.page) not in NO_PLACES

    def places_in(self, text: str) -> Iterator[Place]:
        """Return all places that a text names, in order of kind: links, addresses, hosts, database names.

        What is hidden or struck out, pictures, footnotes, and the names of tags name nothing.
        """
        plain = self.resolver.without_pictures(live(text))
        plain = cut(plain, ((start, end) for start, end, _ in hidden_spans(plain, FOOTNOTES)))
        found = list(links(plain))
        yield from (place for link in found if (place := self.follow(link.target)))
        rest = cut(plain, ((link.start, link.end) for link in found))
        there = list(addresses(rest))
        yield from (place for one in there if (place := self.at_address(one.target)))
        rest = TAG.sub(' ', cut(rest, ((one.start, one.end) for one in there))).lower()
        yield from (Place(host) for host in HOST.findall(rest) if host in self.by_host)
        known = (name for name in DBNAME.findall(rest) if name in self.by_dbname)
        yield from (Place(self.by_dbname[name].host) for name in known)


def hosts_of(places: Iterable[Place]) -> tuple[str, ...]:
    """Return the wikis of some places, each once, in order."""
    return tuple(dict.fromkeys(place.host for place in places if place.host))


def _percent(char: str) -> str:
    return ''.join(f'%{byte:02X}' for byte in char.encode())
