"""A model of the Wiki Replicas: a private MariaDB server with the sandbox's content under public views.

Needs Debian's mariadb-server-core (programs only; no service is touched). Databases are called as on
Toolforge: the views of enwiki are in `enwiki_p`. The views redact what the public ones redact
(https://wikitech.wikimedia.org/wiki/Help:Wiki_Replicas).
"""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pymysql

from sandbox.state import SandboxError

USER, PASSWORD = 'u12345', 'sandbox replica'
ROWS = 5000

# Each table: its columns for MariaDB, and where its rows come from in SQLite.
TABLES: Mapping[str, tuple[str, str]] = {
    'revision': (
        (
            'rev_id INT UNSIGNED PRIMARY KEY, rev_page INT UNSIGNED, rev_actor INT UNSIGNED, '
            'rev_comment_id INT UNSIGNED, rev_timestamp BINARY(14), rev_len INT UNSIGNED, '
            'rev_parent_id INT UNSIGNED, rev_deleted TINYINT UNSIGNED, '
            'KEY (rev_page, rev_timestamp), KEY (rev_actor, rev_timestamp)'
        ),
        (
            'SELECT rev_id, rev_page, rev_actor, {comment}, rev_timestamp, rev_len, rev_parent_id, '
            'rev_deleted FROM revision'
        ),
    ),
    'actor': (
        'actor_id INT UNSIGNED PRIMARY KEY, actor_user INT UNSIGNED, actor_name VARBINARY(255) UNIQUE',
        'SELECT actor_id, actor_user, actor_name FROM actor',
    ),
    'comment': (
        'comment_id INT UNSIGNED PRIMARY KEY, comment_text BLOB',
        'SELECT comment_id, comment_text FROM comment',
    ),
    'change_tag': (
        'ct_rev_id INT UNSIGNED, ct_tag_id INT UNSIGNED, KEY (ct_rev_id)',
        'SELECT ct_rev_id, ct_tag_id FROM change_tag WHERE ct_rev_id IS NOT NULL',
    ),
    'change_tag_def': (
        'ctd_id INT UNSIGNED PRIMARY KEY, ctd_name VARBINARY(255)',
        'SELECT ctd_id, ctd_name FROM change_tag_def',
    ),
    'user': (
        'user_id INT UNSIGNED PRIMARY KEY, user_name VARBINARY(255) UNIQUE, user_editcount INT',
        'SELECT user_id, user_name, user_editcount FROM user',
    ),
    'user_groups': (
        'ug_user INT UNSIGNED, ug_group VARBINARY(255), ug_expiry BINARY(14), KEY (ug_user)',
        'SELECT ug_user, ug_group, ug_expiry FROM user_groups',
    ),
    'block_target': (
        'bt_id INT UNSIGNED PRIMARY KEY, bt_user INT UNSIGNED, KEY (bt_user)',
        'SELECT {target} WHERE {user} > 0',
    ),
    'block': (
        (
            'bl_id INT UNSIGNED PRIMARY KEY, bl_target INT UNSIGNED, bl_expiry VARBINARY(14), '
            'bl_sitewide TINYINT, KEY (bl_target)'
        ),
        'SELECT {block}',
    ),
}
# How the sources differ: {comment}, {target}, {user}, {block} before and after MediaWiki 1.40 and 1.42.
OLD_BLOCKS = {
    'target': 'ipb_id, ipb_user FROM ipblocks',
    'user': 'ipb_user',
    'block': 'ipb_id, ipb_id, ipb_expiry, ipb_sitewide FROM ipblocks WHERE ipb_user > 0',
}
NEW_BLOCKS = {
    'target': 'bt_id, bt_user FROM block_target',
    'user': 'bt_user',
    'block': 'bl_id, bl_target, bl_expiry, bl_sitewide FROM block',
}
OLD_COMMENT = '(SELECT revcomment_comment_id FROM revision_comment_temp WHERE revcomment_rev = rev_id)'

VIEWS = {
    'revision_userindex': 'SELECT rev_id, rev_page, IF(rev_deleted & 4, NULL, rev_actor) AS rev_actor, '
    'IF(rev_deleted & 2, 0, rev_comment_id) AS rev_comment_id, rev_timestamp, rev_len, rev_parent_id, '
    'rev_deleted FROM {0}.revision',
    # the rows that a revision uses; the views `actor` and `comment` look at every other use too, and are slow
    'actor_revision': 'SELECT * FROM {0}.actor',
    'comment_revision': 'SELECT * FROM {0}.comment',
    **{
        name: f'SELECT * FROM {{0}}.{name}'
        for name in (
            'change_tag', 'change_tag_def', 'user', 'user_groups', 'block_target', 'block'
        )
    },
}  # fmt: skip

CENTRAL_TABLES: Mapping[str, tuple[str, str]] = {
    'globaluser': (
        'gu_id INT PRIMARY KEY, gu_name VARBINARY(255) UNIQUE, gu_home_db VARBINARY(255), gu_locked TINYINT',
        'SELECT gu_id, gu_name, gu_home_db, gu_locked FROM globaluser WHERE gu_hidden_level = 0',
    ),
    'localuser': (
        'lu_wiki VARBINARY(255), lu_name VARBINARY(255), lu_global_id INT, PRIMARY KEY (lu_name, lu_wiki)',
        'SELECT lu_wiki, lu_name, lu_global_id FROM localuser',
    ),
    'global_user_groups': (
        'gug_user INT, gug_group VARBINARY(255), gug_expiry BINARY(14), KEY (gug_user)',
        'SELECT gug_user, gug_group, gug_expiry FROM global_user_groups',
    ),
}


@dataclass
class Replicas:
    """A running server; fill it from a folder of SQLite files with `load`."""

    port: int
    socket: Path

    def _root(self) -> pymysql.Connection[Any]:
        return pymysql.connect(unix_socket=str(self.socket), user='root', charset='utf8mb4', autocommit=True)

    def load(self, data: Path) -> None:
        """Make the replicas hold what the wikis of the folder hold now."""
        with closing(self._root()) as db:
            for path in sorted(data.glob('*wiki.sqlite')):
                with closing(sqlite3.connect(path, timeout=60)) as source:
                    self._copy(db, source, path.stem, _sources(source), VIEWS)
            with closing(sqlite3.connect(data / 'centralauth.sqlite', timeout=60)) as source:
                central = {name: f'SELECT * FROM {{0}}.{name}' for name in CENTRAL_TABLES}
                self._copy(db, source, 'centralauth', CENTRAL_TABLES, central)

    def _copy(
        self,
        db: pymysql.Connection[Any],
        source: sqlite3.Connection,
        dbname: str,
        tables: Mapping[str, tuple[str, str]],
        views: Mapping[str, str],
    ) -> None:
        source.text_factory = bytes
        with db.cursor() as cursor:
            for name in (dbname, f'{dbname}_p'):
                cursor.execute(f'DROP DATABASE IF EXISTS {name}')
                cursor.execute(f'CREATE DATABASE {name} CHARACTER SET binary')
            for table, (columns, query) in tables.items():
                cursor.execute(f'CREATE TABLE {dbname}.{table} ({columns})')
                rows = source.execute(query)
                while some := rows.fetchmany(ROWS):
                    _insert(cursor, f'{dbname}.{table}', some)
            for view, query in views.items():
                cursor.execute(f'CREATE VIEW {dbname}_p.{view} AS {query.format(dbname)}')
            cursor.execute(f"GRANT SELECT ON {dbname}_p.* TO '{USER}'@'127.0.0.1'")


def _insert(cursor: Any, table: str, rows: Sequence[Sequence[Any]]) -> None:
    if rows:
        marks = ', '.join(['%s'] * len(rows[0]))
        cursor.executemany(f'INSERT INTO {table} VALUES ({marks})', rows)


def _sources(source: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """Return the tables with the queries that fit this MediaWiki's schema."""
    present = {name for (name,) in source.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    names = {str(name, 'utf-8') if isinstance(name, bytes) else name for name in present}
    parts = NEW_BLOCKS if 'block_target' in names else OLD_BLOCKS
    comment = OLD_COMMENT if 'revision_comment_temp' in names else 'rev_comment_id'
    return {
        table: (columns, query.format(comment=comment, **parts)) for table, (columns, query) in TABLES.items()
    }


def configuration(port: int) -> str:
    """Return the lines for user-config.py that lead Pywikibot's scripts to a server on that port."""
    return (
        "\ndb_hostname_format = '127.0.0.1'\ndb_name_format = '{0}_p'\ndb_connect_file = None\n"
        f'db_port = {port}\ndb_username = {USER!r}\ndb_password = {PASSWORD!r}\n'
    )


@contextmanager
def running() -> Iterator[Replicas]:
    """Run a server in a folder of its own until the end of the block; both are gone then."""
    programs = [shutil.which(name) for name in ('mariadb-install-db', 'mariadbd')]
    programs[1] = programs[1] or shutil.which('mariadbd', path='/usr/sbin')
    install, server = programs
    if install is None or server is None:
        raise SandboxError("MariaDB is missing: install Debian's mariadb-server-core and mariadb-client-core")
    folder = Path(tempfile.mkdtemp(prefix='replicas-', dir='/dev/shm' if Path('/dev/shm').is_dir() else None))
    account = ['--user=root'] if os.getuid() == 0 else []
    data = f'--datadir={folder / "data"}'
    try:
        subprocess.run(
            [install, '--no-defaults', data, '--auth-root-authentication-method=normal', '--skip-test-db',
             *account],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        with closing(socket.socket()) as free:
            free.bind(('127.0.0.1', 0))
            port = free.getsockname()[1]
        process = subprocess.Popen(
            [server, '--no-defaults', data, f'--socket={folder / "s"}', f'--port={port}', *account,
             '--bind-address=127.0.0.1', '--skip-log-bin', '--innodb-flush-log-at-trx-commit=0',
             '--innodb-buffer-pool-size=64M', '--innodb-log-file-size=16M', '--skip-name-resolve',
             f'--pid-file={folder / "pid"}', '--innodb-doublewrite=0', '--sync-binlog=0'],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            yield _ready(Replicas(port, folder / 's'), process)
        finally:
            process.terminate()
            process.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _ready(replicas: Replicas, process: subprocess.Popen[bytes]) -> Replicas:
    """Wait until the server answers, and make the account that scripts use: it may only read."""
    for _ in range(300):
        if process.poll() is not None:
            raise SandboxError(f'MariaDB ended with {process.returncode}')
        try:
            with closing(replicas._root()) as db, db.cursor() as cursor:
                cursor.execute(f"CREATE USER '{USER}'@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'")
            return replicas
        except pymysql.err.OperationalError:
            time.sleep(0.1)
    raise SandboxError('MariaDB did not begin to answer')
