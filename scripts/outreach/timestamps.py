"""Time stamps as MediaWiki writes them when somebody signs, in every language that it has.

What all of them share decides: a time, a year near it, and the time zone in brackets behind both
(Parser::pstPass2). They are tested with MediaWiki's own `~~~~~` in all its languages. The day is read
where the names of the months are known, those of the wiki (`siteinfo.month_names`) or English ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

ENGLISH_MONTHS = (
    'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October',
    'November', 'December',
)  # fmt: skip
BRACKETS = re.compile(r'\(([^()\n]{1,60})\)')
MARKUP = re.compile(r'<[^<>]*>|[\[\]]')
# An abbreviation in Latin capitals, an offset, or words of another script; "(room 5)" is no time zone.
ZONE = re.compile(r'[A-Z]{2,5}(?:[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{2}(?::?\d{2})?')
TIME = re.compile(r'(?<!\d)(\d{1,2})[:.h時时](\d{2})(?!\d)')
YEAR = re.compile(r'(?<!\d)(\d{4})(?!\d)')
NUMBER = re.compile(r'(?<!\d)\d{1,2}(?!\d)')
WORD, DIGIT = re.compile(r'\w'), re.compile(r'\d')
WEEKDAY = re.compile(r'[(（][^()（）]*[)）]')
LONGEST, LONGEST_ZONE = 90, 26
# how MediaWiki writes UTC where it does not write those letters (core's message timezone-utc)
UTC_ELSEWHERE = frozenset(
    ('يو.ٽي.سي', 'ت ع م', 'يو تى سى', 'नेपालको प्रमाणिक समय', 'ইউ.টি.চি.', 'ইউটিসি', 'යූටීසී')
)
# Classical Chinese is the one language whose time stamps are written out (MessagesLzh)
HAN_DIGITS = {ord(char): str(number) for number, char in enumerate('〇一二三四五六七八九')}
BUDDHIST = 543

Months = Mapping[str, int]


@dataclass(frozen=True)
class TimeStamp:
    """Where a time stamp begins and ends, and its day; None where its month cannot be told.

    It is `sure` where the words in its brackets are a time zone of MediaWiki, and not just foreign ones.
    """

    start: int
    end: int
    day: date | None
    sure: bool = True


def months(names: Iterable[tuple[str, int]]) -> Months:
    """Return the months by name, as they compare; a name that two months share tells nothing."""
    found: dict[str, set[int]] = {}
    for name, number in names:
        if _fold(name) and not _fold(name).isdigit():
            found.setdefault(_fold(name), set()).add(number)
    return {name: next(iter(numbers)) for name, numbers in found.items() if len(numbers) == 1}


def _fold(name: str) -> str:
    return unicodedata.normalize('NFC', name).casefold().strip().rstrip('.')


IN_ENGLISH = months(
    (word, number) for number, name in enumerate(ENGLISH_MONTHS, 1) for word in (name, name[:3])
)


def time_stamps(text: str, known: Months = IN_ENGLISH) -> Iterator[TimeStamp]:
    """Return the time stamps in a text, in order."""
    done = 0
    for brackets in BRACKETS.finditer(text):
        if not _is_zone(brackets[1]):
            continue
        start = max(done, brackets.start() - LONGEST)
        start = max(start, text.rfind('\n', start, brackets.start()) + 1)
        found = _read(text[start : brackets.start()], known)
        if found:
            done = brackets.end()
            yield TimeStamp(start + found[0], done, found[1], _is_known(brackets[1]))


def _is_known(inside: str) -> bool:
    zone = MARKUP.sub('', inside).strip()
    return bool(ZONE.fullmatch(zone)) or zone in UTC_ELSEWHERE


def _is_zone(inside: str) -> bool:
    if _is_known(inside):
        return True
    zone = MARKUP.sub('', inside).strip()
    foreign = not any(char.isascii() and char.isalnum() for char in zone)
    return foreign and len(zone) <= LONGEST_ZONE and any(char.isalpha() for char in zone)


def _read(before: str, known: Months) -> tuple[int, date | None] | None:
    """Return where in the text before a zone the time stamp begins, and its day; None for no time stamp."""
    for plain in (_ascii_digits(before), before.translate(HAN_DIGITS)):
        times, years = list(TIME.finditer(plain)), list(YEAR.finditer(plain))
        if not times or not years:
            continue
        time, year = times[-1], years[-1]
        if time.start() < year.end() and year.start() < time.end():
            continue
        after_link = max(plain.rfind(char) for char in '[]{}<>|') + 1
        if min(time.start(), year.start()) < after_link:
            continue
        start = time.start()
        if year.start() < start:  # the date comes first: it begins behind the signature, or with a number
            begin = (WORD if after_link else DIGIT).search(plain, after_link)
            start = begin.start() if begin else start
        rest = plain[after_link : time.start()] + ' ' * (time.end() - time.start()) + plain[time.end() :]
        return start, _day(rest, int(year[1]), year.start() - after_link, known)
    return None


def _ascii_digits(text: str) -> str:
    return text if text.isascii() else ''.join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text)


def _day(text: str, year: int, year_at: int, known: Months) -> date | None:
    """Return the day that a date without its time names."""
    year -= BUDDHIST if year > 2400 else 0
    text = WEEKDAY.sub(lambda found: ' ' * len(found[0]), text)
    numbers = list(NUMBER.finditer(text))
    folded = unicodedata.normalize('NFC', text).casefold()
    named = max((name for name in known if name in folded), key=len, default='')
    try:
        if named:
            at = folded.find(named)
            days = [int(one[0]) for one in numbers if not at <= one.start() < at + len(named)]
            return date(year, known[named], days[-1]) if days else None
        first, second = (int(one[0]) for one in numbers[-2:])
        return date(year, first, second) if numbers[-2].start() > year_at else date(year, second, first)
    except ValueError:
        return None
