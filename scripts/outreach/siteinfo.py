"""What a wiki says about itself: its namespaces, asked in one place."""

from __future__ import annotations

from outreach.names import Namespaces
from outreach.wiki import Wiki

NAMESPACES = 'namespaces|namespacealiases'
PREFIXES = 'interwikimap|specialpagealiases'


def namespaces(wiki: Wiki, *, prefixes: bool = False) -> Namespaces:
    """Ask a wiki what its namespaces are called, with `prefixes` also those of other wikis: one request."""
    parts = f'{NAMESPACES}|{PREFIXES}' if prefixes else NAMESPACES
    return Namespaces.from_siteinfo(wiki.call(action='query', meta='siteinfo', siprop=parts)['query'])
