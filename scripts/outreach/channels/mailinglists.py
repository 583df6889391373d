"""How alive a mailing list is: told from its threads as HyperKitty lists them, without senders or texts.

Source: https://docs.mailman3.org/projects/hyperkitty (REST API); addresses are neither read nor kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from outreach.channels.liveness import Activity, Thresholds, Verdict

# what list owners write before the description of a list that nobody should write to
CLOSED = re.compile(r'\s*\[(archived|obsolete|disabled)\]', re.IGNORECASE)
# a page of threads has 10 unless more are asked for; of a livelier list only so many are counted
MOST_THREADS = 100
ADDRESS = re.compile(r'([a-z0-9][a-z0-9._+-]{0,63})@((?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,20})')


def list_address(text: str) -> tuple[str, str]:
    """Read the address of a mailing list; return its name and its host, or raise ValueError."""
    found = ADDRESS.fullmatch(text.strip().lower())
    if not found:
        raise ValueError('must be the address of a mailing list, such as list@lists.example.org')
    return found[1], found[2]


def address_of(name: str, host: str) -> tuple[str, str]:
    """Return the web addresses of a list's own entry and of its threads, the latest first."""
    base = f'https://{host}/hyperkitty/api/list/{name}@{host}'
    return f'{base}/?format=json', f'{base}/threads/?format=json&limit={MOST_THREADS}'


def measure(
    detail: Mapping[str, Any], threads: Sequence[Mapping[str, Any]], now: datetime, limits: Thresholds
) -> tuple[Verdict, Activity]:
    """Return how alive a list is; of people only threads are counted, for nobody's address is read.

    `detail` is the entry of the list and `threads` the first page of its threads.
    """
    if detail.get('archive_policy') in ('private', 'never') or not isinstance(threads, Sequence):
        return Verdict.UNKNOWN, Activity()
    if CLOSED.match(str(detail.get('description', ''))):
        return Verdict.DEAD, Activity()
    times = [(datetime.fromisoformat(str(one['date_active'])), int(one['replies_count'])) for one in threads]
    inside = [(time, replies) for time, replies in times if time >= now - timedelta(days=limits.window)]
    recent = [replies for time, replies in inside if time >= now - timedelta(days=limits.recent)]
    answered = sum(replies > 0 for _, replies in inside)
    found = Activity(
        posts=sum(1 + replies for _, replies in inside),
        topics=len(inside),
        answered=answered,
        last_post=max((time.date() for time, _ in times), default=None),
    )
    if not inside:
        return Verdict.DEAD, found
    if any(recent):
        return Verdict.ALIVE, found
    return (Verdict.SLOW if answered else Verdict.NOTICE_BOARD), found
