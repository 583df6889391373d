"""The Wiki Replicas: the same evidence and identity by SQL, where a run may log in on Toolforge.

Schemas and their views: https://wikitech.wikimedia.org/wiki/Help:Wiki_Replicas (host, database `…_p`,
`revision_userindex`, `centralauth_p`) and https://www.mediawiki.org/wiki/Manual:Database_layout. Every
value is a parameter of its query, never part of its text. Each question opens one connection and closes
it: with three wikis at a time that stays far below the ten connections that an account may have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pymysql
from pymysql.cursors import Cursor

from outreach import moments
from outreach.audience import accounts
from outreach.audience.accounts import GlobalAccount, Local
from outreach.audience.contributions import REVERTED, REVERTING, TopicEdit, edits_of
from outreach.audience.people import Account, Block, Person
from outreach.audience.source import OnWiki
from outreach.audience.topic import Article
from outreach.farm import Farm
from outreach.problems import Unreachable
from outreach.replies import ENDLESS
from outreach.wiki import Wiki

PAGES_A_QUERY = 500
NAMES_A_QUERY = 1000
CENTRAL = 'centralauth'
# rev_deleted, https://www.mediawiki.org/wiki/Manual:RevisionDelete: text 1, comment 2, user 4, suppressed 8
HIDDEN_TEXT, HIDDEN_USER, SUPPRESSED = 1, 4, 8
TAGS = tuple(sorted(REVERTED | REVERTING))

REVISIONS = """
SELECT r.rev_id, r.rev_page, r.rev_parent_id, r.rev_timestamp, r.rev_len, r.rev_deleted,
       actor_name, actor_user, comment_text, p.rev_len
FROM revision_userindex r
LEFT JOIN revision_userindex p ON p.rev_id = r.rev_parent_id
LEFT JOIN actor_revision ON actor_id = r.rev_actor
LEFT JOIN comment_revision ON comment_id = r.rev_comment_id
WHERE r.rev_page IN ({}) AND r.rev_timestamp >= %s
"""
TAGGED = """
SELECT ct_rev_id, ctd_name
FROM revision_userindex
JOIN change_tag ON ct_rev_id = rev_id
JOIN change_tag_def ON ctd_id = ct_tag_id
WHERE rev_page IN ({}) AND rev_timestamp >= %s AND ctd_name IN (%s, %s, %s, %s)
"""
GLOBALS = 'SELECT gu_id, gu_name, gu_home_db, gu_locked FROM globaluser WHERE gu_name IN ({})'
ATTACHED = 'SELECT lu_name, lu_wiki, lu_global_id FROM localuser WHERE lu_name IN ({})'
# what has ended is the reader's to leave out: the view has every row (puppet, maintain-views.yaml)
GROUPS = """
SELECT gu_name, gug_group FROM global_user_groups JOIN globaluser ON gu_id = gug_user
WHERE gu_name IN ({}) AND (gug_expiry IS NULL OR gug_expiry > %s)
"""
USERS = """
SELECT user_name, user_editcount, ug_group
FROM user LEFT JOIN user_groups ON ug_user = user_id AND (ug_expiry IS NULL OR ug_expiry > %s)
WHERE user_name IN ({})
"""
BLOCKS = """
SELECT user_name, bl_expiry, bl_sitewide
FROM user JOIN block_target ON bt_user = user_id JOIN block ON bl_target = bt_id
WHERE user_name IN ({})
"""
ACTIVE = """
SELECT actor_name FROM actor_revision
WHERE actor_name IN ({}) AND EXISTS
      (SELECT 1 FROM revision_userindex WHERE rev_actor = actor_id AND rev_timestamp >= %s)
"""

# by name: all that is ever asked of a wiki's replica, and of the central one
OF_WIKI = {'revisions': REVISIONS, 'tags': TAGGED, 'users': USERS, 'blocks': BLOCKS, 'last edits': ACTIVE}
OF_CENTRAL = {'global accounts': GLOBALS, 'attached accounts': ATTACHED, 'global groups': GROUPS}


@dataclass(frozen=True)
class Server:
    """How to reach the replicas: the settings `db_…` of Pywikibot's user-config.py.

    `{0}` in the two formats stands for the name of the wiki's database, such as enwiki.
    """

    host_format: str
    name_format: str
    port: int = 3306
    connect_file: str | None = None
    user: str | None = None
    password: str | None = None


class ReplicaSource:
    """The answers of the replicas to the questions of `outreach.audience.source`."""

    def __init__(self, farm: Farm, server: Server) -> None:
        self.farm, self.server = farm, server
        self._central_ids: dict[tuple[str, str], int] = {}

    def edits(
        self, wiki: Wiki, articles: Iterable[Article], since: str
    ) -> Iterator[tuple[Article, list[TopicEdit]]]:
        """Return the edits of each article since a moment: two queries for 500 pages."""
        waiting = list(articles)
        with closing(self._connected(wiki.dbname, wiki.host)) as db:
            for some in _batches(waiting, PAGES_A_QUERY):
                pages = [article.page for article in some]
                values = [*pages, moments.to_database(since)]
                tags: dict[int, list[str]] = defaultdict(list)
                for revid, tag in self._rows(db, wiki.host, TAGGED, pages, [*values, *TAGS]):
                    tags[revid].append(text(tag))
                revisions: dict[int, list[dict[str, Any]]] = defaultdict(list)
                for row in self._rows(db, wiki.host, REVISIONS, pages, values):
                    revisions[row[1]] += _revision(row, tags)
                for article in some:
                    yield article, list(edits_of(revisions[article.page], since))

    def contributors(self, wiki: Wiki, articles: Collection[Article]) -> None:
        """Return None: names alone cost no less here than the edits themselves."""

    def global_accounts(self, names: Collection[str]) -> dict[str, GlobalAccount] | None:
        """Return the global accounts of these names, as the API tells them, 50 (or 500) per request.

        No view of the replicas has the edit counts (puppet, maintain-views.yaml). None as with the API.
        """
        self._attach(names)
        return accounts.global_accounts(self.farm.home, names)

    def _attach(self, names: Collection[str]) -> None:
        """Remember to whom the accounts of these names belong, wiki by wiki."""
        for name, dbname, number in self._central(ATTACHED, names):
            self._central_ids[text(dbname), text(name)] = int(number or 0)

    def whole_people(self, names: Collection[str]) -> dict[str, Person]:
        """Return people with all their local accounts: a query on each wiki where any of them has one."""
        people = {text(row[1]): row for row in self._central(GLOBALS, names)}
        self._attach(names)
        groups: dict[str, set[str]] = defaultdict(set)
        for name, group in self._central(GROUPS, names, moments.to_database(moments.iso(datetime.now(UTC)))):
            groups[text(name)].add(text(group))
        by_wiki: dict[str, list[str]] = defaultdict(list)
        for (dbname, name), number in self._central_ids.items():
            info = self.farm.by_dbname.get(dbname)
            # private wikis are not replicated (https://wikitech.wikimedia.org/wiki/Help:Wiki_Replicas)
            if name in people and number == people[name][0] and info is not None and not info.private:
                by_wiki[info.host].append(name)
        local: dict[str, dict[str, Account]] = defaultdict(dict)

        def read(wiki: Wiki) -> dict[str, Account]:
            return self._users(wiki, by_wiki[wiki.host], '0')

        answers = self.farm.each(sorted(by_wiki), read, 'Accounts')
        for error in answers.failed.values():
            raise error
        for host, found in answers.found.items():
            for name, account in found.items():
                local[name][host] = account
        return {name: self._person(row, local[name], frozenset(groups[name])) for name, row in people.items()}

    def _person(self, row: Sequence[Any], local: dict[str, Account], groups: frozenset[str]) -> Person:
        number, name, home, locked = row
        info = self.farm.by_dbname.get(text(home))
        total = sum(account.edits for account in local.values())
        ordered = dict(sorted(local.items()))
        return Person(text(name), number, info.host if info else None, ordered, total, bool(locked), groups)

    def local_accounts(self, wiki: Wiki, names: Collection[str], now: datetime) -> dict[str, Local]:
        """Return the accounts of these names on the wiki, with blocks: two queries for 1,000."""
        moment = now.strftime('%Y%m%d%H%M%S')
        users = self._users(wiki, names, moment)
        blocks: dict[str, Block] = {}
        order = list(Block)
        with closing(self._connected(wiki.dbname, wiki.host)) as db:
            for some in _batches(sorted(names), NAMES_A_QUERY):
                values = [name.encode() for name in some]
                for name, expiry, sitewide in self._rows(db, wiki.host, BLOCKS, some, values):
                    found = _block(text(expiry), moment, sitewide=bool(sitewide))
                    blocks[text(name)] = max(found, blocks.get(text(name), found), key=order.index)
        return {
            name: (
                Account(wiki.host, account.edits, account.groups, blocks.get(name, Block.NONE)),
                self._central_ids.get((wiki.dbname, name), 0),
            )
            for name, account in users.items()
        }

    def people_on(
        self, wiki: Wiki, names: Collection[str], now: datetime, senders: Collection[str]
    ) -> OnWiki:
        """Return the accounts of these names on the wiki; talk pages are read from the wiki itself later."""
        del senders  # who would write is asked of talk pages
        return self.local_accounts(wiki, names, now), {}

    def _users(self, wiki: Wiki, names: Collection[str], moment: str) -> dict[str, Account]:
        edits: dict[str, int] = {}
        groups: dict[str, set[str]] = defaultdict(set)
        with closing(self._connected(wiki.dbname, wiki.host)) as db:
            for some in _batches(sorted(names), NAMES_A_QUERY):
                values = [moment.encode(), *(name.encode() for name in some)]
                for name, count, group in self._rows(db, wiki.host, USERS, some, values):
                    edits[text(name)] = int(count or 0)
                    if group is not None:
                        groups[text(name)].add(text(group))
        return {name: Account(wiki.host, count, frozenset(groups[name])) for name, count in edits.items()}

    def active_since(self, wiki: Wiki, names: Collection[str], cutoff: str) -> set[str]:
        """Return those of the names who edited the wiki since a moment: a query for 1,000."""
        active: set[str] = set()
        with closing(self._connected(wiki.dbname, wiki.host)) as db:
            for some in _batches(sorted(names), NAMES_A_QUERY):
                values = [*(name.encode() for name in some), moments.to_database(cutoff)]
                active |= {text(name) for (name,) in self._rows(db, wiki.host, ACTIVE, some, values)}
        return active

    def tried(self, wiki: Wiki, name: str, now: datetime) -> Iterator[tuple[str, Unreachable | None]]:
        """Try each statement once, about one page and one name; return its name and the error, None for none.

        A database that cannot be reached fails with all its statements, and is tried once.
        """
        moment = now.strftime('%Y%m%d%H%M%S').encode()
        user = name.encode()
        values: dict[str, list[Any]] = {
            REVISIONS: [1, moment],
            TAGGED: [1, moment, *TAGS],
            USERS: [moment, user],
            ACTIVE: [user, moment],
            GROUPS: [user, moment],
        }
        for dbname, host, statements in (
            (wiki.dbname, wiki.host, OF_WIKI),
            (CENTRAL, CENTRAL, OF_CENTRAL),
        ):
            try:
                db = self._connected(dbname, host)
            except Unreachable as error:
                yield from ((each, error) for each in statements)
                continue
            with closing(db):
                for each, query in statements.items():
                    try:
                        self._rows(db, host, query, [user], values.get(query, [user]))
                    except Unreachable as error:
                        yield each, error
                    else:
                        yield each, None

    # -- connections

    def _central(self, query: str, names: Collection[str], *values: Any) -> list[tuple[Any, ...]]:
        """Run a query about names on the central database; `values` are what it takes beside them."""
        rows: list[tuple[Any, ...]] = []
        with closing(self._connected(CENTRAL, CENTRAL)) as db:
            for some in _batches(sorted(names), NAMES_A_QUERY):
                rows += self._rows(db, CENTRAL, query, some, [*(name.encode() for name in some), *values])
        return rows

    def _connected(self, dbname: str, host: str) -> pymysql.Connection[Cursor]:
        server = self.server
        try:
            return pymysql.connect(
                host=server.host_format.format(dbname),
                database=server.name_format.format(dbname),
                port=server.port,
                user=server.user,
                password=server.password or '',
                read_default_file=server.connect_file,
                charset='utf8mb4',
                connect_timeout=15,
            )
        except (pymysql.MySQLError, OSError) as error:
            raise Unreachable(host, f'its replica could not be reached ({error})') from error

    def _rows(
        self,
        db: pymysql.Connection[Cursor],
        host: str,
        query: str,
        listed: Sequence[object],
        values: Sequence[Any],
    ) -> list[tuple[Any, ...]]:
        """Run a query; `{}` in it stands for as many parameters as there are values `listed`."""
        self.farm.requests['replica'] += 1
        try:
            with db.cursor() as cursor:
                cursor.execute(query.format(', '.join(['%s'] * len(listed))), values)
                return list(cursor.fetchall())
        except (pymysql.MySQLError, OSError) as error:
            raise Unreachable(host, f'its replica did not answer ({error})') from error


def text(value: bytes | str | None) -> str:
    """Return the text of a column, which the replicas' views give as bytes."""
    return value.decode('utf-8', 'replace') if isinstance(value, bytes) else str(value or '')


def _batches(values: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]


def _block(expiry: str, moment: str, *, sitewide: bool) -> Block:
    if expiry not in ENDLESS and expiry <= moment:
        return Block.NONE
    if not sitewide:
        return Block.PARTIAL
    return Block.INFINITE if expiry in ENDLESS else Block.SITEWIDE


def _revision(row: Sequence[Any], tags: dict[int, list[str]]) -> Iterator[dict[str, Any]]:
    """Return a revision as the API gives it, and its parent for the size alone."""
    revid, _, parent, moment, size, deleted, name, user, comment, parent_size = row
    if parent and parent_size is not None:
        yield {'revid': parent, 'parentid': 0, 'timestamp': '', 'size': parent_size, 'user': ''}
    yield {
        'revid': revid,
        'parentid': parent or 0,
        'timestamp': moments.from_database(text(moment)),
        'size': size or 0,
        'user': text(name),
        'userid': user or 0,
        'comment': text(comment),
        'tags': tags.get(revid, []),
        'texthidden': bool(deleted & HIDDEN_TEXT),
        'userhidden': bool(deleted & HIDDEN_USER),
        'suppressed': bool(deleted & SUPPRESSED),
    }
