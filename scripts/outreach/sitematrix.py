"""The site matrix: which wikis there are. Source: https://www.mediawiki.org/wiki/Extension:SiteMatrix"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from outreach.replies import is_set
from outreach.replyshapes import sites_of


@dataclass(frozen=True)
class WikiInfo:
    """What the site matrix says about one wiki; `autonym` is what its language calls itself."""

    dbname: str
    host: str
    language: str
    group: str = ''
    closed: bool = False
    private: bool = False
    fishbowl: bool = False
    autonym: str = ''

    @property
    def open(self) -> bool:
        """Return whether anybody may read and edit there."""
        return not (self.closed or self.private or self.fishbowl)


def has_wiki(language: str, languages: Collection[str]) -> bool:
    """Return whether a language, or the one that it is a form of (zh of zh-hant), is among those of wikis."""
    return language in languages or language.partition('-')[0] in languages


def parse(reply: Mapping[str, Any]) -> Iterator[WikiInfo]:
    """Read the wikis out of a site matrix: languages under numbers, others under `specials`."""
    for key, group in reply.items():
        if key == 'count':
            continue
        for site in sites_of(key, group):
            of_none = key == 'specials'
            language = site.get('lang', '') if of_none else group['code']
            yield WikiInfo(
                dbname=site['dbname'],
                host=urlsplit(site['url']).netloc,
                language=language,
                group=site.get('code', ''),
                closed=is_set(site, 'closed'),
                private=is_set(site, 'private'),
                fishbowl=is_set(site, 'fishbowl'),
                autonym='' if of_none else group.get('name') or '',
            )
