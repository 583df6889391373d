#!/usr/bin/env python3
"""Check delivery lists, foretell what MassMessage would do with each line, and mend on request.

A list may be a page with {{target}} or {{#target:}} lines, a list in MassMessage's own format, or a
category. Every finding names its line and how to mend it. Nothing is mended unless asked by name.

Options:
-campaign:…  the campaign's page; its settings count unless they are given here
-list:…      the list (else the subpage Targets of the campaign's page); its subpages count too
-all         all delivery lists of the wiki, from its tracking category
-fix:…       mend findings of this kind; several parted by commas or by repeating. Kinds: malformed,
             unknownhost, namespace, missing, unregistered, renamed, blocked (without end), locked,
             optedout, inactive, duplicate, sameperson (keeps the wiki with most edits), twonames
-inactive:…  find who has edited no wiki since a date (2024-01-31) or within a span (2 years)
-perlist:…   the longest list that is all right (2000)
-report      write the findings to the subpage Check of each list
-shrink      allow a list to lose more than a fifth of its entries
-language:…  the language of what is written (else that of the wiki)
-always      write without asking
-simulate    show what would be written, and write nothing

Example: pwb check_targets -list:Outreach/Medicine/Targets -fix:renamed,duplicate -simulate

Exit codes: 0 nothing to find, or all of it mended; 1 there are findings, they are listed; 2 bad input
or refused, nothing written; 3 stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pywikibot
from outreach import wiki
from outreach.campaign import language, pick, read_settings, subpage, window, window_start
from outreach.farm import connect
from outreach.lists import lintreport
from outreach.lists.lint import MENDABLE, Fixes, Kind, Report, fix, lint
from outreach.lists.listpages import delivery_list, expanded, find_lists
from outreach.lists.lookup import collect, rules_of
from outreach.lists.standing import Standing
from outreach.lists.targets import CATEGORY_MODEL, WIKITEXT, DeliveryList, Target, shrinks_too_much
from outreach.pages import Page
from outreach.problems import BadInput, Problem
from outreach.settings import Setting, page_title

SCRIPT = 'check_targets'


def kinds(text: str) -> frozenset[Kind]:
    """Read kinds of findings; raise ValueError for one that does not exist or cannot be mended."""
    by_name = {kind.value: kind for kind in Kind if kind in MENDABLE}
    names = [name.strip().lower() for name in text.split(',') if name.strip()]
    if not names or not set(names) <= set(by_name):
        raise ValueError(f'must be of these kinds: {", ".join(by_name)}')
    return frozenset(by_name[name] for name in names)


SETTINGS: Mapping[str, Setting] = {
    'campaign': Setting(page_title),
    **pick('list', 'perlist'),
    'all': Setting(flag=True, default=False),
    'fix': Setting(kinds, repeat=True),
    'inactive': Setting(window),
    'report': Setting(flag=True, default=False),
    'shrink': Setting(flag=True, default=False),
    'language': Setting(language),
    'always': Setting(flag=True, default=False),
}


@dataclass(frozen=True)
class Options:
    """What this run is asked to do. `title` is '' for all lists of the wiki."""

    campaign: str
    title: str
    fix: frozenset[Kind]
    inactive: date | timedelta | None
    longest: int
    language: str
    report: bool
    shrink: bool
    always: bool


def parse_options(args: Sequence[str], read_page: Callable[[str], str | None]) -> Options:
    """Read the options from the command line and the campaign's page; raise BadInput with all errors."""
    given = read_settings(SETTINGS, args, read_page)
    title = given['list'] or (subpage(given['campaign'], 'Targets') if given['campaign'] else '')
    if not title and not given['all']:
        raise BadInput([Problem('-list', 'is needed: which list is to be checked? (or -campaign, or -all)')])
    fixes = frozenset(kind for one in given['fix'] for kind in one)
    if Kind.INACTIVE in fixes and not given['inactive']:
        raise BadInput([Problem('-fix:inactive', 'needs -inactive:…, which says since when')])
    return Options(
        campaign=given['campaign'] or '',
        title='' if given['all'] else title,
        fix=fixes,
        inactive=given['inactive'],
        longest=given['perlist'],
        language=given['language'] or '',
        report=given['report'],
        shrink=given['shrink'],
        always=given['always'],
    )


@dataclass(frozen=True)
class Plan:
    """What was found on one list, and the mended list."""

    page: Page
    listed: DeliveryList
    report: Report
    fixes: Fixes

    @property
    def left(self) -> int:
        """How many findings stay after the mending."""
        mended = {id(one) for one in (*self.fixes.removed, *self.fixes.changed)}
        gone = {one.entry for one in self.fixes.removed}
        return sum(id(one) not in mended and one.entry not in gone for one in self.report.findings)


def plan(
    page: Page,
    listed: DeliveryList,
    options: Options,
    standing: Standing,
    seen: Collection[Target] = (),
) -> Plan:
    """Check one list and mend what was asked for; `seen` are the targets that the wiki finds on it."""
    report = lint(listed, standing, options.longest, seen)
    can_write = listed.model != CATEGORY_MODEL and not listed.broken
    fixes = fix(listed, report.findings, options.fix) if can_write else Fixes(listed, (), ())
    return Plan(page, listed, report, fixes)


def refuse_shrinking(plans: Sequence[Plan], options: Options) -> None:
    """Raise BadInput naming each list that would lose too much."""
    problems = []
    for one in plans:
        if shrinks_too_much(one.listed, one.fixes.list) and not options.shrink:
            lost = f'{len(one.listed.entries) - len(one.fixes.list.entries)} of {len(one.listed.entries)}'
            text = f'would lose {lost} entries; give -shrink if that is right'
            problems.append(Problem(one.listed.title, text))
    if problems:
        raise BadInput(problems)


def write(
    home: wiki.Wiki, plans: Sequence[Plan], options: Options, standing: Standing, say: wiki.Say
) -> None:
    """Save the mended lists, the notes on their talk pages and the reports."""
    for one in plans:
        saved = one
        if one.fixes.list.text != one.listed.text:
            saved = save_list(home, one, options, standing, say)
            section = lintreport.note(saved.listed, saved.fixes.removed, say)
            if section:
                talk = lintreport.talk_page(one.page.title, standing.rules[home.host].namespaces)
                save_note(home, talk, section, say)
        if options.report and one.listed.model != CATEGORY_MODEL:
            write_report(home, replace(saved, listed=saved.fixes.list), options, standing, say)


def save_list(home: wiki.Wiki, one: Plan, options: Options, standing: Standing, say: wiki.Say) -> Plan:
    """Save one mended list, planned again on what stands there then; give the plan that was saved."""
    last = one

    def mended(now: Page) -> str:
        nonlocal last
        last = plan(now, delivery_list(now, home.host), options, standing)
        refuse_shrinking([last], options)
        return last.fixes.list.text

    words = lintreport.summary(one.fixes, say)
    home.update(one.page.title, mended, words, page=one.page, model=one.page.model)
    return last


def save_note(home: wiki.Wiki, talk: str, section: str, say: wiki.Say) -> None:
    """Leave the note on the talk page of a list."""
    home.update(talk, lambda now: lintreport.with_note(now.text, section), say('note-summary'))


def write_report(home: wiki.Wiki, one: Plan, options: Options, standing: Standing, say: wiki.Say) -> None:
    """Save what is left to find on a list to its report page."""
    report = lint(one.listed, standing, options.longest)
    try:
        home.update(
            subpage(one.page.title, 'Check'),
            lambda now: lintreport.report_page(now.text, one.listed, report, say),
            say('report-summary', count=len(report.findings)),
        )
    except ValueError as error:
        raise BadInput([Problem(subpage(one.page.title, 'Check'), str(error))]) from None


def main(*args: str) -> int:
    """Check lists, show what was found, and mend on consent."""
    given = wiki.start(args)
    farm = connect()
    home = farm.home
    options = parse_options(given, lambda title: home.read(title).text or None)
    home.stop_pages = (f'User:{home.user_name}/stop',)
    if options.campaign:
        home.stop_pages = (subpage(options.campaign, 'stop'), *home.stop_pages)
    now = datetime.now(UTC)
    since = window_start(options.inactive, now).strftime('%Y-%m-%dT%H:%M:%SZ') if options.inactive else None
    lists = find_lists(home, options.title, rules_of(home).namespaces)
    targets = [entry.target for _, listed in lists for entry in listed.entries if entry.target]
    taken = [e.reading.taken for _, listed in lists for e in listed.entries if e.reading.taken]
    standing = collect(farm, [*targets, *taken], now, since)
    plans = [
        plan(page, listed, options, standing, expanded(home, page.title) if listed.model == WIKITEXT else ())
        for page, listed in lists
    ]
    english = wiki.say(SCRIPT, 'en')
    for one in plans:
        for line in lintreport.terminal_lines(one.listed, one.report, english):
            pywikibot.info(line)
    for text in standing.notes:
        pywikibot.warning(text)
    pywikibot.info(f'{sum(farm.requests.values())} requests.')
    refuse_shrinking(plans, options)
    for one in plans:
        if one.fixes.removed or one.fixes.changed:
            todo = f'{len(one.fixes.removed)} entries to take off, {len(one.fixes.changed)} to change'
            pywikibot.info(f'{one.listed.title}: {todo}.')
    edits = sum(one.fixes.list.text != one.listed.text for one in plans)
    if (edits or options.report) and wiki.confirm(
        f'Save {edits} mended lists' + (' and the reports?' if options.report else '?'), always=options.always
    ):
        home.log_in()
        write(home, plans, options, standing, wiki.say(SCRIPT, options.language or home.info.language))
        return 1 if any(one.left for one in plans) or (edits and wiki.simulating()) else 0
    return 1 if any(one.report.findings for one in plans) else 0


if __name__ == '__main__':
    raise SystemExit(wiki.run(main))
