"""Who signed up when: from the history of the pages where people sign up.

A line can be typed by anybody. It counts from the first revision with it that the person, or an account
that we trust, has saved; who was only ever signed up by others is counted apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime


@dataclass(frozen=True)
class Version:
    """A revision of a page where people sign up: when, by whom, and who stands there (None: hidden)."""

    time: datetime
    user: str
    names: frozenset[str] | None


@dataclass(frozen=True)
class Joined:
    """When somebody signed up first, and when they were seen to be gone (None: they still stand there).

    `away` are the spans in which they had left and not yet come back.
    """

    at: datetime
    left: datetime | None = None
    away: tuple[tuple[datetime, datetime], ...] = ()

    def gone(self, moment: datetime) -> bool:
        """Whether they had left by a moment, and were not back."""
        away = any(left < moment <= back for left, back in self.away)
        return away or (self.left is not None and self.left < moment)


@dataclass(frozen=True)
class SignUps:
    """Who signed up, by person, and how many stand there whom only others ever put there.

    `begun` is when the first of the pages was made (None: there is none): before that nobody could.
    """

    joined: Mapping[str, Joined] = field(default_factory=dict)
    by_others: frozenset[str] = frozenset()
    begun: datetime | None = None

    def between(self, start: datetime, end: datetime) -> int:
        """Count who signed up first from `start` on and before `end`."""
        return sum(start <= one.at < end for one in self.joined.values())

    def at(self, moment: datetime) -> int:
        """Count who stood there at a moment."""
        return sum(one.at < moment and not one.gone(moment) for one in self.joined.values())

    def left(self, moment: datetime) -> int:
        """Count who had left by a moment."""
        return sum(one.gone(moment) for one in self.joined.values())

    def without(self, keys: frozenset[str]) -> SignUps:
        """Return them without some people."""
        kept = {key: one for key, one in self.joined.items() if key not in keys}
        return SignUps(kept, self.by_others - keys, self.begun)


def _back(one: Joined, now: datetime) -> Joined:
    """Return somebody who is there again; when they were away is kept for the reports of those months."""
    return Joined(one.at, None, (*one.away, (one.left, now)) if one.left else one.away)


def read(
    versions: Iterable[Version], key_of: Callable[[str], str], trusted: Callable[[str], bool]
) -> SignUps:
    """Return who signed up on one page, its revisions oldest first; `key_of` gives the person of a name.

    What a hidden revision brought is seen in the next one only, and nobody knows who put it there.
    """
    joined: dict[str, Joined] = {}
    others: set[str] = set()
    before: set[str] = set()
    after_hidden = False
    begun: datetime | None = None
    for one in versions:
        begun = begun or one.time
        if one.names is None:
            after_hidden = True
            continue
        now = {key_of(name) for name in one.names}
        author = '' if after_hidden else one.user
        after_hidden = False
        for key in now - before:
            own = bool(author) and (trusted(author) or key_of(author) == key)
            if own and key not in joined:
                joined[key] = Joined(one.time)
            elif key in joined:
                joined[key] = _back(joined[key], one.time)
            else:
                others.add(key)
        # who edits the page while their line stands there has seen it
        signer = key_of(one.user) if one.user else ''
        if signer in now & others and signer not in joined:
            joined[signer] = Joined(one.time)
        for key in before - now:
            if key in joined:
                joined[key] = replace(joined[key], left=one.time)
        before = now
    return SignUps(joined, frozenset(others & before - joined.keys()), begun)


def together(pages: Iterable[SignUps]) -> SignUps:
    """Return the sign-ups of several pages: a page may have been split, so the first day counts.

    Who stands on one of them has not left.
    """
    joined: dict[str, Joined] = {}
    others: set[str] = set()
    begun: datetime | None = None
    for page in pages:
        others |= page.by_others
        begun = min(filter(None, (begun, page.begun)), default=None)
        for key, one in page.joined.items():
            known = joined.get(key, one)
            gone = None if known.left is None or one.left is None else max(known.left, one.left)
            # on which page they stood meanwhile is another question: who left one may be on the other
            away = known.away if known == one else ()
            joined[key] = Joined(min(known.at, one.at), gone, away)
    return SignUps(joined, frozenset(others - joined.keys()), begun)
