"""Which letters may go out: what was shown under a number and approved under it, word for word.

Drafts go nowhere by themselves, so for them consent is enough. What is sent waits, where nobody can be asked,
for `-approve:` with the number that was shown; later runs go on with what was approved, and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from outreach import privatefiles
from outreach.doubts import Doubt
from outreach.letters import reporting
from outreach.letters.ledger import Ledger
from outreach.letters.letterplan import LetterPlan
from outreach.problems import BadInput, Problem, Stopped
from outreach.run import Run
from outreach.settings import ALWAYS
from outreach.terminal import warn
from outreach.words import counted

PREVIEW = 'letters-to-approve.txt'


@dataclass(frozen=True)
class ConsentRequest:
    """A plan that asks for consent: `sender` is what letters show of who writes, `approve` a number given.

    `pages` are those of the wiki that are written when letters go out.
    """

    plan: LetterPlan
    sender: str
    approve: str
    doubts: Sequence[Doubt]
    pages: Sequence[str]

    @property
    def number(self) -> str:
        """Return the number of the plan."""
        return self.plan.number(self.sender)

    @property
    def digests(self) -> list[str]:
        """Return the digests of its letters."""
        return [one.digest(self.sender) for one in self.plan.letters]


def check_number(ledger: Ledger, number: str) -> None:
    """Raise BadInput for a number under which no plan waits, whatever becomes of its letters."""
    if number and not ledger.shown(number):
        text = 'was never shown here, or another plan was since; run without -approve and look at it'
        raise BadInput([Problem(f'-approve:{number}', text)])


def approved_plan(run: Run, ledger: Ledger, asked: ConsentRequest, root: Path) -> LetterPlan:
    """Return the letters that may go out now; raise Stopped where there are none, with what to do."""
    if run.simulating:
        run.consent(question(asked.plan), asked.pages, asked.doubts)
        return asked.plan
    if asked.approve:
        check_number(ledger, asked.approve)
        ledger.approve(asked.approve, run.now)
    open_ = asked.plan.only(ledger.approved(asked.digests), asked.sender)
    if len(open_.letters) == len(asked.plan.letters):
        run.consent(question(open_), asked.pages, asked.doubts)
        return open_
    _show(ledger, asked, root)
    if asked.approve or (asked.plan.sends and run.given[ALWAYS]):
        new = len(asked.plan.letters) - len(open_.letters)
        waits = counted(new, 'letter waits', 'letters wait')
        told = f'{waits} for an approval: look at {root / PREVIEW}, then -approve:{asked.number}'
        if not open_.letters:
            raise Stopped(f'Nothing was sent: {told}')
        warn(told)
        run.consent(question(open_), asked.pages, asked.doubts)
        return open_
    run.consent(f'{question(asked.plan)} Their number is {asked.number}.', asked.pages, asked.doubts)
    ledger.approve(asked.number, run.now)
    return asked.plan


def question(plan: LetterPlan) -> str:
    """Return the question for consent."""
    parts = [f'leave {counted(len(plan.drafts), "letter")} as drafts'] if plan.drafts else []
    parts += [f'send {counted(len(plan.sends), "letter")}'] if plan.sends else []
    words = ' and '.join(parts)
    return f'{words[:1].upper()}{words[1:]}?'


def _show(ledger: Ledger, asked: ConsentRequest, root: Path) -> None:
    """Write all letters to a private file to be looked at, and keep what it says under its number."""
    privatefiles.make_folder(root)
    privatefiles.write(root / PREVIEW, reporting.preview(asked.plan.letters))
    ledger.keep_plan(asked.number, asked.digests)
