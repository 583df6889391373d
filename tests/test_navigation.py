"""The line of links between the pages of a campaign."""

from __future__ import annotations

import re

from outreach import editlinks, navigation
from outreach.lists.deliverylist import parse
from outreach.lists.straylines import stray_lines

from tests.samples.wikis import RESOLVER

X = 'Outreach/X'
PAGES = navigation.written(X, '{{Outreach campaign\n| list = L\n| promotionlog = News/Log\n}}')


def said(key: str, **_: object) -> str:
    return key


def test_the_pages_are_those_that_the_campaign_names() -> None:
    assert PAGES['list'] == 'L'
    assert PAGES['gaps'] == 'News/Log/Gaps'
    assert PAGES['message'] == f'{X}/Message'
    assert navigation.pages_of(X)['list'] == f'{X}/Targets'
    assert (PAGES['requests'], PAGES['help']) == (f'{X}/Requests', 'Help:Outreach campaigns')
    # who is not written to stands on a page that the campaign names, if any; of several it is the first
    assert 'exclude' not in PAGES
    named = '{{Outreach campaign\n| exclude =\n* No\n* Also\n}}'
    assert navigation.written(X, named)['exclude'] == 'Also'


def test_pages_of_ours_bear_it() -> None:
    ours = ('L', 'L/sv', f'{X}/Pumps', f'{X}/Funnel', 'News/Log', 'News/Log/Gaps', f'{X}/Send/1/en/Results')
    for title in ours:
        assert navigation.bears(title, PAGES), title
    for title in (X, 'List', 'Log', f'{X}/Pattern', f'{X}/Message', f'{X}/Send/1/en', 'Outreach/XY/Funnel'):
        assert not navigation.bears(title, PAGES), title


def test_it_stands_at_the_top_once_and_what_stays_stays() -> None:
    become = navigation.linked(lambda text: text.replace('old', 'new'), PAGES, said)
    text = become('Words: old.')
    assert text.endswith('Words: new.')
    assert become(text) == text
    assert become(text.replace('new', 'old')) == text
    assert become('Words: new.') == 'Words: new.'
    assert text.count('[[:') == len(PAGES) - 1
    assert f'[[:{X}/Status|nav-status]]' in text
    assert 'dir="auto" style="display: flex; flex-wrap: wrap; gap: 0.3em 1em;"' in text


def test_a_page_that_is_not_there_is_no_red_link() -> None:
    shown = navigation.line(PAGES, lambda key, **said: said.get('page', key) if key != 'nav-none' else 'NONE')
    links = re.findall(r'<span>(.*?)</span>', shown)
    assert f'{{{{#ifexist:{X}/Replies|[[:{X}/Replies|nav-replies]]|NONE}}}}' in links
    assert sum(one.startswith('{{#ifexist:') for one in links) == len(links) - 1


def test_the_stop_page_is_opened_as_the_form_that_says_what_it_is() -> None:
    shown = navigation.line(PAGES, said)
    assert f'<span>[{editlinks.stop(X)} nav-stop]</span>' in shown
    assert f'[[:{X}/stop' not in shown
    hostile = navigation.line(navigation.pages_of('A]]b{{c}}'), said)
    assert not {'A]]', '{{c'} & {hostile[at : at + 3] for at in range(len(hostile))}


def test_a_list_names_nobody_more_with_the_line_on_it() -> None:
    whole = navigation.linked(lambda text: f'{text}\nMore.', {**PAGES, 'campaign': 'User:Ann/X'}, said)
    listed = '* {{target | user = Bo | site = sv.wikipedia.org}}\n* {{#target:User talk:Cy}}\n'
    for text in (f'{listed}x', f'{{{{#target:User talk:Cy}}}}{listed}x', ''):
        before, after = (parse(one, 'meta.wikimedia.org') for one in (text, whole(text)))
        assert whole(text).startswith('<!-- outreach:begin navigation -->')
        assert after.targets == before.targets
        assert after.problems == before.problems
        assert not list(stray_lines(after, RESOLVER))
