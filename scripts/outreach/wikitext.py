"""Wikitext that is made by script: hostile text kept as text, and regions between our markers.

Sources of the escaped characters: https://www.mediawiki.org/wiki/Help:Formatting and
https://www.mediawiki.org/wiki/Help:Magic_words (behaviour switches, `__NOTOC__`).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

ENTITY = {char: f'&#{ord(char)};' for char in '&<>[]{}|=\'"_~#*:;!-+'}
LINE_START = re.compile(r'^([ *#:;=!|+-])', re.MULTILINE)
INLINE = re.compile(r"[&<>\[\]{}|]|'(?=')|(?<=')'|_(?=_)|(?<=_)_|~(?=~)|(?<=~)~|(?<=:)/(?=/)|=(?=\s*$)")
MAGIC_LINK = re.compile(r'\b(ISBN|RFC|PMID)(?=\s)')
BIDI_AND_CONTROL = re.compile(
    '[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]'
)


def escape(text: str) -> str:
    """Return wikitext that shows `text` as it is, on one line, whatever markup it tries to be.

    Line breaks become blanks; control and bidi characters are dropped, the joiners of Persian, Indic scripts
    and emoji (U+200C, U+200D) are not. The result is safe inside a
    list item, a table cell and a template argument (no `=` problem: name the argument).
    """
    line = ' '.join(BIDI_AND_CONTROL.sub('', unicodedata.normalize('NFC', text)).split())
    escaped = INLINE.sub(lambda match: f'&#{ord(match[0])};', line)
    escaped = MAGIC_LINK.sub(lambda match: f'{match[0][0]}&#{ord(match[0][1])};{match[0][2:]}', escaped)
    return LINE_START.sub(lambda match: f'&#{ord(match[1])};', escaped)


def begin_marker(name: str) -> str:
    """Return the comment that opens the region `name` on a page."""
    return f'<!-- outreach:begin {name} -->'


def end_marker(name: str) -> str:
    """Return the comment that closes the region `name` on a page."""
    return f'<!-- outreach:end {name} -->'


class BrokenMarkers(ValueError):
    """The markers of a region are not one pair in order. `line` is where to look, 0 for nowhere."""

    def __init__(self, text: str, line: int = 0) -> None:
        super().__init__(text)
        self.line = line


def region(text: str, name: str) -> tuple[int, int] | None:
    """Return where the inside of region `name` begins and ends in the text; None where there is none.

    Raises BrokenMarkers saying what is wrong and in which line where a marker is missing, stands twice
    or the end comes first: such a page is never written.
    """
    begins = [match.end() for match in re.finditer(re.escape(begin_marker(name)), text)]
    ends = [match.start() for match in re.finditer(re.escape(end_marker(name)), text)]
    if not begins and not ends:
        return None
    for marker, places in ((begin_marker(name), begins), (end_marker(name), ends)):
        if not places:
            there = _line(text, (begins or ends)[0])
            raise BrokenMarkers(f'{marker} is missing (its other half is in line {there})', there)
        if len(places) > 1:
            lines = [_line(text, place) for place in places]
            all_lines = ', '.join(str(line) for line in lines)
            raise BrokenMarkers(f'{marker} stands there {len(places)} times (lines {all_lines})', lines[1])
    if ends[0] < begins[0]:
        first, last = _line(text, ends[0]), _line(text, begins[0])
        raise BrokenMarkers(
            f'{end_marker(name)} (line {first}) stands before {begin_marker(name)} (line {last})', first
        )
    return begins[0], ends[0]


def replace_region(text: str, name: str, inside: str) -> str:
    """Return the page with the inside of region `name` replaced; all other bytes stay.

    A region that says so already is left as it is, the blanks in it too. Raises BrokenMarkers where the
    region is missing or broken: a page is never replaced instead.
    """
    found = region(text, name)
    if found is None:
        raise BrokenMarkers(f'{begin_marker(name)} is missing')
    if text[found[0] : found[1]].strip() == inside.strip():
        return text
    return f'{text[: found[0]]}\n{inside.strip()}\n{text[found[1] :]}'


def put_region(
    text: str, name: str, inside: str, *, lead: str = '', at: Literal['start', 'end'] = 'end'
) -> str:
    """Return the page with region `name` in it: where its markers stand, else at the start or the end.

    `lead` is what a page says that is still empty. All other bytes stay, but for blanks between the
    text and a new region. Raises BrokenMarkers where the markers are not one pair in order.
    """
    if region(text, name) is not None:
        return replace_region(text, name, inside)
    new, before = new_region(name, inside), (text.strip() and text) or lead
    if not before:
        return new
    return f'{new}\n\n{before.lstrip()}' if at == 'start' else f'{before.rstrip()}\n\n{new}'


def new_region(name: str, inside: str) -> str:
    """Return a region of that name with its markers, to be put on a page that has none."""
    return f'{begin_marker(name)}\n{inside.strip()}\n{end_marker(name)}'


def _line(text: str, at: int) -> int:
    return text.count('\n', 0, at) + 1
