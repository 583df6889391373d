"""What hosts answered the last time: a local file that spares requests; deleting it costs nothing else.

It also remembers since when an address fails, and until when a host wants to be left alone.
"""

from __future__ import annotations

import sqlite3
import threading
import zlib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from outreach.fetching import FetchedAnswer

VERSION = 1
SCHEMA = """
CREATE TABLE answer (asked TEXT PRIMARY KEY, link TEXT, type TEXT, etag TEXT, modified TEXT, body BLOB);
CREATE TABLE trouble (asked TEXT PRIMARY KEY, since TEXT);
CREATE TABLE quiet (host TEXT PRIMARY KEY, until TEXT);
"""


class FetchCache:
    """The cache; safe to use from several threads. `path` None keeps it in memory only.

    A file that is broken or of another version is begun anew; where it cannot be opened at all, sqlite3
    raises OperationalError.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._lock = threading.Lock()
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            self._db = self._opened(path)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            assert path is not None
            path.unlink()
            self._db = self._opened(path)

    def answer(self, asked: str) -> FetchedAnswer | None:
        """Return the last whole answer to an address; None where there is none."""
        rows = self._rows('SELECT link, type, etag, modified, body FROM answer WHERE asked = ?', asked)
        if not rows:
            return None
        link, kind, etag, modified, body = rows[0]
        headers = {'content-type': kind, 'etag': etag, 'last-modified': modified}
        return FetchedAnswer(
            200, link, {name: value for name, value in headers.items() if value}, zlib.decompress(body)
        )

    def keep(self, asked: str, answer: FetchedAnswer) -> None:
        """Keep a whole answer that may be asked for again by its validators."""
        known, kind = answer.validators, answer.headers.get('content-type', '')
        row = (asked, answer.link, kind, known.etag, known.modified, zlib.compress(answer.body))
        self._rows('INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?, ?)', *row)

    def failing(self, asked: str, today: date) -> date:
        """Return since when an address fails; from today on where it did not yet."""
        self._rows('INSERT OR IGNORE INTO trouble VALUES (?, ?)', asked, today.isoformat())
        return date.fromisoformat(self._rows('SELECT since FROM trouble WHERE asked = ?', asked)[0][0])

    def works(self, asked: str) -> None:
        """Forget that an address failed."""
        self._rows('DELETE FROM trouble WHERE asked = ?', asked)

    def quiet_until(self, host: str) -> datetime | None:
        """Return until when a host wants to be left alone; None where it does not say."""
        rows = self._rows('SELECT until FROM quiet WHERE host = ?', host)
        return datetime.fromisoformat(rows[0][0]) if rows else None

    def be_quiet(self, host: str, until: datetime) -> None:
        """Keep that a host wants to be left alone until then."""
        self._rows('INSERT OR REPLACE INTO quiet VALUES (?, ?)', host, until.isoformat())

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _opened(self, path: Path | None) -> sqlite3.Connection:
        db = sqlite3.connect(path or ':memory:', check_same_thread=False, isolation_level=None, timeout=30)
        version = db.execute('PRAGMA user_version').fetchone()[0]
        if version != VERSION:
            for name in ('answer', 'trouble', 'quiet'):
                db.execute(f'DROP TABLE IF EXISTS {name}')
            db.executescript(f'BEGIN; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;')
        return db

    def _rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._db.execute(query, values).fetchall()
