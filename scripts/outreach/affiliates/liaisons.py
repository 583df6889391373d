"""Which groups have no liaison yet, from a page that lists liaisons by affiliate, or by language too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from outreach import wikitable
from outreach.affiliates.nameindex import NameIndex
from outreach.affiliates.registry import Affiliate
from outreach.linktargets import LINK
from outreach.pages import Page, check_no_redirects
from outreach.problems import BadInput, Problem, no_page
from outreach.visibletext import masked
from outreach.wikitext import ITEM

LANGUAGES = re.compile(r'[a-z]{2,3}+(?:-[a-z]++)*+(?:[\s,;/]++[a-z]{2,3}+(?:-[a-z]++)*+)*+')
OPEN = frozenset(('', '-', '–', '—', '?', 'none', 'n/a', 'vacant', 'wanted'))


def with_liaison(page: Page, index: NameIndex) -> frozenset[str]:
    """Return the keys of the affiliates for which the page names somebody.

    An item or a row names the affiliate first and the liaison after it; where nothing follows there is
    none. Lines that begin with languages are for `map_channels`. Raises BadInput for a page that is missing,
    leads elsewhere or names neither.
    """
    if not page.revid:
        raise BadInput([no_page(page.title)])
    check_no_redirects([page])
    named = [(_plain(first), _plain(rest).strip(' :,;–—-')) for first, rest in rows(masked(page.text))]
    meant = [(index.meaning(name).one, person) for name, person in named]
    if not any(one for one, _ in meant) and not any(LANGUAGES.fullmatch(name) for name, _ in named):
        raise BadInput([Problem(page.title, 'names no affiliate; write * [[Affiliate]]: [[User:Name]]')])
    return frozenset(one.key for one, person in meant if one and person.lower() not in OPEN)


def without(affiliates: Iterable[Affiliate], covered: frozenset[str]) -> tuple[Affiliate, ...]:
    """Return the affiliates for which nobody is named."""
    return tuple(one for one in affiliates if one.key not in covered)


def rows(text: str) -> Iterator[tuple[str, str]]:
    """Return what each item of a list or row of the first table names first, and the rest, as wikitext."""
    try:
        table = wikitable.find_table(text)
    except ValueError:
        table = None
    for row in table.rows if table else ():
        cells = [text[cell.start : cell.end] for cell in row.cells]
        if cells:
            yield cells[0], ' '.join(cells[1:])
    inside = range(table.start, table.close) if table else range(0)
    for item in ITEM.finditer(text):
        if item.start() in inside:
            continue
        line = item[1].strip()
        link = LINK.match(line)
        if link:
            yield link[0], line[link.end() :]
        else:
            first, _, rest = line.partition(':')
            yield first, rest


def _plain(text: str) -> str:
    return ' '.join(LINK.sub(lambda link: link[1], text).split())
