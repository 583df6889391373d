"""Doubts: what looks wrong in a plan without being an error, each with the code by which it is passed."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

# all codes that there are; docs/real-wikis.md says what each is about
CODES = frozenset(
    {
        'asked-by-others',
        'clients-old',
        'deleted-page',
        'emptied',
        'everybody-out',
        'hidden-send',
        'letter-outdated',
        'links-elsewhere',
        'message-lint',
        'mostly-unknown',
        'no-way-out',
        'not-ours',
        'other-settings',
        'page-by-others',
        'red-link',
        'registry-shrunk',
        'registry-vanished',
        'shrinks',
        'signed-by-others',
        'signed-list-old',
        'unvouched',
        'wrong-send',
    }
)
# what is doubtful about what was given: it may be why nothing is left to be written
OF_INPUT = frozenset({'mostly-unknown', 'red-link'})
# everybody of so many falling out for one reason is more likely a fault than the truth
MANY = 10


@dataclass(frozen=True)
class Doubt:
    """One thing that makes a plan doubtful: `-accept:CODE` passes it where nobody can be asked.

    `held` means that the plan leaves out what is doubtful, and holds the rest: it is shown like any other,
    but a yes does not take it in, and unattended runs go on without it. Only its code takes it in.
    """

    code: str
    place: str
    text: str
    held: bool = False

    def __str__(self) -> str:
        return f'{self.place}: {self.text} [{self.code}]'


def everybody_out(place: str, before: int, after: int, why: str) -> list[Doubt]:
    """Return the doubt that ten or more people, and all that there were, fell out for one reason."""
    if before < MANY or after:
        return []
    return [Doubt('everybody-out', place, f'all {before} fell out here: {why}')]


def doubt_code(text: str) -> str:
    """Read the code of a doubt, such as shrinks; raise ValueError for anything else."""
    code = text.strip()
    if code in CODES:
        return code
    alike = get_close_matches(code, CODES, 1)
    hint = f'; did you mean {alike[0]}?' if alike else f': {", ".join(sorted(CODES))}'
    raise ValueError(f'must be the code of a doubt, as it stands in brackets behind the doubt{hint}')
