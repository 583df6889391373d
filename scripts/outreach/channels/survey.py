"""Measuring channels on their wikis: what each page is, how alive, and where people talk instead."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from outreach.audience.evidence import Evidence
from outreach.channels import channelpages
from outreach.channels.channelpages import ChannelPage, ChannelWiki
from outreach.channels.figures import MeasuredChannel
from outreach.channels.liveness import Activity, Liveness, Thresholds, measure, verdict
from outreach.farm import Farm, largest_first
from outreach.promotion.places import Place
from outreach.wiki import Wiki

QUIET = frozenset({Liveness.DEAD, Liveness.NOTICE_BOARD})


@dataclass(frozen=True)
class FoundChannel:
    """One channel as its wiki tells it, and what was measured there."""

    page: ChannelPage
    measured: MeasuredChannel


@dataclass(frozen=True)
class Survey:
    """What all wikis told: channels by `Place.key`; wikis that did not answer, each with the reason."""

    channels: Mapping[str, FoundChannel]
    failed: Mapping[str, str]


@dataclass(frozen=True)
class Surveyor:
    """How channels are measured: the moment, the thresholds, and the cache of histories."""

    farm: Farm
    evidence: Evidence
    limits: Thresholds
    now: datetime

    def survey(self, places: Collection[Place]) -> Survey:
        """Measure pages on their wikis, three wikis at a time.

        One request for each wiki and one for each page (none for a page that did not change); for wikis
        where a page is silent two more, to say what it is and where people talk instead.
        """
        titles: dict[str, list[str]] = {}
        for place in places:
            if place.host in self.farm.by_host and place.page:
                titles.setdefault(place.host, []).append(place.page)
        answers = self.farm.each(
            largest_first(titles),
            lambda wiki: self._of_wiki(wiki, titles[wiki.host]),
            'Measuring channels',
            {host: len(some) for host, some in titles.items()},
        )
        found = {
            Place(host, title).key: one for host, some in answers.found.items() for title, one in some.items()
        }
        return Survey(found, {host: str(error) for host, error in answers.failed.items()})

    def _of_wiki(self, wiki: Wiki, titles: Sequence[str]) -> dict[str, FoundChannel]:
        asked = channelpages.read(wiki, titles)
        found = {title: self._of_page(wiki, title, asked) for title in titles}
        quiet = [one.page.title for one in found.values() if one.measured.verdict in QUIET]
        if not quiet:
            return found
        indexes = channelpages.parts(wiki, quiet)
        instead = channelpages.elsewhere(wiki, {one.page.title for one in found.values()})
        return {
            title: explained(one, indexes.get(one.page.title, 0), instead) for title, one in found.items()
        }

    def _of_page(self, wiki: Wiki, title: str, asked: ChannelWiki) -> FoundChannel:
        page = asked.pages[title]
        moved = page.title if page.exists and page.moved else ''
        plain = MeasuredChannel(
            self.now.date(), Liveness.UNKNOWN, active_users=asked.active_users, now_at=moved,
            missing=not page.exists, board=page.exists and not page.readable, watchers=page.watchers,
        )  # fmt: skip
        if not page.readable:
            return FoundChannel(page, plain)
        limits = self.limits
        past = channelpages.history(wiki, page, asked.words, self.evidence, self.now, limits)
        start = self.now - timedelta(days=limits.window)
        activity = measure(past.edits, start, self.now, limits.answer)
        return FoundChannel(page, replace(plain, verdict=verdict(past, self.now, limits), activity=activity))


def explained(one: FoundChannel, parts: int, instead: tuple[str, int] | None) -> FoundChannel:
    """Return a silent page with what it is: an index of subpages is never dead, for nobody talks on it.

    Without DiscussionTools every edit that adds a subpage to an index looks like a post; it names no
    topic, and where nobody named any, nobody talked.
    """
    if one.measured.verdict not in QUIET:
        return one
    activity = one.measured.activity
    if parts and activity.posts == activity.unattributed:
        index = replace(one.measured, verdict=Liveness.UNKNOWN, activity=Activity(), parts=parts)
        return replace(one, measured=index)
    return replace(one, measured=replace(one.measured, instead=instead))
