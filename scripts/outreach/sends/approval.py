"""Approvals: a line on the send page that names the plan, signed by somebody who may approve it.

A signature is text that anybody can type, so it is the page's history that tells who approved: the
account that saved the first revision with the line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from outreach.pages import Page
from outreach.revisions import Revision, history
from outreach.sends import sendpage
from outreach.sends.sending import Texts
from outreach.sends.sendpage import SendPage, SendState
from outreach.wiki import Wiki


def approvers(revisions: Iterable[Revision], plan: str) -> frozenset[str]:
    """Give who approved a plan, from the revisions of its send page, oldest first.

    An approval counts as long as its line stands there: who takes the line out takes it back.
    """
    by_line: dict[str, str] = {}
    for revision in revisions:
        if not revision.text:
            continue
        lines = {line for line in sendpage.approval_lines(revision.text) if plan in line.split()}
        by_line = {line: by_line.get(line, revision.user) for line in lines}
    return frozenset(by_line.values())


def read_approvers(wiki: Wiki, page: SendPage) -> frozenset[str]:
    """Give who approved the plan of a send page, from its history: 50 revisions a request."""
    if not any(page.plan in line.split() for line in page.approvals):
        return frozenset()
    return approvers(history(wiki, page.title), page.plan)


def why_not_approve(page: SendPage, user: str) -> str:
    """Say why this account may not approve this page now, or ''."""
    if page.is_test:
        return '' if page.state is SendState.SENT else 'the test was not sent yet'
    if page.state is not SendState.PLANNED:
        return f'it is {page.state.value} already'
    if user == page.planned_by:
        return f'{user} planned it; somebody else must approve it'
    return ''


def approve(wiki: Wiki, page: SendPage, texts: Texts, summary: str) -> bool:
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
