"""What is told of sends while they are at work."""

from __future__ import annotations

from collections.abc import Iterable

from outreach.sends.sending import SendOutcome
from outreach.shown import CONTINUED, quoted
from outreach.wiki import tell


def show(lines: Iterable[str]) -> None:
    """Print lines."""
    for line in lines:
        tell(line)


def told(outcomes: Iterable[SendOutcome]) -> list[SendOutcome]:
    """Print outcomes as they come, and keep them.

    A reason may have several lines, each of which names a page: they stand behind a bar.
    """
    kept = []
    for one in outcomes:
        show(quoted(f'{one.title}: {one.text}').removeprefix(CONTINUED).split('\n'))
        kept.append(one)
    return kept
