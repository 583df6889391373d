"""A page as it was read, what an edit of it would meet, and what became of a save."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from outreach.problems import CannotTell, Problem, refuse
from outreach.replies import is_set

# The word is another one in each language (https://www.mediawiki.org/wiki/Help:Redirects).
REDIRECT = re.compile(r'\s*+#[^\s\[\]#*:{]++\s*+:?\s*+\[\[([^\[\]|]+)')


@dataclass(frozen=True)
class Page:
    """A page as it was read: the revision `revid` (0: there is no such page) has this text."""

    title: str
    text: str = ''
    revid: int = 0
    model: str = 'wikitext'
    timestamp: str = ''
    user: str = ''


@dataclass(frozen=True)
class Outlook:
    """What an edit of a page would meet: the wiki's reason against it, and the accounts that edited it."""

    refused: str = ''
    editors: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Saved:
    """What a save did: the current revision, and whether lines of others were merged into it."""

    revid: int
    merged: bool = False
    changed: bool = True


def from_reply(page: Mapping[str, Any], host: str) -> Page:
    """Return a page out of a reply of `prop=revisions` in format version 2.

    Raises CannotTell where the wiki has the page and does not show its text (hidden, or lost): such a slot
    has neither model nor text (core ApiQueryRevisionsBase), and that is not an empty page. Also where
    anything else lacks.
    """
    try:
        return _read(page, host)
    except (AttributeError, IndexError, KeyError, TypeError) as error:
        raise CannotTell(host, f'a page or its revision lacks {error}') from None


def _read(page: Mapping[str, Any], host: str) -> Page:
    if not page.get('revisions'):
        if any(is_set(page, flag) for flag in ('missing', 'invalid', 'special')):
            return Page(page['title'])
        raise CannotTell(host, f'revisions of {page["title"]}')
    revision = page['revisions'][0]
    slot = revision.get('slots', {}).get('main', {})
    if 'content' not in slot:
        raise CannotTell(host, f'the text of {page["title"]} is hidden or lost')
    return Page(
        page['title'],
        slot['content'],
        revision['revid'],
        slot['contentmodel'],
        revision['timestamp'],
        revision.get('user', ''),
    )


def redirects_to(page: Page) -> str:
    """Return the page that a page only points to, '' where something stands there itself."""
    found = REDIRECT.match(page.text)
    return found[1].strip() if found and page.model == 'wikitext' else ''


def taken_away(before: Page, now: Page) -> str:
    """Return how a page was taken away since it was read, in words; '' where it still stands."""
    if before.text.strip() and not now.text.strip():
        return 'is blank or gone now'
    if (place := redirects_to(now)) and not redirects_to(before):
        return f'is only a redirect to {place} now'
    return ''


def check_no_redirects(pages: Iterable[Page]) -> None:
    """Raise BadInput naming each page that only points to another one: nothing stands there itself."""
    refuse(
        Problem(page.title, f'is a redirect; give {place}') for page in pages if (place := redirects_to(page))
    )
