"""Where channels are found: the registry of affiliates, and the items of page kinds."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from outreach.channels import sources
from outreach.farm import Farm
from outreach.pagekinds import PageKind
from outreach.pages import Page
from outreach.problems import BadInput
from outreach.promotion.places import Place

from tests.affiliates.samples import entry, module
from tests.channels.test_directory import MATRIX

HOME = 'meta.wikimedia.org'


def farm(text: str = '', reply: Any = None) -> Farm:
    home = SimpleNamespace(host=HOME, read=lambda title: Page(title, text, 9 if text else 0))
    repository = SimpleNamespace(call=lambda **asked: reply)
    by_dbname = {'wikidatawiki': SimpleNamespace(host='www.wikidata.org')} if reply is not None else {}
    return cast(Farm, SimpleNamespace(home=home, by_dbname=by_dbname, wiki=lambda host: repository))


# contract of channels: M3
def test_recognised_affiliates_are_communities_with_their_talk_pages() -> None:
    entries = [
        entry('Wikimedia Sea'),
        entry('Wikimedia Alps', recognition_status='deferred'),
        entry('Wikimedia Gone', recognition_status='derecognised'),
        entry('Wikimedia Odd', recognition_status='perhaps'),
        entry('Wikimedia Mute', recognition_status=None),
        entry('Bad|title'),
    ]
    found = sources.affiliates(farm(module(entries)), 'Module:X')
    assert [(one.id, one.community, one.kind, one.place) for one in found] == [
        ('affiliate idwikimediaalps', 'Wikimedia Alps', 'affiliate', Place(HOME, 'Talk:Wikimedia Alps')),
        ('affiliate idwikimediasea', 'Wikimedia Sea', 'affiliate', Place(HOME, 'Talk:Wikimedia Sea')),
    ]


# contract of channels: M3, M23
@pytest.mark.parametrize('text', ['', 'no module'])
def test_what_is_no_registry_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match='Module:X'):
        sources.affiliates(farm(text), 'Module:X')


# contract of channels: M2, M23
def test_pages_of_all_kinds_come_from_their_items_and_each_empty_item_is_named() -> None:
    kinds = [PageKind('village pump', 'Q16503'), PageKind('embassy', 'Q1'), PageKind('desk', 'Q2')]
    wikis = {'svwiki': MATRIX[0], 'etwiki': MATRIX[1]}
    links = {'svwiki': {'title': 'Wikipedia:Bybrunnen'}, 'dewiki': {'title': 'Wikipedia:Kurier'}}
    pumps = {'Q16503': {'sitelinks': links}}
    (one,) = sources.sitelinks(farm(reply={'entities': pumps}), kinds[:1], wikis)
    assert (one.id, one.place.page) == ('village pump sv.wikipedia.org', 'Wikipedia:Bybrunnen')
    with pytest.raises(BadInput) as caught:
        sources.sitelinks(farm(reply={'entities': pumps | {'Q1': {'missing': ''}}}), kinds, wikis)
    assert [problem.place for problem in caught.value.problems] == ['-kind:embassy=Q1', '-kind:desk=Q2']
