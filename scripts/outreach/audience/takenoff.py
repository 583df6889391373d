"""Names that somebody took off an exclude page who may not: they still hold.

Who put a name there may be anybody, for people ask to be left out in many ways. It is taken off by the
person it is about, or by an account that we trust.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from outreach.revisions import Revision
from outreach.trust import Authorship, Trust, read_authorship


@dataclass(frozen=True)
class TakenOff:
    """A name that an exclude page does not hold any more, and who took it off."""

    name: str
    title: str
    user: str

    def __str__(self) -> str:
        by = self.user or 'somebody hidden'
        return f'{self.title}: {self.name} was taken off by {by}, and still counts'


def still_held(title: str, known: Authorship[str], trust: Trust) -> list[TakenOff]:
    """Return the names that others than the person or a trusted account took off a page."""
    return [
        TakenOff(name, title, user)
        for name, user in sorted(known.off.items())
        if user not in trust and user != name
    ]


def read(
    trust: Trust, titles: Collection[str], names: Callable[[Revision], frozenset[str]]
) -> tuple[TakenOff, ...]:
    """Return the names that still hold on some exclude pages; about two requests for each."""
    found: list[TakenOff] = []
    for title in titles:
        found += still_held(title, read_authorship(trust.wiki, title, names, trust), trust)
    return tuple(found)
