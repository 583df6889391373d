"""What the campaign's page said of the counting when the first message went out, and what it says today.

The hash of a plan covers the outcome, its window and the hold-out, and they cannot be changed. Where sign-ups
are read, who is staff and what the topic is may have to change (a page is split, somebody joins the team), so
that is told instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from outreach import campaign, moves, siteinfo
from outreach.campaign import SIGNUPS, STAFF
from outreach.holdout import Design
from outreach.moments import iso
from outreach.problems import BadInput
from outreach.settings import Given, Setting, home_title, resolve
from outreach.wiki import Wiki

TOPIC: tuple[Setting[Any], ...] = (
    campaign.SOURCE, campaign.BANNER, campaign.CATEGORY, campaign.DEPTH, campaign.LINKS, campaign.PAGE,
    campaign.PREFIX, campaign.PETSCAN, campaign.PAGEPILE, campaign.SPARQL, campaign.GRAPH, campaign.WIKIS,
)  # fmt: skip


def counted_by(outcome: str) -> tuple[Setting[Any], ...]:
    """Return the settings that say what is counted as an outcome, and whose sign-ups are not."""
    by_outcome: Mapping[str, tuple[Setting[Any], ...]] = {'signup': (SIGNUPS, STAFF), 'topicedit': TOPIC}
    return by_outcome.get(outcome, ())


def changed(home: Wiki, title: str, first: datetime, design: Design, now: Given) -> tuple[str, ...]:
    """Return the names of such settings that are others now than on the campaign's page at the first send.

    One request, and a few more where the page was moved away since. What was given on the command line only
    was on no page, so it is another now.
    """
    settings = counted_by(design.outcome)
    if not settings:
        return ()
    stood = next(moves.newest_first(home, title, iso(first), 1), None)
    try:
        then = resolve(settings, (), campaign.parse(stood.text, title) if stood and stood.text else ())
    except BadInput:
        then = resolve(settings, ())
    title_of = siteinfo.titles(home)

    def told(given: Given, setting: Setting[Any]) -> list[str]:
        # run.begin gives titles as the wiki writes them
        return sorted(
            title_of(one) if setting.convert is home_title else one for one in _values(given, setting)
        )

    return tuple(one.name for one in settings if told(then, one) != told(now, one))


def in_words(outcome: str, given: Given) -> tuple[str, ...]:
    """Return the settings of a topic that were given, in words; () where the topic is not counted."""
    return tuple(
        f'{one.name} = {", ".join(_values(given, one))}'
        for one in TOPIC
        if outcome == 'topicedit' and one in given
    )


def _values(given: Given, setting: Setting[Any]) -> list[str]:
    value = given[setting]
    return [str(one) for one in (value if isinstance(value, tuple) else (value,)) if one is not None]
