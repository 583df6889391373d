#!/usr/bin/env python3
"""Check delivery lists, predict what MassMessage would do with each line, and fix on request.

A list may be a page with {{target}} or {{#target:}} lines, a list in MassMessage's own format, or a
category. Every finding names its line and how to fix it. Nothing is fixed unless asked by name.

Options:
-campaign:…  the campaign's page; its settings count unless given here (none)
-list:…      the list (else the subpage Targets of the campaign's page) with its parts by language
-all         all delivery lists of the wiki, from its tracking category
-fix:…       fix findings of this kind; several separated by commas or by repeating. Kinds: malformed,
             unknownhost, namespace, missing, unregistered, renamed, blocked (indefinitely), locked,
             optedout, excluded, left, elsewhere, inactive, duplicate, struck, sameperson (keeps the
             wiki with most edits), twonames; may be repeated (none). A note on the list's talk page says
             who was removed, and how to come back
-exclude:…   a page that names people, or whole wikis, that must not be asked; may be repeated (none)
-inactive:…  find who has edited no wiki since 2024-01-31, or for 2 years (none)
-perlist:…   the longest list that is all right (2000)
-report      write the findings to the subpage Check of each list
-estimate    say what a run would cost, and stop
-language:…  the language of what is written (else that of the wiki)
-summary:…   words of yours before the summary of each edit (none)
-accept:…    go on in spite of doubts of this kind, unattended; may be repeated (none)
-always      write without asking
-simulate    show what would be written, and write nothing

Example: pwb check_targets -list:Outreach/Medicine/Targets -fix:renamed,duplicate -simulate

Exit codes: 0 nothing to find, or all of it fixed; 1 there are findings, they are listed; 2 bad input
or refused, nothing written; 3 stopped, or nobody consented.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from outreach import absent
from outreach.audience import deletedpages, subscriptionpages
from outreach.audience.excludepages import read_excluded
from outreach.campaign import EXCLUDE, LIST, PERLIST, subpage
from outreach.checks import report
from outreach.checks.facts import Facts
from outreach.checks.fixes import CheckRequest, FixPlan, changes, plan
from outreach.checks.lint import FIXABLE, Kind
from outreach.checks.lookup import collect, estimate, rules_of
from outreach.doubts import Doubt
from outreach.exitcodes import exit_code
from outreach.lists.deliverylist import CATEGORY_MODEL, DeliveryList
from outreach.lists.entries import Target
from outreach.lists.listpages import expanded, find_lists
from outreach.moments import iso
from outreach.names import user_talk
from outreach.pages import Page
from outreach.problems import NOTHING_WRITTEN, BadInput, Problem, Stopped, refuse
from outreach.run import WRITING, Run, begin, texts
from outreach.sends import heldout
from outreach.sends.sendpages import SendPages
from outreach.settings import (
    CAMPAIGN,
    ESTIMATE,
    Given,
    flag,
    many,
    maybe,
    some_of,
    window,
    window_start,
)
from outreach.wiki import tell, warn
from outreach.words import counted

SCRIPT = 'check_targets'
# where the report was written all the same
UNFIXED = 'The report alone was written, and no list was changed'


def kinds(text: str) -> frozenset[Kind]:
    """Read kinds of findings; raise ValueError for one that does not exist or cannot be fixed."""
    names = some_of(*(kind.value for kind in Kind if kind in FIXABLE))(text)
    return frozenset(map(Kind, names))


ALL = flag('all')
FIX = many('fix', kinds)
INACTIVE = maybe('inactive', window)
REPORT = flag('report')
SETTINGS = (
    CAMPAIGN, LIST, PERLIST, EXCLUDE, ALL, FIX, INACTIVE, REPORT, ESTIMATE, *WRITING,
)  # fmt: skip


def check(given: Given, now: datetime) -> list[Problem]:
    """Return what is wrong with the options together."""
    problems = []
    if not given[LIST] and not given[CAMPAIGN] and not given[ALL]:
        problems.append(Problem('-list', 'is needed: which list is to be checked? (or -campaign, or -all)'))
    if given[ALL] and LIST in given and given.place(LIST).startswith('-'):
        problems.append(Problem('-all -list', 'cannot be combined'))
    inactive = given[INACTIVE]
    if inactive is None and any(Kind.INACTIVE in some for some in given[FIX]):
        problems.append(Problem('-fix:inactive', 'needs -inactive:…, which says since when'))
    try:
        inactive_since(inactive, now)
    except ValueError as error:
        problems.append(Problem(given.place(INACTIVE), str(error)))
    return problems


def title_of(given: Given) -> str:
    """Return the list that is to be checked; '' for all lists of the wiki."""
    return '' if given[ALL] else given[LIST] or subpage(given[CAMPAIGN] or '', 'Targets')


def asked_about(given: Given, lists: Sequence[tuple[Page, DeliveryList]]) -> tuple[str, list[str]]:
    """Return the campaign on whose page people may have asked, and the lists that they may have edited."""
    pages = [page.title for page, listed in lists if listed.model != CATEGORY_MODEL]
    return given[CAMPAIGN] or '', [] if given[ALL] else pages


def wish_of(given: Given) -> CheckRequest:
    """Return what is to be fixed and written."""
    return CheckRequest(frozenset().union(*given[FIX]), given[PERLIST], report=given[REPORT])


def inactive_since(inactive: date | timedelta | None, now: datetime) -> str | None:
    """Return the moment of `-inactive`; raise ValueError where it lies in the future."""
    return None if inactive is None else iso(window_start(inactive, now))


def show(plans: Sequence[FixPlan], standing: Facts) -> None:
    """Print what was found on each list, and what would be fixed."""
    english = texts(SCRIPT, 'en')
    for one in plans:
        for line in report.terminal_lines(one.listed, one.report, english):
            tell(line)
        if one.edits:
            off = counted(len(one.fixes.removed), 'entry', 'entries')
            tell(f'  To fix: {off} to remove, {len(one.fixes.changed)} to change.')
            if report.note(one.listed, one.fixes.removed, english):
                tell("  A note on the list's talk page will say who was removed, why, and how to come back.")
    for text in standing.notes:
        warn(text)


def show_held_out(run: Run) -> None:
    """Print who of the campaign's people is held out, and until which day."""
    campaign = run.given[CAMPAIGN]
    pages = SendPages(run.trust, campaign, run.now).pages if campaign else ()
    for line in heldout.lines(list(heldout.on_pages(pages)), run.now):
        tell(f'  {line}')


def write(
    run: Run, plans: Sequence[FixPlan], wish: CheckRequest, standing: Facts, doubts: Sequence[Doubt]
) -> bool:
    """Write what was asked for; where no list is fixed after all, still the report."""
    try:
        return run.write(changes(run.home, plans, wish, standing, run.say), doubts=doubts)
    except (BadInput, Stopped) as error:
        only = replace(wish, fix=frozenset())
        if not (wish.fix and wish.report):
            raise
        unfixed = changes(run.home, [one.unfixed for one in plans], only, standing, run.say)
        if not run.write(unfixed) or run.simulating:
            raise
        if isinstance(error, BadInput):
            raise BadInput(error.problems, UNFIXED) from None
        raise Stopped(re.sub(NOTHING_WRITTEN, UNFIXED, str(error), flags=re.IGNORECASE)) from None


def look(run: Run) -> int:
    """Check lists, show what was found, and fix on consent; return the exit code."""
    refuse(check(run.given, run.now))
    farm, home, wish = run.farm, run.home, wish_of(run.given)
    since = inactive_since(run.given[INACTIVE], run.now)
    excluded = read_excluded(farm, run.given[EXCLUDE], run.trust)
    lists = find_lists(home, title_of(run.given), rules_of(home).namespaces)
    if run.given[ALL]:
        run.may_write(page.title for page, _ in lists)
    targets = [target for _, listed in lists for target in listed.named]
    if run.given[ESTIMATE]:
        tell(*estimate(farm, targets, len(lists), inactive=bool(since)))
        return 0
    known = collect(farm, targets, run.now, since)
    wishes = subscriptionpages.read(farm, run.trust, *asked_about(run.given, lists), known.places)
    if moved := [Target(host, user_talk(name)) for name, host in wishes.hosts.items()]:
        known = collect(farm, moved, run.now, since, known)
    notes = (*known.notes, *map(str, (*excluded.unread, *excluded.lifted, *wishes.told)))
    standing = replace(known, excluded=excluded, notes=notes, asked=wishes)
    plans = [plan(page, listed, wish, standing, expanded(home, listed)) for page, listed in lists]
    show(plans, standing)
    show_held_out(run)
    tell(*run.requests())
    doubts = [doubt for one in plans for doubt in one.doubts]
    doubts += deletedpages.doubts(home, run.given[EXCLUDE], run.given[CAMPAIGN]) if wish.fix else []
    if run.given[CAMPAIGN]:  # whose names wait for an approval unless somebody we trust vouches for them
        doubts += [one for some in plans for one in some.doubts_of_authors(run.trust, standing.places)]
    written = bool(wish.fix or wish.report) and write(run, plans, wish, standing, doubts)
    left = [one.rest if written and not run.simulating else one.report for one in plans]
    faulty = any(finding.is_fault for one in left for finding in one.findings)
    return 1 if faulty or excluded.unread or known.notes else 0


def main(*args: str) -> int:
    """Check lists."""
    run = begin(SCRIPT, SETTINGS, args, datetime.now(UTC))
    return absent.told_together(run.home, absent.named(run.given, (LIST, EXCLUDE)), lambda: look(run))


if __name__ == '__main__':
    raise SystemExit(exit_code(main))
