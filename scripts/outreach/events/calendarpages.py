"""The calendars on a wiki: which pages may be filled, what their templates ask for, and their archives."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from outreach import digits, settingspages, siteinfo, wikitext
from outreach.events import calendarpage, places
from outreach.events.event import CalendarEntry
from outreach.events.eventmap import REGION as MAP
from outreach.events.eventreports import COUNTS, REPORTS, report_title
from outreach.events.eventsettings import PARAMETERS, TEMPLATE, EventSettings, settings
from outreach.pages import Page
from outreach.problems import BadInput, Problem
from outreach.reachable import AllowedHosts
from outreach.settingspages import why_not
from outreach.wiki import Wiki


@dataclass(frozen=True)
class CalendarPage:
    """A calendar: its page, what its template asks for, its archives by year, and what people know of places.

    `language` is that of its words ('': that of the run); `problems` are lines that could not be read.
    """

    page: Page
    settings: EventSettings
    archives: dict[int, Page] = field(default_factory=dict)
    places: dict[str, tuple[float, float]] = field(default_factory=dict)
    language: str = ''
    problems: tuple[tuple[str, str], ...] = ()

    @cached_property
    def before(self) -> tuple[CalendarEntry, ...]:
        """Return the entries that stand on the page and in its archives, each once; raise BadInput."""
        found: dict[str, CalendarEntry] = {}
        for page in (*self.archives.values(), self.page):
            with wikitext.markers_on(page.title):
                found |= {one.id: one for one in calendarpage.read(page.text)}
        return tuple(found.values())

    @cached_property
    def own_text(self) -> str:
        """Return the text that people wrote: the page without our regions."""
        text = self.page.text
        for name in (calendarpage.REGION, MAP, REPORTS, COUNTS):
            found = wikitext.region(text, name)
            if found:
                lines = '\n' * text.count('\n', *found)
                text = text[: found[0]] + lines + text[found[1] :]
        return text


def read(
    home: Wiki, titles: Collection[str], hosts: AllowedHosts
) -> tuple[list[CalendarPage], list[Problem]]:
    """Return the pages that can be filled, and everything that is wrong with the others."""
    return settingspages.read_each(home, titles, lambda page: _read(home, page, hosts))


def _read(home: Wiki, page: Page, hosts: AllowedHosts) -> CalendarPage:
    given = settingspages.given_on(home, page, TEMPLATE, PARAMETERS)
    links = (one.where if one.kind.fetched else None for one in given.values['sources'])
    problems = settingspages.forbidden(hosts, given, links)
    target = given.values['archive']
    if target and (reason := why_not(home, f'{target}/2026')):
        problems.append(Problem(given.written['archive'][0].place, f'{target} {reason}'))
    if target == page.title:
        problems.append(Problem(given.written['archive'][0].place, 'must be another page than this one'))
    try:
        wanted = settings(page.title, given.values)
    except ValueError as error:
        problems.append(Problem(page.title, f'its template {error}'))
    if problems:
        raise BadInput(problems)
    known, wrong = _places(home, wanted)
    made = CalendarPage(
        page, wanted, _archives(home, wanted), known, given.values['page language'] or '', tuple(wrong)
    )
    made.before  # noqa: B018  (raises where markers are broken)
    made.own_text  # noqa: B018
    return made


def _places(
    home: Wiki, wanted: EventSettings
) -> tuple[dict[str, tuple[float, float]], list[tuple[str, str]]]:
    if not wanted.places:
        return {}, []
    page = home.read(wanted.places)
    if not page.revid:
        return {}, [(wanted.places, 'there is no such page, so no places are known by it')]
    return places.read(page.text, page.title)


def _archives(home: Wiki, wanted: EventSettings) -> dict[int, Page]:
    """Return the pages of the archive that there are, by year."""
    if not wanted.archive:
        return {}
    start = f'{wanted.archive}/'
    under = {title: title.removeprefix(start) for title in siteinfo.titles_under(home, start)}
    years = {title: digits.number(year) for title, year in under.items() if digits.are_number(year)}
    return {years[title]: page for title, page in home.read_many(list(years)).items()}


def archive(home: Wiki, calendar: CalendarPage, year: int) -> Page:
    """Return the page of the archive of a year, as it stands or new."""
    return calendar.archives.get(year) or home.read(f'{calendar.settings.archive}/{year}')


def reports(
    home: Wiki, wanted: EventSettings, entries: Iterable[CalendarEntry], base: str
) -> dict[str, tuple[str, bool]]:
    """Return the title of the report of each event by id, and whether it is there; 50 per request."""
    if not wanted.reports:
        return {}
    titles = {one.id: report_title(wanted.reports, one, base) for one in entries}
    there = existing(home, set(titles.values()))
    return {id_: (title, title in there) for id_, title in titles.items()}


def existing(home: Wiki, titles: Collection[str]) -> frozenset[str]:
    """Return those of the titles that are pages."""
    there: set[str] = set()
    names: dict[str, str] = {}
    for reply in home.query_each('titles', sorted(titles), prop='info'):
        names |= {one['to']: one['from'] for one in reply.get('normalized', ())}
        there |= {
            page['title']
            for page in reply.get('pages', ())
            if 'missing' not in page and 'invalid' not in page
        }
    return frozenset({names.get(title, title) for title in there})


def has_file(home: Wiki, name: str) -> bool:
    """Return whether a picture can be shown on the wiki, from there or from Commons: it is tried."""
    reply = home.call(
        action='parse', text=f'[[File:{name}]]', contentmodel='wikitext', prop='text', disablelimitreport=True
    )
    return '<img ' in reply['parse']['text']


def base_of(home: Wiki) -> str:
    """Return how the addresses of the pages of a wiki begin."""
    return f'{home.site.protocol()}://{home.host}/wiki/'
