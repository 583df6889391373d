"""Asking all sources of all calendars, hosts outside the wikis each once, and saying how each stood."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from outreach import localfiles
from outreach.asking import SourceAnswer, SourceState, ask, ask_all
from outreach.events import calendarsource, campaignsource, eventtables, typedrows
from outreach.events.calendarplan import EventReading
from outreach.events.campaignsource import CampaignDesk
from outreach.events.event import CalendarEntry, FoundEvents
from outreach.events.eventsettings import EventSettings
from outreach.events.eventsources import EventSource, EventSourceKind, of_file
from outreach.fetching import MOST_BYTES, FetchedAnswer, Fetcher
from outreach.problems import BadInput, Problem, WikiError
from outreach.timestamps import Months

MOST_PAGES = 40

Parse = Callable[[Sequence[FetchedAnswer], str], Sequence[Any]]


@dataclass(frozen=True)
class Desk:
    """What a collection works with: the wikis and the cache, the fetcher, the months of the wiki, the reader.

    `files` are local calendars, by the name of their source.
    """

    campaign: CampaignDesk
    fetcher: Fetcher
    months: Months
    parse: Parse
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class Question:
    """What is asked for one calendar: its settings, what stands there, and the language of its words."""

    settings: EventSettings
    before: Collection[CalendarEntry]
    text: str
    language: str
    today: date


@dataclass(frozen=True)
class UnreadCalendar:
    """A calendar (ICS) that nobody has read yet: how its source stood, and what to read."""

    reading: EventReading
    answer: FetchedAnswer


def local_calendars(paths: Sequence[str]) -> tuple[dict[str, bytes], list[Problem]]:
    """Return local calendars by their paths, and which of them cannot be read or are too large."""
    found: dict[str, bytes] = {}
    problems = []
    for path in paths:
        try:
            with localfiles.typed(path, f'-icsin:{path}').open('rb') as file:
                found[path] = file.read(MOST_BYTES + 1)
        except OSError as error:
            problems.append(Problem(f'-icsin:{path}', f'cannot be read: {error}'))
            continue
        except BadInput as error:
            problems += error.problems
            continue
        if len(found[path]) > MOST_BYTES:
            why = f'is larger than {MOST_BYTES // 1024**2} MiB, the most that is read of a calendar'
            problems.append(Problem(f'-icsin:{path}', why))
    return found, problems


def collect(
    desk: Desk, questions: Sequence[Question], own: Callable[[str], EventSource]
) -> list[list[EventReading]]:
    """Return what the sources of each calendar said; rows on a page itself are the first source of it.

    `own` makes the source that the rows of a page are.
    """
    links = [
        _link(one, question)
        for question in questions
        for one in question.settings.sources
        if one.kind.fetched
    ]
    campaign = desk.campaign
    asked = ask_all(desk.fetcher, campaign.cache, campaign.now, links)
    return [_readings(desk, one, own(one.settings.title), asked) for one in questions]


def _readings(
    desk: Desk, question: Question, own: EventSource, asked: Mapping[str, SourceAnswer]
) -> list[EventReading]:
    """Return what the sources of one calendar said; one process reads all that are calendars (ICS)."""
    said: list[EventReading | UnreadCalendar] = [_own(desk, question, own)]
    said += [_reading(desk, question, one, asked) for one in question.settings.sources]
    said += [
        UnreadCalendar(EventReading(of_file(name), SourceState.FRESH), FetchedAnswer(200, '', {}, body))
        for name, body in desk.files.items()
    ]
    unread = [one for one in said if isinstance(one, UnreadCalendar)]
    first, last = question.settings.period.days(question.today)
    told = iter(desk.parse([one.answer for one in unread], f'{first} {last}') if unread else ())
    return [_calendar(desk, one, next(told)) if isinstance(one, UnreadCalendar) else one for one in said]


def _own(desk: Desk, question: Question, source: EventSource) -> EventReading:
    found = typedrows.read(question.text, source.where, source.key, desk.campaign.linker)
    return EventReading(source, SourceState.FRESH, found)


def _reading(
    desk: Desk, question: Question, source: EventSource, asked: Mapping[str, SourceAnswer]
) -> EventReading | UnreadCalendar:
    """Return what one source said of one calendar; what cannot be read is a failing source."""
    try:
        if source.kind is EventSourceKind.CAMPAIGN_EVENTS:
            return campaignsource.read(
                desk.campaign, source, question.settings, question.before, question.language
            )
        if source.kind in (EventSourceKind.TABLE, EventSourceKind.ROWS):
            return EventReading(source, SourceState.FRESH, _of_page(desk, source))
        return _fetched(desk, question, source, asked[_link(source, question)])
    except (ValueError, WikiError) as error:
        return EventReading(source, SourceState.FAILING, detail=str(error))


def _of_page(desk: Desk, source: EventSource) -> FoundEvents:
    """Return the events of a page of the farm; raise ValueError where there is none, or no table on it."""
    leads = desk.campaign.linker.targets.follow(source.where)
    if leads is None:
        raise ValueError(f'{source.where} leads to no wiki of the farm')
    host, title = leads
    home = desk.campaign.home
    page = (home if host == home.host else desk.campaign.farm.wiki(host)).read(title)
    if not page.revid:
        raise ValueError('there is no such page')
    linker = desk.campaign.linker
    if source.kind is EventSourceKind.ROWS:
        return typedrows.read(page.text, source.where, source.key, linker)
    return eventtables.read(page.text, source, linker, desk.months)


def _link(source: EventSource, question: Question) -> str:
    """Return the address of a source; The Events Calendar gives only some days unless asked for others."""
    if source.kind is not EventSourceKind.TRIBE:
        return source.where
    first, last = question.settings.period.days(question.today)
    return f'{source.where}&start_date={first}&end_date={last}'


def _fetched(
    desk: Desk, question: Question, source: EventSource, asked: SourceAnswer
) -> EventReading | UnreadCalendar:
    reading = EventReading(source, asked.state, detail=asked.detail)
    if asked.answer is None:
        return reading
    host = urlsplit(source.where).hostname or ''
    linker = desk.campaign.linker
    if source.kind is EventSourceKind.ICS:
        return UnreadCalendar(reading, asked.answer)
    if source.kind is EventSourceKind.DISCOURSE:
        found = calendarsource.of_forum(_json(asked.answer), source.key, host, linker)
    else:
        found = calendarsource.of_tribe(_pages(desk, asked.answer), source.key, host, linker)
    _keep(desk, source, question, asked)
    return replace(reading, found=found)


def _calendar(desk: Desk, unread: UnreadCalendar, told: Mapping[str, Any] | None) -> EventReading:
    """Return what the reader told of a calendar; None where it took too long, or broke."""
    reading = unread.reading
    if told is None:
        return replace(
            reading, state=SourceState.FAILING, detail='takes too long to read, or breaks the reader'
        )
    if not told['calendar']:
        why = '; '.join(told['problems']) or 'it is none'
        return replace(
            reading, state=SourceState.FAILING, detail=f'cannot be read as a calendar: {why}'[:300]
        )
    source = reading.source
    if reading.state is SourceState.FRESH and source.kind is EventSourceKind.ICS:
        desk.campaign.cache.keep(source.where, unread.answer)
    found = calendarsource.of_calendar(told, source.key, source.label, desk.campaign.linker)
    return replace(reading, found=found)


def _json(answer: FetchedAnswer) -> Any:
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        raise ValueError('answers with something that is no JSON, such as a page to log in') from None


def _pages(desk: Desk, answer: FetchedAnswer) -> list[Mapping[str, Any]]:
    """Return the events of all pages of The Events Calendar; raise ValueError where one is missing."""
    rows: list[Mapping[str, Any]] = []
    for _ in range(MOST_PAGES):
        told = _json(answer)
        if not isinstance(told, Mapping) or not isinstance(told.get('events'), list):
            raise ValueError('answers in a form that is none of The Events Calendar')
        rows += [one for one in told['events'] if isinstance(one, Mapping)]
        following = told.get('next_rest_url')
        if not following:
            return rows
        asked = ask(desk.fetcher, desk.campaign.cache, desk.campaign.now, str(following))
        if asked.answer is None:
            raise ValueError(f'{following}: {asked.detail}')
        answer = asked.answer
    raise ValueError(f'has more than {MOST_PAGES} pages of events')


def _keep(desk: Desk, source: EventSource, question: Question, asked: SourceAnswer) -> None:
    if asked.state is SourceState.FRESH and asked.answer is not None:
        desk.campaign.cache.keep(_link(source, question), asked.answer)
