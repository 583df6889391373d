"""Send pages as trusted accounts saved them, whatever stands there now; and the one way to change one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from outreach import moves
from outreach.pages import Page
from outreach.problems import Ambiguous, EditConflict
from outreach.revisions import Revision
from outreach.run import Change
from outreach.sends import sendpage
from outreach.sends.sendpage import Headings, SendPage
from outreach.sends.sendstate import SendState
from outreach.trust import Trust
from outreach.wiki import Wiki

TRIES = 5


@dataclass(frozen=True)
class PageWords:
    """Edit summaries by state, and what a page says to people, in the language of the campaign's wiki."""

    summary: Callable[[SendState], str]
    headings: Callable[[SendPage], Headings]


@dataclass(frozen=True)
class Believed:
    """A send page in the newest revision that counts (`revid`), and the page as it stands now (`latest`)."""

    page: SendPage
    revid: int
    latest: Page

    @property
    def edited_by(self) -> str:
        """Return who edited the page since, so that what stands there is not what counts; '' for nobody."""
        return '' if self.latest.revid == self.revid else self.latest.user or 'somebody'


def newest(title: str, trust: Trust, newest_first: Iterable[Revision]) -> Believed | None:
    """Return the send page that counts, from its revisions; None where there is none such."""
    latest: Page | None = None
    for one in newest_first:
        if latest is None:
            latest = Page(title, one.text or '', one.id, one.model, one.time, one.user)
        if one.text is None or one.user not in trust:
            continue
        page = sendpage.vouched(one.text, title, one.comment)
        if page:
            return Believed(page, one.id, latest)
    return None


def read(trust: Trust, title: str) -> Believed | None:
    """Read the send page that counts, newest revisions first; 50 (or 500) per request.

    A page that was moved away counts under its title: its move is an edit like any other.
    """
    return newest(title, trust, moves.newest_first(trust.wiki, title))


def change(
    trust: Trust,
    title: str,
    words: PageWords,
    become: Callable[[SendPage], SendPage | None],
    summary: str = '',
) -> SendPage | None:
    """Change a send page as it counts, whoever else edits it meanwhile; return how it counts then.

    `become` returns what must stand there, or None to leave the page alone. What somebody else wrote on
    it is not kept. None where no such page counts any more: it was deleted, or moved away. The edit
    `summary` is else that of the state.
    """
    for _ in range(TRIES):
        now = read(trust, title)
        if now is None:
            return None
        wanted = become(now.page)
        if wanted is None or (wanted == now.page and not now.edited_by):
            return now.page
        try:
            saved = save(trust.wiki, now.latest, wanted, words, summary)
        except (EditConflict, Ambiguous):
            continue
        if saved:
            return wanted
    raise EditConflict(trust.wiki.host, f'{title} is being edited by others all the time; run again later')


def as_change(page: SendPage, words: PageWords, before: SendPage | None = None) -> Change:
    """Return what a send page is to be, as it can be shown before; `before` is how it counts now."""
    text = before.render(words.headings(before)) if before else ''
    return Change(
        Page(page.title, text), lambda _now: page.render(words.headings(page)), words.summary(page.state)
    )


def save(wiki: Wiki, over: Page, page: SendPage, words: PageWords, summary: str = '') -> int:
    """Save a send page over a page as it was read; return the revision, 0 where others' lines were merged in.

    A revision with lines of others does not carry the checksum of its text, so it does not count.
    """
    text = page.render(words.headings(page))
    said = sendpage.signed_summary(summary or words.summary(page.state), text)
    saved = wiki.save(over, text, said)
    return 0 if saved.merged else saved.revid
