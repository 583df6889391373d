"""Every request form of the scripts has a shape; a reply that lacks what it needs is never an answer."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from outreach import replyshapes
from outreach.problems import Ambiguous, CannotTell, WikiError
from outreach.replies import asked_in
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


def requests_in(path: Path) -> set[tuple[str, str]]:
    """Return what a module asks wikis for: (`list`, `users`) and the like, from its calls and dicts."""
    found: set[tuple[str, str]] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):
        pairs: list[tuple[str | None, ast.expr | None]] = []
        if isinstance(node, ast.Call):
            pairs = [(one.arg, one.value) for one in node.keywords]
        elif isinstance(node, ast.Dict):
            pairs = [
                (str(key.value) if isinstance(key, ast.Constant) else None, value)
                for key, value in zip(node.keys, node.values, strict=True)
            ]
        for name, value in pairs:
            if name in ('list', 'prop', 'meta', 'action', 'generator') and isinstance(
                value, ast.Constant | ast.List
            ):
                parts = [value] if isinstance(value, ast.Constant) else value.elts
                texts = [str(part.value) for part in parts if isinstance(part, ast.Constant)]
                found |= {(str(name), one) for text in texts for one in text.split('|')}
    return found


def test_every_request_form_of_the_scripts_is_declared_and_recorded() -> None:
    asked = {pair for path in SCRIPTS.rglob('*.py') for pair in requests_in(path)}
    declared = {
        *(('list', name) for name in replyshapes.LISTS),
        *(('meta', name) for name in (*replyshapes.METAS, 'siteinfo')),
        *(('prop', name) for name in replyshapes.PAGE),
        *(('action', name) for name in (*replyshapes.ACTIONS, 'query', 'sitematrix')),
        ('generator', 'allpages'),
    }
    asked = {pair for pair in asked if not pair[1].endswith('wiki')}  # a table of wikis, not a question
    parsed = {('prop', name) for name in ('text', 'externallinks', 'langlinks', 'revid', 'threaditemshtml')}
    assert ('list', 'users') in asked
    assert asked - declared - parsed == set()
    on_file = {
        (kind, value) for one in ALL for kind, values in asked_in(one.request).items() for value in values
    }
    assert {pair for pair in asked - parsed if pair[0] != 'generator'} - on_file == set()
