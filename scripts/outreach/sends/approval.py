"""Approvals: a line on the send page that names the plan, signed by somebody who may approve it.

A signature is text that anybody can type, so it is the page's history that tells who approved: the
account that saved the first revision with the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from outreach.names import blanks, first_upper, is_ip, is_temporary
from outreach.pages import Page
from outreach.revisions import Revision, first, history
from outreach.sends import sendpage
from outreach.sends.sending import PageWords
from outreach.sends.sendpage import SendPage, SendState
from outreach.wiki import Wiki

LINK = re.compile(r'\[\[([^\[\]|]+)')


def approvers(revisions: Iterable[Revision], plan: str, *, own: bool = False) -> frozenset[str]:
    """Return who approved a plan, from the revisions of its send page, oldest first.

    An approval is a line `* <plan> <signature>` that its signer saved; it counts as long as a line of
    theirs stands there: who takes it out takes it back. Whoever made the page is left out unless `own`.
    """
    granted: set[str] = set()
    before: set[str] = set()
    maker: str | None = None
    for revision in revisions:
        maker = revision.user if maker is None else maker
        if not revision.text:
            continue
        lines = {line for line in sendpage.approval_lines(revision.text) if _names(line, plan)}
        granted = {user for user in granted if any(_signed(line, user) for line in lines)}
        if any(_signed(line, revision.user) for line in lines - before):
            granted.add(revision.user)
        before = lines
    return frozenset(granted if own else granted - {maker or ''})


def _names(line: str, plan: str) -> bool:
    return bool(re.match(rf'\*\s*{re.escape(plan)}\b', line))


def _signed(line: str, user: str) -> bool:
    """Whether a line links to this account, as a signature does; nobody else signs than accounts."""
    if not user or is_ip(user) or is_temporary(user):
        return False
    parts = {blanks(part) for link in LINK.findall(line) for part in re.split('[:/#]', link)}
    return user in {first_upper(part.strip()) for part in parts}


def read_approvers(wiki: Wiki, page: SendPage) -> frozenset[str]:
    """Return who approved the plan of a send page, from its history: 50 revisions a request.

    A test may be looked at by whoever sent it, a plan not be approved by whoever made it.
    """
    if not any(_names(line, page.plan) for line in page.approvals):
        return frozenset()
    return approvers(history(wiki, page.title), page.plan, own=page.is_test)


def maker(wiki: Wiki, page: SendPage) -> str:
    """Return the account that made a send page, by its history: what the page says may have been edited."""
    made = first(wiki, page.title)
    return made.user if made else page.planned_by


def why_not_approve(page: SendPage, user: str, planner: str) -> str:
    """Return why this account may not approve this page, which `planner` made, or ''."""
    if page.is_test:
        return '' if page.state is SendState.SENT else 'the test was not sent yet'
    if page.state is not SendState.PLANNED:
        return f'it is {page.state.value} already'
    if user == planner:
        return f'{user} planned it; somebody else must approve it'
    return ''


def approve(wiki: Wiki, page: SendPage, texts: PageWords, summary: str) -> bool:
    """Approve the plan of a send page with our signature; False where the plan is another one by now."""
    line = f'* {page.plan} ~~~~'
    done = True

    def add(now: Page) -> str | None:
        nonlocal done
        current = sendpage.parse(now.text, page.title)
        done = current.plan == page.plan and current.state is page.state
        if not done:
            return None
        return replace(current, approvals=(*current.approvals, line)).render(texts.headings)

    wiki.update(page.title, add, summary)
    return done
