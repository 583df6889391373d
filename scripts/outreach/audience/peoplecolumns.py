"""Which column of a table names people, and which their wikis: in files of people, with a header or none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from outreach.accountlinks import Resolver
from outreach.columns import CODE, OTHER_NAMES, columns_of, is_label, plain, wiki_named
from outreach.linktargets import TYPED
from outreach.signuptable import LINE_BREAK
from outreach.words import counted

# a row: the line where it begins, as it is written, and its cells
Cells = tuple[int, str, list[str]]
HOST = re.compile(r'[a-z0-9-]+(?:\.[a-z0-9-]+)+', re.IGNORECASE)
# numbers, days and addresses of mail name nobody
NO_NAME = re.compile(r'[\d\s.:/+-]+|[^@\s]+@[^@\s]+')
# such as a title in the words of another wiki; what a header ends with is none
TITLE = re.compile(r'[^\W\d_][^:@/\[\]{}<>|\n]*:[^\s:][^\n]*')
# so many of a column's cells that say something have to name wikis
MOST = 0.6
SAMPLE = 200
NEARLY = 0.9


@dataclass(frozen=True)
class PeopleRow:
    """One row: its line, how it is written, what names somebody, the cell of a wiki, its labelled cells.

    `sections` are the names of the part of a list in which it stands, in small letters. `reason` says why it
    gives nobody, where that is known already.
    """

    line: int
    written: str
    person: str
    wiki: str = ''
    labels: Mapping[str, str] = field(default_factory=dict)
    sections: Collection[str] = ()
    reason: str = ''


def of_table(table: Sequence[Cells], resolver: Resolver) -> list[PeopleRow]:
    """Return the rows of a table, its header left out; several people in a row are several."""
    columns = FileColumns.of(table, resolver)
    if len(table) == 1 and columns.wiki < 0 and not columns.header:
        number, written, cells = table[0]
        if len(cells) > 1:  # names in a line, or columns: nobody can tell
            return [PeopleRow(number, written, '; '.join(cells))]
    usual = _usual_width(table, columns.header)
    rows: list[PeopleRow] = []
    for number, written, cells in table[columns.header :]:
        # in a longer row nobody can tell which cell is which
        longer = any(cells[usual:])
        told = longer and columns.header and not accounts_in(written, '', resolver)
        reason = f'has {counted(len(cells), "cell")} where the header has {usual:,}' if told else ''
        rows += [
            PeopleRow(number, written, person, wiki, columns.labelled(cells), reason=reason)
            for person, wiki in ([(written, '')] if longer else columns.people_of(cells))
        ]
    return rows


@dataclass(frozen=True)
class FileColumns:
    """Which column of a table names people and which wikis (-1: none), and how many rows are its header.

    Without a header there may be `more` columns that link to people, and with one several that are called the
    same, each with the column of its wiki (`beside`).
    """

    people: int
    wiki: int
    header: int
    labels: Mapping[str, int]
    more: tuple[int, ...]
    beside: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, table: Sequence[Cells], resolver: Resolver) -> FileColumns:
        """Return the columns of a table; raise ValueError where it has a header, and none of user names."""
        first = table[0][2] if table else []
        told = columns_of(dict(enumerate(first)))
        labelled = bool(told.of_people or told.wiki is not None) and not any(
            is_data(cell, resolver) for cell in first
        )
        if labelled and not any(is_label(plain(cell)) for cell in first):
            labelled = not any(wiki_in(cell, resolver) for cell in first if cell == cell.lower())
        body = table[1:] if labelled else table
        width = max((len(cells) for _, _, cells in body), default=0)
        # under a header that names no column of wikis, a code of two letters may be anything
        says = _wiki_for_sure if labelled else wiki_in

        def of_wiki(cell: str) -> bool:
            return bool(says(cell, resolver)) and not accounts_in(cell, '', resolver)

        wikis = [at for at in range(width) if mostly(body, at, of_wiki)]
        wiki = told.wiki if labelled and told.wiki is not None else next(iter(wikis), -1)
        linked = [
            at for at in range(width)
            if at != wiki and mostly(body, at, lambda cell: bool(accounts_in(cell, '', resolver)))
        ]  # fmt: skip
        if not labelled and not linked and body[1:]:
            _refuse_real_names(first, resolver)
        called = told.of_people + tuple(
            at for at, label in enumerate(first) if columns_of({at: label}).of_people
        )
        people = next(iter(_of_words(body, called)), None) if labelled else None
        if people is None:
            rest = [at for at in range(width) if at != wiki]
            people = next(iter([*linked, *_most_apart(body, _of_words(body, rest)), *rest]), -1)
        labels = {label.strip().casefold(): at for at, label in enumerate(first)} if labelled else {}
        more = () if labelled else tuple(at for at in linked if at != people)
        alike = told.people if labelled and people in told.people else (people,)
        wikis_of = [wiki if (own := told.wiki_of(at)) is None or not labelled else own for at in alike]
        beside = tuple(pair for pair in zip(alike, wikis_of, strict=True) if pair[0] != people)
        return cls(people, wikis_of[alike.index(people)], int(labelled), labels, more, beside)

    def cell(self, cells: Sequence[str], at: int) -> str:
        """Return a cell; '' where the row is too short."""
        return cells[at] if 0 <= at < len(cells) else ''

    def people_of(self, cells: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Return what a row says about people, with the cell of their wiki."""
        more = (self.cell(cells, at) for at in self.more)
        first = '\n'.join([self.cell(cells, self.people), *(cell for cell in more if cell)])
        linked = '[' in first or '{{' in first or '//' in first
        for person in [first] if linked else LINE_BREAK.split(first):
            yield person, self.cell(cells, self.wiki)
        for at, wiki in self.beside:
            if person := self.cell(cells, at):
                yield person, self.cell(cells, wiki)

    def labelled(self, cells: Sequence[str]) -> dict[str, str]:
        """Return the cells of a row by the labels of their columns, as they compare."""
        return {label: self.cell(cells, at) for label, at in self.labels.items()}


def is_wiki(cell: str, resolver: Resolver) -> bool:
    """Whether what stands behind a comma is a wiki; a first name with a capital is none (Bo, Li, Jo)."""
    written = cell.strip()
    told = written == written.lower() or HOST.fullmatch(written)
    return bool(told and wiki_in(cell, resolver)) and not resolver.references(cell)


def _usual_width(table: Sequence[Cells], header: int) -> int:
    """Return how many cells the header has, else most rows; the fewer of two that are as many."""
    widths = Counter(len(cells) for _, _, cells in (table[:header] or table))
    return min(widths, key=lambda width: (-widths[width], width), default=0)


def mostly(body: Sequence[Cells], at: int, says: Callable[[str], bool]) -> bool:
    """Whether something is true of most cells of a column that say anything; a sample of them is asked."""
    cells = [cells[at] for _, _, cells in body[:SAMPLE] if at < len(cells) and cells[at]]
    return bool(cells) and sum(map(says, cells)) >= len(cells) * MOST


def _refuse_real_names(first: Sequence[str], resolver: Resolver) -> None:
    """Raise ValueError where a first row is a header of real names, and of nothing else that names people."""
    header = any(OTHER_NAMES.search(cell) for cell in first)
    if header and not any(wiki_in(cell, resolver) for cell in first):
        raise ValueError('has a header, and no column of user names: call that column "user"')


def _of_words(body: Sequence[Cells], columns: Sequence[int]) -> list[int]:
    """Return the columns that hold something else than numbers, days and addresses of mail."""
    return [at for at in columns if not mostly(body, at, lambda cell: bool(NO_NAME.fullmatch(cell)))]


def _most_apart(body: Sequence[Cells], columns: Sequence[int]) -> list[int]:
    """Return the columns in which nearly as many cells differ as in any: countries and roles come again."""
    apart = {at: len({cells[at] for _, _, cells in body if at < len(cells)}) for at in columns}
    most = max(apart.values(), default=0)
    return [at for at in columns if apart[at] >= most * NEARLY]


def _wiki_for_sure(text: str, resolver: Resolver) -> str:
    """Return the wiki that a cell names by its host, an address, a link or its database name."""
    return (
        ''
        if CODE.fullmatch(text.strip().lower()) and text.strip() not in resolver.farm
        else wiki_in(text, resolver)
    )


def is_data(cell: str, resolver: Resolver) -> bool:
    """Whether a cell of a first row names somebody or a wiki: then the row is no header."""
    host = cell.rpartition('@')[2]
    known = accounts_in(cell, '', resolver) or resolver.foreign_words(cell)
    typed = TITLE.fullmatch(cell) and resolver.foreign_words(f'[[{cell}]]')
    return bool(known or typed or HOST.fullmatch(host) or cell in resolver.farm)


def wiki_in(text: str, resolver: Resolver) -> str:
    """Return the wiki that a cell names by its host, an address, a link or its database name, or a code."""
    return wiki_named(text, resolver) if text.strip() else ''


def accounts_in(text: str, host: str, resolver: Resolver) -> list[tuple[str, str]]:
    """Return the accounts that a cell names by links, addresses, templates or the title of a page, each once,
    with the wiki that it states ('' for none).
    """
    found: dict[str, str] = {}
    alone = resolver.at(text.strip()) if TYPED.fullmatch(text.strip()) else None
    if alone:  # no sentence: a stop at its end belongs to the name
        return [alone]
    for one in resolver.references(text):
        found[one.name] = found.get(one.name) or (one.host if one.stated else '')
    if found or ':' not in text:
        return list(found.items())
    owner = resolver.owner(text, host)
    if owner is None:
        return []
    return [(owner[0], host or (owner[1] if owner[1] != resolver.home_host else ''))]
