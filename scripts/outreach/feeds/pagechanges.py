"""What becomes of each page of news, out of what all sources said: the changes, and what to tell of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, partial

from outreach import phrases, wikitext
from outreach.farm import Farm
from outreach.feeds import digest, feedpage, feedplan
from outreach.feeds.feedpage import NewsLayout
from outreach.feeds.feedplan import FeedPlan, FeedReading
from outreach.feeds.items import Languages
from outreach.feeds.newspages import NewsPage, signed_up, taken_away
from outreach.pages import Page
from outreach.phrases import Say
from outreach.run import Change
from outreach.wiki import Wiki


@dataclass(frozen=True)
class Edition:
    """What all pages of one run are made from: readings by key of source, languages, the time.

    `words` gives the texts in a language ('': that of the run); with `emptied`, a source that suddenly
    offers nothing is taken at its word.
    """

    readings: Mapping[str, FeedReading]
    languages: Languages
    now: datetime
    words: Callable[[str], Say]
    emptied: bool = False

    def without(self, links: Collection[str]) -> Edition:
        """Return the edition without the items that have one of these links."""
        readings = {
            key: replace(one, items=tuple(item for item in one.items if item.link not in links))
            for key, one in self.readings.items()
        }
        return replace(self, readings=readings)


@dataclass(frozen=True)
class PlannedPage:
    """A page of news, what is planned for it, and how to plan again for another text of it."""

    news: NewsPage
    edition: Edition
    deleted: frozenset[str] = frozenset()
    head: str = ''

    @property
    def layout(self) -> NewsLayout:
        """Return how the page is written."""
        wanted = self.news.settings
        return NewsLayout(
            wanted.form,
            wanted.show,
            {source.key: source for source in wanted.sources},
            self.edition.words(self.news.language),
            self.edition.languages,
            self.head,
        )

    @cached_property
    def done(self) -> FeedPlan:
        """Return what the region becomes on the page as it was read."""
        return self._plan(self.news.page.text)

    def plan(self, text: str) -> FeedPlan:
        """Return what the region becomes on a page with that text; raise BrokenMarkers where it is broken."""
        return self.done if text == self.news.page.text else self._plan(text)

    def _plan(self, text: str) -> FeedPlan:
        edition = self.edition
        readings = {
            source.key: edition.readings[source.key]
            for source in self.news.settings.sources
            if source.key in edition.readings
        }
        return feedplan.plan(
            self.news.settings,
            readings,
            feedpage.read(text),
            self.layout,
            edition.now,
            self.deleted,
            emptied=edition.emptied,
        )

    def become(self, text: str) -> str:
        """Return the new text of the page."""
        inside = feedpage.render(self.plan(text).region, self.layout)
        if self.news.framed:
            inside = phrases.framed(inside, self.news.language, self._direction)
        if text.strip():
            return wikitext.put_region(text, feedpage.REGION, inside)
        return self._new_page(inside)

    def change(self) -> Change:
        """Return what becomes of the page, with its summary."""
        summary = self.layout.say('summary', new=len(self.done.new), gone=len(self.done.withdrawn))
        return Change(self.news.page, self.become, summary)

    def _new_page(self, inside: str) -> str:
        """Return the text of a page of one language that is new."""
        code, languages = self.news.language, self.edition.languages
        main = self.news.page.title.rpartition('/')[0]
        lead = self.layout.say('lead', language=languages.autonyms.get(code, code), page=f'[[:{main}]]')
        page = wikitext.put_region('', feedpage.REGION, inside, lead=lead)
        return phrases.framed(page, code, self._direction)

    @property
    def _direction(self) -> str:
        return 'rtl' if self.news.language in self.edition.languages.rtl else 'ltr'


def planned(home: Wiki, news: NewsPage, edition: Edition, head: str = '') -> PlannedPage:
    """Return the plan for a page; the wiki is asked what people took away only where rows are new."""
    page = PlannedPage(news, edition, head=head)
    if not page.done.new:
        return page
    return replace(page, deleted=taken_away(home, news))


def head_line(news: NewsPage, pages: Sequence[NewsPage], edition: Edition) -> str:
    """Return the line that leads from a page to its pages per language; '' where there are none."""
    links = [
        f'[[{one.page.title}|<bdi lang="{one.language}">{edition.languages.autonyms[one.language]}</bdi>]]'
        for one in pages
    ]
    return edition.words(news.language)('languages', languages=' · '.join(links)) if links else ''


def offered_languages(page: PlannedPage) -> set[str]:
    """Return the languages in which there is news that the page wants."""
    choice = page.news.settings.choice
    return {one.language for one in page.done.items if one.language and choice.wants(one)}


def digest_changes(farm: Farm, page: PlannedPage, target: Page, last_written: str) -> Iterator[Change]:
    """Return the changes that put the digest of a page on its target, if one is due: one for each 50 people.

    `last_written` is what our account last wrote there: sections that people filed away count too.
    """
    today = page.edition.now.date()
    there = f'{target.text}\n{last_written}'
    day = digest.due(there, today)
    if day is None:
        return
    rows = digest.news(page.done.region.rows, there, day)
    if not rows and day == today:
        return
    say = page.edition.words(page.news.language)
    for section in digest.sections(rows, signed_up(farm, target), page.news.page.title, day, say):
        if not digest.is_there(section, there):
            yield Change(target, partial(digest.with_section, section=section), say('summary-digest'))
