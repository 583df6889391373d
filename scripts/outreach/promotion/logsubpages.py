"""The further pages of a promotion log, its gaps and its coverage: reading what they need, one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from outreach import wikitext
from outreach.campaign import subpage
from outreach.farm import Farm
from outreach.pages import Page
from outreach.problems import Problem
from outreach.promotion import coverage, gappage, growth, readuniverse
from outreach.promotion.coverage import Wave
from outreach.promotion.gaps import Standing
from outreach.promotion.logplan import PromotionLog
from outreach.promotion.universe import Spot
from outreach.run import Change
from outreach.sends import messagepages, sendsummary
from outreach.sends.sendsummary import Send

COVERAGE = 'Coverage'


@dataclass(frozen=True)
class Further:
    """What the further pages are made from: the farm, the log as it will be, and what was asked for.

    `notes` are the claims on them that do not count, once the pages have been read.
    """

    farm: Farm
    log: PromotionLog
    text: str
    weights: str
    claim_days: int
    today: date
    notes: list[Problem] = field(default_factory=list)

    def pages(
        self,
        wanted: Iterable[readuniverse.GapRequest],
        sends: Sequence[Send],
        signups: Sequence[str],
        message: str,
        fallback: str,
    ) -> Iterator[Change]:
        """Return the page of gaps of each universe, and of the first one the page of coverage too.

        Where the log has the markers of one of their regions, the first goes there instead of to a subpage.
        """
        for number, asked in enumerate(wanted):
            universe = readuniverse.spots(self.farm, asked, self.weights, self.log.wikis)
            regions = (gappage.REGION,) if number == 0 else ()
            before = self._read(readuniverse.SUBPAGE[asked.kind], regions)
            self.notes.extend(self.log.unsigned_claims(before.title, before.text, universe))
            yield self._gaps(before, universe, message or subpage(self.log.campaign, 'Message'), fallback)
            if number == 0:
                yield self._coverage(self._standings(before.text, universe), sends, signups)

    def _read(self, name: str, regions: Iterable[str]) -> Page:
        """Read a subpage of the log; the log as it will be where that has one of the regions."""
        if any(wikitext.begin_marker(region) in self.text for region in regions):
            return replace(self.farm.home.read(self.log.title), text=self.text)
        return self.farm.home.read(subpage(self.log.title, name))

    def _standings(self, page: str, universe: Sequence[Spot]) -> list[Standing]:
        return self.log.standings(self.text, page, universe, self.today, self.claim_days)

    def _gaps(self, before: Page, universe: Sequence[Spot], message: str, fallback: str) -> Change:
        texts = readuniverse.messages(self.farm.home, message, fallback, _languages(universe))

        def become(text: str) -> str:
            return self.log.plan_gaps(before.title, text, self._standings(text, universe), texts)

        return Change(before, become, self.log.say('summary-gaps'))

    def _coverage(self, found: Sequence[Standing], sends: Sequence[Send], signups: Sequence[str]) -> Change:
        home = self.farm.home
        before = self._read(COVERAGE, coverage.REGIONS)
        by_wave = sendsummary.waves(sends)
        days = [(wave, date.fromisoformat(some[0].date)) for wave, some in by_wave.items()]
        grown = growth.measure(home, signups, days, self.today, self.log.wikis.resolver)
        waves = [_wave(wave, some) for wave, some in by_wave.items()]
        known = messagepages.read_languages(home, _languages(one.spot for one in found))
        autonyms = {code: one.autonym for code, one in known.items()}

        def become(text: str) -> str:
            return self.log.plan_coverage(
                before.title, text, self.text, found, waves, grown, autonyms, today=self.today
            )

        return Change(before, become, self.log.say('summary-coverage'))


def _languages(universe: Iterable[Spot]) -> set[str]:
    return {spot.language for spot in universe if spot.language}


def _wave(wave: str, sends: Sequence[Send]) -> Wave:
    total = sendsummary.reach(sends)
    return Wave(wave, sends[0].date, total.targets, total.delivered, sendsummary.answered(sends))
