"""One run of a campaign's delivery: what may be sent now, what stands in the way, and doing it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from outreach.farm import Farm
from outreach.lists.entries import Target
from outreach.phrases import Say
from outreach.problems import BadInput, Problem
from outreach.sends import (
    approval,
    followup,
    heldout,
    lastlook,
    linkblocks,
    messagelint,
    preconditions,
    preview,
    reactions,
    requesttext,
    sendbanner,
    sending,
    sendpage,
    sendplan,
)
from outreach.sends.inputs import Inputs, Look, message_changed
from outreach.sends.messagelint import LintContext, MessageFinding
from outreach.sends.preconditions import SendRules
from outreach.sends.preview import Preview
from outreach.sends.results import Result
from outreach.sends.sending import SendOutcome
from outreach.sends.sendpage import SendPage
from outreach.sends.sendpages import SendPages, persons
from outreach.sends.sendstate import Removed, SendState
from outreach.trust import RIGHT


class Operations:
    """What this run knows, and what it can do. Every method that sends or writes gives outcomes.

    `above` is a line over the send pages that it writes. `looked_at` says that a person confirms what is
    sent: `-always` is not looking.
    """

    def __init__(
        self, farm: Farm, send_pages: SendPages, say: Say, *, above: str = '', looked_at: bool = False
    ) -> None:
        self.farm, self.home, self.send_pages, self.say = farm, farm.home, send_pages, say
        self.trust, self.looked_at = send_pages.trust, looked_at
        self._looked: Inputs | None = None
        self.wrong = {page.title for page in send_pages.pages if page.wrong}  # as this run was shown them
        self.mark = f'{self.home.user_name} {secrets.token_hex(4)}'
        self.texts = sendbanner.words(say, above)

    @cached_property
    def approvals(self) -> approval.Approvals:
        """Return the approvals of the campaign, read once."""
        return approval.read(self.trust, self.send_pages.campaign, self.farm)

    # -- what stands in the way

    def lint(self, inputs: Inputs, around: LintContext) -> list[MessageFinding]:
        """Return what is wrong with the messages that somebody will get."""
        default = inputs.campaign.default_language
        found = messagelint.lint_all(inputs.texts.messages, inputs.languages, default, around)
        return messagelint.stale(inputs.lists.titles, inputs.lists.age(inputs.read)) + found

    def blocked_links(self, inputs: Inputs) -> list[MessageFinding]:
        """Return which links of the texts the wikis of their readers block, before the first wave."""
        if any(page.state is SendState.SENT and not page.kind for page in self.send_pages.pages):
            return []
        hosts = {one.host for one in inputs.recipients.targets}
        bodies = {code: inputs.body_in(code) for code in inputs.languages}
        return linkblocks.read(self.farm, {host: bodies[inputs.written_in(host)] for host in hosts})

    def objections(self, inputs: Inputs, pages: Sequence[SendPage]) -> list[Problem]:
        """Return why these planned pages must never be sent so: what was changed since the plan."""
        kept = [page for page in pages if page.title in self.send_pages.titles]
        changed = message_changed(self.home, kept)
        for page in kept:
            if settings := inputs.settings_changed(page):
                changed.setdefault(page.title, f'was planned by other settings: {settings}')
        found = [Problem(title, f'{text}; -replan makes a new plan') for title, text in changed.items()]
        return found + heldout.changed(self.send_pages.pages, inputs.campaign.design)

    def awaited(self, inputs: Inputs, pages: Sequence[SendPage], rules: SendRules) -> list[Problem]:
        """Return what these pages wait for: a day, a check of the wave before, a test."""
        main = [page for page in pages if not page.kind]
        if not main:
            return []
        found = list[Problem]()
        results = self.send_pages.results()
        new = [page for page in main if not page.follows]
        for wave in sorted({sendplan.number(page.wave) for page in new}):
            found += preconditions.too_early(self.send_pages.pages, wave, rules, inputs.read)
            found += self._said_of_earlier_waves(wave, results, rules)
        return found + (self._untested(inputs, main, results) if rules.test else [])

    def _untested(
        self, inputs: Inputs, pages: Sequence[SendPage], results: Mapping[str, Sequence[Result]]
    ) -> list[Problem]:
        """Return which texts no tester has seen; who approved a plan has said that its texts look right."""
        open_ = [page for page in pages if not self.approvals.by_another(page)]
        seen = {page.title for page in self.send_pages.pages if self.approvals.by_another(page)}
        found = []
        for code in sorted({page.language for page in open_}):
            message = inputs.texts.messages.get(code)
            missing = message and preconditions.missing_test(message, self.send_pages.pages, results, seen)
            found += [Problem(message.title, missing)] if message and missing else []
        return found

    def _said_of_earlier_waves(
        self, wave: int, known: Mapping[str, Sequence[Result]], rules: SendRules
    ) -> list[Problem]:
        """Return why the next wave may not go yet; the readers of earlier ones are looked up again."""
        before = [
            page for page in preconditions.sent_before(self.send_pages.pages, wave) if known[page.title]
        ]
        fresh, failed = reactions.ask(self.farm, before, known)
        results = {**known, **fresh}
        return [
            *preconditions.wave_before(self.send_pages.pages, wave, results, rules.fail_limit),
            *preconditions.complaints(self.send_pages.pages, wave, results, rules.complaints),
            *(Problem(f'wave {wave}', f'nobody knows how the last one was taken: {one}') for one in failed),
        ]

    # -- what is to be sent

    def tests(self, inputs: Inputs) -> tuple[SendPage, ...]:
        """Return the test sends that are missing: all testers get the text of every language."""
        if not inputs.testers:
            raise BadInput([Problem('-test', 'testers names no list, or one without targets')])
        results = self.send_pages.results()
        have = {
            (page.language, page.message.revid)
            for page in self.send_pages.pages
            if page.is_test
            and page.state is not SendState.CANCELLED
            and not preconditions.in_vain(results.get(page.title, ()))
        }
        return sendpage.together(
            [
                inputs.send_page(sendpage.TEST_WAVE, code, tuple(sorted(inputs.testers)))
                for code in inputs.languages
                if (code, inputs.texts.messages[code].revid) not in have
            ]
        )

    def again(self, inputs: Inputs, old: SendPage, targets: Sequence[Target]) -> SendPage | None:
        """Return the send that tries targets of another page again; None where others try them all.

        Only those come in who are still on the list and may still be asked, in the current text.
        """
        taken = followup.tried_again(old, self.send_pages.pages)
        listed = inputs.testers if old.is_test else inputs.recipients.targets
        now = persons(targets if old.kind == sendpage.CORRECTION else listed)
        chosen = tuple(one for one in sorted(targets) if persons([one]) <= now and one not in taken)
        return inputs.send_page(old.wave, old.language, chosen, old) if chosen else None

    def preview(self, inputs: Inputs, pages: Sequence[SendPage], footer: str) -> list[Preview]:
        """Return how the messages of these sends will look, and those of all other languages of the readers.

        The wiki's own parser renders them, with what it adds to every message: a request for each.
        """
        texts = inputs.texts
        bodies = [(page.language, inputs.body(page)) for page in pages if page.language in texts.messages]
        shown = {code for code, _ in bodies}
        bodies += [(code, inputs.body_in(code)) for code in inputs.languages if code not in shown]
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

    def create(self, inputs: Inputs, pages: Sequence[SendPage]) -> Iterator[SendOutcome]:
        """Create the send pages of a plan, all of them before any is sent."""
        for page in pages:
            name = inputs.texts.languages[page.language].autonym
            yield self.send_pages.create(
                page, self.texts, self.say('planned', count=len(page.targets), language=name)
            )
        self.send_pages.refresh()

    def send(
        self, shown: Inputs, look: Look, pages: Sequence[SendPage], rules: SendRules
    ) -> Iterator[SendOutcome]:
        """Send planned pages one after the other, those that need it only when approved.

        `shown` is what the plan was shown from, `look` gives the same as it stands now and is asked before
        each page: who left since comes off, any other change refuses. Once an answer was lost the others
        are left for another run: the wiki, or the network, has a fault.
        """
        lost_answer = False
        for page in pages:
            if lost_answer:
                text = 'was not tried, because an answer was lost; run again when the wiki answers'
                yield SendOutcome(page.title, SendState.PLANNED, text, refused=True)
                continue
            now = self._last_look(look, page, rules, shown)
            if isinstance(now, SendOutcome):
                yield now
                continue
            removed, body = now.removed(page), now.body(page)
            outcome = sending.send(
                self.trust, page.title, body, removed, self.mark, self.texts, self._objection
            )
            yield lastlook.with_changes(outcome, page, shown, now)
            lost_answer = outcome.state is SendState.UNKNOWN

    def _last_look(self, look: Look, page: SendPage, rules: SendRules, shown: Inputs) -> Inputs | SendOutcome:
        """Return what a page is to be sent by as things stand now, or why it is not sent."""
        now = lastlook.as_planned(look, page, shown, looked_at=self.looked_at)
        if isinstance(now, SendOutcome):
            return now
        if now is not self._looked:  # somebody may have taken an approval back
            self._looked = now
            self.__dict__.pop('approvals', None)
        missing = self.approval_missing(page, rules)
        return SendOutcome(page.title, SendState.PLANNED, missing, waits=True) if missing else now

    def _objection(self, page: SendPage) -> str:
        """Return why a page that was just claimed must not be sent after all."""
        changed = message_changed(self.home, [page])
        return changed.get(page.title, '') or self.send_pages.clash(page) or self._halted()

    def _halted(self) -> str:
        """Return which send somebody has marked as wrong since this run began; the pages were read anew."""
        new = [one.title for one in self.send_pages.pages if one.wrong and one.title not in self.wrong]
        return f'the campaign was halted: {", ".join(new)} should not have been sent' if new else ''

    def approval_missing(self, page: SendPage, rules: SendRules) -> str:
        """Return what is missing of the approval of a page, or ''."""
        why = preconditions.why_approved(page, rules, looked_at=self.looked_at)
        return preconditions.missing_approval(page, self.approvals, why) if why else ''

    def request(
        self, shown: Inputs, look: Look, pages: Sequence[SendPage], rules: SendRules
    ) -> Iterator[SendOutcome]:
        """Open planned pages for somebody else to send, each after a last `look`, and give the requests.

        Pages that need an approval wait for it; requests that nobody has answered are given again.
        """
        asked = [page for page in self.send_pages.pages if page.state is SendState.REQUESTED]
        for page in pages:
            now = self._last_look(look, page, rules, shown)
            if isinstance(now, SendOutcome):
                yield now
                continue
            removed, body = now.removed(page), now.body(page)
            outcome = sending.open_for_others(self.trust, page.title, body, removed, self.texts)
            asked += [page] if outcome.state is SendState.REQUESTED else []
            yield lastlook.with_changes(outcome, page, shown, now)
        inputs = look()
        for page in asked:
            text = requesttext.request(self.trust, page, inputs.body(page), self.say)
            yield SendOutcome(page.title, SendState.REQUESTED, text)

    # -- what was planned or sent before

    def to_approve(self, *, correction: bool = False) -> list[SendPage]:
        """Return the pages whose plan waits for an approval, and tests that were sent; or corrections."""
        return [
            page
            for page in self.send_pages.pages
            if page.plan
            and (page.kind == sendpage.CORRECTION) is correction
            and page.state is (SendState.SENT if page.is_test else SendState.PLANNED)
            and not self.approvals.by_another(page)
        ]

    def approve(self, inputs: Inputs, pages: Sequence[SendPage]) -> Iterator[SendOutcome]:
        """Approve the plans of these pages, each once, if they are what their numbers say."""
        me = self.home.user_name
        may = self.trust.may_approve([me])
        holds = RIGHT in self.home.rights()
        known = '' if holds else f'; it counts for operators who name {me} in _outreach_trusted'
        good: set[str] = set()
        for plan in dict.fromkeys(page.plan for page in pages):
            some = [page for page in pages if page.plan == plan]
            reason = approval.why_not_approve(some, me, may)
            wrong = [
                page
                for page in some
                if not page.is_test and page.digest != sendpage.digest_of(page, inputs.body(page))
            ]
            if wrong:
                reason = 'its text was changed since it was planned; -replan'
            good |= set() if reason else {plan}
            for page in some:
                yield SendOutcome(
                    page.title,
                    page.state,
                    reason or f'plan {plan} is approved{known}',
                    refused=bool(reason),
                )
        if good:
            approval.approve(
                self.trust,
                self.send_pages.campaign,
                good,
                self.say('approvals-lead'),
                self.say('approved-plan'),
            )

    def leavers(self, inputs: Inputs) -> dict[str, tuple[Removed, ...]]:
        """Return who must come off pages that others were asked to send and have not sent, by page."""
        asked = [page for page in self.send_pages.pages if page.state is SendState.REQUESTED]
        return {page.title: removed for page in asked if (removed := inputs.removed(page))}

    def remove_leavers(self, leavers: Mapping[str, Sequence[Removed]]) -> Iterator[SendOutcome]:
        """Remove people from pages that others were asked to send."""
        for title, removed in leavers.items():
            yield sending.remove_leavers(self.trust, title, removed, self.texts)
        self.send_pages.refresh()

    def settle(self) -> Iterator[SendOutcome]:
        """Settle by the log alone what earlier runs left open, or others were asked to send."""
        for page in self.send_pages.unsettled:
            yield self._as_logged(page) or sending.from_log(self.trust, page, self.texts)

    def _as_logged(self, page: SendPage) -> SendOutcome | None:
        """Settle a page that the log shows as sent, be it under the title to which somebody had moved it."""
        entries = self.send_pages.log.get(page.title, ())
        if not any(entry.live for entry in entries):
            return None
        return sending.as_logged(self.trust, page.title, entries, self.texts)

    def recheck(self, pages: Sequence[SendPage]) -> Iterator[SendOutcome]:
        """Settle what earlier runs left open: hide the targets, then let the log decide.

        What somebody else was asked to send stays open for them.
        """
        for page in pages:
            if page.state is SendState.REQUESTED:
                yield self._as_logged(page) or sending.from_log(self.trust, page, self.texts)
            else:
                yield self._as_logged(page) or sending.recheck(self.trust, page.title, self.texts)

    def to_replan(self, *, correction: bool = False) -> list[SendPage]:
        """Return the pages that were planned or asked for and not sent; or those of corrections."""
        states = (SendState.PLANNED, SendState.REQUESTED)
        return [
            page
            for page in self.send_pages.pages
            if page.state in states and (page.kind == sendpage.CORRECTION) is correction
        ]

    def replan(self, pages: Mapping[SendPage, str]) -> Iterator[SendOutcome]:
        """Cancel pages that were planned and not sent, each with why, so that they are planned anew."""
        for page, why in pages.items():
            yield sending.cancel(self.trust, page.title, self.texts, why)
        self.send_pages.refresh()
        self.send_pages.read_log()

    def try_again(
        self, inputs: Inputs, titles: Sequence[str]
    ) -> tuple[list[SendOutcome], tuple[SendPage, ...]]:
        """Find the pages that `-resend` names to be unsent, and give the sends that replace them.

        Raises BadInput for a page that the log shows as sent, or that is no send page.
        """
        pages = {page.title: page for page in self.send_pages.pages}
        problems = [
            Problem(f'-resend:{title}', 'is no send page of this campaign')
            for title in titles
            if title not in pages
        ]
        named = [pages[title] for title in titles if title in pages]
        for page in named:
            sending.recheck(self.trust, page.title, self.texts)
        sending.settle_down()
        self.send_pages.read_log()
        outcomes = [
            self._as_logged(page) or sending.recheck(self.trust, page.title, self.texts) for page in named
        ]
        problems += [
            Problem(f'-resend:{one.title}', f'is {one.state.value}; only what is unknown can be sent again')
            for one in outcomes
            if one.state is not SendState.UNKNOWN
        ]
        if problems:
            raise BadInput(problems)
        made = [self.again(inputs, pages[title], pages[title].targets) for title in titles]
        return outcomes, sendpage.together([page for page in made if page])

    def close(self, titles: Sequence[str]) -> Iterator[SendOutcome]:
        """Cancel pages whose targets other pages try again."""
        successors = {page.follows: page.title for page in self.send_pages.pages if page.follows}
        for page in self.send_pages.pages:
            if page.title in titles and page.state is SendState.UNKNOWN and page.title in successors:
                yield sending.cancel(self.trust, page.title, self.texts, successor=successors[page.title])
