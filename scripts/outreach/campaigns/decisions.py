"""What can be decided about a campaign: a command to run, something that waits for people, or for a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from outreach.campaigns.accepted import Work
from outreach.words import as_typed

Values = Mapping[str, str | int]


class Who(Enum):
    """For whom something waits."""

    ORGANIZER = 'organizer'
    APPROVER = 'approver'
    TRANSLATOR = 'translator'
    SENDER = 'sender'
    OPERATOR = 'operator'
    EVERYBODY = 'everybody'


@dataclass(frozen=True)
class Command:
    """A command as an operator types it: the script, and its options in order."""

    script: str
    options: tuple[str, ...]

    def __str__(self) -> str:
        return ' '.join(['pwb', self.script, *map(as_typed, self.options)])


@dataclass(frozen=True)
class Step:
    """A command that is due, and why: the key of a text."""

    command: Command
    work: Work
    why: str


@dataclass(frozen=True)
class Waits:
    """Something that waits for people: for whom, what (the key of a text), and the page to look at.

    `plan` is the number to approve, '' for none. `to_fix` says that the operator has to fix something.
    """

    who: Who
    what: str
    page: str
    values: Values = field(default_factory=dict)
    plan: str = ''
    to_fix: bool = False


@dataclass(frozen=True)
class Later:
    """What comes next of itself (the key of a text), and from when on; None where no day is known."""

    what: str
    moment: datetime | None = None
    values: Values = field(default_factory=dict)


@dataclass(frozen=True)
class Ahead:
    """What is still to come of a campaign as it stands, whoever stopped or closed it.

    `more` says that somebody on the list is still to be written to, `over` that nothing more is done of
    itself.
    """

    more: bool = False
    over: bool = False


Decision = Step | Waits | Later
