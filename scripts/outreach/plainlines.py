"""What a page says, line by line, without the markup that it is made of: for who looks at what changes.

A row of a table is one line, its cells apart. Links to pages and templates stay as they are: they say
something. Sources: https://www.mediawiki.org/wiki/Help:Tables, https://www.mediawiki.org/wiki/Help:Links
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from outreach import shown
from outreach.htmltext import BLOCKS, INLINE, TAG
from outreach.visibletext import COMMENT, QUOTES
from outreach.wikitable import HEADERS

APART = ' · '
TAGS = INLINE | {'section', 'table', 'td', 'th', 'tr'}
# `[address label]`, the address often made by {{fullurl:…}}
LABELLED = re.compile(r'\[(?:https?:)?//[^\s\[\]]++ ([^\[\]]++)\]|\[\{\{[^{}\[\]]++\}\} ([^\[\]]++)\]')
# in English and most languages: one, or more
NUMBER_WORDS = re.compile(r'\{\{PLURAL:([\d,]{1,20})\|([^{}|]*+)\|([^{}|]*+)\}\}')
# as `navigation.line` begins it: each of its links stands there twice, for a page that is there and for none
NAVIGATION = '<div class="outreach-navigation"'
NAVIGATION_WORDS = '(The row of links between the pages of the campaign.)'
FIGURE = re.compile(r'\{\{formatnum:([^{}|]*+)\}\}')
AS_WRITTEN, MARKUP_ONLY = 'As it is written:', '(Only markup changes, no word.)'
IN_WORDS = '(This is told in words; -verbose shows it as it is written, too.)'


def plain_lines(text: str) -> str:
    """Return the lines of a page in words: tags, styles, comments and addresses behind labels are left out.

    A line in which nothing is left goes too.
    """
    return '\n'.join(words for line in _rows(COMMENT.sub('', text)) if (words := _words(line)))


def changes_in_words(before: str, after: str, *, as_written: bool = False) -> list[str]:
    """Return the lines that tell what changes on a page, as `shown.changes` has them.

    Where tags and styles change with it the words are told, and what is written only if that was asked for or
    if no word changes.
    """
    written = list(shown.changes(before, after))
    if not any(map(_is_markup, shown.changed_lines(before, after))):
        return written
    words = list(shown.changes(plain_lines(before), plain_lines(after)))
    if not words:
        return [*written, MARKUP_ONLY]
    return [*words, AS_WRITTEN, *written] if as_written else [*words, IN_WORDS]


def _is_markup(change: str) -> bool:
    """Return whether a changed line is made of tags or styles, in which the words are hard to find."""
    line = change[1:]
    return change[:1] in ('+', '-') and (
        line.startswith(('{|', '|-')) or any(tag[2].lower() in TAGS for tag in TAG.finditer(line))
    )


def _rows(text: str) -> Iterator[str]:
    """Return the lines of a page, of a table one a row."""
    inside, cells = 0, list[str]()
    for line in text.split('\n'):
        opens, closes = line.startswith('{|'), line.startswith('|}') and not line.startswith('|}}')
        ours = inside and line.startswith(('|', '!'))
        if cells and not (ours and line[1:2] not in ('-', '}', '+')):
            yield APART.join(cells)
            cells = []
        if opens or (inside and closes):
            inside += 1 if opens else -1
        elif not ours:
            yield line
        elif line.startswith('|+'):
            yield _cell(line[2:])
        elif not line.startswith('|-'):
            cells += [_cell(one) for one in HEADERS.split(line[1:])]
    yield APART.join(cells)


def _cell(text: str) -> str:
    """Return a cell without its attributes: what stands before a bar, if no link or template does."""
    before, bar, after = text.partition('|')
    return after if bar and '[[' not in before and '{{' not in before else text


def _words(line: str) -> str:
    """Return the words of a line."""
    if line.startswith(NAVIGATION):
        return NAVIGATION_WORDS
    plain = FIGURE.sub(lambda found: found[1], line)
    plain = NUMBER_WORDS.sub(lambda found: found[2] if found[1] == '1' else found[3], plain)
    plain = LABELLED.sub(lambda found: found[1] or found[2], plain)
    parts = html.unescape(QUOTES.sub('', TAG.sub(_without, plain))).split(APART.strip())
    # what was between two tags that begin a line of their own may be nothing
    return APART.join(words for part in parts if (words := ' '.join(part.split())))


def _without(tag: re.Match[str]) -> str:
    name = tag[2].lower()
    return (APART if name in BLOCKS else '') if name in TAGS else tag[0]
