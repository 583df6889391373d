"""What must be true of the rows of a public log before it is saved: figures that nobody can doubt.

A row never says that more people were reached than there were recipients, no send stands in two rows, and
no test is an announcement.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from outreach.problems import Problem
from outreach.promotion.logpage import ScriptRow
from outreach.words import counted

TEST = re.compile(r'/Send/test(\.\d+)?/[a-z-]+$')
SEND_PAGE = re.compile(r'(.+)/Send/[a-z\d.-]+/[a-z-]+')


def broken(rows: Sequence[ScriptRow]) -> list[Problem]:
    """Return every figure of some rows that cannot be true."""
    found = [
        Problem(row.id, f'says that {row.reach} of {counted(row.recipients, "recipient")} were reached')
        for row in rows
        if row.reach is not None and row.recipients is not None and row.reach > row.recipients
    ]
    found += [
        Problem(send, f'stands in {counted(count, "row")}')
        for send, count in Counter(send for row in rows for send in row.sends).items()
        if count > 1
    ]
    return found + [Problem(row.id, 'is a test, which is no announcement') for row in rows if is_test(row.id)]


def campaign_of(title: str) -> str:
    """Return the campaign to whose send pages a title belongs; '' for any other page."""
    found = SEND_PAGE.fullmatch(title)
    return found[1] if found else ''


def is_test(title: str) -> bool:
    """Return whether a title is that of a send page of a test."""
    return bool(TEST.search(title))
