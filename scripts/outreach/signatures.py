"""Signatures on talk pages in English, as Meta has them: who signed, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

USER = r'\[\[[^\[\]|]*?\b(?:user|user[ _]talk)[ _]*:[ _]*'
CONTRIBUTIONS = r'\[\[[^\[\]|]*?special:contrib[^/\[\]|]*/'
USER_LINK = re.compile(rf'{USER}([^\[\]|/#]+)|{CONTRIBUTIONS}([^\[\]|#]+)', re.IGNORECASE)
WHOLE_LINK = re.compile(rf'(?:{USER}|{CONTRIBUTIONS})[^\[\]]*\]\]', re.IGNORECASE)
MONTHS = (
    'january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october',
    'november', 'december',
)  # fmt: skip
STAMP = re.compile(rf'\d{{1,2}}:\d{{2}}, (\d{{1,2}}) ({"|".join(MONTHS)}) (\d{{4}}) \(UTC\)', re.IGNORECASE)


@dataclass(frozen=True)
class Signature:
    """Who signed, and on which day (None where the signature has no date)."""

    name: str
    day: date | None


def signature(text: str) -> Signature | None:
    """Return the last signature in a text; None where nobody signed."""
    names = [one or two for one, two in USER_LINK.findall(text)]
    if not names:
        return None
    name = names[-1].replace('_', ' ').strip()
    return Signature(name[:1].upper() + name[1:], signed_day(text))


def signed_day(text: str) -> date | None:
    """Return the day of the last time stamp in a text; None where there is none that is a day."""
    stamps = STAMP.findall(text)
    if not stamps:
        return None
    day, month, year = stamps[-1]
    try:
        return date(int(year), MONTHS.index(month.lower()) + 1, int(day))
    except ValueError:
        return None


def dated(day: date | None) -> str:
    """Return a day as the pages write it; '' for none."""
    return day.isoformat() if day else ''


def without_signature(text: str) -> str:
    """Return a signed text without the links to the signer and the time stamp."""
    text = WHOLE_LINK.sub('', text)
    text = re.sub(r'\(\s*(?:\|\s*)*\)', '', STAMP.sub('', text))
    return re.sub(r'(?:^|\s)(?:--|—|–)\s*$', '', text.strip()).strip()
