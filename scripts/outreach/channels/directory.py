"""The directory of channels: a wikitable that people and the script share.

A row is the script's when its first cell holds an id in a comment. In every row that names a page, the
script keeps the measured cells of `OURS` true; all other cells, rows and columns belong to people and stay
as they are, byte for byte. Columns are found by the words in the header row, in any language we know.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from outreach import sharedtable, wikitext
from outreach.channels import saidalive
from outreach.channels.liveness import Liveness
from outreach.hostlabels import breakable
from outreach.linenumbers import LineNumbers
from outreach.names import LANGUAGE_CODE
from outreach.phrases import Say
from outreach.problems import Problem
from outreach.promotion.places import Place, Wikis
from outreach.sharedtable import ID, fold, head, plain, put, words
from outreach.wikitable import Row, find_table, splice

REGION = 'channels'
# what a new directory has: a table that is read without scrolling; the kind stands below a channel
SHOWN = ('language', 'channel', 'verdict', 'preferred')
# what people add a column for once they have something to say there
ASKED = ('kind', 'liaison', 'decided')
# columns that people may add for single figures, which the verdict says together
FIGURES = ('lastpost', 'posters', 'topics', 'answered', 'machines', 'checked')
# what people may keep for their community, by links: the page of languages shows it
FURTHER = ('survey', 'results', 'materials')
# who takes care of a channel, by links: `-owner:` shows them theirs
OWNER = 'owner'
COLUMNS = (*SHOWN, *ASKED, 'community', OWNER, *FIGURES, *FURTHER)
OURS = ('verdict', *FIGURES)
# without these a row says nothing that could be measured or sent to
NEEDED = ('channel', 'verdict')


@dataclass(frozen=True)
class DirectoryWords:
    """The words of the directory in all languages that we know, folded."""

    columns: Mapping[str, str]
    yes: frozenset[str]
    no: frozenset[str]
    alive: frozenset[str] = frozenset()

    @classmethod
    def of(cls, languages: Iterable[Mapping[str, str]]) -> DirectoryWords:
        """Make it of the messages of each language by key: `column-channel`, `yes`, `no`, `verdict-alive`."""
        known = list(languages)
        yes = {fold(messages['yes']) for messages in known if 'yes' in messages}
        no = {fold(messages['no']) for messages in known if 'no' in messages}
        alive = {saidalive.word(one['verdict-alive']) for one in known if 'verdict-alive' in one}
        columns = words(known, 'column', COLUMNS)
        return cls(columns, frozenset(yes | {'✓'}), frozenset(no | {'✗'}), frozenset(alive))


@dataclass(frozen=True)
class Preference:
    """What people wrote into the cell "preferred".

    `languages` are those of the texts that are wanted there, none for all; `elsewhere` says that they
    prefer another place, which no wiki page of ours is.
    """

    wanted: bool = False
    languages: frozenset[str] = frozenset()
    refused: bool = False
    elsewhere: bool = False


@dataclass(frozen=True)
class Channel:
    """One row as it stands: `place` is what its channel cell names, None where we can read nothing."""

    id: str
    row: Row
    line: int
    cells: Mapping[str, str]
    place: Place | None

    @property
    def key(self) -> str:
        """Return what names the channel: its place, else what its cell says."""
        return self.place.key if self.place else self.value('channel')

    @property
    def kind(self) -> str:
        """Return of which kind the channel is: as its cell says, else as the script found the page."""
        kind, _, host = self.id.rpartition(' ')
        found = kind if self.place and host == self.place.host else ''
        return self.value('kind') or found

    def value(self, column: str) -> str:
        """Return what a reader sees in a cell, roughly: without comments and entities."""
        return plain(self.cells.get(column, ''))


@dataclass(frozen=True)
class Directory:
    """A directory as read: the columns in their order on the page ('' for people's own)."""

    text: str
    columns: tuple[str, ...]
    rows: tuple[Channel, ...]
    close: int


@dataclass(frozen=True)
class NewRow:
    """A channel that the script found: what it says fills people's cells once."""

    id: str
    language: str
    community: str
    kind: str
    place: Place


@dataclass(frozen=True)
class DirectoryMerge:
    """What merging does: the new text, the ids of new rows, of changed ones and of rows people deleted."""

    text: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    kept_out: tuple[str, ...] = ()


def parse(text: str, title: str, vocabulary: DirectoryWords, wikis: Wikis) -> tuple[Directory, list[Problem]]:
    """Read a directory and everything that is wrong with its rows.

    Raises ValueError saying what is wrong where the region or its table is missing, broken or not alone,
    or a column that the script needs has no header: such a page is never written.
    """
    found = wikitext.region(text, REGION)
    if found is None:
        raise ValueError(f'{wikitext.begin_marker(REGION)} is missing; an empty page gets it by itself')
    table = find_table(text, *found)
    if table is None:
        raise ValueError('there is no table between the markers of the directory')
    if find_table(text, table.close + len('|}'), found[1]):
        raise ValueError('there are two tables between the markers of the directory; it needs exactly one')
    header, columns = head(text, table, vocabulary.columns)
    wrong = [column for column in NEEDED if column not in columns]
    wrong += [column for column in COLUMNS if columns.count(column) > 1 and column not in FURTHER]
    if wrong:
        raise ValueError(f'the header row must have each of these columns once: {", ".join(wrong)}')
    lines = LineNumbers(text)
    rows = [_channel(lines, row, columns, wikis) for row in table.rows if row is not header and row.cells]
    return Directory(text, columns, tuple(rows), table.close), list(_problems(rows, title, wikis))


def _channel(lines: LineNumbers, row: Row, columns: Sequence[str], wikis: Wikis) -> Channel:
    text = lines.text
    pairs = zip(columns, row.cells, strict=False)
    cells = {column: text[cell.start : cell.end] for column, cell in pairs if column}
    ids = ID.findall(text, row.start, row.end)
    line = lines.at(row.cells[0].start)
    place = next(wikis.places_in(cells.get('channel', '')), None)
    return Channel(ids[0] if ids else '', row, line, cells, place)


def _problems(rows: Sequence[Channel], title: str, wikis: Wikis) -> Iterable[Problem]:
    """Name each row whose id stands twice, or whose channel is a page of no wiki of this farm."""
    first: dict[str, int] = {}
    domains = {host.split('.', 1)[-1] for host in wikis.by_host}
    for row in rows:
        if row.id in first:
            text = f'the id {row.id!r} stands in line {first[row.id]} too; take it out of one of the rows'
            yield Problem(f'{title}, line {row.line}', text)
        first |= {row.id: row.line} if row.id else {}
        address = re.search(r'//([a-z0-9.-]+)/wiki/', row.cells.get('channel', ''))
        if address and address[1] not in wikis.by_host and address[1].split('.', 1)[-1] in domains:
            yield Problem(f'{title}, line {row.line}', f'{address[1]} is no wiki of this farm')


def preference(row: Channel, vocabulary: DirectoryWords) -> Preference:
    """Read the cell "preferred": yes, no, languages of texts (`en, fr`), or a place of their own."""
    value = fold(row.value('preferred'))
    if not value:
        return Preference()
    parts = [part for part in re.split(r'[\s,;()]+', value) if part]
    words = {part for part in parts if part in vocabulary.yes}
    codes = frozenset(part for part in parts if part not in vocabulary.yes)
    if value in vocabulary.no:
        return Preference(refused=True)
    if words and not codes:
        return Preference(wanted=True)
    if all(LANGUAGE_CODE.fullmatch(code) and len(code.partition('-')[0]) <= 3 for code in codes):
        return Preference(wanted=True, languages=codes)
    return Preference(elsewhere=True)


def merge(
    page: Directory,
    measured: Mapping[str, Mapping[str, str]],
    new: Sequence[NewRow],
    *,
    removed: Collection[str] = (),
) -> DirectoryMerge:
    """Bring figures and new rows into the directory; merging again changes nothing.

    `measured` has the wikitext of the cells of `OURS` by `Channel.key`, for rows of people too; `removed` are
    ids of rows that a person has deleted: they stay out. A row with fewer cells than columns gets those
    figures that it has cells for.
    """
    changes: list[tuple[int, int, str]] = []
    changed: list[str] = []
    for row in page.rows:
        figures = measured.get(row.key, {})
        updates = _updates(page, row, figures)
        changes += updates
        changed += [row.id or row.value('channel')] if updates else []
    standing = {row.id for row in page.rows} | {row.place.key for row in page.rows if row.place}
    fresh = [one for one in new if one.id not in standing and one.place.key not in standing]
    added = [one for one in fresh if one.id not in removed]
    if added:
        rows = ''.join(render_row(one, measured.get(one.place.key, {}), page.columns) for one in added)
        changes.append((page.close, page.close, rows))
    kept_out = tuple(one.id for one in fresh if one.id in removed)
    return DirectoryMerge(
        splice(page.text, changes), tuple(one.id for one in added), tuple(changed), kept_out
    )


def _updates(page: Directory, row: Channel, figures: Mapping[str, str]) -> list[tuple[int, int, str]]:
    changes = []
    for number, column in enumerate(page.columns[: len(row.row.cells)]):
        cell = row.row.cells[number]
        standing = page.text[cell.start : cell.end]
        if column in OURS and column in figures and standing != figures[column]:
            changes.append(put(cell, figures[column]))
    return changes


def render_row(row: NewRow, figures: Mapping[str, str], columns: Sequence[str]) -> str:
    """Return a new row, its id in the first cell and people's own columns empty."""
    below = [breakable(row.place.host)] if row.place.host else []
    below += [wikitext.escape(row.kind)] if row.kind and 'kind' not in columns else []
    where = f'<br /><small>{" · ".join(below)}</small>' if below else ''
    cells = {
        'language': wikitext.escape(row.language),
        'community': wikitext.escape(row.community),
        'kind': wikitext.escape(row.kind),
        'channel': row.place.cell + where,
        **figures,
    }
    return sharedtable.new_row(row.id, cells, columns, {})


def new_table(say: Say) -> str:
    """Return an empty directory: the table inside its markers, not wider than the text on any screen."""
    verdicts = [say(f'verdict-{one.value.replace(" ", "-")}') for one in Liveness]
    below = {'verdict': verdicts}
    header = [sharedtable.head_cell(say(f'column-{name}'), below.get(name, ())) for name in SHOWN]
    return sharedtable.new_table(REGION, header, say('caption'))
