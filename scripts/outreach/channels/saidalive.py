"""What people say of a channel that nobody can measure: "alive", signed. It counts for some days."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from outreach.htmltext import without_tags
from outreach.promotion.places import Wikis
from outreach.sharedtable import plain
from outreach.signatures import signers
from outreach.timestamps import time_stamps
from outreach.visibletext import cut, live


@dataclass(frozen=True)
class Said:
    """Who signed last that a channel is alive, and on which day."""

    by: str
    day: date


def word(text: str) -> str:
    """Return the letters of a text as they are compared: no signs, no dots, no marks on letters."""
    shown = unicodedata.normalize('NFD', without_tags(plain(text)).casefold())
    return ' '.join(''.join(char if char.isalpha() else ' ' * char.isspace() for char in shown).split())


def alive(cell: str, words: Collection[str], wikis: Wikis, today: date, days: int) -> Said | None:
    """Return who signed last in a cell, within so many days, that a channel is alive; None where nobody did.

    `words` say "alive", each as `word` returns it. Only the word alone counts, with a dated signature behind
    it: of "not alive", or "alive, I think", nobody could tell what it means in every language.
    """
    text = live(cell)
    references = wikis.resolver.references(text)
    starts = [one.start for one in references]
    found: list[Said] = []
    done = 0
    for who, stamp, end in signers(references, time_stamps(text, wikis.months)):
        named = references[bisect_left(starts, done) : bisect_left(starts, stamp.start)]
        names = [(one.start - done, one.end - done) for one in named]
        statement, done = cut(text[done : stamp.start], names), end
        if stamp.day and word(statement) in words and _counts(stamp.day, today, days):
            found.append(Said(who.name, stamp.day))
    return max(found, key=lambda one: one.day, default=None)


def _counts(day: date, today: date, days: int) -> bool:
    """Return whether a signature still counts; the day of a wiki may be ahead of ours by one."""
    return today - timedelta(days=days) <= day <= today + timedelta(days=1)
