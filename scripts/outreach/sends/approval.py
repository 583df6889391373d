"""Approvals: lines on `<campaign>/Approvals`, one for each plan, saved by somebody who may approve it.

A line is `* <number of the plan> <signature>`. A signature is text that anybody can type, so it is the
page's history that tells who approved: the account that saved the line. MassMessage never reads this
page, and no script reads anything else from it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from outreach import moves, safety
from outreach.accountlinks import Resolver, resolver_of
from outreach.campaign import APPROVAL, subpage
from outreach.farm import Farm
from outreach.names import is_ip, is_temporary, same_account
from outreach.pages import Page
from outreach.phrases import Say
from outreach.revisions import Revision
from outreach.run import Change, Run
from outreach.sends.sendpage import SendPage
from outreach.sends.sendstate import SendState
from outreach.settings import CAMPAIGN, Given
from outreach.trust import Trust
from outreach.visibletext import live
from outreach.wiki import Wiki, tell

APPROVALS = 'Approvals'
# as the settings of a plan say it
UNDER_APPROVAL, WITHOUT_APPROVAL = f'{APPROVAL.name} = yes', f'{APPROVAL.name} = no'
LINE = re.compile(r'\*\s*([0-9a-f]{16})\b')
PLAN = re.compile(r'\b[0-9a-f]{16}\b')
OWN = 'a line is by {}, who planned it'


def under_approval(page: SendPage) -> bool:
    """Whether a plan was made under approval: it needs one for ever, and so does what takes its place."""
    return UNDER_APPROVAL in page.settings.split('; ')


def in_place_of(old: SendPage, settings: str) -> str:
    """Return the settings of a page that tries again what an old one did not send."""
    return settings.replace(WITHOUT_APPROVAL, UNDER_APPROVAL) if under_approval(old) else settings


def anew(run: Run, pages: Iterable[SendPage]) -> Run:
    """Return the run that plans more for a campaign with these pages: under approval where one of them was.

    That is said, and how to end it: whoever forgets an option has not decided anything.
    """
    known = tuple(pages)
    if not goes_on(run.given, run.unvouched, known):
        if not run.given[APPROVAL] and any(map(under_approval, known)):
            page = run.given[CAMPAIGN]
            tell(f'{WITHOUT_APPROVAL} on {page}: what was planned under approval goes on without.')
        return run
    tell(
        'What was planned under approval is planned anew under approval, and so are later waves; '
        f'{WITHOUT_APPROVAL} on the campaign page, by an account that this run trusts, ends that.'
    )
    return replace(run, arguments=(*run.arguments, f'-{APPROVAL.name}')).read_again()


def goes_on(given: Given, unvouched: Sequence[str], pages: Iterable[SendPage]) -> bool:
    """Whether more is planned under approval, after these pages, although no setting asks for one.

    It is until the campaign page says that none is needed, and somebody trusted says so there.
    """
    ended = APPROVAL in given and not any(safety.is_about(one, APPROVAL) for one in unvouched)
    return not given[APPROVAL] and not ended and any(map(under_approval, pages))


def approvers(
    revisions: Iterable[Revision], resolver: Resolver, may: Collection[str] = ()
) -> dict[str, frozenset[str]]:
    """Return who approved which plan, from the revisions of the page, oldest first.

    Who is the first to save a line, and is linked to in it as in a signature, approves its plan; who puts
    back a line that stood there before does not. The approval is taken back when its author, or somebody
    of `may`, takes the line out, strikes or comments it out; from anybody else that changes nothing. Where
    somebody else took it out, its author takes it back by any other new line that names the plan.
    `resolver` tells whom the links on the page name.
    """
    granted, _ = _read(revisions, resolver, may)
    found: dict[str, set[str]] = {}
    for plan, user in _when(granted):
        found.setdefault(plan, set()).add(user)
    return {plan: frozenset(users) for plan, users in found.items()}


def _when(granted: Mapping[str, Revision]) -> dict[tuple[str, str], str]:
    """Return by plan and account since when it approves it."""
    found: dict[tuple[str, str], str] = {}
    for line, one in granted.items():
        plan = PLAN.findall(line)[0]
        found[plan, one.user] = min(one.time, found.get((plan, one.user), one.time))
    return found


def _read(
    revisions: Iterable[Revision], resolver: Resolver, may: Collection[str]
) -> tuple[dict[str, Revision], dict[str, str]]:
    """Return by which save each line approves its plan, and who was the first to save each line."""
    granted: dict[str, Revision] = {}
    first: dict[str, str] = {}
    before: set[str] = set()
    named: set[str] = set()
    for revision in revisions:
        if revision.text is None:
            continue
        written = {' '.join(line.split()) for line in live(revision.text).split('\n')}
        lines = {line for line in written if LINE.match(line)}
        new = lines - first.keys()
        others = {line for line in written - lines if PLAN.search(line)}
        said = {plan for line in others - named for plan in PLAN.findall(line)}
        named |= others
        for line in [one for one in granted if one not in written and granted[one].user == revision.user]:
            if PLAN.findall(line)[0] in said:
                granted.pop(line)
        granted |= {line: revision for line in new if _signed(line, revision.user, resolver)}
        for line in granted.keys() & (before - lines):
            if revision.user in {granted[line].user, *may}:
                granted.pop(line)
        first |= dict.fromkeys(new, revision.user)
        before = lines
    return granted, first


def not_counted(
    revisions: Sequence[Revision], resolver: Resolver, may: Collection[str] = ()
) -> dict[str, tuple[str, ...]]:
    """Return by plan which lines of the page as it stands name it and do not approve it, and why.

    What is struck out or commented out was taken back, and is not told.
    """
    granted, first = _read(revisions, resolver, may)
    newest = next((one.text for one in reversed(revisions) if one.text is not None), '')
    found: dict[str, tuple[str, ...]] = {}
    for number, written in enumerate(live(newest or '').split('\n'), 1):
        line = ' '.join(written.split())
        why = _why_not(line, granted, first, resolver, may)
        for plan in PLAN.findall(line) if why else ():
            found[plan] = (*found.get(plan, ()), f'line {number} {why}')
    return found


def _why_not(
    line: str,
    granted: Mapping[str, Revision],
    first: Mapping[str, str],
    resolver: Resolver,
    may: Collection[str],
) -> str:
    if not LINE.match(line):
        return 'is none of the form "* PLAN ~~~~"'
    if line in granted:
        user = granted[line].user
        return '' if user in may else f'is by {user}, who may not approve'
    if _signed(line, first.get(line, ''), resolver):
        return 'was taken back once: sign a new line'
    return f'was saved by {first.get(line) or "somebody hidden"}, whom its signature does not link to'


def _signed(line: str, user: str, resolver: Resolver) -> bool:
    """Whether a line links to this account, as a signature does; nobody else signs than accounts."""
    if not user or is_ip(user) or is_temporary(user):
        return False
    return any(same_account(one.name) == same_account(user) for one in resolver.references(line))


@dataclass(frozen=True)
class Approvals:
    """Who approved which plan and may do so, and by plan which lines do not count, and why.

    `since` says by plan and account from when on.
    """

    granted: Mapping[str, frozenset[str]] = field(default_factory=dict)
    not_counted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def by_another(self, page: SendPage) -> frozenset[str]:
        """Return who approved the plan of a page and may do so."""
        return by_another(page, self.granted)

    def why_none(self, page: SendPage) -> tuple[str, ...]:
        """Return which lines name the plan of a page and do not approve it, and why, while nobody does."""
        if self.by_another(page):
            return ()
        own = () if page.planned_by not in self.granted.get(page.plan, ()) else (OWN.format(page.planned_by),)
        return (*self.not_counted.get(page.plan, ()), *own)


def read(trust: Trust, campaign: str, farm: Farm) -> Approvals:
    """Return who approved which plan and may do so: 50 revisions per request, and one for the rights.

    One more for each wiki that a signature there links to by words of its own.
    """
    page = list(moves.history(trust.wiki, subpage(campaign, APPROVALS)))
    may = trust.may_approve({one.user for one in page})
    resolver = resolver_of(farm, set())
    granted = {plan: users & may for plan, users in approvers(page, resolver, may).items()}
    return Approvals(granted, not_counted(page, resolver, may), _when(_read(page, resolver, may)[0]))


def by_another(page: SendPage, granted: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return who approved the plan of a page and did not make it; a test may be looked at by its sender."""
    users = granted.get(page.plan, frozenset())
    return users if page.is_test else users - {page.planned_by}


def why_not_approve(pages: Sequence[SendPage], user: str, may: Collection[str]) -> str:
    """Return why this account may not approve the plan of these pages, or ''."""
    if user not in may:
        return (
            f'{user} may not approve: only accounts in _outreach_trusted of user-config.py, and those that '
            'hold the right massmessage'
        )
    if all(page.is_test for page in pages):
        return '' if any(page.state is SendState.SENT for page in pages) else 'the test was not sent yet'
    if any(user == page.planned_by for page in pages):
        return f'{user} planned it; somebody else must approve it'
    return ''


def approve(trust: Trust, campaign: str, plans: Collection[str], lead: str, summary: str) -> None:
    """Approve plans with our signature."""

    def add(now: Page) -> str | None:
        return with_plans(now.text, plans, lead)

    trust.wiki.update(subpage(campaign, APPROVALS), add, summary)


def as_approved(home: Wiki, campaign: str, plans: Collection[str], say: Say) -> Change:
    """Return the page of approvals with these plans approved, as it can be shown before it is."""
    page, lead = home.read(subpage(campaign, APPROVALS)), say('approvals-lead')
    return Change(page, lambda text: with_plans(text, plans, lead), say('approved-plan'))


def with_plans(text: str, plans: Collection[str], lead: str) -> str:
    """Return the page with a line to be signed for each plan; what people wrote stands above as it was."""
    return '\n'.join([text.rstrip() or lead, *(f'* {plan} ~~~~' for plan in sorted(plans))])
