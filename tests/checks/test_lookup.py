"""Looking up the entries of a list; the tests against real MediaWiki do most of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from outreach.checks.lint import Kind, lint
from outreach.checks.lookup import BESIDE, collect, estimate
from outreach.lists.deliverylist import parse
from outreach.lists.entries import Target
from outreach.names import user_talk
from outreach.problems import WikiError
from outreach.sends.results import State
from outreach.sitematrix import WikiInfo

from tests.samples.cannedwiki import EN, SITEINFO, SV, Canned, accounts_of, farm_of, of_old

NOW = datetime(2026, 11, 1, tzinfo=UTC)
DE = WikiInfo('dewiki', 'de.w.test', 'de')
NAMES = ('Ada', 'Bo', 'Cy')
LIST = '\n'.join(f'* {{{{target|user={name}|site={SV.host}}}}}' for name in NAMES)


def found(*, dead: bool = False) -> list[tuple[Kind, str]]:
    """Return what is wrong with a list of renamed accounts, two of which are nobody's now."""

    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        if 'ammessages' in asked:
            return {'query': {**SITEINFO, 'magicwords': [], 'interwikimap': []}}
        if asked.get('list') == 'logevents':
            return {
                'query': {
                    'logevents': [{'params': {'olduser': one, 'newuser': f'{one} New'}} for one in NAMES]
                }
            }
        if asked.get('action') == 'parse':
            return {'parse': {'text': ''}}
        if (
            dead
            and 'Ada New' in asked.get('ususers', ())
            and 'titles' not in asked
            and 'gususers' not in asked
        ):
            raise WikiError(SV.host, 'is tired')
        told = accounts_of(asked, locked=['Bo New'], system=['Cy New'], missing=NAMES)
        pages = [{'title': title, 'missing': True} for title in asked.get('titles', ())]
        return {'query': {**told, 'pages': pages}}

    listed = parse(LIST, EN.host)
    farm = farm_of(Canned(answer, EN), Canned(answer, SV))
    findings = lint(listed, collect(farm, listed.targets, NOW)).findings
    return [(one.kind, one.details.get('new', '')) for one in findings]


def test_the_new_name_of_an_account_that_is_nobodys_is_not_found() -> None:
    assert found() == [(Kind.RENAMED, 'Ada New'), (Kind.MISSING, ''), (Kind.MISSING, '')]


def test_a_wiki_that_does_not_tell_of_new_names_told_nothing() -> None:
    assert {kind for kind, _ in found(dead=True)} == {Kind.UNREADABLE}


def test_a_board_is_asked_about_and_nobody_can_tell_what_becomes_of_a_message() -> None:
    """The page itself is a board, or the one to which it leads; where none is, nothing is found."""
    about: dict[str, dict[str, Any]] = {
        'User talk:Ada': {'contentmodel': 'flow-board'},
        'User talk:Elsewhere': {'contentmodel': 'wikitext', 'pageprops': {'use-liquid-threads': '1'}},
        'User talk:Cy': {'contentmodel': 'wikitext'},
    }

    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        if 'ammessages' in asked:
            return {'query': {**SITEINFO, 'magicwords': [], 'interwikimap': []}}
        if asked.get('action') == 'parse':
            return {'parse': {'text': ''}}
        if 'titles' not in asked:
            return {'query': {'logevents': [], **accounts_of(asked)}}
        assert {'info', 'pageprops'} <= {*asked['prop'].split('|')}
        assert asked['ppprop'] == 'use-liquid-threads'
        pages = [{'title': title, **more} for title, more in about.items()]
        led = [{'from': 'User talk:Bo', 'to': 'User talk:Elsewhere'}]
        return {'query': {**accounts_of(asked), 'pages': pages, 'redirects': led}}

    listed = parse(LIST, EN.host)
    report = lint(listed, collect(farm_of(Canned(answer, EN), Canned(answer, SV)), listed.targets, NOW))
    assert [(one.kind, one.entry.line) for one in report.findings if one.entry] == [
        (Kind.BOARD, 1), (Kind.RENAMED, 2), (Kind.BOARD, 2),
    ]  # fmt: skip
    assert not any(one.fixable for one in report.findings if one.kind is Kind.BOARD)
    assert list(report.predictions.values()) == [State.UNKNOWN, State.UNKNOWN, State.DELIVERED]


def answered(asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """Answer that everybody asked about is there, and has been everywhere since long."""
    if 'ammessages' in asked:
        return {'query': {**SITEINFO, 'magicwords': [], 'interwikimap': []}}
    if asked.get('action') == 'parse':
        return {'parse': {'text': ''}}
    pages = [{'title': title, 'contentmodel': 'wikitext'} for title in asked.get('titles', ())]
    return {'query': {**accounts_of(asked), 'pages': pages}}


@pytest.mark.parametrize('elsewhere', [(), (SV, 'Ada'), (EN, 'Ada'), (DE, 'Bo')])
def test_of_what_is_known_nothing_is_asked_again(elsewhere: tuple[Any, ...]) -> None:
    """Who asked for another wiki is looked up there: the list was looked up already."""
    listed = parse(LIST, EN.host)
    more = [Target(elsewhere[0].host, user_talk(elsewhere[1]))] if elsewhere else []
    wikis = [Canned(answered, info) for info in (EN, SV, DE)]
    before = collect(farm_of(*wikis), listed.targets, NOW)
    for wiki in wikis:
        wiki.asked.clear()
    now = collect(farm_of(*wikis), more, NOW, None, before)
    at_once = collect(
        farm_of(*[Canned(answered, wiki.info) for wiki in wikis]), [*listed.targets, *more], NOW
    )
    # the numbers of these accounts are those of one reply
    assert replace(now, central={}) == replace(at_once, central={})
    assert now.central.keys() == at_once.central.keys()
    asked = [(wiki.host, set(one.get('ususers', ()))) for wiki in wikis for one in wiki.asked]
    new = elsewhere and elsewhere[0] is not SV
    rules = [(DE.host, set[str]())] if elsewhere and elsewhere[0] is DE else []
    assert asked == [*rules, *([(elsewhere[0].host, {elsewhere[1]})] if new else [])]


def test_a_wiki_that_fails_when_it_is_asked_for_more_counts_as_one_that_said_nothing() -> None:
    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        if 'Di' in asked.get('ususers', ()) and 'titles' in asked:
            raise WikiError(SV.host, 'is tired')
        return answered(asked)

    listed = parse(LIST, EN.host)
    farm = farm_of(Canned(answer, EN), Canned(answer, SV))
    before = collect(farm, listed.targets, NOW)
    now = collect(farm, [Target(SV.host, user_talk('Di'))], NOW, None, before)
    assert {one.kind for one in lint(listed, before).findings} == set()
    assert {one.kind for one in lint(listed, now).findings} == {Kind.UNREADABLE}


@pytest.mark.parametrize('number', [1, 49, 130, 400])
def test_an_estimate_is_near_to_what_a_check_takes(number: int) -> None:
    names = (f'{{{{target|user=U{at}|site={SV.host if at % 3 else EN.host}}}}}' for at in range(number))
    listed = parse('\n'.join(names), EN.host)
    wikis = Canned(answered, EN), Canned(answered, SV)
    farm = farm_of(*wikis)
    told = estimate(farm, listed.named, 1, inactive=False)
    before = sum(len(wiki.asked) for wiki in wikis)
    collect(farm, listed.targets, NOW)
    took = sum(len(wiki.asked) for wiki in wikis)
    reckoned = int(told[-1].removeprefix('in all ')) - BESIDE
    assert before == 0
    assert f'about {reckoned + BESIDE:,} requests' in told[0]
    assert took <= reckoned + 2 <= 1.5 * took + 4
    more = estimate(farm, listed.named, 1, inactive=True)
    assert int(more[-1].removeprefix('in all ')) == reckoned + BESIDE + number


@pytest.mark.parametrize(('number', 'asked'), [(50, 50), (51, 0)])
def test_a_report_asks_an_older_wiki_about_few_locks_and_says_so_of_more(number: int, asked: int) -> None:
    names = [f'U{at}' for at in range(number)]
    listed = parse('\n'.join(f'{{{{target|user={one}|site={EN.host}}}}}' for one in names), EN.host)
    wiki = Canned(lambda call: of_old(call, ['U7']) or answered(call), EN)
    found = collect(farm_of(wiki), listed.targets, NOW)
    assert found.locked == ({'U7'} if asked else set())
    assert found.notes == (() if asked else ('Locks were not looked up: that would be 51 requests here.',))
    assert sum('guiuser' in one for one in wiki.asked) == asked
