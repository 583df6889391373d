"""Names and wikis that somebody removed from an exclude page who may not: they still hold.

Who put a name there may be anybody, for people ask to be left out in many ways. It is removed by the
person it is about, or by an account that we trust; a wiki by such an account alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from outreach.revisions import Revision
from outreach.trust import Authorship, Trust, read_authorship


@dataclass(frozen=True)
class TakenOff:
    """A name, or the host of a wiki, that an exclude page does not hold any more, and who removed it."""

    name: str
    user: str

    def __str__(self) -> str:
        return f'{self.name} was removed by {self.user or "somebody hidden"}, and still counts'


def still_held(known: Authorship[str], trust: Trust) -> list[TakenOff]:
    """Return the names that others than the person or a trusted account removed from a page."""
    return [
        TakenOff(name, user) for name, user in sorted(known.off.items()) if user not in trust and user != name
    ]


def read(trust: Trust, title: str, names: Callable[[Revision], frozenset[str]]) -> list[TakenOff]:
    """Return the names that still hold on an exclude page; about two requests."""
    return still_held(read_authorship(trust.wiki, title, names, trust), trust)
