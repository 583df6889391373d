"""What becomes of send pages that are settled, halted or left by somebody: to be shown before a yes.

The log may say something else when it is asked again at the time of the write.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from outreach.run import Change
from outreach.sends import believed, logged, sending, wrongsends
from outreach.sends.operations import Operations
from outreach.sends.sendpage import SendPage
from outreach.sends.sendstate import Removed, SendState
from outreach.sends.wrongsends import HALTED


def settled(operations: Operations, pages: Sequence[SendPage]) -> list[Change]:
    """Return what the send log makes of pages of which it is open whether they were sent."""
    return [_change(operations, page, after) for page in pages if (after := _settled(operations, page))]


def halted(operations: Operations, pages: Sequence[SendPage], reason: str) -> list[Change]:
    """Return how wrong sends are marked, and what is left is cancelled."""
    return [_change(operations, page, after) for page, after in _halted(operations, pages, reason)]


def without(operations: Operations, leavers: Mapping[str, Sequence[Removed]]) -> list[Change]:
    """Return the pages, by title, without those who left; a page without anybody is cancelled."""
    found = []
    for page in operations.send_pages.pages:
        if page.title in leavers:
            after = sending.left_off(page, leavers[page.title])
            if not after.targets:
                after = after.becomes(SendState.CANCELLED, note=sending.NOBODY_LEFT)
            found.append(_change(operations, page, after))
    return found


def _change(operations: Operations, page: SendPage, after: SendPage) -> Change:
    return believed.as_change(after, operations.texts, page)


def _settled(operations: Operations, page: SendPage, why: str = '') -> SendPage | None:
    """Return a page as the log settles it; None where it stays as it is."""
    live = [one for one in operations.send_pages.log.get(page.title, ()) if one.live]
    if any(one.lost for one in live):
        return None
    if live:
        return page.becomes(SendState.SENT, sent=live[0].sent)
    if page.state is SendState.CLAIMED:
        return page.becomes(SendState.UNKNOWN, note=logged.says_nothing(why))
    return None


def _halted(
    operations: Operations, pages: Sequence[SendPage], reason: str
) -> Iterator[tuple[SendPage, SendPage]]:
    for page in pages:
        after = page if page.state is SendState.SENT else _settled(operations, page, HALTED)
        if after:
            yield page, replace(after, wrong=reason if after.state is SendState.SENT else after.wrong)
    for page in wrongsends.left(operations.send_pages.pages):
        if page.state is not SendState.CLAIMED:
            yield page, page.becomes(SendState.CANCELLED, note=HALTED)
        elif page not in pages and (after := _settled(operations, page, HALTED)):
            yield page, after
