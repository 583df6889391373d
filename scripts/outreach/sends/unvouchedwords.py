"""What nobody whom we trust vouches for in a plan, as its pages say it to whoever approves it in a browser.

A send page keeps it in English, in the words of `vouching` and `safety`. What these words do not tell for
sure, such as where a page is called "Stand by me", is shown as it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from outreach import digits, navigation, wikitext
from outreach.phrases import Say
from outreach.sends.sendpage import SendPage, one_line
from outreach.sends.sendstate import SendState

TEXT = 'text of '
NAMES = re.compile(r'([0-9][0-9,]{0,11}) names? put on the list')
NOT_SENT = (SendState.PLANNED, SendState.REQUESTED)
# of what an account cannot be called, or of several accounts
NO_ACCOUNT = re.compile('[#<>[\\]|{},…]|^[a-z]')


def on_page(page: SendPage, say: Say) -> Iterator[str]:
    """Return lines of wikitext on what to look at before a send page is approved; none once it was sent."""
    if page.doubts and page.state in NOT_SENT:
        yield say('unvouched-lead')
        yield from (f'• {one}' for one in told(page, say))


def of_plan(pages: Sequence[SendPage], plan: str, say: Say) -> str:
    """Return the same on one line, of all pages of a plan; '' where somebody stands behind all of it."""
    found = dict.fromkeys(line for page in pages if plan and page.plan == plan for line in told(page, say))
    return f' {say("unvouched-lead")} {"; ".join(found)}.' if found else ''


def told(page: SendPage, say: Say) -> Iterator[str]:
    """Return in wikitext what nobody vouches for in the plan of a page, with whom, and where to look."""
    return (_line(page, doubt, say) for doubt in page.doubts)


def _line(page: SendPage, doubt: str, say: Say) -> str:
    what, _, rest = doubt.partition(' by ')
    by, _, which = rest.partition(': ')
    names = NAMES.fullmatch(what)
    if what.startswith(TEXT) and by and ' by ' not in rest:
        return say('unvouched-text', page=history(what.removeprefix(TEXT)), by=account(rest))
    if names and by:
        count = digits.number(names[1].replace(',', ''))
        line = say('unvouched-names', count=count, by=account(by), page=_lists(page))
        return f'{line} ({_plain(which)})' if which else line
    if what == 'settings' and which and ': ' not in which:
        where = history(page.campaign)
        return say('unvouched-settings', page=where, by=account(by), names=_plain(which))
    return f'<span lang="en" dir="ltr">{_plain(doubt)}</span>'


def _lists(page: SendPage) -> str:
    return ', '.join(history(one.title) for one in page.lists)


def history(title: str) -> str:
    """Return a link to a page by the list of its edits: who wrote what is there to be seen.

    https://www.mediawiki.org/wiki/Help:Special_pages
    """
    return navigation.link(f'Special:PageHistory/{title}', title)


def account(names: str) -> str:
    """Return who it is, linked where it is one account for sure."""
    return f'<bdi>{_plain(names) if NO_ACCOUNT.search(names) else wikitext.user_link(names)}</bdi>'


def _plain(text: str) -> str:
    return wikitext.escape(one_line(text))
