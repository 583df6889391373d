"""Wikitext that is made by script: hostile text kept as text, and regions between our markers.

Sources of the escaped characters: https://www.mediawiki.org/wiki/Help:Formatting and
https://www.mediawiki.org/wiki/Help:Magic_words (behaviour switches, `__NOTOC__`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from outreach.linenumbers import LineNumbers
from outreach.problems import BadInput, Problem

# the bullets of a line, and each item of a list with what stands on its line
BULLETS = re.compile(r'[*#:;]*')
ITEM = re.compile(r'^[ \t]*+[*#][*# \t]*+([^\n]+)$', re.MULTILINE)
ENTITY = {char: f'&#{ord(char)};' for char in '&<>[]{}|=\'"_~#*:;!-+'}
LINE_START = re.compile(r'^([ *#:;=!|+-])', re.MULTILINE)
# addresses without // that MediaWiki links all the same ($wgUrlProtocols, https://www.mediawiki.org/wiki/Manual:$wgUrlProtocols)
BARE_ADDRESS = re.compile(
    r'\b(bitcoin|geo|magnet|mailto|matrix|news|sip|sips|sms|tel|urn|xmpp):(?=\S)', re.IGNORECASE
)
INLINE = re.compile(r"[&<>\[\]{}|]|'(?=')|(?<=')'|_(?=_)|(?<=_)_|~(?=~)|(?<=~)~|(?<=:)/(?=/)|=(?=\s*$)")
MAGIC_LINK = re.compile(r'\b(ISBN|RFC|PMID)(?=\s)')
# what reorders text (marks, embeddings, isolates, the deprecated formats) or hides it (controls, annotations,
# operators that nobody sees, tags). Joiners, breaks of Khmer and Thai, and selectors of a form stay.
BIDI_AND_CONTROL = re.compile(
    '[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2061-\u2064\u2066-\u206f\ufeff'
    '\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]'
)
MARKER = re.compile(r'<!-- outreach:(begin|end) ([a-z]{1,40}) -->')
# of markers that stand on a page more than once so many are told
MOST_TOLD = 10
# the flags of England, Scotland and Wales are spelt with tags (https://unicode.org/reports/tr51/#valid-emoji-tag-sequences)
FLAG = re.compile('\U0001f3f4[\U000e0030-\U000e007a]{1,6}\U000e007f')


def english(text: str) -> str:
    """Return words that are no wikitext of ours: English, or as somebody wrote them."""
    return f'<span lang="en" dir="ltr">{escape(text)}</span>'


def escape(text: str) -> str:
    """Return wikitext that shows `text` as it is, on one line, whatever markup it tries to be.

    Line breaks become blanks. Dropped is only what reorders or hides text: what Persian, Indic scripts, Thai
    and emoji are spelt with (U+200C, U+200D, U+200B, selectors, flags) stays. The result is safe inside a
    list item, a table cell and a template argument (no `=` problem: name the argument).
    """
    # what is left when marks are gone may join anew
    line = ' '.join(unicodedata.normalize('NFC', _seen(text)).split())
    escaped = INLINE.sub(lambda match: f'&#{ord(match[0])};', line)
    escaped = MAGIC_LINK.sub(lambda match: f'{match[0][0]}&#{ord(match[0][1])};{match[0][2:]}', escaped)
    escaped = BARE_ADDRESS.sub(r'\1&#58;', escaped)
    return LINE_START.sub(lambda match: f'&#{ord(match[1])};', escaped)


def _seen(text: str) -> str:
    parts, done = [], 0
    for flag in FLAG.finditer(text):
        parts += [BIDI_AND_CONTROL.sub('', text[done : flag.start()]), flag[0]]
        done = flag.end()
    return ''.join([*parts, BIDI_AND_CONTROL.sub('', text[done:])])


def user_link(name: str) -> str:
    """Return a link to an account, '' where there is no name."""
    return f'[[User:{name}|{escape(name)}]]' if name else ''


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
    lines = LineNumbers(text)
    for marker, places in ((begin_marker(name), begins), (end_marker(name), ends)):
        if not places:
            there = lines.at((begins or ends)[0])
            raise BrokenMarkers(f'{marker} is missing (its other half is in line {there})', there)
        if len(places) > 1:
            told = ', '.join(str(lines.at(place)) for place in places[:MOST_TOLD])
            more = ', …' if len(places) > MOST_TOLD else ''
            raise BrokenMarkers(
                f'{marker} stands there {len(places)} times (lines {told}{more})', lines.at(places[1])
            )
    if ends[0] < begins[0]:
        first, last = lines.at(ends[0]), lines.at(begins[0])
        raise BrokenMarkers(
            f'{end_marker(name)} (line {first}) stands before {begin_marker(name)} (line {last})', first
        )
    return begins[0], ends[0]


def lines_of_regions(text: str) -> frozenset[int]:
    """Return the numbers of the lines between a marker that opens a region and the one that closes it.

    A marker whose other half does not come next opens nothing.
    """
    lines = LineNumbers(text)
    found: set[int] = set()
    opened, at = '', 0
    for marker in MARKER.finditer(text):
        if marker[1] == 'end' and marker[2] == opened:
            found.update(range(at + 1, lines.at(marker.start())))
        opened, at = (marker[2], lines.at(marker.end() - 1)) if marker[1] == 'begin' else ('', 0)
    return frozenset(found)


@contextmanager
def markers_on(title: str) -> Iterator[None]:
    """Name the page and the line where markers are broken in this block: raise BadInput for BrokenMarkers."""
    try:
        yield
    except BrokenMarkers as error:
        place = f'{title}, line {error.line}' if error.line else title
        raise BadInput([Problem(place, str(error))]) from None


def replace_region(text: str, name: str, inside: str) -> str:
    """Return the page with the inside of region `name` replaced; all other bytes stay.

    A region that is up to date is left as it is, the blanks in it too. Raises BrokenMarkers where the
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


def attribute(text: str) -> str:
    """Return a text as the value of an attribute, to be put between double quotes."""
    return escape(text).replace('"', '&quot;')


def has_markers(text: str, name: str) -> bool:
    """Return whether a page has the markers of region `name`, or what is left of them."""
    return begin_marker(name) in text or end_marker(name) in text
