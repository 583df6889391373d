"""What a run brings onto the pages of a promotion log: rows, gaps and coverage, all from texts alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from outreach import wikitext
from outreach.phrases import Say
from outreach.problems import BadInput, Problem
from outreach.promotion import announcements, coverage, earlierlog, gappage, gaps, logpage, suggestions
from outreach.promotion.announcements import Announcement
from outreach.promotion.coverage import Growth, Wave
from outreach.promotion.gaps import GapClaim, Standing
from outreach.promotion.logpage import LogMerge, ScriptRow, Status, Vocabulary
from outreach.promotion.places import Wikis
from outreach.promotion.universe import Spot
from outreach.sends.message import Message
from outreach.sharedtable import fold

Frame = Callable[[str], str]


@dataclass(frozen=True)
class ReadLog:
    """A log as read, and what its rows say."""

    page: logpage.LogPage
    announced: Sequence[Announcement]


@dataclass(frozen=True)
class PromotionLog:
    """One promotion log: its title, the campaign, the words to write with and those to read by.

    `frame` marks a new page with its language where that is not the wiki's own.
    What was read last is kept: a run asks several times about one text, which may have thousands of rows.
    """

    title: str
    campaign: str
    say: Say
    languages: Mapping[str, Mapping[str, str]]
    wikis: Wikis
    frame: Frame = str
    _last: dict[str, ReadLog] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Return the words of the table in all languages."""
        return Vocabulary.of(self.languages.values())

    def words(self, key: str) -> tuple[str, ...]:
        """Return one text in all languages, folded."""
        return tuple(fold(texts[key]) for texts in self.languages.values() if key in texts)

    def text_or_new(self, text: str) -> str:
        """Return the text of the log, a new log where there is no text."""
        return text or self.frame(logpage.new_page(self.campaign, self.say))

    def announced(self, text: str) -> Sequence[Announcement]:
        """Read what the rows of the log say; raise BadInput where the log is broken."""
        return self._read(text).announced

    def plan(self, text: str, entries: Sequence[ScriptRow], removed: Collection[str]) -> LogMerge:
        """Merge entries, and what people suggest on the page, into the text of a log.

        A log in the form of an earlier version is brought into the present one first. Raises BadInput where
        the page has no whole log.
        """
        page = self._read(text).page
        kept = [one for one in entries if one.id not in removed]
        read = self._read(earlierlog.present(page.text, self.title, kept, self.vocabulary, self.say))
        known, unread = self._with_suggested(read, entries)
        merge = logpage.merge(read.page, known, self.vocabulary, self.say, removed=removed)
        notes = [Problem(f'{self.title}, {note.place}', note.text) for note in unread]
        notes += [
            Problem(f'{self.title}, line {row.line}', 'has a status that is not recognised')
            for row in announcements.unread(read.announced)
        ]
        return replace(merge, notes=tuple(notes))

    def wanted(self, text: str, entries: Sequence[ScriptRow]) -> list[ScriptRow]:
        """Return the entries, those of people's suggestions too, that have no row in the log.

        The rows that an earlier version wrote for each send of an announcement count as its row.
        """
        read = self._read(text)
        ids = read.page.ids
        return [
            one
            for one in self._with_suggested(read, entries)[0]
            if one.id not in ids and not ids & {*one.earlier}
        ]

    def _with_suggested(
        self, read: ReadLog, entries: Sequence[ScriptRow]
    ) -> tuple[list[ScriptRow], list[Problem]]:
        """Add rows for suggestions; a send cancelled before it came into the log stays out of it."""
        page = read.page
        suggested, notes = suggestions.parse(page.text, self.words('heading-suggestions'), self.wikis)
        known = [
            one for one in entries if one.status is not Status.CANCELLED or page.ids & {one.id, *one.earlier}
        ]
        return [*known, *suggestions.entries(suggested, read.announced, self.wikis, self.say)], notes

    def standings(
        self, log: str, page: str, universe: Sequence[Spot], today: date, claim_days: int
    ) -> list[Standing]:
        """Return how each spot stands, by the log and by the claims on the page of gaps."""
        texts = dict.fromkeys((log, page))
        claims = [claim for text in texts for claim in self._claims(text, universe)[0]]
        return gaps.standings(universe, self.announced(log), claims, today, claim_days)

    def unsigned_claims(self, title: str, page: str, universe: Sequence[Spot]) -> list[Problem]:
        """Name the claims on a page that do not count, because nobody signed them with a date."""
        return [Problem(f'{title}, {one.place}', one.text) for one in self._claims(page, universe)[1]]

    def _claims(self, text: str, universe: Sequence[Spot]) -> tuple[list[GapClaim], list[Problem]]:
        words, prefixes = self.words('heading-claims'), self.words('claim-heading')
        return gappage.read_claims(text, universe, words, prefixes, self.wikis)

    def plan_gaps(
        self, title: str, text: str, found: Sequence[Standing], messages: Mapping[str, Message]
    ) -> str:
        """Return the page of gaps brought up to date, a new one where there is no text."""
        text = text or self.frame(gappage.new_page(self.campaign, self.say))
        try:
            text = gappage.update(text, title, found, messages.keys(), self.say)
            return gappage.update_texts(text, messages, found, self.say)
        except ValueError as error:
            raise BadInput([Problem(title, str(error))]) from None

    def plan_coverage(
        self,
        title: str,
        text: str,
        log: str,
        found: Sequence[Standing],
        waves: Sequence[Wave],
        growth: Sequence[Growth],
        autonyms: Mapping[str, str],
        *,
        today: date,
    ) -> str:
        """Return the page of coverage with its regions brought up to date; those it lacks stay away.

        The day with the figures is that on which anything of the regions changed last.
        """
        announced, say, spots = self.announced(log), self.say, [one.spot for one in found]
        day = f'<span class="{coverage.DAY}">{say("coverage-day", day=today.isoformat())}</span>'
        figures = coverage.render_figures(announced, found, waves, growth, say)
        insides = {
            coverage.FIGURES: f'{day}\n{figures}',
            coverage.OVERVIEW: coverage.render_overview(found, say),
            coverage.MATRIX: coverage.render_matrix(announced, spots, autonyms, say),
        }
        if not text:
            parts = [say('coverage-lead', campaign=f'[[:{self.campaign}]]')]
            for name, inside in insides.items():
                parts += ['', f'== {say(f"heading-{name}")} ==', wikitext.new_region(name, inside)]
            return self.frame('\n'.join(parts))
        new = text
        try:
            for name, inside in insides.items():
                if wikitext.region(new, name) is not None:
                    new = wikitext.replace_region(new, name, inside)
        except ValueError as error:
            raise BadInput([Problem(title, str(error))]) from None
        return text if coverage.undated(new) == coverage.undated(text) else new

    def _read(self, text: str) -> ReadLog:
        if text not in self._last:
            try:
                page = logpage.parse(self.text_or_new(text), self.title, self.vocabulary)
            except ValueError as error:
                wrong = str(error).removeprefix(f'{self.title}: ')
                raise BadInput([Problem(self.title, wrong)]) from None
            self._last.clear()
            self._last[text] = ReadLog(page, announcements.read(page, self.vocabulary, self.wikis))
        return self._last[text]
