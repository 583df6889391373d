"""What a yes of send_message does to pages that need an approval: it plans them, and sends nothing.

They are told apart before the question, so that a yes to the one is none to the other: who approves while a
run waits for its answer lets the next run send.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from outreach.sends.operations import Operations
from outreach.sends.preconditions import SendRules
from outreach.sends.sending import SendOutcome
from outreach.sends.sendpage import SendPage
from outreach.sends.sendstate import SendState
from outreach.words import so_many

BEFORE_APPROVAL = 'Nothing would go out before somebody else has approved the plan.'


@dataclass(frozen=True)
class Going:
    """The pages of a run: those that go `out` now, those that are planned and `wait`, and why they do."""

    out: tuple[SendPage, ...]
    wait: tuple[SendPage, ...]
    why: tuple[SendOutcome, ...]

    @classmethod
    def of(cls, operations: Operations, pages: Sequence[SendPage], rules: SendRules) -> Going:
        """Return pages told apart by whether an approval is missing as things stand now."""
        missing = {page.title: why for page in pages if (why := operations.approval_missing(page, rules))}
        return cls(
            tuple(page for page in pages if page.title not in missing),
            tuple(page for page in pages if page.title in missing),
            tuple(SendOutcome(title, SendState.PLANNED, why, waits=True) for title, why in missing.items()),
        )

    def question(
        self, leaving: Callable[[SendPage], int], new: Collection[SendPage], *, by_others: bool = False
    ) -> str:
        """Return what a yes does. `leaving` tells how many have left a page, `new` ones are written."""

        def so_many_of(pages: Sequence[SendPage]) -> str:
            return so_many(sum(len(page.targets) - leaving(page) for page in pages))

        planned = [page for page in self.wait if page in new]
        verb = 'ask somebody else to send' if by_others else 'send'
        parts = [f'{verb} to {so_many_of(self.out)}'] if self.out else []
        parts += [f'plan {so_many_of(planned)} for approval'] if planned else []
        words = ' and '.join(parts) or 'settle earlier sends by the send log'
        return f'{words[:1].upper()}{words[1:]}?'
