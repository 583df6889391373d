"""The readers of the scripts on replies as production gives them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from outreach import pages, sitematrix
from outreach.audience.accounts import global_accounts, local_accounts, whole_person
from outreach.audience.people import Block
from outreach.farm import Farm
from outreach.problems import CannotTell
from outreach.renames import renames_since
from outreach.sendlog import entries
from outreach.sends.recipients import read_facts
from outreach.sitematrix import WikiInfo

from tests.samples.recorded import answering, recorded

NOW = datetime(2026, 9, 1, tzinfo=UTC)
WIKIS = {name: WikiInfo(name, f'{name[:2]}.wikipedia.org', name[:2]) for name in ('svwiki', 'enwiki')}


def test_global_accounts_are_found_by_centralid(monkeypatch: pytest.MonkeyPatch) -> None:
    found = global_accounts(answering(monkeypatch, recorded('globalusers')[0].reply), ['Ada'])
    assert found is not None
    assert {
        name: (one.central_id, one.edits, one.locked, set(one.groups)) for name, one in found.items()
    } == {
        'Ada': (71000001, 5120, False, set()),
        'Lock': (71000002, 12, True, set()),
        'Hidden': (71000003, 40, True, set()),
        'Fresh': (71000004, 0, False, {'local-bot'}),
    }


def test_an_old_wiki_cannot_be_asked_about_many(monkeypatch: pytest.MonkeyPatch) -> None:
    assert global_accounts(answering(monkeypatch, recorded('globalusers')[1].reply), ['Ada']) is None


def test_a_whole_person_has_home_and_accounts(monkeypatch: pytest.MonkeyPatch) -> None:
    person = whole_person(answering(monkeypatch, recorded('globaluserinfo')[0].reply), 'Ada', WIKIS)
    assert person is not None
    assert (person.home, person.edits, person.main) == ('sv.wikipedia.org', 5120, 'sv.wikipedia.org')
    locked = whole_person(answering(monkeypatch, recorded('globaluserinfo')[1].reply), 'Lock', WIKIS)
    assert locked is not None
    assert locked.locked
    assert whole_person(answering(monkeypatch, recorded('globaluserinfo')[2].reply), 'Nobody', WIKIS) is None


def test_the_gravest_of_several_blocks_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    found = local_accounts(answering(monkeypatch, recorded('users')[0].reply), ['Ada'], NOW)
    assert {name: account.block for name, (account, _) in found.items()} == {
        'Ada': Block.NONE,
        'Part': Block.PARTIAL,
        'Gone': Block.INFINITE,
        'Two': Block.INFINITE,
        'Ends': Block.NONE,
        'Alien': Block.NONE,
    }
    assert {name: central for name, (_, central) in found.items()}['Alien'] == 0


def test_a_block_without_its_id_is_a_contradiction(monkeypatch: pytest.MonkeyPatch) -> None:
    reply = recorded('users')[0].reply
    del reply['query']['users'][1]['blockid']
    with pytest.raises(CannotTell, match='Part block'):
        local_accounts(answering(monkeypatch, reply), ['Part'], NOW)


def test_several_blocks_without_their_parts_are_a_contradiction(monkeypatch: pytest.MonkeyPatch) -> None:
    reply = recorded('users')[0].reply
    del reply['query']['users'][3]['blockcomponents']
    with pytest.raises(CannotTell, match='Two blockid'):
        local_accounts(answering(monkeypatch, reply), ['Two'], NOW)


def test_hidden_entries_of_the_log_do_not_break_its_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    sends, renames = (one.reply for one in recorded('logevents'))
    found = entries(answering(monkeypatch, sends), since='2026-01-01T00:00:00Z')
    assert [(one.title, one.revid) for one in found] == [('User:Olga/Send 1/en', 9100), ('', 0)]
    assert renames_since(answering(monkeypatch, renames), ['Adda'], '2025-01-01T00:00:00Z') == {'Adda': 'Ada'}


def test_a_hidden_text_is_not_a_missing_page(monkeypatch: pytest.MonkeyPatch) -> None:
    wiki = answering(monkeypatch, recorded('revisions')[0].reply)
    read = wiki.read_many(['Here', 'Gone'])
    assert {title: (page.revid, page.text) for title, page in read.items()} == {
        'Here': (900, 'Text'),
        'Gone': (0, ''),
    }
    with pytest.raises(CannotTell, match='the text of Hidden is hidden or lost'):
        wiki.read('Hidden')


def test_a_page_that_the_wiki_says_nothing_about_is_not_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CannotTell, match='nothing about Elsewhere'):
        answering(monkeypatch, recorded('revisions')[0].reply).read('Elsewhere')


def test_closed_private_and_fishbowl_wikis_are_not_open(monkeypatch: pytest.MonkeyPatch) -> None:
    farm = Farm(answering(monkeypatch, recorded('actions')[0].reply, host='meta.wikimedia.org'))
    assert {one.dbname for one in farm.matrix if one.open} == {'svwiki', 'metawiki', 'wikidatawiki'}
    assert len(list(sitematrix.parse(recorded('actions')[0].reply['sitematrix']))) == 6


def test_a_page_is_told_by_its_flag_not_by_what_it_lacks() -> None:
    assert pages.from_reply({'title': 'Gone', 'missing': True, 'ns': 0}, 'sv.wikipedia.org').revid == 0
    with pytest.raises(CannotTell):
        pages.from_reply({'title': 'Gone', 'pageid': 5, 'ns': 0}, 'sv.wikipedia.org')


def test_boards_are_told_from_talk_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    board = recorded('pageparts')[-1].reply
    names = ('Board', 'Threads')
    site = {'general': {'lang': 'en'}, 'namespaces': {}, 'namespacealiases': []}
    nobody = [{'name': name, 'missing': True} for name in names]
    users = {'users': nobody, 'globalusers': nobody}
    wiki = answering(monkeypatch, {**board, 'query': {**board['query'], **site, **users}})
    facts = read_facts(wiki, [f'User talk:{name}' for name in names], NOW)
    assert facts.boards == {'User talk:Board', 'User talk:Threads'}
