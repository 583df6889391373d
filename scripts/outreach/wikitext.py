"""Wikitext that is made by script: hostile text kept as text, and regions between our markers.

Sources of the escaped characters: https://www.mediawiki.org/wiki/Help:Formatting and
https://www.mediawiki.org/wiki/Help:Magic_words (behaviour switches, `__NOTOC__`).
"""

from __future__ import annotations

import re
import unicodedata

ENTITY = {char: f'&#{ord(char)};' for char in '&<>[]{}|=\'"_~#*:;!-+'}
LINE_START = re.compile(r'^([ *#:;=!|+-])', re.MULTILINE)
INLINE = re.compile(r"[&<>\[\]{}|]|'(?=')|(?<=')'|_(?=_)|(?<=_)_|~(?=~)|(?<=~)~|(?<=:)/(?=/)|=(?=\s*$)")
MAGIC_LINK = re.compile(r'\b(ISBN|RFC|PMID)(?=\s)')
BIDI_AND_CONTROL = re.compile('[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]')


def escape(text: str) -> str:
    """Return wikitext that shows `text` as it is, on one line, whatever markup it tries to be.

    Line breaks become blanks; control and bidi characters are dropped. The result is safe inside a
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


def region(text: str, name: str) -> tuple[int, int] | None:
    """Return where the inside of region `name` begins and ends in the text; None where there is none.

    Raises ValueError saying what is wrong and in which line where a marker is missing, stands twice
    or the end comes first: such a page is never written.
    """
    begins = [match.end() for match in re.finditer(re.escape(begin_marker(name)), text)]
    ends = [match.start() for match in re.finditer(re.escape(end_marker(name)), text)]
    if not begins and not ends:
        return None
    for marker, places in ((begin_marker(name), begins), (end_marker(name), ends)):
        if not places:
            there = _line(text, (begins or ends)[0])
            raise ValueError(f'{marker} is missing (its other half is in line {there})')
        if len(places) > 1:
            lines = ', '.join(str(_line(text, place)) for place in places)
            raise ValueError(f'{marker} stands there {len(places)} times (lines {lines})')
    if ends[0] < begins[0]:
        raise ValueError(
            f'{end_marker(name)} (line {_line(text, ends[0])}) stands before '
            f'{begin_marker(name)} (line {_line(text, begins[0])})'
        )
    return begins[0], ends[0]


def replace_region(text: str, name: str, inside: str) -> str:
    """Return the page with the inside of region `name` replaced; all other bytes stay.

    Raises ValueError where the region is missing or broken: a page is never replaced instead.
    """
    found = region(text, name)
    if found is None:
        raise ValueError(f'{begin_marker(name)} is missing')
    return f'{text[: found[0]]}\n{inside.strip()}\n{text[found[1] :]}'


def new_region(name: str, inside: str) -> str:
    """Return a region of that name with its markers, to be put on a page that has none."""
    return f'{begin_marker(name)}\n{inside.strip()}\n{end_marker(name)}'


def _line(text: str, at: int) -> int:
    return text.count('\n', 0, at) + 1
