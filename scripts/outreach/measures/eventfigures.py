"""What events add to reports: how many there were, and how many registered for them.

The events are those of pages of events (`post_events`), as an account that we trust saved them last. Who
registered for an event of Extension:CampaignEvents is asked of the wiki; of other events nobody knows. The
wiki tells of private registrations only to the organizers of an event: they are told by number, and below
five only that they are so few.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from outreach import campaignevents, digits, wikitext
from outreach.events import calendarpage
from outreach.events.event import CalendarEntry
from outreach.measures.smallcounts import shown
from outreach.problems import Problem, WikiError, refuse
from outreach.trust import Trust
from outreach.wiki import Wiki

KEY = 'ce:'


@dataclass(frozen=True)
class EventFigures:
    """One event: its first day, and who registered publicly and privately (None: nobody knows)."""

    day: date
    public: int | None = None
    private: int | None = None


@dataclass(frozen=True)
class SomeEvents:
    """Some events, as they may be published.

    `participants` is None and `private` '' where nobody knows; `unknown` counts events of which nobody
    knows who registered.
    """

    events: int
    participants: int | None = None
    private: str = ''
    unknown: int = 0


def of_month(events: Iterable[EventFigures], month: str) -> SomeEvents | None:
    """Return the figures of the events that began in a month (`2026-11`); None where there were none.

    Participants are those in public: what an organizer's run knows besides must not look like a correction in
    the next run of somebody else. Private registrations stand by themselves, and in no sum.
    """
    some = [one for one in events if f'{one.day:%Y-%m}' == month]
    if not some:
        return None
    public = [one.public for one in some if one.public is not None]
    private = [one.private for one in some if one.private is not None]
    return SomeEvents(
        events=len(some),
        participants=sum(public) if public else None,
        private=shown(sum(private)) if private else '',
        unknown=len(some) - len(public),
    )


def in_public(events: Iterable[EventFigures]) -> int | None:
    """Return how many registered in public for all events together; None where nobody knows of any.

    As in the reports of months, private registrations are in no sum.
    """
    public = [one.public for one in events if one.public is not None]
    return sum(public) if public else None


def read(trust: Trust, titles: Collection[str], first: date, last: date) -> list[EventFigures]:
    """Return the events on some pages that began on these days, with who registered: a request for 20 people.

    An event on several pages (a calendar and its archive) counts once, and one that does not take place
    does not count. Raises BadInput naming the pages that no trusted account has filled.
    """
    entries: dict[str, CalendarEntry] = {}
    problems: list[Problem] = []
    for title in titles:
        found = _saved(trust, title)
        if found is None:
            what = 'is no page of events: no account that is trusted has filled it; post_events does'
            problems.append(Problem(f'-events:{title}', what))
        entries |= {one.id: one for one in found or () if not one.off}
    refuse(problems)
    return [_figures(trust.wiki, one) for one in entries.values() if first <= one.span.first <= last]


def _saved(trust: Trust, title: str) -> list[CalendarEntry] | None:
    """Return the events of a page as a trusted account saved it last; None where there is no such text."""
    return next(trust.put(title, _events_on), None)


def _events_on(text: str) -> list[CalendarEntry] | None:
    try:
        return calendarpage.read(text) if wikitext.region(text, calendarpage.REGION) else None
    except wikitext.BrokenMarkers:
        return None


def _figures(home: Wiki, entry: CalendarEntry) -> EventFigures:
    numbers = sorted(_numbers(entry))
    try:
        people = [campaignevents.registered(home, number) for number in numbers]
    except WikiError as error:
        if error.code not in ('no-event', 'no-route'):
            raise
        people = []
    if not people:
        return EventFigures(entry.span.first)
    public = {name for one in people for name in one.public}
    # who is no organizer is told of nobody private, so none seen does not mean that there is none
    private = sum(one.private for one in people)
    return EventFigures(entry.span.first, len(public), private or None)


def _numbers(entry: CalendarEntry) -> Iterator[int]:
    """Return the numbers by which CampaignEvents knows an event."""
    for key in entry.keys:
        number = key.removeprefix(KEY)
        if key.startswith(KEY) and digits.are_number(number):
            yield digits.number(number)
