"""Pages that are discussion boards: what MassMessage leaves there fails or goes elsewhere.

Flow is read-only by default and still loaded on some fifty wikis (mediawiki-config InitialiseSettings.php,
$wgFlowReadOnly, dblists/flow); a board of Flow has a content model of its own, and a page with
LiquidThreads (https://www.mediawiki.org/wiki/Extension:LiquidThreads) a page property.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FLOW, LIQUID_THREADS = 'flow-board', 'use-liquid-threads'
# what `prop=info|pageprops` is asked beside
ASKED = {'ppprop': LIQUID_THREADS}
BOARD = 'a discussion board, where nobody can tell what becomes of a message'


def has_threads(page: Mapping[str, Any]) -> bool:
    """Return whether a page of a reply has LiquidThreads on it."""
    return LIQUID_THREADS in page.get('pageprops', {})


def is_board(page: Mapping[str, Any]) -> bool:
    """Return whether a page of a reply takes messages in a way of its own: whatever comes of them."""
    return page.get('contentmodel') == FLOW or has_threads(page)
