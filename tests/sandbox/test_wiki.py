"""The one way to save a page, on real MediaWiki: nobody's edit is lost, nothing is done twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import pywikibot
import requests
from outreach import wiki
from outreach.farm import Farm, connect
from outreach.pages import Page
from outreach.problems import EditConflict, Stopped, Unreachable, WikiError
from pywikibot import config
from pywikibot.comms import http

from sandbox import farm as sandbox_farm
from sandbox.install import ADMIN

META = 'meta.wikimedia.test'


@pytest.fixture
def outreach_farm(empty_farm: sandbox_farm.Farm, monkeypatch: pytest.MonkeyPatch) -> Iterator[Farm]:
    """Return the scripts' own view of the sandbox, logged in on Meta, in this process."""
    folder = empty_farm.pwb_directory(ADMIN)
    for name in ('http_proxy', 'HTTP_PROXY'):
        monkeypatch.setenv(name, empty_farm.proxy)
    monkeypatch.setenv('no_proxy', '')
    config.register_families_folder('families')
    for name, value in {
        'family': 'sandbox',
        'mylang': 'meta',
        'base_dir': str(folder),
        'password_file': str(folder / 'user-password.py'),
        'put_throttle': 0,
        'minthrottle': 0,
        'max_retries': 2,
        'retry_wait': 0,
        'simulate': False,
    }.items():
        monkeypatch.setattr(config, name, value)
    monkeypatch.setitem(config.usernames, '*', {'*': ADMIN})
    monkeypatch.setattr(pywikibot, '_sites', {})
    monkeypatch.setattr(http, 'session', requests.Session())
    monkeypatch.setattr(pywikibot, 'argvu', ['pwb'])
    with empty_farm.undone():
        connected = connect()
        connected.home.log_in()
        yield connected


def lose_answers(monkeypatch: pytest.MonkeyPatch, action: str, *, before: bool, times: int = 1) -> list[str]:
    """Let requests of an action time out, before or after the server acted; give what was lost."""
    lost: list[str] = []
    real: Callable[..., requests.Response] = http.session.request

    def request(method: str, url: str, **kwargs: Any) -> requests.Response:
        data = kwargs.get('data')
        mine = f'action={action}' in (data if isinstance(data, str) else str(data)) and len(lost) < times
        if mine and before:
            lost.append(action)
            raise requests.ReadTimeout('injected')
        response = real(method, url, **kwargs)
        if mine:
            lost.append(action)
            raise requests.ReadTimeout('injected')
        return response

    monkeypatch.setattr(http.session, 'request', request)
    return lost


def add(line: str) -> Callable[[Page], str]:
    def transform(page: Page) -> str:
        return page.text if line in page.text.split('\n') else f'{page.text}\n{line}'.strip()

    return transform


def test_two_runs_of_one_account_at_the_same_moment_cannot_overwrite_each_other(
    outreach_farm: Farm,
) -> None:
    home = outreach_farm.home
    home.update('Ledger', lambda page: 'state: planned', 'start')
    first, second = home.read('Ledger'), home.read('Ledger')
    home.save(first, 'state: claimed by one', 'claim')
    with pytest.raises(EditConflict):
        home.save(second, 'state: claimed by two', 'claim')
    assert home.read('Ledger').text == 'state: claimed by one'


def test_a_page_made_by_somebody_else_meanwhile_is_not_overwritten(outreach_farm: Farm) -> None:
    home = outreach_farm.home
    absent = home.read('New page')
    assert absent.revid == 0
    home.save(absent, 'theirs', 'first')
    with pytest.raises(EditConflict):
        home.save(absent, 'ours', 'second')
    assert home.read('New page').text == 'theirs'


def test_an_update_plans_again_on_what_stands_there_after_a_conflict(outreach_farm: Farm) -> None:
    home = outreach_farm.home
    home.update('Log', lambda page: 'one', 'start')
    stale = home.read('Log')
    home.update('Log', add('two'), 'other run')
    home.update('Log', add('three'), 'this run', page=stale)
    assert home.read('Log').text.split('\n') == ['one', 'two', 'three']


def test_lines_merged_by_the_wiki_are_noticed(outreach_farm: Farm) -> None:
    home = outreach_farm.home
    home.update('Long', lambda page: '\n'.join(f'line {n}' for n in range(20)), 'start')
    mine = home.read('Long')
    home.update('Long', lambda page: page.text.replace('line 0', 'their line'), 'theirs')
    saved = home.save(mine, mine.text.replace('line 19', 'my line'), 'mine')
    assert saved.merged
    text = home.read('Long').text
    assert 'their line' in text
    assert 'my line' in text


def test_the_same_text_is_no_edit(outreach_farm: Farm) -> None:
    home = outreach_farm.home
    saved = home.update('Still', lambda page: 'text', 'one')
    again = home.update('Still', lambda page: 'text\n', 'two')
    assert (again.revid, again.changed) == (saved.revid, False)


@pytest.mark.parametrize('before', [True, False], ids=['before the server acted', 'after the server acted'])
def test_a_lost_answer_is_looked_up_not_repeated(
    outreach_farm: Farm, monkeypatch: pytest.MonkeyPatch, *, before: bool
) -> None:
    home = outreach_farm.home
    home.update('Lost', lambda page: 'one', 'start')
    lost = lose_answers(monkeypatch, 'edit', before=before)
    home.update('Lost', add('two'), 'append')
    assert lost
    assert home.read('Lost').text == 'one\ntwo'


def test_any_text_on_a_stop_page_stops_before_the_write(outreach_farm: Farm) -> None:
    home = outreach_farm.home
    home.update('Campaign/stop', lambda page: 'wait, please', 'stop')
    home.stop_pages = ('User:Bot/stop', 'Campaign/stop')
    with pytest.raises(Stopped, match='wait, please'):
        home.update('Target', lambda page: 'x', 'y')
    assert home.read('Target').revid == 0


def test_a_stop_page_that_cannot_be_read_stops(outreach_farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    home = outreach_farm.home
    home.stop_pages = ('Campaign/stop',)
    lose_answers(monkeypatch, 'query', before=True, times=99)
    with pytest.raises(Stopped, match='could not be read'):
        home.save(Page('Target'), 'x', 'y')


def test_a_protected_page_is_refused_and_named_beforehand(outreach_farm: Farm) -> None:
    swedish = outreach_farm.wiki('sv.wikipedia.test')
    known = swedish.before_edit(['MediaWiki:Sidebar', 'Fri sida'])
    assert [title for title, one in known.items() if one.refused] == ['MediaWiki:Sidebar']


def test_who_edited_a_page_is_known_before_an_edit(outreach_farm: Farm) -> None:
    home = outreach_farm.home
    home.update('Ours', lambda page: 'text', 'summary')
    known = home.before_edit(['Ours', 'Nowhere'])
    assert {title: one.editors for title, one in known.items()} == {'Ours': {ADMIN}, 'Nowhere': frozenset()}


def test_an_edit_summary_is_one_plain_line(outreach_farm: Farm) -> None:
    home = outreach_farm.home
    home.update('Summed up', lambda page: 'text', 'New\nSaved Main Page.\x9b2J\u202ex\u2028y')
    [reply] = home.query(titles='Summed up', prop='revisions', rvprop='ids|comment|timestamp|user')
    assert reply['pages'][0]['revisions'][0]['comment'] == 'New Saved Main Page.2Jx y'


def test_words_of_the_operator_stand_before_a_summary_whose_end_is_never_cut(outreach_farm: Farm) -> None:
    home = outreach_farm.home
    home.preface = 'per the talk page'
    try:
        home.update('Prefaced', lambda page: 'text', f'{"x" * 490} (0a1b)')
        home.update('Prefaced', lambda page: 'text 2', 'New')
    finally:
        home.preface = ''
    [reply] = home.query(titles='Prefaced', prop='revisions', rvprop='comment', rvlimit='max')
    summaries = [one['comment'] for one in reply['pages'][0]['revisions']]
    assert summaries == ['per the talk page – New', f'{"x" * 490} (0a1b)']


def test_simulation_writes_nothing(outreach_farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, 'simulate', True)
    outreach_farm.home.update('Simulated', lambda page: 'text', 'summary')
    assert outreach_farm.home.read('Simulated').revid == 0


def test_one_dead_wiki_does_not_stop_the_others(outreach_farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    real: Callable[..., requests.Response] = http.session.request

    def request(method: str, url: str, **kwargs: Any) -> requests.Response:
        if 'ar.wikipedia.test' in url:
            response = requests.Response()
            response.status_code, response._content = 200, b'<html>Our servers are down</html>'
            response.url, response.request = url, requests.Request(method, url).prepare()
            return response
        return real(method, url, **kwargs)

    monkeypatch.setattr(http.session, 'request', request)

    def language(one: wiki.Wiki) -> str:
        return str(next(one.query(meta='siteinfo', siprop='general'))['general']['lang'])

    answers = outreach_farm.each(['ar.wikipedia.test', 'sv.wikipedia.test'], language, 'Asking')
    assert isinstance(answers.failed['ar.wikipedia.test'], Unreachable)
    assert answers.found == {'sv.wikipedia.test': 'sv'}


def test_a_question_may_run_over_many_replies(outreach_farm: Farm) -> None:
    home = outreach_farm.home
    for n in range(7):
        home.update(f'Continued {n}', add(f'{n} [[Link a]] [[Link b]] [[Link c]]'), 'start')
    links = 0
    for reply in home.query(
        generator='allpages', gapprefix='Continued', gaplimit=3, prop='links', pllimit=2, plnamespace=0
    ):
        links += sum(len(page.get('links', ())) for page in reply['pages'])
    assert links == 21


def test_requests_are_counted_by_kind(outreach_farm: Farm) -> None:
    before = outreach_farm.requests.copy()
    outreach_farm.home.read_many([f'Page {n}' for n in range(60)])
    assert (outreach_farm.requests - before) == {'query revisions': 1}


def test_an_api_error_comes_with_its_code(outreach_farm: Farm) -> None:
    started = time.monotonic()
    with pytest.raises(WikiError) as caught:
        outreach_farm.home.call(action='query', list='nonsense', assertuser='Nobody')
    assert caught.value.code
    assert time.monotonic() - started < 10
