"""One run of a campaign's delivery: what may be sent now, what stands in the way, and doing it."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from outreach.farm import Farm
from outreach.lists.entries import Target
from outreach.phrases import Say
from outreach.problems import BadInput, Problem
from outreach.sends import (
    approval,
    followup,
    messagelint,
    preconditions,
    preview,
    reactions,
    recentsends,
    sending,
    sendplan,
)
from outreach.sends.inputs import Inputs, changed_since
from outreach.sends.messagelint import LintContext, MessageFinding
from outreach.sends.preconditions import SendRules
from outreach.sends.preview import Preview
from outreach.sends.results import Result
from outreach.sends.sending import Outcome, PageWords
from outreach.sends.sendpage import Headings, SendPage, SendState
from outreach.sends.sendpages import SendPages, persons
from outreach.sends.sendplan import Parcel

STALE = 30  # days


class Operations:
    """What this run knows, and what it can do. Every method that sends or writes gives outcomes."""

    def __init__(self, farm: Farm, book: SendPages, say: Say) -> None:
        self.farm, self.home, self.book, self.say = farm, farm.home, book, say
        self.mark = f'{self.home.user_name} {secrets.token_hex(4)}'
        keys = {state: state.value for state in SendState} | {SendState.PLANNED: 'released'}
        self.texts = PageWords(
            lambda state: say(keys[state]), Headings(say('lead'), say('targets'), say('approval'))
        )

    # -- what stands in the way

    def lint(self, ground: Inputs, around: LintContext) -> list[MessageFinding]:
        """Return what is wrong with the messages that somebody will get."""
        found = _stale(ground)
        source = ground.texts.messages[ground.campaign.default_language]
        for code in ground.languages:
            message = ground.texts.messages[code]
            found += messagelint.lint(message, around)
            if message.title != source.title:
                found += messagelint.compare(message, source)
            found += [MessageFinding(message.title, doubt) for doubt in message.doubts]
        return found

    def contradictions(self, now: datetime) -> list[Problem]:
        """Return where send pages and the send log do not agree: nobody may be planned before they do.

        Two requests where all is well, one or two more for every page that is in doubt.
        """
        logged = recentsends.own_sends(self.home, self.book.campaign, now)
        here = {page.title for page in self.book.pages}
        gone = 'was sent, says the log, but there is no such page any more: undelete it, or move it back'
        but = 'but the send log shows that it was sent: -recheck settles it'
        return [
            *(Problem(title, gone) for title in sorted(logged - here)),
            *(Problem(page.title, f'is {page.state.value}, {but}') for page in self._denied(logged)),
        ]

    def _denied(self, logged: Collection[str]) -> list[SendPage]:
        """Return the pages that say that they were not sent, although the log shows it."""
        unsent = (SendState.PLANNED, SendState.CANCELLED)
        return [
            page
            for page in self.book.pages
            if page.title in logged
            and page.state in unsent
            and any(entry.live for entry in sending.log_of(self.home, page.title))
        ]

    def objections(self, ground: Inputs, pages: Sequence[SendPage], rules: SendRules) -> list[Problem]:
        """Return why these planned pages must not be sent now: pins, people who said no, waves, tests.

        The pages of tests are held to their pins only.
        """
        kept = [page for page in pages if self._is_kept(page)]
        changed = changed_since(self.home, kept)
        found = [Problem(title, f'{text}; -replan makes a new plan') for title, text in changed.items()]
        main = [page for page in pages if not page.is_test]
        if not main:
            return found
        found += preconditions.barred([page for page in main if page in kept], ground.barred)
        results = self.book.results()
        new = [page for page in main if not page.follows]
        for wave in sorted({sendplan.number(page.wave) for page in new}):
            found += preconditions.too_early(self.book.pages, wave, rules, ground.read)
            found += self._said_of_earlier_waves(wave, results, rules)
        if rules.test:
            seen = {
                page.title
                for page in self.book.pages
                if page.is_test and approval.read_approvers(self.home, page)
            }
            for code in sorted({page.language for page in main}):
                message = ground.texts.messages.get(code)
                missing = message and preconditions.missing_test(message, self.book.pages, results, seen)
                found += [Problem(message.title, missing)] if message and missing else []
        return found

    def _said_of_earlier_waves(
        self, wave: int, known: Mapping[str, Sequence[Result]], rules: SendRules
    ) -> list[Problem]:
        """Return what speaks against the next wave; the readers of earlier ones are looked at anew."""
        before = [page for page in preconditions.sent_before(self.book.pages, wave) if known[page.title]]
        fresh, failed = reactions.ask(self.farm, before, known)
        results = {**known, **fresh}
        return [
            *preconditions.wave_before(self.book.pages, wave, results, rules.fail_limit),
            *preconditions.complaints(self.book.pages, wave, results, rules.complaints),
            *(Problem(f'wave {wave}', f'nobody knows how the last one was taken: {one}') for one in failed),
        ]

    def _is_kept(self, page: SendPage) -> bool:
        return any(one.title == page.title for one in self.book.pages)

    # -- what is to be sent

    def tests(self, ground: Inputs) -> tuple[Parcel, ...]:
        """Return the test sends that are missing: all testers get the text of every language."""
        if not ground.testers:
            raise BadInput([Problem('-test', 'testers names no list, or one without targets')])
        results = self.book.results()
        have = {
            (page.language, page.message.revid)
            for page in self.book.pages
            if page.is_test
            and page.state is not SendState.CANCELLED
            and not preconditions.in_vain(results.get(page.title, ()))
        }
        return tuple(
            ground.parcel('test', code, tuple(sorted(ground.testers)))
            for code in ground.languages
            if (code, ground.texts.messages[code].revid) not in have
        )

    def again(self, ground: Inputs, old: SendPage, targets: Sequence[Target]) -> Parcel | None:
        """Return the send that takes up targets of another page; None where others took them all up.

        Only those come in who are still on the list and may still be asked, in the text of today.
        """
        taken = followup.taken_up(old, self.book.pages)
        now = persons(ground.testers if old.is_test else ground.recipients.targets)
        chosen = tuple(one for one in sorted(targets) if persons([one]) <= now and one not in taken)
        return ground.parcel(old.wave, old.language, chosen, old.title) if chosen else None

    def preview(self, ground: Inputs, pages: Sequence[SendPage], footer: str) -> list[Preview]:
        """Return how the messages of these sends will look, and those of all other languages of the readers.

        The wiki's own parser renders them, with what it adds to every message: a request for each.
        """
        texts = ground.texts
        bodies = [(page.language, ground.body(page)) for page in pages if page.language in texts.messages]
        shown = {code for code, _ in bodies}
        bodies += [(code, ground.body_in(code)) for code in ground.languages if code not in shown]
        return [
            preview.render(
                self.home,
                texts.messages[code],
                messagelint.with_footer(body, footer),
                texts.languages[code].direction,
            )
            for code, body in bodies
        ]

    # -- doing it

    def create(self, ground: Inputs, parcels: Sequence[Parcel]) -> Iterator[Outcome]:
        """Create the send pages of a plan, all of them before any is sent."""
        for parcel in parcels:
            name = ground.texts.languages[parcel.page.language].autonym
            summary = self.say('planned', count=len(parcel.page.targets), language=name)
            yield self.book.create(parcel.page, self.texts, summary)

    def send(self, ground: Inputs, pages: Sequence[SendPage], rules: SendRules) -> Iterator[Outcome]:
        """Send planned pages one after the other, those that need it only when approved.

        Once an answer was lost the others are left for another run: the wiki or the way to it is ill.
        """
        ill = False
        for page in pages:
            if ill:
                text = 'was not tried, because an answer was lost; run again when the wiki is well'
                yield Outcome(page.title, SendState.PLANNED, text, refused=True)
                continue
            missing = self._approval_missing(page, rules)
            if missing:
                yield Outcome(page.title, SendState.PLANNED, missing)
                continue
            body = ground.body(page)
            outcome = sending.send(self.home, page.title, body, self.mark, self.texts, self._objection)
            yield outcome
            if outcome.state is SendState.UNKNOWN:
                ill = True

    def _objection(self, page: SendPage) -> str:
        """Return why a page that was just claimed must not be sent after all."""
        changed = changed_since(self.home, [page])
        return changed.get(page.title, '') or self.book.clash(page)

    def concerned(self, mode: str, now: datetime) -> list[SendPage]:
        """Return the pages that `approve`, `recheck` or `replan` would change."""
        if mode == 'approve':
            return [page for page in self.book.pages if page.state is _before_approval(page)]
        if mode == 'replan':
            states = {SendState.PLANNED, SendState.REQUESTED}
            return [page for page in self.book.pages if page.state in states]
        logged = recentsends.own_sends(self.home, self.book.campaign, now)
        return [*(page for page in self.book.pages if page.state in sending.OPEN), *self._denied(logged)]

    def settle(self) -> Iterator[Outcome]:
        """Settle by the log alone what earlier runs left open, or others were asked to send."""
        for page in self.book.pages:
            if page.state in sending.OPEN:
                yield sending.from_log(self.home, page, self.texts)

    def recheck(self, pages: Sequence[SendPage]) -> Iterator[Outcome]:
        """Settle what earlier runs left open: shut the targets, then let the log decide.

        What somebody else was asked to send stays open for them.
        """
        for page in pages:
            if page.state is SendState.REQUESTED:
                yield sending.from_log(self.home, page, self.texts)
            else:
                yield sending.recheck(self.home, page.title, self.texts)

    def replan(self, pages: Sequence[SendPage]) -> Iterator[Outcome]:
        """Cancel all pages that were planned and not sent, so that their people are planned anew.

        A page that somebody else was asked to send is shut first; then the log says whether it was sent.
        """
        for page in pages:
            if page.state is SendState.PLANNED:
                yield self.book.cancel(page, self.texts)
            else:
                yield sending.withdraw(self.home, page, self.texts)
        self.book.refresh()

    def approve(self, pages: Sequence[SendPage]) -> Iterator[Outcome]:
        """Approve what waits for approval, and tests that were seen."""
        for page in pages:
            mine = self.home.user_name in approval.read_approvers(self.home, page)
            planner = approval.maker(self.home, page)
            reason = approval.why_not_approve(page, self.home.user_name, planner)
            if mine or reason:
                yield Outcome(page.title, page.state, reason or 'is approved already', refused=bool(reason))
            elif approval.approve(self.home, page, self.texts, self.say('approved', plan=page.plan)):
                yield Outcome(page.title, page.state, f'plan {page.plan} is approved')
            else:
                yield Outcome(page.title, page.state, 'was changed meanwhile; look again', refused=True)

    def take_up(self, ground: Inputs, titles: Sequence[str]) -> tuple[list[Outcome], tuple[Parcel, ...]]:
        """Find the pages that `-resend` names to be unsent, and give the sends that replace them.

        Raises BadInput for a page that the log shows as sent, or that is no send page.
        """
        pages = {page.title: page for page in self.book.pages}
        problems = [
            Problem(f'-resend:{title}', 'is no send page of this campaign')
            for title in titles
            if title not in pages
        ]
        for title in pages.keys() & set(titles):
            sending.recheck(self.home, title, self.texts)
        sending.settle_down()
        outcomes = [sending.recheck(self.home, title, self.texts) for title in titles if title in pages]
        problems += [
            Problem(f'-resend:{one.title}', f'is {one.state.value}; only what is unknown can be sent again')
            for one in outcomes
            if one.state is not SendState.UNKNOWN
        ]
        if problems:
            raise BadInput(problems)
        parcels = [self.again(ground, pages[title], pages[title].targets) for title in titles]
        return outcomes, tuple(parcel for parcel in parcels if parcel)

    def request(self, ground: Inputs, pages: Sequence[SendPage], rules: SendRules) -> Iterator[Outcome]:
        """Open planned pages for somebody else to send, and give the requests to them.

        Pages that need an approval wait for it; requests that nobody has answered are given again.
        """
        asked = [page for page in self.book.pages if page.state is SendState.REQUESTED]
        for page in pages:
            missing = self._approval_missing(page, rules)
            if missing:
                yield Outcome(page.title, SendState.PLANNED, missing)
                continue
            outcome = sending.open_for_others(
                self.home, page.title, ground.body(page), self.texts, self.say('requested')
            )
            asked += [page] if outcome.state is SendState.REQUESTED else []
            yield outcome
        for page in asked:
            words = self.say(
                'request',
                page=page.title,
                subject=page.subject,
                campaign=page.campaign,
                count=len(page.targets),
            )
            text = f'\n\n{words}\n\n<pre>\n{ground.body(page)}\n</pre>\n'
            yield Outcome(page.title, SendState.REQUESTED, text)

    def _approval_missing(self, page: SendPage, rules: SendRules) -> str:
        if not rules.approval or page.is_test:
            return ''
        return preconditions.missing_approval(page, approval.read_approvers(self.home, page))

    def close(self, titles: Sequence[str]) -> Iterator[Outcome]:
        """Cancel pages whose targets other pages have taken up."""
        successors = {page.follows: page.title for page in self.book.pages if page.follows}
        for page in self.book.pages:
            if page.title in titles and page.state is SendState.UNKNOWN and page.title in successors:
                yield self.book.cancel(replace(page), self.texts, successors[page.title])


def _before_approval(page: SendPage) -> SendState:
    """Return the state in which a page can be approved: tests are seen first."""
    return SendState.SENT if page.is_test else SendState.PLANNED


def _stale(ground: Inputs) -> list[MessageFinding]:
    """Return where the lists have stood unchanged for so long that people may have left or moved since."""
    days = ground.lists.age(ground.read)
    if days < STALE:
        return []
    text = f'was last changed {days} days ago: build_targets or check_targets brings it up to date'
    return [MessageFinding(ground.lists.pinned[0].title, text)]
