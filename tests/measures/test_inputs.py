"""What is measured from: here the pages of a topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import measure_campaign
import pytest
from outreach import campaign, sites, wiki
from outreach.campaign import read_settings
from outreach.farm import Farm
from outreach.measures import inputs, monthreport
from outreach.measures.groups import PersonKey
from outreach.problems import BadInput
from outreach.run import Run
from outreach.settings import Setting
from outreach.wiki import Wiki

from tests.measures.samples import accounts, page
from tests.samples.cannedwiki import EN, Canned, canned, nothing

SETTINGS: tuple[Setting[Any], ...] = (
    campaign.SOURCE, campaign.BANNER, campaign.CATEGORY, campaign.DEPTH, campaign.LINKS, campaign.PAGE,
    campaign.PREFIX, campaign.PETSCAN, campaign.PAGEPILE, campaign.SPARQL, campaign.GRAPH, campaign.WIKIS,
)  # fmt: skip


def run(*args: str) -> Run:
    """Return a run on a farm of one wiki."""
    home = canned(nothing)
    wikis = {EN.host: home}
    farm = SimpleNamespace(home=home, matrix=(EN,), by_dbname={EN.dbname: EN}, wiki=wikis.__getitem__)
    given = read_settings(SETTINGS, args, lambda _: None)
    return cast(Run, SimpleNamespace(farm=cast(Farm, farm), given=given))


def test_a_source_that_is_no_wiki_is_bad_input() -> None:
    with pytest.raises(BadInput, match='is no wiki of this farm'):
        inputs.topic_pages(run('-source:xx.w.test', '-banner:B'))


def test_tools_are_asked_where_the_operator_says(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def fetch(address: str) -> object:
        asked.append(address)
        return {'wiki': EN.dbname, 'pages': ['Asthma']}

    monkeypatch.setattr(sites, 'fetch', fetch)
    monkeypatch.setattr(wiki, 'configured', {'tools': {'pagepile': 'https://piles.test/{}'}}.get)
    assert inputs.topic_pages(run('-pagepile:7')) == {EN.host: {'Asthma'}}
    assert asked == ['https://piles.test/7']


def test_staff_and_bots_are_not_counted_among_sign_ups() -> None:
    """M22, B11"""
    people = ('Ann', 'Ann (WMF)', 'Staffer', 'Robot', 'Bo')
    text = '== Participants ==\n' + '\n'.join(f'# [[User:{name}]]' for name in people)

    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        if asked.get('list') == 'users':
            groups = {'Robot': ['bot']}
            return {
                'query': {'users': [{'name': one, 'groups': groups.get(one, [])} for one in asked['ususers']]}
            }
        row = {'revid': 1, 'user': 'Trusted', 'timestamp': '2026-09-05T12:00:00Z', 'tags': []}
        stored = {'title': 'Sign', 'revisions': [{**row, 'slots': {'main': {'content': text}}}]}
        return {'query': {'pages': [stored]}}

    home = Canned(answer)
    reading = SimpleNamespace(text='* [[User:Staffer]]')
    vars(home)['read'] = lambda title: reading if title == 'Our staff' else None
    farm = SimpleNamespace(
        home=home, by_dbname={EN.dbname: EN}, by_host={EN.host: EN}, wiki=lambda _host: home
    )
    given = read_settings(
        (campaign.SIGNUPS, campaign.STAFF), ['-signups:Sign', '-staff:Our staff'], lambda _: None
    )
    made = cast(Run, SimpleNamespace(farm=farm, home=home, given=given, trust={'Trusted'}))
    found, titles, left_out, problems = inputs.read_signups(made, {'Ann': PersonKey('#1', 'Ann')})
    assert set(found.joined) == {'#1', 'Bo'}
    assert (titles, problems) == (['Sign'], [])
    assert left_out == {'staff': 2, 'bots': 1, 'by-others': 0}


def test_who_was_on_the_list_is_read_from_the_revision_of_each_wave_but_the_last() -> None:
    """M18, B10"""

    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        assert asked['revids'] == ['1']
        text = '\n'.join(f'* {{{{#target:User talk:P{n}|en.w.test}}}}' for n in (1, 2, 9))
        row = {'revid': 1, 'timestamp': '', 'tags': [], 'slots': {'main': {'content': text}}}
        return {'query': {'pages': [{'title': 'L', 'revisions': [row]}]}}

    made = cast(Run, SimpleNamespace(home=canned(answer)))
    sends = [page('2', (2,), day=5), page('1', (1,))]
    assert inputs.read_listed(made, sends, accounts(1, 2)) == {1: frozenset({'#1', '#2', 'P9'})}
    assert inputs.read_listed(made, sends[:1], accounts(1, 2)) == {}


def test_a_campaign_that_sent_is_measured_also_where_nothing_can_be_counted() -> None:
    """M9, M11"""
    options = ('-campaign:Outreach/X', '-holdout:10')
    page_ = '{{Outreach campaign}}'
    given = read_settings(measure_campaign.SETTINGS, options, lambda _: page_)
    assert measure_campaign.check(given, datetime(2026, 11, 26, tzinfo=UTC)) == []
    given = read_settings(measure_campaign.SETTINGS, (*options, '-plan'), lambda _: page_)
    (problem,) = measure_campaign.check(given, datetime(2026, 11, 26, tzinfo=UTC))
    assert str(problem).startswith('-outcome: is signup, but signups names no page on which people sign up')


def test_a_month_before_the_campaign_is_no_month_of_it() -> None:
    """A typo of 2026-10 would else become a public report of nought."""

    def history(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        slots = {'main': {'content': 'x', 'contentmodel': 'wikitext'}}
        made = {'revid': 1, 'timestamp': '2026-09-05T10:00:00Z', 'user': 'O', 'tags': [], 'slots': slots}
        return {'query': {'pages': [{'title': asked['titles'], 'revisions': [made]}]}}

    home = Canned(history)
    early = [datetime(2026, 8, 3, tzinfo=UTC)]

    def refused(month: str, sent: Sequence[datetime] = ()) -> str:
        return '; '.join(map(str, inputs.too_early(cast(Wiki, home), 'C', monthreport.month(month), sent)))

    assert refused('2020-01') == (
        '-month:2020-01: was over before the campaign began: its page was made on 2026-09-05'
    )
    assert (refused('2026-09'), refused('2026-08', early)) == ('', '')
    asked = len(home.asked)
    assert (refused('2026-08', early), inputs.too_early(cast(Wiki, home), 'C', None, ())) == ('', [])
    assert len(home.asked) == asked, 'where something was sent, or no month is asked for, nothing is asked'
