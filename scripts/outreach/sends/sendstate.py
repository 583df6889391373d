"""How far a send has come: its states, what may become of each, and what the send log says of it."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from outreach import digits
from outreach.lists.entries import Target
from outreach.moments import is_moment, iso

REMOVED_LINE = re.compile(r'^\* ([^|{}\n]+)\|([^|{}\n]+)\|(.*)$', re.MULTILINE)


class SendState(Enum):
    """How far a send has come."""

    PLANNED = 'planned'  # may be sent
    CLAIMED = 'claimed'  # one run has taken it and is about to send
    SENT = 'sent'  # the send log holds it
    UNKNOWN = 'unknown'  # a run took it, and whether it was sent is not known
    REQUESTED = 'requested'  # waits for somebody else, who has the right, to send it
    CANCELLED = 'cancelled'  # never sent and never will be; `successor` may name a page instead

    @property
    def exposed(self) -> bool:
        """Whether MassMessage sees the targets."""
        return self in (SendState.CLAIMED, SendState.REQUESTED)

    @property
    def taken(self) -> bool:
        """Whether the people of the page have got the message, or may have."""
        return self not in (SendState.PLANNED, SendState.CANCELLED)

    @property
    def unsettled(self) -> bool:
        """Whether the send log has yet to say whether it was sent."""
        return self.taken and self is not SendState.SENT


# What a run may make of a page. To `sent` leads the send log alone, from every state: the log decides.
NEXT: Mapping[SendState, frozenset[SendState]] = {
    SendState.PLANNED: frozenset({SendState.CLAIMED, SendState.REQUESTED, SendState.CANCELLED}),
    SendState.CLAIMED: frozenset({SendState.PLANNED, SendState.UNKNOWN}),
    SendState.REQUESTED: frozenset({SendState.CANCELLED}),
    SendState.UNKNOWN: frozenset({SendState.CANCELLED}),
    SendState.CANCELLED: frozenset(),
    SendState.SENT: frozenset(),
}


@dataclass(frozen=True)
class Sent:
    """What the send log says of a send: when (UTC), by whom, from which revision, and its entry."""

    time: datetime
    by: str
    revision: int = 0
    log_id: int = 0

    @property
    def stamp(self) -> str:
        """Return the moment as the API writes it."""
        return iso(self.time)


@dataclass(frozen=True)
class Removed:
    """A target that was planned and not sent to, because somebody asked for that in time."""

    target: Target
    reason: str


def sent_in(values: Mapping[str, str]) -> Sent | None:
    """Return what the fields of a page say of its send, None where nothing; raise ValueError for no sense."""
    if not values.get('sent'):
        return None
    time, _, by = values['sent'].partition(' ')
    if not is_moment(time):
        raise ValueError(f'{time!r} is no moment such as 2026-05-01T10:00:00Z')
    numbers = [digits.number(values.get(name) or '0') for name in ('revision', 'log entry')]
    return Sent(datetime.fromisoformat(time), by, *numbers)


def removed_in(text: str) -> tuple[Removed, ...]:
    """Return the targets that lines of a page name as left off."""
    return tuple(
        Removed(Target(match[2], match[1]), html.unescape(match[3])) for match in REMOVED_LINE.finditer(text)
    )
