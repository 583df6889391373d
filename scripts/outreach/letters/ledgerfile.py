"""The file of the ledger: SQLite with a rollback journal, its owner's alone, for one run at a time."""

from __future__ import annotations

import os
import secrets
import sqlite3
from pathlib import Path

from outreach import privatefiles
from outreach.problems import BadInput, Problem, Stopped

NAME = 'letters.sqlite'
VERSION = 1
SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE letter (number INTEGER PRIMARY KEY AUTOINCREMENT, campaign TEXT NOT NULL, letter TEXT NOT NULL,
    state TEXT NOT NULL, channel TEXT NOT NULL, at TEXT NOT NULL, label TEXT NOT NULL, language TEXT NOT NULL,
    region TEXT NOT NULL, folder TEXT NOT NULL, code TEXT NOT NULL);
CREATE TABLE person (campaign TEXT NOT NULL, letter TEXT NOT NULL, key TEXT NOT NULL,
    number INTEGER NOT NULL REFERENCES letter, PRIMARY KEY (campaign, letter, key));
CREATE INDEX person_by_key ON person (key);
CREATE TABLE try (number INTEGER NOT NULL, channel TEXT NOT NULL, at TEXT NOT NULL, counts INTEGER NOT NULL);
CREATE TABLE plan (campaign TEXT NOT NULL, hash TEXT NOT NULL, digest TEXT NOT NULL,
    PRIMARY KEY (campaign, hash, digest));
CREATE TABLE approved (campaign TEXT NOT NULL, digest TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (campaign, digest));
CREATE TABLE tested (campaign TEXT NOT NULL, channel TEXT NOT NULL, texts TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE optout (key TEXT PRIMARY KEY, at TEXT NOT NULL);
CREATE TABLE claim (campaign TEXT PRIMARY KEY, token TEXT NOT NULL, next TEXT NOT NULL);
"""


def opened(folder: Path, *, simulating: bool = False) -> sqlite3.Connection:
    """Open the ledger in the private folder, made if need be; raise Stopped where another run has it.

    A run that only simulates makes none: where there is none it looks at an empty one.
    """
    path = folder / NAME
    if simulating and not path.exists():
        return _ready(sqlite3.connect(':memory:', isolation_level=None), NAME)
    privatefiles.make_folder(folder)
    _private(path)
    return _ready(sqlite3.connect(path, isolation_level=None, timeout=1), str(path))


def _private(path: Path) -> None:
    """Make the file before SQLite does, readable by nobody else; so is its journal."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise BadInput([Problem(str(path), f'cannot be opened: {error.strerror}')]) from None
    wide = os.fstat(handle).st_mode & privatefiles.OTHERS
    os.close(handle)
    if wide:
        raise BadInput([Problem(str(path), 'may be read by others than you: chmod 600')])


def _ready(db: sqlite3.Connection, place: str) -> sqlite3.Connection:
    """Return the ledger ready for use, this process its only user; raise what `open` raises."""
    try:
        # from the first write on the file is ours until it is closed: there is no second run
        db.execute('PRAGMA locking_mode = EXCLUSIVE')
        db.execute('PRAGMA journal_mode = DELETE')
        db.execute('PRAGMA synchronous = EXTRA')
        db.execute('PRAGMA secure_delete = ON')
        db.execute('BEGIN EXCLUSIVE')
        version = db.execute('PRAGMA user_version').fetchone()[0]
        if not version:
            _make(db)
        db.execute('COMMIT')
    except sqlite3.DatabaseError as error:
        db.close()
        if 'locked' in str(error):
            raise Stopped('Another run is writing letters; wait for it to end.') from None
        raise BadInput([Problem(place, f'cannot be used: {error}')]) from None
    if version not in (0, VERSION):
        db.close()
        raise BadInput([Problem(place, 'was made by another version of this script')])
    return db


def _make(db: sqlite3.Connection) -> None:
    for statement in SCHEMA.split(';'):
        db.execute(statement)
    told = [('id', secrets.token_hex(8)), ('key', secrets.token_hex(32))]
    db.executemany('INSERT INTO meta VALUES (?, ?)', told)
    db.execute(f'PRAGMA user_version = {VERSION}')
