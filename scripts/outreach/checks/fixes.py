"""Fixing delivery lists: what a run would do to each list, and how it is written.

Everything is planned again on what stands on a page when it is saved.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from outreach import wikitext
from outreach.campaign import subpage
from outreach.checks import report
from outreach.checks.facts import Facts
from outreach.checks.lint import Fixes, Kind, Report, beyond, fix, lint
from outreach.lists.deliverylist import CATEGORY_MODEL, DeliveryList
from outreach.lists.entries import Target
from outreach.lists.listpages import delivery_list
from outreach.lists.merge import shrinks_too_much
from outreach.pages import Page
from outreach.phrases import Say
from outreach.problems import BadInput, Problem, refuse
from outreach.wiki import Wiki

CHECK = 'Check'
# what a fix brings to light is fixed too: fixed once, an entry is read, known, and told from others
ROUNDS = 3


@dataclass(frozen=True)
class Wish:
    """What is wanted of a check: the kinds to fix, the longest list (0: any), a report, and if lists may
    lose more than a fifth of their entries.
    """

    fix: frozenset[Kind] = frozenset()
    longest: int = 0
    report: bool = False
    shrink: bool = False


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


def plan(
    page: Page, listed: DeliveryList, wish: Wish, standing: Facts, seen: Collection[Target] = ()
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


def refuse_shrinking(plans: Sequence[FixPlan], wish: Wish) -> None:
    """Raise BadInput naming each list that would lose too much."""
    problems = []
    for one in plans:
        if shrinks_too_much(one.listed, one.fixes.list) and not wish.shrink:
            lost = f'{len(one.listed.entries) - len(one.fixes.list.entries)} of {len(one.listed.entries)}'
            text = f'would lose {lost} entries; give -shrink if that is right'
            problems.append(Problem(one.listed.title, text))
    refuse(problems)


def write(home: Wiki, plans: Sequence[FixPlan], wish: Wish, standing: Facts, say: Say) -> None:
    """Save the notes on talk pages, the fixed lists and the reports.

    A note comes before its list: if the run is cut short in between, the next one finds the note and
    does not leave it twice. Raises BadInput, before anything is written, with every page that our
    account may not edit.
    """
    talk = {
        one.page.title: report.talk_page(one.page.title, standing.rules[home.host].namespaces)
        for one in plans
        if one.edits
    }
    reports = [subpage(one.page.title, CHECK) for one in plans if wish.report and _is_page(one)]
    refused = home.may_not_edit([*talk, *talk.values(), *reports])
    problems = [Problem(title, reason) for title, reason in refused.items()]
    for title, page in home.read_many(reports).items():
        try:
            wikitext.region(page.text, report.REGION)
        except ValueError as error:
            problems.append(Problem(title, str(error)))
    refuse(problems)
    for one in plans:
        section = report.note(one.listed, one.fixes.removed, say)
        if section:
            save_note(home, talk[one.page.title], section, say)
        saved = save_list(home, one, wish, standing, say) if one.edits else one
        if wish.report and _is_page(one):
            write_report(home, saved, say)


def _is_page(one: FixPlan) -> bool:
    return one.listed.model != CATEGORY_MODEL


def save_list(home: Wiki, one: FixPlan, wish: Wish, standing: Facts, say: Say) -> FixPlan:
    """Save one fixed list, planned again on what stands there then; return the plan that was saved."""
    last = one

    def fixed(now: Page) -> str:
        nonlocal last
        last = plan(now, delivery_list(now, home.host), wish, standing)
        refuse_shrinking([last], wish)
        return last.fixes.list.text

    words = report.summary(one.fixes, say)
    home.update(one.page.title, fixed, words, page=one.page, model=one.page.model)
    return last


def save_note(home: Wiki, talk: str, section: str, say: Say) -> None:
    """Leave the note on the talk page of a list."""
    home.update(talk, lambda now: report.with_note(now.text, section), say('note-summary'))


def write_report(home: Wiki, one: FixPlan, say: Say) -> None:
    """Save what is left to find on a list to its report page; raise BadInput for broken markers."""
    title = subpage(one.page.title, CHECK)
    try:
        home.update(
            title,
            lambda now: report.report_page(now.text, one.fixes.list, one.rest, say),
            say('report-summary', count=len(one.rest.findings)),
        )
    except ValueError as error:
        raise BadInput([Problem(title, str(error))]) from None
