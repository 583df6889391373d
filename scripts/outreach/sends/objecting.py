"""What keeps a plan from being sent, all at once, with the doubts that no question tells then."""

from __future__ import annotations

from collections.abc import Sequence

from outreach.problemfile import tell_doubts
from outreach.problems import Stopped, refuse
from outreach.sends import grounds, messagelint
from outreach.sends.inputs import Inputs
from outreach.sends.messagelint import MessageFinding
from outreach.sends.operations import Operations
from outreach.sends.preconditions import SendRules, said_once
from outreach.sends.sendpage import SendPage


def hold_up(
    operations: Operations,
    stand: Inputs,
    pages: Sequence[SendPage],
    rules: SendRules,
    findings: Sequence[MessageFinding],
    *,
    asked: bool,
) -> None:
    """Raise BadInput for what must not be sent, Stopped for what has to wait.

    Where a question was to be `asked` about the doubts about the texts they are told before: it will not be.
    """
    problems = [one.problem for one in findings if one.error] + grounds.missing(stand.campaign, pages)
    problems += operations.objections(stand, pages)
    awaited = () if problems else operations.awaited(stand, pages, rules)
    if asked and (problems or awaited):
        tell_doubts(messagelint.doubts(findings))
    refuse(problems)
    if awaited:
        raise Stopped(f'Nothing was sent; it waits: {said_once(awaited)}')
