"""Hosts in cells of tables: on a narrow screen one breaks behind a dot, never inside a word."""

from __future__ import annotations

import re

from outreach.wikitext import escape

# https://html.spec.whatwg.org/multipage/text-level-semantics.html#the-wbr-element
BREAK = '<wbr>'
DOT = re.compile(r'(?<=\.)')


def parts(host: str) -> list[str]:
    """Return the parts that stay whole, each with its dot: their widths are what a column needs."""
    return DOT.split(host)


def breakable(host: str) -> str:
    """Return a host as wikitext for a cell; who copies it from the page gets the host alone."""
    return BREAK.join(map(escape, parts(host)))
