"""What events add to a monthly report: how many there were, and how many registered for them.

A page of events with its counts by month (`post_events`) tells how many there were; whoever knows who
registered hands that in (`EventFigures`). A report says nothing of events where nobody does. Who registered
privately is told by number only, and below five only that they are so few.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from outreach import wikitext
from outreach.measures.smallcounts import FEW, shown
from outreach.promotion.logpage import plain
from outreach.wikitable import find_tables

# the region of a page of events that tells how many there are
REGION = 'eventcounts'
SECTION = re.compile(r'<section [^<>]*/>')


@dataclass(frozen=True)
class EventFigures:
    """One event: its day, and who registered publicly and privately (None: nobody knows)."""

    day: date
    public: int | None = None
    private: int | None = None


@dataclass(frozen=True)
class MonthOfEvents:
    """The events of one month, as they may be published.

    `participants` is None and `private` '' where nobody knows; `unknown` counts events without these figures.
    """

    events: int
    participants: int | None = None
    private: str = ''
    unknown: int = 0


def of_month(events: Iterable[EventFigures], month: str) -> MonthOfEvents | None:
    """Return the figures of the events of a month (`2026-11`); None where there were none.

    Private registrations enter the sum of participants only where they are five or more: else they could be
    told from it.
    """
    some = [one for one in events if f'{one.day:%Y-%m}' == month]
    if not some:
        return None
    private = sum(one.private or 0 for one in some)
    public = sum(one.public or 0 for one in some)
    return MonthOfEvents(
        events=len(some),
        participants=public + (private if private >= FEW else 0),
        private=shown(private),
        unknown=sum(one.public is None for one in some),
    )


def of_page(text: str, month: str) -> MonthOfEvents | None:
    """Return how many events a page of events counts in a month (`2026-11`); None where it says nothing.

    Raises BrokenMarkers where the region of the counts is broken.
    """
    inside = wikitext.region(text, REGION)
    if inside is None:
        return None
    counts = text[slice(*inside)]
    for table in find_tables(counts):
        for row in table.rows:
            cells = [plain(SECTION.sub('', counts[cell.start : cell.end])) for cell in row.cells]
            if len(cells) == 2 and cells[0] == month and cells[1].isdecimal():
                return MonthOfEvents(int(cells[1]))
    return None
