"""Wikitext parsed by mwparserfromhell, as far as that parser is quick.

It goes back where a bracket, a brace or a tag turns out never to be closed, once for each: 3,000 times `{{a|`
took it 7 seconds, 2 MB of flat templates 9. Ordinary pages leave a handful of them open.
"""

from __future__ import annotations

import gc
import re
from collections import Counter
from typing import Any

import mwparserfromhell

MARKS = re.compile(r'<!--|-->|\{\{|\}\}|\[|\]|\n\{\||\n\|\}|<(/?)([a-zA-Z]+)([^<>]*)')
CLOSED_BY = {'-->': '<!--', '}}': '{{', ']': '[', '\n|}': '\n{|'}
# tags that need no end (https://www.mediawiki.org/wiki/Help:HTML_in_wikitext)
SINGLE = frozenset({'br', 'hr', 'wbr', 'li', 'dd', 'dt', 'td', 'th', 'tr'})
LIST_MARKS = re.compile(r'^[*#:;]{300}', re.MULTILINE)
MOST_OPEN = 300
MOST_LETTERS = 1_000_000


class TooMuch(ValueError):
    """A text that the parser could not read in seconds; the message says in plain words why."""


def parse(text: str, **options: Any) -> mwparserfromhell.wikicode.Wikicode:
    """Return the text parsed, with the options of mwparserfromhell.parse; raise TooMuch."""
    if len(text) > MOST_LETTERS:
        raise TooMuch(f'is longer than {MOST_LETTERS:,} letters, too long to be read for templates')
    for mark, count in _left_open(text).items():
        if count > MOST_OPEN:
            raise TooMuch(f'opens "{mark.strip()}" {count:,} times more than it closes it; close them')
    if LIST_MARKS.search(text):
        raise TooMuch('has a line that begins with hundreds of asterisks or the like; take them out')
    collecting = gc.isenabled()
    gc.disable()  # of 8,000 rows of a table half the time goes into looking for garbage
    try:
        return mwparserfromhell.parse(text, **options)
    finally:
        if collecting:
            gc.enable()


def _left_open(text: str) -> Counter[str]:
    """Return how many of each bracket, table and tag are never closed."""
    left_open: Counter[str] = Counter()
    for found in MARKS.finditer(f'\n{text}'):
        mark, tag = found[0], (found[2] or '').lower()
        if tag in SINGLE or (found[3] or '').endswith('/'):
            continue
        closed = f'<{tag}' if found[1] else CLOSED_BY.get(mark)
        if not closed:
            left_open[f'<{tag}' if tag else mark] += 1
        elif left_open[closed]:
            left_open[closed] -= 1
    return left_open
