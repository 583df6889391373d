"""How alive a mailing list is: told from its threads and from who wrote, as HyperKitty lists them.

Source: https://docs.mailman3.org/projects/hyperkitty (REST API; `api/email.py` and `api/sender.py` name the
fields). Senders are told apart and counted, and then forgotten: none is kept, written or printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from outreach.channels.liveness import Activity, Liveness, Thresholds

# what list owners write before the description of a list that nobody should write to
CLOSED = re.compile(r'\s*\[(archived|obsolete|disabled)\]', re.IGNORECASE)
# a page of threads has 10 unless more are asked for; of a livelier list only so many are counted
MOST_THREADS = 100
# the same of its mails: that two people wrote lately is seen in them, however many wrote before
MOST_MAILS = 100
ADDRESS = re.compile(r'([a-z0-9][a-z0-9._+-]{0,63})@((?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,20})')


def list_address(text: str) -> tuple[str, str]:
    """Read the address of a mailing list; return its name and its host, or raise ValueError."""
    found = ADDRESS.fullmatch(text.strip().lower())
    if not found:
        raise ValueError('must be the address of a mailing list, such as list@lists.example.org')
    return found[1], found[2]


def address_of(name: str, host: str) -> tuple[str, str, str]:
    """Return the web addresses of a list's own entry, of its threads and of its mails, the latest first."""
    base = f'https://{host}/hyperkitty/api/list/{name}@{host}'
    return (
        f'{base}/?format=json',
        f'{base}/threads/?format=json&limit={MOST_THREADS}',
        f'{base}/emails/?format=json&limit={MOST_MAILS}',
    )


def measure(
    detail: Mapping[str, Any],
    threads: Sequence[Mapping[str, Any]],
    mails: Sequence[Mapping[str, Any]],
    now: datetime,
    limits: Thresholds,
) -> tuple[Liveness, Activity, int]:
    """Return how alive a list is, and in how many of its latest mails people were counted.

    `detail` is the entry of the list, `threads` and `mails` the first pages of each. The rule is that of
    pages: people wrote in the recent days, and a thread of them was answered. Raises ValueError for what
    is no answer of HyperKitty.
    """
    if not isinstance(detail, Mapping):
        raise ValueError('is no entry of a list')
    if detail.get('archive_policy') in ('private', 'never') or not isinstance(threads, Sequence):
        return Liveness.UNKNOWN, Activity(), 0
    if CLOSED.match(str(detail.get('description', ''))):
        return Liveness.DEAD, Activity(), 0
    start, lately = (now - timedelta(days=days) for days in (limits.window, limits.recent))
    times = [(_moment(one, 'date_active'), _replies(one)) for one in threads]
    inside = [(time, replies) for time, replies in times if time >= start]
    recent = [replies for time, replies in inside if time >= lately]
    answered = sum(replies > 0 for _, replies in inside)
    if not isinstance(mails, Sequence):
        raise ValueError('is no page of mails')
    written = [(time, one) for one in mails if (time := _moment(one, 'date')) >= start]
    found = Activity(
        posts=sum(1 + replies for _, replies in inside),
        posters=_people(one for _, one in written),
        topics=len(inside),
        answered=answered,
        last_post=max((time.date() for time, _ in times), default=None),
    )
    if not inside:
        return Liveness.DEAD, found, len(written)
    if any(recent) and _people(one for time, one in written if time >= lately) >= limits.posters:
        return Liveness.ALIVE, found, len(written)
    return (Liveness.SLOW if answered else Liveness.NOTICE_BOARD), found, len(written)


def _moment(row: object, key: str) -> datetime:
    """Return a moment of a row; raise ValueError where it has none with a zone."""
    try:
        found = datetime.fromisoformat(str(row[key])) if isinstance(row, Mapping) and key in row else None
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise ValueError(f'{key} is no moment')
    return found


def _replies(row: Mapping[str, Any]) -> int:
    count = row.get('replies_count')
    if not isinstance(count, int):
        raise ValueError('replies_count is no number')
    return count


def _people(mails: Iterable[Mapping[str, Any]]) -> int:
    """Return how many people wrote these mails: by the number that the archive gives each, else by name."""
    senders = ((one.get('sender') or {}, one.get('sender_name')) for one in mails)
    people: set[str | int] = set()
    for who, name in senders:
        if not isinstance(who, Mapping):
            raise ValueError('sender is none')
        known_by = who.get('mailman_id') or who.get('address') or name or ''
        if not isinstance(known_by, str | int):
            raise ValueError('sender has no name')
        people.add(known_by)
    return len(people - {''})
