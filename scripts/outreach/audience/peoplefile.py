"""A list of people that somebody was handed: a local file in any of the forms that such lists have.

Plain names, `Name, wiki`, `Name@host`, tables with commas, semicolons or tabs, with a header or without
one, web addresses of user and talk pages, links, lists for MassMessage or EdwardsBot, JSON lists, and
the two columns of sends from the server (title, database name). What a line does not say is never
guessed: it is given back with the reason. Columns that are neither names nor wikis are not even kept.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from outreach.accountlinks import Resolver
from outreach.columns import columns_of, plain, wiki_named
from outreach.linktargets import ADDRESS
from outreach.lists.deliverylist import parse
from outreach.lists.merge import person_of
from outreach.names import is_ip, is_temporary, is_vanished, normalize_user

DELIMITERS = ('\t', ';', ',')
MARKS = re.compile(r'(?:[*•‣–-]|[*#:]+|\d{1,5}[.)])[ \t]+|[*#]+')
HOST = re.compile(r'[a-z0-9-]+(?:\.[a-z0-9-]+)+', re.IGNORECASE)
MARKUP = re.compile(r"'{2,}|<[^<>]*>")
# so many of a column's cells that say something have to name wikis
MOST = 0.6
SAMPLE = 200

NO_NAME = 'names nobody'
NO_WIKI = 'names a wiki that is none of this farm'
NO_PERSON = 'is the address of a page of nobody'
UNCLEAR = 'may be one name or several'
UNREGISTERED = 'is an IP address or a temporary account'
BAD_NAME = 'cannot be the name of an account'
GONE = 'left for good'
NO_ACCOUNT = 'has no account'


@dataclass(frozen=True, order=True)
class Named:
    """Somebody whom a file names, in which line, with the wiki that it gives ('' for none)."""

    name: str
    host: str
    line: int


@dataclass(frozen=True)
class Unread:
    """A line that gives nobody, as it stands there, and why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True)
class PeopleFile:
    """What a file says: people, each once, the lines that give nobody, and how many were named again.

    `left_out` counts the rows that belong to no segment that was asked for.
    """

    people: tuple[Named, ...] = ()
    unread: tuple[Unread, ...] = ()
    again: int = 0
    left_out: int = 0

    @property
    def reasons(self) -> Counter[str]:
        """How many lines give nobody, by reason."""
        return Counter(one.reason for one in self.unread)

    @property
    def stated(self) -> dict[str, str]:
        """The wiki that the file gives, by name."""
        return {one.name: one.host for one in self.people if one.host}


Segment = tuple[str, str]


def read_file(path: Path, resolver: Resolver, segments: Sequence[Segment] = ()) -> PeopleFile:
    """Read a file of people; raise ValueError where it is no text, or has no column that is asked for."""
    return read(decoded(path.read_bytes()), resolver, segments)


def decoded(raw: bytes) -> str:
    """Return the text of a file as spreadsheets and editors save it; raise ValueError for no text."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode('utf-16')
    try:
        text = raw.decode('utf-8-sig')
    except UnicodeDecodeError as error:
        raise ValueError(f'is not saved as UTF-8 (byte {error.start + 1}): save it so') from None
    if '\0' in text:
        raise ValueError('is no text file')
    return text


def read(text: str, resolver: Resolver, segments: Sequence[Segment] = ()) -> PeopleFile:
    """Read the text of a file of people, whatever its form."""
    rows, left_out = _rows(text, resolver, segments)
    people: dict[str, Named] = {}
    unread: list[Unread] = []
    again = 0
    for number, written, cell, host in rows:
        found = _person(cell, host, resolver)
        if isinstance(found, str):
            unread.append(Unread(number, written, found))
            continue
        name, stated = found
        again += name in people
        before = people.get(name)
        if before is None or (stated and not before.host):
            people[name] = Named(name, stated, before.line if before else number)
    return PeopleFile(tuple(people.values()), tuple(unread), again, left_out)


Row = tuple[int, str, str, str]


def _rows(text: str, resolver: Resolver, segments: Sequence[Segment]) -> tuple[list[Row], int]:
    """Return (line, the line, what names somebody, the cell of a wiki) of each row, and how many were cut."""
    if text.lstrip()[:1] in tuple('[{') and (listed := _json(text)) is not None:
        return listed, 0
    if '{{' in text and (entries := list(_entries(text, resolver))):
        return entries, 0
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    delimiter = _delimiter([line for _, line in lines], resolver)
    if not delimiter:
        return [(number, line, line, '') for number, line in lines], 0
    table = list(_table(text, delimiter))
    columns = _Columns.of(table, resolver)
    kept = []
    cut = 0
    for number, written, cells in table[columns.header :]:
        if not columns.belongs(cells, segments):
            cut += 1
            continue
        kept.append((number, written, columns.cell(cells, columns.people), columns.cell(cells, columns.wiki)))
    return kept, cut


def _json(text: str) -> list[Row] | None:
    """Return the rows of a JSON list: of MassMessage's own form, of names, or of objects with a name."""
    try:
        told = json.loads(text)
    except ValueError:
        return None
    if isinstance(told, dict):
        told = told.get('targets', told.get('people', []))
    rows: list[Row] = []
    for number, one in enumerate(told if isinstance(told, list) else [], 1):
        if isinstance(one, Mapping):
            name = next((str(one[key]) for key in ('title', 'user', 'name', 'username') if one.get(key)), '')
            site = next((str(one[key]) for key in ('site', 'wiki', 'dbname') if one.get(key)), '')
            rows.append((number, json.dumps(one, ensure_ascii=False), name, site))
        else:
            rows.append((number, str(one), str(one), ''))
    return rows


def _entries(text: str, resolver: Resolver) -> Iterator[Row]:
    """Return the entries of a list in wikitext, and the lines that hold none as they are."""
    listed = parse(text, resolver.home_host)
    taken: set[int] = set()
    rows: list[Row] = []
    for entry in listed.entries:
        taken |= set(range(entry.line, entry.line + entry.written.count('\n') + 1))
        target = entry.target
        named = person_of(target) if target else None
        host = target.host if target and entry.reading.has_host else ''
        rows.append((entry.line, entry.written, named or (target.page if target else ''), host))
    if not rows:
        return
    for number, line in enumerate(text.splitlines(), 1):
        item = MARKS.match(line)
        if number not in taken and item and line.strip():
            rows.append((number, line, line, ''))
    yield from sorted(rows)


def _delimiter(lines: Sequence[str], resolver: Resolver) -> str:
    """Return what parts the columns; '' where every line is one name.

    A comma may belong to a name: it parts columns only under a header, or where what stands behind it is
    a wiki, or in lines of three and more.
    """
    for delimiter in DELIMITERS:
        parted = [line for line in lines if delimiter in line]
        if len(parted) < max(1, len(lines) * MOST):
            continue
        if delimiter != ',' or columns_of(dict(enumerate(lines[0].split(',')))).of_people:
            return delimiter
        if any(_wiki(line.rpartition(',')[2], resolver) for line in parted):
            return delimiter
        if sum(line.count(',') > 1 for line in parted) >= len(lines) * MOST:
            return delimiter
    return ''


def _table(text: str, delimiter: str) -> Iterator[tuple[int, str, list[str]]]:
    """Return the rows of a table as (line where it begins, as it is written, its cells)."""
    lines = text.splitlines()
    reader = csv.reader(io.StringIO(text, newline=''), delimiter=delimiter, skipinitialspace=True)
    done = 0
    for cells in reader:
        begin, done = done, reader.line_num
        if any(cell.strip() for cell in cells):
            yield begin + 1, ' '.join(lines[begin:done]), [cell.strip() for cell in cells]


@dataclass(frozen=True)
class _Columns:
    """Which column of a table names people and which wikis (-1: none), and how many rows are its header."""

    people: int = 0
    wiki: int = -1
    header: int = 0
    labels: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Sequence[tuple[int, str, list[str]]], resolver: Resolver) -> _Columns:
        first = table[0][2] if table else []
        told = columns_of(dict(enumerate(first)))
        labelled = bool(told.of_people or told.wiki is not None) and not any(
            _is_data(cell, resolver) for cell in first
        )
        body = table[1:] if labelled else table
        width = max((len(cells) for _, _, cells in body), default=0)
        wikis = [at for at in range(width) if _mostly(body, at, lambda cell: bool(_wiki(cell, resolver)))]
        wiki = told.wiki if labelled and told.wiki is not None else next(iter(wikis), -1)
        linked = [
            at for at in range(width)
            if at != wiki and _mostly(body, at, lambda cell: bool(_reference(cell, '', resolver)))
        ]  # fmt: skip
        people = next(iter(told.of_people), None) if labelled else None
        if people is None:
            people = next(iter(linked), next((at for at in range(width) if at != wiki), 0))
        labels = {label.strip().casefold(): at for at, label in enumerate(first)} if labelled else {}
        return cls(people, wiki, int(labelled), labels)

    def cell(self, cells: Sequence[str], at: int) -> str:
        """Return a cell; '' where the row is too short."""
        return cells[at] if 0 <= at < len(cells) else ''

    def belongs(self, cells: Sequence[str], segments: Sequence[Segment]) -> bool:
        """Whether a row is in one of the segments for each column that is asked for."""
        wanted: dict[str, set[str]] = {}
        for column, value in segments:
            wanted.setdefault(column, set()).add(value)
        missing = sorted(set(wanted) - self.labels.keys())
        if missing:
            there = ', '.join(self.labels) or 'it has no header'
            raise ValueError(f'has no column {missing[0]!r} ({there})')
        return all(
            self.cell(cells, self.labels[column]).casefold() in values for column, values in wanted.items()
        )


def _mostly(body: Sequence[tuple[int, str, list[str]]], at: int, says: Callable[[str], bool]) -> bool:
    cells = [cells[at] for _, _, cells in body[:SAMPLE] if at < len(cells) and cells[at]]
    return bool(cells) and sum(map(says, cells)) >= len(cells) * MOST


def _is_data(cell: str, resolver: Resolver) -> bool:
    host = cell.rpartition('@')[2]
    return bool(resolver.references(cell) or HOST.fullmatch(host) or cell in resolver.farm)


def _wiki(text: str, resolver: Resolver) -> str:
    """Return the wiki that a cell names by its host, an address, a link or its database name, or a code."""
    return wiki_named(text, resolver) if text.strip() else ''


def _person(cell: str, wiki: str, resolver: Resolver) -> tuple[str, str] | str:
    """Return the name and the wiki that a row gives, or the reason why it gives nobody."""
    mark = MARKS.match(cell.strip())
    text = cell.strip()[mark.end() if mark else 0 :].strip()
    host = _wiki(wiki, resolver)
    if wiki.strip() and not host:
        return NO_WIKI
    if not text:
        return NO_NAME
    found = _reference(text, host, resolver)
    if found is None and ADDRESS.search(text):
        return NO_PERSON if any(resolver.places(text)) else NO_WIKI
    if found is None:
        name, at, there = text.rpartition('@')
        if at and name and HOST.fullmatch(there):
            known = resolver.host_of(there)
            if not known:
                return NO_WIKI
            text, host = name, known
            found = _reference(text, host, resolver)
    if found is None:
        try:
            found = normalize_user(MARKUP.sub('', plain(text))), ''
        except ValueError:
            return BAD_NAME
    name, stated = found
    if is_ip(name) or is_temporary(name):
        return UNREGISTERED
    return GONE if is_vanished(name) else (name, host or stated)


def _reference(text: str, host: str, resolver: Resolver) -> tuple[str, str] | None:
    """Return the account that a cell names by a link, an address, a template or the title of its page."""
    references = resolver.references(text)
    if references:
        names = {one.name for one in references}
        first = references[0]
        return (first.name, first.host if first.stated else '') if len(names) == 1 else None
    if ':' not in text:
        return None
    owner = resolver.owner(text, host)
    if owner is None:
        return None
    stated = host or (owner[1] if owner[1] != resolver.home_host else '')
    return owner[0], stated
