"""The file that people subscribe to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach.events.calendarsource import of_calendar
from outreach.events.entrydata import texts
from outreach.events.event import CalendarEntry, Event, EventStatus, Mode
from outreach.events.eventlinks import plain
from outreach.events.icsreading import read
from outreach.events.icswriting import write

from tests.events.samples import BASE, HOME, NOW, PARIS, TALK, at, days, entry, linker, moved

OFFSET = replace(
    PARIS, span=at('2026-12-01T18:00', '2026-12-01T20:00', '+05:30'), status=EventStatus.TENTATIVE
)
ZONED = replace(
    PARIS, span=at('2026-12-01T18:00', '2026-12-01T20:00', 'Europe/Paris'), status=EventStatus.CONFIRMED
)
UNCLEAR = replace(
    PARIS,
    span=replace(days('2026-12-01'), unclear=True),
    types=('meetup', 'workshop'),
    status=EventStatus.POSTPONED,
)
OPEN = replace(
    TALK, span=at('2026-12-01T18:00'), links=(*TALK.links, 'https://x.example/a'), languages=('ar', 'sv')
)
REPORTED = replace(
    PARIS,
    wikis=('*',),
    registration='closed',
    report=f'{BASE}Reports/Paris',
    note='No venue, yet; "sorry"',
)


def written(*events: Event) -> bytes:
    return write(
        [entry(one, f'ce-{number}') for number, one in enumerate(events, 1)], 'Outreach/Events', HOME
    )


def read_back(body: bytes) -> list[Event]:
    told = read(body, '', '', '2000-01-01 2100-01-01')
    assert told['problems'] == []
    found = of_calendar(told, 'src', 'ours', linker())
    assert found.problems == ()
    return [one.event for one in found.sightings]


def test_events_come_back_from_their_own_file() -> None:
    """T2, C37"""
    some = [PARIS, TALK, OFFSET, ZONED, UNCLEAR, OPEN, REPORTED]
    assert sorted(map(repr, read_back(written(*some)))) == sorted(map(repr, some))


NAMES = st.text(min_size=1, max_size=60).map(plain).filter(bool)
SPANS = st.sampled_from([PARIS.span, TALK.span, OFFSET.span, ZONED.span, UNCLEAR.span, OPEN.span])
NOTES = st.text(max_size=300).map(plain)
WIKIS = st.lists(
    st.sampled_from(['svwiki', 'be_x_oldwiki', '*', *(f'w{n}wiki' for n in range(400))]), max_size=400
)
CITIES = st.sampled_from(['', 'Paris', 'Esino Lario', 'القاهرة', 'a;b,c\\n'])


@settings(deadline=None, max_examples=60)
@given(
    NAMES,
    SPANS,
    st.sampled_from(list(Mode)),
    CITIES,
    st.sampled_from(['', 'FR', 'EG']),
    st.sampled_from([s for s in EventStatus if s is not EventStatus.HIDDEN]),
    st.builds(
        lambda *four: dict(zip(('wikis', 'registration', 'report', 'note'), four, strict=True)),
        WIKIS.map(tuple),
        st.sampled_from(['', 'open', 'closed']),
        st.sampled_from(['', 'https://x.example/r?a=b;c,d', f'{BASE}Reports/Été']),
        NOTES,
    ),
)
def test_any_event_comes_back(
    name: str, span: object, mode: Mode, place: str, country: str, status: EventStatus, more: dict[str, Any]
) -> None:
    """C37"""
    one = Event(
        name,
        PARIS.span,
        mode,
        place,
        country,
        (1.5, -2.25),
        ('sv',),
        ('meetup',),
        links=('https://x.example/',),
        status=status,
    )
    one = moved(one, span=span, **more)
    if one.online and one.span is not None:
        one = replace(one, span=one.span.in_utc())
    assert read_back(written(one)) == [one]


def test_the_same_bytes_as_long_as_nothing_changes() -> None:
    """C34"""
    some = [entry(PARIS), entry(ZONED, 'ce-2')]
    assert write(some, 'N', HOME) == write(list(reversed(some)), 'N', HOME)
    body = write(
        [replace(some[0], sequence=4, changed=datetime(2026, 11, 27, 8, tzinfo=UTC))], 'N', HOME
    ).decode()
    for line in (
        'SEQUENCE:4',
        'DTSTAMP:20261127T080000Z',
        'LAST-MODIFIED:20261127T080000Z',
        f'UID:ce-1@{HOME}',
        'METHOD:PUBLISH',
        'REFRESH-INTERVAL;VALUE=DURATION:PT6H',
    ):
        assert line in body


def test_what_is_off_stays_as_cancelled() -> None:
    """C35"""
    off = [
        entry(replace(PARIS, status=status), f'ce-{n}')
        for n, status in enumerate((EventStatus.CANCELLED, EventStatus.POSTPONED), 1)
    ]
    body = write([*off, entry(TALK, 'ce-9', withdrawn=date(2026, 11, 20))], 'N', HOME).decode()
    assert body.count('STATUS:CANCELLED') == 3


def test_times_are_those_of_utc_online_and_of_the_place_otherwise() -> None:
    """C36, C19"""
    body = written(TALK, ZONED, PARIS).decode()
    assert 'DTSTART:20261201T170000Z' in body
    assert 'DTSTART;TZID=Europe/Paris:20261201T180000' in body
    assert 'BEGIN:VTIMEZONE' in body
    assert 'DTEND;VALUE=DATE:20261207' in body
    assert not [word for word in ('ATTENDEE', 'ORGANIZER', 'DESCRIPTION') if word in body]


def test_another_library_reads_the_same() -> None:
    """C37"""
    name = 'قمة ويكي 😀, "a;b" ' + 'long ' * 30
    body = written(replace(PARIS, name=plain(name)), ZONED, TALK)
    assert all(len(line) <= 75 for line in body.split(b'\r\n'))
    calendar = vobject.readOne(body.decode())
    calendar.validate()
    found = {one.uid.value: one for one in calendar.vevent_list}
    assert found[f'ce-1@{HOME}'].summary.value == plain(name)
    assert found[f'ce-1@{HOME}'].dtstart.value == date(2026, 12, 4)
    assert found[f'ce-1@{HOME}'].dtend.value == date(2026, 12, 7)
    assert found[f'ce-2@{HOME}'].dtstart.value.astimezone(UTC) == datetime(2026, 12, 1, 17, tzinfo=UTC)


def test_every_event_of_the_page_is_in_the_file() -> None:
    """C38"""
    some: Sequence[CalendarEntry] = [entry(PARIS), entry(TALK, 'ce-2'), entry(UNCLEAR, 'ce-3')]
    uids = {
        line.removeprefix('UID:').partition('@')[0]
        for line in write(some, 'N', HOME).decode().splitlines()
        if line.startswith('UID:')
    }
    assert uids == {texts(one)['id'] for one in some}
    assert NOW
