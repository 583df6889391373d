"""What must be in order before anything is sent: texts, the wave before, the test, the approval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from outreach.campaign import APPROVAL, CONSENT, DELAY, FAILLIMIT, NOTBEFORE, TESTERS, subpage
from outreach.problems import Problem
from outreach.sends import sendplan, waves
from outreach.sends.approval import APPROVALS, Approvals, under_approval
from outreach.sends.followup import doubles, ends
from outreach.sends.message import Message
from outreach.sends.results import COMPLAINTS, Result, State, counts
from outreach.sends.sendpage import SendPage
from outreach.sends.sendstate import SendState
from outreach.settings import Given, one, whole_number
from outreach.words import as_typed, counted, named

COMPLAINTS_SEEN = one('complaints', whole_number(0), default=0)
# what is to be done about a page of the wave before
BEFORE_THE_NEXT = {
    SendState.PLANNED: 'it goes before the next wave; -replan plans both anew',
    SendState.REQUESTED: 'it is to be sent before the next wave; -replan takes the request back',
    SendState.CLAIMED: 'settle it before the next wave (-recheck)',
    SendState.UNKNOWN: 'settle it before the next wave (-recheck)',
}


@dataclass(frozen=True)
class SendRules:
    """What the campaign asks for: the limit on failures in per cent, a test, an approval, and when.

    `not_before` is the first day of sending, `delay` the days between waves. `complaints` is how many
    opt-outs and complaints somebody has looked at already, `consent` the ground ('' none).
    """

    fail_limit: int = 10
    test: bool = False
    approval: bool = False
    complaints: int = 0
    not_before: date | None = None
    delay: int = 0
    consent: str = ''

    @classmethod
    def of(cls, given: Given) -> SendRules:
        """Take them from settings."""
        return cls(
            fail_limit=given[FAILLIMIT],
            test=bool(given[TESTERS]),
            approval=given[APPROVAL],
            complaints=given[COMPLAINTS_SEEN],
            not_before=given[NOTBEFORE],
            delay=given[DELAY],
            consent=given[CONSENT] or '',
        )


def sent_before(pages: Sequence[SendPage], wave: int) -> list[SendPage]:
    """Return the pages of all waves before number `wave` that were sent."""
    return [page for page in _earlier(pages, wave) if page.state is SendState.SENT]


def too_early(pages: Sequence[SendPage], wave: int, rules: SendRules, now: datetime) -> list[Problem]:
    """Return why wave number `wave` may not go before another day, by the calendar of UTC."""
    found = []
    if rules.not_before and now.date() < rules.not_before:
        found.append(Problem(f'wave {wave}', f'nothing goes out before {rules.not_before} (notbefore)'))
    sent = [one for page in sent_before(pages, wave) for one in page.every_send]
    if sent:
        last = max(sent, key=lambda one: one.time)
        free = last.time + timedelta(days=rules.delay)
        if now < free:
            text = f'the wave before went out at {last.stamp}: from {free:%Y-%m-%d %H:%M} UTC on (delay)'
            found.append(Problem(f'wave {wave}', text))
    return found


def within(pages: Sequence[SendPage], allowance: int) -> tuple[list[SendPage], list[SendPage]]:
    """Return the pages that may be sent today, when so many more messages may go out, and the others."""
    now: list[SendPage] = []
    later: list[SendPage] = []
    for page in pages:
        fits = len(page.targets) <= allowance
        allowance -= len(page.targets) if fits else 0
        (now if fits else later).append(page)
    return now, later


def wave_before(
    pages: Sequence[SendPage], wave: int, results: Mapping[str, Sequence[Result]], limit: int
) -> list[Problem]:
    """Return why wave number `wave` may not go yet. `results` are those of send pages by title."""
    earlier = _earlier(pages, wave)
    last = max((sendplan.number(page.wave) for page in earlier), default=0)
    before = [page for page in earlier if sendplan.number(page.wave) == last]
    problems = [
        Problem(page.title, f'is {page.state.value}: {BEFORE_THE_NEXT[page.state]}')
        for page in before
        if page.state in BEFORE_THE_NEXT and not (page.state is SendState.PLANNED and page.follows)
    ]
    sent = [page for page in before if page.state is SendState.SENT]
    if sent:
        reason = waves.why_not_next([_standing(str(last), sent, results)], limit)
        problems += [Problem(f'wave {wave}', reason)] if reason else []
    return problems


def complaints(
    pages: Sequence[SendPage], wave: int, results: Mapping[str, Sequence[Result]], acknowledged: int
) -> list[Problem]:
    """Return to whom wrong was done by earlier waves, where those are more than somebody `acknowledged`.

    They said no, or the message came to them although nobody had planned it, or more than once, or somebody
    made it come to another person.
    """
    found = [
        f'{one.target} ({one.reaction.value})'
        for page in sent_before(pages, wave)
        for one in results.get(page.title, ())
        if one.reaction in COMPLAINTS
    ]
    found += [f'{target} (was on no plan)' for page in sent_before(pages, wave) for target in page.strangers]
    found += [f'{target} (got it more than once)' for target in sorted(doubles(pages, results))]
    found += [
        f'{one.target} (came to {one.place.page})'
        for page in sent_before(pages, wave)
        for one in results.get(page.title, ())
        if one.astray
    ]
    if len(found) <= acknowledged:
        return []
    people = counted(len(found), 'person', 'people')
    return [
        Problem(
            f'wave {wave}',
            f'{people} said no to earlier messages, or got them wrongly: {named(found)}; look why, answer '
            f'them, and go on with -complaints:{len(found)} (check_delivery -replies lists them all)',
        )
    ]


def _earlier(pages: Sequence[SendPage], wave: int) -> list[SendPage]:
    return [page for page in pages if 0 < sendplan.number(page.wave) < wave]


def _standing(
    wave: str, pages: Sequence[SendPage], results: Mapping[str, Sequence[Result]]
) -> waves.WaveOutcome:
    """Add up how the pages of a wave stand; a target that was served by a later page counts there."""
    if any(not results.get(page.title) for page in pages):
        return waves.WaveOutcome(wave, sum(len(page.targets) for page in pages), None)
    last = ends(pages, results).values()
    refused = sum(one.reaction in COMPLAINTS for one in last)
    return waves.WaveOutcome(wave, len(last), Counter(counts(last)), refused)


def in_vain(results: Sequence[Result]) -> bool:
    """Whether a send was checked and reached nobody, for good."""
    found = counts(results)
    return bool(results) and not found[State.DELIVERED] and not found[State.UNKNOWN]


class Tested(Enum):
    """How far the test of a text has come."""

    MISSING = 'the testers have not got this text yet: run with -test'
    UNCHECKED = 'it is not known whether the test arrived: run check_delivery'
    UNSEEN = 'nobody has said that the test looks right'
    SEEN = ''


def tested(
    message: Message,
    pages: Sequence[SendPage],
    results: Mapping[str, Sequence[Result]],
    seen: Collection[str],
) -> tuple[Tested, SendPage | None]:
    """Return how far the test of a message has come, and its page. `seen`: test pages somebody approved."""
    tests = [
        page
        for page in pages
        if page.is_test and page.language == message.language and page.state is SendState.SENT
        if page.message.revid == message.revid and not in_vain(results.get(page.title, ()))
    ]
    for page in tests:
        if _arrived(results.get(page.title, ())):
            return (Tested.SEEN if page.title in seen else Tested.UNSEEN), page
    return (Tested.UNCHECKED, tests[-1]) if tests else (Tested.MISSING, None)


def _arrived(results: Sequence[Result]) -> bool:
    found = counts(results)
    return bool(found[State.DELIVERED]) and not found[State.UNKNOWN]


def to_be_looked_at(
    pages: Sequence[SendPage], results: Callable[[], Mapping[str, Sequence[Result]]]
) -> tuple[list[SendPage], list[Problem]]:
    """Return the pages that can be approved, and which tests of the others are not known to have arrived.

    Nobody has seen a test before it arrived. All languages of a plan are approved together. The `results`
    are read only where there is a test.
    """
    known = results() if any(page.is_test for page in pages) else {}
    early = [
        page
        for page in pages
        if page.is_test and not (in_vain(known.get(page.title, ())) or _arrived(known.get(page.title, ())))
    ]
    plans = {page.plan for page in early}
    told = [Problem(page.title, Tested.UNCHECKED.value) for page in early]
    return [page for page in pages if page.plan not in plans], told


def missing_test(
    message: Message,
    pages: Sequence[SendPage],
    results: Mapping[str, Sequence[Result]],
    seen: Collection[str],
) -> str:
    """Return what is missing of the test of a message, or ''. `seen`: test pages that somebody approved."""
    stage, page = tested(message, pages, results, seen)
    if stage is Tested.UNSEEN and page:
        return f'{stage.value}: look at {page.title}, then run with -approve'
    return stage.value


def said_once(problems: Sequence[Problem]) -> str:
    """Return problems in one sentence, those in the same words together."""
    places: dict[str, list[str]] = {}
    for problem in problems:
        places.setdefault(problem.text, []).append(problem.place)
    return '; '.join(f'{", ".join(some)}: {text}' for text, some in places.items())


def missing_approval(page: SendPage, approvals: Approvals, why: str) -> str:
    """Return what is missing of the approval of a send page, with the lines that do not give it, or ''.

    `why` says why it needs one, '' where it needs none.
    """
    if not why or approvals.by_another(page):
        return ''
    title = subpage(page.campaign, APPROVALS)
    not_counted = approvals.why_none(page)
    told = f'; there {"; ".join(not_counted)}' if not_counted else ''
    return (
        f'waits for approval of plan {page.plan} by somebody else than {page.planned_by} ({why}): '
        f'`pwb send_message {as_typed(f"-campaign:{page.campaign}")} -approve`, or the line '
        f'"* {page.plan} ~~~~" on {title}{told}'
    )


def why_approved(page: SendPage, rules: SendRules, *, looked_at: bool) -> str:
    """Return why a page goes out only with an approval, or '' where it needs none.

    A plan made under approval needs it for ever. Where nobody looks (`-always`), so does one that rests
    on what nobody we trust has written.
    """
    if page.is_test:
        return ''
    if under_approval(page):
        return 'the plan was made under approval'
    if rules.approval:
        return 'the campaign or -approval asks for it'
    if page.doubts and not looked_at:
        return f'nobody we trust vouches for: {"; ".join(page.doubts)}'
    return ''
