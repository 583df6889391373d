"""Missing reports and numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from outreach.events.event import CalendarEntry, Event, EventStatus, Mode
from outreach.events.eventreports import missing, render_counts, render_missing, report_title

from tests.events.samples import BASE, NOW, PARIS, TALK, days, entry, layout

MONTH = timedelta(days=30)


def ago(number: int, id_: str, **changes: Any) -> CalendarEntry:
    return entry(replace(PARIS, span=days(str((NOW - timedelta(days=number)).date())), **changes), id_)


def test_after_the_days_of_grace_a_report_is_missing() -> None:
    """T16, C32"""
    some = [
        ago(20, 'ce-1'),
        ago(40, 'ce-2'),
        ago(60, 'ce-3'),
        ago(50, 'ce-4', status=EventStatus.CANCELLED),
        ago(50, 'ce-5', report='https://r.example/'),
        ago(50, 'ce-6'),
    ]
    found = missing(some, {'ce-6'}, NOW, MONTH)
    assert [one.id for one in found] == ['ce-3', 'ce-2']
    assert [one.id for one in missing(some, (), NOW, timedelta(days=0))][-1] == 'ce-1'


def test_the_link_opens_a_report_with_its_first_words() -> None:
    """C32, C26"""
    one = entry(replace(PARIS, name="A '''b''' ]x[ {{y}}", span=days('2026-09-01'), links=()))
    title = report_title('Reports/$1', one, BASE)
    assert title == "Reports/A '''b''' x y"
    text = render_missing([one], {'ce-1': title}, 'Template:Outreach event/report', layout())
    assert (
        f'[{BASE.replace("/wiki/", "/w/index.php?title=")}Reports%2FA_%27%27%27b%27%27%27_x_y'
        '&action=edit&preload=Template%3AOutreach%20event%2Freport&preloadparams%5B%5D=' in text
    )
    assert 'Reports missing: 1' in text
    assert '{{y' not in text
    assert render_missing([], {}, '', layout()) == "''No reports are missing.''"


def test_titles_of_reports_are_titles() -> None:
    assert report_title('R/$1', entry(PARIS), BASE) == 'R/Paris days'
    assert report_title('R/$1', entry(replace(PARIS, name='<>|', links=())), BASE) == 'R/ce-1'


def test_numbers_can_be_quoted() -> None:
    """C31"""
    some = [
        entry(PARIS),
        entry(TALK, 'ce-2'),
        entry(replace(PARIS, status=EventStatus.CANCELLED), 'ce-3'),
        entry(Event('x', days('2026-10-01'), Mode.IN_PERSON, country='SE'), 'ce-4'),
    ]
    text = render_counts(some, 1, layout(), sections=True)
    assert '<section begin="events-total" />3<section end="events-total" />' in text
    assert '<section begin="events-missing" />1<section' in text
    assert '<section begin="events-2026-12" />2<section' in text
    assert '<section begin="events-FR" />1<section' in text
    plain = render_counts(some, None, layout(), sections=False)
    assert '<section' not in plain
    assert 'Reports missing' not in plain
    assert date(2026, 10, 1) < NOW.date()
