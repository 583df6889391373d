"""HTML of strangers, read in one pass: its tags, and the words between them.

Not with `html.parser`: that of Python 3.11 raises AssertionError at `<![`, and needs minutes for `<a b=`
20,000 times. Pages and feeds that we read need no more than tags whose attributes hold no `<` and `>`, which
MediaWiki escapes (`Sanitizer::encodeAttribute`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

# what of a text that may be HTML is a tag: other words in such brackets stay words
INLINE = frozenset(
    (
        'a', 'abbr', 'b', 'bdi', 'big', 'blockquote', 'br', 'cite', 'code', 'del', 'div', 'em', 'font', 'h1',
        'h2', 'h3', 'h4', 'h5', 'h6', 'i', 'img', 'ins', 'kbd', 'li', 'mark', 'ol', 'p', 'pre', 'q', 's',
        'script', 'small', 'span', 'strike', 'strong', 'style', 'sub', 'sup', 'tt', 'u', 'ul', 'wbr',
    )
)  # fmt: skip
HIDDEN = frozenset({'script', 'style'})
BLOCKS = frozenset({'blockquote', 'br', 'div', 'li', 'ol', 'p', 'pre', 'ul'})
TAG = re.compile(r'<(/?)([a-z][a-z0-9]*+)(?![a-z0-9])([^<>]*+)>', re.IGNORECASE)
ATTRIBUTE = re.compile(r"""(?<![a-z-])([a-z-]++)=(?:"([^"]*+)"|'([^']*+)')""", re.IGNORECASE)


@dataclass(frozen=True)
class Tag:
    """A tag: its name in small letters, whether it ends an element, and its attributes."""

    name: str
    closes: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)


def pieces(text: str) -> Iterator[Tag | str]:
    """Return tags, and the texts between them with their references resolved, in order."""
    done = 0
    for tag in TAG.finditer(text):
        if tag.start() > done:
            yield html.unescape(text[done : tag.start()])
        yield Tag(tag[2].lower(), bool(tag[1]), _attributes(tag[3]))
        done = tag.end()
    if done < len(text):
        yield html.unescape(text[done:])


def has_tags(text: str) -> bool:
    """Return whether a text holds a tag that makes it HTML."""
    return any(tag[2].lower() in INLINE for tag in TAG.finditer(text))


def without_tags(text: str) -> str:
    """Return the text between tags, references as they are; in a script or a style there is no text."""
    kept: list[str] = []
    hidden, done = '', 0
    for tag in TAG.finditer(text):
        name = tag[2].lower()
        if name not in INLINE:
            continue
        if not hidden:
            kept.append(text[done : tag.start()])
            kept.append(' ' if name in BLOCKS else '')
        if tag[1] and name == hidden:
            hidden = ''
        elif not tag[1] and not hidden and name in HIDDEN:
            hidden = name
        done = tag.end()
    return ''.join(kept) + ('' if hidden else text[done:])


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in ATTRIBUTE.finditer(text):
        found.setdefault(one[1].lower(), html.unescape(one[2] if one[2] is not None else one[3]))
    return found
