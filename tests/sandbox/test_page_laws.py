"""What others wrote stays text on every page of ours: real MediaWiki counts rows, links and the like.

All kinds of page are parsed in one request for each hostile text, with what a save does to it (`pst`); where
the sums differ from those of plain words, each kind is asked about by itself.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sandbox.client import Client
from sandbox.farm import Farm
from tests.hostile.ourpages import TEXTS, TITLES, Kind

META = 'meta.wikimedia.test'
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
    '</pre></mapframe><section begin="x" /></bdi></time>" onclick="x',
)
# what is the title of a page or the name of an account on some wiki, and looks like something else
NAMES = (
    "A''b''c '''d",
    'ISBN 0-306-40615-2',
    'RFC 1',
    'News:evil.example',
    'Mailto:a@evil.example',
    'A -- b --',
    'A = b =',
    '!! A !! b',
    '; A : b',
    '* A',
    '---- A',
    'A &b &amp',
    '"A" style="x',
    '+1',
    'Ünï\u200cمین',
)
COUNTED = (
    '<tr', '<td', '<th', '<li', '<h1', '<h2', '<h3', '<h4', '<table', '<dl', '<hr', '<pre', '<b>', '<i>',
    '<script',
)  # fmt: skip
LISTED = (
    'links', 'externallinks', 'categories', 'templates', 'images', 'iwlinks', 'langlinks', 'sections',
    'properties',
)  # fmt: skip


def shape(client: Client, text: str) -> dict[str, int]:
    """Return what MediaWiki makes of a page that is saved, counted."""
    parsed = client.call(
        action='parse', text=text, contentmodel='wikitext', title='User:Tests/Page', pst=True,
        prop=['text', *LISTED],
    )['parse']  # fmt: skip
    html = parsed['text']
    return {tag: html.count(tag) for tag in COUNTED} | {name: len(parsed[name]) for name in LISTED}


def together(kinds: Mapping[str, Kind], field: str) -> str:
    return '\n\n'.join(render(field) for render in kinds.values())


def changed(client: Client, kinds: Mapping[str, Kind], plain: str, field: str) -> dict[str, object]:
    """Return which kinds a text changes, and how."""
    found: dict[str, object] = {}
    for kind, render in kinds.items():
        wanted, there = shape(client, render(plain)), shape(client, render(field))
        if wanted != there:
            found[kind] = {
                name: (wanted[name], there[name]) for name in wanted if wanted[name] != there[name]
            }
    return found


@pytest.fixture(scope='module')
def client(empty_farm: Farm) -> Client:
    return empty_farm.client(META)


@pytest.mark.parametrize(('kinds', 'fields'), [(TEXTS, HOSTILE), (TITLES, NAMES)], ids=['texts', 'titles'])
def test_no_field_changes_the_shape_of_a_page(
    client: Client, kinds: Mapping[str, Kind], fields: tuple[str, ...]
) -> None:
    wanted = shape(client, together(kinds, PLAIN))
    assert wanted['<tr'] + wanted['<li'] + wanted['<dl'] > len(kinds)
    wrong = {}
    for field in fields:
        if shape(client, together(kinds, field)) != wanted:
            there = shape(client, together(kinds, field))
            apart = {name: (count, there[name]) for name, count in wanted.items() if there[name] != count}
            wrong[field] = changed(client, kinds, PLAIN, field) or f'only together: {apart}'
    assert wrong == {}, '\n'.join(map(repr, wrong.items()))
