"""English for the terminal: numbers with their nouns. What is written on wikis comes from `phrases`."""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches

NAMED = 5
ALIKE = 0.6
# what no shell takes for more than letters: as it is, or between the quotes that all of them know
BARE, IN_QUOTES = re.compile(r'[\w@%+=:,./-]+'), re.compile(r'[\w@%+=:,./()\x20-]+')


def counted(number: int, one: str, more: str = '') -> str:
    """Return a number with its noun: `1 entry`, `2,000 entries`. Most nouns get an s."""
    return f'{number:,} {one if number == 1 else more or f"{one}s"}'


def so_many(count: int) -> str:
    """Return a number of targets: `1 target`, `5,000 targets`."""
    return counted(count, 'target', 'targets')


def as_typed(option: str) -> str:
    """Return an option as it is to be typed: a title may hold blanks, and what a shell would run."""
    if BARE.fullmatch(option):
        return option
    return f'"{option}"' if IN_QUOTES.fullmatch(option) else shlex.quote(option)


def did_you_mean(word: str, known: Iterable[str], alike: float = ALIKE) -> str:
    """Return which of the known words was probably meant by another, as a question; '' for none.

    `alike` is how much (https://docs.python.org/3/library/difflib.html#difflib.get_close_matches).
    """
    meant = _meant(word, known, alike)
    return f'; did you mean {meant}?' if meant else ''


def misnamed(words: Iterable[str], known: Collection[str]) -> str:
    """Return which of several words are none of the known: `; not mial (did you mean mail?)`; '' for none."""
    wrong = [(word, _meant(word, known)) for word in words if word not in known]
    told = ', '.join(f'{word} (did you mean {meant}?)' if meant else word for word, meant in wrong)
    return told and f'; not {told}'


def _meant(word: str, known: Iterable[str], alike: float = ALIKE) -> str:
    return next(iter(get_close_matches(word, [*known], 1, alike)), '')


def named(items: Sequence[object], most: int = NAMED) -> str:
    """Return the first few of them, separated by commas: `A, B, C …`."""
    return ', '.join(map(str, items[:most])) + (' …' if len(items) > most else '')
