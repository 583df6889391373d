"""What is told of sends while they are at work."""

from __future__ import annotations

from collections.abc import Iterable

from outreach.sends.sending import SendOutcome
from outreach.wiki import tell


def show(lines: Iterable[str]) -> None:
    """Print lines."""
    for line in lines:
        tell(line)


def told(outcomes: Iterable[SendOutcome]) -> list[SendOutcome]:
    """Print outcomes as they come, and keep them."""
    kept = []
    for one in outcomes:
        show(f'{one.title}: {one.text}'.split('\n'))
        kept.append(one)
    return kept
