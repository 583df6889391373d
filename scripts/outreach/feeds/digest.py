"""The weekly digest: what is new on a page of news, said once a week to those who signed up for it.

Whom a signed edit mentions is told by the wiki, at most 50 people for one edit
(https://www.mediawiki.org/wiki/Help:Notifications/Notification_types#Mention): more of them are
mentioned in sections of their own. People sign up on the page itself, outside the region.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from outreach import wikitext
from outreach.feeds.feedpage import NewsRow
from outreach.phrases import Say

REGION = 'digest'
EVERY = timedelta(days=7)
MENTIONS = 50
MOST_ROWS = 20
MARK = re.compile(r'<!-- digest:(\d{4}-\d\d-\d\d) (\d{1,3})/(\d{1,3}) -->')


def last(text: str, today: date) -> date | None:
    """Return the day of the last digest in a text; None where there is none up to today."""
    return max((day for day, _, _ in _marks(text) if day <= today), default=None)


def due(text: str, today: date) -> date | None:
    """Return the day of the digest to write: today's after a week, one that was cut short, else None."""
    before = last(text, today)
    if before is None or today - before >= EVERY:
        return today
    there = {number for day, number, _ in _marks(text) if day == before}
    wanted = max(most for day, _, most in _marks(text) if day == before)
    return before if len(there) < wanted else None


def news(rows: Sequence[NewsRow], text: str, today: date) -> tuple[NewsRow, ...]:
    """Return the rows that were first seen since the last digest, within the last week for the first one."""
    since = last(text, today) or today - EVERY
    return tuple(row for row in rows if row.core and row.seen > since)[:MOST_ROWS]


def outside(text: str) -> str:
    """Return the text around the region, where people sign up; lines keep their numbers."""
    found = wikitext.region(text, REGION)
    if found is None:
        return text
    return text[: found[0]] + '\n' * text.count('\n', *found) + text[found[1] :]


def sections(rows: Sequence[NewsRow], names: Sequence[str], page: str, day: date, say: Say) -> list[str]:
    """Return the sections of one digest, each to be saved by an edit of its own, each with its mark."""
    groups = [names[start : start + MENTIONS] for start in range(0, len(names), MENTIONS)] or [()]
    made = []
    for number, group in enumerate(groups, start=1):
        heading = say('digest-heading', day=day.isoformat())
        lines = [f'== {heading} ==' if number == 1 else f'== {heading} ({number}) ==']
        lines.append(f'<!-- digest:{day.isoformat()} {number}/{len(groups)} -->')
        if number == 1:
            lines += [f'* {row.core}' for row in rows]
        lines.append(say('digest-more', page=f'[[:{page}]]'))
        mentioned = ', '.join(f'[[User:{name}|{wikitext.escape(name)}]]' for name in group)
        lines.append(f'{say("digest-for", people=mentioned)} ~~~~' if group else '~~~~')
        made.append('\n'.join(lines))
    return made


def is_there(section: str, text: str) -> bool:
    """Return whether a text has a section already, or one of its day and number."""
    return bool({mark[:2] for mark in _marks(section)} & {mark[:2] for mark in _marks(text)})


def with_section(text: str, section: str) -> str:
    """Return the page with a section at the end of its region; as it is where the section is there.

    Raises BrokenMarkers where the markers are not one pair in order.
    """
    if is_there(section, text):
        return text
    found = wikitext.region(text, REGION)
    inside = text[found[0] : found[1]].strip() if found else ''
    return wikitext.put_region(text, REGION, f'{inside}\n\n{section}'.strip())


def _marks(text: str) -> list[tuple[date, int, int]]:
    found = []
    for mark in MARK.finditer(text):
        try:
            found.append((date.fromisoformat(mark[1]), int(mark[2]), int(mark[3])))
        except ValueError:
            continue
    return found
