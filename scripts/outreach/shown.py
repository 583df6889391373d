"""Text from wikis as a terminal shows it: as text, on one line, whatever it tries to do there.

A control character moves the cursor, a bidi mark turns a line around, a line break begins a line that looks
like one of ours, and `<<red>>` is a colour to Pywikibot (https://doc.wikimedia.org/pywikibot/stable/api_ref/
pywikibot.userinterfaces.html). Each is written out, so that nothing is hidden either.

No row of a terminal begins with what a wiki says, unless `CONTINUED` stands before it, which begins none of
ours: neither a line of a page (`quoted`), nor the rest of a line that is longer than the terminal is wide
(`folded`).
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

BREAK = '⏎'
LINE_ENDS = re.compile('\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]')
# joiners (U+200C, U+200D) stay: Persian, Indic scripts and emoji are misspelt without them
JOINERS = '\u200c\u200d'
UNSEEN = re.compile(
    '[\x00-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e'
    '\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]'
)
COLOUR = re.compile(r'<<(?=[a-z]{1,20}(?:;[a-z]{1,20})?>>)')
CONTINUED = '    | '
MOST_LETTERS = 2000
# of changes that are shown line by line: so many lines, and so many that are alike for each
COMPARED_LINES, ALIKE_PER_LINE = 1000, 10
BLANKS = re.compile(r'(?<!\s)\s{3,}')
INDENT = 16
# a wiki cuts a summary behind so many letters (CommentStore::COMMENT_CHARACTER_LIMIT)
LONGEST_SUMMARY, BETWEEN = 500, ' – '
# one of Pywikibot's colours, which takes no room, or a character
PIECE = re.compile(r'<<[a-z]{1,20}(?:;[a-z]{1,20})?>>|.')
NARROWEST = 20
COLOURS = {'+': 'lightgreen', '-': 'lightred', '@': 'aqua'}


def line(text: str) -> str:
    """Return a text as one line that shows every character of it that could do anything.

    Blanks stay where they indent it; inside it, as many as would move what follows to a next row are one.
    """
    whole = seen(text)
    said = whole.lstrip()
    indent = min(len(whole) - len(said), INDENT)
    return ' ' * indent + BLANKS.sub(' ', said)


def seen(text: str) -> str:
    """Return a text as one line, with all its blanks."""
    return COLOUR.sub('< <', UNSEEN.sub(_written_out, LINE_ENDS.sub(BREAK, text.replace('\t', ' '))))


def remark(text: str) -> str:
    """Return a warning or an error as one line, without the blanks by which it could reach a next row."""
    whole = line(text)
    cut = whole if len(whole) <= MOST_LETTERS else f'{whole[:MOST_LETTERS]} …'
    return re.sub(r'\s{2,}', ' ', cut).strip()


def page(text: str) -> str:
    """Return a text of many lines, such as a page whose changes are shown; its lines and blanks stay."""
    return '\n'.join(map(seen, text.split('\n')))


def quoted(text: str) -> str:
    """Return a text of many lines behind a bar that begins no line of ours."""
    return '\n'.join(CONTINUED + one for one in text.split('\n'))


def changes(before: str, after: str) -> Iterator[str]:
    """Return what changes from one text to another as lines in Pywikibot's colours, each behind a bar."""
    for one in changed_lines(before, after):
        text = '…' if one.startswith('@') else f'{one[:1]} {one[1:]}'
        colour = COLOURS.get(one[:1])
        yield CONTINUED + (f'<<{colour}>>{text}<<default>>' if colour else text)


def changed_lines(before: str, after: str) -> list[str]:
    """Return what changes from one text to another as in a unified diff: lines behind +, - or a blank.

    Pywikibot's own `showDiff` compares all changed lines letter by letter, which takes minutes on long ones.
    """
    old, new = (page(text).split('\n') if text else [] for text in (before, after))
    # what both begin and end with, a line apart, is not compared: most of a page
    first = max(0, _alike(old, new) - 1)
    last = max(0, _alike(old[:first:-1], new[:first:-1]) - 1)
    gone, come = (lines[first : len(lines) - last] for lines in (old, new))
    return _compared(gone, come)


def _compared(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Return what differs between two lists of lines, as in a unified diff.

    What `difflib` needs for it grows with the square of the lines that are alike or apart. Where they are
    many, the lines are told that only one side has, without where they stand.
    """
    had, has = Counter(old), Counter(new)
    alike = sum(count * has[text] for text, count in had.items())
    if max(len(old), len(new), alike // ALIKE_PER_LINE) <= COMPARED_LINES:
        return list(difflib.unified_diff(old, new, n=1, lineterm=''))[2:]  # the first two name files
    gone, come = (f'-{one}' for one in (had - has).elements()), (f'+{one}' for one in (has - had).elements())
    return [*gone, *come] or ['@ the same lines in another order']


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (line, there) in pairs if line != there), min(len(one), len(other)))


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows of cells as lines, the cells below one another, whatever a wiki said in one of them."""
    cells = [[remark(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return ['  '.join(map(str.ljust, row, widths)).rstrip() for row in cells]


def folded(text: str, width: int) -> str:
    """Return a text with each line broken before a terminal of so many columns would break it.

    A character that may be wide takes two. Nothing is broken where the width is 0.
    """
    if not width:
        return text
    rows: list[str] = []
    for whole in text.split('\n'):
        row, used = '', 0
        for piece in PIECE.findall(whole):
            taken = 0 if len(piece) > 1 else _columns(piece)
            if used + taken > max(width, NARROWEST):
                rows.append(row)
                row, used = CONTINUED, len(CONTINUED)
            row, used = row + piece, used + taken
        rows.append(row)
    return '\n'.join(rows)


def _columns(char: str) -> int:
    """Return how many columns a character takes at most: terminals know wider symbols than Python."""
    if unicodedata.east_asian_width(char) in 'WFA':
        return 2
    return 1 if char.isascii() or unicodedata.category(char)[0] in 'LMNP' else 2


def summary(text: str) -> str:
    """Return an edit summary that is one line and holds nothing that reorders or hides."""
    seen = (' ' if char.isspace() else char for char in text)
    left = ''.join(char for char in seen if not UNSEEN.match(char))
    return ' '.join(unicodedata.normalize('NFC', left).split())


def prefaced(words: str, ours: str) -> str:
    """Return a summary of ours behind words of the operator; ours is never cut, for its end is read again."""
    room = LONGEST_SUMMARY - len(ours) - len(BETWEEN)
    if not words or room < 1:
        return ours
    cut = words if len(words) <= room else f'{words[: room - 1]}…'
    return f'{cut}{BETWEEN}{ours}'


def of_pywikibot(text: str) -> str:
    """Return what Pywikibot says by itself, which quotes wikis too: no line begins like one of ours.

    Of a traceback, which it prints when it tries again, what went wrong is left, and not where: lines of it
    begin with the name of an error, or are further lines of what that says.
    """
    first, *others = text.rstrip('\n').split('\n')
    if first.startswith('Traceback'):
        first, *others = [one for one in others if one and not one.startswith(('  ', 'Traceback'))] or [first]
    return '\n'.join([line(first), *(CONTINUED + line(other) for other in others)])


def _written_out(char: re.Match[str]) -> str:
    number = ord(char[0])
    return (
        f'\\x{number:02x}' if number < 256 else f'\\u{number:04x}' if number < 65536 else f'\\U{number:08x}'
    )
