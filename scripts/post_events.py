#!/usr/bin/env python3
"""Keep a calendar and a map of events on wiki pages, from many sources, and say which reports are missing.

Each page says itself what it wants, in one {{Outreach events}} template that any editor can fill in: events
of Extension:CampaignEvents, tables and {{Outreach event}} rows that people keep, calendars (ICS), forums,
sites with The Events Calendar. One event from several sources is one row; what people write goes first. What
is written stands between markers, nothing else on the page is touched. Events that vanish from their source
are struck for a month, a source that fails leaves its events standing. Without changes there is no edit.
Only hosts that user-config.py allows are asked (_outreach_hosts), only pages that are named here or begin
with one of its _outreach_pages are filled.

Options:
-page:…      a page to fill; may be repeated (else all below _outreach_pages that have the template)
-campaign:…  the campaign's page: the pages below it are filled too, and its stop page counts (none)
-icsin:…     a calendar in a local file of at most 5 MiB, for all these pages; may be repeated (none)
-ics:…       also write the calendar to this file, for people to subscribe to; with one -page (none)
-json:…      also write the events to this file as JSON; with one -page (none)
-language:…  the language of the words on pages that name none (else that of the wiki)
-summary:…   words of yours before the summary of each edit (none)
-accept:…    go on in spite of doubts of this kind, unattended; may be repeated (none). "emptied" takes
             the events of a source away that answers, but suddenly has nothing
-always      write without asking
-simulate    show what would be written, and write nothing

Where only events of CampaignEvents are wanted, as a list, {{Special:AllEvents}} on the page shows them
without a bot.

Examples: pwb post_events -page:Outreach/Medicine/Events -simulate
          pwb post_events -page:Outreach/Medicine/Events -ics:public_html/medicine.ics -always

Exit codes: 0 done (also: nothing to do), 1 finished, but a source or a page failed, or single events could
not be read, and all are listed, 2 bad input, nothing written, 3 stopped, or nobody consented.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from outreach import guardedreading, outputs, phrases, settingspages, siteinfo, wiki
from outreach.accountlinks import resolver_of
from outreach.asking import EMPTIED, SourceState, emptied
from outreach.events import calendarpages, exports, icswriting
from outreach.events.calendarchanges import CalendarWiki, PlannedCalendar, planned
from outreach.events.calendarpage import CalendarLayout
from outreach.events.calendarpages import CalendarPage, base_of
from outreach.events.calendarplan import EventReading
from outreach.events.campaignsource import CampaignDesk
from outreach.events.collecting import Desk, Question, collect, local_calendars
from outreach.events.eventlinks import Linker
from outreach.events.eventsettings import TEMPLATE, MapForm
from outreach.events.eventsources import own_rows
from outreach.exitcodes import exit_code
from outreach.fetchcache import FetchCache
from outreach.fetching import Fetcher
from outreach.guardedreading import check_library
from outreach.hosts import allowed_hosts
from outreach.problems import Problem, refuse
from outreach.reachable import AllowedHosts
from outreach.run import WRITING, Change, Run, begin, texts
from outreach.sends.message import Language
from outreach.sends.messagepages import read_languages
from outreach.settings import CAMPAIGN, LANGUAGE, home_title, many, maybe
from outreach.wiki import complain, tell, warn
from outreach.words import counted
from pywikibot import config

SCRIPT = 'post_events'
PAGE = many('page', home_title)
ICS_IN = many('icsin', str)
ICS = maybe('ics', exports.new_place)
JSON = maybe('json', exports.new_place)
SETTINGS = (PAGE, CAMPAIGN, ICS_IN, ICS, JSON, *WRITING)
READER = 'outreach.events.icsreading'
SHOWN = 20

MakeFetcher = Callable[[AllowedHosts, str], Fetcher]


def read_pages(
    run: Run, hosts: AllowedHosts, unreadable: Sequence[Problem]
) -> tuple[list[CalendarPage], list[Problem]]:
    """Return the pages to fill, and what is wrong with others; named pages must all be right.

    A page that was only found stops nobody else's. Of `unreadable` calendars there may be none.
    """
    given = run.given
    problems = []
    if not (given[CAMPAIGN] or given[PAGE] or outputs.prefixes()):
        why = 'is needed: which page is filled? (or set _outreach_pages in user-config.py)'
        problems.append(Problem('-page', why))
    if (given[ICS] or given[JSON]) and len(given[PAGE]) != 1:
        problems.append(Problem('-ics, -json', 'need exactly one -page: a file is that of one calendar'))
    if problems or not given[PAGE]:
        refuse([*problems, *unreadable])
    titles = given[PAGE] or settingspages.with_template(run.home, TEMPLATE)
    if not titles:
        where = given[CAMPAIGN] or ', '.join(outputs.prefixes())
        tell(settingspages.none_found(run.home, TEMPLATE, where))
    pages, wrong = calendarpages.read(run.home, titles, hosts)
    if given[PAGE]:
        refuse([*unreadable, *wrong])
    return pages, wrong


def plan_pages(
    run: Run, pages: Sequence[CalendarPage], fetcher: Fetcher, files: dict[str, bytes]
) -> list[PlannedCalendar]:
    """Ask all sources, each once, and return the plan of every page."""
    home, failed = run.home, set[str]()
    linker = Linker(base_of(home), resolver_of(run.farm, failed))
    parse = partial(guardedreading.read_all, READER)
    months = siteinfo.month_names(home)
    questions = [
        Question(one.settings, one.before, one.own_text, one.language or run.language, run.now.date())
        for one in pages
    ]
    with closing(FetchCache(Path(config.base_dir) / 'outreach' / 'fetched.sqlite')) as cache:
        campaign = CampaignDesk(run.farm, cache, linker, run.now)
        readings = collect(Desk(campaign, fetcher, months, parse, files), questions, own_rows)
    asked = counted(sum(fetcher.requests.values()), 'request')
    tell(f'{asked} to {counted(len(fetcher.requests), "host")} of sources.')
    languages = read_languages(home, {one.language for one in questions})
    return [
        plan_page(run, page, some, languages.get(page.language or run.language))
        for page, some in zip(pages, readings, strict=True)
    ]


def plan_page(
    run: Run, page: CalendarPage, readings: list[EventReading], language: Language | None
) -> PlannedCalendar:
    """Return the plan of one page, in a language (None: one that the wiki does not know)."""
    home = run.home
    picture = page.settings.map is MapForm.PICTURE
    around = CalendarWiki(
        base_of(home),
        page.language or run.language,
        language.direction if language else 'ltr',
        picture and calendarpages.has_file(home, page.settings.map_file),
        home.site.has_extension('LabeledSectionTransclusion'),
        bool(page.language) or run.language != home.info.language,
    )
    if picture and not around.has_file:
        warn(
            f'{page.page.title}: there is no File:{page.settings.map_file}; the places stand there as a list'
        )
    names = {code: name for one in readings for code, name in one.names.items()}
    say = texts(SCRIPT, page.language) if page.language else run.say
    layout = CalendarLayout(page.settings.form, say, run.now, around.base, names)
    first = PlannedCalendar(page, readings, layout, around, {}, frozenset(), run.accepts(EMPTIED))
    return planned(home, first)


def show(one: PlannedCalendar) -> bool:
    """Print how each source stood and what becomes of the events; return whether all is well."""
    title, done = one.calendar.page.title, one.done
    for reading in one.readings:
        detail = f': {reading.detail}' if reading.detail else ''
        events = counted(len(reading.found.sightings), 'event')
        line = f'  {reading.source.label}: {reading.state}, {events}{detail}'
        tell(line) if reading.state.answered else warn(line.strip())
    names = {entry.id: f'{entry.event.name} ({entry.span.first})' for entry in done.everything}
    tell(f'Events on {title}: {counted(len(done.entries), "event")}')
    for kind, ids in (('new', done.new), ('changed', done.changed), ('withdrawn', done.withdrawn)):
        for id_ in ids[:SHOWN]:
            tell(f'  {kind}: {names.get(id_, id_)}')
        if len(ids) > SHOWN:
            tell(f'  {kind}: {len(ids) - SHOWN} more')
    for year, some in done.archived.items():
        tell(f'  {one.calendar.settings.archive}/{year}: {counted(len(some), "event")}')
    wrong = (*one.calendar.problems, *done.problems)
    for place, problem in wrong:
        warn(f'{place}: {problem}')
    answered = all(some.state.answered or some.state is SourceState.GONE for some in one.readings)
    return answered and not wrong and not done.emptied


def changes(run: Run, one: PlannedCalendar) -> list[Change]:
    """Return what is written for a page: its archives first, so that nothing is ever on none of them."""
    archived = one.done.archived
    pages = {year: calendarpages.archive(run.home, one.calendar, year) for year in archived}
    written = [one.archive_change(pages[year], some) for year, some in archived.items()]
    return [*written, one.change()]


def write_files(run: Run, one: PlannedCalendar) -> None:
    """Write the files that were asked for: exactly what stands on the page."""
    title, host, entries = one.calendar.page.title, run.home.host, one.done.entries
    for path, made in ((run.given[ICS], icswriting.write), (run.given[JSON], exports.json_file)):
        if path is not None and run.simulating:
            tell(f'Would write {path}: {counted(len(entries), "event")}.')
        elif path is not None:
            changed = exports.write(path, made(entries, title, host))
            tell(f'{path}: {counted(len(entries), "event")}, {"written" if changed else "unchanged"}.')


def main(*args: str, make_fetcher: MakeFetcher = Fetcher) -> int:
    """Read pages and sources, show what becomes of the calendars, and write them."""
    run = begin(SCRIPT, SETTINGS, args, datetime.now(UTC))
    check_library('events')  # -help is told without it
    refuse(phrases.check_language(SCRIPT, run.given.place(LANGUAGE), run.given[LANGUAGE]))
    hosts = allowed_hosts()
    files, unreadable = local_calendars(run.given[ICS_IN])
    pages, problems = read_pages(run, hosts, unreadable)
    for problem in problems:
        complain(str(problem))
    calendars = plan_pages(run, pages, make_fetcher(hosts, wiki.user_agent(run.home.site)), files)
    well = [show(one) for one in calendars]
    held = [doubt for one in calendars for doubt in emptied(one.calendar.page.title, one.done.emptied)]
    run.write([change for one in calendars for change in changes(run, one)], doubts=held)
    for one in calendars:
        write_files(run, one)
    return 0 if all(well) and not problems else 1


if __name__ == '__main__':
    raise SystemExit(exit_code(main))
