"""Kinds of pages where people talk, each with the Wikidata item that has one such page for each wiki."""

from __future__ import annotations

import re
from dataclasses import dataclass

# "Project:Village pump"; items of other kinds are for their users to name (Special:WhatLinksHere shows them)
VILLAGE_PUMP = 'Q16503'
REPOSITORY = 'wikidatawiki'


@dataclass(frozen=True)
class PageKind:
    """A kind of page and the Wikidata item of its pages."""

    name: str
    item: str


def page_kind(text: str) -> PageKind:
    """Read a kind and its item, such as `village pump=Q16503`; raise ValueError for anything else."""
    name, _, item = (part.strip() for part in text.rpartition('='))
    if not name or not re.fullmatch(r'[Qq][1-9][0-9]{0,9}', item):
        raise ValueError(f'must be a name and an item, such as village pump={VILLAGE_PUMP}')
    if re.search(r'[<>\n\[\]{}|]', name):
        raise ValueError('the name of a kind holds no markup')
    return PageKind(' '.join(name.lower().split()), item.upper())
