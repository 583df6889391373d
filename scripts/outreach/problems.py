"""Everything that is wrong with the input, said at once and each with its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where it stands, and what is wrong with it and how to mend it."""

    place: str
    text: str

    def __str__(self) -> str:
        return f'{self.place}: {self.text}'


class BadInput(ValueError):
    """The input is refused; nothing was written. Carries every problem found, not the first only."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__('\n'.join(str(problem) for problem in self.problems))
