"""The settings of a page of news: one `{{Outreach feed}}` template on the page that is filled.

Its parameters are documented for editors in `onwiki/Template:Outreach feed/doc`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from outreach.feeds.feedpage import NewsForm, Show
from outreach.feeds.items import Item, fold
from outreach.feeds.sources import FeedSource

TEMPLATE = 'Outreach feed'
MOST_SOURCES = 100
MOST_ROWS = 100
AHEAD = timedelta(days=1)


def words(text: str) -> tuple[str, ...]:
    """Read words or names separated by commas; raise ValueError where there are none."""
    found = tuple(part.strip() for part in text.split(',') if part.strip())
    if not found:
        raise ValueError('must be words separated by commas')
    return found


def shown(text: str) -> frozenset[Show]:
    """Read what rows show; raise ValueError for anything that they cannot show."""
    known = {str(one) for one in Show}
    asked = {part.lower() for part in words(text)}
    if asked - known:
        raise ValueError(f'can show: {", ".join(Show)}')
    return frozenset(map(Show, asked))


@dataclass(frozen=True)
class NewsFilter:
    """Which news a page wants. What is empty asks for nothing; `words` must all occur, of the rest any."""

    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def wants(self, item: Item) -> bool:
        """Return whether an item is wanted; case and accents do not count."""
        tags = set(map(fold, item.tags))
        searched = fold(' '.join((item.title, *item.tags, item.text)))
        return (
            all(not named or tags & set(map(fold, named)) for named in (self.tags, self.categories))
            and all(fold(word) in searched for word in self.words)
            and (not self.authors or bool(set(map(fold, item.authors)) & set(map(fold, self.authors))))
            and (not self.languages or item.language in self.languages)
        )

    @property
    def digest(self) -> str:
        """Return six letters that are others where the choice is another one."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:6]


@dataclass(frozen=True)
class FeedSettings:
    """What the template on one page asks for: sources in their order, choice, period, length, layout.

    `period` is a span or a first day, None where nothing is too old; `per_language` is whether each
    language has a page.
    `digest` is the page of the weekly digest, '' for none.
    """

    title: str
    sources: tuple[FeedSource, ...]
    choice: NewsFilter = field(default_factory=NewsFilter)
    period: date | timedelta | None = None
    length: int = 10
    form: NewsForm = NewsForm.LIST
    show: frozenset[Show] = frozenset({Show.DATE, Show.SOURCE, Show.DISCUSSION})
    per_language: bool = False
    digest: str = ''

    def in_time(self, when: datetime, now: datetime) -> bool:
        """Return whether a moment is within the period, and at most a day ahead: whole days, UTC."""
        if when > now + AHEAD:
            return False
        start = (now - self.period).date() if isinstance(self.period, timedelta) else self.period
        return start is None or when.date() >= start


def settings(title: str, given: Mapping[str, Any]) -> FeedSettings:
    """Return the settings out of the values of the template's parameters, by their names.

    Raises ValueError where there are no sources, too many, or one twice.
    """
    sources: tuple[FeedSource, ...] = given['sources']
    if not sources:
        raise ValueError('names no sources: give one per line')
    if len(sources) > MOST_SOURCES:
        raise ValueError(f'names {len(sources)} sources; {MOST_SOURCES} is the most')
    twice = _twice(one.link for one in sources)
    if twice:
        raise ValueError(f'names the same source twice: {twice}')
    choice = NewsFilter(
        *(given[name] or () for name in ('tags', 'categories', 'words', 'authors', 'languages'))
    )
    return FeedSettings(
        title,
        sources,
        choice,
        given['period'],
        given['length'],
        NewsForm(given['form']),
        given['show'] or FeedSettings.show,
        given['page per language'],
        given['digest'] or '',
    )


def _twice(values: Iterable[str]) -> str:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            return value
        seen.add(value)
    return ''
