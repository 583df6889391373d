#!/usr/bin/env python3
"""Find who edited a topic, as one writes it today: revisions page by page, a User object per person.

This is what build_targets is measured against; it writes nothing. It is given its pages for nothing, and
asks of each person only what it must know: groups and blocks, the global account, the last edit, and
whether the talk page, where there is one, lets bots write and is in the opt-out category.

-file:…     pages, one a line, as code:Title
-since:…    the first moment of the window, as 2021-11-22T00:00:00Z
-people:…   stop after so many people (else all)
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from pathlib import Path

import pywikibot

REVERTING = {'mw-reverted', 'mw-undo', 'mw-rollback', 'mw-manual-revert'}
OPT_OUT = 'Opted-out of message delivery'


class Editor:
    """What one person did to the topic."""

    def __init__(self) -> None:
        self.edits: dict[str, int] = defaultdict(int)
        self.pages: dict[tuple[str, str], int] = defaultdict(int)

    def significant(self) -> bool:
        """Return whether that is 5 edits, 3 pages or 2,000 bytes."""
        added = sum(max(0, change) for change in self.pages.values())
        return sum(self.edits.values()) >= 5 or len(self.pages) >= 3 or added >= 2000

    def main_wiki(self) -> str:
        """Return the code of the wiki with most edits to the topic."""
        return max(self.edits, key=lambda code: self.edits[code])


def read_pages(lines: list[str], since: pywikibot.Timestamp) -> dict[str, Editor]:
    """Read the revisions of every page inside the window."""
    editors: dict[str, Editor] = defaultdict(Editor)
    for line in lines:
        code, _, title = line.partition(':')
        page = pywikibot.Page(pywikibot.Site(code), title)
        newer = None
        for revision in page.revisions(endtime=since):
            if newer is not None:
                editors[newer.user].pages[code, title] += newer.size - revision.size
            newer = None
            if not revision.anon and not REVERTING.intersection(revision.tags):
                newer = revision
                editors[newer.user].edits[code] += 1
                editors[newer.user].pages[code, title] += 0
    return editors


def may_be_asked(name: str, code: str) -> str | None:
    """Return the code of the home wiki of a person who may be asked, None where they must not be."""
    site = pywikibot.Site(code)
    user = pywikibot.User(site, name)
    if 'bot' in user.groups() or user.is_blocked():
        return None
    account = site.get_globaluserinfo(name)
    if account.get('locked'):
        return None
    last = user.last_edit
    if last is None or last[2] < pywikibot.Timestamp.nowutc(with_tz=False) - timedelta(days=365):
        return None
    talk = user.getUserTalkPage()
    if talk.exists():
        opted_out = OPT_OUT in [category.title(with_ns=False) for category in talk.categories()]
        if opted_out or not talk.botMayEdit():
            return None
    return str(account['home']).removesuffix('wiki')


def main(*args: str) -> None:
    """Read the pages, then the people who did enough."""
    lines: list[str] = []
    since, limit = pywikibot.Timestamp.nowutc(), None
    for arg in pywikibot.handle_args(args):
        option, _, value = arg.partition(':')
        if option == '-file':
            lines = Path(value).read_text(encoding='utf-8').splitlines()
        elif option == '-since':
            since = pywikibot.Timestamp.fromISOformat(value)
        elif option == '-people':
            limit = int(value)
    editors = read_pages(lines, since)
    found = sorted(name for name, editor in editors.items() if editor.significant())
    pywikibot.stdout(f'pages read: {len(lines)}')
    asked = [may_be_asked(name, editors[name].main_wiki()) for name in found[:limit]]
    pywikibot.stdout(f'people read: {len(asked)} of {len(found)}')
    pywikibot.stdout(f'to be asked: {sum(code is not None for code in asked)}')


if __name__ == '__main__':
    main()
