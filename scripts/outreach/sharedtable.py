"""Tables that people and scripts share on a page: what is whose, and how a script writes its part.

A row is the script's where one of its cells holds an id in a comment. Columns are found by the words in the
header row, in any language that we know; what a script does not know belongs to people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import unescape

from outreach import wikitable, wikitext
from outreach.phrases import Say
from outreach.visibletext import COMMENT
from outreach.wikitable import Cell, Markup, Row, Table

ID = re.compile(r'<!--[ \t]*+id:((?:[^<>\n \t-]++|-(?!->)|[ \t]++(?!-->))*+)[ \t]*+-->')


def fold(text: str) -> str:
    """Return a word as it is compared: case and blanks do not matter."""
    return ' '.join(text.split()).casefold()


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


def new_table(
    region: str, columns: Iterable[str], say: Say, attributes: Mapping[str, str], *, style: str = ''
) -> str:
    """Return an empty table inside the markers of a region, in a box that scrolls on a narrow screen.

    Its words are the messages `column-name` and `caption`; `attributes` are those of header cells.
    """
    header = [Markup(say(f'column-{column}'), attributes.get(column, '')) for column in columns]
    table = wikitable.render(
        header, (), caption=say('caption'), classes=['sortable', 'plainlinks'], style=style, scrolls=True
    )
    return wikitext.new_region(region, table)
