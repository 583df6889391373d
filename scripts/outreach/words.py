"""English for the terminal: numbers with their nouns. What is written on wikis comes from `phrases`."""

from __future__ import annotations


def counted(number: int, one: str, more: str) -> str:
    """Return a number with its noun: `1 entry`, `2,000 entries`."""
    return f'{number:,} {one if number == 1 else more}'
