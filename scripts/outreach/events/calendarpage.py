"""The region of events on a page: its rows as a list or a table, written and read back.

Each row is one line and ends with a comment that holds all that must last (`entrydata`). What people change
in a row is written again as the sources have it; what they want otherwise they say in a row of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from outreach import wikitable, wikitext
from outreach.events import countries, entrydata
from outreach.events.event import CalendarEntry, Event, EventStatus, Mode
from outreach.events.eventlinks import shown
from outreach.events.eventsettings import EventForm
from outreach.events.spans import Span
from outreach.phrases import Say
from outreach.wikitable import Markup

REGION = 'events'
ZONESTAMP = 'https://zonestamp.toolforge.org/'
NO_WRAP = 'style="white-space:nowrap"'
COLUMNS = ('when', 'event', 'where', 'language', 'state')


@dataclass(frozen=True)
class CalendarLayout:
    """How a page is written: form, the words, the time, and how addresses of this wiki's pages begin.

    `names` are countries by code in the language of the page, where a source gave them; `reports` the
    title of each report that is there, by id of the event.
    """

    form: EventForm
    say: Say
    now: datetime
    base: str
    names: Mapping[str, str] = field(default_factory=dict)
    reports: Mapping[str, str] = field(default_factory=dict)

    def country(self, code: str) -> str:
        """Return the name of a country for readers."""
        return self.names.get(code) or countries.english(code)


def read(text: str) -> list[CalendarEntry]:
    """Return the entries of the region of a page.

    Raises BrokenMarkers, with the line, where its markers are broken or a comment in it is spoilt.
    """
    found = wikitext.region(text, REGION)
    return list(entrydata.entries(text, *found)) if found else []


def render(entries: Sequence[CalendarEntry], layout: CalendarLayout) -> str:
    """Return the inside of the region."""
    if not entries:
        return f"''{layout.say('nothing')}''"
    if layout.form is EventForm.LIST:
        return '\n'.join(f'* {_line(one, layout)}{entrydata.comment(one)}' for one in entries)
    return wikitable.render(
        [Markup(layout.say(f'column-{name}')) for name in COLUMNS],
        [Markup(f'|-\n| {" || ".join(_cells(one, layout))}{entrydata.comment(one)}') for one in entries],
        caption=Markup(layout.say('caption')),
        classes=('plainlinks', 'outreach-events'),
        wraps=True,
    )


def title(entry: CalendarEntry, layout: CalendarLayout) -> str:
    """Return the name of an event, linked to its page; struck where it does not take place."""
    event = entry.event
    name = shown(event.links[0], event.name, layout.base) if event.links else wikitext.escape(event.name)
    marked = _bdi(name, event.languages)
    return f'<s>{marked}</s>' if entry.off else marked


def when(event: Event, layout: CalendarLayout, *, cell: bool = False) -> str:
    """Return the days of an event, and its times with their zone, from left to right in every text.

    In a cell it breaks between day, hours and zone only: on a narrow screen there is place for more then.
    """
    span = event.span
    assert span is not None
    days = span.first.isoformat() if span.first == span.last else f'{span.first} – {span.last}'
    if span.begins is None:
        told = _time(span.first.isoformat(), days, cell=cell)
        return f'{told} ({layout.say("zone-unknown")})' if span.unclear else told
    clock = f'{span.begins:%H:%M}' + (f'–{span.ends:%H:%M}' if span.ends and span.ends != span.begins else '')
    if span.first != span.last and span.ends:
        text = f'{span.first} {span.begins:%H:%M} – {span.last} {span.ends:%H:%M}'
    else:
        text = f'{span.first} {clock}'
    told = _time(f'{span.start:%Y-%m-%dT%H:%MZ}', text, _zone(span), cell=cell)
    return f'[{ZONESTAMP}{int(span.start.timestamp())} {told}]' if event.online else told


def where(event: Event, layout: CalendarLayout) -> str:
    """Return where an event is: its place and country, or that it is online; '' where nobody says."""
    country = layout.country(event.country) if event.country else ''
    named = (
        event.place if country and country in event.place else ', '.join(filter(None, (event.place, country)))
    )
    parts = [_bdi(wikitext.escape(named))] if named else []
    if event.mode in (Mode.ONLINE, Mode.HYBRID):
        parts.append(layout.say(f'mode-{event.mode}'))
    elif not named and event.mode:
        parts.append(layout.say('mode-in-person'))
    return ' · '.join(parts)


def state(entry: CalendarEntry, layout: CalendarLayout) -> str:
    """Return what is to be said about an event now, in words, with a link to its report; '' for nothing."""
    event, say, now = entry.event, layout.say, layout.now
    told: list[str] = []
    if entry.withdrawn:
        told.append(
            say(
                'state-withdrawn-page' if entry.stands else 'state-withdrawn', day=entry.withdrawn.isoformat()
            )
        )
    elif event.status in (EventStatus.CANCELLED, EventStatus.POSTPONED, EventStatus.TENTATIVE):
        told.append(say(f'state-{event.status}'))
    elif event.status is EventStatus.CONFIRMED and not entry.span.over(now):
        told.append(say('state-confirmed'))
    if not entry.off and entry.span.begun(now) and not entry.span.over(now):
        told.insert(0, f"'''{say('state-ongoing')}'''")
    if event.registration == 'closed' and not entry.off and not entry.span.over(now):
        told.append(say('state-registration-closed'))
    report = event.report or layout.reports.get(entry.id, '')
    if report:
        told.append(shown(report, say('report'), layout.base))
    if event.note:
        told.append(f'<bdi>{wikitext.escape(event.note)}</bdi>')
    return ' · '.join(told)


def _line(entry: CalendarEntry, layout: CalendarLayout) -> str:
    told = state(entry, layout)
    parts = [
        when(entry.event, layout),
        f"'''{title(entry, layout)}'''",
        where(entry.event, layout),
        _languages(entry.event),
        f"''{told}''" if told and "'''" not in told else told,
        *_further(entry.event.links, layout),
    ]
    return ' · '.join(part for part in parts if part)


def _cells(entry: CalendarEntry, layout: CalendarLayout) -> Iterable[str]:
    event = entry.event
    further = ' · '.join(_further(event.links, layout))
    yield when(event, layout, cell=True)
    yield f"'''{title(entry, layout)}'''" + (f'<br>{further}' if further else '')
    yield where(event, layout)
    yield _languages(event)
    yield state(entry, layout)


def _further(links: Sequence[str], layout: CalendarLayout) -> list[str]:
    """Return links to the other pages of an event, each named by its host."""
    return [shown(link, urlsplit(link).hostname or link, layout.base) for link in links[1:]]


def _languages(event: Event) -> str:
    return ', '.join(wikitext.escape(one) for one in event.languages)


def _zone(span: Span) -> str:
    return 'UTC' if span.zone == 'UTC' else f'({span.zone})'


def _time(machine: str, text: str, zone: str = '', *, cell: bool) -> str:
    whole = f'{text} {zone}' if zone else text
    if not cell:
        return f'<time datetime="{machine}" dir="ltr" {NO_WRAP}>{whole}</time>'
    unbroken = ' '.join(f'<span {NO_WRAP}>{part}</span>' for part in text.split(' '))
    return f'<time datetime="{machine}" dir="ltr">{unbroken}{whole.removeprefix(text)}</time>'


def _bdi(inside: str, languages: Sequence[str] = ()) -> str:
    return f'<bdi lang="{languages[0]}">{inside}</bdi>' if len(languages) == 1 else f'<bdi>{inside}</bdi>'
