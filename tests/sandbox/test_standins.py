"""Global accounts, the matrix of wikis, WikiProjects' pages and items, as their APIs tell of them.

The real CentralAuth, SiteMatrix and PageAssessments pass the same tests; Wikibase is always ours.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from outreach.names import normalize_user

from sandbox.client import ApiFailure, Client
from sandbox.farm import Farm
from sandbox.wikis import BY_DBNAME, BY_HOST, ELSEWHERE, WIKIS
from sandbox.worlds.medicine import ADMIN
from tests.sandbox.tools.massmessages import EN, META, SV

WIKIDATA = 'www.wikidata.test'
OPERATOR = 'Outreach-bot'


def global_account(farm: Farm, **params: object) -> dict[str, Any]:
    props = ['groups', 'merged', 'editcount', 'rights']
    reply = farm.api(META, action='query', meta='globaluserinfo', guiprop=props, **params)
    account: dict[str, Any] = reply['query']['globaluserinfo']
    return account


def in_force(block: dict[str, Any] | None, now: str) -> bool:
    return block is not None and (block['expiry'] == 'infinity' or block['expiry'] > now)


# -- names -------------------------------------------------------------------------------------


def test_first_letters_are_written_as_newer_mediawiki_writes_them(farm: Farm) -> None:
    # T292552: title case, so that Georgian stays and a digraph gets one large letter
    names = ['ანა', 'ǆamila', 'Ǆamila', 'ǆ', 'ßen', 'éva', 'øystein', 'i']
    users = farm.api(META, action='query', list='users', ususers=names)['query']['users']
    assert [one['name'] for one in users] == [normalize_user(name) for name in names]
    pages = farm.api(META, action='query', titles=[f'User:{name}' for name in names])['query']['pages']
    assert {one['title'] for one in pages} == {f'User:{normalize_user(name)}' for name in names}


# -- CentralAuth -------------------------------------------------------------------------------


def test_global_accounts_are_those_of_the_world(farm: Farm) -> None:
    world = farm.world()
    blocked = 0
    for account in world['accounts']:
        found = global_account(farm, guiuser=account['name'])
        attached = account['attached']
        assert found['id'] == account['id']
        assert found['home'] == account['home']
        assert found.get('locked', False) is account['locked']
        assert found['groups'] == account['global_groups']
        assert found['editcount'] == sum(local['editcount'] for local in attached.values())
        merged = {entry['wiki']: entry for entry in found['merged']}
        assert merged.keys() == attached.keys()
        for dbname, local in attached.items():
            assert merged[dbname]['url'] == BY_DBNAME[dbname].url
            assert merged[dbname]['editcount'] == local['editcount']
            assert sorted(merged[dbname].get('groups', [])) == sorted(local['groups'])
            is_blocked = in_force(local['block'], world['now'])
            assert ('blocked' in merged[dbname]) is is_blocked
            blocked += is_blocked
    assert blocked > 0


def test_a_global_account_is_found_by_its_id(farm: Farm) -> None:
    account = farm.world()['accounts'][-1]
    assert global_account(farm, guiid=account['id'])['name'] == account['name']
    with pytest.raises(ApiFailure, match='invaliduserid'):
        global_account(farm, guiid=999999)


@pytest.mark.parametrize('name', ['No such account at all', '~'])
def test_an_unknown_global_account_is_missing(farm: Farm, name: str) -> None:
    assert global_account(farm, guiuser=name).get('missing') is True


@pytest.mark.parametrize('name', ['192.0.2.1', '<bad'])
def test_what_is_no_account_name_is_refused(farm: Farm, name: str) -> None:
    with pytest.raises(ApiFailure, match='baduser'):
        global_account(farm, guiuser=name)


def test_rights_come_from_global_groups(farm: Farm) -> None:
    bots = [entry['name'] for entry in farm.world()['accounts'] if entry['global_groups'] == ['global-bot']]
    assert bots
    reply = farm.api(META, action='query', list='globalgroups', ggpprop='rights')
    rights = {entry['name']: sorted(entry['rights']) for entry in reply['query']['globalgroups']}
    assert 'bot' in rights['global-bot']
    assert sorted(global_account(farm, guiuser=bots[0])['rights']) == rights['global-bot']


def test_many_global_accounts_at_once_where_the_module_is(farm: Farm) -> None:
    accounts = farm.world()['accounts'][:40]
    names = [account['name'] for account in accounts]
    modules = farm.api(META, action='paraminfo', modules='query')['paraminfo']['modules'][0]
    lists = next(entry for entry in modules['parameters'] if entry['name'] == 'list')['type']
    call = {
        'action': 'query',
        'list': 'globalusers',
        'gususers': [*names, 'Nobody'],
        'gusprop': 'locked|editcount|groups',
    }
    if 'globalusers' not in lists:
        # CentralAuth before May 2026, such as branch REL1_39.
        assert 'globalusers' in farm.api(META, **call)['warnings']['query']['warnings']
        return
    found = {entry['name']: entry for entry in farm.api(META, **call)['query']['globalusers']}
    assert found.pop('Nobody') == {'name': 'Nobody', 'missing': True}
    assert list(found) == names
    for account in accounts:
        entry = found[account['name']]
        assert entry['centralid'] == account['id']
        assert entry['locked'] is account['locked']
        begun = account['id'] % 10
        edits = sum(local['editcount'] for local in account['attached'].values())
        assert entry['editcount'] == (edits if begun else 0)
        assert entry['groups'] == account['global_groups']


def test_renames_are_in_metas_log(farm: Farm) -> None:
    renames = farm.world()['renames']
    reply = farm.api(META, action='query', list='logevents', letype='gblrename', lelimit='max')
    logged = [
        (
            entry['params']['olduser'],
            entry['params']['newuser'],
            entry['timestamp'],
            entry['user'],
            entry['title'],
        )
        for entry in reply['query']['logevents']
    ]
    assert renames
    assert logged == [
        (rename['old'], rename['new'], rename['time'], rename['by'], f'Special:CentralAuth/{rename["new"]}')
        for rename in sorted(renames, key=lambda rename: rename['time'], reverse=True)
    ]


def test_central_ids_are_told_by_list_users(farm: Farm) -> None:
    account = next(entry for entry in farm.world()['accounts'] if 'metawiki' in entry['attached'])
    reply = farm.api(META, action='query', list='users', ususers=account['name'], usprop='centralids')
    assert reply['query']['users'][0]['centralids']['CentralAuth'] == account['id']


def test_a_new_account_is_global_at_once(wiki_state: Farm) -> None:
    client = wiki_state.client(SV)
    client.call(
        action='createaccount',
        username='Brand New',
        password='sandbox only 9',
        retype='sandbox only 9',
        createreturnurl=f'http://{SV}',
        createtoken=client.token('createaccount'),
    )
    account = global_account(wiki_state, guiuser='Brand New')
    assert account['home'] == 'svwiki'
    assert [entry['wiki'] for entry in account['merged']] == ['svwiki']


@pytest.mark.parametrize(('grants', 'may_send'), [('basic,highvolume', True), ('basic,editpage', False)])
def test_one_bot_password_serves_every_wiki(wiki_state: Farm, grants: str, *, may_send: bool) -> None:
    secret = 'a' * 32
    made = wiki_state.php(
        'metawiki', 'createBotPassword.php', '--appid=test', f'--grants={grants}', OPERATOR, secret
    )
    assert made.returncode == 0
    for host, expected in ((META, may_send), (SV, False)):
        client = Client(BY_HOST[host], wiki_state.proxy)
        reply = client.call(
            action='login', lgname=f'{OPERATOR}@test', lgpassword=secret, lgtoken=client.token('login')
        )
        assert reply['login']['result'] == 'Success'
        rights = client.call(action='query', meta='userinfo', uiprop='rights')['query']['userinfo']['rights']
        assert ('massmessage' in rights) is expected


def test_what_is_told_of_others_rights_is_cut_down_by_our_grants(wiki_state: Farm) -> None:
    """So who may approve is told by groups, too: a bot password that may not send sees no right to."""
    secret = 'b' * 32
    arguments = ('--appid=build', '--grants=basic,editpage,createeditmovepage', OPERATOR, secret)
    assert wiki_state.php('metawiki', 'createBotPassword.php', *arguments).returncode == 0
    client = Client(BY_HOST[META], wiki_state.proxy)
    client.call(action='login', lgname=f'{OPERATOR}@build', lgpassword=secret, lgtoken=client.token('login'))
    asked = {'list': 'users', 'ususers': ADMIN, 'usprop': 'rights|groups'}
    told = client.call(action='query', meta='siteinfo', siprop='usergroups', **asked)['query']
    [admin] = told['users']
    giving = {one['name'] for one in told['usergroups'] if 'massmessage' in one['rights']}
    assert 'massmessage' not in admin['rights']
    assert giving & set(admin['groups'])


# -- SiteMatrix --------------------------------------------------------------------------------


def test_site_matrix_has_every_wiki(farm: Farm) -> None:
    matrix = farm.api(META, action='sitematrix')['sitematrix']
    elsewhere = () if any(one.real for one in farm.setup.extensions) else ELSEWHERE
    assert matrix.pop('count') == len(WIKIS) + len(elsewhere)
    specials = {site['dbname']: site for site in matrix.pop('specials')}
    for wiki in elsewhere:
        site = specials.pop(wiki.dbname)
        assert site['url'] == wiki.url
        assert [flag for flag in ('private', 'fishbowl') if flag in site] == (
            ['private'] if wiki.private else ['fishbowl']
        )
    languages = {site['dbname']: (entry, site) for entry in matrix.values() for site in entry['site']}
    for wiki in WIKIS:
        if wiki.project == 'wikipedia':
            language, site = languages.pop(wiki.dbname)
            assert language['code'] == wiki.code
            assert language['dir'] == ('rtl' if wiki.code in {'ar', 'he', 'fa'} else 'ltr')
            assert site['code'] == 'wiki'
        else:
            site = specials.pop(wiki.dbname)
        assert site['url'] == wiki.url
        assert site['sitename'] == wiki.sitename
        assert site.get('closed', False) is wiki.closed
    assert not languages
    assert not specials


def test_site_matrix_can_be_asked_for_less(farm: Farm) -> None:
    matrix = farm.api(
        META,
        action='sitematrix',
        smtype='language',
        smstate='closed',
        smlangprop='code|site',
        smsiteprop='dbname',
    )['sitematrix']
    matrix.pop('count')
    sites = {entry['code']: entry['site'] for entry in matrix.values()}
    assert sites.pop('aa') == [{'dbname': 'aawiki', 'closed': True}]
    assert set(sites) == {wiki.code for wiki in WIKIS if wiki.project == 'wikipedia'} - {'aa'}
    assert not any(sites.values())


# -- PageAssessments ---------------------------------------------------------------------------


def project_pages(farm: Farm, **params: object) -> tuple[list[dict[str, Any]], dict[str, str] | None]:
    reply = farm.api(EN, action='query', list='projectpages', **params)
    pages = [page for rows in reply['query']['projects'].values() for page in rows]
    return pages, reply.get('continue')


def test_project_pages_are_those_of_the_world(farm: Farm) -> None:
    expected = {
        row['page']: {'class': row['class'], 'importance': row['importance']}
        for row in farm.world()['assessments']
        if row['wiki'] == 'enwiki' and row['project'] == 'Medicine'
    }
    found, more = project_pages(farm, wppprojects='Medicine', wppassessments=True, wpplimit='max')
    assert expected
    assert more is None
    assert {page['title']: page['assessment'] for page in found} == expected
    names = farm.api(EN, action='query', list='projects')['query']['projects']
    assert 'Medicine' in names


def test_project_pages_are_those_of_a_named_project(farm: Farm) -> None:
    with pytest.raises(ApiFailure) as refused:
        farm.api(EN, action='query', list='projectpages')
    assert refused.value.code == 'missingparam'


def test_project_pages_go_on_where_they_stopped(farm: Farm) -> None:
    everything, _ = project_pages(farm, wppprojects='Medicine', wpplimit='max')
    found: list[dict[str, Any]] = []
    more: dict[str, str] | None = {}
    while more is not None:
        pages, more = project_pages(farm, wppprojects='Medicine', wpplimit=7, **more)
        assert len(pages) <= 7
        found += pages
    assert found == everything


def test_an_unknown_project_has_no_pages(farm: Farm) -> None:
    assert project_pages(farm, wppprojects='No such project') == ([], None)


def test_project_pages_generate_pages(farm: Farm) -> None:
    listed, _ = project_pages(farm, wppprojects='Medicine', wpplimit='max')
    reply = farm.api(EN, action='query', generator='projectpages', gwppprojects='Medicine', gwpplimit='max')
    assert {page['title'] for page in reply['query']['pages']} == {page['title'] for page in listed}


# -- Wikibase ----------------------------------------------------------------------------------


def entities(farm: Farm, **params: object) -> dict[str, Any]:
    reply = farm.api(WIKIDATA, action='wbgetentities', **({'props': 'sitelinks'} | params))
    assert reply['success'] == 1
    found: dict[str, Any] = reply['entities']
    return found


def test_items_by_title_have_the_sitelinks_of_the_world(farm: Farm) -> None:
    items = [item for item in farm.world()['items'] if 'enwiki' in item['sitelinks']][:50]
    titles = [item['sitelinks']['enwiki'] for item in items]
    found = entities(farm, sites='enwiki', titles=titles)
    assert found.keys() == {item['id'] for item in items}
    for item in items:
        links = {dbname: link['title'] for dbname, link in found[item['id']]['sitelinks'].items()}
        assert links == item['sitelinks']
        assert found[item['id']]['sitelinks']['enwiki']['site'] == 'enwiki'


def test_items_by_id_and_only_some_sitelinks(farm: Farm) -> None:
    item = farm.world()['items'][0]
    found = entities(farm, ids=[item['id'], 'Q9999999'], sitefilter='enwiki|enwikivoyage')
    assert list(found[item['id']]['sitelinks']) == ['enwiki']
    assert found['Q9999999'] == {'id': 'Q9999999', 'missing': ''}


def test_titles_without_an_item_get_negative_keys(farm: Farm) -> None:
    item = farm.world()['items'][0]
    found = entities(farm, sites='enwiki', titles=['No such page', item['sitelinks']['enwiki'], 'Nor this'])
    assert found.keys() == {item['id'], '-1', '-2'}
    assert found['-1'] == {'site': 'enwiki', 'title': 'No such page', 'missing': ''}


@pytest.mark.parametrize(
    ('params', 'code'),
    [
        ({}, 'param-missing'),
        ({'sites': 'enwiki'}, 'param-missing'),
        ({'sites': 'enwiki|svwiki', 'titles': 'A|B|C'}, 'params-illegal'),
        ({'ids': 'X1'}, 'no-such-entity'),
        ({'ids': [f'Q{n}' for n in range(1, 53)]}, 'toomanyvalues'),
    ],
)
def test_bad_questions_about_items(farm: Farm, params: dict[str, object], code: str) -> None:
    with pytest.raises(ApiFailure) as caught:
        entities(farm, **params)
    assert caught.value.code == code


def test_pages_know_their_item_also_after_an_edit(wiki_state: Farm) -> None:
    def item_of(title: str) -> str | None:
        reply = wiki_state.api(SV, action='query', titles=title, prop='pageprops', ppprop='wikibase_item')
        value: str | None = reply['query']['pages'][0].get('pageprops', {}).get('wikibase_item')
        return value

    item = next(entry for entry in wiki_state.world()['items'] if 'svwiki' in entry['sitelinks'])
    title = item['sitelinks']['svwiki']
    assert item_of(title) == item['id']
    stamp = datetime.now(UTC).isoformat()
    wiki_state.login('Admin', SV).edit(title, f'Changed at {stamp}')
    assert item_of(title) == item['id']
