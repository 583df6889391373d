"""Fixing delivery lists: what a run would do to each list, and how it is written.

Everything is planned again on what stands on a page when it is saved.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from outreach.campaign import subpage
from outreach.checks import report
from outreach.checks.facts import Facts
from outreach.checks.lint import Fixes, Kind, Report, fix, lint
from outreach.doubts import Doubt, everybody_out
from outreach.lists import authors
from outreach.lists.deliverylist import CATEGORY_MODEL, DeliveryList
from outreach.lists.entries import Target, TitleResolver
from outreach.lists.listpages import delivery_list
from outreach.lists.merge import refuse_unforeseen, shrinking
from outreach.lists.straylines import beyond
from outreach.pages import Page
from outreach.phrases import Say
from outreach.run import Change
from outreach.trust import Trust
from outreach.wiki import Wiki

CHECK = 'Check'
# what a fix brings to light is fixed too: fixed once, an entry is read, known, and told from others
ROUNDS = 3


@dataclass(frozen=True)
class CheckRequest:
    """What is wanted of a check: the kinds to fix, the longest list (0: any), and a report."""

    fix: frozenset[Kind] = frozenset()
    longest: int = 0
    report: bool = False


@dataclass(frozen=True)
class FixPlan:
    """What was found on one list, the fixed list, and what is still found on that."""

    page: Page
    listed: DeliveryList
    report: Report
    fixes: Fixes
    rest: Report

    @property
    def edits(self) -> bool:
        """Whether the list would be saved."""
        return self.fixes.list.text != self.listed.text

    @property
    def unfixed(self) -> FixPlan:
        """The same list, of which nothing is fixed."""
        return replace(self, fixes=Fixes(self.listed, (), ()), rest=self.report)

    def doubts_of_authors(self, trust: Trust, places: TitleResolver) -> list[Doubt]:
        """Return the doubt that entries that are changed were put there by somebody whom we do not trust."""
        some = {one.entry.target for one in self.fixes.changed if one.entry and one.entry.target}
        return authors.unvouched(trust, self.page.title, places, some) if some else []

    @property
    def doubts(self) -> list[Doubt]:
        """What makes the fixed list doubtful: it shrinks, or all of it goes for one reason."""
        before, after = self.listed, self.fixes.list
        found = shrinking(before, after)
        kinds = {finding.kind.value for finding in self.fixes.removed}
        if len(kinds) == 1:
            found += everybody_out(before.title, len(before.entries), len(after.entries), kinds.pop())
        return found


def plan(
    page: Page, listed: DeliveryList, wish: CheckRequest, standing: Facts, seen: Collection[Target] = ()
) -> FixPlan:
    """Check one list and fix what was wished for; `seen` are the targets that the wiki finds on it.

    An entry that can be read once it is fixed may turn out to repeat another one: so it is checked again.
    """
    report = rest = lint(listed, standing, wish.longest, seen)
    fixes, unseen = Fixes(listed, (), ()), beyond(listed, seen, standing.places)
    for _ in range(ROUNDS if listed.model != CATEGORY_MODEL and not listed.broken else 0):
        more = fix(fixes.list, rest.findings, wish.fix)
        if more.list.text == fixes.list.text:
            break
        fixes = Fixes(more.list, (*fixes.removed, *more.removed), (*fixes.changed, *more.changed))
        rest = lint(fixes.list, standing, wish.longest, unseen)
    return FixPlan(page, listed, report, fixes, rest)


def changes(
    home: Wiki, plans: Sequence[FixPlan], wish: CheckRequest, standing: Facts, say: Say
) -> list[Change]:
    """Return what is to be written: for each list the note on its talk page, the fixed list, its report.

    A note comes before its list: if the run is cut short in between, the next one finds the note and
    does not leave it twice.
    """
    talk = {
        one.page.title: report.talk_page(one.page.title, standing.rules[home.host].namespaces)
        for one in plans
        if one.edits
    }
    reports = {
        one.page.title: subpage(one.page.title, CHECK) for one in plans if wish.report and _is_page(one)
    }
    pages = home.read_many([*talk.values(), *reports.values()])
    found: list[Change] = []
    for one in plans:
        title = one.page.title
        section = report.note(one.listed, one.fixes.removed, say)
        if section:
            found.append(note_change(pages[talk[title]], section, say))
        if one.edits:
            found.append(list_change(home, one, wish, standing, say))
        if title in reports:
            found.append(report_change(pages[reports[title]], one, say))
    return found


def _is_page(one: FixPlan) -> bool:
    return one.listed.model != CATEGORY_MODEL


def list_change(home: Wiki, one: FixPlan, wish: CheckRequest, standing: Facts, say: Say) -> Change:
    """Return what fixes a list: planned again on what stands there, should that be something else by then."""

    def become(text: str) -> str:
        if text == one.page.text:
            return one.fixes.list.text
        now = replace(one.page, text=text)
        again = plan(now, delivery_list(now, home.host), wish, standing)
        refuse_unforeseen(again.doubts, one.doubts)
        return again.fixes.list.text

    return Change(one.page, become, report.summary(one.fixes, say), one.page.model)


def note_change(talk: Page, section: str, say: Say) -> Change:
    """Return what leaves the note on the talk page of a list, once."""
    return Change(talk, lambda text: report.with_note(text, section), say('note-summary'))


def report_change(page: Page, one: FixPlan, say: Say) -> Change:
    """Return what puts on the report page of a list what is left to find on it."""
    return Change(
        page,
        lambda text: report.report_page(text, one.fixes.list, one.rest, say),
        say('report-summary', count=len(one.rest.findings)),
    )
