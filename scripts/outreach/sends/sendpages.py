"""All send pages of a campaign together: who is on which, and that nobody is on two that are sent."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from outreach import siteinfo
from outreach.campaign import subpage
from outreach.lists.entries import Target
from outreach.lists.merge import person_of
from outreach.pages import Page
from outreach.problems import BadInput, EditConflict, Problem, refuse
from outreach.sends import sendpage, sendsummary
from outreach.sends.results import Result, parse_results
from outreach.sends.sending import Outcome, PageWords
from outreach.sends.sendpage import SendPage, SendState, results_title
from outreach.wiki import Wiki

# states in which the people of a page have got the message, or may have
TAKEN = frozenset({SendState.CLAIMED, SendState.SENT, SendState.UNKNOWN, SendState.REQUESTED})


class SendPages:
    """The send pages of a campaign as they were read, and again when it matters."""

    def __init__(self, home: Wiki, campaign: str) -> None:
        self.home, self.campaign = home, campaign
        self._read: dict[str, tuple[int, SendPage]] = {}
        self._place = siteinfo.namespace_of(home, subpage(campaign, sendpage.SEND, ''))
        self.refresh()

    @property
    def pages(self) -> tuple[SendPage, ...]:
        """Return all send pages, tests too, wave after wave."""
        return tuple(page for _revid, page in self._read.values())

    def refresh(self) -> None:
        """Read those send pages that are new or changed; raise BadInput naming those that are broken."""
        revids = self._revids()
        stale = [title for title, revid in revids.items() if self._read.get(title, (0, None))[0] != revid]
        fresh: dict[str, tuple[int, SendPage]] = {}
        problems: list[Problem] = []
        for title, page in self.home.read_many(stale).items():
            try:
                fresh[title] = page.revid, sendpage.parse(page.text, title)
            except ValueError as error:
                problems.append(Problem(title, str(error).removeprefix(f'{title}: ')))
        if problems:
            raise BadInput(problems)
        known = self._read | fresh
        self._read = {title: known[title] for title in revids if title in known}

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

    def results(self) -> dict[str, tuple[Result, ...]]:
        """Read what is known of the targets of every send, by send page; 50 (or 500) pages a request.

        Raises BadInput naming every page of results that cannot be read: what was settled must not be lost.
        """
        titles = [page.title for page in self.pages if page.state is SendState.SENT]
        read = self.home.read_many([results_title(title) for title in titles])
        found: dict[str, tuple[Result, ...]] = {}
        problems: list[Problem] = []
        for title in titles:
            try:
                found[title] = parse_results(read[results_title(title)].text)
            except ValueError as error:
                problems.append(Problem(results_title(title), f'{error}; undo the edit that broke it'))
        refuse(problems)
        return found

    def clash(self, page: SendPage) -> str:
        """Return why a claimed page must not be sent: some of its people are on another page too.

        Every page is created before it is claimed, and this is asked after the claim. So of two runs
        that planned the same people at the same moment, at least one sees the page of the other.
        """
        self.refresh()
        ours = persons(page.targets)
        forbears = set(self._forbears(page))
        for other in self.pages:
            if other.title == page.title or other.title in forbears or other.is_test != page.is_test:
                continue
            both = ours & persons(other.targets) if other.state in TAKEN else set()
            if both:
                names = ', '.join(sorted(both)[:3])
                return f'{len(both)} of its targets are on {other.title} too ({names}); -replan mends that'
        return ''

    def _forbears(self, page: SendPage) -> Iterator[str]:
        """Return the titles of the pages whose targets this one takes up again."""
        pages = {one.title: one for one in self.pages}
        seen: set[str] = set()
        while page.follows and page.follows not in seen:
            seen.add(page.follows)
            yield page.follows
            if page.follows not in pages:
                return
            page = pages[page.follows]

    def create(self, page: SendPage, texts: PageWords, summary: str) -> Outcome:
        """Create a send page; where it is there already nothing is changed."""
        try:
            self.home.save(Page(page.title), page.render(texts.headings), summary)
        except EditConflict:
            return Outcome(page.title, page.state, 'was planned by another run at the same moment')
        return Outcome(
            page.title, page.state, f'planned for {sendpage.so_many(len(page.targets))}', len(page.targets)
        )

    def cancel(self, page: SendPage, texts: PageWords, successor: str = '') -> Outcome:
        """Cancel a page that was never sent; one that was taken meanwhile is left alone."""
        allowed = {page.state} - {SendState.CLAIMED, SendState.SENT}

        def change(now: Page) -> str | None:
            current = sendpage.parse(now.text, page.title)
            if current.state not in allowed:
                return None
            done = replace(current, state=SendState.CANCELLED, successor=successor)
            return done.render(texts.headings)

        self.home.update(page.title, change, texts.summary(SendState.CANCELLED))
        state = sendpage.parse(self.home.read(page.title).text, page.title).state
        return Outcome(page.title, state, f'is {state.value}', refused=state is not SendState.CANCELLED)


def persons(targets: Collection[Target]) -> set[str]:
    """Return who these targets are: accounts, or pages that are no talk page of an account."""
    return {person_of(target) or str(target) for target in targets}


def waiting(pages: Sequence[SendPage]) -> list[SendPage]:
    """Return the pages that may be sent."""
    return [page for page in pages if page.state is SendState.PLANNED]
