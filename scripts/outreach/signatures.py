"""Signatures on talk pages: who signed, and when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from outreach.accountlinks import PLAIN, Reference, Resolver
from outreach.linktargets import WrittenLink, links
from outreach.timestamps import IN_ENGLISH, Months, TimeStamp, time_stamps
from outreach.visibletext import EMPTY_BRACKETS

WORD = re.compile(r'\w')
MARKUP = re.compile(r'<[^<>]*>|&#?\w+;')
DASHES = re.compile(r'(?:--|—|–)\s*$')


@dataclass(frozen=True)
class Signature:
    """Who signed, and on which day (None where the signature has no date that could be read)."""

    name: str
    day: date | None


def signatures(text: str, resolver: Resolver = PLAIN, months: Months = IN_ENGLISH) -> Iterator[Signature]:
    """Return who signed in a text, in order: before each time stamp the last account that is named.

    Whoever is named after it was thanked or called, as on talk pages everywhere.
    """
    for who, stamp, _ in signers(resolver.references(text), time_stamps(text, months)):
        yield Signature(who.name, stamp.day)


def signers(
    references: Sequence[Reference], stamps: Iterable[TimeStamp]
) -> Iterator[tuple[Reference, TimeStamp, int]]:
    """Return who signed, of those named in a text: the account, its time stamp, and where both end.

    Both come in the order of the text.
    """
    at, following = 0, 0
    for stamp in stamps:
        first = following
        while following < len(references) and references[following].start < stamp.end:
            following += 1
        before = [one for one in references[first:following] if one.start >= at]
        at = max([stamp.end, *(one.end for one in before)])
        if before:
            yield before[-1], stamp, at


def signature(text: str, resolver: Resolver = PLAIN, months: Months = IN_ENGLISH) -> Signature | None:
    """Return the last signature in a text; None where nobody signed.

    Without a time stamp the last account counts, that of an {{unsigned}} before any other.
    """
    signed = list(signatures(text, resolver, months))
    if signed:
        return signed[-1]
    references = resolver.references(text)
    unsigned = [one for one in references if one.template.startswith('Unsigned')]
    last = (unsigned or list(references))[-1:]
    days = [stamp.day for stamp in time_stamps(text, months)]
    return Signature(last[0].name, days[-1] if days else None) if last else None


def dated(day: date | None) -> str:
    """Return a day as the pages write it; '' for none."""
    return day.isoformat() if day else ''


def without_signature(text: str, resolver: Resolver = PLAIN) -> str:
    """Return a signed text without the links to accounts and without the time stamps.

    What else is linked behind the account of a signature, such as a portal, belongs to the signature.
    """
    spans = [(one.start, one.end) for one in resolver.references(text)]
    accounts, done = {start for start, _ in spans}, 0
    for stamp in time_stamps(text):
        leading = list(_leading_up(text, done, stamp.start))
        first = min((one.start for one in leading if one.start in accounts), default=stamp.start)
        spans += [(one.start, one.end) for one in leading if one.start > first]
        spans.append((stamp.start, stamp.end))
        done = stamp.end
    left, done = [], 0
    for start, end in sorted(spans):
        left.append(text[done : max(done, start)])
        done = max(done, end)
    text = EMPTY_BRACKETS.sub('', ''.join([*left, text[done:]]))
    return DASHES.sub('', text.strip()).strip()


def unsigned(text: str) -> str:
    """Return what was said in a text, without the links that lead up to a time stamp, whatever they name."""
    kept, done = [], 0
    for stamp in time_stamps(text):
        start = min((one.start for one in _leading_up(text, done, stamp.start)), default=stamp.start)
        kept.append(text[done:start])
        done = stamp.end
    return ''.join([*kept, text[done:]])


def _leading_up(text: str, done: int, stamp: int) -> Iterator[WrittenLink]:
    """Return the links right before a time stamp, the last one first: no word stands between them."""
    start = stamp
    for link in reversed(list(links(text[done:stamp]))):
        if WORD.search(MARKUP.sub('', text[done + link.end : start])):
            return
        start = done + link.start
        yield replace(link, start=start, end=done + link.end)
