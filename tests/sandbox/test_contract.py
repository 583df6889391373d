"""The wikis of the sandbox answer as production does: in the same shapes, and with no key of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from outreach import replyshapes

from sandbox.client import Client
from sandbox.farm import Farm
from tests.samples.recorded import recorded
from tests.sandbox.tools.massmessages import EN, META, SV, make_list, send

WIKIDATA = 'www.wikidata.test'
OPT_OUT = 'Category:Opted-out of message delivery'

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
        'action': 'sitematrix', 'smlangprop': 'code|site', 'smsiteprop': 'dbname|url|code|lang',
    }),
    'items': (WIKIDATA, {
        'action': 'wbgetentities', 'props': 'sitelinks', 'sites': 'enwiki',
        'titles': ['Asthma', 'Nothing here'],
    }),
    'parse': (META, {'action': 'parse', 'text': 'x', 'contentmodel': 'wikitext', 'prop': 'text|langlinks'}),
}  # fmt: skip
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


def test_wikis_that_nobody_may_read_or_edit_are_in_the_matrix(farm: Farm) -> None:
    host, asked = QUESTIONS['sitematrix']
    specials = farm.api(host, **asked)['sitematrix']['specials']
    flags = {flag for site in specials for flag in ('private', 'fishbowl') if flag in site}
    if not any(one.real for one in farm.setup.extensions):
        assert flags == {'private', 'fishbowl'}


def test_wikis_know_hundreds_of_prefixes(farm: Farm) -> None:
    reply = farm.api(EN, action='query', meta='siteinfo', siprop='interwikimap')
    assert len(reply['query']['interwikimap']) > 300
