"""Days and times as people write them into tables: 2026-12-04, 16–18 May 2026, May 30 – June 2, 2026.

Names of months are those of the wiki (`siteinfo.month_names`) and English ones. A day without a year is no
day: it is told, and not guessed.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time

from outreach.timestamps import IN_ENGLISH, Months

ISO = re.compile(r'(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)')
CLOCK = re.compile(r'(?<!\d)(\d{1,2})(?::|(?<=\d)h)(\d\d)(?!\d)\s*(am|pm)?', re.IGNORECASE)
ZONE = re.compile(r'\b(?:UTC|GMT)(?:[+-]\d{1,2}(?::?\d{2})?)?|\b[A-Z][a-z]+/[A-Z][A-Za-z_]+')
YEAR = re.compile(r'(?<!\d)\d{4}(?!\d)')
DAY = re.compile(r'(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.)?(?!\d)')
NOON = 12

When = tuple[date | datetime, date | datetime | None, str]


def when(text: str, months: Months = IN_ENGLISH) -> When:
    """Return the start, the end (None for none) and the zone ('' for none) that a text names.

    Raises ValueError saying what it lacks.
    """
    plain = unicodedata.normalize('NFC', text)
    zone = ZONE.search(plain)
    first, last = _days(plain, months)
    clocks = [_time(found) for found in CLOCK.finditer(plain)]
    if not clocks:
        return first, last if last != first else None, ''
    start = datetime.combine(first, clocks[0])
    if len(clocks) == 1:
        return start, None, zone[0] if zone else ''
    return start, datetime.combine(last, clocks[-1]), zone[0] if zone else ''


def _days(text: str, months: Months) -> tuple[date, date]:
    isos = [_date(*(int(part) for part in found)) for found in ISO.findall(text)]
    if isos:
        return isos[0], isos[-1]
    bare = CLOCK.sub(' ', ZONE.sub(' ', text))
    named = _months(bare, months)
    years = [int(year) for year in YEAR.findall(bare)]
    if not named:
        raise ValueError('names no day: write it as 2026-12-04')
    if not years:
        raise ValueError('lacks its year')
    days = [int(found) for found in DAY.findall(YEAR.sub(' ', bare))]
    if not days:
        raise ValueError('names a month and no day')
    first = _date(years[0], named[0], days[0])
    last = _date(years[-1], named[-1], days[-1])
    if last < first and len(years) == 1:
        first = _date(years[0] - 1, named[0], days[0])
    return first, last


def _months(text: str, months: Months) -> list[int]:
    known = {**IN_ENGLISH, **months}
    names = '|'.join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    return [known[found] for found in re.findall(rf'(?<!\w)({names})(?!\w)', text.casefold())]


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(f'is no day that there is: {error}') from None


def _time(found: re.Match[str]) -> time:
    hour, minute, half = int(found[1]), int(found[2]), (found[3] or '').lower()
    if half:
        hour = hour % NOON + (NOON if half == 'pm' else 0)
    try:
        return time(hour, minute)
    except ValueError as error:
        raise ValueError(f'is no time that there is: {error}') from None
