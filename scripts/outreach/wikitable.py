"""Tables in wikitext: written in one way, and read so that one cell can change and no other byte.

What we write has a header cell with a scope for each column, and for each row that has a name: screen
readers tell them with every cell (https://www.mediawiki.org/wiki/Help:Tables#Accessibility_of_tables).

Cells are found as MediaWiki's parser finds them (https://www.mediawiki.org/wiki/Help:Tables), in one
pass over the text; what stands in comments, `<nowiki>`, templates, links and nested tables is no markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from outreach import wikitext

TOKEN = re.compile(
    r'<!--.*?(?:-->|\Z)'
    r'|<(nowiki|pre|syntaxhighlight|source|math|ref)\b[^>]*?(?:/>|>.*?</\1\s*>)'
    r'|\{\{|\}\}|\[\[|\]\]'
    r'|^[ \t:]*\{\|'
    r'|^[ \t]*\|\}(?!\})',
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
MARKED_LINE = re.compile(r'^[ \t]*(\|-|\|\}|\|\+|\||!)(.*)$', re.MULTILINE)
SINGLE_PIPE = re.compile(r'(?<!\|)\|(?!\|)')


# on the line of a header cell this begins another one
DOUBLE_MARK = re.compile('!(?=!)|(?<=!)!')
NAMES_ROW = 'scope="row" style="text-align: start;"'


@dataclass(frozen=True)
class Markup:
    """Wikitext of ours, written as it is. Whatever else is put into a table is text, and escaped.

    `attributes` are those of the cell that it fills (`style="…"`).
    """

    wikitext: str
    attributes: str = ''


Content = str | int | Markup


def number(count: int) -> Markup:
    """Return a number that stands at the end of its cell, so that tens stand below tens."""
    return Markup(str(count), 'style="text-align: end;"')


def render(
    columns: Iterable[Content],
    rows: Iterable[Sequence[Content] | Markup],
    *,
    caption: Content = '',
    classes: Iterable[str] = (),
    style: str = '',
    named: bool = False,
    scrolls: bool = False,
) -> str:
    """Return a table: a header cell for each column, then each row with one cell per line.

    A row that is Markup stands there as it is (see `render_row`). `named` rows have their name in the
    first cell. A table that `scrolls` stands in a box of its own on a narrow screen.
    """
    look = f' style="{style}"' if style else ''
    lines = [f'{{| class="{" ".join(["wikitable", *classes])}"{look}']
    if caption:
        lines.append(f'|+ {_wikitext(caption)}')
    lines += [_cell(column, '!', 'scope="col"') for column in columns]
    for row in rows:
        lines.append(row.wikitext if isinstance(row, Markup) else render_row(row, named=named))
    lines.append('|}')
    return '\n'.join(['<div style="overflow-x: auto;">', *lines, '</div>'] if scrolls else lines)


def render_row(cells: Sequence[Content], *, attributes: str = '', named: bool = False) -> str:
    """Return one row, its `|-` included, without a line break at its end."""
    lines = [f'|- {attributes}'.rstrip()]
    for place, cell in enumerate(cells):
        lines.append(_cell(cell, '!', NAMES_ROW) if named and place == 0 else _cell(cell, '|'))
    return '\n'.join(lines)


def _cell(content: Content, mark: str, attributes: str = '') -> str:
    own = content.attributes if isinstance(content, Markup) else ''
    given = ' '.join(part for part in (attributes, own) if part)
    text = _wikitext(content)
    if mark == '!':
        text = DOUBLE_MARK.sub('&#33;', text)
    return ' '.join(part for part in (mark, given and f'{given} |', text) if part)


def _wikitext(content: Content) -> str:
    return content.wikitext if isinstance(content, Markup) else wikitext.escape(str(content))


@dataclass(frozen=True)
class Cell:
    """One cell: where its content stands, without the blanks around it and without attributes."""

    start: int
    end: int
    header: bool = False


@dataclass(frozen=True)
class Row:
    """One row: from its `|-` (or its first cell) up to the next row or the end of the table."""

    start: int
    end: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """One table: its rows in order, and where the line that closes it begins."""

    start: int
    close: int
    rows: tuple[Row, ...]


def mask(text: str) -> str:
    """Return the text with everything that holds no table markup of the outer table made invisible.

    The result is as long as the text, so places in one are places in the other.
    """
    pieces: list[str] = []
    done = 0
    for start, end in _outermost(sorted(_closed(text))):
        pieces += [text[done:start], '\0' * (end - start)]
        done = end
    return ''.join([*pieces, text[done:]])


def find_table(text: str, start: int = 0, end: int | None = None) -> Table | None:
    """Return the first table between two places of the text; None where no table begins there.

    Raises ValueError naming the line where a table begins that is never closed.
    """
    end = len(text) if end is None else end
    inside = mask(text[start:end])
    opening = re.search(r'^[ \t:]*\{\|.*$', inside, re.MULTILINE)
    if opening is None:
        return None
    rows: list[Row] = []
    cells: list[Cell] = []
    row_start = None
    spans: list[tuple[int, int, bool]] = []
    for line in MARKED_LINE.finditer(inside, opening.end()):
        cells += _close_cells(inside, spans, line.start())
        spans = []
        if line[1] in ('|-', '|}'):
            if row_start is not None:
                rows.append(Row(row_start + start, line.start() + start, _moved(cells, start)))
            cells, row_start = [], line.start()
        elif line[1] != '|+':
            row_start = line.start() if row_start is None else row_start
            spans = list(_cell_spans(line))
        if line[1] == '|}':
            return Table(opening.start() + start, line.start() + start, tuple(rows))
    line_number = text.count('\n', 0, opening.start() + start) + 1
    raise ValueError(f'the table that begins in line {line_number} is never closed with |}}')


def splice(text: str, changes: Iterable[tuple[int, int, str]]) -> str:
    """Return the text with some places (start, end, new text) replaced; the places do not overlap."""
    pieces: list[str] = []
    done = 0
    for start, end, new in sorted(changes):
        pieces += [text[done:start], new]
        done = end
    return ''.join([*pieces, text[done:]])


def _closed(text: str) -> Iterator[tuple[int, int]]:
    """Return where comments, tags, templates, links and nested tables stand that are properly closed."""
    closers = {'}}': '{{', ']]': '[['}
    opened: list[tuple[str, int]] = []
    for token in TOKEN.finditer(text):
        what = token[0].strip(' \t:')
        if what in ('{{', '[[', '{|'):
            opened.append((what, token.start()))
        elif what not in (*closers, '|}'):
            yield token.span()
        else:
            opener = closers.get(what, '{|')
            at = next((i for i in range(len(opened) - 1, -1, -1) if opened[i][0] == opener), None)
            if at is None:
                continue
            start = opened[at][1]
            del opened[at:]
            nested = any(name == '{|' for name, _ in opened)
            if opener == '{|' and not nested:
                continue
            if opener == '[[' and '\n|' in text[start : token.start()]:
                continue
            yield start, token.end()


def _outermost(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    done = 0
    for start, end in spans:
        if start >= done:
            yield start, end
            done = end


def _cell_spans(line: re.Match[str]) -> Iterator[tuple[int, int, bool]]:
    """Return from where to where each cell of a line has its content, and whether it is a header cell."""
    header = line[1] == '!'
    begin = line.start(2)
    for found in re.compile(r'\|\||!!' if header else r'\|\|').finditer(line.string, begin, line.end()):
        yield _without_attributes(line.string, begin, found.start()), found.start(), header
        begin = found.end()
    yield _without_attributes(line.string, begin, line.end()), line.end(), header


def _without_attributes(inside: str, begin: int, end: int) -> int:
    attributes = SINGLE_PIPE.search(inside, begin, end)
    return attributes.end() if attributes else begin


def _close_cells(inside: str, spans: list[tuple[int, int, bool]], end: int) -> Iterator[Cell]:
    """Return the cells of one line, without blanks around them; the last one reaches up to `end`."""
    for number, (start, until, header) in enumerate(spans, 1):
        content = inside[start : end if number == len(spans) else until]
        lead = len(content) - len(content.lstrip()) if content.strip() else 0
        yield Cell(start + lead, start + max(lead, len(content.rstrip())), header)


def _moved(cells: Iterable[Cell], by: int) -> tuple[Cell, ...]:
    return tuple(Cell(cell.start + by, cell.end + by, cell.header) for cell in cells)
