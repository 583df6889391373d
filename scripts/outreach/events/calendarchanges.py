"""What becomes of the pages of a calendar: archives first, then the page itself with all its regions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from outreach import phrases, settingspages, wikitext
from outreach.events import calendarpage, calendarpages, calendarplan, eventmap, eventreports
from outreach.events.calendarpage import CalendarLayout
from outreach.events.calendarpages import CalendarPage
from outreach.events.calendarplan import CalendarPlan, EventReading
from outreach.events.event import CalendarEntry
from outreach.events.eventlinks import page_address
from outreach.events.eventsettings import MapForm
from outreach.pages import Page
from outreach.run import Change
from outreach.wiki import Wiki, warn


@dataclass(frozen=True)
class CalendarWiki:
    """What the wiki is like: how addresses begin, the direction of the words, what it has.

    `has_file` is whether there is a picture for the map, `has_sections` whether sections can be labelled;
    `framed` is whether the words are marked with their language, since it is not that of the wiki.
    """

    base: str
    language: str
    direction: str = 'ltr'
    has_file: bool = False
    has_sections: bool = False
    framed: bool = False


@dataclass(frozen=True)
class PlannedCalendar:
    """A calendar, what its sources said, and how to plan again for another text of its page.

    `titles` are the titles of reports by id, `reported` the ids of those that are there.
    """

    calendar: CalendarPage
    readings: Sequence[EventReading]
    layout: CalendarLayout
    around: CalendarWiki
    titles: dict[str, str]
    reported: frozenset[str]
    emptied: bool = False

    @property
    def now(self) -> datetime:
        """Return the time of the run."""
        return self.layout.now

    @cached_property
    def done(self) -> CalendarPlan:
        """Return what the calendar becomes, its page being as it was read."""
        return self._plan(self.calendar)

    def plan(self, text: str) -> CalendarPlan:
        """Return what the calendar becomes where its page has that text."""
        page = self.calendar.page
        if text == page.text:
            return self.done
        return self._plan(replace(self.calendar, page=replace(page, text=text)))

    def _plan(self, calendar: CalendarPage) -> CalendarPlan:
        return calendarplan.plan(
            calendar.settings, self.readings, calendar.before, self.now, calendar.places, emptied=self.emptied
        )

    def become(self, text: str) -> str:
        """Return the new text of the page."""
        done = self.plan(text)
        wanted = self.calendar.settings
        parts = {calendarpage.REGION: calendarpage.render(done.entries, self.layout)}
        if wanted.map is not MapForm.NO or wikitext.region(text, eventmap.REGION):
            parts[eventmap.REGION] = self.map(done.entries) if wanted.map is not MapForm.NO else ''
        missing = eventreports.missing(done.everything, self.reported, self.now, wanted.grace)
        if wanted.reports or wikitext.region(text, eventreports.REPORTS):
            told = eventreports.render_missing(missing, self.titles, wanted.preload, self.layout)
            parts[eventreports.REPORTS] = told if wanted.reports else ''
        if wanted.counts or wikitext.region(text, eventreports.COUNTS):
            told = eventreports.render_counts(
                done.everything,
                len(missing) if wanted.reports else None,
                self.layout,
                sections=self.around.has_sections,
            )
            parts[eventreports.COUNTS] = told if wanted.counts else ''
        for name, inside in parts.items():
            text = wikitext.put_region(text, name, self._framed(inside))
        return text

    def map(self, entries: Sequence[CalendarEntry]) -> str:
        """Return the map with its text equivalent; without a picture for it, the text alone."""
        wanted = self.calendar.settings
        found = eventmap.geography([one for one in entries if not one.off], self.layout)
        told = eventmap.text_equivalent(found, self.layout)
        if wanted.map is MapForm.MAPFRAME:
            return f'{eventmap.mapframe(found, self.layout, self.around.language)}\n\n{told}'
        if self.around.has_file:
            return f'{eventmap.picture(found, self.layout, wanted.map_file)}\n\n{told}'
        return told

    def change(self) -> Change:
        """Return what becomes of the page, with its summary."""
        done, say = self.done, self.layout.say
        summary = say('summary', new=len(done.new), changed=len(done.changed), withdrawn=len(done.withdrawn))
        return Change(self.calendar.page, self.become, summary)

    def archive_change(self, page: Page, entries: Sequence[CalendarEntry]) -> Change:
        """Return what becomes of a page of the archive."""
        layout, say = replace(self.layout, form=self.calendar.settings.form), self.layout.say
        main = self.calendar.page.title
        lead = say('archive-lead', page=f'[[:{main}]]')

        known = {one.id for one in self.calendar.before}

        def become(text: str) -> str:
            others = [one for one in calendarpage.read(text) if one.id not in known]
            kept = sorted([*entries, *others], key=lambda one: one.order)
            inside = self._framed(calendarpage.render(kept, layout))
            return wikitext.put_region(text, calendarpage.REGION, inside, lead=lead)

        return Change(page, become, say('summary-archive', count=len(entries)))

    def _framed(self, inside: str) -> str:
        if not inside or not self.around.framed:
            return inside
        return phrases.framed(inside, self.around.language, self.around.direction)


def planned(home: Wiki, first: PlannedCalendar) -> PlannedCalendar:
    """Return the plan of a page with what the wiki says: links that it calls spam are left out, reports that
    are there are linked.
    """
    done = first.done
    fresh = {*done.new, *done.changed}
    new = {link for one in done.entries if one.id in fresh for link in one.event.links}
    spam = settingspages.refused_links(home, sorted(new))
    for link in sorted(spam):
        warn(f'{first.calendar.page.title}: {link} is on the wiki’s list of spam, and left out')
    if spam:
        first = replace(first, readings=[_without(one, spam) for one in first.readings])
    over = [one for one in first.done.everything if one.span.over(first.now) and not one.off]
    told = calendarpages.reports(home, first.calendar.settings, over, first.around.base)
    there = {id_: title for id_, (title, exists) in told.items() if exists}
    addresses = {id_: page_address(title, first.around.base) for id_, title in there.items()}
    return replace(
        first,
        titles={id_: title for id_, (title, _) in told.items()},
        reported=frozenset(there),
        layout=replace(first.layout, reports=addresses),
    )


def _without(reading: EventReading, links: Collection[str]) -> EventReading:
    """Return a reading without some links of its events."""
    kept = tuple(
        replace(
            one, event=replace(one.event, links=tuple(link for link in one.event.links if link not in links))
        )
        for one in reading.found.sightings
    )
    return replace(reading, found=replace(reading.found, sightings=kept))
