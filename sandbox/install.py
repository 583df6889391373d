"""Install one wiki, and make the databases of the whole farm from it."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from sandbox import php
from sandbox.state import SandboxError, Setup, cache_entry, schema_files
from sandbox.wikis import ELSEWHERE, WIKIS, languages

ADMIN = 'Admin'
ADMIN_PASSWORD = 'sandbox admin'
CENTRAL = 'centralauth'

# What the installer writes that no wiki of the farm should start with.
_EMPTIED = (
    'archive',
    'change_tag',
    'comment',
    'content',
    'interwiki',
    'ip_changes',
    'job',
    'log_search',
    'logging',
    'objectcache',
    'page',
    'pagelinks',
    'externallinks',
    'recentchanges',
    'revision',
    'revision_comment_temp',
    'searchindex',
    'slots',
    'text',
    'watchlist',
)


def prepare_state(directory: Path, setup: Setup) -> None:
    """Fill a state folder with fresh databases and the configuration that PHP reads."""
    for name in ('data', 'cache', 'images'):
        (directory / name).mkdir(parents=True, exist_ok=True)
    with cache_entry('l10n', setup.localisation_key()) as (folder, found):
        final = folder.parent / setup.localisation_key()
        _write_configuration(directory, setup, folder)
        copy_databases(_installed(setup), directory / 'data')
        _create_session_store(directory)
        if not found:
            _build_localisation(directory, setup)
    _write_configuration(directory, setup, final)


def copy_databases(source: Path, target: Path) -> None:
    """Put the databases in `source` in the place of those in `target`."""
    target.mkdir(parents=True, exist_ok=True)
    for path in target.iterdir():
        if path.name.endswith(('.sqlite', '-wal', '-shm')):
            path.unlink(missing_ok=True)  # SQLite takes what it keeps beside a file away itself
    for path in source.glob('*.sqlite'):
        shutil.copyfile(path, target / path.name)


def _create_session_store(directory: Path) -> None:
    """Make the database of the sessions; MediaWiki would, but without write-ahead logging."""
    path = directory / 'cache' / 'wikicache.sqlite'
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as store, store:
        store.execute('PRAGMA journal_mode=WAL')
        with closing(sqlite3.connect(directory / 'data' / 'metawiki.sqlite')) as wiki:
            for (statement,) in wiki.execute(
                "SELECT sql FROM sqlite_master WHERE tbl_name = 'objectcache' AND sql IS NOT NULL"
            ):
                store.execute(statement)


def _write_configuration(directory: Path, setup: Setup, localisation: Path) -> None:
    wikis = {
        wiki.dbname: {
            'dbname': wiki.dbname,
            'host': wiki.host,
            'lang': wiki.lang,
            'project': wiki.project,
            'code': wiki.code,
            'sitename': wiki.sitename,
            'project_namespace': wiki.project_namespace,
            'closed': wiki.closed,
        }
        for wiki in WIKIS
    }
    config = {
        'wikis': wikis,
        'l10n': str(localisation),
        'elsewhere': {wiki.dbname: wiki.host for wiki in ELSEWHERE},
        'extensions': {extension.name: str(extension.path) for extension in setup.extensions},
    }
    _write(directory / 'config.json', json.dumps(config))
    _write(directory / 'hosts.json', json.dumps({wiki.host: wiki.dbname for wiki in WIKIS}))
    codes = [wiki.code for wiki in WIKIS if wiki.project == 'wikipedia']
    _write(directory / 'langlist', '\n'.join(codes) + '\n')
    closed = [wiki.dbname for wiki in WIKIS if wiki.closed]
    _write(directory / 'closed.dblist', '\n'.join(closed) + '\n')
    for flag in ('private', 'fishbowl'):
        marked = [wiki.dbname for wiki in ELSEWHERE if getattr(wiki, flag)]
        _write(directory / f'{flag}.dblist', '\n'.join(marked) + '\n')


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding='utf-8')


def _installed(setup: Setup) -> Path:
    """Return the folder with one database for every wiki and the central one, installed once."""
    key = setup.install_key()
    with cache_entry('installed', key) as (folder, found):
        if not found:
            base = _install_one(setup, folder / 'base')
            for wiki in WIKIS:
                shutil.copyfile(base, folder / f'{wiki.dbname}.sqlite')
            shutil.rmtree(folder / 'base')
            _create_central(setup, folder / f'{CENTRAL}.sqlite')
        return folder.parent / key


def _install_one(setup: Setup, folder: Path) -> Path:
    """Run MediaWiki's installer, add the extensions' tables, take out the installer's pages."""
    folder.mkdir()
    done = php.run(
        [
            str(setup.mediawiki / 'maintenance' / 'install.php'),
            '--dbtype=sqlite',
            f'--dbpath={folder}',
            '--dbname=base',
            f'--confpath={folder}',
            '--server=http://base.test',
            '--scriptpath=/w',
            '--lang=en',
            f'--pass={ADMIN_PASSWORD}',
            'Base',
            ADMIN,
        ],
        env=php.environment(setup, folder, configured=False),
    )
    database = folder / 'base.sqlite'
    if done.returncode or not database.is_file():
        raise SandboxError(f'MediaWiki could not be installed:\n{done.stdout}{done.stderr}')
    with closing(sqlite3.connect(database)) as connection:
        with connection:
            _empty(connection)
            _add_languages(connection, setup)
        _add_tables(connection, setup, central=False)
        connection.execute('PRAGMA journal_mode=WAL')
        connection.execute('VACUUM')
    return database


def _empty(connection: sqlite3.Connection) -> None:
    """Take out what the installer wrote, except its account; put in the farm's interwiki prefixes."""
    tables = {row[0] for row in connection.execute('SELECT name FROM sqlite_master')}
    for table in _EMPTIED:
        if table in tables:
            connection.execute(f'DELETE FROM {table}')
    connection.execute("DELETE FROM sqlite_sequence WHERE name NOT IN ('user', 'actor')")
    connection.execute('UPDATE site_stats SET ss_total_edits=0, ss_good_articles=0')
    connection.execute('UPDATE site_stats SET ss_total_pages=0, ss_users=1')
    connection.execute('UPDATE user SET user_editcount=0')
    connection.executemany(
        'INSERT INTO interwiki (iw_prefix, iw_url, iw_api, iw_wikiid, iw_local, iw_trans)'
        " VALUES (?, ?, ?, '', 1, 0)",
        [(prefix, f'{url}/wiki/$1', f'{url}/w/api.php') for prefix, url in _prefixes().items()],
    )


def _prefixes() -> Mapping[str, str]:
    """Return the interwiki prefixes that every wiki of the farm knows, with the server each means."""
    prefixes = {wiki.code: wiki.url for wiki in WIKIS}
    short = {'m': 'meta', 'd': 'wikidata', 'c': 'commons', 'w': 'en', 'wikipedia': 'en'}
    return prefixes | {prefix: prefixes[code] for prefix, code in short.items()}


def _add_languages(connection: sqlite3.Connection, setup: Setup) -> None:
    """Make a prefix of every language that MediaWiki knows: a wiki of Wikimedia has hundreds of prefixes."""
    names = next(setup.mediawiki.glob('**/data/Names.php')).read_text(encoding='utf-8')
    connection.executemany(
        'INSERT OR IGNORE INTO interwiki (iw_prefix, iw_url, iw_api, iw_wikiid, iw_local, iw_trans)'
        " VALUES (?, ?, '', '', 1, 0)",
        [
            (code, f'http://{code}.wikipedia.test/wiki/$1')
            for code in re.findall(r"^\s*'([a-z-]+)' => '", names, re.MULTILINE)
        ],
    )


def _create_central(setup: Setup, path: Path) -> None:
    """Make the database that CentralAuth shares between the wikis."""
    with closing(sqlite3.connect(path)) as connection:
        _add_tables(connection, setup, central=True)
        connection.execute('PRAGMA journal_mode=WAL')


def _add_tables(connection: sqlite3.Connection, setup: Setup, *, central: bool) -> None:
    for extension in setup.extensions:
        for path in schema_files(extension, central=central):
            connection.executescript(path.read_text(encoding='utf-8'))


def _build_localisation(directory: Path, setup: Setup) -> None:
    """Build the localisation cache of the farm's languages, which is slow in a web request."""
    done = php.run(
        [
            str(setup.mediawiki / 'maintenance' / 'rebuildLocalisationCache.php'),
            '--wiki=metawiki',
            f'--lang={",".join(languages())}',
            '--threads=2',
            '--skip-message-purge',
        ],
        env=php.environment(setup, directory),
    )
    if done.returncode:
        raise SandboxError(f'the localisation cache was not built:\n{done.stdout}{done.stderr}')
