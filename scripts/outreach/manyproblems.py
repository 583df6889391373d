"""Problems for a terminal: one by one, and as one line where there are many of a kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from outreach.problems import Problem

# so many of a kind are still read one by one
FEW = 5
SOME = 3
# so many lines of one kind are shown where each says something of its own
MOST = 20


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
    return ''.join(map(rows, crowds(problems).values()))


def rows(problems: Iterable[Problem]) -> str:
    """Return problems as lines of a file, place and text each."""
    return ''.join(f'{one.place}\t{one.text}\n' for one in problems)


def shortened(lines: Sequence[str], rest: str) -> list[str]:
    """Return what a terminal shows of lines of one kind: so many of them, and the rest in one line."""
    more = [f'  … and {len(lines) - MOST:,} more: {rest}'] if len(lines) > MOST else []
    return [*lines[:MOST], *more]


def some_of_each(problems: Iterable[Problem]) -> tuple[list[str], bool]:
    """Return what a terminal shows of problems, at most so many of a kind, and whether there are more.

    Those without a kind are of one kind where they stand on one page, or in one file.
    """
    by_kind: dict[str, list[str]] = defaultdict(list)
    for one in problems:
        by_kind[one.kind or one.place.partition(', line ')[0]].append(str(one))
    found = [line for kind, some in by_kind.items() for line in shortened(some, kind)]
    return found, any(len(some) > MOST for some in by_kind.values())


def whole(problems: Sequence[Problem]) -> str:
    """Return all of the problems as such lines, where a terminal shows them `shortened`; '' else."""
    return rows(problems) if len(problems) > MOST else ''
