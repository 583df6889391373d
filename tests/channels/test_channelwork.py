"""Reading everything before measuring: what is wrong is told at once, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
from outreach.accountlinks import written_account
from outreach.channels import channelwork, directory, languagepage
from outreach.channels.channelpages import ChannelPage
from outreach.channels.channelwork import ChannelRequest, KnownChannels
from outreach.channels.directory import NewRow
from outreach.channels.figures import MeasuredChannel
from outreach.channels.languagepage import LanguageRequest
from outreach.channels.liveness import Liveness, Thresholds
from outreach.channels.survey import FoundChannel, Survey
from outreach.farm import Farm
from outreach.pagekinds import PageKind
from outreach.pages import Page
from outreach.problems import Problem
from outreach.promotion.places import Place
from outreach.run import Run

from tests.channels.test_directory import MATRIX, WIKIS, WORDS, page, say
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


def work(home: Home, registry: str = '', repository: Canned | None = None) -> ChannelRequest:
    by_dbname = {'wikidatawiki': repository.info} if repository else {}
    farm = SimpleNamespace(home=home, matrix=MATRIX, by_dbname=by_dbname, wiki=lambda host: repository)
    run = SimpleNamespace(
        farm=farm, home=home, say=say, language='en', now=datetime(2026, 11, 26, tzinfo=UTC), given={}
    )
    return ChannelRequest(
        cast(Run, run), 'Channels', (PageKind('village pump', 'Q16503'),), {'svwiki': MATRIX[0]},
        Thresholds(), WORDS, registry,
    )  # fmt: skip


# contract of channels: M23
def test_all_that_is_wrong_is_told_at_once_and_before_measuring() -> None:
    home = Home(Channels=BROKEN % 'channels', Languages=BROKEN % 'languages', List=BROKEN % 'rule', Log='x')
    asked = work(home, registry='Module:No')
    problems = [Problem('-recent', 'must not be longer than -window')]
    channelwork.read(asked, problems)
    languagepage.read(asked, LanguageRequest('Languages', '', 'No liaisons', 'Log'), problems)
    problems += channelwork.in_the_way(asked, 'Languages', 'List')
    assert [one.place for one in problems] == [
        '-recent', 'Channels, line 2', '-kind', 'Module:No', 'No liaisons', 'Log', 'Languages, line 2',
        'List, line 2',
    ]  # fmt: skip


# contract of channels: M22
def test_an_estimate_tells_of_pages_lists_and_liaisons() -> None:
    known = KnownChannels(Page('Channels'), page(), (NEW,), frozenset())
    farm = cast('Farm', SimpleNamespace(cost=lambda requests: [f'So many: {requests}.']))
    said = known.estimate(0, 0, farm).splitlines()
    assert said[0].startswith('1 page on 1 wiki: about 1 request for')
    assert said[1:] == ['So many: 4.']
    assert known.estimate(2, 4, farm).splitlines()[1:] == [
        '2 mailing lists: 6 requests to their hosts.',
        '4 liaisons: 12 to 28 requests.',
        'So many: 38.',
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


SIGNED = 'alive [[User:Anna]] 12:00, 1 October 2026 (UTC)'
ROWS = f"""\
{{| class="wikitable"
! Language !! Channel !! How alive !! What people decided !! Owner
|-
| sv || [[:w:sv:Wikipedia:Bybrunnen]] || || {SIGNED} || [[User:Anna]]
|-
| sv || https://chat.example.org/sv || || {SIGNED} || [[User:Bo]], [[User:Anna]]
|-
| sv || Telegram, ask Bo || || || [[User:Bo]]
|-
| sv || https://lists.example.org/hyperkitty/list/x@lists.example.org/ || old || {SIGNED} ||
|-
| et || [[:w:et:Vikipeedia:Board]] || || {SIGNED} ||
|}}"""
BOARD = Place('et.wikipedia.org', 'Vikipeedia:Board')
DAY = date(2026, 11, 26)
MEASURED = Survey(
    {
        PUMP.key: FoundChannel(ChannelPage(PUMP.page, 7), MeasuredChannel(DAY, Liveness.DEAD)),
        BOARD.key: FoundChannel(
            ChannelPage(BOARD.page, 8), MeasuredChannel(DAY, Liveness.UNKNOWN, board=True)
        ),
    },
    {},
)
SHARED = f'<!-- outreach:begin channels -->\n{ROWS}\n<!-- outreach:end channels -->\n'


# contract of channels: M25
def test_signed_alive_counts_only_where_nothing_can_be_measured() -> None:
    asked = work(Home(Channels=SHARED))
    # with prefixes, and without a frame of language: the wiki of this test tells neither
    vars(asked).update(places=WIKIS, frame=str)
    rows = page(SHARED).rows
    assert [channelwork.verdict(asked, row, MEASURED).name for row in rows] == [
        'DEAD', 'SAID', 'UNKNOWN', 'UNKNOWN', 'SAID',
    ]  # fmt: skip
    known = KnownChannels(Page('Channels', SHARED, 9), page(SHARED), (), frozenset())
    text = channelwork.directory_change(asked, known, MEASURED).text
    shown = [row.value('verdict').partition('<')[0].strip() for row in page(text).rows]
    assert shown == ['✗ dead', '✓ said to be alive', '? not measurable', 'old', '✓ said to be alive']
    unmeasured = channelwork.directory_change(asked, known, channelwork.NOTHING)
    assert unmeasured.text == SHARED, 'without -measure nothing is said of any channel'


# contract of channels: M28
def test_an_owner_is_shown_their_channels_and_only_those_are_measured() -> None:
    asked = work(Home())
    vars(asked)['places'] = WIKIS
    known = KnownChannels(Page('Channels'), page(SHARED), (NEW,), frozenset())
    problems: list[Problem] = []
    mine = known.of(['Anna'], WIKIS.resolver, problems)
    assert (mine.channels, problems) == ([PUMP], [])
    assert list(channelwork.owned(asked, mine, MEASURED)) == [
        '  sv.wikipedia.org Wikipedia:Bybrunnen: dead', '  https://chat.example.org/sv: said to be alive',
    ]  # fmt: skip
    assert set(known.channels) == {PUMP, BOARD}
    assert list(channelwork.owned(asked, known, MEASURED)) == []
    known.of(['Bo', 'Cy'], WIKIS.resolver, problems)
    assert [one.place for one in problems] == ['-owner:Cy']


@pytest.mark.parametrize(
    'written',
    [
        'User:Anna',
        'user talk:anna',
        ':sv:User:Anna',
        '[[User:Anna|Anna]]',
        'https://sv.wikipedia.org/wiki/User:Anna',
    ],
)
def test_an_owner_is_named_by_a_page_a_link_or_an_address_as_well(written: str) -> None:
    known, problems = KnownChannels(Page('Channels'), page(SHARED), (NEW,), frozenset()), list[Problem]()
    assert known.of([written_account(written)], WIKIS.resolver, problems).channels == [PUMP]
    known.of(['User:', 'Project:X'], WIKIS.resolver, problems)
    assert [one.place for one in problems] == ['-owner:User:', '-owner:Project:X']
