"""Logs of earlier versions, brought into the present form with everything that people wrote in them.

They had twelve columns, and a row for each send page. What stood in a column that is no more moves as it
stands into the cell where it belongs now; several rows of one announcement become its one row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from outreach.names import LANGUAGE_CODE
from outreach.phrases import Say
from outreach.promotion import logpage
from outreach.promotion.logpage import (
    ANNOUNCEMENT,
    EARLIER,
    HOSTS,
    ISO_DATE,
    LAST_WORDS,
    REGION,
    WHERE,
    LogPage,
    LogRow,
    ScriptRow,
    Vocabulary,
    by_line,
    parse,
    render_row,
)
from outreach.sharedtable import ID, STYLE, fold, plain
from outreach.wikitable import Cell, Row, find_table, mask, splice
from outreach.wikitext import region

OF_PEOPLE = 'style="min-inline-size: 4em;"'  # a column of people's own
OUR_REACH = re.compile(r'(?:<!--[^<>]*+>)*+\d*+(?:<br />)?(?:<small>[^\n]*</small>)?')
OUR_LINK = re.compile(r'\[\[(?:User:|:|\{\{TALKPAGENAME:)[^][|]*+\|[^][]*+\]\]')
PLACE_OF = dict.fromkeys(WHERE, 'where') | dict.fromkeys(ANNOUNCEMENT, 'announcement')


def present(text: str, title: str, entries: Sequence[ScriptRow], vocabulary: Vocabulary, say: Say) -> str:
    """Return a log in the present form; one that has it stays as it is.

    Raises ValueError as `logpage.parse`. A table with cells that span others keeps its columns.
    """
    return _in_columns(_joined(text, title, entries, vocabulary, say), title, vocabulary, say)


def _joined(text: str, title: str, entries: Sequence[ScriptRow], vocabulary: Vocabulary, say: Say) -> str:
    """Return the log with one row for each announcement instead of one for each of its sends."""
    page = parse(text, title, vocabulary)
    standing = {row.id: row for row in page.rows if row.id}
    changes: list[tuple[int, int, str]] = []
    for entry in entries:
        rows = sorted((standing[one] for one in entry.earlier if one in standing), key=lambda row: row.line)
        if rows and entry.id not in standing:
            left = [said for row in rows for said in _of_people(page, row, entry, vocabulary)]
            new = _with_left(render_row(entry, page.columns, say), dict.fromkeys(left), page)
            changes += [(row.row.start, row.row.end, '' if row is not rows[0] else new) for row in rows]
    return splice(text, changes)


def _of_people(page: LogPage, row: LogRow, entry: ScriptRow, vocabulary: Vocabulary) -> Iterator[str]:
    """Return what people wrote into a row of ours: whatever a script would not have written there."""
    for number, cell in enumerate(row.row.cells):
        column = page.columns[number] if number < len(page.columns) else ''
        raw = ID.sub('', page.text[cell.start : cell.end]).strip()
        if raw and not _ours(column, raw, entry, vocabulary):
            yield _in_span(raw, _attributes(page.text, cell))


def _ours(column: str, raw: str, entry: ScriptRow, vocabulary: Vocabulary) -> bool:
    """Return whether a script wrote what stands under a column in a row of a send."""
    word = plain(raw)
    status = vocabulary.statuses.get(fold(word))
    linked = bool(OUR_LINK.fullmatch(raw))
    return {
        'date': bool(ISO_DATE.fullmatch(word)),
        'channel': fold(word) in vocabulary.channels,
        'wiki': bool(HOSTS.search(raw)) or word in entry.hosts,
        'language': bool(LANGUAGE_CODE.fullmatch(word)),
        'region': word == entry.region,
        'audience': word == entry.audience,
        'link': linked,
        'by': linked,
        'feedback': linked,
        'status': status is not None and (status not in LAST_WORDS or status is entry.status),
        'reach': bool(OUR_REACH.fullmatch(raw)),
    }.get(column, False)


def _with_left(row: str, left: Iterable[str], page: LogPage) -> str:
    """Return a new row with what people wrote in those that it stands for."""
    column = next(name for name in ('announcement', 'notes', 'link', 'reach') if name in page.columns)
    table = find_table(f'{{|\n{row}|}}')
    cell = table.rows[0].cells[page.columns.index(column)] if table else Cell(0, 0)
    shift = len('{|\n')
    said = row[cell.start - shift : cell.end - shift]
    return row[: cell.begin - shift] + _cell(_stacked(said, left)) + row[cell.end - shift :]


def _in_columns(text: str, title: str, vocabulary: Vocabulary, say: Say) -> str:
    """Return the log with the present columns."""
    page = parse(text, title, vocabulary)
    table = find_table(text, *(region(text, REGION) or (0, 0)))
    known = [column for column in page.columns if column]
    if table is None or {'where', 'announcement'} & {*known} or len({*known}) < len(known):
        return text
    spanned = any(cell.columns > 1 or cell.rows > 1 for row in table.rows for cell in row.cells)
    if spanned or not {*known} & {*EARLIER}:
        return text
    head = next(row for row in table.rows if row.cells and row.cells[0].header)
    changes = [
        (head.start, head.end, _new_row(text, head, page.columns, _heads(text, head, page.columns, say)))
    ]
    changes += [(one.row.start, one.row.end, _new_row(text, one.row, page.columns, {})) for one in page.rows]
    opening = text[table.start :].partition('\n')[0]
    if 'style' not in opening and '<' not in opening:
        changes.append((table.start + len(opening), table.start + len(opening), f' style="{STYLE}"'))
    return splice(text, changes)


def _heads(text: str, row: Row, columns: Sequence[str], say: Say) -> Mapping[str, str]:
    """Return the header cells: of the two columns that stand for several, and of those without a width."""
    widths = {column: cell.attributes for column, cell in logpage.heads(say).items()}
    heads = {
        column: f' scope="col" {widths[column]} | {say(f"column-{column}")}'
        for column in ('where', 'announcement')
    }
    for number, (column, cell) in enumerate(zip(columns, row.cells, strict=False)):
        raw = text[cell.start : cell.end]
        if not text[cell.begin : cell.start].strip() and '|' not in mask(raw):
            heads[str(number)] = f' scope="col" {widths.get(column, OF_PEOPLE)} | {raw}'
    return heads


def _new_row(text: str, row: Row, columns: Sequence[str], heads: Mapping[str, str]) -> str:
    """Return a row with the present columns; `heads` are cells that stand there whatever was written."""
    named = {column: cell for column, cell in zip(columns, row.cells, strict=False) if column}
    made: dict[str, str] = {}
    for number, cell in enumerate(row.cells):
        place = PLACE_OF.get(columns[number], '') if number < len(columns) else ''
        mark = '!' if cell.header else '|'
        if not place:
            made[str(number)] = mark + heads.get(str(number), text[cell.begin : cell.end])
        elif place not in made:
            made[place] = mark + (heads.get(place) or _cell(_together(place, named, text)))
    lead = text[row.start : row.cells[0].begin - 1]
    return lead + '\n'.join(part.rstrip() for part in made.values()) + text[row.cells[-1].end : row.end]


def _together(place: str, cells: Mapping[str, Cell], text: str) -> str:
    """Return what stands in the cells of several columns, as it stands, for the one that they are now."""
    said = {
        column: _in_span(text[cell.start : cell.end], _attributes(text, cell))
        for column, cell in cells.items()
        if PLACE_OF.get(column) == place and cell.start < cell.end
    }
    if place == 'where':
        spoken = f' ({said.pop("language")})' if 'language' in said else ''
        return ' · '.join(said[column] for column in WHERE if column in said) + spoken
    link = said.pop('link', '')
    if 'by' in said:
        said['by'] = by_line(said['by'])
    return _stacked(link, [said[column] for column in ANNOUNCEMENT if column in said])


def _stacked(above: str, parts: Iterable[str]) -> str:
    """Return a cell with parts below its first line: in small print what is one line, the rest as it is."""
    parts = list(parts)
    whole = [part for part in parts if '\n' in part or part[:1] in '*#:;{']
    small = [part for part in parts if part not in whole]
    told = [f'<small>{" · ".join(small)}</small>'] if small else []
    return '\n'.join(['<br />'.join(part for part in (above, *told) if part), *whole])


def _in_span(raw: str, attributes: str) -> str:
    return f'<span {attributes}>{raw}</span>' if attributes and raw else raw


def _attributes(text: str, cell: Cell) -> str:
    return text[cell.begin : cell.start].rpartition('|')[0].strip()


def _cell(content: str) -> str:
    """Return the inside of a cell: a bar in it would end attributes, so there an empty list of them is."""
    return f' | {content}' if '|' in mask(content) else f' {content}'
