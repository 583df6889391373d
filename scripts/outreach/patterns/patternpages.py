"""Reading the learning patterns of a wiki, and what the lint must know about the pages around them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from outreach import siteinfo
from outreach.accountlinks import Resolver
from outreach.patterns import library, pattern
from outreach.patterns.pattern import Pattern
from outreach.problems import Problem
from outreach.wiki import Wiki

PREFIX = 'Learning patterns/'


@dataclass(frozen=True)
class ReadPattern:
    """A pattern with the text that it was read from."""

    pattern: Pattern
    text: str


def patterns(
    home: Wiki, prefix: str, words: Mapping[str, str], resolver: Resolver
) -> tuple[list[ReadPattern], frozenset[str]]:
    """Read the patterns under a prefix that have an infobox; return the titles of the translated too.

    Redirects and translations are left out. `resolver` tells whom the links there name.
    """
    titles = siteinfo.titles_under(home, prefix)
    sources = {title for title in titles if not pattern.is_translation(title, titles)}
    translated = {title.rpartition('/')[0] for title in titles if title not in sources}
    pages = home.read_many(sorted(sources))
    found = [
        ReadPattern(pattern.parse(page.text, title, words, resolver), page.text)
        for title, page in pages.items()
    ]
    return [one for one in found if one.pattern.template], frozenset(translated)


def missing(home: Wiki, texts: Iterable[str]) -> frozenset[str]:
    """Return those of the pages that some texts link to that do not exist on the wiki."""
    titles = dict.fromkeys(title for text in texts for title in library.links(text))
    absent: set[str] = set()
    named: dict[str, str] = {}
    for reply in home.query_each('titles', titles, prop='info'):
        named |= {one['to']: one['from'] for one in reply.get('normalized', ())}
        for page in reply.get('pages', ()):
            if page.get('missing') and not page.get('known'):
                absent |= {page['title'], named.get(page['title'], page['title'])}
    return frozenset(absent)


def lint(
    home: Wiki, read: Collection[ReadPattern], translated: frozenset[str], figures: Mapping[str, str]
) -> list[Problem]:
    """Name what the patterns lack; `figures` are what should stand in those of known campaigns."""
    absent = missing(home, (one.text for one in read))
    problems = []
    for one in read:
        beside = library.PatternContext(absent, translated, figures.get(one.pattern.title))
        problems += library.lint(one.pattern, one.text, beside)
    return problems
