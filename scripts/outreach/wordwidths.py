"""How wide a column of a table must be for its words: a word is never broken, however narrow the screen.

Names and addresses may be longer than any screen, so a table of ours lets them break anywhere
(https://developer.mozilla.org/docs/Web/CSS/overflow-wrap); what a browser takes as the least width of a cell
is one letter then, unless the column has a least width of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

# shares of the height of the letters of DejaVu Sans, the widest that browsers show such pages in
NARROW, WIDE = frozenset("fijlrtI.,:;'()[]|!-־‐"), frozenset('mwMWŵɯ@%ЖШЩЮжшщюыфМ')
A_NARROW, A_LETTER, A_CAPITAL, A_WIDE, A_FULL = 0.38, 0.62, 0.72, 0.95, 1.0
FIRST_FULL = '\u2e80'  # from here on letters are as wide as they are high, and break anywhere
BOLD = 1.12
# where a browser may break a word, and shows a hyphen if it does
SOFT_HYPHEN = '\u00ad'


def least(words: Iterable[str], *, bold: bool = False) -> float:
    """Return in em, rounded up to tenths, how wide the widest word of these texts is.

    Of a word with soft hyphens it is the widest part.
    """
    parts = (part for text in words for word in text.split() for part in _parts(word))
    widest = max(map(_width, parts), default=0.0)
    return math.ceil(10 * widest * (BOLD if bold else 1)) / 10


def _parts(word: str) -> list[str]:
    return word.replace(SOFT_HYPHEN, f'-{SOFT_HYPHEN}').split(SOFT_HYPHEN)


def _width(word: str) -> float:
    return A_FULL if any(letter >= FIRST_FULL for letter in word) else sum(map(_of_letter, word))


def _of_letter(letter: str) -> float:
    if letter in NARROW:
        return A_NARROW
    if letter in WIDE:
        return A_WIDE
    return A_CAPITAL if letter.isupper() else A_LETTER
