"""Which things are one, because they share what they are known by, themselves or through others."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

Thing = TypeVar('Thing')


def numbers(keys: Sequence[Collection[str]]) -> list[int]:
    """Return the number of the group of each thing, from 0 in the order of first things.

    `keys` are what each thing is known by; one that is known by nothing is alone.
    """
    parent = list(range(len(keys)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    holder: dict[str, int] = {}
    for at, mine in enumerate(keys):
        for key in mine:
            one, other = root(holder.setdefault(key, at)), root(at)
            parent[max(one, other)] = min(one, other)
    roots = [root(at) for at in range(len(keys))]
    number = {first: at for at, first in enumerate(dict.fromkeys(roots))}
    return [number[one] for one in roots]


def groups(things: Sequence[Thing], keys: Callable[[Thing], Collection[str]]) -> list[list[Thing]]:
    """Return the things that are one together, all in their order; `keys` gives what one is known by."""
    found: dict[int, list[Thing]] = {}
    for one, number in zip(things, numbers([keys(one) for one in things]), strict=True):
        found.setdefault(number, []).append(one)
    return list(found.values())
