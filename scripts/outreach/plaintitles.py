"""Titles of user pages that stand in a text without brackets: `User:Example`, `de:Benutzer:Example`.

MediaWiki makes no links of them, so nobody can tell where a name with blanks ends: it is only known where
the title is followed by nothing, or by what stands between people and remarks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from outreach.accountlinks import Reference, Resolver
from outreach.linktargets import addresses, links
from outreach.timestamps import time_stamps

# what may be part of a title, blanks apart; it ends with other punctuation
TOKEN = re.compile(r'[^\s,;|\[\]{}<>()"،؛、·•–—\0]+')
END = re.compile(r'(?:$|[\n,;/&|()<}=،؛、·•–—\0]|-(?=\s)|(?:and|und|et|y|och|og|en|e|i|и)(?!\S))')
MARKS = "'*#.!?:"
FEW_BLANKS = 2  # in the word for user talk pages


@dataclass(frozen=True)
class PlainTitle(Reference):
    """A title of a page of a user, read as a reference.

    `exact` is whether the name ends there for sure; else more words follow, which may be part of it.
    """

    exact: bool = False


def plain_titles(text: str, resolver: Resolver) -> tuple[PlainTitle, ...]:
    """Return the titles of user pages and talk pages that stand outside of links, templates and addresses."""
    if ':' not in text and '：' not in text:
        return ()
    return tuple(_titles(_without_links(text, resolver), resolver))


def _without_links(text: str, resolver: Resolver) -> str:
    """Return a text as long as this one, in which nothing stands that is read as a link, or is a time."""
    known = [(one.start, one.end) for some in (links(text), addresses(text)) for one in some]
    known += [(one.start, one.end) for one in resolver.references(text) if one.template]
    known += [(one.start, one.end) for one in time_stamps(text)]
    pieces, done = [], 0
    for start, end in sorted(known):
        if end > done:
            pieces += [text[done : max(done, start)], '\0' * (end - max(done, start))]
            done = end
    return ''.join([*pieces, text[done:]])


def _titles(plain: str, resolver: Resolver) -> Iterator[PlainTitle]:
    before: list[re.Match[str]] = []
    found: list[tuple[tuple[str, str], int, int]] = []
    for token in TOKEN.finditer(plain):
        if not token[0].strip("'*#"):
            continue
        near = bool(before) and plain[before[-1].end() : token.start()] == ' '
        before = [*before[-FEW_BLANKS:], token] if near else [token]
        after_colon = bool(before[1:]) and before[-2][0].endswith((':', '：'))
        if not (after_colon or ':' in token[0].strip(MARKS) or '：' in token[0].strip(MARKS)):
            continue
        end = token.start() + len(token[0].rstrip(MARKS))
        for first in before:
            start = first.end() - len(first[0].lstrip(MARKS))
            owner = resolver.owner(plain[start:end]) if start < end else None
            if owner:
                found.append((owner, start, end))
                before = []
                break
    until = [start for _, start, _ in found] + [len(plain)]
    for (owner, start, end), following in zip(found, until[1:], strict=True):
        rest = plain[end:following]
        tail = rest.lstrip(MARKS).lstrip(" \t'")
        apart = rest.startswith(':') or (not tail.strip() and following < len(plain))
        exact = apart or bool(END.match(tail))
        yield PlainTitle(*owner, start, end, owner[1] != resolver.home_host, exact=exact)
