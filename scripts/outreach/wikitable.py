"""Tables in wikitext: written in one way, and read so that one cell can change and no other byte.

What we write has a header cell with a scope for each column, and for each row that has a name: screen
readers tell them with every cell (https://www.mediawiki.org/wiki/Help:Tables#Accessibility_of_tables).

Cells are found as MediaWiki's parser finds them (https://www.mediawiki.org/wiki/Help:Tables), in one
pass over the text; what stands in comments, `<nowiki>`, templates, links and nested tables is no markup.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from outreach import wikitext
from outreach.linenumbers import LineNumbers
from outreach.visibletext import hidden_spans

TOKEN = re.compile(
    r'\{\{|\}\}|\[\[|\]\]|^[ \t:]*+\{\||^[ \t]*+\|\}(?!\})',
    re.MULTILINE,
)
ROW = re.compile(r'\n\|')
OPENING = re.compile(r'^[ \t:]*+\{\|.*$', re.MULTILINE)
HIDES_MARKUP = frozenset({'nowiki', 'pre', 'syntaxhighlight', 'source', 'math', 'ref'})
MARKED_LINE = re.compile(r'^[ \t]*+(\|-|\|\}|\|\+|\||!)(.*)$', re.MULTILINE)
CELLS, HEADERS = re.compile(r'\|\|'), re.compile(r'\|\||!!')
SPAN = re.compile(r'\b(colspan|rowspan)\s*+=\s*+["\']?\s*+(\d{1,4})', re.IGNORECASE)
MOST_SPAN = 1000  # as in HTML
MOST_COLUMNS = 100  # what stands further out is in no column that anybody reads
SINGLE_PIPE = re.compile(r'(?<!\|)\|(?!\|)')


# on the line of a header cell this begins another one
DOUBLE_MARK = re.compile('!(?=!)|(?<=!)!')
NAMES_ROW = 'scope="row" style="text-align: start;"'
# Minerva makes a table a block on a phone, in which a row would be as narrow as its longest word
# and what Minerva says of links keeps them from breaking anywhere but by `word-break`
WRAPPING = 'display: table; inline-size: 100%; overflow-wrap: anywhere; word-break: break-word;'
# a column that is narrower than that breaks words
LEAST_COLUMN = 8
# as wide as text is on a desk, where all columns stand side by side
DESK = 40
MANY_COLUMNS = 5
# rows that are shown as columns: more of them would not fit beside one another on a phone
FEW_TURNED = 3


@dataclass(frozen=True)
class Markup:
    """Wikitext of ours, written as it is. Whatever else is put into a table is text, and escaped.

    `attributes` are those of the cell that it fills (`style="…"`).
    """

    wikitext: str
    attributes: str = ''


Content = str | int | Markup
SIDE_BY_SIDE = 'display: inline-table; vertical-align: top; margin-inline-end: 1em;'


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
    wraps: bool = False,
) -> str:
    """Return a table: a header cell for each column, then each row with one cell per line.

    A row that is Markup stands there as it is (see `render_row`). `named` rows have their name in the
    first cell. A table that `wraps` is never wider than the screen: what does not fit of a row is below it.
    One that `scrolls`, as people have rows or columns of their own in it, stands in a box of its own on a
    narrow screen; one without links can be focused, so that it is scrolled by keyboard too
    (https://www.w3.org/TR/WCAG22/#keyboard).
    """
    head = [_cell(column, '!', 'scope="col"') for column in columns]
    body = [row.wikitext if isinstance(row, Markup) else render_row(row, named=named) for row in rows]
    if wraps:
        small = 'font-size: 0.9em;' if len(head) > MANY_COLUMNS else ''
        style = ' '.join(part for part in (WRAPPING, small, style) if part)
        body = [_wrapped(row, len(head)) for row in body]
        head = [f'|- {_beside(len(head))}', *head]
    look = f' style="{style}"' if style else ''
    # a bracket in a text is escaped
    if scrolls and body and not any('[' in row for row in body):
        look += ' tabindex="0"'
    lines = [f'{{| class="{" ".join(["wikitable", *classes])}"{look}']
    if caption:
        # Minerva makes a caption a block, which would stand below the heads that sort
        look = 'style="display: table-caption;" | ' if wraps else ''
        lines.append(f'|+ {look}{_wikitext(caption)}')
    lines += [*head, *body, '|}']
    return '\n'.join(['<div style="overflow-x: auto;">', *lines, '</div>'] if scrolls else lines)


def render_turned(
    columns: Sequence[Content], rows: Sequence[Sequence[Content]], caption: str, classes: Sequence[str] = ()
) -> str:
    """Return rows as columns, such as waves: each figure is a row, beside its name on a phone too.

    Of many rows so many stand in one table as fit beside one another on a phone, and each table says which;
    on a desk the tables stand side by side.
    """
    tables = -(-len(rows) // FEW_TURNED)
    ends = [len(rows) * number // tables for number in range(tables + 1)]
    parts = []
    for begin, end in pairwise(ends):
        heads, *figures = zip(columns, *rows[begin:end], strict=True)
        names = dict.fromkeys(str(rows[at][0]) for at in (begin, end - 1))
        which = f' ({"–".join(names)})' if tables > 1 else ''
        style = SIDE_BY_SIDE if tables > 1 else ''
        parts.append(
            render(heads, figures, caption=caption + which, classes=classes, style=style, named=True)
        )
    return '\n'.join(parts)


def render_row(cells: Sequence[Content], *, attributes: str = '', named: bool = False) -> str:
    """Return one row, its `|-` included, without a line break at its end."""
    lines = [f'|- {attributes}'.rstrip()]
    for place, cell in enumerate(cells):
        lines.append(_cell(cell, '!', NAMES_ROW) if named and place == 0 else _cell(cell, '|'))
    return '\n'.join(lines)


def _beside(columns: int) -> str:
    """Return the attributes of a row whose cells stand side by side on a desk, on a phone two and two.

    The middle of `clamp` is more than all or less than nothing: which of both, the width of the table says.
    """
    few = min(DESK, columns * LEAST_COLUMN)
    least = f'clamp({99 / columns:.2f}%, ({few}em - 100%) * 999, 45%)'
    return f'style="display: grid; grid-template-columns: repeat(auto-fit, minmax({least}, 1fr));"'


def _wrapped(row: str, columns: int) -> str:
    """Return a row, its `|-` included, whose cells wrap."""
    mark, line_break, cells = row.partition('\n')
    return f'{mark} {_beside(columns)}{line_break}{cells}'


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
    """One cell: where its content stands, without the blanks around it and without attributes.

    `columns` and `rows` are how many of each it spans; `begin` is where it begins with its attributes.
    """

    start: int
    end: int
    header: bool = False
    columns: int = 1
    rows: int = 1
    begin: int = 0


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
    opening = OPENING.search(inside)
    if opening is None:
        return None
    table = _read_table(inside, opening)
    if table.close < len(inside):
        return _shifted(table, start)
    line = LineNumbers(text).at(opening.start() + start)
    raise ValueError(f'the table that begins in line {line} is never closed with |}}')


def find_tables(text: str) -> Iterator[Table]:
    """Return the tables of a text in order; one that is never closed goes to the end, as in MediaWiki."""
    inside = mask(text)
    at = 0
    while opening := OPENING.search(inside, at):
        table = _read_table(inside, opening)
        yield table
        at = max(table.close, opening.end())


def _read_table(inside: str, opening: re.Match[str]) -> Table:
    """Read the table that begins here in a masked text; it ends with the text where it is never closed."""
    rows: list[Row] = []
    cells: list[Cell] = []
    row_start = None
    spans: list[_Content] = []
    for line in MARKED_LINE.finditer(inside, opening.end()):
        cells += _close_cells(inside, spans, line.start())
        spans = []
        if line[1] in ('|-', '|}'):
            if row_start is not None:
                rows.append(Row(row_start, line.start(), tuple(cells)))
            cells, row_start = [], line.start()
        elif line[1] != '|+':
            row_start = line.start() if row_start is None else row_start
            spans = list(_cell_spans(line))
        if line[1] == '|}':
            return Table(opening.start(), line.start(), tuple(rows))
    if row_start is not None:
        cells += _close_cells(inside, spans, len(inside))
        rows.append(Row(row_start, len(inside), tuple(cells)))
    return Table(opening.start(), len(inside), tuple(rows))


def _shifted(table: Table, by: int) -> Table:
    rows = tuple(Row(row.start + by, row.end + by, _moved(row.cells, by)) for row in table.rows)
    return Table(table.start + by, table.close + by, rows)


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
    hidden = [(start, end) for start, end, _ in hidden_spans(text, HIDES_MARKUP)]
    yield from hidden
    rows = [row.start() for row in ROW.finditer(text)]
    closers = {'}}': '{{', ']]': '[['}
    opened: list[tuple[str, int]] = []
    depth = {'{{': 0, '[[': 0, '{|': 0}
    passed = 0
    for token in TOKEN.finditer(text):
        while passed < len(hidden) and hidden[passed][1] <= token.start():
            passed += 1
        if passed < len(hidden) and hidden[passed][0] <= token.start():
            continue
        what = token[0].strip(' \t:')
        if what in depth:
            opened.append((what, token.start()))
            depth[what] += 1
            continue
        opener = closers.get(what, '{|')
        if not depth[opener]:
            continue
        while True:  # what was opened inside and never closed is plain text
            name, start = opened.pop()
            depth[name] -= 1
            if name == opener:
                break
        if opener == '{|' and not depth['{|']:
            continue
        if opener == '[[' and _row_between(rows, start, token.start()):
            continue
        yield start, token.end()


def _row_between(rows: Sequence[int], start: int, end: int) -> bool:
    place = bisect_left(rows, start)
    return place < len(rows) and rows[place] + 1 < end


def _outermost(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    done = 0
    for start, end in spans:
        if start >= done:
            yield start, end
            done = end


@dataclass(frozen=True)
class _Content:
    """Where a cell of one line has its content, and what its attributes say."""

    start: int
    end: int
    header: bool
    columns: int
    rows: int
    begin: int


def _cell_spans(line: re.Match[str]) -> Iterator[_Content]:
    """Return from where to where each cell of a line has its content, and whether it is a header cell."""
    header = line[1] == '!'
    begin = line.start(2)
    ends = [*(HEADERS if header else CELLS).finditer(line.string, begin, line.end()), None]
    for found in ends:
        end = found.start() if found else line.end()
        attributes = SINGLE_PIPE.search(line.string, begin, end)
        spans = {'colspan': 1, 'rowspan': 1}
        if attributes:
            spans |= {
                name.lower(): min(int(number), MOST_SPAN) or 1
                for name, number in SPAN.findall(line.string, begin, attributes.start())
            }
        yield _Content(
            attributes.end() if attributes else begin,
            end,
            header,
            spans['colspan'],
            spans['rowspan'],
            begin,
        )
        begin = found.end() if found else end


def _close_cells(inside: str, spans: list[_Content], end: int) -> Iterator[Cell]:
    """Return the cells of one line, without blanks around them; the last one reaches up to `end`."""
    for number, one in enumerate(spans, 1):
        content = inside[one.start : end if number == len(spans) else one.end]
        lead = len(content) - len(content.lstrip()) if content.strip() else 0
        start, until = one.start + lead, one.start + max(lead, len(content.rstrip()))
        yield Cell(start, until, one.header, one.columns, one.rows, one.begin)


def _moved(cells: Iterable[Cell], by: int) -> tuple[Cell, ...]:
    return tuple(
        replace(cell, start=cell.start + by, end=cell.end + by, begin=cell.begin + by) for cell in cells
    )


def grid(rows: Iterable[Row]) -> Iterator[tuple[Row, dict[int, Cell]]]:
    """Return the rows, each with its cells by the number of the column, those that reach into it included."""
    hanging: dict[int, tuple[Cell, int]] = {}
    for row in rows:
        placed = {column: cell for column, (cell, _) in hanging.items()}
        hanging = {column: (cell, left - 1) for column, (cell, left) in hanging.items() if left > 1}
        column = 0
        for cell in row.cells:
            while column in placed:
                column += 1
            for at in range(column, min(column + cell.columns, MOST_COLUMNS)):
                placed[at] = cell
                if cell.rows > 1:
                    hanging[at] = (cell, cell.rows - 1)
            column += cell.columns
        yield row, placed
