"""What events add to a report, and what is not told of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from outreach import restroutes, wikitext
from outreach.events import calendarpage, entrydata
from outreach.events.event import CalendarEntry, Event, EventStatus, key
from outreach.events.spans import Span
from outreach.measures import eventfigures
from outreach.measures.eventfigures import EventFigures, SomeEvents, in_public, of_month
from outreach.problems import BadInput, WikiError

from tests.measures.samples import NOW
from tests.samples.sendwiki import SendWiki, trust

NOVEMBER, DECEMBER = date(2026, 11, 5), date(2026, 12, 1)
TITLE = 'Outreach/X/Events'


def test_events_of_the_month_are_summed() -> None:
    """M30"""
    events = [EventFigures(NOVEMBER, 12, 6), EventFigures(NOVEMBER, None), EventFigures(DECEMBER, 40, 40)]
    assert of_month(events, '2026-11') == SomeEvents(2, 12, '6', 1)
    assert of_month(events, '2026-10') is None
    assert of_month([EventFigures(NOVEMBER)], '2026-11') == SomeEvents(1, None, '', 1)


def test_a_few_private_registrations_are_neither_told_nor_in_the_sum() -> None:
    """M33"""
    few, more = EventFigures(NOVEMBER, 12, 3), EventFigures(DECEMBER, 10, 4)
    assert of_month([few], '2026-11') == SomeEvents(1, 12, '1–4', 0)
    # a sum with them would tell them, and be another one in the run of somebody who is no organizer
    for private in (None, 6, 60):
        found = of_month([EventFigures(NOVEMBER, 12, private)], '2026-11')
        assert found is not None
        assert found.participants == 12
    assert in_public([few, more]) == 22
    assert in_public([EventFigures(NOVEMBER)]) is None


def entry(number: int, day: date, *keys: str) -> CalendarEntry:
    event = Event('Meetup', Span(day, day))
    return CalendarEntry(f'ce-{number}', event, frozenset({key('id', f'ce-{number}'), *keys}), ('x',), NOW)


def page_of(*entries: CalendarEntry) -> str:
    lines = '\n'.join(f'* {one.id} {entrydata.comment(one)}' for one in entries)
    return wikitext.put_region('Events!', calendarpage.REGION, lines)


def people(monkeypatch: pytest.MonkeyPatch, known: dict[int, list[tuple[str, bool]]]) -> None:
    """Let the wiki know who registered for some events: names, and whether in private."""

    def ask(wiki: object, path: str, **after: str) -> object:
        number = int(path.split('/')[-2])
        if number not in known:
            return None
        rows = enumerate(known[number], 1)
        return (
            []
            if 'last_participant_id' in after
            else [{'participant_id': at, 'user_name': name, 'private': hid} for at, (name, hid) in rows]
        )

    monkeypatch.setattr(restroutes, 'ask', ask)


def test_who_registered_is_asked_for_the_events_of_pages_that_a_trusted_account_filled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """M30"""
    wiki = SendWiki()
    off = entry(4, NOVEMBER, 'ce:4')
    cancelled = replace(off, event=replace(off.event, status=EventStatus.CANCELLED))
    twice = entry(2, NOVEMBER, 'ce:2', 'ce:5')
    wiki.edit(
        TITLE, page_of(entry(1, DECEMBER, 'ce:1'), twice, entry(3, NOVEMBER), cancelled), 'Outreach-bot'
    )
    wiki.edit(f'{TITLE}/2026', page_of(twice, entry(6, NOVEMBER, 'ce:6')), 'Outreach-bot')
    wiki.edit(TITLE, page_of(entry(9, NOVEMBER, 'ce:9')), 'Eve')
    people(monkeypatch, {2: [('Ann', False), ('Bo', True)], 5: [('Ann', False), ('Cy', False)]})
    found = eventfigures.read(trust(wiki), (TITLE, f'{TITLE}/2026'), date(2026, 11, 1), date(2026, 11, 30))
    assert sorted(found, key=str) == [
        EventFigures(NOVEMBER, 2, 1),
        EventFigures(NOVEMBER),
        EventFigures(NOVEMBER),
    ]


def test_events_of_a_page_with_a_spoilt_comment_count_as_they_were_saved_before() -> None:
    wiki = SendWiki()
    whole = page_of(entry(1, NOVEMBER), entry(2, NOVEMBER))
    wiki.edit(TITLE, whole, 'Outreach-bot')
    wiki.edit(TITLE, whole.replace('"id": "ce-2"', '"id": "ce 2"'), 'Eve')
    wiki.edit(TITLE, whole.replace('"id": "ce-2"', '"id": "ce 2"') + 'x', 'Outreach-bot')
    assert len(eventfigures.read(trust(wiki), (TITLE,), NOVEMBER, NOVEMBER)) == 2


def test_pages_without_events_of_ours_are_bad_input_and_a_silent_wiki_stops() -> None:
    """M35"""
    wiki = SendWiki()
    wiki.edit('Eve', page_of(entry(9, NOVEMBER, 'ce:9')), 'Eve')
    wiki.edit('Bare', 'No region.', 'Outreach-bot')
    with pytest.raises(BadInput) as refused:
        eventfigures.read(trust(wiki), ('Eve', 'Bare', 'Gone'), NOVEMBER, NOVEMBER)
    assert [one.place for one in refused.value.problems] == ['-events:Eve', '-events:Bare', '-events:Gone']


def test_a_wiki_that_does_not_tell_is_no_event_without_people(monkeypatch: pytest.MonkeyPatch) -> None:
    """M30, M37"""
    wiki = SendWiki()
    wiki.edit(TITLE, page_of(entry(1, NOVEMBER, 'ce:1')), 'Outreach-bot')

    def silent(*_: object, **__: str) -> None:
        raise WikiError('meta.wikimedia.test', 'status 502', '502')

    monkeypatch.setattr(restroutes, 'ask', silent)
    with pytest.raises(WikiError):
        eventfigures.read(trust(wiki), (TITLE,), NOVEMBER, NOVEMBER)
