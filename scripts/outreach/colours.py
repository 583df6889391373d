"""The colours of pages that we write: the names that skins give them, which change in dark mode.

A name is a token of Codex (https://doc.wikimedia.org/codex/latest/design-tokens/color.html); what follows it
counts on a wiki that does not know it, such as one with MediaWiki 1.39. No colour says anything alone: a
word stands with it.
"""

from __future__ import annotations

from outreach.wikitext import attribute

GOOD = 'var(--background-color-success-subtle, #d5fdf4)'
NEW = 'var(--background-color-progressive-subtle, #eaf3ff)'
QUIET = 'var(--background-color-neutral-subtle, #f8f9fa)'
GREY = 'var(--background-color-neutral, #eaecf0)'
CAREFUL = 'var(--background-color-warning-subtle, #fef6e7)'
BAD = 'var(--background-color-error-subtle, #fee7e6)'
BAR = 'var(--background-color-progressive, #36c)'
TEXT = 'var(--color-base, #202122)'
LINE = 'var(--border-color-base, #a2a9b1)'


def behind_text(colour: str) -> str:
    """Return the style of text on one of these backgrounds."""
    return f'background: {colour}; color: {TEXT};'


def box(colour: str) -> str:
    """Return the style of a box of text on one of these backgrounds."""
    return f'{behind_text(colour)} border: 1px solid {LINE}; padding: 0.5em 1em; margin-block: 0.5em;'


def bar(percent: float, label: str = '') -> str:
    """Return a bar so many hundredths of its place long; a number stands beside it.

    `label` is what a reader who does not see it is told, '' where the number is enough.
    """
    style = f'background: {BAR}; block-size: 0.6em; inline-size: {percent:.1f}%; min-inline-size: 1px;'
    told = f'role="img" aria-label="{attribute(label)}" ' if label else ''
    return f'<div {told}style="{style}"></div>'
