"""What keeps a plan from being sent, all at once, with the doubts that no question tells then."""

from __future__ import annotations

from collections.abc import Sequence

from outreach import campaign, holdout
from outreach.campaign import SIGNUPS, SOURCES
from outreach.problemfile import tell_doubts
from outreach.problems import BadInput, Problem, Stopped, refuse
from outreach.sends import grounds, heldout, messagelint
from outreach.sends.inputs import Inputs
from outreach.sends.messagelint import MessageFinding
from outreach.sends.operations import Operations
from outreach.sends.preconditions import SendRules, said_once
from outreach.sends.sendpage import SendPage
from outreach.settings import resolve


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
    problems += operations.objections(stand, pages) + for_nothing(operations, stand, pages)
    awaited = () if problems else operations.awaited(stand, pages, rules)
    if asked and (problems or awaited):
        tell_doubts(messagelint.doubts(findings))
    refuse(problems)
    if awaited:
        raise Stopped(f'Nothing was sent; it waits: {said_once(awaited)}')


def for_nothing(operations: Operations, stand: Inputs, pages: Sequence[SendPage]) -> list[Problem]:
    """Return that a first plan would hold people out, and nothing be counted, by the campaign page, if so.

    One request, and only before the first send of a campaign with a hold-out: afterwards it is fixed.
    """
    design, title = stand.campaign.design, stand.campaign.title
    if not (design and design.share) or heldout.begun(stand.pages) or all(page.kind for page in pages):
        return []
    try:
        page = campaign.parse(operations.home.read(title).text, title)
    except BadInput:  # a run on options alone has none
        page = ()
    settings = (*holdout.FIXED, SIGNUPS, *SOURCES)
    return holdout.for_nothing(design, resolve(settings, (), page))
