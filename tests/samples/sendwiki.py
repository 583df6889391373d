"""A wiki with send pages, their history and the send log, for tests that take no time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha1
from typing import Any, cast

from outreach.pages import Page, Saved
from outreach.problems import EditConflict
from outreach.sends.sendpage import SendPage, signed_summary
from outreach.trust import Trust
from outreach.wiki import Wiki

BOT = 'Outreach-bot'
TARGET = re.compile(r'\{\{#target:([^|{}]+)\|([^|{}]+)\}\}')


@dataclass
class Row:
    """A revision."""

    id: int
    title: str
    text: str
    user: str
    comment: str
    tags: tuple[str, ...] = ()
    deleted: bool = False


@dataclass(eq=False)
class SendWiki:
    """Keeps pages and a send log. `post` is what the server does with `action=massmessage`.

    `meanwhile` happens before each save or POST; it may edit.
    """

    rows: list[Row] = field(default_factory=list)
    log: list[dict[str, Any]] = field(default_factory=list)
    posts: int = 0
    post: Callable[[SendWiki, str, str], dict[str, Any]] | None = None
    meanwhile: Callable[[SendWiki, str], None] = lambda _wiki, _what: None
    texts_read: int = 0
    holders: frozenset[str] = frozenset()
    protected: dict[str, str] = field(default_factory=dict)
    moves: list[dict[str, Any]] = field(default_factory=list)
    same_time: set[int] = field(default_factory=set)
    deletions: list[dict[str, Any]] = field(default_factory=list)
    host, dbname, user_name, limit = 'meta.wikimedia.test', 'metawiki', BOT, 50
    closing: tuple[str, ...] = ()

    def edit(self, title: str, text: str, user: str = 'Mallory', comment: str = '') -> int:
        self.rows.append(Row(len(self.rows) + 1, title, text, user, comment))
        return len(self.rows)

    def move(self, source: str, target: str, user: str = 'Mallory', *, tagged: bool = True) -> None:
        """Move a page with its history, and leave a redirect; its tag can be lost."""
        newest = self.newest(source)
        assert newest
        for row in self.rows:
            row.title = target if row.title == source else row.title
        time = self._time(self.edit(target, newest.text, user, f'moved from {source}'))
        self.moves.append({'title': source, 'timestamp': time, 'params': {'target_title': target}})
        self.edit(source, f'#REDIRECT [[{target}]]', user, f'{user} moved page [[{source}]] to [[{target}]]')
        # both are saved in one second
        self.same_time = {*self.same_time, self.rows[-1].id}
        self.rows[-1].tags = ('mw-new-redirect',) if tagged else ()

    def delete(self, title: str, *, back: bool = False, user: str = 'Admin') -> None:
        """Delete a page as an administrator does, or bring back what was deleted under its title."""
        action, number = 'restore' if back else 'delete', len(self.deletions) + 1
        self.deletions.append(
            {
                'logid': number, 'type': 'delete', 'action': action, 'title': title, 'user': user,
                'timestamp': self._time(len(self.rows)),
            }
        )  # fmt: skip
        for row in self.rows:
            row.deleted = not back if row.title == title and row.deleted == back else row.deleted

    def hide(self, number: int) -> None:
        """Hide the details of an entry of the send log."""
        self.log[number] = {**self.log[number], 'actionhidden': True}
        del self.log[number]['title'], self.log[number]['params']

    def _time(self, number: int) -> str:
        number -= number in self.same_time
        return f'2026-05-01T09:{number // 60:02}:{number % 60:02}Z'

    def put(self, page: SendPage, user: str = BOT) -> int:
        text = page.render()
        return self.edit(page.title, text, user, signed_summary('x', text))

    def sent(self, title: str, revid: int, subject: str = 'Hello', user: str = BOT) -> None:
        number = len(self.log) + 1
        self.log.append(
            {
                'logid': number, 'title': title, 'user': user, 'comment': subject,
                'timestamp': f'2026-05-01T10:00:{number:02}Z', 'params': {'revid': revid},
            }
        )  # fmt: skip

    def newest(self, title: str) -> Row | None:
        return next((row for row in reversed(self.rows) if row.title == title and not row.deleted), None)

    # -- what the scripts ask

    def rights(self) -> frozenset[str]:
        return frozenset({'massmessage'})

    def read(self, title: str) -> Page:
        row = self.newest(title)
        return Page(title, row.text, row.id, user=row.user) if row else Page(title)

    def call(self, **asked: Any) -> dict[str, Any]:
        if asked['action'] == 'parse':
            row = self.newest(asked['page']) if 'page' in asked else self.rows[asked['oldid'] - 1]
            assert row
            open_ = re.sub(r'<pre>.*?</pre>', '', row.text, flags=re.DOTALL)
            links = [
                f'<a href="//{host}/w/index.php?title={page.replace(" ", "_")}">'
                for page, host in TARGET.findall(open_)
            ]
            return {'parse': {'text': ' '.join(links), 'revid': row.id}}
        return {'query': {'namespaces': {'0': {'id': 0, 'name': ''}}, 'namespacealiases': []}}

    def query(self, **asked: Any) -> Iterator[dict[str, Any]]:
        if asked.get('generator') == 'allpages':
            titles = dict.fromkeys(row.title for row in self.rows if not row.deleted)
            newest = {title: row.id for title in titles if (row := self.newest(title))}
            yield {'pages': [{'title': title, 'lastrevid': number} for title, number in newest.items()]}
        elif asked.get('letype') == 'move':
            yield {
                'logevents': [
                    one
                    for one in self.moves
                    if asked.get('letitle') in (None, one['title'])
                    and asked.get('lestart', one['timestamp']) == one['timestamp']
                ]
            }
        elif asked.get('list') == 'logevents' and not {'leaction', 'letype'} & asked.keys():
            moves = [{'logid': 0, 'type': 'move', 'action': 'move', **one} for one in self.moves]
            done = [one for one in [*moves, *self.deletions] if one['title'] == asked['letitle']]
            yield {'logevents': sorted(done, key=lambda one: str(one['timestamp']))}
        elif asked.get('list') == 'logevents':
            logged = [
                one
                for one in self.log
                if asked.get('letitle') in (None, one.get('title'))
                and one['timestamp'] >= asked.get('lestart', '')
            ]
            yield {'logevents': logged[::-1]}
        elif asked.get('list') == 'users':
            rights = {True: ['massmessage'], False: []}
            yield {
                'users': [{'name': name, 'rights': rights[name in self.holders]} for name in asked['ususers']]
            }
        elif 'revids' in asked:
            some = [self.rows[int(number) - 1] for number in asked['revids']]
            yield {'pages': [self._page([row]) for row in some if not row.deleted]}
        elif isinstance(asked['titles'], list):
            found = [row for title in asked['titles'] if (row := self.newest(title))]
            yield {'pages': [self._page([row]) for row in found]}
        else:
            rows = [
                row
                for row in self.rows
                if row.title == asked['titles']
                and not row.deleted
                and self._time(row.id) <= asked.get('rvstart', '9')
            ]
            yield {
                'pages': [self._page(rows[::-1] if asked.get('rvdir') == 'older' else rows)] if rows else []
            }

    def query_each(self, name: str, values: Iterable[str], **asked: Any) -> Iterator[dict[str, Any]]:
        some = list(values)
        yield from self.query(**{name: some}, **asked) if some else ()

    def _page(self, rows: list[Row]) -> dict[str, Any]:
        self.texts_read += len(rows)
        return {
            'title': rows[0].title,
            'lastrevid': rows[-1].id,
            'protection': [
                {'type': 'edit', 'level': level}
                for title, level in self.protected.items()
                if title == rows[0].title
            ],
            'revisions': [
                {
                    'revid': row.id, 'user': row.user, 'comment': row.comment, 'tags': [*row.tags],
                    'timestamp': self._time(row.id), 'sha1': sha1(row.text.encode()).hexdigest(),
                    'slots': {'main': {'content': row.text, 'contentmodel': 'wikitext'}},
                }
                for row in rows
            ],
        }  # fmt: skip

    # -- what they do

    def save(self, page: Page, text: str, summary: str) -> Saved:
        self.meanwhile(self, 'save')
        now = self.newest(page.title)
        if (now.id if now else 0) != page.revid:
            raise EditConflict(self.host, 'was changed')
        return Saved(self.edit(page.title, text, BOT, summary))

    def update(self, title: str, transform: Callable[[Page], str], summary: str) -> Saved:
        page = self.read(title)
        return self.save(page, transform(page), summary)

    def post_once(self, _action: str, *, spamlist: str, subject: str, message: str) -> dict[str, Any]:
        assert message
        self.meanwhile(self, 'post')
        self.posts += 1
        assert self.post
        return self.post(self, spamlist, subject)


def as_wiki(wiki: SendWiki) -> Wiki:
    return cast(Wiki, wiki)


def trust(wiki: SendWiki, *others: str) -> Trust:
    return Trust(as_wiki(wiki), frozenset({BOT, *others}))
