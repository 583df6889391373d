"""Problems for a terminal: one by one, and as one line where there are many of a kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from outreach.problems import Problem

# so many of a kind are still read one by one
FEW = 5
SOME = 3


def crowds(problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    """Return the problems by kind, of those kinds that have more than a few."""
    by_kind: dict[str, list[Problem]] = defaultdict(list)
    for one in problems:
        by_kind[one.kind or one.text].append(one)
    return {kind: some for kind, some in by_kind.items() if len(some) > FEW}


def lines(problems: Iterable[Problem]) -> Iterator[str]:
    """Return what a terminal shows: a line for each problem, or one for all of a kind and where it begins."""
    every = list(problems)
    many = crowds(every)
    for one in every:
        if (one.kind or one.text) not in many:
            yield str(one)
    for kind, some in sorted(many.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        first = '; '.join(one.place for one in some[:SOME])
        yield f'{len(some):,} × {kind} ({first}; …)'


def table(problems: Iterable[Problem]) -> str:
    """Return every problem of the kinds that are shown in one line, as lines of place and text."""
    return ''.join(f'{one.place}\t{one.text}\n' for some in crowds(problems).values() for one in some)
