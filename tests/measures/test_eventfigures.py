"""What events add to a report, and what is not told of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from outreach import wikitable, wikitext
from outreach.measures.eventfigures import REGION, EventFigures, MonthOfEvents, of_month, of_page
from outreach.wikitable import Content, Markup, number

NOVEMBER, DECEMBER = date(2026, 11, 5), date(2026, 12, 1)


def test_events_of_the_month_are_summed() -> None:
    """M30"""
    events = [EventFigures(NOVEMBER, 12, 6), EventFigures(NOVEMBER, None), EventFigures(DECEMBER, 40, 40)]
    assert of_month(events, '2026-11') == MonthOfEvents(2, 18, '6', 1)
    assert of_month(events, '2026-10') is None


def test_a_few_private_registrations_are_neither_told_nor_in_the_sum() -> None:
    """M33"""
    assert of_month([EventFigures(NOVEMBER, 12, 3)], '2026-11') == MonthOfEvents(1, 12, '1–4', 0)


def test_a_page_of_events_tells_how_many_there_were() -> None:
    """M30"""
    labelled = Markup('<section begin="events-2026-11" />3<section end="events-2026-11" />')
    rows: list[Sequence[Content]] = [
        ['Events', number(7)],
        ['2026-11', labelled],
        ['2026-12', number(4)],
        ['Sweden', number(7)],
    ]
    text = wikitext.put_region('Events!', REGION, wikitable.render(['What', 'Events'], rows, named=True))
    assert of_page(text, '2026-11') == MonthOfEvents(3)
    assert of_page(text, '2026-12') == MonthOfEvents(4)
    assert of_page(text, '2026-10') is None
    assert of_page('Events!', '2026-11') is None
