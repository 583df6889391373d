"""After the letters: what an organizer found out, what became of all, and forgetting."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from outreach import digits, privatefiles
from outreach.affiliates import lookup
from outreach.letters import drafting, reporting
from outreach.letters.consent import PREVIEW
from outreach.letters.ledger import Ledger
from outreach.letters.letter import LetterOutcome, LetterState
from outreach.problems import Problem, refuse
from outreach.run import Run
from outreach.words import counted

ALL_DRAFTS, CAMPAIGN = 'drafts', 'campaign'
SETTLED = re.compile(r'([0-9]{1,9}|drafts)=(sent|notsent|bounced|answered|optedout)')


def settled(text: str) -> tuple[str, LetterState]:
    """Read what became of a letter; raise ValueError for anything else."""
    found = SETTLED.fullmatch(text.strip())
    if found is None:
        raise ValueError(
            'must be the number of a letter and what became of it: 17=sent, 17=notsent, drafts=sent'
        )
    return found[1], LetterState(found[2])


def no_address(text: str) -> str:
    """Read a word or an account; raise ValueError for an address: it would stand in the list of processes."""
    if '@' in text:
        raise ValueError('must not be an address: what stands here is seen by others and logged')
    return text.strip()


def which_letter(ledger: Ledger, named: str) -> list[str]:
    """Turn to the letter that is looked back at, the only one of the campaign where none was `named`.

    Return what there is to say of it; raise BadInput where nobody can tell which, or none has the name.
    """
    known = ledger.letters()
    if ledger.letter in known or not known:
        return []
    if named or len(known) > 1:
        place, why = (f'-letter:{named}', 'has no letters') if named else ('-letter', 'says of which letter')
        refuse([Problem(place, f'{why}; in the ledger are those of: {", ".join(known)}')])
    ledger.letter = known[0]
    return [f'Of the letter {ledger.letter}, the only one of {ledger.campaign}.']


def settle(run: Run, ledger: Ledger, told: Iterable[tuple[str, LetterState]]) -> list[str]:
    """Write down what became of letters, by number or of all drafts; raise BadInput where that cannot be."""
    lines, problems = [], []
    for which, state in told:
        if which == ALL_DRAFTS:
            entries = ledger.entries()
            numbers = [one.number for one in entries if one.state is LetterState.DRAFTED]
            if not entries:
                why = f'{ledger.campaign} has no letter that could be settled; is it another campaign?'
                problems.append(Problem(f'-settle:{which}={state.value}', why))
                continue
            if not numbers:
                lines.append(f'No draft of {ledger.letter} waits any more: all are settled.')
                continue
        else:
            numbers = [digits.number(which)]
        if not run.simulating:
            try:
                ledger.settle_all(numbers, LetterOutcome(state, 'as you said'), run.now)
            except ValueError as error:
                problems.append(Problem(f'-settle:{which}={state.value}', str(error)))
        lines.append(f'{counted(len(numbers), "letter")}: {state.value}.')
    refuse(problems)
    return lines


def forget(run: Run, ledger: Ledger, whom: Iterable[str], root: Path) -> list[str]:
    """Forget the campaign, letters by number, or a person by account; raise BadInput for who is not known."""
    numbers: set[int] = set()
    problems = []
    for word in whom:
        some = ledger.numbers() if word == CAMPAIGN else _meant(run, ledger, word)
        if not some and word != CAMPAIGN:
            problems.append(
                Problem(f'-forget:{word}', 'is no letter of this campaign, and nobody who got one')
            )
        numbers |= set(some)
    refuse(problems)
    if not run.simulating:
        drafting.forget(ledger, numbers, root, run.now)
        (root / PREVIEW).unlink(missing_ok=True)
    return [f'{counted(len(numbers), "letter")} forgotten; nobody of them gets this letter again.']


def _meant(run: Run, ledger: Ledger, word: str) -> Collection[int]:
    if digits.are_number(word):
        return {digits.number(word)} & set(ledger.numbers())
    ids = lookup.look_up(run.home, (), [word], run.now).accounts.ids
    return ledger.numbers_of({f'user:{word}', *(f'#{number}' for number in ids.values())})


def report(run: Run, ledger: Ledger, audience: str, root: Path) -> Sequence[str]:
    """Return what became of all letters; write the numbers for the public log to a file."""
    entries = ledger.entries()
    lines = list(reporting.ledger_lines(entries))
    path = root / reporting.file_of_mailings(ledger.campaign)
    if any(one.state in reporting.WENT_OUT for one in entries) and not run.simulating:
        privatefiles.write(path, reporting.mailings(entries, audience))
        lines.append(f'Numbers for the public log, without names: log_promotion -mailing:{path}')
    return lines
