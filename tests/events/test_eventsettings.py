"""The template of a calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from outreach.events.event import EventStatus, Mode
from outreach.events.eventsettings import period
from outreach.problems import BadInput

from tests.events.samples import NOW, PARIS, TALK, at, days, wanted

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ('text', 'first', 'last'),
    [
        ('2026-06-01..2026-09-30', date(2026, 6, 1), date(2026, 9, 30)),
        ('month', date(2026, 11, 1), date(2026, 11, 30)),
        ('quarter', date(2026, 10, 1), date(2026, 12, 31)),
        ('year', date(2026, 1, 1), date(2026, 12, 31)),
        ('2 weeks', TODAY, date(2026, 12, 10)),
    ],
)
def test_periods(text: str, first: date, last: date) -> None:
    assert period(text).days(TODAY) == (first, last)


@pytest.mark.parametrize(
    'text', ['2026-09-30..2026-06-01', '3 years', '0 days', '2026-02-30..2026-03-01', 'soon', '999 months']
)
def test_periods_that_cannot_be(text: str) -> None:
    with pytest.raises(ValueError, match='must'):
        period(text)


@pytest.mark.parametrize(
    ('name', 'value', 'fits'),
    [
        ('mode', 'online, hybrid', False),
        ('mode', 'in-person', True),
        ('countries', 'France, SE', True),
        ('countries', 'SE', False),
        ('languages', 'fr', True),
        ('languages', 'en', False),
        ('types', 'meetup', False),
    ],
)
def test_events_can_be_chosen(name: str, value: str, fits: bool) -> None:  # noqa: FBT001
    """C3"""
    assert wanted(**{name: value}).choice.wants(PARIS) == fits


def test_what_is_hidden_is_on_no_calendar() -> None:
    """C8"""
    assert not wanted().choice.wants(replace(PARIS, status=EventStatus.HIDDEN))


def test_the_last_evening_of_september() -> None:
    """T3, C20"""
    evening = at('2026-09-30T20:00', '2026-09-30T21:00', 'America/Los_Angeles')
    october = datetime(2026, 10, 2, tzinfo=UTC)
    september = wanted(period='2026-09-01..2026-09-30')
    assert september.in_period(replace(PARIS, span=evening), october)
    assert not september.in_period(replace(TALK, span=evening.in_utc(), mode=Mode.ONLINE), october)
    assert wanted(period='month').in_period(replace(TALK, span=evening.in_utc()), october)


@pytest.mark.parametrize(
    ('first', 'last', 'inside'),
    [
        ('2026-11-25', '2026-11-27', True),
        ('2026-11-20', '2026-11-26', True),
        ('2026-12-26', '2026-12-30', True),
        ('2026-11-01', '2027-02-01', True),
        ('2026-11-24', '2026-11-25', False),
        ('2026-12-27', '2026-12-30', False),
    ],
)
def test_any_part_inside_of_the_period_is_enough(first: str, last: str, inside: bool) -> None:  # noqa: FBT001
    """C20"""
    chosen = wanted(period='30 days')
    assert chosen.in_period(replace(PARIS, span=days(first, last)), NOW) == inside


def test_all_that_is_wrong_is_said_at_once_with_its_line() -> None:
    """C4"""
    with pytest.raises(BadInput) as refused:
        wanted(sources='\n* rss:x\n* table:Y name=1', period='soon', mode='party', colour='red', map='globe')
    text = str(refused.value)
    for part in ('line 3', 'line 4', 'soon', 'party', 'parameter colour', 'mapframe'):
        assert part in text


def test_the_same_source_twice_is_refused() -> None:
    with pytest.raises(ValueError, match='twice'):
        wanted(sources='\n* campaignevents\n* campaignevents')
    assert wanted(reports='A/B').reports == 'A/B/$1'
    assert wanted(reports='Report on $1').reports == 'Report on $1'
    assert wanted().period.days(NOW.date())[1] == date(2027, 2, 24)
