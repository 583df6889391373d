"""What others wrote stays text on every page of ours: real MediaWiki counts rows, links and the like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from outreach import phrases
from outreach.affiliates import resultpage
from outreach.affiliates.resultpage import Remembered
from outreach.campaigns import statuspage
from outreach.campaigns.accepted import Accepted
from outreach.campaigns.campaignstate import CampaignState, Halt
from outreach.campaigns.decisions import Waits, Who
from outreach.channels import directory
from outreach.feeds import feedpage
from outreach.lists.entries import Target
from outreach.patterns import library, pattern
from outreach.problems import Problem
from outreach.promotion import gappage, logpage, universe
from outreach.promotion.gaps import GapState, Standing
from outreach.promotion.logpage import ScriptRow, Status
from outreach.promotion.places import Place
from outreach.sends import results, sendpage
from outreach.sends.messagelint import MessageFinding
from outreach.sends.results import Result, State
from outreach.sends.sendstate import SendState
from outreach.signups import roster
from outreach.signups.enrolment import Enrolled
from outreach.signups.signuppage import SignUp
from outreach.wikitext import escape

from sandbox.client import Client
from sandbox.farm import Farm
from tests.feeds.test_feedpage import SEEN, item, layout
from tests.samples.plans import one_page

META = 'meta.wikimedia.test'
HOST = 'sv.wikipedia.org'
PLAIN = 'Plain words'
HOSTILE = (
    ']] [[Category:Evil]] {{Evil}} {{#target:Evil|x}}',
    '|}\n{| x\n|-\n| a || b',
    'x\n== h ==\n* item\n# item\n|-\n| y',
    "'''b''' ''i'' <b>x</b> <ref>y</ref> <nowiki> <pre> <br />",
    '~~~~ __NOTOC__ __NEWSECTIONLINK__ {{!}} {{subst:x}} {{{1}}} -{zh-hans:a}-',
    'https://evil.example [//evil.example x] mailto:a@evil.example news:evil.example tel:1 irc://evil.example',
    '--> <!-- x',
    '&#93;&#93;&#10;&#124;&#125; &lt;b&gt; &#x7B;&#x7B;Evil}}',
    'ISBN 0-306-40615-2 RFC 1 PMID 1',
    '\u202eabc\u2066 \x9b \x00 \u2028|-\u2029| x',
    '[[File:X.jpg|thumb]] [[de:X]] [[:Category:Y]] [[Special:Logout|x]]',
    '<!-- id:x --> <!-- outreach:end log --> <!-- outreach:begin results -->',
    '|| !! ! | ; : * #',
    '= x =',
    '----',
    '</table></div></td><script>alert(1)</script><style>x</style>',
)


def words(script: str) -> Callable[..., str]:
    """Return the English texts of a script."""
    english = phrases.of_script(script)['en']

    def say(key: str, **parameters: Any) -> str:
        text = english[f'{script}-{key}'] if f'{script}-{key}' in english else english[key]
        return text % parameters if parameters else text

    return say


def send(field: str) -> str:
    one = replace(one_page(SendState.PLANNED), subject=sendpage.one_line(field), note=field, settings=field)
    return replace(one, doubts=(sendpage.one_line(field),), planned_by='Bot').render()


def result(field: str) -> str:
    target, failed = Target(HOST, field), State.FAILED
    return results.render_results([Result(target, State.DELIVERED, field, 7), Result(target, failed, field)])


def log(field: str) -> str:
    row = ScriptRow(
        'send 1', '2026-05-01', 'other', Status.SENT, field, language=field, region=field, audience=field,
        details=escape(field), feedback=escape(field), notes=escape(field), by=escape(field),
        link=escape(field),
    )  # fmt: skip
    return '{|\n' + logpage.render_row(row, logpage.COLUMNS, words('log_promotion')) + '\n|}'


def gaps(field: str) -> str:
    spot = universe.Spot('a', field, universe.NOWHERE, 'sv', 5)
    claimed = Standing(spot, GapState.CLAIMED, by='A', until=date(2026, 5, 1))
    found = [claimed, Standing(spot, GapState.OPEN)]
    return gappage.render(found, (), {}, (), words('log_promotion'))


def sign_ups(field: str) -> str:
    signed = Enrolled(SignUp('A', HOST, 'Sign-up', 3, roles=(field, field)), 'A', field)
    return roster.roster([signed], words('collect_signups'))


def feed(field: str) -> str:
    one = replace(item(1, title=field, authors=(field,), tags=(field, field)), language='')
    table = layout(feedpage.Form.TABLE)
    rows = tuple(feedpage.row(one, SEEN, chosen) for chosen in (layout(), table))
    return '\n'.join(
        feedpage.render(feedpage.Region((row,), choice='0a1b2c'), chosen)
        for row, chosen in zip(rows, (layout(), table), strict=True)
    )


def channels(field: str) -> str:
    new = directory.NewRow('x', 'sv', HOST, field, Place(HOST, 'Wikipedia:X'))
    figures = dict.fromkeys(directory.OURS, escape(field))
    return '{|\n' + directory.render_row(new, figures, directory.COLUMNS) + '\n|}'


def affiliates(field: str) -> str:
    report = resultpage.Report(
        (), 7, 5, (), vanished=(Remembered(field, field, '', gone=False),), problems=(Problem(field, field),)
    )
    return resultpage.render(report, words('check_affiliates'))


def patterns(field: str) -> str:
    one = pattern.parse('{{Probox|problem=x|solution=y}}', 'Patterns/X', {})
    told = {'pattern': field, 'problem': field, 'solution': field, 'status': field, 'timestamp': field}
    return library.render_index([replace(one, infobox=told, categories=(field,))], words('update_pattern'))


def status(field: str) -> str:
    wrong = (Problem(field, field),)
    state = CampaignState(
        Accepted('Outreach/X'), problems=wrong, told=(field,), text_problems=wrong,
        stopped=Halt('Outreach/X/stop', field, 'Ann'), findings=(MessageFinding(field, field),),
    )  # fmt: skip
    waits = Waits(Who.TRANSLATOR, 'translate', 'Outreach/X/Message', {'languages': field, 'count': 1})
    typed = Waits(Who.OPERATOR, 'type', 'Outreach/X', {'command': field})
    return statuspage.render(state, (waits, typed), 'Bot', words('run_campaigns'))


PAGES: dict[str, Callable[[str], str]] = {
    'send page': send, 'results': result, 'log': log, 'gaps': gaps, 'roster': sign_ups, 'feed': feed,
    'channels': channels, 'affiliates': affiliates, 'index of patterns': patterns, 'status': status,
}  # fmt: skip
COUNTED = (
    '<tr',
    '<td',
    '<th',
    '<li',
    '<h1',
    '<h2',
    '<h3',
    '<h4',
    '<table',
    '<dl',
    '<hr',
    '<pre',
    '<b>',
    '<i>',
)
LISTED = ('links', 'externallinks', 'categories', 'templates', 'images', 'iwlinks', 'langlinks', 'sections')


def shape(client: Client, text: str) -> dict[str, int]:
    """Return what MediaWiki makes of a page, counted."""
    parsed = client.call(
        action='parse', text=text, contentmodel='wikitext', title='User:Tests/Page', prop=['text', *LISTED]
    )['parse']
    html = parsed['text']
    return {tag: html.count(tag) for tag in COUNTED} | {name: len(parsed[name]) for name in LISTED}


@pytest.fixture(scope='module')
def client(empty_farm: Farm) -> Client:
    return empty_farm.client(META)


@pytest.mark.parametrize('kind', PAGES)
def test_no_field_changes_the_shape_of_a_page(client: Client, kind: str) -> None:
    render = PAGES[kind]
    wanted = shape(client, render(PLAIN))
    assert wanted['<tr'] + wanted['<li'] + wanted['<dl'] > 0
    changed = {}
    for field in HOSTILE:
        found = shape(client, render(field))
        different = {name: (wanted[name], found[name]) for name in wanted if wanted[name] != found[name]}
        if different:
            changed[field] = different
    assert changed == {}
