"""What the bulk loader writes is what MediaWiki's API then tells."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from sandbox import bulk
from sandbox.bulk import Account, BulkWorld, Edit, Page
from sandbox.farm import Farm

EN, SV, META = 'en.wikipedia.test', 'sv.wikipedia.test', 'meta.wikimedia.test'
FIRST, SECOND, THIRD = '20240101000000', '20240601000000', '20250101000000'
WORLD = BulkWorld(
    source='enwiki',
    project='Test',
    accounts=[
        Account(1, 'Ann', 'enwiki', {'enwiki': 100, 'svwiki': 3}),
        Account(2, 'Bob', 'svwiki', {'svwiki': 7}, bot=True, blocked=True, opted_out=True),
        Account(3, 'Cy', 'enwiki', {'enwiki': 5}, locked=True, talk_page=True),
    ],
    pages=[
        Page(
            'enwiki', 'Some article', [Edit(1, FIRST, 100, 'New'), Edit(-258, THIRD, 90, 'Typo', 'mw-undo')]
        ),
        Page('enwiki', 'Other', [Edit(3, SECOND, 50, 'New')]),
        Page('svwiki', 'Någon artikel', [Edit(2, FIRST, 70, ''), Edit(1, SECOND, 80, 'Stavning')]),
    ],
    items=[{'enwiki': 'Some article', 'svwiki': 'Någon artikel'}, {'enwiki': 'Other'}],
    assessed=['Some article', 'Other'],
)


@pytest.fixture(scope='module')
def filled() -> Iterator[Farm]:
    with Farm.start() as farm:
        bulk.fill(farm, f'test {datetime.now(UTC)}', lambda: WORLD)
        yield farm


def revisions(farm: Farm, host: str, title: str) -> list[dict[str, object]]:
    reply = farm.api(
        host, action='query', titles=title, prop='revisions', rvlimit='max',
        rvprop='ids|timestamp|user|userid|size|comment|tags|sha1|content', rvslots='main',
    )  # fmt: skip
    found: list[dict[str, object]] = reply['query']['pages'][0]['revisions']
    return found


def test_revisions_are_told_with_author_size_summary_and_tag(filled: Farm) -> None:
    newer, older = revisions(filled, EN, 'Some article')
    assert (older['user'], older['timestamp'], older['size']) == ('Ann', '2024-01-01T00:00:00Z', 100)
    assert (older['comment'], older['tags'], older['parentid']) == ('New', [], 0)
    assert (newer['user'], newer['userid'], newer['tags']) == ('10.0.1.2', 0, ['mw-undo'])
    assert newer['parentid'] == older['revid']
    assert newer['sha1'] == hashlib.sha1(bulk.TEXT.encode()).hexdigest()
    # ids follow time over all pages of a wiki
    assert [older['revid'], newer['revid']] != [1, 2]
    assert revisions(filled, EN, 'Other')[0]['revid'] == int(str(older['revid'])) + 1


def test_accounts_are_local_and_global(filled: Farm) -> None:
    reply = filled.api(META, action='query', meta='globaluserinfo', guiuser='Ann', guiprop='merged|editcount')
    info = reply['query']['globaluserinfo']
    assert (info['id'], info['home'], info['editcount']) == (1, 'enwiki', 103)
    assert {one['wiki']: one['editcount'] for one in info['merged']} == {'enwiki': 100, 'svwiki': 3}
    reply = filled.api(META, action='query', meta='globaluserinfo', guiuser='Cy')
    assert reply['query']['globaluserinfo']['locked'] is True
    reply = filled.api(SV, action='query', list='users', ususers='Bob', usprop='groups|blockinfo|editcount')
    (bob,) = reply['query']['users']
    assert 'bot' in bob['groups']
    assert (bob['editcount'], bob['blockexpiry'], bob['blockpartial']) == (7, 'infinite', False)


def test_talk_pages_opt_out_in_the_language_of_the_wiki(filled: Farm) -> None:
    reply = filled.api(SV, action='query', titles='User talk:Bob', prop='categories')
    (category,) = reply['query']['pages'][0]['categories']
    message = filled.api(SV, action='query', meta='allmessages', ammessages='massmessage-optout-category')
    assert category['title'].partition(':')[2] == message['query']['allmessages'][0]['content']
    reply = filled.api(EN, action='query', titles='User talk:Cy|User talk:Ann', prop='categories')
    missing = {page['title']: page.get('missing', False) for page in reply['query']['pages']}
    assert missing == {'User talk:Cy': False, 'User talk:Ann': True}


def test_the_topic_has_its_banner_and_sitelinks(filled: Farm) -> None:
    reply = filled.api(EN, action='query', list='projectpages', wppprojects='Test')
    assert {page['title'] for page in reply['query']['projects']['Test']} == {'Some article', 'Other'}
    reply = filled.api(
        'www.wikidata.test', action='wbgetentities', sites='enwiki', titles='Some article', props='sitelinks'
    )
    (item,) = reply['entities'].values()
    assert item['sitelinks']['svwiki']['title'] == 'Någon artikel'


def test_an_edit_can_be_added(filled: Farm) -> None:
    bulk.add_edits(filled.data, [('svwiki', 'Någon artikel', Edit(1, THIRD, 99, ''))])
    newest = revisions(filled, SV, 'Någon artikel')[0]
    assert (newest['user'], newest['size'], newest['timestamp']) == ('Ann', 99, '2025-01-01T00:00:00Z')
    assert len(revisions(filled, SV, 'Någon artikel')) == 3


def test_the_second_time_it_comes_from_the_cache(filled: Farm) -> None:
    name = f'test {datetime.now(UTC)} again'
    bulk.fill(filled, name, lambda: WORLD)

    def not_again() -> BulkWorld:
        raise AssertionError('this world was kept')

    bulk.fill(filled, name, not_again)
    assert len(revisions(filled, SV, 'Någon artikel')) == 2
