"""What of a delivery list is no entry: lines that name somebody all the same, and targets of templates."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from outreach.accountlinks import Resolver
from outreach.columns import wiki_named
from outreach.lists.deliverylist import WIKITEXT, DeliveryList
from outreach.lists.entries import Entry, Reading, Target, TitleResolver
from outreach.visibletext import readable

ITEM = re.compile(r'[*#:;]+([^\n]*)')
MOST_WORDS = 5


def stray_lines(listed: DeliveryList, resolver: Resolver) -> Iterator[tuple[Entry, frozenset[str]]]:
    """Return the lines that name somebody and hold no entry, as entries of nobody, and whom they name.

    That is their fault, too: a maintainer may take them for being on the list.
    """
    if listed.model != WIKITEXT:
        return
    taken = {at for one in listed.entries for at in range(one.line, one.line + one.written.count('\n') + 1)}
    for number, line in enumerate(readable(listed.text).split('\n'), 1):
        item = ITEM.match(line)
        if item and number not in taken:
            text = item[1].strip()
            names = {one.name for one in resolver.references(text)} or named_with_wiki(text, resolver)
            names = names or {*resolver.foreign_words(text), *_elsewhere(text, resolver)}
            if names:
                fault = ', '.join(sorted(names))
                yield Entry(-1, -1, number, text, 'line', Reading(None, fault)), frozenset(names)


def _elsewhere(text: str, resolver: Resolver) -> set[str]:
    """Return the pages on wikis whose own words for user pages are not known here."""
    return {title for host, title in resolver.places(text) if ':' in title and resolver.look(host) is None}


def named_with_wiki(text: str, resolver: Resolver) -> set[str]:
    """Return the name in a line such as `Example, sv` or `Example@sv.wikipedia.org`; none in any other."""
    for mark in (',', '@', ';', '\t'):
        name, there, wiki = (part.strip() for part in text.rpartition(mark))
        if there and name and len(name.split()) <= MOST_WORDS and wiki_named(wiki, resolver):
            return {name}
    return set()


def beyond(listed: DeliveryList, expanded: Collection[Target], places: TitleResolver) -> list[Target]:
    """Return the targets that the wiki finds on the page and that no entry of the list names."""
    named = {places.of(entry.reading.taken) for entry in listed.entries if entry.reading.taken}
    return sorted({places.of(target) for target in expanded} - named)
