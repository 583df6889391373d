"""Replies as DiscussionTools reads them, on wikis that have it: it knows signatures in every language.

Its module is called internal, and the Wikipedia app lives on it; what it does not say is told from the
wikitext as everywhere else. Source: https://www.mediawiki.org/wiki/Extension:DiscussionTools/API
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any

from outreach.names import same_account
from outreach.problems import WikiError
from outreach.visibletext import TAG, section_name
from outreach.wiki import Wiki

EXTENSION = 'DiscussionTools'
Item = Mapping[str, Any]


@dataclass(frozen=True)
class Replies:
    """The comments in a thread since a message arrived: those of others, and those of its own authors."""

    others: int = 0
    own: int = 0


class Discussions:
    """The discussions on the talk pages of one wiki, asked about page by page."""

    def __init__(self, wiki: Wiki) -> None:
        self.wiki = wiki
        self._there: bool | None = None

    @property
    def there(self) -> bool:
        """Whether the wiki has DiscussionTools; asked once. One that does not answer has none."""
        if self._there is None:
            try:
                reply = self.wiki.call(action='query', meta='siteinfo', siprop='extensions')
            except WikiError:
                reply = {'query': {}}
            names = {one.get('name') for one in reply['query'].get('extensions', ())}
            self._there = EXTENSION in names
        return self._there

    def replies(self, title: str, subject: str, since: str, authors: Collection[str] = ()) -> Replies | None:
        """Count the comments in the thread of a message since it arrived (ISO 8601).

        `authors` are those who sign the message: what they say later is no reply to it. None where the
        wiki has no DiscussionTools, does not answer, or does not know such a thread.
        """
        if not self.there:
            return None
        try:
            reply = self.wiki.call(action='discussiontoolspageinfo', page=title, prop='threaditemshtml')
        except WikiError:
            return None
        items = reply.get('discussiontoolspageinfo', {}).get('threaditemshtml')
        return count_replies(items, subject, since, authors) if isinstance(items, list) else None


def count_replies(
    items: Iterable[Item], subject: str, since: str, authors: Collection[str] = ()
) -> Replies | None:
    """Count the comments in the threads under a heading after a moment; the message itself is older.

    A thread of a deeper heading stands there twice: each comment counts once. None where there is no
    such thread: the page may be one where DiscussionTools sees no discussions.
    """
    heading = section_name(subject)
    threads = [one for one in items if ' '.join(_shown(str(one.get('html', ''))).split()) == heading]
    if not threads:
        return None
    start = datetime.fromisoformat(since).replace(second=0)  # signatures tell minutes
    ours = {same_account(name) for name in authors}
    found = {
        str(comment.get('id')): same_account(str(comment.get('author', ''))) in ours
        for thread in threads
        for comment in _comments(thread)
        if datetime.fromisoformat(str(comment['timestamp'])) >= start
    }
    return Replies(sum(not own for own in found.values()), sum(found.values()))


def _shown(html: str) -> str:
    return unescape(TAG.sub('', html))


def _comments(item: Item) -> Iterator[Item]:
    for one in item.get('replies', ()):
        if one.get('type') == 'comment' and one.get('timestamp'):
            yield one
        yield from _comments(one)
