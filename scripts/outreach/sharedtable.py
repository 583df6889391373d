"""Tables that people and scripts share on a page: what is whose, and how a script writes its part.

A row is the script's where one of its cells holds an id in a comment. Columns are found by the words in the
header row, in any language that we know; what a script does not know belongs to people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import unescape

from outreach import wikitable, wikitext
from outreach.visibletext import COMMENT
from outreach.wikitable import Cell, Markup, Row, Table
from outreach.wordwidths import SOFT_HYPHEN, least

ID = re.compile(r'<!--[ \t]*+id:((?:[^<>\n \t-]++|-(?!->)|[ \t]++(?!-->))*+)[ \t]*+-->')

# a long name or address breaks; the text is as small on a phone as it may be, on a desk nearly as any other
STYLE = 'overflow-wrap: anywhere; word-break: break-word; font-size: clamp(0.75rem, 1.2vw, 0.9em);'


def fold(text: str) -> str:
    """Return a word as it is compared: case, blanks and where it may be hyphenated do not matter."""
    return ' '.join(text.replace(SOFT_HYPHEN, '').split()).casefold()


def plain(text: str) -> str:
    """Return a cell's text without comments, entities and the quotes of bold and italics."""
    return unescape(re.sub("'{2,}", '', COMMENT.sub('', text))).strip()


def words(languages: Iterable[Mapping[str, str]], what: str, names: Iterable[str]) -> dict[str, str]:
    """Return, by the folded word of any language, the name it stands for: the messages `what-name`."""
    keys = {f'{what}-{name}': name for name in names}
    return {
        fold(messages[key]): name for messages in languages for key, name in keys.items() if key in messages
    }


def head(text: str, table: Table, known: Mapping[str, str]) -> tuple[Row | None, tuple[str, ...]]:
    """Return the header row of a table, and the name of each column by known words ('' for people's own)."""
    row = next((row for row in table.rows if row.cells and row.cells[0].header), None)
    labels = [plain(text[cell.start : cell.end]) for cell in row.cells] if row else []
    return row, tuple(known.get(fold(label), '') for label in labels)


def ids_in(text: str) -> frozenset[str]:
    """Return the ids of the script's rows in any text, such as an old revision."""
    return frozenset(ID.findall(text))


def put(cell: Cell, value: str) -> tuple[int, int, str]:
    """Return the change (start, end, new text) that puts a value into a cell; in an empty one at its mark."""
    return cell.start, cell.end, f' {value}' if cell.start == cell.end and value else value


def new_row(id_: str, cells: Mapping[str, str], columns: Sequence[str], attributes: Mapping[str, str]) -> str:
    """Return a row of the script, its id in the first cell, people's own columns empty, and a line break."""
    values = [cells.get(column, '') for column in columns]
    values[0] = f'<!-- id:{id_} --> {values[0]}'.strip()
    row = [Markup(value, attributes.get(column, '')) for column, value in zip(columns, values, strict=True)]
    return wikitable.render_row(row) + '\n'


def head_cell(
    label: str, below: Iterable[str] = (), *, on_desk: Iterable[str] = (), sortable: bool = False
) -> Markup:
    """Return a header cell, in whose column neither a word of it nor one of ours `below` it breaks.

    What stands there `on_desk` is in one piece where the screen is wide. An arrow to sort takes room, so that
    few columns are sortable.
    """
    width, whole = max(least([label], bold=True), least(below)), least(on_desk)
    room = f'clamp({width:.1f}em, 10vw, {whole:.1f}em)' if whole > width else f'{width:.1f}em'
    unsortable = '' if sortable else 'class="unsortable" '
    return Markup(label, f'{unsortable}style="min-inline-size: {room};"')


def new_table(region: str, header: Iterable[Markup], caption: str) -> str:
    """Return an empty table inside the markers of a region, as wide as a phone.

    With columns of people's it may become wider, and scrolls in a box of its own.
    """
    table = wikitable.render(
        header, (), caption=caption, classes=['sortable', 'plainlinks'], style=STYLE, scrolls=True
    )
    return wikitext.new_region(region, table)
