"""Stop pages: a stop stands until its author, or somebody who may lift it, takes it back.

Anybody may stop a campaign by a line; that is what these pages are for. Emptying the page, or adding the
line that says so (`stopwords`), does not go on with it unless all who stopped it take their stop back, or a
trusted account does, or a holder of the right `massmessage`. The page that closes it is read in the same way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from outreach import moves, stopwords
from outreach.campaign import CLOSED, stop_pages, subpage
from outreach.moves import Deletion
from outreach.pages import Page
from outreach.revisions import Revision
from outreach.trust import Trust
from outreach.wiki import Wiki

HIDDEN = 'its text is hidden'
SOMEBODY = 'somebody hidden'


@dataclass(frozen=True)
class StandingStop:
    """The stop that stands, '' for none, who set it, and since when.

    `unheard` are those who let it go on since, and may not.
    """

    text: str = ''
    by: str = ''
    since: str = ''
    unheard: tuple[str, ...] = ()


def standing(revisions: Iterable[Revision], may_lift: Collection[str] = ()) -> StandingStop:
    """Return the stop that stands, from the revisions oldest first.

    Who adds a line while it stands stops the campaign too; who changes its words does not, unless they may
    lift it. Who only removes lines, empties the page or adds the line to go on, takes their own stop back and
    nobody else's. A hidden text counts as a stop.
    """
    page = _StopPage(frozenset(may_lift))
    for one in revisions:
        page.saved(one)
    return StandingStop(page.text, ', '.join(page.authors), page.since, tuple(page.unheard))


@dataclass
class _StopPage:
    """A stop page as far as its history was read: the stop that stands, and what is on the page.

    `going` are the lines to go on, `times` how many of them there are, `settled` the lines that such a line
    took back, though they are still there, `before` the others.
    """

    may_lift: frozenset[str]
    text: str = ''
    since: str = ''
    authors: list[str] = field(default_factory=list)
    unheard: list[str] = field(default_factory=list)
    going: set[str] = field(default_factory=set)
    times: int = 0
    settled: Counter[str] = field(default_factory=Counter)
    before: Counter[str] = field(default_factory=Counter)

    def saved(self, one: Revision) -> None:
        """Read one more revision."""
        written = [HIDDEN] if one.text is None else stopwords.lines(one.text)
        self.going |= {line for line in written if stopwords.goes_on(line, one.user)}
        stopping = [line for line in written if line not in self.going]
        times, said = len(written) - len(stopping), Counter(stopping)
        # whoever removes the line to go on stops again what it took back
        self.settled = self.settled & said if times else Counter()
        live = said - self.settled
        if not live or (times > self.times and live <= self.before):
            self._go_on(one.user, said, new=times > self.times or bool(self.before))
        else:
            self._stop(one, stopping, live)
        self.before, self.times = said - self.settled, times

    def _go_on(self, user: str, said: Counter[str], *, new: bool) -> None:
        left = [] if user in self.may_lift else _without(self.authors, user)
        if not left:
            self.text, self.since, self.unheard, self.settled = '', '', [], said
        elif new and left == self.authors:
            who = user or SOMEBODY
            self.unheard = [*(name for name in self.unheard if name != who), who]
        self.authors = left

    def _stop(self, one: Revision, stopping: Iterable[str], live: Counter[str]) -> None:
        added, removed = live - self.before, self.before - live
        if added:
            self.unheard = []
        if added and (not self.text or not removed or one.user in self.may_lift):
            self.authors = list(dict.fromkeys([*self.authors, one.user]))
        elif removed and not added and self.authors != [one.user]:
            self.authors = _without(self.authors, one.user)
        self.since = self.since or one.time
        self.text = '\n'.join(dict.fromkeys(line for line in stopping if live[line]))


def _without(authors: Iterable[str], user: str) -> list[str]:
    """Return the authors but one; who is hidden takes nothing back."""
    return [name for name in authors if not name or name != user]


def history(trust: Trust, title: str, *, there: bool = True) -> tuple[list[Revision], list[Deletion]]:
    """Return the revisions of a stop page, the oldest first, and the deletions that took a stop of somebody.

    What was deleted, be it where somebody had moved it, counts as a hidden stop of somebody, unless somebody
    who may lift a stop deleted the page where it stood. It can be lifted on the page of today, if one is
    `there`.
    """
    gone = moves.deletions(trust.wiki, title)
    may_lift = trust.may_approve({one.user for one in gone}) if gone else frozenset()
    gone = [one for one in gone if not (one.direct and one.user in may_lift)]
    hidden = [Revision(0, title, None, time=one.time) for one in gone]
    return [*hidden, *(moves.history(trust.wiki, title) if there else ())], gone


def watch(trust: Trust) -> None:
    """Let a stop that somebody took back stop every save on this wiki, if they may not lift it."""
    known: dict[tuple[str, int], str] = {}

    def blanked(page: Page) -> str:
        if (page.title, page.revid) not in known:
            kept, gone = history(trust, page.title, there=bool(page.revid))
            stop = standing(kept, trust.may_approve({one.user for one in kept}))
            closing = page.title in trust.wiki.closing
            known[page.title, page.revid] = _told(stop, gone, closing=closing) if stop.text else ''
        return known[page.title, page.revid]

    trust.wiki.blanked_stop = blanked


def heed(wiki: Wiki, campaign: str | None, *, halting: bool, sending: bool) -> None:
    """Raise Stopped where a stop page says stop, or where the campaign is closed and this would be `sending`.

    A stop of the campaign does not keep it from `halting`, nor a close what was sent from being settled.
    """
    if halting:
        wiki.stop_pages = stop_pages(None, wiki.user_name)
    if sending:
        heed_close(wiki, campaign)
    else:
        wiki.check_stop_pages()


def heed_close(wiki: Wiki, campaign: str | None) -> None:
    """Let a close of a campaign keep this run from writing, as a stop does; raise Stopped where it stands.

    For runs that plan messages, or send them: those are what a close rules out. `watch` comes first.
    """
    wiki.closing = (subpage(campaign, CLOSED),) if campaign else ()
    wiki.check_stop_pages()


def _told(stop: StandingStop, gone: Iterable[Deletion], *, closing: bool) -> str:
    """Return the words of a stop, who said them, and how to go on; of a close since when, too."""
    why, by = _why(stop, gone), stop.by or 'somebody'
    if not closing:
        return f'{stop.text[: stopwords.MOST_SAID]} (by {by}{why})'
    since = f'{stop.since[:10]} {stop.since[11:16]} UTC'
    reopened = f'; they, or whoever may lift it, reopen it by "{stopwords.GO_ON}" there'
    words = stopwords.said(stop.text, stop.by) or stop.text[: stopwords.MOST_SAID]
    return f'{words} (closed by {by} since {since}{why or reopened})'


def _why(stop: StandingStop, gone: Iterable[Deletion]) -> str:
    """Return why a stop stands though its words do not, or not alone, and how to go on."""
    lifted = f'; whoever may lift it writes "{stopwords.GO_ON}" there'
    deleted = '; '.join(map(str, gone))
    if deleted:
        return f'; {deleted}{lifted}'
    names = ', '.join(stop.unheard[-3:])
    return f'; {names} took it back, and may not lift it{lifted}' if names else ''
