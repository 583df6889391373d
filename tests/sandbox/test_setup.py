"""A first look finds all well on a sound set-up, and names exactly what is spoilt in any other."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from outreach import campaignevents, replyshapes
from outreach.checks.setupreport import GRANTS
from outreach.tools import lacking

from sandbox import gateway
from sandbox.farm import Farm
from sandbox.worlds.medicine import ADMIN, OPERATOR, ORGANIZER
from tests.sandbox.tools import listtools
from tests.sandbox.tools.olderwikis import tells_of_many

META = 'meta.wikimedia.test'
Change = Callable[[str, dict[str, Any]], None]


def first(name: str, wrong: str) -> Change:
    """Return what renames a key in the first entry of a list or a table of `query`."""

    def change(asked: str, reply: dict[str, Any]) -> None:
        found = reply.get('query', {}).get(name)
        entry = found[0] if isinstance(found, list) and found else found
        if isinstance(entry, dict) and wrong in entry:
            entry[f'{wrong}x'] = entry.pop(wrong)

    return change


def renames(asked: str, reply: dict[str, Any]) -> None:
    for entry in reply.get('query', {}).get('logevents', ()):
        if 'gblrename' in asked:
            entry['params'].pop('newuser')


def page(wrong: str) -> Change:
    def change(asked: str, reply: dict[str, Any]) -> None:
        for one in reply.get('query', {}).get('pages', ()):
            if wrong in one and 'prop=info' in asked:
                one[f'{wrong}x'] = one.pop(wrong)

    return change


def no_right(right: str) -> Change:
    def change(asked: str, reply: dict[str, Any]) -> None:
        info = reply.get('query', {}).get('userinfo', {})
        if 'rights' in info:
            info['rights'] = [one for one in info['rights'] if one != right]

    return change


def more_rights(asked: str, reply: dict[str, Any]) -> None:
    info = reply.get('query', {}).get('userinfo', {})
    if 'rights' in info:
        info['rights'] = [*info['rights'], 'userrights']


def no_template(asked: str, reply: dict[str, Any]) -> None:
    for number, one in enumerate(reply.get('query', {}).get('pages', ())):
        if one.get('title') == 'Template:Target' and 'rvprop' in asked:
            reply['query']['pages'][number] = {'ns': 10, 'title': one['title'], 'missing': True}


def no_tag(asked: str, reply: dict[str, Any]) -> None:
    if 'tags' in reply.get('query', {}):
        reply['query']['tags'] = [{'name': 'mw-reverted'}]


def no_parameter(asked: str, reply: dict[str, Any]) -> None:
    for module in reply.get('paraminfo', {}).get('modules', ()):
        if 'modules=massmessage' in asked:
            module['parameters'] = [one for one in module['parameters'] if one['name'] != 'spamlist']


def no_opt_out(asked: str, reply: dict[str, Any]) -> None:
    for one in reply.get('query', {}).get('allmessages', ()):
        one['missing'] = True
        one.pop('content', None)


def matrix(asked: str, reply: dict[str, Any]) -> None:
    for site in reply.get('sitematrix', {}).get('specials', ()):
        site.pop('dbname')


def nobody(asked: str, reply: dict[str, Any]) -> None:
    if 'usprop=' in asked and 'users' in reply.get('query', {}):
        reply['query']['users'] = []


def no_time(asked: str, reply: dict[str, Any]) -> None:
    reply.pop('start_time', None)


def parsed(asked: str, reply: dict[str, Any]) -> None:
    if 'Special:AllEvents' in asked:
        reply['parsex'] = reply.pop('parse')


def item(asked: str, reply: dict[str, Any]) -> None:
    for entity in reply.get('entities', {}).values():
        entity.pop('sitelinks', None)
        entity.pop('missing', None)


@dataclass(frozen=True)
class Case:
    """A spoilt set-up: what is changed in the replies, and which questions must be answered with no."""

    change: Change
    questions: str
    verdict: str = 'cannot tell'


CASES = {
    'centralid renamed': Case(first('globalusers', 'centralid'), 'list=globalusers'),
    'home renamed': Case(first('globaluserinfo', 'home'), 'meta=globaluserinfo'),
    'users without rights': Case(first('users', 'rights'), 'list=users'),
    'no entry about us': Case(nobody, 'list=users'),
    'extensions without names': Case(first('extensions', 'name'), 'meta=siteinfo'),
    'renames without names': Case(renames, 'list=logevents of renames'),
    'pages without contentmodel': Case(page('contentmodel'), 'prop=info|generator=allpages'),
    'sites without dbname': Case(matrix, 'action=sitematrix|list of events'),
    'items without sitelinks': Case(item, 'action=wbgetentities|action=wbgetentities by titles'),
    'details without times': Case(no_time, 'REST event_registration/…'),
    'events without a page': Case(parsed, 'list of events'),
    'groups without rights': Case(first('usergroups', 'rights'), f'meta=siteinfo|{GRANTS}'),
    'no right to edit': Case(
        no_right('edit'), f'may build and write lists and pages|may ask for sends|{GRANTS}', 'no'
    ),
    'no right to send': Case(no_right('massmessage'), f'may send messages|{GRANTS}', 'no'),
    'a right too many': Case(more_rights, 'may no more than it needs', 'no'),
    'a template missing': Case(no_template, 'Template:Target is there', 'no'),
    'no tag of deliveries': Case(no_tag, 'tag massmessage-delivery', 'no'),
    'massmessage without spamlist': Case(no_parameter, 'action=massmessage', 'no'),
    'no opt-out category': Case(no_opt_out, f'opting out on {META}'),
}  # fmt: skip


@pytest.fixture
def sound(wiki_state: Farm) -> Farm:
    """Return the farm with the templates of onwiki/ and an account that may no more than it needs."""
    admin = wiki_state.login(ADMIN, META)
    for path in sorted((Path(__file__).parents[2] / 'onwiki' / 'Template').glob('*.wikitext')):
        admin.edit(f'Template:{path.stem}', path.read_text(encoding='utf-8'))
    return wiki_state


def look(
    farm: Farm, tmp_path: Path, *args: str, proxy: str | None = None, more: str = '', code: int = 0
) -> dict[str, dict[str, str]]:
    file = tmp_path / 'setup.json'
    done = farm.pwb('check_setup', f'-json:{file}', *args, user=OPERATOR, proxy=proxy, more=more)
    assert done.returncode == code, done.stdout
    return {row['question']: row for row in json.loads(file.read_text(encoding='utf-8'))}


def test_all_is_well_on_the_sandbox_and_can_be_recorded(sound: Farm, tmp_path: Path) -> None:
    rows = look(sound, tmp_path, f'-record:{tmp_path / "replies"}', '-wikis:sv.wikipedia.test')
    assert {row['verdict'] for row in rows.values()} == {'yes', 'not used'}
    assert [name for name, row in rows.items() if row['verdict'] == 'yes' and name.startswith('REST')] == [
        f'REST {route.format("…")}' for route in campaignevents.SHAPES
    ]
    # the folder onwiki/ has five templates
    assert len([name for name in rows if re.fullmatch('Template:.* is there', name)]) == 5
    kept = json.loads((tmp_path / 'replies' / 'metawiki.json').read_text(encoding='utf-8'))
    assert len(kept) > (40 if tells_of_many(sound) else 39)
    assert [name for name in (OPERATOR, ORGANIZER) if name in json.dumps(kept)] == []
    [us] = [one['reply']['query']['userinfo'] for one in kept if one['request'].get('meta') == 'userinfo']
    assert us['email'] in ('', 'Text')
    for one in kept:
        asked, reply = one['request'], one['reply']
        if 'route' in asked:
            assert campaignevents.lacking(asked['route'], reply) == ''
        else:
            assert replyshapes.wrong(asked, reply) == ''
    of_deliveries = [one for one in kept if one['request'].get('tglimit') == 'max']
    assert 'massmessage-delivery' in json.dumps(of_deliveries)


@pytest.mark.parametrize('name', CASES)
def test_what_is_spoilt_is_named_exactly(sound: Farm, tmp_path: Path, name: str) -> None:
    case = CASES[name]
    told = case.questions
    if told == 'list=globalusers' and not tells_of_many(sound):
        told = ''  # there is no such list, and nothing is spoilt
    with gateway.running(sound.proxy, change=case.change) as proxy:
        rows = look(sound, tmp_path, proxy=proxy.url, code=int(bool(told)))
    wrong = {
        row['question']: row['verdict'] for row in rows.values() if row['verdict'] in ('no', 'cannot tell')
    }
    assert wrong == dict.fromkeys([one for one in told.split('|') if one], case.verdict)


def test_a_form_that_somebody_changed_or_anybody_may_change_is_named(sound: Farm, tmp_path: Path) -> None:
    form = 'Template:Outreach campaign/leave'
    admin = sound.login(ADMIN, META)
    admin.call(action='delete', title=form, token=admin.token())
    assert sound.pwb('install_pages', '-always', user=OPERATOR).returncode == 0
    rows = look(sound, tmp_path)
    assert rows['forms are as the folder has them']['verdict'] == 'yes'
    assert rows['forms are protected']['verdict'] == 'not used'
    assert form in rows['forms are protected']['found']
    admin.call(action='protect', title=form, protections='edit=autoconfirmed', token=admin.token())
    admin.edit(form, '* join: $1 ~~<noinclude/>~~')
    rows = look(sound, tmp_path, code=1)
    row = rows['forms are as the folder has them']
    assert (row['verdict'], row['found']) == ('no', f'{form} (last by {ADMIN})')
    assert f'{form},' not in rows['forms are protected']['found']


TOOLS = ('-petscan:7', '-pagepile:7', '-sparql:SELECT ?item WHERE {}')
SPOILT_TOOLS = {
    'petscan': {'pages': []},
    'pagepile': {'pages': ['Asthma']},
    'sparql': {'results': {'bindings': [{'item': {'type': 'uri'}}]}},
    'sparql-scholarly': b'<html>busy</html>',
}


def test_the_tools_are_tried_where_a_source_needs_them(sound: Farm, tmp_path: Path) -> None:
    with listtools.running() as tools:
        rows = look(sound, tmp_path, f'-record:{tmp_path}', *TOOLS, more=tools.setting)
    kept = json.loads((tmp_path / 'metawiki.json').read_text(encoding='utf-8'))
    told = {one['request']['tool']: one['reply'] for one in kept if 'tool' in one['request']}
    assert {name: lacking(name, reply) for name, reply in told.items()} == dict.fromkeys(SPOILT_TOOLS, '')
    assert {rows[f'tool {name}']['verdict'] for name in SPOILT_TOOLS} == {'yes'}
    assert len(tools.asked) == 4


@pytest.mark.parametrize('name', SPOILT_TOOLS)
def test_a_tool_that_answers_otherwise_is_named(sound: Farm, tmp_path: Path, name: str) -> None:
    with listtools.running({name: SPOILT_TOOLS[name]}) as tools:
        rows = look(sound, tmp_path, *TOOLS, more=tools.setting, code=1)
    wrong = [row['question'] for row in rows.values() if row['verdict'] in ('no', 'cannot tell')]
    assert wrong == [f'tool {name}']


def test_a_builder_need_not_be_able_to_send(sound: Farm, tmp_path: Path) -> None:
    rows = look(sound, tmp_path, '-task:build', code=1)
    wrong = {row['question']: row['found'] for row in rows.values() if row['verdict'] == 'no'}
    assert wrong == {'may no more than it needs': 'massmessage'}


@pytest.mark.parametrize(
    ('grants', 'task', 'verdict', 'found'),
    [
        ('editpage,createeditmovepage', 'build', 'yes', 'let through createpage, edit, and keep back'),
        ('editpage,createeditmovepage', 'send', 'no', 'keep back massmessage, which the account has'),
        ('editpage,highvolume', 'send', 'no', 'keep back createpage, which the account has'),
        (
            'editpage,createeditmovepage,highvolume',
            'send',
            'yes',
            'createpage, edit, massmessage, and keep back',
        ),
    ],
)
def test_what_the_grants_of_a_bot_password_keep_back_is_named(
    sound: Farm, tmp_path: Path, grants: str, task: str, verdict: str, found: str
) -> None:
    secret = 'c' * 32
    arguments = ('--appid=look', f'--grants=basic,{grants}', OPERATOR, secret)
    assert sound.php('metawiki', 'createBotPassword.php', *arguments).returncode == 0
    more = "password_file = 'bot-password.py'\n"
    file = sound.pwb_directory(OPERATOR, more=more) / 'bot-password.py'
    file.touch(0o600)
    file.write_text(f"({OPERATOR!r}, BotPassword('look', {secret!r}))\n", encoding='utf-8')
    rows = look(sound, tmp_path, f'-task:{task}', more=more, code=0 if verdict == 'yes' else 1)
    assert (rows[GRANTS]['verdict'], found in rows[GRANTS]['found']) == (verdict, True), rows[GRANTS]
    assert rows['logged in']['found'].endswith('by a bot password')


def test_a_stop_page_is_named(sound: Farm, tmp_path: Path) -> None:
    sound.login(ADMIN, META).edit(f'User:{OPERATOR}/stop', 'please wait')
    rows = look(sound, tmp_path, code=1)
    assert [row['question'] for row in rows.values() if row['verdict'] == 'no'] == [
        f'User:{OPERATOR}/stop says nothing'
    ]


def test_a_wrong_password_is_a_row_beside_all_others(sound: Farm, tmp_path: Path) -> None:
    well = look(sound, tmp_path)
    file = tmp_path / 'wrong.json'
    done = sound.pwb('check_setup', f'-json:{file}', user=OPERATOR, password='wrong')
    assert done.returncode == 1, done.stdout
    rows = {row['question']: row for row in json.loads(file.read_text(encoding='utf-8'))}
    wrong = {name: row['verdict'] for name, row in rows.items() if row['verdict'] in ('no', 'cannot tell')}
    assert wrong == {'logged in': 'no', 'rights': 'cannot tell'}, done.stdout
    assert 'Could not log in' in rows['logged in']['found']
    # rights and grants of somebody who is not logged in are not told as the account's
    assert {name for name in well if not name.startswith(('may ', 'grants '))} <= rows.keys()


def test_wikis_out_of_reach_end_with_3(sound: Farm) -> None:
    done = sound.pwb('check_setup', user=OPERATOR, proxy='http://127.0.0.1:1')
    assert done.returncode == 3, done.stdout
