"""What a wiki says about itself: its namespaces, asked in one place."""

from __future__ import annotations

from collections.abc import Callable

from outreach.names import Namespaces
from outreach.wiki import Wiki

NAMESPACES = 'namespaces|namespacealiases'
PREFIXES = 'interwikimap|specialpagealiases'


def namespaces(wiki: Wiki, *, prefixes: bool = False) -> Namespaces:
    """Ask a wiki what its namespaces are called, with `prefixes` also those of other wikis: one request."""
    parts = f'{NAMESPACES}|{PREFIXES}' if prefixes else NAMESPACES
    return Namespaces.from_siteinfo(wiki.call(action='query', meta='siteinfo', siprop=parts)['query'])


def titles(wiki: Wiki) -> Callable[[str], str]:
    """Return what writes a title as the wiki does, `project:x_y` as `Meta:X y`; it asks once, if at all."""
    known: list[Namespaces] = []

    def title_of(title: str) -> str:
        if not known:
            known.append(namespaces(wiki))
        try:
            return known[0].local_title(title)
        except ValueError:
            return title

    return title_of


def titles_under(wiki: Wiki, prefix: str) -> list[str]:
    """Return the titles of all pages that begin with a title, redirects left out."""
    number, name = namespace_of(wiki, prefix)
    found: list[str] = []
    for reply in wiki.query(
        list='allpages', apprefix=name, apnamespace=number, apfilterredir='nonredirects', aplimit='max'
    ):
        found += [page['title'] for page in reply.get('allpages', ())]
    return found


def namespace_of(wiki: Wiki, title: str) -> tuple[int, str]:
    """Return the number of the namespace of a title, and the rest of the title."""
    return namespaces(wiki).split(title)
