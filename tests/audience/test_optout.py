"""Who must not be asked, by what stands on pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import pytest
from outreach.audience.optout import TalkPage, bots_allowed, opt_out_category, read_talk_pages
from outreach.pages import Page
from outreach.problems import WikiError
from outreach.wiki import Wiki

from tests.samples.cannedwiki import SITEINFO, Canned
from tests.samples.recorded import recorded

OURS = ['Outreach-bot']

# text of a talk page, whether we may write there
PAGES = [
    ('Hello!', True),
    ('{{nobots}}', False),
    ('{{NoBots}}', False),
    ('{{Nobots|OtherBot}}', True),
    ('{{nobots|OtherBot, outreach-bot}}', False),
    ('{{nobots|all}}', False),
    ('{{bots}}', True),
    ('{{bots|allow=all}}', True),
    ('{{bots|allow=none}}', False),
    ('{{bots|allow=OtherBot}}', False),
    ('{{bots|allow=OtherBot,Outreach-bot}}', True),
    ('{{bots|deny=all}}', False),
    ('{{bots|deny=none}}', True),
    ('{{bots|deny=OtherBot}}', True),
    ('{{Bots | deny = OtherBot , Outreach-Bot }}', False),
    ('{{bots|deny=MediaWiki message delivery}}', False),
    ('{{bots|optout=all}}', False),
    ('{{bots|optout=orfud}}', False),
    ('{{bots|deny=}}', True),
    ('<nowiki>{{nobots}}</nowiki>', True),
    ('<!-- {{nobots}} -->', True),
    ('{{bots|allow=all}}{{nobots}}', False),
    ('{{robots}}', True),
]


@pytest.mark.parametrize(('text', 'allowed'), PAGES)
def test_bots_and_nobots(text: str, *, allowed: bool) -> None:
    assert bots_allowed(text, OURS) is allowed


def test_a_template_that_hides_in_another_one_refuses() -> None:
    assert not bots_allowed('{{No messages}}', OURS, somewhere=True)
    assert bots_allowed('{{bots|allow=all}}', OURS, somewhere=True)


CATEGORY = {'name': 'massmessage-optout-category', 'content': 'Opted-out'}


class TalkWiki(Canned):
    """A wiki with talk pages: what the query about them gives, and the texts of some."""

    def __init__(self, talk: Mapping[str, Any], texts: Mapping[str, str], message: Mapping[str, Any]) -> None:
        super().__init__(self.reply)
        self.talk, self.texts, self.message = talk, texts, message

    def reply(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        if 'allmessages' in asked.get('meta', ''):
            return {'query': {**SITEINFO, 'allmessages': [self.message]}}
        return {'query': self.talk}

    def read_many(self, titles: Sequence[str]) -> dict[str, Page]:
        return {title: Page(title, self.texts[title], 1) for title in titles}


def talk_pages(
    talk: Mapping[str, Any], *names: str, texts: Mapping[str, str] | None = None
) -> dict[str, TalkPage]:
    wiki = TalkWiki(talk, texts or {}, CATEGORY)
    return read_talk_pages(cast(Wiki, wiki), names, OURS)


def test_talk_pages_tell_who_opted_out_and_who_refuses_bots() -> None:
    pages = [
        {'title': 'User talk:Ada', 'categories': [{'title': 'Category:Opted-out'}]},
        {'title': 'User talk:Bo', 'templates': [{'title': 'Template:Nobots'}]},
        {'title': 'User talk:Cy', 'templates': [{'title': 'Template:Bots'}]},
        {'title': 'User talk:Di'},
    ]
    texts = {'User talk:Bo': '{{No messages}}', 'User talk:Cy': '{{bots|allow=all}}'}
    assert talk_pages({'pages': pages}, 'Ada', 'Bo', 'Cy', 'Di', texts=texts) == {
        'Ada': TalkPage(opted_out=True), 'Bo': TalkPage(nobots=True), 'Cy': TalkPage(), 'Di': TalkPage(),
    }  # fmt: skip


def test_talk_pages_tell_by_the_same_request_which_of_them_are_boards() -> None:
    # as production tells of a board of Flow and one with LiquidThreads
    board, threads = recorded('pageparts')[-1].reply['query']['pages']
    moved = {'from': 'User talk:Ada', 'to': 'User talk:Board'}
    wiki = TalkWiki(
        {'pages': [board, threads, {'title': 'User talk:Cy'}], 'redirects': [moved]}, {}, CATEGORY
    )
    found = read_talk_pages(cast(Wiki, wiki), ['Ada', 'Board', 'Cy', 'Threads'], OURS)
    assert [found[name].board for name in ('Ada', 'Board', 'Cy', 'Threads')] == [True, True, False, True]
    _category, talk = wiki.asked
    assert {'info', 'pageprops'} <= {*talk['prop'].split('|')}
    assert talk['ppprop'] == 'use-liquid-threads'


@pytest.mark.parametrize(
    ('redirects', 'owner'),
    [
        ({'User talk:Ada': 'User talk:Eve'}, 'Eve'),
        ({'User talk:Ada': 'User talk:Eve/Messages/2026'}, 'Eve'),
        ({'User talk:Ada': 'User:Eve'}, 'Eve'),
        ({'User talk:Ada': 'User talk:Ada/Messages'}, None),
        ({'User talk:Ada': 'Talk:Eve'}, None),
        ({'User talk:Ada': 'Eve'}, None),
        ({'User talk:Ada': 'User talk:Bea', 'User talk:Bea': 'User talk:Eve'}, 'Eve'),
        ({'User talk:Ada': 'User talk:Bea', 'User talk:Bea': 'User talk:Ada'}, None),
        ({}, None),
    ],
)
def test_a_talk_page_that_redirects_belongs_to_whom_it_leads_to(
    redirects: dict[str, str], owner: str | None
) -> None:
    listed = [{'from': old, 'to': new} for old, new in redirects.items()]
    assert talk_pages({'redirects': listed}, 'Ada')['Ada'].moved_to == owner


def test_the_page_that_a_talk_page_leads_to_opts_out_for_it() -> None:
    talk = {
        'redirects': [{'from': 'User talk:Ada', 'to': 'User talk:Eve'}],
        'pages': [{'title': 'User talk:Eve', 'categories': [{'title': 'Category:Opted-out'}]}],
    }
    assert talk_pages(talk, 'Ada')['Ada'] == TalkPage(opted_out=True, moved_to='Eve')


@pytest.mark.parametrize(
    ('message', 'category'),
    [
        ({'content': 'Opted-out of message delivery'}, 'Category:Opted-out of message delivery'),
        ({'content': 'x', 'missing': True}, None),
        ({'content': ''}, None),
        ({'content': 'User:X', 'missing': True}, None),
        ({}, None),
    ],
)
def test_a_wiki_that_names_no_opt_out_category_has_nobody_asked(
    message: Mapping[str, Any], category: str | None
) -> None:
    wiki = cast(Wiki, TalkWiki({}, {}, message))
    if category:
        assert opt_out_category(wiki)[0] == category
    else:
        with pytest.raises(WikiError):
            opt_out_category(wiki)
