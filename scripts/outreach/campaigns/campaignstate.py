"""How a campaign stands: everything on its wiki that decides what is due, as values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from outreach import holdout, navigation
from outreach.audience.funnel import Funnel
from outreach.campaign import EXCLUDE, LIST, MESSAGE, PATTERN, PROMOTIONLOG, subpage
from outreach.campaigns.accepted import Accepted
from outreach.doubts import Doubt
from outreach.holdout import Design
from outreach.lists.entries import Target
from outreach.problems import Problem
from outreach.sends import approval, heldout, messagelint, preconditions
from outreach.sends.approval import Approvals
from outreach.sends.heldout import HeldOut
from outreach.sends.inputs import Request
from outreach.sends.messagelint import LintContext, MessageFinding
from outreach.sends.preconditions import SendRules
from outreach.sends.results import Result, State
from outreach.sends.sendpage import SendPage
from outreach.sends.sendpages import persons
from outreach.sends.sendplan import Texts
from outreach.sends.sendstate import SendState
from outreach.sends.vouching import LastEdit
from outreach.settings import Given

FUNNEL, REPLIES, MEASURES, GAPS, COVERAGE, STATUS = (
    'Funnel', 'Replies', 'Measures', 'Gaps', 'Coverage', 'Status',
)  # fmt: skip
MOST_TOLD = 5


@dataclass(frozen=True)
class Halt:
    """That somebody stopped or closed a campaign: on which page, in what words, who, and since when.

    `unheard` are those who took it back since, and may not.
    """

    page: str
    text: str
    by: str
    since: datetime | None = None
    unheard: tuple[str, ...] = ()


@dataclass(frozen=True)
class CampaignState:
    """A campaign as it stands on its wiki.

    `own` are the settings of its page that count, `problems` what is wrong with the template, `told` values
    there that do not hold, `unvouched` which of them rest on edits of others. `edits` are the last edits of
    its pages by title; a page that is missing has none. `strangers` are those of their authors who are not
    trusted.
    `targets` are those of its lists, `languages` counts them by content language of their wiki. `granted`
    are the approvals by plan, `approved_since` since when, by plan and account, `not_counted` the lines
    that are none, and why, `logged` the send pages that have a row in the promotion log, `contradictions`
    what keeps everything from being planned, `asking` the pages of strangers that ask for a send.
    `may_send` tells whether our account may send messages, `around` what the texts are checked against,
    `passed` the codes of doubts that the operator accepts everywhere. `leavers` is how many asked to leave
    on the page of requests.
    """

    accepted: Accepted
    own: Given = field(default_factory=lambda: Given({}))
    problems: tuple[Problem, ...] = ()
    told: tuple[str, ...] = ()
    unvouched: tuple[str, ...] = ()
    stopped: Halt | None = None
    closed: Halt | None = None
    edits: Mapping[str, LastEdit] = field(default_factory=dict)
    strangers: frozenset[str] = frozenset()
    targets: tuple[Target, ...] = ()
    list_problems: tuple[Problem, ...] = ()
    languages: Mapping[str, int] = field(default_factory=dict)
    texts: Texts = field(default_factory=lambda: Texts({}, {}))
    text_problems: tuple[Problem, ...] = ()
    findings: tuple[MessageFinding, ...] = ()
    pages: tuple[SendPage, ...] = ()
    results: Mapping[str, tuple[Result, ...]] = field(default_factory=dict)
    granted: Mapping[str, frozenset[str]] = field(default_factory=dict)
    not_counted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    approved_since: Mapping[tuple[str, str], str] = field(default_factory=dict)
    contradictions: tuple[Problem, ...] = ()
    asking: tuple[str, ...] = ()
    logged: frozenset[str] = frozenset()
    funnel: Funnel = field(default_factory=lambda: Funnel(()))
    may_send: bool = True
    around: LintContext | None = None
    passed: frozenset[str] = frozenset()
    leavers: int = 0

    @property
    def title(self) -> str:
        """Return the title of the campaign page."""
        return self.accepted.page

    @property
    def given(self) -> Given:
        """Return the settings within the operator's limits."""
        return self.accepted.held(self.own)

    @property
    def rules(self) -> SendRules:
        """Return the rules of the waves."""
        return SendRules.of(self.given)

    @property
    def request(self) -> Request:
        """Return what send_message is asked for, in words that a plan can be compared with."""
        return Request.of(Given({**self.given.values, 'campaign': self.title}, self.given.written))

    @property
    def design(self) -> Design | None:
        """Return what is measured: as fixed by the first send, else as the page says now."""
        fixed = [holdout.in_settings(page.settings) for page in self.sent]
        return fixed[0] if fixed else holdout.of(self.own)

    @property
    def list_title(self) -> str:
        """Return the page of the delivery list."""
        return self.own[LIST] or subpage(self.title, 'Targets')

    @property
    def message_title(self) -> str:
        """Return the page of the message."""
        return self.own[MESSAGE] or subpage(self.title, 'Message')

    @property
    def log_title(self) -> str:
        """Return the page of the promotion log."""
        return self.own[PROMOTIONLOG] or subpage(self.title, 'Log')

    @property
    def pattern_title(self) -> str:
        """Return the page of the learning pattern."""
        return self.own[PATTERN] or subpage(self.title, 'Pattern')

    @property
    def neighbours(self) -> Mapping[str, str]:
        """Return the titles of all pages of the campaign, by what they are."""
        own = {'list': self.list_title, 'message': self.message_title, 'pattern': self.pattern_title}
        own |= {'exclude': min(self.own[EXCLUDE])} if self.own[EXCLUDE] else {}
        return navigation.pages_of(self.title, {**own, 'promotionlog': self.log_title})

    @property
    def unread(self) -> tuple[Problem, ...]:
        """Return which pages of people who must not be asked are not there."""
        missing = () if self.problems else (title for title in self.own[EXCLUDE] if title not in self.edits)
        return tuple(Problem(title, 'is named by exclude, and there is no such page') for title in missing)

    def edited(self, title: str) -> datetime | None:
        """Return when a page was edited last; None where there is no such page."""
        return datetime.fromisoformat(self.edits[title].time) if title in self.edits else None

    @property
    def sent(self) -> tuple[SendPage, ...]:
        """Return the send pages of waves that were sent; tests and corrections are none."""
        return tuple(page for page in self.pages if page.state is SendState.SENT and not page.kind)

    @property
    def delivered(self) -> tuple[SendPage, ...]:
        """Return all pages that were sent, tests and corrections too."""
        return tuple(page for page in self.pages if page.state is SendState.SENT)

    def planned(self, kind: str = '') -> tuple[SendPage, ...]:
        """Return the pages of that sort that may be sent."""
        return tuple(page for page in self.pages if page.state is SendState.PLANNED and page.kind == kind)

    @property
    def unapproved(self) -> tuple[SendPage, ...]:
        """Return the pages planned for a wave that go out only with an approval, and have none."""
        return tuple(
            page
            for page in self.planned()
            if preconditions.why_approved(page, self.rules, looked_at=False) and not self.approvers(page)
        )

    @property
    def last_send(self) -> datetime | None:
        """Return when anything was sent last."""
        return max((one.time for page in self.delivered for one in page.every_send), default=None)

    def settled(self, page: SendPage) -> bool:
        """Return whether it is known of every target what became of it."""
        found = self.results.get(page.title, ())
        return bool(found) and all(one.state is not State.UNKNOWN for one in found)

    def approvers(self, page: SendPage) -> frozenset[str]:
        """Return who approved the plan of a page and may."""
        return approval.by_another(page, self.granted)

    def no_approvals(self, page: SendPage) -> str:
        """Return which lines name the plan of a page and do not approve it, and why; '' for none."""
        told = Approvals(self.granted, self.not_counted).why_none(page)
        more = (f'{len(told) - MOST_TOLD} more',) if len(told) > MOST_TOLD else ()
        return '; '.join((*told[:MOST_TOLD], *more))

    def left(self, now: datetime) -> tuple[Target, ...]:
        """Return who on the list is on no send page, and is not held out of a wave until a day to come."""
        taken = self._on_pages | persons([one.target for one in self.held_out if one.waits(now)])
        return tuple(target for target in self.targets if not persons([target]) & taken)

    @property
    def held_out(self) -> tuple[HeldOut, ...]:
        """Return who on the list was held out of a wave, and is on no send page yet."""
        open_ = persons(self.targets) - self._on_pages
        return tuple(one for one in heldout.on_pages(self.pages) if persons([one.target]) & open_)

    @property
    def _on_pages(self) -> set[str]:
        """Return who is on a send page of a wave that was not cancelled."""
        live = [page for page in self.pages if not page.kind and page.state is not SendState.CANCELLED]
        return persons([target for page in live for target in page.targets])

    @property
    def audience(self) -> Mapping[str, int]:
        """Count the readers by the language that they are written to in."""
        found: dict[str, int] = {}
        for spoken, count in self.languages.items():
            used = self.texts.chosen(spoken, self.request.default_language)
            found[used] = found.get(used, 0) + count
        return found

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """Return the doubts about texts that somebody gets, without those that the operator passes."""
        got = {self.texts.messages[code].title for code in self.audience if code in self.texts.messages}
        found = messagelint.doubts(one for one in self.findings if one.place in got)
        return tuple(one for one in found if not self.passes(one.code))

    def passes(self, code: str) -> bool:
        """Return whether the operator passes doubts of a code, here or everywhere."""
        return code in {*self.accepted.accept, *self.passed}

    @property
    def untranslated(self) -> tuple[str, ...]:
        """Return the languages whose readers are written to in the default language, most readers first."""
        order = sorted(self.languages, key=lambda code: (-self.languages[code], code))
        default = self.request.default_language
        return tuple(code for code in order if code != default and not self.texts.chosen(code, ''))

    def kinds(self, states: Sequence[SendState]) -> Iterator[SendPage]:
        """Return the pages in one of these states, of all sorts."""
        return (page for page in self.pages if page.state in states)
