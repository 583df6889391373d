"""Reading everything before measuring: what is wrong is told at once, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

from outreach.channels import channelwork, directory, languagepage
from outreach.channels.channelwork import Known, Work
from outreach.channels.directory import NewRow
from outreach.channels.languagepage import Asked
from outreach.channels.liveness import Thresholds
from outreach.names import ENGLISH
from outreach.pagekinds import PageKind
from outreach.pages import Page
from outreach.problems import Problem
from outreach.promotion.places import Place
from outreach.run import Run

from tests.channels.test_directory import MATRIX, WORDS, page, say
from tests.samples.cannedwiki import Canned

BROKEN = 'x\n<!-- outreach:begin %s -->\n'
PUMP = Place('sv.wikipedia.org', 'Wikipedia:Bybrunnen')
NEW = NewRow('village pump sv.wikipedia.org', 'sv', 'sv.wikipedia.org', 'village pump', PUMP)


class Home(Canned):
    """The home wiki with some pages."""

    user_name = 'Other bot'

    def __init__(self, **pages: str) -> None:
        super().__init__(lambda asked: {'query': {}}, MATRIX[-1])
        self.pages = pages

    def read(self, title: str) -> Page:
        return Page(title, self.pages.get(title, ''), 9 if title in self.pages else 0)

    def read_many(self, titles: list[str]) -> Mapping[str, Page]:
        return {title: self.read(title) for title in titles}


def work(home: Home, registry: str = '', repository: Canned | None = None) -> Work:
    by_dbname = {'wikidatawiki': repository.info} if repository else {}
    farm = SimpleNamespace(home=home, matrix=MATRIX, by_dbname=by_dbname, wiki=lambda host: repository)
    run = SimpleNamespace(
        farm=farm, home=home, say=say, language='en', now=datetime(2026, 11, 26, tzinfo=UTC), given={}
    )
    return Work(
        cast(Run, run), 'Channels', (PageKind('village pump', 'Q16503'),), {'svwiki': MATRIX[0]},
        Thresholds(), WORDS, ENGLISH, registry,
    )  # fmt: skip


# contract of channels: M23
def test_all_that_is_wrong_is_told_at_once_and_before_measuring() -> None:
    home = Home(Channels=BROKEN % 'channels', Languages=BROKEN % 'languages', List=BROKEN % 'rule', Log='x')
    asked = work(home, registry='Module:No')
    problems = [Problem('-recent', 'must not be longer than -window')]
    channelwork.read(asked, problems)
    languagepage.read(asked, Asked('Languages', '', 'No liaisons', 'Log'), problems)
    problems += channelwork.in_the_way(asked, 'Languages', 'List')
    assert [one.place for one in problems] == [
        '-recent', 'Channels, line 2', '-kind', 'Module:No', 'No liaisons', 'Log', 'Languages, line 2',
        'List, line 2',
    ]  # fmt: skip


# contract of channels: M22
def test_an_estimate_tells_of_pages_lists_and_liaisons() -> None:
    known = Known(Page('Channels'), page(), (NEW,), frozenset())
    assert known.estimate(0, 0).startswith('1 pages on 1 wikis: about 1 requests')
    assert known.estimate(2, 4).splitlines()[1:] == [
        '2 mailing lists: 6 requests to their hosts.',
        '4 liaisons: 12 to 28 requests.',
    ]


# contract of channels: M10
def test_a_row_that_people_deleted_stays_away_whichever_account_of_ours_wrote_it() -> None:
    def history(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        content = '' if 'rvuser' in asked else f'| <!-- id:{NEW.id} --> sv'
        row = {'revid': 1, 'timestamp': '', 'tags': [], 'slots': {'main': {'content': content}}}
        return {'query': {'pages': [{'title': 'Channels', 'revisions': [row]}]}}

    links = {'entities': {'Q16503': {'sitelinks': {'svwiki': {'title': PUMP.page}}}}}
    home = Home(Channels=directory.new_table(say))
    home.answer = history
    problems: list[Problem] = []
    known = channelwork.read(work(home, repository=Canned(lambda asked: links)), problems)
    assert (len(problems), set(known.removed), len(known.new)) == (0, {NEW.id}, 0)
