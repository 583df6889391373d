"""What a wiki tells of itself and of the pages where people talk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from outreach.audience.evidence import Evidence
from outreach.channels import channelpages
from outreach.channels.liveness import Liveness, Thresholds, Words
from outreach.channels.survey import Surveyor
from outreach.farm import Answers, Farm
from outreach.promotion.places import Place

from tests.samples.cannedwiki import SV, Canned, canned

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def info(title: str, namespace: int, **more: Any) -> dict[str, Any]:
    whole = {'pageid': 7, 'lastrevid': 9, 'contentmodel': 'wikitext', 'protection': []}
    return {'title': title, 'ns': namespace, **whole, **more}


def read(*pages: dict[str, Any], titles: list[str] | None = None, **more: Any) -> channelpages.ChannelWiki:
    query = {'statistics': {'activeusers': 42}, 'extensions': [], 'pages': list(pages), **more}
    return channelpages.read(
        canned(lambda asked: {'query': query}), titles or [one['title'] for one in pages]
    )


# contract of channels: A5, A7, M19
@pytest.mark.parametrize(
    ('page', 'readable', 'takes'),
    [
        (info('Project:Pump', 4), True, True),
        (info('Project talk:Pump', 5), True, True),
        (info('Talk:Main Page', 1), True, True),
        (info('Help talk:Desk', 13), True, True),
        (info('User talk:Ann', 3), True, False),
        (info('User:Ann', 2), True, False),
        (info('Help:Desk', 12), True, False),
        (info('Portal:Pump', 100), True, False),
        (info('Pump', 0), True, False),
        (info('Project:Pump', 4, protection=[{'type': 'edit', 'level': 'sysop'}]), True, False),
        (info('Project:Pump', 4, protection=[{'type': 'edit', 'level': 'autoconfirmed'}]), True, True),
        (info('Project:Pump', 4, protection=[{'type': 'move', 'level': 'sysop'}]), True, True),
        (info('Project:Pump', 4, contentmodel='flow-board'), False, False),
        (info('Project talk:Pump', 5, pageprops={'use-liquid-threads': ''}), False, False),
        ({'title': 'Project:Pump', 'ns': 4, 'missing': True}, False, False),
    ],
)
def test_where_a_message_may_be_posted(page: dict[str, Any], *, readable: bool, takes: bool) -> None:
    (one,) = read(page).pages.values()
    assert (one.readable, one.takes_messages(home=False)) == (readable, takes)


# contract of channels: M19
def test_a_main_page_takes_messages_at_home_only() -> None:
    (one,) = read(info('Pump', 0)).pages.values()
    assert (one.takes_messages(home=False), one.takes_messages(home=True)) == (False, True)


# contract of channels: A9, M12, M14
def test_a_wiki_tells_its_active_accounts_its_bots_its_words_and_its_tags() -> None:
    told = read(
        info('Project:Pump', 4),
        extensions=[{'name': 'DiscussionTools'}],
        allusers=[{'name': 'Arkivbotten'}],
        allmessages=[{'content': '/* $1 */ nytt avsnitt'}],
    )
    assert told.active_users == 42
    assert told.words == Words('/* $1 */ nytt avsnitt', frozenset({'Arkivbotten'}), tags_comments=True)
    assert not read(info('Project:Pump', 4)).words.tags_comments


# contract of channels: M26
def test_a_wiki_tells_how_many_watch_a_page_or_not() -> None:
    told = read(info('Project:Pump', 4, watchers=41), info('Project:Small', 4)).pages
    assert [told[title].watchers for title in ('Project:Pump', 'Project:Small')] == [41, None]


# contract of channels: A8
def test_a_page_is_told_of_where_it_stands_now() -> None:
    told = read(
        info('Project:New', 4),
        titles=['wp:old'],
        normalized=[{'from': 'wp:old', 'to': 'Project:Old'}],
        redirects=[{'from': 'Project:Old', 'to': 'Project:New'}],
    )
    one = told.pages['wp:old']
    assert (one.title, one.moved, one.exists) == ('Project:New', True, True)


# contract of channels: M15
def test_the_page_where_most_people_talk_is_named_not_the_one_with_most_edits() -> None:
    edits = [('Project:Busy', 'Ann')] * 9 + [('Project:Desk', who) for who in ('Ann', 'Bo', 'Cem')]
    edits += [('Project:Pump', who) for who in ('Ann', 'Bo', 'Cem', 'Dan')]
    rows = [{'title': title, 'user': user} for title, user in edits] + [{'title': 'X', 'userhidden': True}]
    wiki = Canned(lambda asked: {'query': {'recentchanges': rows}})
    assert channelpages.elsewhere(cast(Any, wiki), {'Project:Pump'}) == ('Project:Desk', 3)
    assert channelpages.elsewhere(cast(Any, wiki), {'Project:Pump', 'Project:Desk'}) is None
    assert {wiki.asked[0][key] for key in ('rctag', 'rcshow')} == {'discussiontools-added-comment', '!bot'}
    assert '4' in wiki.asked[0]['rcnamespace'].split('|')


def edit(days: float, user: str, comment: str, size: int, *, first: bool = False) -> dict[str, Any]:
    time = (NOW - timedelta(days=days)).isoformat()
    return {
        'timestamp': time,
        'user': user,
        'comment': comment,
        'size': size,
        'tags': [],
        'parentid': not first,
    }


def surveyed(
    *edits: dict[str, Any], inside: tuple[str, ...] = (), instead: int = 0, model: str = 'wikitext'
) -> Any:
    """Return what is measured of a page with this history that shows these pages of its wiki."""

    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        if asked.get('list') == 'recentchanges':
            rows = [{'title': 'Project:Desk', 'user': str(number)} for number in range(instead)]
            return {'query': {'recentchanges': rows}}
        page = info('Project:Pump', 4, contentmodel=model)
        if asked.get('prop') == 'revisions':
            return {'query': {'pages': [{**page, 'revisions': list(edits)}]}}
        if asked.get('prop') == 'templates':
            return {'query': {'pages': [{**page, 'templates': [{'title': one} for one in inside]}]}}
        return {'query': {'statistics': {'activeusers': 2}, 'pages': [page]}}

    def each(hosts: list[str], work: Any, label: str, requests: dict[str, int]) -> Answers[Any]:
        return Answers({SV.host: work(Canned(answer, SV))}, {})

    farm = SimpleNamespace(by_host={SV.host: SV}, each=each)
    surveyor = Surveyor(cast(Farm, farm), Evidence(), Thresholds(), NOW)
    (one,) = surveyor.survey([Place(SV.host, 'Project:Pump')]).channels.values()
    return one.measured


OLD = edit(900, 'Ann', 'Begun', 10, first=True)
INDEX = ('Project:Pump/2026',)


# contract of channels: A7
def test_a_board_is_not_measured() -> None:
    measured = surveyed(edit(2, 'Ann', 'A post', 400), edit(3, 'Bo', 'A post', 400), OLD, model='flow-board')
    assert (measured.verdict, measured.board, measured.activity.posts) == (Liveness.UNKNOWN, True, 0)
    assert surveyed(edit(2, 'Ann', 'A post', 400), OLD).activity.posts == 1


# contract of channels: A4
def test_an_index_to_which_a_person_adds_a_subpage_is_no_notice_board() -> None:
    adds = edit(20, 'Ann', 'Another month', 40)
    assert surveyed(adds, OLD).verdict is Liveness.NOTICE_BOARD
    found = surveyed(adds, OLD, inside=INDEX)
    assert (found.verdict, found.parts) == (Liveness.UNKNOWN, 1)
    assert surveyed(OLD, inside=INDEX).verdict is Liveness.UNKNOWN
    assert surveyed(OLD, inside=('Template:X',)).verdict is Liveness.DEAD
    asks = edit(20, 'Ann', '/* Hello */ new section', 40)
    assert surveyed(asks, OLD, inside=INDEX).verdict is Liveness.NOTICE_BOARD


# contract of channels: A9, M14, M15
def test_a_silent_page_has_the_active_accounts_and_another_page_beside_it() -> None:
    found = surveyed(OLD, instead=3)
    assert (found.verdict, found.active_users, found.instead) == (Liveness.DEAD, 2, ('Project:Desk', 3))
    assert surveyed(OLD, instead=2).instead is None
