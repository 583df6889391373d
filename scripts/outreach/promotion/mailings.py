"""Mailings to individuals, as the log may tell of them: how many, to what audience, and no names.

They are read from a file that stays where it is. Only the columns named here are looked at, so a name
or an address in another column cannot get onto a wiki.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from outreach import digits
from outreach.problems import Problem, refuse
from outreach.promotion.logpage import CHANNELS, ScriptRow, Status
from outreach.sharedtable import fold
from outreach.sitematrix import has_wiki
from outreach.words import did_you_mean

NEEDED = ('date', 'channel', 'audience')
COLUMNS = (*NEEDED, 'language', 'region', 'count')
DELIMITERS = ',;\t'
# the first line of some exports, for https://en.wikipedia.org/wiki/Comma-separated_values#Specification
SEPARATOR = re.compile('sep=.', re.IGNORECASE)
LOOKS_PRIVATE = re.compile(r'@|\+?\d[\d ()/-]{6,40}\d|\[\[', re.IGNORECASE)


class Mailing(NamedTuple):
    """What the mailings of one row of the log have in common."""

    date: str
    channel: str
    audience: str
    language: str
    region: str


def parse(
    lines: Iterable[str], name: str, channels: Mapping[str, str], languages: Mapping[str, str]
) -> Counter[Mailing]:
    """Count the lines of a CSV file with a header by date, channel, audience, language and region.

    A column `count` says how many one line stands for. `channels` are folded words for channels, `languages`
    the codes of languages by what they call themselves, folded. Columns are separated by commas, semicolons
    or tabs, whichever the first line has most of; spreadsheets may say which in a line of its own before it.
    Raises BadInput with every line that makes no sense; what it shows of a line is its number only.
    """
    every = [*lines] or ['']
    above = 1 if SEPARATOR.fullmatch(every[0].strip()) and len(every) > 1 else 0
    head, *body = every[above:]
    delimiter = max(DELIMITERS, key=head.count)
    reader = csv.DictReader([head, *body], delimiter=delimiter)
    columns = [fold(column) for column in reader.fieldnames or ()]
    reader.fieldnames = columns
    _refuse_headings(columns, f'{name}, line {above + 1}')
    counted: Counter[Mailing] = Counter()
    problems: list[Problem] = []
    for row in reader:
        place = f'{name}, line {reader.line_num + above}'
        wrong = _wrong(row, channels, languages)
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
    if not counted and not problems:
        problems.append(Problem(name, 'holds a header and no mailing'))
    refuse(problems)
    return counted


def _refuse_headings(columns: Sequence[str], place: str) -> None:
    """Raise BadInput where a column lacks, or is probably one of those that are read, misspelt."""
    missing = [column for column in NEEDED if column not in columns]
    problems = []
    if missing:
        needed = f'has no column {" or ".join(missing)}; it may have {", ".join(COLUMNS)}'
        problems.append(Problem(place, needed))
    absent = [column for column in COLUMNS if column not in columns]
    for at, column in enumerate(columns, 1):
        meant = did_you_mean(column, absent) if column not in COLUMNS else ''
        if meant:
            problems.append(Problem(place, f'column {at} is none that is read{meant}'))
    refuse(problems)


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


def _wrong(
    row: Mapping[str, str | None], channels: Mapping[str, str], languages: Mapping[str, str]
) -> list[str]:
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
    if language and not has_wiki(language, languages.values()):
        code = languages.get(fold(language), '')
        wrong.append(f'the language must be a code such as {code or "sv"}, of a language that has a wiki')
    if not re.fullmatch(r'(?:[1-9][0-9]{0,8})?', (row.get('count') or '').strip()):
        wrong.append('the count must be a whole number of at least 1')
    return wrong


def _channel(text: str, channels: Mapping[str, str]) -> str:
    return text.strip() if text.strip() in CHANNELS else channels.get(fold(text), '')
