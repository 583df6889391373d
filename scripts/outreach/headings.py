"""Headings of a wikitext page, found line by line.

A line is a heading if it begins with `=` and ends with it but for blanks and comments; its level is the
smaller of both counts (https://www.mediawiki.org/wiki/Help:Formatting#Headings; core's preprocessor).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from outreach.visibletext import COMMENT

LINE = re.compile(r'^=[^\n]*+', re.MULTILINE)
MOST = 6


@dataclass(frozen=True)
class Heading:
    """One heading: where its line begins and ends, its level, its words, and where those stand."""

    start: int
    end: int
    level: int
    title: str
    title_start: int
    title_end: int


def headings(text: str, fillers: str = '') -> Iterator[Heading]:
    """Return the headings of a text in order; `fillers` are characters that stand for what nobody reads."""
    for line in LINE.finditer(text):
        bare = _without_comments(line[0], f' \t{fillers}')
        level = min(_leading(bare), _leading(bare[::-1]), MOST, (len(bare) - 1) // 2)
        if level < 1:
            continue
        inside = bare[level:-level]
        title = inside.strip(' \t')
        begin = line.start() + level + len(inside) - len(inside.lstrip(' \t'))
        yield Heading(line.start(), line.end(), level, title, begin, begin + len(title))


def _without_comments(line: str, blank: str) -> str:
    """Return a line without the blanks and the comments at its end."""
    end = len(line.rstrip(blank))
    for comment in reversed(list(COMMENT.finditer(line)) if line.endswith('-->', 0, end) else []):
        if comment.end() != end or not comment[0].endswith('-->'):
            break
        end = len(line[: comment.start()].rstrip(blank))
    return line[:end]


def _leading(text: str) -> int:
    return len(text) - len(text.lstrip('='))
