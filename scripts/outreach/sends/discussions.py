"""Replies as DiscussionTools reads them, on wikis that have it: it knows signatures in every language.

Its module is called internal, and the Wikipedia app lives on it; what it does not say is told from the
wikitext as everywhere else. Source: https://www.mediawiki.org/wiki/Extension:DiscussionTools/API
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from html import unescape
from typing import Any

from outreach.problems import WikiError
from outreach.visibletext import TAG, section_name
from outreach.wiki import Wiki

EXTENSION = 'DiscussionTools'
Item = Mapping[str, Any]


class Discussions:
    """The discussions on the talk pages of one wiki, asked about page by page."""

    def __init__(self, wiki: Wiki) -> None:
        self.wiki = wiki
        self._there: bool | None = None

    @property
    def there(self) -> bool:
        """Whether the wiki has DiscussionTools; asked once."""
        if self._there is None:
            reply = self.wiki.call(action='query', meta='siteinfo', siprop='extensions')
            names = {one.get('name') for one in reply['query'].get('extensions', ())}
            self._there = EXTENSION in names
        return self._there

    def replies(self, title: str, subject: str, since: str) -> int | None:
        """Count the comments in the thread of a message since it arrived (ISO 8601).

        None where the wiki has no DiscussionTools, does not answer, or does not know such a thread.
        """
        try:
            if not self.there:
                return None
            reply = self.wiki.call(action='discussiontoolspageinfo', page=title, prop='threaditemshtml')
        except WikiError:
            return None
        items = reply.get('discussiontoolspageinfo', {}).get('threaditemshtml')
        return count_replies(items, subject, since) if isinstance(items, list) else None


def count_replies(items: Iterable[Item], subject: str, since: str) -> int | None:
    """Count the comments in the threads under a heading after a moment; the message itself is older.

    A thread of a deeper heading stands there twice: each comment counts once. None where there is no
    such thread: the page may be one where DiscussionTools sees no discussions.
    """
    heading = section_name(subject)
    threads = [one for one in items if ' '.join(_shown(str(one.get('html', ''))).split()) == heading]
    if not threads:
        return None
    start = datetime.fromisoformat(since)
    found = {
        str(comment.get('id'))
        for thread in threads
        for comment in _comments(thread)
        if datetime.fromisoformat(str(comment['timestamp'])) > start
    }
    return len(found)


def _shown(html: str) -> str:
    return unescape(TAG.sub('', html))


def _comments(item: Item) -> Iterator[Item]:
    for one in item.get('replies', ()):
        if one.get('type') == 'comment' and one.get('timestamp'):
            yield one
        yield from _comments(one)
