"""Wikitext parsed by mwparserfromhell, as far as that parser is quick.

It goes back where a bracket, a brace or a tag turns out never to be closed, once for each: 3,000 times `{{a|`
took it 7 seconds, 2 MB of flat templates 9. Ordinary pages leave a handful of them open.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import mwparserfromhell

MARKS = re.compile(r'<!--|-->|\{\{|\}\}|\[|\]|</|/>|<(?=[a-zA-Z])')
OPENERS = {'-->': '<!--', '}}': '{{', ']': '[', '</': '<', '/>': '<'}
MOST_OPEN = 300
MOST_LETTERS = 1_000_000


class TooMuch(ValueError):
    """A text that the parser could not read in seconds; the message says in plain words why."""


def parse(text: str, **options: Any) -> mwparserfromhell.wikicode.Wikicode:
    """Return the text parsed, with the options of mwparserfromhell.parse; raise TooMuch."""
    if len(text) > MOST_LETTERS:
        raise TooMuch(f'is longer than {MOST_LETTERS:,} letters, too long to be read for templates')
    left_open: Counter[str] = Counter()
    for mark in MARKS.findall(text):
        if mark not in OPENERS:
            left_open[mark] += 1
        elif left_open[OPENERS[mark]]:
            left_open[OPENERS[mark]] -= 1
    for mark, count in left_open.items():
        if count > MOST_OPEN:
            raise TooMuch(f'opens "{mark}" {count:,} times more than it closes it; close them')
    return mwparserfromhell.parse(text, **options)
