#!/usr/bin/env python3
"""Check delivery lists, predict what MassMessage would do with each line, and fix on request.

A list may be a page with {{target}} or {{#target:}} lines, a list in MassMessage's own format, or a
category. Every finding names its line and how to fix it. Nothing is fixed unless asked by name.

Options:
-campaign:…  the campaign's page; its settings count unless they are given here
-list:…      the list (else the subpage Targets of the campaign's page) with its parts by language
-all         all delivery lists of the wiki, from its tracking category
-fix:…       fix findings of this kind; several separated by commas or by repeating. Kinds: malformed,
             unknownhost, namespace, missing, unregistered, renamed, blocked (indefinitely), locked,
             optedout, excluded, inactive, duplicate, sameperson (keeps the wiki with most edits),
             twonames
-exclude:…   a page that names people, or whole wikis, that must not be asked; may be repeated
-inactive:…  find who has edited no wiki since a date (2024-01-31) or within a span (2 years)
-perlist:…   the longest list that is all right (2000)
-report      write the findings to the subpage Check of each list
-shrink      allow a list to lose more than a fifth of its entries
-language:…  the language of what is written (else that of the wiki)
-accept:…    go on in spite of doubts of this kind, unattended; may be repeated (none)
-always      write without asking
-simulate    show what would be written, and write nothing

Example: pwb check_targets -list:Outreach/Medicine/Targets -fix:renamed,duplicate -simulate

Exit codes: 0 nothing to find, or all of it fixed; 1 there are findings, they are listed; 2 bad input
or refused, nothing written; 3 stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pywikibot
from outreach import siteinfo, wiki
from outreach.audience.excludepages import read_excluded
from outreach.campaign import EXCLUDE, LIST, PERLIST, read_settings, stop_pages, subpage
from outreach.checks import report
from outreach.checks.facts import Facts
from outreach.checks.fixes import FixPlan, Wish, plan, refuse_shrinking, write
from outreach.checks.lint import FIXABLE, Kind
from outreach.checks.lookup import collect, rules_of
from outreach.farm import connect
from outreach.lists.listpages import expanded, find_lists
from outreach.moments import iso
from outreach.problems import BadInput, Problem
from outreach.run import confirm, exit_code, texts
from outreach.settings import ACCEPT, ALWAYS, CAMPAIGN, LANGUAGE, flag, many, maybe, window, window_start
from outreach.words import counted

SCRIPT = 'check_targets'


def kinds(text: str) -> frozenset[Kind]:
    """Read kinds of findings; raise ValueError for one that does not exist or cannot be fixed."""
    by_name = {kind.value: kind for kind in Kind if kind in FIXABLE}
    names = [name.strip().lower() for name in text.split(',') if name.strip()]
    if not names or not set(names) <= set(by_name):
        raise ValueError(f'must be of these kinds: {", ".join(by_name)}')
    return frozenset(by_name[name] for name in names)


ALL = flag('all')
FIX = many('fix', kinds)
INACTIVE = maybe('inactive', window)
REPORT = flag('report')
SHRINK = flag('shrink')
SETTINGS = (
    CAMPAIGN, LIST, PERLIST, EXCLUDE, ALL, FIX, INACTIVE, REPORT, SHRINK, LANGUAGE, ACCEPT, ALWAYS,
)  # fmt: skip


@dataclass(frozen=True)
class Options:
    """What this run is asked to do. `title` is '' for all lists of the wiki."""

    campaign: str
    title: str
    exclude: tuple[str, ...]
    inactive: date | timedelta | None
    wish: Wish
    language: str
    always: bool


def parse_options(
    args: Sequence[str], read_page: Callable[[str], str | None], title_of: Callable[[str], str] = str
) -> Options:
    """Read the options from the command line and the campaign's page; raise BadInput with all errors."""
    given = read_settings(SETTINGS, args, read_page, title_of)
    title = given[LIST] or subpage(given[CAMPAIGN] or '', 'Targets') * bool(given[CAMPAIGN])
    if not title and not given[ALL]:
        raise BadInput([Problem('-list', 'is needed: which list is to be checked? (or -campaign, or -all)')])
    if given[ALL] and given[LIST]:
        raise BadInput([Problem('-all -list', 'cannot be combined')])
    fixes = frozenset(kind for one in given[FIX] for kind in one)
    if Kind.INACTIVE in fixes and not given[INACTIVE]:
        raise BadInput([Problem('-fix:inactive', 'needs -inactive:…, which says since when')])
    return Options(
        campaign=given[CAMPAIGN] or '',
        title='' if given[ALL] else title,
        exclude=given[EXCLUDE],
        inactive=given[INACTIVE],
        wish=Wish(fixes, given[PERLIST], report=given[REPORT], shrink=given[SHRINK]),
        language=given[LANGUAGE] or '',
        always=given[ALWAYS],
    )


def inactive_since(options: Options, now: datetime) -> str | None:
    """Return the moment of `-inactive`; raise BadInput where it lies in the future."""
    if options.inactive is None:
        return None
    try:
        return iso(window_start(options.inactive, now))
    except ValueError as error:
        raise BadInput([Problem('-inactive', str(error))]) from None


def show(plans: Sequence[FixPlan], standing: Facts, requests: int) -> None:
    """Print what was found on each list, and what would be fixed."""
    english = texts(SCRIPT, 'en')
    for one in plans:
        for line in report.terminal_lines(one.listed, one.report, english):
            pywikibot.info(line)
        if one.edits:
            off = counted(len(one.fixes.removed), 'entry', 'entries')
            pywikibot.info(f'  To fix: {off} to remove, {len(one.fixes.changed)} to change.')
    for text in standing.notes:
        pywikibot.warning(text)
    pywikibot.info(f'{requests} requests.')


def ask(plans: Sequence[FixPlan], options: Options) -> bool:
    """Ask for consent where there is something to write."""
    edits = sum(one.edits for one in plans)
    if not edits and not options.wish.report:
        return False
    reports = ' and the reports' if options.wish.report else ''
    lists = counted(edits, 'fixed list', 'fixed lists')
    return confirm(f'Save {lists}{reports}?', always=options.always)


def main(*args: str) -> int:
    """Check lists, show what was found, and fix on consent."""
    given = wiki.arguments(args)
    farm = connect()
    home = farm.home
    options = parse_options(given, lambda title: home.read(title).text or None, siteinfo.titles(home))
    home.stop_pages = stop_pages(options.campaign, home.user_name)
    now = datetime.now(UTC)
    since = inactive_since(options, now)
    excluded = read_excluded(farm, options.exclude)
    lists = find_lists(home, options.title, rules_of(home).namespaces)
    targets = [target for _, listed in lists for target in listed.named]
    known = collect(farm, targets, now, since)
    notes = (*known.notes, *map(str, (*excluded.unread, *excluded.lifted)))
    standing = replace(known, excluded=excluded, notes=notes)
    plans = [plan(page, listed, options.wish, standing, expanded(home, listed)) for page, listed in lists]
    show(plans, standing, sum(farm.requests.values()))
    refuse_shrinking(plans, options.wish)
    if ask(plans, options):
        home.log_in()
        write(home, plans, options.wish, standing, texts(SCRIPT, options.language or home.info.language))
        edits = any(one.edits for one in plans)
        left = any(one.rest.findings for one in plans) or bool(excluded.unread)
        return 1 if left or (edits and wiki.simulating()) else 0
    return 1 if any(one.report.findings for one in plans) or excluded.unread else 0


if __name__ == '__main__':
    raise SystemExit(exit_code(main))
