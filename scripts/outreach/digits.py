"""Whole numbers as pages, replies and files write them: ASCII digits, and no more than a number there has.

Python reads `1_000`, `+7`, `٣` and blanks around it as numbers too, takes `²` for a digit, and ends with an
error of its own after 4,300 digits (https://docs.python.org/3/library/stdtypes.html#int-max-str-digits).
"""

from __future__ import annotations

MOST = 12


def are_number(text: str) -> bool:
    """Return whether a text is a whole number and nothing else."""
    return text.isascii() and text.isdigit() and len(text) <= MOST


def number(text: str) -> int:
    """Return the whole number that a text is; raise ValueError for anything else."""
    if not are_number(text):
        raise ValueError(f'{text[:20]!r} is no whole number')
    return int(text)
