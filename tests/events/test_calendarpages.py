"""Pages with a calendar as they are read."""

from __future__ import annotations

import pytest
from outreach import wikitext
from outreach.events import calendarpage
from outreach.events.calendarpages import CalendarPage
from outreach.events.eventsettings import EventSettings
from outreach.pages import Page
from outreach.problems import BadInput

from tests.events.samples import PARIS, entry, layout


def test_an_archive_whose_markers_are_broken_is_named_with_its_line() -> None:
    archive = Page('Events/2025', 'Old.\n\n<!-- outreach:begin events -->', 7)
    calendar = CalendarPage(Page('Events', '', 6), EventSettings('Events', ()), {2025: archive})
    with pytest.raises(BadInput, match='Events/2025, line 3'):
        _ = calendar.before


def test_an_event_of_an_archive_is_not_lost_by_a_spoilt_comment() -> None:
    """No source tells of it once more, and the archive is written anew from what was read of it."""
    rows = calendarpage.render([entry(PARIS), entry(PARIS, 'ce-2')], layout())
    text = wikitext.new_region(calendarpage.REGION, rows.replace('"id": "ce-2"', '"id": "ce 2"'))
    calendar = CalendarPage(
        Page('Events', ''), EventSettings('Events', ()), {2025: Page('Events/2025', text)}
    )
    with pytest.raises(
        BadInput, match=r"Events/2025, line 3: the comment of this event .*'ce 2' is no event"
    ):
        _ = calendar.before
