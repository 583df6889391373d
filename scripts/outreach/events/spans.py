"""When an event is: whole days, or times in a zone.

A time in a zone that nobody knows is no time: the days are kept, and that they are all that is known.
Traps: all-day events, zones that nobody knows, hours that clocks leave out (RFC 5545, 3.3.5), and the
offsets that CampaignEvents gives as zones, which zoneinfo refuses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

OFFSET = re.compile(r'(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?', re.IGNORECASE)
ZONE_NAME = re.compile(r'[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}')
TYPED = re.compile(r'(\d{4})-(\d\d)-(\d\d)(?:[T ]+(\d{1,2}):(\d\d)(?::\d\d)?\s*(Z|UTC)?)?')
NAMES_OF_UTC = frozenset({'z', 'utc', 'gmt', 'etc/utc', 'etc/gmt', 'zulu', 'utc+0', 'gmt+0'})
LONGEST = timedelta(days=366 * 2)
FIRST_YEAR, LAST_YEAR = 2001, 2199
# the last place on Earth where a day is over
LAST_PLACE = timedelta(hours=12)


@dataclass(frozen=True)
class Span:
    """When an event is: from its first to its last day, both included, as the clock on its wall says.

    `begins` and `ends` are None for whole days; `ends` also where only the beginning is known. `unclear`
    says that there is a time, in a zone that nobody knows.
    """

    first: date
    last: date
    begins: time | None = None
    ends: time | None = None
    zone: str = ''
    unclear: bool = False

    @property
    def all_day(self) -> bool:
        """Return whether this is about whole days."""
        return self.begins is None

    @property
    def start(self) -> datetime:
        """Return the first moment in UTC; of whole days, the midnight of UTC."""
        return self._moment(self.first, self.begins or time())

    @property
    def end(self) -> datetime:
        """Return the first moment after it in UTC; of whole days, and without an end, the next midnight."""
        if self.begins is not None and self.ends is not None:
            return self._moment(self.last, self.ends)
        return self._moment(self.last, time()) + timedelta(days=1)

    def days(self, *, online: bool) -> tuple[date, date]:
        """Return the first and the last day that count: those of UTC online, else those of the place."""
        if self.all_day or not online:
            return self.first, self.last
        last = self.end - timedelta(seconds=1) if self.ends is not None else self.start
        return self.start.date(), max(last, self.start).date()

    def over(self, now: datetime) -> bool:
        """Return whether it is over everywhere."""
        return self.end + (LAST_PLACE if self.all_day else timedelta()) <= now

    def begun(self, now: datetime) -> bool:
        """Return whether it has begun somewhere."""
        return self.start - (LAST_PLACE if self.all_day else timedelta()) <= now

    def in_utc(self) -> Span:
        """Return it with the times of UTC, as events online are told."""
        if self.begins is None:
            return self
        start, end = self.start, self.end
        if self.ends is None:
            return Span(start.date(), start.date(), start.time(), None, 'UTC')
        return Span(start.date(), end.date(), start.time(), end.time(), 'UTC')

    def _moment(self, day: date, at: time) -> datetime:
        local = datetime.combine(day, at, zone_of(self.zone) if self.begins is not None else UTC)
        return local.astimezone(UTC)


def within_reach(when: date) -> None:
    """Raise ValueError for a day of the first or last years that there are: other zones have none for it."""
    if not MINYEAR + 1 < when.year < MAXYEAR:
        raise ValueError(f'is in the year {when.year}')


def span(
    start: date | datetime, end: date | datetime | None, zone: str = '', *, whole: bool = False
) -> tuple[Span, str]:
    """Return the span of what a source says, and a note where it says something that no clock shows.

    Both are days, or local times of `zone`; a time that has a zone itself is of that one. With `whole`,
    midnight to midnight (or the minute before) is whole days. Raises ValueError saying what is wrong.
    """
    within_reach(start)
    within_reach(start if end is None else end)
    if isinstance(start, datetime) != isinstance(end, datetime) and end is not None:
        start, end = _day(start), _day(end)
    if not isinstance(start, datetime):
        last = _day(end) if end is not None else start
        _check(start, last, last < start)
        return Span(start, last), ''
    known, unclear = _known(start, zone)
    begin = _local(start, known)
    finish = _local(end, known) if isinstance(end, datetime) else None
    _check(begin.date(), finish.date() if finish else begin.date(), finish is not None and finish < begin)
    if unclear:
        last = (finish - timedelta(microseconds=1) if finish and finish > begin else begin).date()
        return Span(begin.date(), last, unclear=True), f'its time zone {zone!r} is unknown'[:100]
    if whole and finish is not None and (days := _whole_days(begin, finish)):
        return days, ''
    begin, note = _shown(begin, known)
    finish, further = _shown(finish, known) if finish else (None, '')
    ends = finish.time() if finish else None
    return Span(begin.date(), (finish or begin).date(), begin.time(), ends, known), '; '.join(
        filter(None, (note, further))
    )


def typed(text: str) -> date | datetime:
    """Read a day (2026-12-04), or with a time (2026-12-04 18:00, maybe with Z); else raise ValueError."""
    found = TYPED.fullmatch(text.strip())
    if found is None:
        year = '' if re.search(r'\d{4}', text) else ', with its year'
        raise ValueError(f'must be a day such as 2026-12-04, or 2026-12-04 18:00{year}')
    try:
        when = date(int(found[1]), int(found[2]), int(found[3]))
        if found[4] is None:
            return when
        return datetime.combine(when, time(int(found[4]), int(found[5])), UTC if found[6] else None)
    except ValueError as error:
        raise ValueError(f'is no day or time that there is: {error}') from None


@cache
def zone_of(name: str) -> tzinfo:
    """Return the zone of a name (Europe/Stockholm, UTC) or an offset (+05:30); raise ValueError else."""
    if name.strip().lower() in NAMES_OF_UTC:
        return UTC
    offset = OFFSET.fullmatch(name.strip())
    if offset:
        hours = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        if hours > timedelta(hours=14):
            raise ValueError('is no time zone: no place is more than 14 hours from UTC')
        return timezone(-hours if offset[1] == '-' else hours)
    if not ZONE_NAME.fullmatch(name.strip()):
        raise ValueError('must be a time zone such as Europe/Stockholm, UTC or +05:30')
    try:
        return ZoneInfo(name.strip())
    except (KeyError, OSError, ValueError):
        raise ValueError('must be a time zone such as Europe/Stockholm, UTC or +05:30') from None


def zone_name(name: str) -> str:
    """Return a zone as it is written here: UTC, +05:30, or its name; raise ValueError for none."""
    found = zone_of(name)
    if found is UTC or (isinstance(found, timezone) and not found.utcoffset(None)):
        return 'UTC'
    offset = OFFSET.fullmatch(name.strip())
    return f'{offset[1]}{int(offset[2]):02}:{offset[3] or "00"}' if offset else name.strip()


def local(span_: Span, zone: str) -> Span:
    """Return a span with the times of another zone."""
    if span_.begins is None:
        return span_
    place = zone_of(zone)
    start = span_.start.astimezone(place)
    end = span_.end.astimezone(place) if span_.ends is not None else None
    last = (end or start).date()
    return replace(
        span_, first=start.date(), last=last, begins=start.time(), ends=end.time() if end else None, zone=zone
    )


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _check(first: date, last: date, backwards: bool) -> None:  # noqa: FBT001
    if not (FIRST_YEAR <= first.year <= LAST_YEAR and FIRST_YEAR <= last.year <= LAST_YEAR):
        raise ValueError(f'is in the year {first.year}')
    if backwards:
        raise ValueError('ends before it begins')
    if last - first > LONGEST:
        raise ValueError('is longer than two years')


def _known(start: datetime, zone: str) -> tuple[str, bool]:
    """Return the zone of a start, and whether it is one that nobody knows."""
    if start.tzinfo is not None:
        name = getattr(start.tzinfo, 'key', '')
        offset = start.utcoffset() or timedelta()
        minutes = int(offset.total_seconds()) // 60
        sign = '-' if minutes < 0 else '+'
        made = f'{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}' if minutes else 'UTC'
        return zone_name(name or made), False
    try:
        return zone_name(zone), not zone
    except ValueError:
        return 'UTC', True


def _local(moment: datetime, zone: str) -> datetime:
    """Return the local time of a zone, without seconds and without its zone."""
    there = moment.astimezone(zone_of(zone)) if moment.tzinfo is not None else moment
    return there.replace(tzinfo=None, second=0, microsecond=0, fold=0)


def _whole_days(begin: datetime, finish: datetime) -> Span | None:
    if begin.time() != time():
        return None
    if finish.time() == time() and finish > begin:
        return Span(begin.date(), finish.date() - timedelta(days=1))
    return Span(begin.date(), finish.date()) if finish.time() == time(23, 59) else None


def _shown(wall: datetime, zone: str) -> tuple[datetime, str]:
    """Return a local time as clocks show it: in a gap of summer time they are an hour further."""
    there = zone_of(zone)
    back = wall.replace(tzinfo=there).astimezone(UTC).astimezone(there).replace(tzinfo=None)
    if back == wall:
        return wall, ''
    return back, f'{wall:%Y-%m-%d %H:%M} does not exist in {zone}: taken for {back:%H:%M}'
