"""Revisions of pages: some by their numbers, or all of one page.

Source: https://www.mediawiki.org/wiki/API:Revisions; where content is asked for, a reply holds 50.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from outreach.wiki import Wiki

PROPERTIES = {'prop': 'revisions', 'rvprop': 'ids|timestamp|user|comment|tags|content', 'rvslots': 'main'}


@dataclass(frozen=True)
class Revision:
    """A revision of a page. `text` is None and `user` '' where the wiki hides them."""

    id: int
    title: str
    text: str | None
    model: str = 'wikitext'
    user: str = ''
    time: str = ''
    tags: frozenset[str] = frozenset()
    comment: str = ''


@dataclass(frozen=True)
class Edit:
    """A revision without its text: who made it ('' where that is hidden), and why (None where hidden).

    `time` is ISO 8601, UTC; two revisions with one `sha1` ('' hidden) have the same text.
    """

    id: int
    user: str
    comment: str | None = ''
    time: str = ''
    sha1: str = ''
    tags: frozenset[str] = frozenset()


def by_number(wiki: Wiki, numbers: Iterable[int]) -> dict[int, Revision]:
    """Return revisions by their numbers, 50 (or 500) per request; deleted ones, and 0, are left out."""
    found: dict[int, Revision] = {}
    asked = dict.fromkeys(str(number) for number in sorted(numbers) if number)
    for reply in wiki.query_each('revids', asked, **PROPERTIES):
        found |= {one.id: one for one in _in_reply(reply)}
    return found


def latest(wiki: Wiki, titles: Iterable[str]) -> dict[str, Revision]:
    """Return the newest revisions of pages by title, 50 (or 500) per request; missing pages are left out."""
    found: dict[str, Revision] = {}
    for reply in wiki.query_each('titles', dict.fromkeys(titles), **PROPERTIES):
        found |= {one.title: one for one in _in_reply(reply)}
    return found


def numbers(wiki: Wiki, titles: Iterable[str]) -> dict[str, int]:
    """Return the numbers of the newest revisions of pages, 0 for missing ones: 50 (or 500) per request."""
    found = dict.fromkeys(titles, 0)
    for reply in wiki.query_each('titles', list(found), prop='info'):
        found |= {page['title']: page.get('lastrevid', 0) for page in reply.get('pages', ())}
    return found


def history(wiki: Wiki, title: str, **start: Any) -> Iterator[Revision]:
    """Return the revisions of a page, the oldest first; `start` says where (`rvstartid`, `rvlimit` …)."""
    for reply in wiki.query(**{'titles': title, 'rvdir': 'newer', 'rvlimit': 'max', **PROPERTIES, **start}):
        yield from _in_reply(reply)


def _in_reply(reply: Mapping[str, Any]) -> Iterator[Revision]:
    for page in reply.get('pages', ()):
        for one in page.get('revisions', ()):
            slot = one.get('slots', {}).get('main', {})
            yield Revision(
                one['revid'],
                page['title'],
                slot.get('content'),
                slot.get('contentmodel', 'wikitext'),
                one.get('user', ''),
                one['timestamp'],
                frozenset(one['tags']),
                one.get('comment', ''),
            )


def last_text_by(wiki: Wiki, title: str, user: str) -> str:
    """Return the text of the newest revision of a page by one account; '' where there is none."""
    if not user:
        return ''
    reply = wiki.call(
        action='query',
        titles=title,
        prop='revisions',
        rvprop='content',
        rvslots='main',
        rvuser=user,
        rvlimit=1,
    )
    for page in reply['query']['pages']:
        for revision in page.get('revisions', ()):
            return str(revision['slots']['main'].get('content', ''))
    return ''


def editors(home: Wiki, title: str) -> list[Edit]:
    """Return who made each revision of a page, oldest first; '' where that is hidden."""
    return [
        Edit(
            row['revid'],
            row.get('user', ''),
            row.get('comment'),
            row['timestamp'],
            row.get('sha1', ''),
            frozenset(row['tags']),
        )
        for reply in home.query(
            titles=title,
            prop='revisions',
            rvprop='ids|timestamp|user|comment|sha1|tags',
            rvlimit='max',
            rvdir='newer',
        )
        for page in reply.get('pages', ())
        for row in page.get('revisions', ())
    ]


def edits_of(rows: Sequence[Edit], counts: Callable[[Edit], bool]) -> set[int]:
    """Return the numbers of the edits that count, and of those just before them."""
    return {row.id for at, edit in enumerate(rows) if counts(edit) for row in rows[max(0, at - 1) : at + 1]}
