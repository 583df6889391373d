"""Calendars as they come."""

from __future__ import annotations

import time
from typing import Any

import pytest
from outreach.asking import SourceState
from outreach.events.calendarpage import render
from outreach.events.calendarplan import EventReading, plan
from outreach.events.calendarsource import of_calendar
from outreach.events.icsreading import read
from outreach.fetching import FetchedAnswer
from outreach.guardedreading import read_all

from tests.events.samples import ICS, NOW, layout, linker, wanted

DAYS = '2026-11-01 2027-01-31'


def calendar(*lines: str, head: str = '') -> bytes:
    inside = '\n'.join(lines)
    return f'BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{head}{inside}\nEND:VCALENDAR\n'.encode()


def event(*lines: str, uid: str = 'a@x') -> str:
    return '\n'.join(
        ['BEGIN:VEVENT', *([f'UID:{uid}'] if uid else []), 'SUMMARY:Meetup', *lines, 'END:VEVENT']
    )


def told(*events: str, head: str = '') -> dict[str, Any]:
    return read(calendar(*events, head=head), '', '', DAYS)


def test_one_event() -> None:
    """C9, C10"""
    one = event(
        'DTSTART;TZID=Europe/Stockholm:20261204T180000',
        'DTEND;TZID=Europe/Stockholm:20261204T200000',
        'LOCATION:Malmö\\, Sweden',
        'GEO:55.6;13.0',
        'URL:https://c.example/x',
        'STATUS:CANCELLED',
        'CATEGORIES:meetup,other',
        'ATTENDEE:mailto:guest@x.example',
        'ORGANIZER:mailto:host@x.example',
        'DESCRIPTION:secret link',
    )
    found = told(one)
    assert found['problems'] == []
    [made] = found['events']
    assert (made['start'], made['end'], made['zone']) == (
        '2026-12-04T18:00:00',
        '2026-12-04T20:00:00',
        'Europe/Stockholm',
    )
    assert (made['place'], made['geo'], made['status'], made['types']) == (
        'Malmö, Sweden',
        [55.6, 13.0],
        'CANCELLED',
        ['meetup', 'other'],
    )
    assert not [word for word in ('guest', 'host@', 'secret') if word in str(found)]


@pytest.mark.parametrize(
    ('lines', 'last'),
    [
        (('DTEND;VALUE=DATE:20261207',), '2026-12-06'),
        ((), '2026-12-04'),
        (('DTEND;VALUE=DATE:20261204',), '2026-12-04'),
        (('DURATION:P3D',), '2026-12-06'),
    ],
)
def test_whole_days_end_with_their_last_one(lines: tuple[str, ...], last: str) -> None:
    """T2, C19"""
    [made] = told(event('DTSTART;VALUE=DATE:20261204', *lines))['events']
    assert (made['start'], made['end'], made['zone']) == ('2026-12-04', last, '')


def test_a_series_with_a_moved_and_a_cancelled_date() -> None:
    """T4, C9"""
    zone = 'TZID=Europe/Stockholm'
    series = event(
        f'DTSTART;{zone}:20261201T180000',
        f'DTEND;{zone}:20261201T190000',
        'RRULE:FREQ=WEEKLY;COUNT=5',
        f'EXDATE;{zone}:20261229T180000',
    )
    moved = event(
        f'RECURRENCE-ID;{zone}:20261208T180000',
        f'DTSTART;{zone}:20261209T200000',
        f'DTEND;{zone}:20261209T210000',
    )
    off = event(
        f'RECURRENCE-ID;{zone}:20261215T180000',
        f'DTSTART;{zone}:20261215T180000',
        f'DTEND;{zone}:20261215T190000',
        'STATUS:CANCELLED',
    )
    found = told(series, moved, off)
    assert [(one['start'], one['status']) for one in found['events']] == [
        ('2026-12-01T18:00:00', ''),
        ('2026-12-09T20:00:00', ''),
        ('2026-12-15T18:00:00', 'CANCELLED'),
        ('2026-12-22T18:00:00', ''),
    ]
    names = [one['recurrence'] for one in found['events']]
    assert names == ['20261201T1700', '20261208T1700', '20261215T1700', '20261222T1700']
    dates = of_calendar(found, ICS.key, 'Chapter', linker())
    chosen = wanted(period='2026-11-01..2027-01-31')
    rows = render(
        plan(chosen, [EventReading(ICS, SourceState.FRESH, dates)], (), NOW).entries, layout()
    ).splitlines()
    struck = [('<s>' in row, 'cancelled' in row) for row in rows if '<!-- event:' in row]
    assert struck == [(False, False), (False, False), (True, True), (False, False)]


def test_dates_of_a_series_that_were_moved_out_of_the_days_are_told() -> None:
    """T4, C22"""
    series = event('DTSTART:20261201T180000', 'DTEND:20261201T190000', 'RRULE:FREQ=WEEKLY;COUNT=4')
    away, back, within = (
        event(f'RECURRENCE-ID:{before}T180000', f'DTSTART:{now}T200000', f'SEQUENCE:{number}')
        for before, now, number in (
            ('20261208', '20270309', 2),
            ('20261208', '20261210', 1),
            ('20261215', '20261216', 1),
        )
    )
    for head, hour in (('', '18'), ('X-WR-TIMEZONE:Europe/Stockholm\n', '17')):
        found = told(series, away, back, within, head=head)
        assert [(one['start'][:10], one['recurrence']) for one in found['events']] == [
            ('2026-12-01', f'20261201T{hour}00'),
            ('2026-12-16', f'20261215T{hour}00'),
            ('2026-12-22', f'20261222T{hour}00'),
            ('2027-03-09', f'20261208T{hour}00'),
        ]
        assert (found['problems'], found['unread']) == ([], [])


def test_a_series_by_the_second_is_refused_by_its_uid_and_others_are_read() -> None:
    """T14, C9"""
    began = time.monotonic()
    found = told(
        event('DTSTART:20200101T000000Z', 'RRULE:FREQ=SECONDLY', uid='bad@x'),
        event('DTSTART:20261201T000000Z', 'RRULE:FREQ=DAILY;BYHOUR=1,2,3', uid='fine@x'),
        event('DTSTART:20261201T100000Z', uid='good@x'),
    )
    assert time.monotonic() - began < 5
    assert [one['uid'] for one in found['events']] == ['good@x']
    assert 'bad@x: repeats SECONDLY' in found['problems'][0]
    assert 'fine@x: repeats within a day' in found['problems'][1]
    assert found['unread'] == ['bad@x', 'fine@x']


def test_at_most_sixty_dates_of_a_series() -> None:
    """C9"""
    found = read(
        calendar(event('DTSTART:20260101T100000Z', 'RRULE:FREQ=DAILY')), '', '', '2026-01-01 2026-12-31'
    )
    assert len(found['events']) == 60
    assert 'only the first 60' in found['problems'][0]


def test_at_most_two_thousand_events_and_those_of_the_days_first() -> None:
    """C9"""
    past = [event(f'DTSTART:{2000 + n % 20}0101T100000Z', uid=f'past{n}@x') for n in range(1990)]
    asked = [event(f'DTSTART:20261201T10{n:02}00Z', uid=f'asked{n}@x') for n in range(20)]
    found = told(*past, *asked)
    assert len(found['events']) == 2000
    assert [one['uid'] for one in found['events'][:20]] == [f'asked{n}@x' for n in range(20)]
    assert (found['problems'], len(found['unread'])) == ([], 10)
    many = told(*(event(f'DTSTART:20261201T{n % 24:02}0000Z', uid=f'{n}@x') for n in range(2003)))
    assert (len(many['events']), len(many['unread'])) == (2000, 3)
    assert many['problems'] == ['2,003 events in these days; only the first 2,000 are taken']


def test_a_last_day_of_a_series_is_part_of_it() -> None:
    found = told(event('DTSTART;TZID=Europe/Paris:20261201T100000', 'RRULE:FREQ=DAILY;UNTIL=20261205'))
    assert len(found['events']) == 5


def test_zones_of_all_kinds() -> None:
    """T6, C17"""
    vtimezone = 'BEGIN:VTIMEZONE\nTZID:Own\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0500\n'
    vtimezone += 'TZOFFSETTO:+0530\nEND:STANDARD\nEND:VTIMEZONE\n'
    found = told(
        event('DTSTART:20261201T100000Z', uid='1@x'),
        event('DTSTART;TZID=W. Europe Standard Time:20261201T100000', uid='2@x'),
        event('DTSTART;TZID=Mars/Base:20261201T100000', uid='3@x'),
        event('DTSTART:20261201T100000', uid='4@x'),
        event('DTSTART;TZID=Own:20261201T100000', uid='5@x'),
        head=vtimezone,
    )
    assert [one['zone'] for one in found['events']] == ['UTC', 'Europe/Berlin', 'Mars/Base', '', '+05:30']
    floating = told(event('DTSTART:20261201T100000'), head='X-WR-TIMEZONE:Asia/Kolkata\n')
    assert floating['events'][0]['zone'] == 'Asia/Kolkata'


@pytest.mark.parametrize(
    'body',
    [b'', b'<html>log in</html>', b'BEGIN:VCALENDAR\nnonsense', b'\xff\xfe\x00', b'BEGIN:VTODO\nEND:VTODO\n'],
)
def test_what_is_no_calendar_is_none(body: bytes) -> None:
    """C9"""
    assert read(body, '', '', DAYS)['calendar'] is False


def test_one_bad_event_costs_no_other() -> None:
    """C9"""
    found = told(
        event(uid='nostart@x'),
        event('DTSTART:2026-12-01', uid='broken@x'),
        event('DTSTART:20261201T100000Z', uid=''),
    )
    assert [one['start'] for one in found['events']] == ['2026-12-01T10:00:00']
    assert len(found['problems']) == 2


def test_it_is_read_by_a_process_that_can_be_ended() -> None:
    """C9"""
    good = FetchedAnswer(200, '', {}, calendar(event('DTSTART:20261201T100000Z')))
    [first] = read_all('outreach.events.icsreading', [good], DAYS)
    assert [one['name'] for one in first['events']] == ['Meetup']


def test_an_event_that_begins_at_no_moment_is_named() -> None:
    for uid in ('', 'UID:a@x\n'):
        inside = f'BEGIN:VEVENT\n{uid}SUMMARY:A\nDTSTART:2026T&#;0Z\nEND:VEVENT\n'
        body = f'BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{inside}END:VCALENDAR\n'
        found = read(body.encode(), '', '', '2026-11-01 2027-01-31')
        assert found['events'] == []
        assert 'cannot be read' in str(found['problems'])
