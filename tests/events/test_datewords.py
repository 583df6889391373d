"""Days as people write them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from outreach.events.datewords import when
from outreach.timestamps import months

DAY, LAST = date(2026, 5, 16), date(2026, 5, 18)


@pytest.mark.parametrize(
    ('text', 'start', 'end', 'zone'),
    [
        ('2026-05-16', DAY, None, ''),
        ('May 16–18, 2026 (2026-05-16)', DAY, None, ''),
        ('16–18 May 2026', DAY, LAST, ''),
        ('May 16–18, 2026', DAY, LAST, ''),
        ('May 16th - 18th, 2026', DAY, LAST, ''),
        ('30 December – 2 January 2027', date(2026, 12, 30), date(2027, 1, 2), ''),
        ('May 30 – June 2, 2026', date(2026, 5, 30), date(2026, 6, 2), ''),
        ('2026-05-16 – 2026-05-18', DAY, LAST, ''),
        ('1 December 2026, 17:00 UTC', datetime(2026, 12, 1, 17), None, 'UTC'),
        ('1 December 2026, 5:30 pm–7 pm', datetime(2026, 12, 1, 17, 30), None, ''),
        ('16 maj 2026 kl. 18:00–20:00 UTC+2', datetime(2026, 5, 16, 18), datetime(2026, 5, 16, 20), 'UTC+2'),
    ],
)
def test_days_and_times(text: str, start: date, end: date | None, zone: str) -> None:
    assert when(text, months([('maj', 5)])) == (start, end, zone)


@pytest.mark.parametrize(
    ('text', 'why'),
    [
        ('soon', 'no day'),
        ('16 May', 'year'),
        ('May 2026', 'no day'),
        ('31 November 2026', 'no day that there is'),
        ('2026-02-30', 'no day that'),
        ('1 May 2026 25:10', 'no time'),
    ],
)
def test_what_lacks_something_is_told(text: str, why: str) -> None:
    """C7"""
    with pytest.raises(ValueError, match=why):
        when(text)
