"""English for the terminal: numbers with their nouns. What is written on wikis comes from `phrases`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

NAMED = 5


def counted(number: int, one: str, more: str = '') -> str:
    """Return a number with its noun: `1 entry`, `2,000 entries`. Most nouns get an s."""
    return f'{number:,} {one if number == 1 else more or f"{one}s"}'


def so_many(count: int) -> str:
    """Return a number of targets: `1 target`, `5,000 targets`."""
    return counted(count, 'target', 'targets')


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return which of the known words was probably meant by another, as a question; '' for none."""
    close = get_close_matches(word, [*known], 1)
    return f'; did you mean {close[0]}?' if close else ''


def named(items: Sequence[object], most: int = NAMED) -> str:
    """Return the first few of them, separated by commas: `A, B, C …`."""
    return ', '.join(map(str, items[:most])) + (' …' if len(items) > most else '')
