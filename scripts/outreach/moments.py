"""Moments, written as the API of MediaWiki writes and takes them: in UTC, to the second.

Two of them compare as text as they do in time (https://www.mediawiki.org/wiki/API:Data_formats#Timestamps).
"""

from __future__ import annotations

import re
from datetime import datetime

MOMENT = re.compile('[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z')


def iso(moment: datetime) -> str:
    """Return a moment in UTC as text, `2026-05-01T10:00:00Z`."""
    return moment.strftime('%Y-%m-%dT%H:%M:%SZ')


def is_moment(text: str) -> bool:
    """Return whether a text is such a moment, of a day and at an hour that there is."""
    try:
        return bool(MOMENT.fullmatch(text) and datetime.fromisoformat(text))
    except ValueError:
        return False


def to_database(moment: str) -> bytes:
    """Return such a text as MediaWiki's databases hold it: 14 digits
    (https://www.mediawiki.org/wiki/Manual:Timestamp)."""
    return ''.join(char for char in moment if char.isdigit()).encode()


def from_database(digits: str) -> str:
    """Return the 14 digits of a database as such a text."""
    day, time = f'{digits[:4]}-{digits[4:6]}-{digits[6:8]}', digits[8:14]
    return f'{day}T{time[:2]}:{time[2:4]}:{time[4:]}Z'
