"""What MediaWiki makes of a page, and what about it no title of somebody else may change."""

from __future__ import annotations

from typing import Any

from sandbox.farm import Farm
from tests.sandbox.tools.massmessages import META


def parsed(farm: Farm, title: str) -> dict[str, Any]:
    """Return a page of Meta as `action=parse` tells it."""
    props = 'text|links|categories|templates|externallinks|images|sections|properties'
    return dict(farm.api(META, action='parse', page=title, prop=props)['parse'])


def shape(page: dict[str, Any]) -> tuple[Any, ...]:
    """Return what titles must not change: rows, links, categories, templates and headings."""
    html = page['text']
    counts = tuple(
        html.count(f'<{tag}') for tag in ('li', 'tr', 'td', 'bdi', 'h2', 'h3', 'table', 'pre', 'script')
    )
    lists = tuple(
        sorted(map(str, page[name])) for name in ('links', 'categories', 'templates', 'images', 'properties')
    )
    return counts, lists, sorted(page['externallinks']), len(page['sections'])
