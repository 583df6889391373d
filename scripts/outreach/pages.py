"""A page as it was read, and what became of a save."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from outreach.problems import Problem, refuse

# The word is another one in each language (https://www.mediawiki.org/wiki/Help:Redirects).
REDIRECT = re.compile(r'\s*#[^\s\[\]#*:{]+\s*:?\s*\[\[([^\[\]|]+)')


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
class Saved:
    """What a save did: the current revision, and whether lines of others were merged into it."""

    revid: int
    merged: bool = False
    changed: bool = True


def from_reply(page: Mapping[str, Any]) -> Page:
    """Read a page out of a reply of `prop=revisions` in format version 2."""
    if not page.get('revisions'):
        return Page(page['title'])
    revision = page['revisions'][0]
    slot = revision['slots']['main']
    return Page(
        page['title'],
        slot.get('content', ''),
        revision['revid'],
        slot['contentmodel'],
        revision['timestamp'],
        revision.get('user', ''),
    )


def check_no_redirects(pages: Iterable[Page]) -> None:
    """Raise BadInput naming each page that only points to another one: nothing stands there itself."""
    problems = []
    for page in pages:
        found = REDIRECT.match(page.text)
        if found and page.model == 'wikitext':
            problems.append(Problem(page.title, f'is a redirect; give {found[1].strip()}'))
    refuse(problems)
