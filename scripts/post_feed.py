#!/usr/bin/env python3
"""Keep news of blogs, forums and mailing lists on wiki pages: filtered, merged, up to date.

Each page says itself what it wants, in one {{Outreach feed}} template that any editor can fill in. What
is written stands between two markers, nothing else on the page is touched. Withdrawn posts leave the
page, rows that people take away stay away, and a source that fails leaves its rows standing. Without
changes there is no edit. Only hosts that user-config.py allows are asked (_outreach_hosts), only pages
that are named here or begin with one of its _outreach_pages are filled.

Options:
-page:…      a page to fill; may be repeated (else all below _outreach_pages that have the template)
-campaign:…  the campaign's page: the pages below it are filled too, and its stop page counts (none)
-language:…  the language of the words on pages that name none (else that of the wiki)
-summary:…   words of yours before the summary of each edit (none)
-accept:…    go on in spite of doubts of this kind, unattended; may be repeated (none). "emptied" takes
             the rows of a source away that answers, but suddenly has nothing
-always      write without asking
-simulate    show what would be written, and write nothing

Where only the newest posts of one feed are wanted, and the wiki has Extension:RSS and allows that feed,
<rss max=5>https://…</rss> does it without a bot.

Examples: pwb post_feed -page:Outreach/Medicine/News -simulate
          pwb post_feed -always

Exit codes: 0 done (also: nothing to do), 1 finished, but a source or a page failed and is listed,
2 bad input, nothing written, 3 stopped, or nobody consented.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from outreach import outputs, phrases, revisions, settingspages, wiki
from outreach.asking import EMPTIED, SourceState, emptied
from outreach.exitcodes import exit_code
from outreach.feeds import newspages
from outreach.feeds.collecting import FeedDesk, collect
from outreach.feeds.feedplan import FeedReading
from outreach.feeds.feedsettings import TEMPLATE
from outreach.feeds.newspages import NewsPage
from outreach.feeds.pagechanges import (
    Edition,
    PlannedPage,
    digest_changes,
    head_line,
    offered_languages,
    planned,
)
from outreach.fetchcache import FetchCache
from outreach.fetching import Fetcher
from outreach.guardedreading import check_library
from outreach.hosts import allowed_hosts
from outreach.problems import Problem, gathered, refuse
from outreach.reachable import AllowedHosts
from outreach.run import WRITING, Change, Run, begin, texts
from outreach.settings import CAMPAIGN, LANGUAGE, home_title, many
from outreach.wiki import complain, tell, warn
from outreach.words import counted
from pywikibot import config

SCRIPT = 'post_feed'
PAGE = many('page', home_title)
SETTINGS = (PAGE, CAMPAIGN, *WRITING)

MakeFetcher = Callable[[AllowedHosts, str], Fetcher]


def read_pages(run: Run, hosts: AllowedHosts) -> tuple[list[NewsPage], list[Problem]]:
    """Return the pages to fill, and what is wrong with others; named pages must all be right.

    A page that was only found stops nobody else's.
    """
    campaign = run.given[CAMPAIGN]
    if not (campaign or run.given[PAGE] or outputs.prefixes()):
        why = 'is needed: which page is filled? (or set _outreach_pages in user-config.py)'
        refuse([Problem('-page', why)])
    titles = run.given[PAGE] or settingspages.with_template(run.home, TEMPLATE)
    if not titles:
        where = campaign or ', '.join(outputs.prefixes())
        tell(settingspages.none_found(run.home, TEMPLATE, where))
    news, problems = newspages.read(run.home, titles, hosts)
    if run.given[PAGE]:
        refuse(problems)
    return news, problems


def read_sources(run: Run, news: Sequence[NewsPage], fetcher: Fetcher) -> Edition:
    """Ask the sources of all pages, each once."""
    gone = {key for page in news for key, (kind, _) in page.region.troubles.items() if kind == 'gone'}
    languages = newspages.languages(run.home)
    sources = [source for page in news for source in page.settings.sources]
    with closing(FetchCache(Path(config.base_dir) / 'outreach' / 'fetched.sqlite')) as cache:
        readings = collect(FeedDesk(fetcher, cache, languages, run.now), sources, gone)
    codes = {
        code
        for one in readings.values()
        for item in one.items
        for code in (item.language, item.site_language)
    }
    codes |= {source.language for source in sources}
    codes |= {page.language for page in news}
    languages = newspages.with_directions(run.home, languages, codes)
    asked = Counter(fetcher.requests)
    tell(f'{counted(sum(asked.values()), "request")} to {counted(len(asked), "host")} of sources.')
    return Edition(
        readings,
        languages,
        run.now,
        lambda code: texts(SCRIPT, code) if code else run.say,
        run.accepts(EMPTIED),
    )


def plan_page(run: Run, news: NewsPage, edition: Edition) -> list[PlannedPage]:
    """Return the plan for a page, and for its pages per language; what the wiki calls spam is left out."""
    first = planned(run.home, news, edition)
    new = set(first.done.new)
    links = [one.link for one in first.done.items if one.id in new]
    spam = settingspages.refused_links(run.home, links)
    for link in sorted(spam):
        warn(f'{news.page.title}: {link} is on the wiki’s list of spam, and left out')
    edition = edition.without(spam) if spam else edition
    if not news.settings.per_language:
        return [planned(run.home, news, edition) if spam else first]
    wanted = offered_languages(first)
    pages = newspages.language_pages(run.home, news, wanted, edition.languages)
    head = head_line(news, pages, edition)
    return [planned(run.home, news, edition, head), *(planned(run.home, one, edition) for one in pages)]


def digests(run: Run, page: PlannedPage) -> list[Change]:
    """Return the changes that write the digest of a page, where it has one and one is due."""
    title = page.news.settings.digest
    if not title:
        return []
    written = revisions.last_text_by(run.home, title, run.home.user_name)
    return list(digest_changes(run.farm, page, run.home.read(title), written))


def show_readings(edition: Edition) -> None:
    """Print how each source stood, and which of its items are left out."""
    for reading in edition.readings.values():
        since = f' since {reading.since.isoformat()}' if reading.since else ''
        detail = f': {reading.detail}' if reading.detail else ''
        items = counted(len(reading.items), 'item')
        line = f'  {reading.source.label}: {reading.state}{since}, {items}{detail}'
        tell(line) if reading.state.answered else warn(line.strip())
        for refused in reading.refused:
            warn(f'{reading.source.label}: left out {refused}')


def show_plan(page: PlannedPage) -> None:
    """Print what happens to the rows of a page."""
    done = page.done
    titles = {one.id: one.title for one in done.items}
    tell(f'News on {page.news.page.title}: {counted(len(done.region.rows), "row", "rows")}')
    for kind, ids in (
        ('new', done.new),
        ('withdrawn', done.withdrawn),
        ('written again as the source has it', done.rewritten),
        ('stays away, people removed it', done.kept_away),
    ):
        for one in ids:
            tell(f'  {kind}: {titles.get(one, one)}')


def failed(reading: FeedReading) -> bool:
    """Return whether a source failed; one that is gone for good is said on the page instead."""
    return not reading.state.answered and reading.state is not SourceState.GONE


def main(*args: str, make_fetcher: MakeFetcher = Fetcher) -> int:
    """Read pages and sources, show what becomes of the pages, and write them."""
    run = begin(SCRIPT, SETTINGS, args, datetime.now(UTC))
    check_library('feeds')  # -help is told without it
    refuse(phrases.check_language(SCRIPT, run.given.place(LANGUAGE), run.given[LANGUAGE]))
    hosts = allowed_hosts()
    news, problems = read_pages(run, hosts)
    edition = read_sources(run, news, make_fetcher(hosts, wiki.user_agent(run.home.site)))
    show_readings(edition)
    pages: list[PlannedPage] = []
    for one in news:
        with gathered(problems):
            pages += plan_page(run, one, edition)
    for page in pages:
        show_plan(page)
    filled = [page for page in pages if page.done.region.rows or page.news.page.revid]
    changes = [page.change() for page in filled]
    held = [doubt for page in pages for doubt in emptied(page.news.page.title, page.done.emptied)]
    for page in filled:
        with gathered(problems):
            changes += digests(run, page)
    for problem in problems:
        complain(str(problem))
    run.write(changes, doubts=held)
    return 1 if problems or held or any(map(failed, edition.readings.values())) else 0


if __name__ == '__main__':
    raise SystemExit(exit_code(main))
