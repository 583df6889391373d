"""HTML of a rendered wiki page as plain text for a terminal: headings, lines, tables."""

from html.parser import HTMLParser

BLOCKS = frozenset({'p', 'div', 'li', 'dt', 'dd', 'ul', 'ol', 'dl', 'table', 'caption', 'pre', 'br'})
HEADINGS = frozenset({'h1', 'h2', 'h3', 'h4'})
SILENT = frozenset({'style', 'script'})
EDIT_LINK = 'mw-editsection'
CONTENTS = 'toc'
BETWEEN_CELLS, BREAK_IN_CELL = '\x1f', '\x1e'
VOID = frozenset({'br', 'hr', 'img', 'input', 'link', 'meta', 'wbr', 'col'})


def plain_text(html: str) -> str:
    """Return the text that a reader sees: one line a paragraph, list item or table row."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (_one_line(line) for line in ''.join(reader.parts).split('\n'))
    return '\n'.join(line for line in lines if line.strip('| '))


def _one_line(text: str) -> str:
    cells = (_joined(cell) for cell in text.split(BETWEEN_CELLS))
    return ' | '.join(cells).strip()


def _joined(cell: str) -> str:
    parts = (' '.join(part.split()) for part in cell.split(BREAK_IN_CELL))
    return '; '.join(part for part in parts if part)


class _Reader(HTMLParser):
    """Collects text in `parts`; cells of a row are separated by bars."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden = 0
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get('class') or '').split()
        if self._hidden or tag in SILENT or EDIT_LINK in classes or CONTENTS in classes:
            self._hidden += tag not in VOID
            return
        if tag == 'tr':
            self._cells = 0
            self.parts.append('\n')
        elif tag in ('td', 'th'):
            self.parts.append(BETWEEN_CELLS if self._cells else '')
            self._cells += 1
        elif tag in HEADINGS:
            self.parts.append('\n## ')
        elif tag == 'li' and not self._cells:
            self.parts.append('\n- ')
        elif tag in BLOCKS:
            self.parts.append(self._break())

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            self._hidden -= tag not in VOID
        elif tag == 'table':
            self._cells = 0
            self.parts.append('\n')
        elif tag == 'tr' or tag in HEADINGS:
            self.parts.append('\n')
        elif tag in BLOCKS:
            self.parts.append(self._break())

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data.replace('\n', ' '))

    def _break(self) -> str:
        return BREAK_IN_CELL if self._cells else '\n'
