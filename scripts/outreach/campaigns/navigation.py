"""The line of links to all pages of a campaign."""

from __future__ import annotations

from collections.abc import Mapping

from outreach.phrases import Say
from outreach.wikitext import escape

NO_TITLE = frozenset('[]{}|<>#\n')


def line(pages: Mapping[str, str], say: Say) -> str:
    """Return the line, in logical order: it reads from right to left where the page does.

    `pages` are the titles, by what they are (`nav-…` is their name).
    """
    links = ''.join(f'<span>{link(title, say(f"nav-{name}"))}</span>' for name, title in pages.items())
    look = 'display: flex; flex-wrap: wrap; gap: 0 1em;'
    return f'<div class="outreach-navigation" style="{look}">{links}</div>'


def link(title: str, label: str = '') -> str:
    """Return a link to a page; what cannot be a title is shown as text."""
    shown = escape(label or title)
    return shown if NO_TITLE & set(title) else f'[[:{title}|{shown}]]'
