"""Sign-ups before and after a wave, from the history of the pages where people sign up: counts only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from outreach.accountlinks import PLAIN, Resolver
from outreach.moments import iso
from outreach.promotion.coverage import Growth
from outreach.visibletext import live
from outreach.wiki import Wiki

# whole spans only, so that a figure changes when a span is over and not every day
SPANS = (30, 7)
ITEM = re.compile(r'^[*#:|].*$', re.MULTILINE)


def span(day: date, today: date) -> int:
    """Return how many days before and after a day are compared: the longest span that is over, else 0."""
    return next((days for days in SPANS if day + timedelta(days=days) < today), 0)


def count_people(text: str, resolver: Resolver = PLAIN) -> int:
    """Count the people who signed up in the lists and tables of a page, each once."""
    items = '\n'.join(ITEM.findall(live(text)))
    return len({one.name for one in resolver.references(items)})


def measure(
    home: Wiki, pages: Sequence[str], reached: Iterable[tuple[str, date]], today: date
) -> list[Growth]:
    """Compare the sign-ups before and after each wave: three requests a page and wave."""
    found = []
    for wave, day in reached:
        days = span(day, today)
        if days and pages:
            moments = [day - timedelta(days=days), day, day + timedelta(days=days)]
            start, middle, end = (
                sum(count_people(_text_at(home, page, at)) for page in pages) for at in moments
            )
            found.append(Growth(wave, day.isoformat(), days, middle - start, end - middle))
    return found


def _text_at(home: Wiki, title: str, day: date) -> str:
    """Return the text of a page as it was at the beginning of a day; '' before there was one."""
    moment = datetime.combine(day, time(), UTC)
    reply = home.call(
        action='query',
        titles=title,
        prop='revisions',
        rvprop='content',
        rvslots='main',
        rvlimit=1,
        rvstart=iso(moment),
    )
    for page in reply['query']['pages']:
        for revision in page.get('revisions', ()):
            return str(revision['slots']['main'].get('content', ''))
    return ''
