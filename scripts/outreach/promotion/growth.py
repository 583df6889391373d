"""Sign-ups before and after a wave, from the history of the pages where people sign up: counts only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from outreach.accountlinks import Resolver
from outreach.moments import iso
from outreach.promotion.coverage import Growth
from outreach.signuppage import read_page
from outreach.wiki import Wiki

# whole spans only, so that a figure changes when a span is over and not every day
SPANS = (30, 7)


def span(day: date, today: date) -> int:
    """Return how many days before and after a day are compared: the longest span that is over, else 0."""
    return next((days for days in SPANS if day + timedelta(days=days) < today), 0)


def count_people(text: str, resolver: Resolver) -> int:
    """Count the people who signed up on a page, each once; a name without a link may be nobody's."""
    return len({one.name for one in read_page(text, '', resolver).signups if not one.bare})


def measure(
    home: Wiki,
    pages: Sequence[str],
    reached: Iterable[tuple[str, date]],
    today: date,
    resolver: Resolver,
) -> list[Growth]:
    """Compare the sign-ups before and after each wave: three requests a page and wave.

    `resolver` tells whom the links on the home wiki name.
    """
    found = []
    for wave, day in reached:
        days = span(day, today)
        if days and pages:
            moments = [day - timedelta(days=days), day, day + timedelta(days=days)]
            start, middle, end = (
                sum(count_people(_text_at(home, page, at), resolver) for page in pages) for at in moments
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
