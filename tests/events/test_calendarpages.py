"""Pages with a calendar as they are read."""

from __future__ import annotations

import pytest
from outreach.events.calendarpages import CalendarPage
from outreach.events.eventsettings import EventSettings
from outreach.pages import Page
from outreach.problems import BadInput


def test_an_archive_whose_markers_are_broken_is_named_with_its_line() -> None:
    archive = Page('Events/2025', 'Old.\n\n<!-- outreach:begin events -->', 7)
    calendar = CalendarPage(Page('Events', '', 6), EventSettings('Events', ()), {2025: archive})
    with pytest.raises(BadInput, match='Events/2025, line 3'):
        _ = calendar.before
