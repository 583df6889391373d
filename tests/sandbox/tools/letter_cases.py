"""What can go wrong with letters, and what came of it: a line of the table of `make faults`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LetterCase:
    """What goes wrong: the run is killed after a step or at a line, or the server does something.

    `number` is the step, the line, or the letter (from 1).
    """

    what: str
    number: int
    phase: str = ''
    how: str = ''

    def __str__(self) -> str:
        return f'letters: {self.what} {self.number} {self.phase} {self.how}'.rstrip()


@dataclass(frozen=True)
class LetterCount:
    """What came of a case: who got more than one letter, and who is accounted for nowhere."""

    case: LetterCase
    twice: tuple[str, ...]
    lost: tuple[str, ...]
    unknown: int
    hit: bool

    def __str__(self) -> str:
        told = f'twice {len(self.twice)}  lost {len(self.lost)}  unknown {self.unknown}'
        return f'{self.case!s:<60} {told}' + ('' if self.hit else '  NEVER HAPPENED')
