"""The promotion log: what was announced where, in a wikitable that people and the script share.

A row is the script's when one of its cells holds an id in a comment. In such a row the script keeps
the cells of `OURS` true; everything else on the page, in these rows too, belongs to people and stays
as it is, byte for byte. Columns are found by the words in the header row, in any language we know.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from outreach import sharedtable, wikitext
from outreach.hostlabels import breakable, parts
from outreach.phrases import Say
from outreach.problems import Problem
from outreach.sharedtable import ID, fold, head, plain, put, words
from outreach.wikitable import Markup, Row, find_table, splice

REGION = 'log'
COLUMNS = ('date', 'where', 'announcement', 'status', 'reach')
# logs of earlier versions have these, for which there are two now: they are read as well
WHERE = ('channel', 'wiki', 'language')
ANNOUNCEMENT = ('link', 'by', 'audience', 'region', 'feedback', 'notes')
EARLIER = (*WHERE, *ANNOUNCEMENT)
A_HOST = 'sv.wikipedia.org'
# longer heads, which stood there
EARLIER_HEADS = {
    **dict.fromkeys(
        ('announcement', 'ankündigung', 'meddelande', 'anuncio', 'annonce', 'الإعلان'), 'announcement'
    ),
    **dict.fromkeys(('reichweite', 'räckvidd'), 'reach'),
}
OURS = ('date', 'status', 'reach')
CHANNELS = (
    'usertalk', 'villagepump', 'projectpage', 'affiliate', 'mailinglist', 'email', 'banner', 'social',
    'event', 'forum', 'blog', 'other',
)  # fmt: skip
WORD = re.compile(r'(?:[^\W\d_]|\u00ad)++')
HOSTS = re.compile(r'<!--[ \t]*+hosts:([^<>]*?)-->')
# the send pages of which a row tells
SENDS = re.compile(r'<!--[ \t]*+sends:([^<>]*+)(?<=--)>')
ISO_DATE = re.compile(r'\d{4}-\d{2}(?:-\d{2})?')
NUMBER = re.compile(r'(?<!\d)\d{1,12}(?:[., \u00a0\u202f]\d{3}){0,4}')

BY = 'outreach-by'


class Status(Enum):
    """How far an announcement has come."""

    SUGGESTED = 'suggested'
    CLAIMED = 'claimed'
    PLANNED = 'planned'
    SENT = 'sent'
    FAILED = 'failed'
    DECLINED = 'declined'
    CANCELLED = 'cancelled'


# what a person said about a row is not unsaid by the script
LAST_WORDS = frozenset({Status.DECLINED, Status.CANCELLED})


@dataclass(frozen=True)
class Vocabulary:
    """The words of the log in all languages that we know, folded, with what they stand for."""

    columns: Mapping[str, str]
    statuses: Mapping[str, Status]
    channels: Mapping[str, str]

    @classmethod
    def of(cls, languages: Iterable[Mapping[str, str]]) -> Vocabulary:
        """Make it of the messages of each language, by key: `column-date`, `status-sent` …"""
        known = list(languages)
        statuses = words(known, 'status', [status.value for status in Status])
        return cls(
            EARLIER_HEADS | words(known, 'column', (*COLUMNS, *EARLIER)),
            {word: Status(value) for word, value in statuses.items()},
            words(known, 'channel', CHANNELS),
        )


@dataclass(frozen=True)
class ScriptRow:
    """One announcement as the script knows it.

    `wiki` is shown as it is (escaped); `hosts` are all wikis that it reached, and `link`, `by` and
    `notes` are wikitext made by us. `reach` counts people reached, None where nobody knows. `since` is
    a revision of the wiki, or a day, before which the row cannot have been there; None where neither
    is known. A row made `once` is people's from then on: nothing in it is ever changed. `earlier` are
    the ids of rows for which this one stands now.
    """

    id: str
    date: str
    channel: str
    status: Status
    wiki: str = ''
    hosts: tuple[str, ...] = ()
    language: str = ''
    region: str = ''
    audience: str = ''
    link: str = ''
    by: str = ''
    reach: int | None = None
    details: str = ''
    feedback: str = ''
    notes: str = ''
    since: int | datetime.date | None = None
    once: bool = False
    recipients: int | None = None
    sends: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.id.strip() or re.search(r'[<>\n]', self.id):
            raise ValueError(f'{self.id!r} cannot be the id of a row')
        if self.date and not ISO_DATE.fullmatch(self.date):
            raise ValueError(f'{self.date!r} is no date such as 2026-01-31')
        if self.channel not in CHANNELS:
            raise ValueError(f'{self.channel!r} is none of: {", ".join(CHANNELS)}')


@dataclass(frozen=True)
class LogRow:
    """One row as it stands on the page: `cells` has the wikitext of each column that the row has."""

    row: Row
    line: int
    id: str
    cells: Mapping[str, str]

    def value(self, column: str) -> str:
        """Return what a reader sees in a cell, roughly: without comments and entities."""
        return plain(self.cells.get(column, ''))


@dataclass(frozen=True)
class LogPage:
    """A promotion log as read: the columns in their order on the page ('' for people's own)."""

    text: str
    columns: tuple[str, ...]
    rows: tuple[LogRow, ...]
    close: int
    problems: tuple[Problem, ...] = ()

    @cached_property
    def ids(self) -> frozenset[str]:
        """Return the ids of the script's rows."""
        return frozenset(row.id for row in self.rows if row.id)

    @property
    def sends(self) -> frozenset[str]:
        """Return the titles of the send pages of which the script's rows tell."""
        told = (SENDS.search(row.cells.get('reach', '')) for row in self.rows if row.id)
        named = (title.strip() for one in told if one for title in one[1].removesuffix('--').split('|'))
        return frozenset(named) | self.ids


@dataclass(frozen=True)
class LogMerge:
    """What merging does to a log: the new text, and the ids of the rows by what became of them.

    `problems` keep rows of ours from being true; `notes` tell of what people wrote and we cannot read.
    """

    text: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    kept_out: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


def parse(text: str, title: str, vocabulary: Vocabulary) -> LogPage:
    """Read a promotion log.

    Raises ValueError saying what is wrong and where when the region or its table is missing or
    broken, or a column that the script keeps has no header: such a page is never written.
    """
    found = wikitext.region(text, REGION)
    if found is None:
        raise ValueError(f'{title}: {wikitext.begin_marker(REGION)} is missing')
    table = find_table(text, *found)
    if table is None:
        raise ValueError(f'{title}: there is no table between the markers of the log')
    header, columns = head(text, table, vocabulary.columns)
    missing = [column for column in OURS if columns.count(column) != 1]
    if missing:
        raise ValueError(
            f'{title}: the header row of the log must have each of these columns once: {", ".join(missing)}'
        )
    rows, problems = _rows(text, title, [row for row in table.rows if row is not header], columns)
    return LogPage(text, columns, rows, table.close, problems)


def _rows(
    text: str, title: str, rows: Iterable[Row], columns: Sequence[str]
) -> tuple[tuple[LogRow, ...], tuple[Problem, ...]]:
    """Read the rows; of two rows with one id the first is the script's, the other a person's copy."""
    read: list[LogRow] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    line, counted = 1, 0
    for row in rows:
        if not row.cells:
            continue
        line, counted = line + text.count('\n', counted, row.start), row.start
        ids = ID.findall(text, row.start, row.end)
        wrong = ''
        if ids and ids[0] in seen:
            wrong = 'stands in two rows'
        elif ids and len(row.cells) > len(columns):
            wrong = 'is in a row with more cells than the table has columns'
        if wrong:
            place = f'{title}, line {line}'
            problems.append(Problem(place, f'the id {ids[0]!r} {wrong}; this row is left alone'))
        seen.update(ids[:1])
        pairs = zip(columns, row.cells, strict=False)
        cells = {column: text[cell.start : cell.end] for column, cell in pairs if column}
        read.append(LogRow(row, line, ids[0] if ids and not wrong else '', cells))
    return tuple(read), tuple(problems)


def merge(
    page: LogPage,
    entries: Sequence[ScriptRow],
    vocabulary: Vocabulary,
    say: Say,
    *,
    removed: Collection[str] = (),
) -> LogMerge:
    """Bring the entries into the log: new rows at its end, in ours only the cells that are ours.

    New rows stand in the order of their dates, those without one last. `removed` are ids of rows that
    a person has deleted: they stay out. Rows in the log whose entry is not given are history and
    stay. Merging again changes nothing.
    """
    standing = {row.id: row for row in page.rows if row.id}
    changes: list[tuple[int, int, str]] = []
    changed: list[str] = []
    problems = list(page.problems)
    for entry in entries:
        if entry.id in standing and not entry.once:
            row = standing[entry.id]
            updates, wrong = _updates(page, row, entry, vocabulary, say)
            problems += [Problem(f'line {row.line}, row {entry.id!r}', text) for text in wrong]
            changes += updates
            changed += [entry.id] if updates else []
    new = sorted(
        (entry for entry in entries if entry.id not in standing),
        key=lambda entry: (not entry.date, entry.date, entry.id),
    )
    added = [entry for entry in new if entry.id not in removed]
    if added:
        rows = ''.join(render_row(entry, page.columns, say) for entry in added)
        changes.append((page.close, page.close, rows))
    return LogMerge(
        splice(page.text, changes),
        tuple(entry.id for entry in added),
        tuple(changed),
        tuple(entry.id for entry in new if entry.id in removed),
        tuple(problems),
    )


def _updates(
    page: LogPage, row: LogRow, entry: ScriptRow, vocabulary: Vocabulary, say: Say
) -> tuple[list[tuple[int, int, str]], list[str]]:
    """Return the changes that make the script's cells of one row true, and what cannot be changed."""
    status = vocabulary.statuses.get(fold(row.value('status')))
    if status in LAST_WORDS and status is not entry.status:
        return [], []
    if row.value('status') and status is None:
        return [], [f'the status {row.value("status")!r} is unknown, so this row is left alone']
    changes: list[tuple[int, int, str]] = []
    wrong: list[str] = []
    wanted = cells_of(entry, page.columns, say)
    for column in OURS:
        number = page.columns.index(column)
        if number >= len(row.row.cells):
            wrong.append(f'has no cell for {say(f"column-{column}")}')
            continue
        cell = row.row.cells[number]
        standing = page.text[cell.start : cell.end]
        value = wanted[column]
        if column == 'status' and status is entry.status:
            continue
        mark = ID.search(standing)
        if mark:
            value = f'{mark[0]} {value}'.strip()
        if standing != value:
            changes.append(put(cell, value))
    return changes, wrong


def cells_of(entry: ScriptRow, columns: Collection[str], say: Say) -> dict[str, str]:
    """Return the wikitext of each cell of an entry; what no column is for, stands below the announcement."""
    separate = {column: _separate(entry, column, say) for column in EARLIER}
    named = separate | {'by': by_line(separate['by'])}
    below = [named[column] for column in ANNOUNCEMENT[1:] if column not in columns and named[column]]
    told = [f'<small>{" · ".join(below)}</small>'] if below else []
    hosts = () if entry.hosts == (entry.wiki,) else entry.hosts
    listed = f'<!-- hosts: {" ".join(hosts)} -->' if hosts else ''
    listed += f'<!-- sends: {"|".join(entry.earlier)} -->' if entry.earlier else ''
    reach = '' if entry.reach is None else str(entry.reach)
    details = f'<small>{entry.details}</small>' if entry.details else ''
    where = ' · '.join(part for part in (separate['channel'], separate['wiki']) if part)
    spoken = f' ({separate["language"]})' if entry.language and not entry.wiki else ''
    return separate | {
        'date': entry.date,
        'where': where + spoken,
        'announcement': '<br />'.join(part for part in (entry.link, *told) if part),
        'status': say(f'status-{entry.status.value}'),
        'reach': f'{listed}{"<br />".join(part for part in (reach, details) if part)}',
    }


def _separate(entry: ScriptRow, column: str, say: Say) -> str:
    """Return the wikitext of what an entry says under a column of its own."""
    if column == 'channel':
        return say(f'channel-{entry.channel}')
    value: str = getattr(entry, column)
    if column == 'wiki':
        return breakable(value)
    return value if column in ('link', 'by', 'feedback', 'notes') else wikitext.escape(value)


def by_line(people: str) -> str:
    """Return who announced something as it stands below an announcement, to be read back from there."""
    return f'<span class="{BY}">{people}</span>' if people else ''


def render_row(entry: ScriptRow, columns: Sequence[str], say: Say) -> str:
    """Return a new row, its id in the first cell and people's own columns empty."""
    return sharedtable.new_row(entry.id, cells_of(entry, columns, say), columns, {})


def new_page(campaign: str, say: Say) -> str:
    """Return the text of a new page with an empty log and a place for suggestions."""
    return '\n'.join(
        [
            say('lead', campaign=f'[[:{campaign}]]'),
            '',
            f'== {say("heading-log")} ==',
            new_table(say),
            '',
            f'== {say("heading-suggestions")} ==',
            say('suggestions-lead'),
        ]
    )


def heads(say: Say) -> dict[str, Markup]:
    """Return the header cells: no word of ours breaks in their columns; arrows to sort have no room."""
    told = say('targets', targets=2)
    below = {
        'date': ['2026-'],
        'where': [*(say(f'channel-{channel}') for channel in CHANNELS), *parts(A_HOST)],
        'announcement': [say('feedback'), say('send-pages'), say('suggested-by', user='')],
        'status': [say(f'status-{status.value}') for status in Status],
        'reach': WORD.findall(' '.join([told, say('languages', count=2), say('consent-agreed')])),
    }
    on_desk = {'date': ['2026-12-31']}
    return {
        name: sharedtable.head_cell(say(f'column-{name}'), below.get(name, ()), on_desk=on_desk.get(name, ()))
        for name in COLUMNS
    }


def new_table(say: Say) -> str:
    """Return an empty log: the table inside its markers, not wider than the text on any screen."""
    return sharedtable.new_table(REGION, heads(say).values(), say('caption'))
