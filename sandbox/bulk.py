"""Write a large world straight into the wikis' SQLite files, without MediaWiki: for benchmarks.

Only what the scripts read is written, and only to tables and columns that the installed databases have.
All revisions of a wiki share one text, for none of them is ever read; their sizes are those of the world.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from sandbox import install, state
from sandbox.farm import Farm
from sandbox.state import Setup
from sandbox.wikis import BY_DBNAME

REPOSITORY = 'wikidatawiki'
OPT_OUT_MESSAGE = 'massmessage-optout-category'
USER_TALK = 3
TEXT = 'Written by the bulk loader.'
EPOCH = '20050101000000'


def base36(digest: bytes) -> str:
    """Return a SHA-1 as MediaWiki keeps it: base 36, 31 digits."""
    number = int.from_bytes(digest)
    digits = (number // 36**place % 36 for place in reversed(range(31)))
    return ''.join('0123456789abcdefghijklmnopqrstuvwxyz'[digit] for digit in digits)


# Every wiki has it for every revision: without it, MediaWiki reads the text of each to reckon it.
SHA1 = base36(hashlib.sha1(TEXT.encode(), usedforsecurity=False).digest())


class Edit(NamedTuple):
    """One revision: the id of an account (below 0: an IP address), a moment as MediaWiki keeps it
    (20261121000000), the size of the page after it in bytes, its summary and its tag, if any.
    """

    user: int
    time: str
    size: int
    comment: str
    tag: str = ''


@dataclass(frozen=True)
class Account:
    """A global account; `edits` are its edit counts by dbname, the rest is so on its home wiki."""

    id: int
    name: str
    home: str
    edits: Mapping[str, int]
    bot: bool = False
    locked: bool = False
    blocked: bool = False
    opted_out: bool = False
    talk_page: bool = False


@dataclass(frozen=True)
class Page:
    """A page in the main namespace with its edits, oldest first."""

    wiki: str
    title: str
    edits: Sequence[Edit]


@dataclass(frozen=True)
class BulkWorld:
    """All that is written: `items` are titles by dbname, `assessed` what `project` assesses on `source`."""

    source: str
    project: str
    accounts: Sequence[Account]
    pages: Sequence[Page]
    items: Sequence[Mapping[str, str]]
    assessed: Sequence[str]


def address(user: int) -> str:
    """Return the IP address that an edit's user below 0 stands for."""
    return f'10.{-user >> 16 & 255}.{-user >> 8 & 255}.{-user & 255}'


def fill(farm: Farm, name: str, build: Callable[[], BulkWorld]) -> None:
    """Make the farm's wikis what `build` gives, or what it gave the last time for this name."""
    code = Path(__file__).read_text(encoding='utf-8')
    with state.cache_entry('bulk', state.text_key(name, farm.setup.install_key(), code)) as (folder, found):
        if not found:
            with state.cache_entry('installed', farm.setup.install_key()) as (installed, _):
                install.copy_databases(installed, folder)
            write(folder, build(), opt_out_categories(farm.setup))
        install.copy_databases(folder, farm.data)


def opt_out_categories(setup: Setup) -> dict[str, str]:
    """Return the name of the opt-out category by language, from the messages of MassMessage."""
    extension = next(one for one in setup.extensions if one.name == 'MassMessage')
    found = {}
    for path in sorted((extension.path / 'i18n').glob('*.json')):
        message = json.loads(path.read_text(encoding='utf-8')).get(OPT_OUT_MESSAGE)
        if message:
            found[path.stem] = message.replace(' ', '_')
    return found


def write(folder: Path, world: BulkWorld, opt_outs: Mapping[str, str]) -> None:
    """Write the world into the freshly installed databases in a folder."""
    local_ids: dict[tuple[str, int], int] = {}
    pages: dict[str, list[Page]] = {}
    for page in world.pages:
        pages.setdefault(page.wiki, []).append(page)
    wikis = {*pages, *(dbname for account in world.accounts for dbname in account.edits)}
    for dbname in sorted(wikis):
        with closing(_open(folder, dbname)) as db, db:
            wiki = _WikiWriter(Tables(db), dbname, opt_outs)
            wiki.accounts([account for account in world.accounts if dbname in account.edits])
            wiki.pages(pages.get(dbname, []))
            if dbname == world.source:
                wiki.assessments(world.project, world.assessed)
            local_ids |= {(dbname, number): local for number, local in wiki.users.items()}
    with closing(_open(folder, REPOSITORY)) as db, db:
        _items(Tables(db), world.items)
    with closing(_open(folder, install.CENTRAL)) as db, db:
        _global_accounts(Tables(db), world.accounts, local_ids)


def _open(folder: Path, dbname: str) -> sqlite3.Connection:
    db = sqlite3.connect(folder / f'{dbname}.sqlite')
    db.execute('PRAGMA synchronous = OFF')
    return db


class Tables:
    """Inserts rows; columns and tables that this version of the database lacks are left out."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def insert(self, table: str, columns: str, rows: Iterable[Sequence[object]]) -> None:
        """Insert rows whose values stand in the order of the columns named, separated by blanks."""
        there = {row[1] for row in self.db.execute(f'PRAGMA table_info({table})')}
        names = columns.split()
        kept = [at for at, name in enumerate(names) if name in there]
        if not kept:
            return
        some = ', '.join(names[at] for at in kept)
        marks = ', '.join('?' * len(kept))
        self.db.executemany(
            f'INSERT INTO {table} ({some}) VALUES ({marks})', ([row[at] for at in kept] for row in rows)
        )

    def following(self, table: str, column: str) -> int:
        """Return the first id that is free in a table."""
        return int(self.db.execute(f'SELECT COALESCE(MAX({column}), 0) + 1 FROM {table}').fetchone()[0])


class _WikiWriter:
    """Writes one wiki. `users` gives the local user id by the account's id."""

    def __init__(self, tables: Tables, dbname: str, opt_outs: Mapping[str, str]) -> None:
        self.tables, self.dbname = tables, dbname
        language = BY_DBNAME[dbname].lang
        self.category = opt_outs.get(language, opt_outs['en'])
        self.users: dict[int, int] = {}
        self.actors: dict[int, int] = {}
        self.comments: dict[str, int] = {}
        self.next_page = tables.following('page', 'page_id')
        self.next_actor = tables.following('actor', 'actor_id')
        self._shared_text()

    def _shared_text(self) -> None:
        size = len(TEXT)
        self.tables.insert('text', 'old_id old_text old_flags', [(1, TEXT, 'utf-8')])
        self.tables.insert(
            'content',
            'content_id content_size content_sha1 content_model content_address',
            [(1, size, SHA1, 1, 'tt:1')],
        )
        for table, columns, name in (
            ('slot_roles', 'role_id role_name', 'main'),
            ('content_models', 'model_id model_name', 'wikitext'),
        ):
            if not self.tables.db.execute(f'SELECT 1 FROM {table}').fetchone():
                self.tables.insert(table, columns, [(1, name)])

    def accounts(self, accounts: Sequence[Account]) -> None:
        """Write the local accounts, with groups, blocks and talk pages, some of which opt out."""
        first = self.tables.following('user', 'user_id')
        self.users = {account.id: first + at for at, account in enumerate(accounts)}
        self.tables.insert(
            'user',
            'user_id user_name user_password user_newpassword user_email user_touched user_registration '
            'user_editcount',
            (
                (self.users[one.id], one.name, '', '', '', EPOCH, EPOCH, one.edits[self.dbname])
                for one in accounts
            ),
        )
        self._actors((one.id, self.users[one.id], one.name) for one in accounts)
        at_home = [one for one in accounts if one.home == self.dbname]
        self.tables.insert(
            'user_groups', 'ug_user ug_group', ((self.users[one.id], 'bot') for one in at_home if one.bot)
        )
        self._blocks([one for one in at_home if one.blocked])
        self._talk_pages([one for one in at_home if one.opted_out or one.talk_page])

    def _actors(self, rows: Iterable[tuple[int, int | None, str]]) -> None:
        def numbered() -> Iterator[tuple[int, int | None, str]]:
            for number, local, name in rows:
                self.actors[number] = self.next_actor
                yield self.next_actor, local, name
                self.next_actor += 1

        self.tables.insert('actor', 'actor_id actor_user actor_name', numbered())

    def _blocks(self, blocked: Sequence[Account]) -> None:
        """Block accounts for good, in the table of MediaWiki until 1.41 and in those of later ones."""
        reason = self._comment('Blocked')
        users = [(self.users[one.id], one.name) for one in blocked]
        self.tables.insert(
            'ipblocks',
            'ipb_address ipb_user ipb_by_actor ipb_reason_id ipb_timestamp ipb_expiry ipb_range_start '
            'ipb_range_end ipb_sitewide',
            ((name, user, 1, reason, EPOCH, 'infinity', '', '', 1) for user, name in users),
        )
        self.tables.insert(
            'block_target',
            'bt_id bt_user bt_user_text bt_count',
            ((number, user, name, 1) for number, (user, name) in enumerate(users, 1)),
        )
        self.tables.insert(
            'block',
            'bl_target bl_by_actor bl_reason_id bl_timestamp bl_expiry bl_sitewide',
            ((number, 1, reason, EPOCH, 'infinity', 1) for number, _ in enumerate(users, 1)),
        )

    def _talk_pages(self, people: Sequence[Account]) -> None:
        first = self.next_page
        titles = [one.name.replace(' ', '_') for one in people]
        edits = [[Edit(one.id, EPOCH, len(TEXT), 'Welcome')] for one in people]
        self._write(USER_TALK, list(zip(titles, edits, strict=True)))
        self.tables.insert(
            'categorylinks',
            'cl_from cl_to cl_sortkey cl_sortkey_prefix cl_timestamp cl_collation cl_type',
            (
                (first + at, self.category, titles[at].upper(), '', EPOCH, 'uppercase', 'page')
                for at, one in enumerate(people)
                if one.opted_out
            ),
        )

    def pages(self, pages: Sequence[Page]) -> None:
        """Write the pages with all their revisions; the ids of revisions follow time over all pages."""
        unknown = {edit.user for page in pages for edit in page.edits if edit.user < 0}
        self._actors((number, None, address(number)) for number in sorted(unknown))
        self._write(0, [(page.title.replace(' ', '_'), page.edits) for page in pages])

    def _write(self, namespace: int, pages: Sequence[tuple[str, Sequence[Edit]]]) -> None:
        first_page, self.next_page = self.next_page, self.next_page + len(pages)
        revision = self.tables.following('revision', 'rev_id')
        in_order = sorted(
            (edit.time, at, number, edit)
            for at, (_, edits) in enumerate(pages)
            for number, edit in enumerate(edits)
        )
        last = [0] * len(pages)
        revisions, comments, tagged = [], [], []
        for identity, (time, at, _, edit) in enumerate(in_order, revision):
            comment = self._comment(edit.comment)
            author = self.actors[edit.user]
            revisions.append((identity, first_page + at, comment, author, time, edit.size, last[at], SHA1))
            comments.append((identity, comment))
            if edit.tag:
                tagged.append((identity, edit.tag))
            last[at] = identity
        self.tables.insert(
            'revision',
            'rev_id rev_page rev_comment_id rev_actor rev_timestamp rev_len rev_parent_id rev_sha1',
            revisions,
        )
        self.tables.insert('revision_comment_temp', 'revcomment_rev revcomment_comment_id', comments)
        self.tables.insert(
            'slots',
            'slot_revision_id slot_role_id slot_content_id slot_origin',
            ((row[0], 1, 1, row[0]) for row in revisions),
        )
        self._tags(tagged)
        self.tables.insert(
            'page',
            'page_id page_namespace page_title page_random page_touched page_latest page_len '
            'page_content_model',
            (
                (first_page + at, namespace, title, 0.5, edits[-1].time, last[at], edits[-1].size, 'wikitext')
                for at, (title, edits) in enumerate(pages)
            ),
        )

    def _comment(self, text: str) -> int:
        if text not in self.comments:
            number = self.tables.following('comment', 'comment_id')
            self.tables.insert('comment', 'comment_id comment_hash comment_text', [(number, 0, text)])
            self.comments[text] = number
        return self.comments[text]

    def _tags(self, tagged: Sequence[tuple[int, str]]) -> None:
        counts = Counter(tag for _, tag in tagged)
        numbers = {tag: at for at, tag in enumerate(sorted(counts), 1)}
        if numbers:
            self.tables.insert(
                'change_tag_def',
                'ctd_id ctd_name ctd_user_defined ctd_count',
                ((number, tag, 0, counts[tag]) for tag, number in numbers.items()),
            )
        self.tables.insert(
            'change_tag', 'ct_rev_id ct_tag_id', ((revision, numbers[tag]) for revision, tag in tagged)
        )

    def assessments(self, project: str, titles: Sequence[str]) -> None:
        """Write that a WikiProject assesses these pages."""
        found = dict(
            self.tables.db.execute('SELECT page_title, page_id FROM page WHERE page_namespace = 0').fetchall()
        )
        self.tables.insert('page_assessments_projects', 'pap_project_id pap_project_title', [(1, project)])
        self.tables.insert(
            'page_assessments',
            'pa_page_id pa_project_id pa_class pa_importance pa_page_revision',
            ((found[title.replace(' ', '_')], 1, 'C', 'Mid', 0) for title in titles),
        )


def add_edits(folder: Path, edits: Iterable[tuple[str, str, Edit]]) -> None:
    """Add an edit to each of these pages, given by dbname and title, by whoever edited it last."""
    by_wiki: dict[str, list[tuple[str, Edit]]] = {}
    for dbname, title, edit in edits:
        by_wiki.setdefault(dbname, []).append((title.replace(' ', '_'), edit))
    for dbname, some in sorted(by_wiki.items()):
        with closing(sqlite3.connect(folder / f'{dbname}.sqlite', timeout=60)) as db, db:
            for title, edit in some:
                _add_edit(Tables(db), title, edit)


def _add_edit(tables: Tables, title: str, edit: Edit) -> None:
    page, last, actor, comment = tables.db.execute(
        'SELECT page_id, page_latest, rev_actor, rev_comment_id FROM page '
        'JOIN revision ON rev_id = page_latest WHERE page_namespace = 0 AND page_title = ?',
        (title,),
    ).fetchone()
    identity = tables.following('revision', 'rev_id')
    tables.insert(
        'revision',
        'rev_id rev_page rev_comment_id rev_actor rev_timestamp rev_len rev_parent_id rev_sha1',
        [(identity, page, comment, actor, edit.time, edit.size, last, SHA1)],
    )
    tables.insert('revision_comment_temp', 'revcomment_rev revcomment_comment_id', [(identity, comment)])
    tables.insert(
        'slots', 'slot_revision_id slot_role_id slot_content_id slot_origin', [(identity, 1, 1, identity)]
    )
    tables.db.execute(
        'UPDATE page SET page_latest = ?, page_len = ?, page_touched = ? WHERE page_id = ?',
        (identity, edit.size, edit.time, page),
    )


def _items(tables: Tables, items: Sequence[Mapping[str, str]]) -> None:
    tables.insert(
        'wb_items_per_site',
        'ips_item_id ips_site_id ips_site_page',
        (
            (number, dbname, title)
            for number, links in enumerate(items, 1)
            for dbname, title in sorted(links.items())
        ),
    )


def _global_accounts(
    tables: Tables, accounts: Sequence[Account], local_ids: Mapping[tuple[str, int], int]
) -> None:
    tables.insert(
        'globaluser',
        'gu_id gu_name gu_home_db gu_registration gu_email gu_salt gu_password gu_auth_token gu_cas_token '
        'gu_hidden gu_locked gu_hidden_level',
        ((a.id, a.name, a.home, EPOCH, '', '', '', '', 1, '', int(a.locked), 0) for a in accounts),
    )
    tables.insert(
        'localuser',
        'lu_wiki lu_name lu_attached_timestamp lu_attached_method lu_local_id lu_global_id',
        (
            (dbname, a.name, EPOCH, 'new' if dbname == a.home else 'login', local_ids[dbname, a.id], a.id)
            for a in accounts
            for dbname in sorted(a.edits)
        ),
    )
    tables.insert('globalnames', 'gn_name', ((a.name,) for a in accounts))
    tables.insert(
        'localnames', 'ln_wiki ln_name', ((dbname, a.name) for a in accounts for dbname in sorted(a.edits))
    )
    tables.insert(
        'global_edit_count', 'gec_user gec_count', ((a.id, sum(a.edits.values())) for a in accounts)
    )


def grow_older(folder: Path, dbname: str, days: int) -> None:
    """Move all that ever happened on a wiki so many days back: revisions and log entries alike."""

    def earlier(moment: str | bytes) -> str:
        text = moment.decode() if isinstance(moment, bytes) else moment
        then = datetime.fromisoformat(f'{text[:8]}T{text[8:]}') - timedelta(days=days)
        return f'{then:%Y%m%d%H%M%S}'

    with closing(sqlite3.connect(folder / f'{dbname}.sqlite', timeout=60)) as db, db:
        db.create_function('earlier', 1, earlier, deterministic=True)
        for table, column in (
            ('logging', 'log_timestamp'),
            ('revision', 'rev_timestamp'),
            ('recentchanges', 'rc_timestamp'),
        ):
            db.execute(f'UPDATE {table} SET {column} = earlier({column})')


def add_texts(folder: Path, dbname: str, title: str, versions: Iterable[tuple[str, str, str]]) -> None:
    """Add revisions with their own texts to a page that is there: who, when (20261121000000), and the text.

    The last of them is what stands there then.
    """
    with closing(sqlite3.connect(folder / f'{dbname}.sqlite', timeout=60)) as db, db:
        tables = Tables(db)
        page, last = db.execute(
            'SELECT page_id, page_latest FROM page WHERE page_namespace = 0 AND page_title = ?',
            (title.replace(' ', '_'),),
        ).fetchone()
        for user, time, text in versions:
            last = _add_text(tables, page, last, user, time, text)
        db.execute('UPDATE page SET page_latest = ?, page_len = ? WHERE page_id = ?', (last, len(text), page))


def _add_text(tables: Tables, page: int, parent: int, user: str, time: str, text: str) -> int:
    """Write one revision with its text; return its number."""
    db, size = tables.db, len(text.encode())
    sha1 = base36(hashlib.sha1(text.encode(), usedforsecurity=False).digest())
    number, old = tables.following('revision', 'rev_id'), tables.following('text', 'old_id')
    content, comment = tables.following('content', 'content_id'), tables.following('comment', 'comment_id')
    found = db.execute('SELECT actor_id FROM actor WHERE actor_name = ?', (user,)).fetchone()
    actor = found[0] if found else tables.following('actor', 'actor_id')
    if not found:
        tables.insert('actor', 'actor_id actor_user actor_name', [(actor, None, user)])
    model = db.execute("SELECT model_id FROM content_models WHERE model_name = 'wikitext'").fetchone()[0]
    tables.insert('text', 'old_id old_text old_flags', [(old, text, 'utf-8')])
    tables.insert('comment', 'comment_id comment_hash comment_text', [(comment, 0, '')])
    tables.insert(
        'content',
        'content_id content_size content_sha1 content_model content_address',
        [(content, size, sha1, model, f'tt:{old}')],
    )
    tables.insert(
        'revision',
        'rev_id rev_page rev_comment_id rev_actor rev_timestamp rev_len rev_parent_id rev_sha1',
        [(number, page, comment, actor, time, size, parent, sha1)],
    )
    tables.insert('revision_comment_temp', 'revcomment_rev revcomment_comment_id', [(number, comment)])
    tables.insert(
        'slots', 'slot_revision_id slot_role_id slot_content_id slot_origin', [(number, 1, content, number)]
    )
    return number
