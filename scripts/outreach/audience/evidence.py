"""The local cache of evidence: what was read about pages and people, so that no run pays twice.

One SQLite file. Edits are kept by (wiki, page, latest revision) as soon as a page is read: a run that
is killed goes on where it stopped, and a later run pays for pages that changed only. Answers
about people are kept for a while. Deleting the file costs time, never truth.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from outreach.audience.contributions import EditKind, TopicEdit
from outreach.audience.people import Account, Person
from outreach.audience.topic import Article
from outreach.localfiles import journal
from outreach.problems import Stopped

VERSION = 3
SCHEMA = """
CREATE TABLE page (host TEXT, page INTEGER, revid INTEGER, since TEXT, read TEXT, edits BLOB,
                   PRIMARY KEY (host, page)) WITHOUT ROWID;
CREATE TABLE person (name TEXT PRIMARY KEY, read TEXT, data TEXT) WITHOUT ROWID;
CREATE TABLE answer (question TEXT, host TEXT, name TEXT, read TEXT, data TEXT,
                     PRIMARY KEY (question, host, name)) WITHOUT ROWID;
"""
KINDS = list(EditKind)


class Evidence:
    """The cache; safe to use from several threads. `path` None keeps it in memory only."""

    def __init__(self, path: Path | None = None) -> None:
        self._lock = threading.Lock()
        if path is not None:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(mode=0o600)
        self._db = self._opened(path)

    def _opened(self, path: Path | None) -> sqlite3.Connection:
        """Open the file; one that is of another version or broken is begun anew: it is a cache."""
        db = sqlite3.connect(path or ':memory:', check_same_thread=False, isolation_level=None, timeout=30)
        try:
            db.execute(f'PRAGMA journal_mode = {journal(path.parent) if path else "MEMORY"}')
            # what is forgotten is written over, not left in the file
            db.execute('PRAGMA secure_delete = ON')
            db.execute('PRAGMA synchronous = NORMAL')
            version = db.execute('PRAGMA user_version').fetchone()[0]
        except sqlite3.OperationalError as error:
            # another run may have the file: that is no reason to throw it away
            raise Stopped(f'The cache of evidence {path} cannot be used: {error}') from error
        except sqlite3.DatabaseError:
            version = -1
        if version == VERSION:
            return db
        if version != 0 and path is not None:
            db.close()
            for suffix in ('', '-wal', '-shm'):
                Path(f'{path}{suffix}').unlink(missing_ok=True)
            return self._opened(path)
        db.executescript(f'BEGIN; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;')
        return db

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def unread(self, articles: Iterable[Article], since: str) -> list[Article]:
        """Return those of the articles that must be read: changed since, or read for a shorter window."""
        known: dict[str, dict[int, int]] = {}
        waiting = []
        for article in articles:
            if article.host not in known:
                known[article.host] = dict(
                    self._rows(
                        'SELECT page, revid FROM page WHERE host = ? AND since <= ?', (article.host, since)
                    )
                )
            if known[article.host].get(article.page) != article.revid:
                waiting.append(article)
        return waiting

    def keep(self, article: Article, since: str, read: str, edits: Collection[TopicEdit]) -> None:
        """Keep the edits of a page since a moment, as read at the moment `read`."""
        rows = [(edit.user, edit.time, edit.added, KINDS.index(edit.kind), edit.pattern) for edit in edits]
        with self._lock:
            self._db.execute(
                'INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?, ?, ?)',
                (article.host, article.page, article.revid, since, read, _packed(rows)),
            )

    def edits(self, articles: Iterable[Article]) -> Iterator[tuple[Article, list[TopicEdit]]]:
        """Return the edits kept for these articles, page by page; pages never read give none."""
        for article in articles:
            for (blob,) in self._rows(
                'SELECT edits FROM page WHERE host = ? AND page = ?', (article.host, article.page)
            ):
                rows = json.loads(zlib.decompress(blob))
                yield (
                    article,
                    [TopicEdit(row[0], row[1], row[2], KINDS[row[3]], row[4]) for row in rows],
                )

    def oldest(self) -> str:
        """Return when the oldest page was read; '' where none was."""
        return str(self._rows("SELECT COALESCE(MIN(read), '') FROM page")[0][0])

    def keep_person(self, person: Person, read: str) -> None:
        """Keep all local accounts of a person, as read at a moment."""
        with self._lock:
            self._db.execute(
                'INSERT OR REPLACE INTO person VALUES (?, ?, ?)', (person.name, read, _to_json(person))
            )

    def people(self, names: Collection[str], since: str) -> dict[str, Person]:
        """Return the people of these names that were read since a moment."""
        wanted = set(names)
        return {
            name: _from_json(data)
            for name, data in self._rows('SELECT name, data FROM person WHERE read >= ?', (since,))
            if name in wanted
        }

    def keep_answers(self, question: str, host: str, answers: Mapping[str, str], read: str) -> None:
        """Keep what a wiki answered to a question about people, by name, as read at a moment."""
        rows = [(question, host, name, read, data) for name, data in answers.items()]
        with self._lock:
            self._db.execute('BEGIN')
            self._db.executemany('INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?)', rows)
            self._db.execute('COMMIT')

    def answers(self, question: str, host: str, names: Collection[str], since: str) -> dict[str, str]:
        """Return the answers kept about these names that were read since a moment."""
        wanted = set(names)
        rows = self._rows(
            'SELECT name, data FROM answer WHERE question = ? AND host = ? AND read >= ?',
            (question, host, since),
        )
        return {name: data for name, data in rows if name in wanted}

    def forget(self, names: Collection[str]) -> int:
        """Remove everything that is kept about people of these names; return how many entries there were.

        Their edits go from the pages that were read; those pages count as read, so they do not come back
        before somebody edits there again.
        """
        gone = set(names)
        count = 0
        with self._lock:
            self._db.execute('BEGIN IMMEDIATE')
            for name in gone:
                for table in ('person', 'answer'):
                    done = self._db.execute(f'DELETE FROM {table} WHERE name = ?', (name,))  # noqa: S608
                    count += done.rowcount
            for host, page, blob in self._db.execute('SELECT host, page, edits FROM page').fetchall():
                rows = json.loads(zlib.decompress(blob))
                kept = [row for row in rows if row[0] not in gone]
                if len(kept) < len(rows):
                    count += len(rows) - len(kept)
                    self._db.execute(
                        'UPDATE page SET edits = ? WHERE host = ? AND page = ?', (_packed(kept), host, page)
                    )
            self._db.execute('COMMIT')
        return count

    def _rows(self, query: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        with self._lock, closing(self._db.execute(query, values)) as cursor:
            return cursor.fetchall()


def _packed(rows: Sequence[Sequence[object]]) -> bytes:
    return zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(',', ':')).encode(), 1)


def _to_json(person: Person) -> str:
    accounts = [[a.host, a.edits, sorted(a.groups)] for a in person.accounts.values()]
    return json.dumps(
        [person.name, person.central_id, person.home, accounts, person.edits, person.locked,
         sorted(person.global_groups)]
    )  # fmt: skip


def _from_json(text: str) -> Person:
    name, central_id, home, accounts, edits, locked, groups = json.loads(text)
    local = {host: Account(host, count, frozenset(local)) for host, count, local in accounts}
    return Person(name, central_id, home, local, edits, locked, frozenset(groups))
