#!/usr/bin/env python3
"""Measure what a campaign did: those asked against those held out, sign-ups, retention, and complaints.

The figures stand between two markers on the subpage Measures of the campaign's page; a report of a month
is a page of its own, written once. Everything is counted from public pages and can be counted again by
anybody. Nothing is said of a window before it is over, and what is too little to say is called so.

Options:
-campaign:…      the campaign's page; its settings count unless given here (none)
-signups:…       page where people sign up; may be repeated (none)
-staff:…         page that names accounts which are not counted (none)
-criteria:…      page with the table of success criteria, whose figures are kept true (none)
-month:…         write the report of a month, such as 2026-11 (none)
-events:…        page of events, or their archive, for that report and the criteria; may be repeated (none)
-sofar           show the figures of a month that is not over, and write nothing
-plan            say before the first send what difference could be seen, and what measuring costs
-bywiki          add a table by wiki; counts below five are not told

What is counted, where nothing was fixed before the first send:
-outcome:…       what is counted: signup, topicedit or anyedit (signup)
-outcomewindow:… days after its wave in which it counts (30)
-holdout:…       per cent of the people who are asked later, so that it can be told what asking did (0)
-holdoutuntil:…  days after their wave on which they are asked (else outcomewindow and 7)

The topic, for -outcome:topicedit, as in build_targets:
-source:…        the wiki whose pages the sources name (else the campaign's)
-banner:…        template of a WikiProject on talk pages; may be repeated (none)
-category:…      category; may be repeated (none)
-depth:…         levels of subcategories (0)
-links:…         page whose links are taken; may be repeated (none)
-page:…          page; may be repeated (none)
-prefix:…        all pages that begin so; may be repeated (none)
-petscan:…       number of a PetScan query; may be repeated (none)
-pagepile:…      number of a PagePile; may be repeated (none)
-sparql:…        query of Wikidata; may be repeated (none)
-graph:…         graph of Wikidata, main or scholarly (main)
-wikis:…         wikis on which edits count, such as *.wikipedia.org; may be repeated (all)

How it runs:
-list:…          for -plan: the delivery list (else the subpage Targets of the campaign's page)
-language:…      the language of what is written (else that of the wiki)
-summary:…       words of yours before the summary of each edit (none)
-accept:…        go on in spite of doubts of this kind, unattended; may be repeated (none)
-always          write without asking
-simulate        show what would be written, and write nothing

Example: pwb measure_campaign -campaign:Outreach/Medicine -simulate

Exit codes: 0 done (also: nothing to do, nothing over yet), 1 finished, but something could not be counted,
2 bad input, nothing written, 3 stopped, or nobody consented.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from outreach import absent, holdout, phrases, wikitext
from outreach.campaign import (
    CRITERIA,
    HOLDOUT,
    HOLDOUTUNTIL,
    LIST,
    OUTCOME,
    OUTCOMEWINDOW,
    SIGNUPS,
    STAFF,
    subpage,
)
from outreach.exitcodes import exit_code
from outreach.measures import (
    beforehand,
    criteria,
    eventfigures,
    inputs,
    measurepage,
    monthreport,
    preregistration,
    published,
    reportedcriteria,
    results,
)
from outreach.measures.eventfigures import EventFigures
from outreach.measures.monthreport import Month
from outreach.measures.results import Results
from outreach.problems import Problem, no_page, refuse
from outreach.run import WRITING, Change, Run, begin, texts
from outreach.sends import messagepages
from outreach.settings import (
    CAMPAIGN,
    LANGUAGE,
    Given,
    flag,
    home_title,
    many,
    maybe,
)
from outreach.sharedtable import words
from outreach.wiki import tell, warn

SCRIPT = 'measure_campaign'
MONTH = maybe('month', monthreport.month)
EVENTS = many('events', home_title)
SOFAR = flag('sofar')
PLAN = flag('plan')
BYWIKI = flag('bywiki')
SETTINGS = (
    CAMPAIGN, SIGNUPS, STAFF, CRITERIA, MONTH, EVENTS, SOFAR, PLAN, BYWIKI, OUTCOME, OUTCOMEWINDOW,
    HOLDOUT, HOLDOUTUNTIL, *preregistration.TOPIC, LIST, *WRITING,
)  # fmt: skip


def check(given: Given, now: datetime) -> list[Problem]:
    """Return what is wrong between the options."""
    problems = holdout.problems(given)
    month = given[MONTH]
    if not given[CAMPAIGN]:
        problems.append(Problem('-campaign', 'is needed: whose effect is measured?'))
    if given[SOFAR] and not month:
        problems.append(Problem('-sofar', 'needs -month: the figures of which month?'))
    if given[PLAN] and month:
        problems.append(Problem('-plan -month', 'cannot be combined'))
    if given[EVENTS] and not (month or given[CRITERIA]):
        problems.append(Problem('-events', 'needs -month or -criteria: who is to tell of them?'))
    if month and now < month.start:
        problems.append(Problem(f'-month:{month}', 'has not begun'))
    elif month and now < month.end and not given[SOFAR]:
        problems.append(Problem(f'-month:{month}', 'is not over; -sofar shows how it stands'))
    if given[PLAN]:
        problems += holdout.lacking(holdout.of(given), given)
    return problems + phrases.check_language(SCRIPT, given.place(LANGUAGE), given[LANGUAGE])


def changes(run: Run, found: Results, events: Sequence[EventFigures]) -> Iterator[Change]:
    """Return the pages that become others: that of the measures, the criteria, and the report of a month."""
    given, say = run.given, run.say
    frame = messagepages.frame(run.home, given[LANGUAGE] or '')
    inside = measurepage.render_page(found, say, by_wiki=given[BYWIKI], month=given[MONTH])
    lead = say('lead', campaign=f'[[:{found.campaign}]]')

    def become(text: str) -> str:
        new = wikitext.put_region(text, published.REGION, inside, lead=lead)
        return new if text else frame(new)

    title = subpage(found.campaign, published.PAGE)
    yield Change(run.home.read(title), become, say('summary'))
    month = given[MONTH]
    if month:
        yield month_change(run, found, month, events)


def events_of(run: Run) -> list[EventFigures]:
    """Return the events that the report tells of; those of the criteria are all that have begun."""
    given, month, today = run.given, run.given[MONTH], run.now.date()
    first, last = date.min, today
    if month and not given[CRITERIA]:
        first, last = month.start.date(), min(month.end.date(), today)
    return eventfigures.read(run.trust, given[EVENTS], first, last)


def month_change(run: Run, found: Results, month: Month, events: Sequence[EventFigures]) -> Change:
    """Return the report of a month: new, or with a line for every figure that was wrong."""
    figures = list(results.of_month(found, month, events))
    page = run.home.read(subpage(found.campaign, published.PAGE, str(month)))
    frame = messagepages.frame(run.home, run.given[LANGUAGE] or '')
    written = monthreport.is_written(page.text)
    lines = [] if written else list(month_lines(run, found, month))

    def become(text: str) -> str:
        if monthreport.is_written(text):
            return monthreport.corrected(text, figures, run.now.date(), run.say)
        new = monthreport.render(month, figures, lines, run.say, text)
        return new if text else frame(new)

    return Change(
        page, become, run.say('summary-corrected' if written else 'summary-month', month=str(month))
    )


def month_lines(run: Run, found: Results, month: Month) -> Iterator[str]:
    """Return what a report says below its figures: the waves that were over, and the success criteria."""
    for one in results.ended(found, month):
        words = measurepage.sentence(one.effect, found.now, run.say)
        yield f'* {run.say("month-wave", wave=one.wave, words=words)}'
    if run.given[EVENTS]:
        pages = run.say('comma').join(f'[[:{title}]]' for title in run.given[EVENTS])
        yield f'* {run.say("month-events", pages=pages)}'
    title = run.given[CRITERIA]
    if title:
        stood = reportedcriteria.at_end(run.trust, title, month)
        yield from reportedcriteria.lines(
            reportedcriteria.in_month(stood, month, criteria_columns()), run.say
        )


def criteria_columns() -> dict[str, str]:
    """Return the columns of the table of criteria by their words in any language."""
    return words(phrases.of_script(SCRIPT).values(), 'criteria', criteria.COLUMNS)


def criteria_change(
    run: Run, found: Results, events: Sequence[EventFigures]
) -> tuple[Change | None, list[Problem]]:
    """Return the page of criteria with today's figures, and what in it cannot be counted."""
    title, today = run.given[CRITERIA], run.now.date()
    if not title:
        return None, []
    page = run.home.read(title)
    if not page.revid:
        return None, [no_page(title, 'there is no such page of criteria')]
    figures = results.of_criteria(found, Month(today.year, today.month), events)
    columns = criteria_columns()

    def renewed(text: str) -> criteria.Counted:
        return criteria.update(text, title, figures, today, columns, run.say)

    done = renewed(page.text)
    for name in done.newly_met:
        tell(f'Newly met: {name}')
    summary = run.say('summary-criteria', count=len(done.newly_met))
    return Change(page, lambda text: renewed(text).text, summary), list(done.problems)


def show(found: Results) -> None:
    """Print what was found in plain words, and what was not counted."""
    english, measured = texts(SCRIPT, 'en'), found.measured
    if measured.design is None and measured.now_given and measured.now_given.share and found.waves:
        warn('The hold-out was set after the first send: it is no control, and nothing is compared.')
    elif measured.design != measured.now_given and measured.design:
        warn(f'What was fixed before the first send counts: {measured.design.words}.')
    if measured.changed:
        warn(f'Others than on the campaign page at the first send: {", ".join(measured.changed)}.')
    if not found.waves:
        tell('Nothing was sent yet: -plan says what could be seen.')
    for one in found.waves:
        groups = f'{one.effect.asked.people} asked, {one.effect.held.people} held out'
        tell(f'Wave {one.wave}, {one.day:%Y-%m-%d}: {groups}.')
        told = one.effect.over <= found.now and one.effect.known
        for name, group in (('asked', one.effect.asked), ('held out', one.effect.held)):
            if told and group.counted:
                tell(f'  {name}: {group.did} of {group.counted} did, {group.already} had before')
        tell(f'  {measurepage.of_wave(found, one.effect, english)}')
    if found.total and len(found.waves) > 1:
        tell(f'In all: {measurepage.sentence(found.total, found.now, english)}')
    for wave in found.unchecked:
        warn(f'Wave {wave}: nobody has checked what became of it: run check_delivery.')
    for reason, count in sorted(measured.left_out.items()):
        if count:
            tell(f'Not counted ({reason}): {count}.')


def show_month(found: Results, month: Month, events: Sequence[EventFigures]) -> int:
    """Print how a month stands that is not over."""
    english = texts(SCRIPT, 'en')
    for one in results.of_month(found, month, events):
        tell(f'{one.value:>10}  {published.label(one.key, english)}')
    return 0


def measure(run: Run) -> int:
    """Measure a campaign, show what was found, and bring it onto its pages; return the exit code."""
    given = run.given
    refuse(check(given, run.now))
    campaign, month = given[CAMPAIGN] or '', given[MONTH]
    if given[PLAN]:
        for line in beforehand.lines(run, campaign):
            tell(line)
        return 0
    found = results.of(inputs.read(run, campaign), run.now)
    refuse(inputs.too_early(run.home, campaign, month, (one.day for one in found.waves)))
    if not found.waves:
        refuse(holdout.lacking(holdout.of(given), given))
    events = events_of(run)
    show(found)
    if month and given[SOFAR]:
        return show_month(found, month, events)
    kept, problems = criteria_change(run, found, events)
    problems = [*found.measured.problems, *problems]
    for problem in problems:
        warn(str(problem))
    if found.waves or found.measured.pages:
        run.write([*changes(run, found, events), *([kept] if kept else [])])
    tell(*run.requests())
    return 1 if problems or found.unchecked else 0


def main(*args: str) -> int:
    """Measure a campaign."""
    run = begin(SCRIPT, SETTINGS, args, datetime.now(UTC))
    return absent.told_together(
        run.home, absent.named(run.given, (SIGNUPS, STAFF, CRITERIA, EVENTS)), lambda: measure(run)
    )


if __name__ == '__main__':
    raise SystemExit(exit_code(main))
