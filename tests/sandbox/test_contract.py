"""The wikis of the sandbox answer as production does: in the same shapes, and with no key of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from outreach import campaignevents, replyshapes
from outreach.replies import asked_in

from sandbox.client import Client
from sandbox.farm import Farm
from sandbox.worlds.medicine import ADMIN, ORGANIZER
from tests.samples.recorded import every, recorded
from tests.sandbox.tools.heldevents import event, hold
from tests.sandbox.tools.massmessages import EN, META, SV, make_list, send

WIKIDATA = 'www.wikidata.test'
TH = 'th.wikipedia.test'  # the one wiki here that has DiscussionTools
OPT_OUT = 'Category:Opted-out of message delivery'
CAMPAIGN = 'Outreach/Medicine'

QUESTIONS: dict[str, tuple[str, dict[str, Any]]] = {
    'globalusers': (META, {
        'list': 'globalusers', 'gusprop': 'locked|editcount|groups',
        'gususers': ['Ivan Blocked', 'Nobody at all', '<bad', 'Ivan Blocked'],
    }),
    'globaluserinfo': (META, {
        'meta': 'globaluserinfo', 'guiuser': 'Ivan Blocked', 'guiprop': 'merged|groups|editcount',
    }),
    'users': ('ru.wikipedia.test', {
        'list': 'users', 'ususers': ['Ivan Blocked', 'Nobody at all', '192.0.2.7'],
        'usprop': 'blockinfo|groups|editcount|centralids',
    }),
    'usercontribs': (EN, {
        'list': 'usercontribs', 'ucuser': ['Ivan Blocked', 'Mira Main'], 'ucprop': 'timestamp', 'uclimit': 9,
    }),
    'revisions': (EN, {
        'prop': 'revisions', 'titles': ['Asthma', 'No such page', 'Bad['], 'rvslots': 'main',
        'rvprop': 'ids|content|timestamp|user', 'redirects': True,
    }),
    'info': (EN, {
        'prop': 'info|categories', 'titles': ['User talk:Mira Main', 'No such page'], 'redirects': True,
        'inprop': 'protection', 'clcategories': OPT_OUT, 'cllimit': 'max',
    }),
    'projectpages': (EN, {'list': 'projectpages', 'wppprojects': 'Medicine', 'wpplimit': 'max'}),
    'no project': (EN, {'list': 'projectpages', 'wppprojects': 'Nothing', 'wpplimit': 'max'}),
    'embeddedin': (EN, {
        'list': 'embeddedin', 'eititle': 'Template:WikiProject Medicine', 'einamespace': '0|1', 'eilimit': 3,
    }),
    'renames': (META, {
        'list': 'logevents', 'letype': 'gblrename', 'leprop': 'details|timestamp',
        'leend': '2001-01-01T00:00:00Z', 'lelimit': 'max',
    }),
    'userinfo': (META, {'meta': 'userinfo', 'uiprop': 'rights|blockinfo'}),
    'opting out': (SV, {
        'meta': 'allmessages|siteinfo', 'ammessages': 'massmessage-optout-category', 'amenableparser': True,
        'siprop': 'namespaces|namespacealiases', 'uselang': 'content',
    }),
    'siteinfo': (META, {
        'meta': 'siteinfo', 'siprop': 'general|magicwords|interwikimap|specialpagealiases|statistics',
    }),
    'languageinfo': (META, {
        'meta': 'languageinfo', 'licode': ['sv', 'de-at'], 'liprop': 'code|fallbacks|dir|autonym',
    }),
    'sitematrix': (META, {
        'action': 'sitematrix', 'smlangprop': 'code|name|site', 'smsiteprop': 'dbname|url|code|lang',
    }),
    'items': (WIKIDATA, {
        'action': 'wbgetentities', 'props': 'sitelinks', 'sites': 'enwiki',
        'titles': ['Asthma', 'Nothing here'],
    }),
    'parse': (META, {'action': 'parse', 'text': 'x', 'contentmodel': 'wikitext', 'prop': 'text|langlinks'}),
    'parse of a page': (EN, {'action': 'parse', 'page': 'Asthma', 'prop': 'text|revid'}),
    'rights': (META, {
        'list': 'users', 'ususers': ['Organizer', 'Nobody at all'], 'usprop': 'rights|emailable',
    }),
    'rights by groups': (META, {
        'list': 'users', 'ususers': ['Organizer', 'Nobody at all'], 'usprop': 'rights|groups',
        'meta': 'userinfo|siteinfo', 'uiprop': 'groups', 'siprop': 'usergroups',
    }),
    'our own limits': (META, {'meta': 'userinfo', 'uiprop': 'rights|ratelimits|theoreticalratelimits|email'}),
    'extensions and languages': (META, {'meta': 'siteinfo', 'siprop': 'statistics|extensions|languages'}),
    'watchers and tests': (EN, {
        'prop': 'info|pageprops', 'titles': ['Asthma', 'No such page'], 'inprop': 'protection|watchers',
        'intestactions': 'edit', 'intestactionsdetail': 'full', 'ppprop': 'use-liquid-threads',
    }),
    'editors of a page': (EN, {
        'prop': 'revisions', 'titles': 'Asthma', 'rvlimit': 'max',
        'rvprop': 'ids|timestamp|user|userid|size|tags|comment|sha1',
    }),
    'templates': (EN, {'prop': 'templates', 'titles': ['Talk:Asthma', 'No such page'], 'tllimit': 'max'}),
    'contributors': (EN, {
        'prop': 'contributors', 'titles': 'Asthma', 'pclimit': 'max', 'pcexcludegroup': 'bot',
    }),
    'allpages': (EN, {'list': 'allpages', 'apprefix': 'A', 'apnamespace': 0, 'aplimit': 'max'}),
    'pages of a generator': (EN, {
        'generator': 'allpages', 'gapprefix': 'A', 'gapnamespace': 0, 'gaplimit': 'max', 'prop': 'info',
    }),
    'categorymembers': (EN, {
        'list': 'categorymembers', 'cmtitle': OPT_OUT, 'cmprop': 'title', 'cmlimit': 'max',
    }),
    'search': (META, {'list': 'search', 'srsearch': 'Medicine', 'srlimit': 9, 'srprop': ''}),
    'allusers': (META, {'list': 'allusers', 'augroup': 'bot|sysop', 'aulimit': 'max'}),
    'recentchanges': (EN, {'list': 'recentchanges', 'rcprop': 'title|user', 'rclimit': 9}),
    'tags': (META, {'list': 'tags', 'tglimit': 'max', 'tgprop': ''}),
    'paraminfo': (META, {'action': 'paraminfo', 'modules': 'edit|massmessage|emailuser'}),
}  # fmt: skip
# a page that has everything, and what is asked when it is there
PAGE, ADDRESS = 'Outreach/Contract', 'http://contract.example/x'
WRITTEN = f"""[[Outreach/Medicine]] [[en:Asthma]] [[:sv:Astma]] {ADDRESS}

== Hello ==
Hello, says [[User:Organizer|Organizer]] ~~~~~"""
AFTERWARDS: dict[str, dict[str, Any]] = {
    'links': {'prop': 'links', 'titles': PAGE, 'plnamespace': '0|1', 'pllimit': 'max'},
    'langlinks': {'prop': 'langlinks', 'titles': PAGE, 'llprop': 'url', 'lllimit': 'max'},
    'exturlusage': {'list': 'exturlusage', 'euquery': 'contract.example', 'euprop': 'title', 'eulimit': 9},
    'iwbacklinks': {'list': 'iwbacklinks', 'iwblprefix': 'sv', 'iwbltitle': 'Astma', 'iwbllimit': 9},
    'comments': {'action': 'discussiontoolspageinfo', 'page': PAGE, 'prop': 'threaditemshtml'},
    'matches': {'action': 'spamblacklist', 'url': ADDRESS},
}
# our own models of extensions: what production's replies do not have, theirs must not have either
MODELS = {
    'globalusers': ('globalusers', 0),
    'globaluserinfo': ('globaluserinfo', 0),
    'projectpages': ('pagelists', 0),
    'sitematrix': ('actions', 0),
    'items': ('actions', 1),
}
NAMES = {'projects', 'entities', 'sitelinks', 'sitematrix'}


def keys_in(reply: Any, place: str = '') -> Iterator[str]:
    """Return every key of a reply with its place, entries and names as stars."""
    if isinstance(reply, list):
        for one in reply:
            yield from keys_in(one, place)
    elif isinstance(reply, Mapping):
        named = place.rpartition(' ')[2] in NAMES
        for key, value in reply.items():
            star = '*' if named and key not in ('specials', 'count') else key
            yield f'{place} {star}'
            yield from keys_in(value, f'{place} {star}')


@pytest.fixture
def reply(farm: Farm, name: str) -> dict[str, Any]:
    host, asked = QUESTIONS[name]
    return farm.api(host, **{'action': 'query', **asked})


@pytest.mark.parametrize('name', QUESTIONS)
def test_what_the_sandbox_answers_has_the_shape(name: str, reply: dict[str, Any]) -> None:
    asked = {'action': 'query', **QUESTIONS[name][1]}
    if name == 'globalusers' and replyshapes.lacks_module(asked, reply):
        return  # the real CentralAuth of 1.39 and 1.43
    assert replyshapes.wrong(asked, reply) == ''


@pytest.mark.parametrize('name', MODELS)
def test_a_model_tells_nothing_that_production_does_not(farm: Farm, name: str, reply: dict[str, Any]) -> None:
    form, number = MODELS[name]
    if any(one.real for one in farm.setup.extensions):
        return
    told = {key: value for key, value in reply.items() if key not in ('batchcomplete', 'limits')}
    assert set(keys_in(told)) <= set(keys_in(recorded(form)[number].reply))


def test_several_blocks_come_as_one_with_its_parts(farm: Farm) -> None:
    host, asked = QUESTIONS['users']
    users = farm.api(host, action='query', **asked)['query']['users']
    user = next(one for one in users if one['name'] == 'Ivan Blocked')
    assert user['blockid'] is None
    assert [one['blockpartial'] for one in user['blockcomponents']] == [True, False]
    assert user['blockpartial'] is False


def test_the_log_of_sends_and_the_answer_to_one(wiki_state: Farm, sender: Client) -> None:
    title = make_list(sender, f'User talk:Mira Main|{EN}')
    asked = {
        'action': 'query', 'list': 'logevents', 'leaction': 'massmessage/send', 'letitle': title,
        'leprop': 'ids|title|user|timestamp|comment|details', 'lelimit': 'max',
    }  # fmt: skip
    sent = send(sender, title, 'Contract')
    assert replyshapes.wrong({'action': 'massmessage'}, {'massmessage': sent}) == ''
    log = wiki_state.api(META, **asked)
    assert replyshapes.wrong(asked, log) == ''
    assert len(log['query']['logevents']) == 1


def entries(reply: Any, name: str) -> list[Any]:
    """Return what stands under a name anywhere in a reply."""
    if isinstance(reply, Mapping):
        found = reply.get(name)
        own = found if isinstance(found, list) else []
        return [*own, *(one for value in reply.values() for one in entries(value, name))]
    return [one for value in reply for one in entries(value, name)] if isinstance(reply, list) else []


def test_what_is_to_be_written_first_is_answered_in_the_shape_too(wiki_state: Farm, sender: Client) -> None:
    organizer = wiki_state.login(ORGANIZER)
    wiki_state.login(ORGANIZER, TH).edit(PAGE, WRITTEN)
    for told in (organizer.edit(PAGE, WRITTEN), organizer.edit(PAGE, WRITTEN)):
        assert replyshapes.wrong({'action': 'edit'}, {'edit': told}) == ''
    assert told['nochange']
    wiki_state.run_jobs()
    with wiki_state.blocking_links('metawiki'):
        wiki_state.login(ADMIN).edit('MediaWiki:Spam-blacklist', r'contract\.example')
        for name, asked in AFTERWARDS.items():
            form = {'action': 'query', **asked}
            reply = wiki_state.api(TH if name == 'comments' else META, **form)
            assert replyshapes.wrong(form, reply) == ''
            found = entries(reply, 'replies' if name == 'comments' else name)
            assert found, name
    for name in (ORGANIZER, 'Grace Abara'):
        wiki_state.give_address('metawiki', name, f'{len(name)}@mail.example', '20260101000000')
    mailed = organizer.call(
        action='emailuser', target='Grace Abara', subject='Hello', text='Hello', token=organizer.token()
    )
    assert replyshapes.wrong({'action': 'emailuser'}, mailed) == ''


def test_the_routes_of_events_answer_as_in_production(wiki_state: Farm) -> None:
    people = [
        {'name': 'Ann', 'private': False},
        {'name': '', 'private': False},
        {'name': 'Bo', 'private': True},
    ]
    hold(wiki_state, event(601, 'Meetup', 7, participants=people, organizers=[ORGANIZER]), pages=False)
    organizer, stranger = wiki_state.login(ORGANIZER), wiki_state.client(META)
    for route in campaignevents.SHAPES:
        path = f'/w{campaignevents.PATH}/{route.format(601)}'
        told = organizer.get(f'{path}?include_private=true').json()
        assert campaignevents.lacking(route, told) == ''
        [on_file] = [one.reply for one in every('routes') if one.request['route'] == route]
        assert set(keys_in(told)) <= set(keys_in(on_file))
    path = f'/w{campaignevents.PATH}/{campaignevents.PARTICIPANTS.format(601)}'
    assert [stranger.get(f'{path}{asked}').status_code for asked in ('', '?include_private=1')] == [400, 403]
    told = stranger.get(f'{path}?include_private=0').json()
    assert [(one.get('user_name'), one['private']) for one in told] == [('Ann', False), (None, False)]


def test_every_form_that_is_declared_is_asked_of_the_sandbox() -> None:
    forms = [*(asked for _, asked in QUESTIONS.values()), *AFTERWARDS.values()]
    asked = {(kind, one) for form in forms for kind, some in asked_in(form).items() for one in some}
    declared = {
        *(('list', name) for name in replyshapes.LISTS),
        *(('meta', name) for name in replyshapes.METAS),
        *(('prop', name) for name in replyshapes.PAGE),
        *(('siprop', name) for name in replyshapes.SITEINFO),
        *(('action', name) for name in replyshapes.ACTIONS),
    }
    written = {('action', name) for name in ('edit', 'massmessage', 'emailuser')}
    # the sandbox has no Translate; the log of sends has a test of its own
    assert declared - asked - written == {('meta', 'messagegroupstats')}


def test_wikis_that_nobody_may_read_or_edit_are_in_the_matrix(farm: Farm) -> None:
    host, asked = QUESTIONS['sitematrix']
    specials = farm.api(host, **asked)['sitematrix']['specials']
    flags = {flag for site in specials for flag in ('private', 'fishbowl') if flag in site}
    if not any(one.real for one in farm.setup.extensions):
        assert flags == {'private', 'fishbowl'}


def test_wikis_know_hundreds_of_prefixes(farm: Farm) -> None:
    reply = farm.api(EN, action='query', meta='siteinfo', siprop='interwikimap')
    assert len(reply['query']['interwikimap']) > 300
