"""Mailings to individuals, as the log may tell of them: how many, to what audience, and no names.

They are read from a file that stays where it is. Only the columns named here are looked at, so a name
or an address in another column cannot get onto a wiki.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from outreach import digits
from outreach.names import LANGUAGE_CODE
from outreach.problems import BadInput, Problem
from outreach.promotion.logpage import CHANNELS, ScriptRow, Status
from outreach.sharedtable import fold

NEEDED = ('date', 'channel', 'audience')
COLUMNS = (*NEEDED, 'language', 'region', 'count')
DELIMITERS = ',;\t'
LOOKS_PRIVATE = re.compile(r'@|\+?\d[\d ()/-]{6,40}\d|\[\[', re.IGNORECASE)


class Mailing(NamedTuple):
    """What the mailings of one row of the log have in common."""

    date: str
    channel: str
    audience: str
    language: str
    region: str


def parse(lines: Iterable[str], name: str, channels: Mapping[str, str]) -> Counter[Mailing]:
    """Count the lines of a CSV file with a header by date, channel, audience, language and region.

    A column `count` says how many one line stands for. `channels` are folded words for channels. Columns
    are separated by commas, semicolons or tabs, whichever the first line has most of.
    Raises BadInput with every line that makes no sense; what it shows of a line is its number only.
    """
    head, *body = [*lines] or ['']
    delimiter = max(DELIMITERS, key=head.count)
    reader = csv.DictReader([head, *body], delimiter=delimiter)
    columns = [fold(column) for column in reader.fieldnames or ()]
    reader.fieldnames = columns
    missing = [column for column in NEEDED if column not in columns]
    if missing:
        needed = f'has no column {" or ".join(missing)}; it may have {", ".join(COLUMNS)}'
        raise BadInput([Problem(f'{name}, line 1', needed)])
    counted: Counter[Mailing] = Counter()
    problems: list[Problem] = []
    for row in reader:
        place = f'{name}, line {reader.line_num}'
        wrong = _wrong(row, channels)
        if wrong:
            problems += [Problem(place, text) for text in wrong]
            continue
        mailing = Mailing(
            row['date'].strip(),
            _channel(row['channel'], channels),
            ' '.join(row['audience'].split()),
            (row.get('language') or '').strip().lower(),
            ' '.join((row.get('region') or '').split()),
        )
        counted[mailing] += digits.number((row.get('count') or '').strip() or '1')
    if problems:
        raise BadInput(problems)
    return counted


def entries(counted: Mapping[Mailing, int], today: date) -> list[ScriptRow]:
    """Return a row of the log for each kind of mailing; one that lies ahead is planned."""
    return [
        ScriptRow(
            id=_id(mailing),
            date=mailing.date,
            channel=mailing.channel,
            status=Status.PLANNED if date.fromisoformat(mailing.date) > today else Status.SENT,
            language=mailing.language,
            region=mailing.region,
            audience=mailing.audience,
            reach=count,
        )
        for mailing, count in sorted(counted.items())
    ]


def _id(mailing: Mailing) -> str:
    parts = (part for part in mailing if part)
    return re.sub('[<>]', '', f'mailing {" · ".join(parts)}')


def _wrong(row: Mapping[str, str | None], channels: Mapping[str, str]) -> list[str]:
    """Return what is wrong with a line, without repeating what may be private."""
    wrong = []
    try:
        date.fromisoformat((row['date'] or '').strip())
    except ValueError:
        wrong.append('the date must be one such as 2026-01-31')
    if not _channel(row['channel'] or '', channels):
        wrong.append(f'the channel must be one of: {", ".join(CHANNELS)}')
    audience = row['audience'] or ''
    if not audience.strip() or LOOKS_PRIVATE.search(audience):
        wrong.append('the audience must be the name of a group, not a person, an address or a number')
    language = (row.get('language') or '').strip().lower()
    if language and not LANGUAGE_CODE.fullmatch(language):
        wrong.append('the language must be a code such as sv')
    if not re.fullmatch(r'(?:[1-9][0-9]{0,8})?', (row.get('count') or '').strip()):
        wrong.append('the count must be a whole number of at least 1')
    return wrong


def _channel(text: str, channels: Mapping[str, str]) -> str:
    return text.strip() if text.strip() in CHANNELS else channels.get(fold(text), '')
