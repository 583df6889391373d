"""Which groups have no liaison yet, from a page that lists liaisons by affiliate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from outreach import wikitable
from outreach.affiliates.nameindex import NameIndex
from outreach.affiliates.registry import Affiliate
from outreach.pages import Page, check_no_redirects
from outreach.problems import BadInput, Problem
from outreach.visibletext import masked

ITEM = re.compile(r'^[ \t]*+[*#][*# \t]*+([^\n]+)$', re.MULTILINE)
LINK = re.compile(r'\[\[:?([^\[\]|\n]+)(?:\|[^\[\]\n]*)?\]\]')
OPEN = frozenset(('', '-', '–', '—', '?', 'none', 'n/a', 'vacant', 'wanted'))


def with_liaison(page: Page, index: NameIndex) -> frozenset[str]:
    """Return the keys of the affiliates for which the page names somebody.

    An item or a row names the affiliate first and the liaison after it; where nothing follows there is
    none. Raises BadInput for a page that is missing, leads elsewhere or names no affiliate.
    """
    if not page.revid:
        raise BadInput([Problem(page.title, 'there is no such page')])
    check_no_redirects([page])
    rows = list(_rows(masked(page.text)))
    meant = [(index.meaning(name).one, person) for name, person in rows]
    if not any(one for one, _ in meant):
        raise BadInput([Problem(page.title, 'names no affiliate; write * [[Affiliate]]: [[User:Name]]')])
    return frozenset(one.key for one, person in meant if one and person.lower() not in OPEN)


def without(affiliates: Iterable[Affiliate], covered: frozenset[str]) -> tuple[Affiliate, ...]:
    """Return the affiliates for which nobody is named."""
    return tuple(one for one in affiliates if one.key not in covered)


def _rows(text: str) -> Iterator[tuple[str, str]]:
    try:
        table = wikitable.find_table(text)
    except ValueError:
        table = None
    for row in table.rows if table else ():
        cells = [_plain(text[cell.start : cell.end]) for cell in row.cells]
        if cells:
            yield cells[0], ' '.join(cells[1:]).strip()
    inside = range(table.start, table.close) if table else range(0)
    for item in ITEM.finditer(text):
        if item.start() in inside:
            continue
        link = LINK.match(item[1].strip())
        if link:
            yield link[1].strip(), _plain(item[1].strip()[link.end() :]).strip(' :,;–—-')
        else:
            name, _, rest = _plain(item[1]).partition(':')
            yield name.strip(), rest.strip(' ,;–—-')


def _plain(text: str) -> str:
    return ' '.join(LINK.sub(lambda link: link[1], text).split())
