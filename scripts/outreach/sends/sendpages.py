"""All send pages of a campaign together, as trusted accounts wrote them and as the log shows their sends."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from outreach import revisions, sendlog, siteinfo
from outreach.campaign import subpage
from outreach.doubts import Doubt
from outreach.lists.entries import Target
from outreach.lists.merge import person_of
from outreach.moments import iso
from outreach.pages import Page
from outreach.problems import EditConflict, Problem
from outreach.revisions import Revision
from outreach.sendlog import LogEntry
from outreach.sends import believed, logged, sendpage, sendsummary
from outreach.sends.believed import Believed, PageWords
from outreach.sends.logged import LoggedSend
from outreach.sends.results import Result, vouched
from outreach.sends.sending import SendOutcome
from outreach.sends.sendpage import FORMAT, SendPage, results_title
from outreach.sends.sendstate import SendState
from outreach.trust import Trust
from outreach.words import so_many

# how far back the log is compared with the send pages, where they do not say that a send is older
LOOK_BACK = timedelta(days=90)


class SendPages:
    """The send pages of a campaign as they were read, and again when it matters.

    `sends` are all sends that the wiki logged in the last `days` (at least 90), and since the first one of
    the campaign; `log` holds by title what they show of its pages, `hidden` are those of which the wiki
    does not say from which page they went; `strangers` who wrote last on pages that no trusted account
    wrote, by title, and `asking` those of them on which MassMessage sees targets: it can be sent from them.
    """

    def __init__(self, trust: Trust, campaign: str, now: datetime, days: int = 0) -> None:
        self.trust, self.home, self.campaign = trust, trust.wiki, campaign
        self.sends: tuple[LogEntry, ...] = ()
        self.log: dict[str, tuple[LoggedSend, ...]] = {}
        self.hidden: tuple[LogEntry, ...] = ()
        self._look_back = max(LOOK_BACK, timedelta(days=days))
        self.strangers: dict[str, str] = {}
        self.asking: dict[str, SendPage] = {}
        self._now = now
        self._read: dict[str, tuple[int, Believed | None]] = {}
        self._pages: tuple[SendPage, ...] | None = None
        self._place = siteinfo.namespace_of(self.home, subpage(campaign, sendpage.SEND, ''))
        self.refresh()
        self.read_log()

    @property
    def pages(self) -> tuple[SendPage, ...]:
        """Return all send pages, tests too, wave after wave; those that were sent as the log shows them."""
        if self._pages is None:
            counting = {title: one.page for title, (_, one) in self._read.items() if one}
            found = {
                title: logged.as_sent(title, self.campaign, self.log.get(title, ()), counting.get(title))
                for title in sendsummary.send_titles({*counting, *self.log}, self.campaign)
            }
            self._pages = tuple(page for page in found.values() if page)
        return self._pages

    @property
    def titles(self) -> frozenset[str]:
        """Return the titles that are taken, by whomsoever."""
        return frozenset({*self._read, *self.log})

    def refresh(self) -> None:
        """Read those send pages that are new or changed: 50 (or 500) per request, and a few more for
        each page that somebody else has edited."""
        revids = self._revids()
        stale = [title for title, revid in revids.items() if self._read.get(title, (0, None))[0] != revid]
        read = revisions.by_number(self.home, [revids[title] for title in stale])
        latest = {one.title: one for one in read.values()}
        known = dict(self._read)
        for title in stale:
            newest = [latest[title]] if title in latest else []
            counts = believed.newest(title, self.trust, newest) or believed.read(self.trust, title)
            known[title] = revids[title], counts
        self._read = {title: known[title] for title in revids}
        self.strangers = {
            title: latest[title].user if title in latest else self.strangers.get(title, '')
            for title, (_, one) in self._read.items()
            if one is None
        }
        texts = {title: latest[title].text for title in self.strangers if title in latest}
        known_asking = {title: page for title, page in self.asking.items() if title not in texts}
        asking = {title: one for title, text in texts.items() if (one := _asking(text or '', title))}
        self.asking = {
            title: one for title, one in {**known_asking, **asking}.items() if title in self.strangers
        }
        self._pages = None

    def read_log(self) -> None:
        """Read the send log, back to the first send of the campaign: one request for 500 sends."""
        sent = [one.page.sent.time for _, one in self._read.values() if one and one.page.sent]
        since = min([self._now - self._look_back, *sent])
        self.sends = tuple(sendlog.entries(self.home, since=iso(since)))
        pages = [one.page for _, one in self._read.values() if one]
        named = {page.sent.log_id: page.title for page in pages if page.sent}
        edited = {*self.edited(), *self.strangers}
        self.log = logged.of_campaign(self.trust, self.campaign, self.sends, named, edited)
        self.hidden = tuple(one for one in self.sends if not one.title and one.id not in named)
        self._pages = None

    def _revids(self) -> dict[str, int]:
        """Return the current revisions of all send pages, in the order of the waves: one request for 500."""
        number, name = self._place
        found: dict[str, int] = {}
        for reply in self.home.query(
            generator='allpages',
            gapprefix=name,
            gapnamespace=number,
            gaplimit='max',
            prop='info',
        ):
            found |= {page['title']: page['lastrevid'] for page in reply.get('pages', ())}
        return {title: found[title] for title in sendsummary.send_titles(found, self.campaign)}

    @property
    def unsettled(self) -> tuple[SendPage, ...]:
        """Return the pages that do not say yet what became of them, as they stand on the wiki."""
        sent = {title for title, entries in self.log.items() if any(entry.live for entry in entries)}
        pages = [one.page for _, one in self._read.values() if one]
        return tuple(
            page
            for page in pages
            if page.state.unsettled or (page.title in sent and page.state is not SendState.SENT)
        )

    def edited(self) -> dict[str, str]:
        """Return the send pages that somebody edited since a script wrote them, and who did."""
        return {title: one.edited_by for title, (_, one) in self._read.items() if one and one.edited_by}

    def lost(self) -> list[Problem]:
        """Return the sends of which nobody can tell who they went to: the revision was deleted.

        A page of ours that names the entry of the log holds who that was.
        """
        found: list[Problem] = []
        for title, entries in self.log.items():
            counts = self._read.get(title, (0, None))[1]
            told = counts.page.sent.log_id if counts and counts.page.sent else 0
            gone = [entry for entry in entries if entry.lost and entry.send.id != told]
            found += [Problem(title, logged.says_lost(gone))] if gone else []
        return found

    def contradictions(self) -> list[Problem]:
        """Return why nothing may be planned: sends of which no page of ours tells, and pages whose makers
        may send but are not trusted. One request where there are any of these."""
        found = self.lost()
        gone = {problem.place for problem in found}
        for title, entries in self.log.items():
            if title in gone or not any(entry.live for entry in entries):
                continue
            counts = self._read.get(title, (0, None))[1]
            away = any(entry.now not in ('', title) for entry in entries)
            if title not in self._read or (away and counts is None):
                text = 'was sent, says the log, but there is no such page any more'
                found.append(Problem(title, f'{text}: undelete it, or move it back'))
        makers = self.trust.may_approve(set(self.strangers.values()))
        found += [
            Problem(
                title,
                f'was written by {user}, who may send too, and whom this run does not trust: name them in '
                f'_outreach_trusted of user-config.py, or have the page deleted',
            )
            for title, user in self.strangers.items()
            if user in makers and title not in self.log
        ]
        return found

    def doubts(self) -> list[Doubt]:
        """Return the sends that may have been of this campaign, and the pages of strangers that ask for one.

        The log hides from which page a send went. Those of other accounts can only be from pages that
        somebody else was asked to send.
        """
        asked = any(page.state in (SendState.REQUESTED, SendState.CANCELLED) for page in self.pages)
        text = 'of {} by {} is hidden: ask an administrator whether it was from a page of this campaign'
        others = [
            Doubt('asked-by-others', title, f'by {self.strangers[title]}, {asks(page)}')
            for title, page in sorted(self.asking.items())
            if title not in self.log
        ]
        return others + [
            Doubt(
                'hidden-send',
                f'entry {one.id} of the send log',
                text.format(one.time, one.user or 'somebody'),
            )
            for one in self.hidden
            if asked or not one.user or one.user in self.trust
        ]

    def results(self) -> dict[str, tuple[Result, ...]]:
        """Return what trusted accounts wrote of the targets of every send, by send page.

        50 (or 500) pages per request, and one more for each page that somebody else has edited since. A
        page that nobody wrote whom we trust says nothing: the wikis are asked again.
        """
        pages = [page for page in self.pages if page.state is SendState.SENT]
        latest = revisions.latest(self.home, [results_title(page.title) for page in pages])
        found: dict[str, tuple[Result, ...]] = {}
        for page in pages:
            title, unsigned = page.title, page.format < FORMAT
            newest = latest.get(results_title(title))
            found[title] = ()
            if newest:
                known = self._believed_results([newest], unsigned=unsigned)
                older = revisions.history(self.home, newest.title, rvdir='older')
                found[title] = (
                    (self._believed_results(older, unsigned=unsigned) or ()) if known is None else known
                )
        return found

    def _believed_results(
        self, newest_first: Iterable[Revision], *, unsigned: bool
    ) -> tuple[Result, ...] | None:
        """Return the results of the newest revision that counts; None where there is none."""
        for one in newest_first:
            if one.text is None or one.user not in self.trust:
                continue
            with suppress(ValueError):
                known = vouched(one.text, one.title, one.comment, unsigned=unsigned)
                if known is not None:
                    return known
        return None

    def clash(self, page: SendPage) -> str:
        """Return why a claimed page must not be sent: some of its people are on another page too.

        Every page is created before it is claimed, and this is asked after the claim. So of two runs
        that planned the same people at the same moment, at least one sees the page of the other. A test
        goes to the same people in every language.
        """
        if page.is_test:
            return ''
        self.refresh()
        ours = persons(page.targets)
        forbears = set(self._forbears(page))
        for other in self.pages:
            if other.title == page.title or other.title in forbears or other.kind != page.kind:
                continue
            if page.kind == sendpage.CORRECTION and self._of_earlier_sends(other):
                continue
            both = ours & persons(other.targets) if other.state.taken else set()
            if both:
                names = ', '.join(sorted(both)[:3])
                return (
                    f'{len(both)} of its targets are on {other.title} too ({names}); -replan plans them anew'
                )
        return ''

    def _of_earlier_sends(self, correction: SendPage) -> bool:
        """Return whether a correction went out before the last wrong send, and so was of others."""
        wrong = [one.sent.time for one in self.pages if one.wrong and one.sent]
        return bool(correction.sent and wrong and correction.sent.time < max(wrong))

    def _forbears(self, page: SendPage) -> Iterator[str]:
        """Return the titles of the pages whose targets this one tries again."""
        pages = {one.title: one for one in self.pages}
        seen: set[str] = set()
        while page.follows and page.follows not in seen:
            seen.add(page.follows)
            yield page.follows
            if page.follows not in pages:
                return
            page = pages[page.follows]

    def create(self, page: SendPage, words: PageWords, summary: str) -> SendOutcome:
        """Create a send page; where it is there already nothing is changed."""
        try:
            believed.save(self.home, Page(page.title), page, words, summary)
        except EditConflict:
            return SendOutcome(page.title, page.state, 'was planned by another run at the same moment')
        return SendOutcome(
            page.title, page.state, f'planned for {so_many(len(page.targets))}', len(page.targets)
        )


def _asking(text: str, title: str) -> SendPage | None:
    """Return the send page that a text of a stranger is, where it can be sent from; None for others."""
    try:
        page = sendpage.parse(text, title)
    except ValueError:
        return None
    return page if page.state.exposed else None


def asks(page: SendPage) -> str:
    """Return what is said of the page of a stranger from which it can be sent."""
    return (
        f'asks for a send to {so_many(len(page.targets))}: who follows it sends to them a second time; '
        'have it deleted, or cancelled by whoever wrote it'
    )


def persons(targets: Collection[Target]) -> set[str]:
    """Return who these targets are: accounts, or pages that are no talk page of an account."""
    return {person_of(target) or str(target) for target in targets}


def waiting(pages: Sequence[SendPage]) -> list[SendPage]:
    """Return the pages that may be sent."""
    return [page for page in pages if page.state is SendState.PLANNED]


def titles(pages: Iterable[SendPage]) -> list[str]:
    """Return the titles of send pages."""
    return [page.title for page in pages]
