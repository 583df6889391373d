"""What is done about earlier plans before the next one is made, or sent."""

from __future__ import annotations

from collections.abc import Iterable

from outreach.run import Run
from outreach.sends import foreseen
from outreach.sends.approval import anew
from outreach.sends.believed import as_change
from outreach.sends.changedsince import why_anew
from outreach.sends.inputs import NOT_LISTED, Inputs, Request
from outreach.sends.operations import Operations
from outreach.sends.planreport import send_lines
from outreach.sends.recipients import all_removed
from outreach.sends.sendpage import SendPage, one_line
from outreach.sends.sendpages import titles
from outreach.sends.sendstate import Removed, SendState
from outreach.sends.telling import show, told
from outreach.sends.wrongsends import CORRECT
from outreach.wiki import tell


def replan(run: Run, operations: Operations) -> None:
    """Cancel on consent what was planned or asked for and not sent."""
    pages = operations.to_replan(correction=run.given[CORRECT])
    show(send_lines(pages))
    if not pages:
        tell('Nothing waits to be sent.')
        return
    why = why_anew(operations.home, Request.of(run.given, correction=run.given[CORRECT]), pages)
    gone = [
        as_change(page.becomes(SendState.CANCELLED, note=one_line(why[page])), operations.texts, page)
        for page in pages
    ]
    run.consent('Cancel these, and plan anew?', titles(pages), changes=gone)
    if not run.simulating:
        told(operations.replan(why))


def to_plan(run: Run, operations: Operations, *, replanning: bool = False) -> Run:
    """Return the run by which the next plan is made: under approval if anything of the campaign was.

    When `replanning`, what waits is cancelled before.
    """
    if replanning:
        replan(run, operations)
    return anew(run, operations.send_pages.pages)


def deserted(pages: Iterable[SendPage], stand: Inputs) -> dict[str, tuple[Removed, ...]]:
    """Return who is on waves that are planned though nobody on them is on the list any more, by page.

    Who may not be asked for another reason may be asked again. A list that names nobody is no such reason:
    somebody may have emptied it.
    """
    waves = [page for page in pages if page.state is SendState.PLANNED and not page.kind]
    off = {page: stand.removed(page) for page in waves if stand.lists.targets}
    return {
        page.title: some
        for page, some in off.items()
        if len(some) == len(page.targets) and {one.reason for one in some} == {NOT_LISTED}
    }


def remove_leavers(run: Run, operations: Operations, stand: Inputs) -> None:
    """Remove those who left since from the pages that others were asked to send; cancel plans of nobody."""
    leavers = {**operations.leavers(stand), **deserted(operations.send_pages.pages, stand)}
    for title, some in leavers.items():
        show(f'  {title}: {one.target} comes off ({one.reason})' for one in some)
    if leavers:
        gone = foreseen.without(operations, leavers)
        run.consent('Remove them?', leavers, all_removed(operations.send_pages.pages, leavers), gone)
    if leavers and not run.simulating:
        told(operations.remove_leavers(leavers))
