"""The last look: what a plan rests on, looked at again right before each of its pages is claimed.

Somebody may read a plan for an hour before they say yes, and a wave takes its time. The numbers of the
revisions come first, a request or two for all pages; where one has changed, or the last look is too long
ago for what no page of this wiki tells (blocks, other wikis), everything is read again.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from outreach import revisions
from outreach.audience import subscriptionpages
from outreach.campaign import subpage
from outreach.lists.entries import Target
from outreach.problems import BadInput
from outreach.run import Run
from outreach.sends import vouching, wrongsends
from outreach.sends.approval import APPROVALS
from outreach.sends.inputs import Inputs, Look, Request, read_inputs
from outreach.sends.pinnedlists import Parts, parts_of
from outreach.sends.sending import SendOutcome
from outreach.sends.sendpage import SendPage
from outreach.sends.sendpages import SendPages
from outreach.sends.wrongsends import CORRECT
from outreach.wiki import Wiki

# for how long an answer of another wiki counts, in seconds
FRESH = 600.0


class LastLook:
    """What a plan is made from, as it stands.

    `wanted` are the settings as they were read from this `revision` of the campaign page; `again` reads them
    anew, `read` everything else by them. Each look may raise BadInput for what cannot be read any more.
    """

    def __init__(
        self,
        home: Wiki,
        wanted: Request,
        revision: int,
        again: Callable[[], Request],
        read: Callable[[Request, Parts], Inputs],
    ) -> None:
        self._home, self._wanted, self._again, self._read = home, wanted, again, read
        parts = parts_of(home, wanted.lists, wanted.testers)
        # the numbers before the texts: what is changed in between is seen by the next look
        self._marks = {**marks(home, wanted, parts), wanted.campaign: revision}
        self._time = time.monotonic()
        self.stand = read(wanted, parts)

    def look(self) -> Inputs:
        """Return what a plan would be made from now: the same value where nothing has changed."""
        before = self._wanted.lists, self._wanted.testers
        parts = parts_of(self._home, *before)
        now, moment = marks(self._home, self._wanted, parts), time.monotonic()
        if now != self._marks or moment - self._time > FRESH:
            wanted = self._again()
            named = wanted.lists, wanted.testers
            self.stand = self._read(wanted, parts if named == before else parts_of(self._home, *named))
            self._wanted, self._marks, self._time = wanted, now, moment
        return self.stand


def begin(run: Run, wanted: Request, send_pages: SendPages) -> LastLook:
    """Read what a plan is made from; a correction goes to who got a wrong send, whatever the lists say."""
    corrected = wrongsends.readers(run.farm, send_pages, run.now) if run.given[CORRECT] else None

    def again() -> Request:
        now = run.read_again()
        return Request.of(now.given, now.unvouched, correction=now.given[CORRECT])

    def read(asked: Request, parts: Parts) -> Inputs:
        return read_inputs(run.farm, asked, send_pages, run.now, corrected, parts)

    return LastLook(run.home, wanted, run.revision, again, read)


def as_planned(look: Look, page: SendPage, shown: Inputs, *, looked_at: bool) -> Inputs | SendOutcome:
    """Return what a page is to be sent by as things stand now, or why it is not what was planned.

    A setting that was removed since, and put back by somebody else, is theirs: it counts if the plan names
    it, which was approved, or if somebody `looked_at` what was `shown`.
    """
    try:
        now = look()
    except BadInput as error:
        text = f'was not sent: what it was planned from cannot be read any more: {error}'
        return SendOutcome(page.title, page.state, text, refused=True)
    known = {*page.doubts, *(shown.unvouched if looked_at else ())}
    changed = now.settings_changed(page)
    theirs = [] if page.is_test else [one for one in now.unvouched if one not in known]
    gone = [str(one) for one in now.deleted if one not in shown.deleted]
    if changed:
        why = f'it was planned by other settings: {changed}; -replan makes a new plan'
    elif theirs:
        why = f'since then it rests on what others wrote: {"; ".join(theirs)}; -replan makes a new plan'
    elif gone:
        why = f'since the plan was shown something is gone: {"; ".join(gone)}'
    else:
        return now
    return SendOutcome(page.title, page.state, f'was not sent: {why}', refused=True)


def came_since(shown: Inputs, now: Inputs) -> dict[str, tuple[Target, ...]]:
    """Return who came onto the lists since a plan was shown, by the account that put them there."""
    if now is shown:
        return {}
    found = {
        user: tuple(one for one in some if one not in shown.recipients.person_of)
        for user, some in now.vouching.added.items()
    }
    return {user: some for user, some in found.items() if some}


def with_changes(outcome: SendOutcome, page: SendPage, shown: Inputs, now: Inputs) -> SendOutcome:
    """Return what became of a page with who came off it, and onto the lists, since the plan was shown."""
    text, left = outcome.text, {*now.removed(page)} - {*shown.removed(page)}
    if left and not outcome.refused:
        names = ', '.join(f'{one.target} ({one.reason})' for one in sorted(left, key=lambda one: one.target))
        text = f'{text}; left off since the plan was shown: {names}'
    if came := came_since(shown, now):
        text = f'{text}; came onto the list since, and wait for the next plan: {vouching.who_came(came)}'
    return replace(outcome, text=text)


def marks(home: Wiki, wanted: Request, parts: Parts) -> dict[str, int]:
    """Return the numbers of the revisions of all pages that decide who gets a plan, 0 for missing pages.

    They are the campaign page, lists with their parts, exclude pages, requests to leave, and approvals. The
    texts are not among them: they are compared when a page has been claimed.
    """
    lists = [title for some in parts.values() for title in some]
    asked = subscriptionpages.pages_of(wanted.campaign, home.user_name)
    approvals = subpage(wanted.campaign, APPROVALS)
    return revisions.numbers(home, [wanted.campaign, approvals, *lists, *wanted.exclude, *asked])
