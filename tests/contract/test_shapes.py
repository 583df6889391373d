"""Every request form of the scripts has a shape; a reply that lacks what it needs is never an answer."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from outreach import replyshapes
from outreach.pages import Page, Saved
from outreach.problems import Ambiguous, CannotTell, WikiError
from outreach.replies import Key, Many, NamedEntries, Shape, asked_in
from outreach.wiki import Wiki

from tests.samples.recorded import Recorded, Spoiled, answering, recorded, spoiled

SCRIPTS = Path(__file__).resolve().parents[2] / 'scripts'
ALL = recorded()
COMPLETE = [one for one in ALL if not replyshapes.lacks_module(one.request, one.reply)]
WRITES = ('edit', 'massmessage', 'emailuser')
SPOILED = {
    one.name: [
        Spoiled(one, f'{broken.key}{" (renamed)" if rename else ""}', broken.reply)
        for rename in (False, True)
        for broken in spoiled(one, rename=rename)
    ]
    for one in COMPLETE
}


@pytest.mark.parametrize('one', COMPLETE, ids=str)
def test_what_production_answers_has_the_shape(one: Recorded) -> None:
    assert replyshapes.wrong(one.request, one.reply) == ''
    assert re.fullmatch(r'202[4-6]-\d\d-\d\d', one.date)


def unseen(monkeypatch: pytest.MonkeyPatch, one: Recorded, ask: Callable[[Wiki], object]) -> list[str]:
    """Return what may be missing in a recorded reply without an error that names the wiki and the key."""
    found = []
    for broken in SPOILED[one.name]:
        wiki = answering(monkeypatch, broken.reply)
        try:
            ask(wiki)
        except (CannotTell, Ambiguous) as error:
            key = broken.key.removesuffix(' (renamed)').split()[-1]
            if wiki.host in str(error) and key in str(error):
                continue
        found.append(str(broken))
    return found


@pytest.mark.parametrize('one', [one for one in COMPLETE if one.request['action'] not in WRITES], ids=str)
def test_a_reply_without_a_key_that_is_needed_is_no_answer(
    monkeypatch: pytest.MonkeyPatch, one: Recorded
) -> None:
    assert unseen(monkeypatch, one, lambda wiki: wiki.call(**one.request)) == []


@pytest.mark.parametrize('one', [one for one in COMPLETE if one.request['action'] in WRITES], ids=str)
def test_a_write_whose_answer_lacks_a_key_may_have_been_done(
    monkeypatch: pytest.MonkeyPatch, one: Recorded
) -> None:
    asked = {name: value for name, value in one.request.items() if name != 'formatversion'}
    assert unseen(monkeypatch, one, lambda wiki: wiki.post_once(**asked)) == []
    for broken in SPOILED[one.name]:
        with pytest.raises(Ambiguous):
            answering(monkeypatch, broken.reply).post_once(**asked)


def test_enough_keys_are_needed() -> None:
    assert sum(map(len, SPOILED.values())) > 200


@pytest.mark.parametrize('one', [one for one in ALL if one not in COMPLETE], ids=str)
def test_a_list_that_a_wiki_does_not_know_is_named(monkeypatch: pytest.MonkeyPatch, one: Recorded) -> None:
    with pytest.raises(WikiError) as caught:
        answering(monkeypatch, one.reply).call(**one.request)
    assert caught.value.code == 'no-module'


@pytest.mark.parametrize('one', COMPLETE, ids=str)
def test_a_name_or_a_title_without_an_entry_is_no_answer(
    monkeypatch: pytest.MonkeyPatch, one: Recorded
) -> None:
    """An entry of each list of those asked for is taken out in turn."""
    for parameter, key in (('ususers', 'users'), ('gususers', 'globalusers'), ('titles', 'pages')):
        told = one.reply.get('query', {}).get(key, ()) if parameter in one.request else ()
        for number, entry in enumerate(told):
            reply = copy.deepcopy(one.reply)
            del reply['query'][key][number]
            with pytest.raises(CannotTell, match=f'{key}: nothing about'):
                answering(monkeypatch, reply).call(**one.request)
            assert entry


def test_an_edit_that_was_done_tells_its_revision(monkeypatch: pytest.MonkeyPatch) -> None:
    done = {'result': 'Success', 'oldrevid': 7, 'newrevid': 8}
    page = Page('Ledger', 'Text', 7)
    for told, expected in (
        (done, Saved(8)),
        ({'result': 'Success', 'nochange': True}, Saved(7, changed=False)),
        ({**done, 'oldrevid': 9}, Saved(8, merged=True)),
    ):
        assert saving(monkeypatch, told).save(page, 'More', 'a summary') == expected
    for lacking in ('oldrevid', 'newrevid', 'result'):
        told = {name: value for name, value in done.items() if name != lacking}
        with pytest.raises(Ambiguous, match=lacking):
            saving(monkeypatch, told).save(page, 'More', 'a summary')
    with pytest.raises(WikiError, match='was not saved') as caught:
        saving(monkeypatch, {'result': 'Failure', 'code': 'abusefilter'}).save(page, 'More', 'a summary')
    assert caught.value.code == 'abusefilter'


def saving(monkeypatch: pytest.MonkeyPatch, told: Mapping[str, Any]) -> Wiki:
    """Return a wiki without a stop page that answers an edit like this."""
    wiki = answering(monkeypatch, {'edit': told})
    monkeypatch.setattr(wiki, 'check_stop_pages', lambda: None)
    return wiki


Asked = tuple[str, str]
# parameters with `prop` in their names that do not say which keys come
NAMES_OF_PROPERTIES = {'ppprop'}


def constants(paths: Iterable[Path]) -> dict[str, str]:
    """Return the texts that names stand for anywhere in some modules."""
    return {
        target.id: node.value.value
        for path in paths
        for node in ast.walk(ast.parse(path.read_text(encoding='utf-8')))
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value.value, str)
    }


def pairs_in(path: Path) -> Iterator[tuple[str, ast.expr]]:
    """Return the parameters that a module gives in its calls and tables, with what they are."""
    for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):
        if isinstance(node, ast.Call):
            yield from ((one.arg, one.value) for one in node.keywords if one.arg)
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant):
                    yield str(key.value), value


def values_of(value: ast.expr, known: Mapping[str, str]) -> list[str] | None:
    """Return the values of a parameter, None where it is another's: of an argument or a call."""
    if isinstance(value, ast.List):
        return [str(part.value) for part in value.elts if isinstance(part, ast.Constant)]
    text = str(value.value) if isinstance(value, ast.Constant) else None
    text = known.get(value.id) if isinstance(value, ast.Name) else text
    return None if text is None else [one for one in text.split('|') if one]


def requests_in(path: Path) -> set[Asked]:
    """Return what a module asks wikis for: (`list`, `users`) and the like."""
    return {
        (name, one)
        for name, value in pairs_in(path)
        if name in ('list', 'prop', 'meta', 'action', 'generator')
        and isinstance(value, ast.Constant | ast.List)
        for one in values_of(value, {}) or ()
    }


def props_in(paths: Collection[Path]) -> tuple[set[Asked], set[str]]:
    """Return which properties of what they list the modules ask for (`usprop`, `rights`), and which
    parameters are given by a name that is nowhere a text.
    """
    known, asked, unknown = constants(paths), set[Asked](), set[str]()
    for path in paths:
        for name, value in pairs_in(path):
            if re.fullmatch('[a-z]{2,}prop', name) and name not in NAMES_OF_PROPERTIES:
                values = values_of(value, known)
                unknown |= {f'{path.stem} {name}'} if values is None else set()
                asked |= {(name, one) for one in values or ()}
    return asked, unknown


def declared_props() -> set[Asked]:
    """Return the properties that the shapes know what comes with."""
    tables = (replyshapes.LISTS, replyshapes.METAS, replyshapes.ACTIONS)
    kinds: list[Any] = [kind for table in tables for _, kind in table.values()]
    kinds += [key for keys in replyshapes.PAGE.values() for key in keys]
    kinds += [replyshapes.LANGUAGE_GROUP, *replyshapes.SITEINFO.values()]
    found = {('siprop', part) for part in replyshapes.SITEINFO}
    while kinds:
        one = kinds.pop()
        if isinstance(one, Key):
            parameter, _, name = one.asked.partition('=')
            found |= {(parameter, name)} if name else set()
            kinds.append(one.kind)
        elif isinstance(one, Shape):
            kinds += one.keys
        elif isinstance(one, Many | NamedEntries):
            kinds.append(one.shape)
    return found


def test_every_request_form_of_the_scripts_is_declared_and_recorded() -> None:
    asked = {pair for path in SCRIPTS.rglob('*.py') for pair in requests_in(path)}
    props = declared_props()
    declared = {
        *(('list', name) for name in replyshapes.LISTS),
        *(('meta', name) for name in (*replyshapes.METAS, 'siteinfo')),
        *(('prop', name) for name in replyshapes.PAGE),
        *(('action', name) for name in (*replyshapes.ACTIONS, 'query', 'sitematrix')),
        ('generator', 'allpages'),
        *(pair for pair in props if pair[0] == 'prop'),
    }
    asked = {pair for pair in asked if not pair[1].endswith('wiki')}  # a table of wikis, not a question
    assert {('list', 'users'), ('prop', 'revid')} <= asked
    assert asked - declared == set()
    on_file = {
        (kind, value) for one in ALL for kind, values in asked_in(one.request).items() for value in values
    }
    assert {pair for pair in asked if pair[0] != 'generator'} - on_file == set()


def test_every_property_that_the_scripts_ask_for_is_declared_recorded_and_tried() -> None:
    asked, unknown = props_in(list(SCRIPTS.rglob('*.py')))
    assert {('usprop', 'rights'), ('siprop', 'extensions'), ('inprop', 'watchers')} <= asked
    # what is handed down: talk_pages_and_users is given USER_FACTS, probes of siteinfo all there are
    assert unknown == {'optout usprop', 'siteinfo siprop', 'requestforms siprop'}
    assert asked - declared_props() == set()
    on_file = {
        (kind, value) for one in ALL for kind, values in asked_in(one.request).items() for value in values
    }
    assert asked - on_file == set()
