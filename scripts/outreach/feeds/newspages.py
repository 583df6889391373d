"""The pages of news on a wiki: which may be filled, what their templates ask for, and what the wiki says."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from outreach import revisions, settingspages, siteinfo
from outreach.accountlinks import resolver_of
from outreach.farm import Farm
from outreach.feeds import digest, feedpage
from outreach.feeds.feedpage import NewsForm, Region
from outreach.feeds.feedsettings import MOST_ROWS, TEMPLATE, FeedSettings, settings, shown, words
from outreach.feeds.items import Languages, fold
from outreach.feeds.sources import source
from outreach.pages import Page
from outreach.problems import BadInput, Problem
from outreach.reachable import AllowedHosts
from outreach.sends.messagepages import read_languages
from outreach.settings import (
    by_name,
    flag,
    home_title,
    language,
    many,
    maybe,
    one,
    one_of,
    whole_number,
    window,
)
from outreach.settingspages import why_not
from outreach.signuppage import read_page
from outreach.wiki import Wiki
from outreach.wikitext import BrokenMarkers, markers_on

PARAMETERS = by_name(
    [
        many('sources', source),
        *(maybe(name, words) for name in ('tags', 'categories', 'words', 'authors')),
        maybe('languages', lambda text: tuple(map(language, words(text)))),
        maybe('period', window),
        one('length', whole_number(1, MOST_ROWS), default=10),
        one('form', one_of(*NewsForm), default=str(NewsForm.LIST)),
        maybe('show', shown),
        flag('page per language'),
        maybe('page language', language),
        maybe('digest', home_title),
    ]
)


@dataclass(frozen=True)
class NewsPage:
    """A page of news: how it stands, what its template asks for, what its region says, and in which
    language its own words are ('': that of the run). `framed` regions are marked with that language.
    """

    page: Page
    settings: FeedSettings
    region: Region
    language: str = ''
    framed: bool = False

    def in_language(self, code: str, page: Page) -> NewsPage:
        """Return the page beside this one that has the news of one language only; raise BadInput."""
        choice = replace(self.settings.choice, languages=(code,))
        wanted = replace(self.settings, title=page.title, choice=choice, per_language=False, digest='')
        with markers_on(page.title):
            return NewsPage(page, wanted, feedpage.read(page.text), code)


def read(home: Wiki, titles: Collection[str], hosts: AllowedHosts) -> tuple[list[NewsPage], list[Problem]]:
    """Return the pages that can be filled, and everything that is wrong with the others."""
    return settingspages.read_each(home, titles, lambda page: _read(home, page, hosts))


def _read(home: Wiki, page: Page, hosts: AllowedHosts) -> NewsPage:
    given = settingspages.given_on(home, page, TEMPLATE, PARAMETERS)
    problems = settingspages.forbidden(
        hosts, given, (one_source.link for one_source in given.values['sources'])
    )
    target = given.values['digest']
    if target == page.title:
        problems.append(Problem(given.written['digest'][0].place, 'must be another page than this one'))
    elif target and (reason := why_not(home, target)):
        problems.append(Problem(given.written['digest'][0].place, f'{target} {reason}'))
    if given.values['page per language'] and (reason := why_not(home, f'{page.title}/en')):
        problems.append(Problem(given.written['page per language'][0].place, f'{page.title}/en {reason}'))
    try:
        wanted = settings(page.title, given.values)
    except ValueError as error:
        problems.append(Problem(page.title, f'its template {error}'))
    if problems:
        raise BadInput(problems)
    code = given.values['page language'] or ''
    return NewsPage(page, wanted, feedpage.read(page.text), code, framed=bool(code))


def languages(home: Wiki) -> Languages:
    """Return all languages that the wiki knows, by autonyms and English names: two requests.

    https://www.mediawiki.org/wiki/API:Siteinfo; their directions are not known yet, see `with_directions`.
    """
    names: dict[str, str] = {}
    autonyms: dict[str, str] = {}
    for asked in ({}, {'siinlanguagecode': 'en'}):
        reply = home.call(action='query', meta='siteinfo', siprop='languages', **asked)
        for one_language in reply['query']['languages']:
            code, name = one_language['code'], one_language['name']
            autonyms.setdefault(code, name)
            names.setdefault(fold(name), code)
    return Languages(frozenset(autonyms), names, autonyms=autonyms)


def with_directions(home: Wiki, known: Languages, codes: Collection[str]) -> Languages:
    """Return the languages with the direction of some of them: one request for 50.

    The wiki takes seconds to tell it of all languages (API:Languageinfo loads each of them).
    """
    asked = set(codes) & known.codes
    found = read_languages(home, asked) if asked else {}
    return replace(known, rtl=frozenset(code for code, one in found.items() if one.direction == 'rtl'))


def language_pages(home: Wiki, news: NewsPage, wanted: Iterable[str], known: Languages) -> list[NewsPage]:
    """Return the pages per language beside a page: those of the wanted languages, and those there are."""
    base = news.page.title
    there = {title.removeprefix(f'{base}/') for title in siteinfo.titles_under(home, f'{base}/')}
    codes = sorted({*wanted, *(there & known.codes)})
    pages = home.read_many([f'{base}/{code}' for code in codes])
    found = [news.in_language(code, pages[f'{base}/{code}']) for code in codes]
    return [one for one in found if not one.page.revid or one.region.exists]


def taken_away(home: Wiki, news: NewsPage) -> frozenset[str]:
    """Return the ids of rows that people removed from the page since our account wrote it: one request."""
    if not news.region.exists:
        return frozenset()
    last = revisions.last_text_by(home, news.page.title, home.user_name)
    try:
        wrote = {row.id for row in feedpage.read(last).rows}
    except BrokenMarkers:
        return frozenset()
    return frozenset(wrote - {row.id for row in news.region.rows})


def signed_up(farm: Farm, page: Page) -> list[str]:
    """Return who signed up on the page of a digest, outside of its region, in the order of the page.

    Raises BadInput where the markers of the region are broken.
    """
    with markers_on(page.title):
        outside = digest.outside(page.text)
    found = read_page(outside, page.title, resolver_of(farm, set()))
    return list(dict.fromkeys(one.name for one in found.signups if not one.bare))
