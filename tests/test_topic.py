"""Sources and questions with canned replies: what a real wiki will not answer on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from outreach.audience.accounts import active_since, global_accounts, local_accounts, whole_person
from outreach.audience.contributions import read_edits
from outreach.audience.people import Account, Block
from outreach.audience.topic import Article, Reader, Sources, Topic, sitelinks
from outreach.farm import Farm
from outreach.problems import BadInput
from outreach.renames import renames_since
from outreach.sendlog import sends_since
from outreach.sitematrix import WikiInfo
from outreach.wiki import Wiki

NAMES = {0: '', 1: 'Talk', 2: 'User', 3: 'User talk', 10: 'Template', 14: 'Category'}
SITEINFO = {
    'namespaces': {str(n): {'id': n, 'name': name, 'canonical': name} for n, name in NAMES.items()},
    'namespacealiases': [],
}
Answer = Callable[[Mapping[str, Any]], Mapping[str, Any]]
EN = WikiInfo('enwiki', 'en.w.test', 'en')
SV = WikiInfo('svwiki', 'sv.w.test', 'sv')


class Canned:
    """A wiki that gives the replies of a function and remembers what it was asked."""

    limit = 50

    def __init__(self, answer: Answer, info: WikiInfo = EN) -> None:
        self.info, self.host, self.dbname = info, info.host, info.dbname
        self.answer = answer
        self.asked: list[Mapping[str, Any]] = []

    def call(self, **parameters: Any) -> Mapping[str, Any]:
        if parameters.get('meta') == 'siteinfo':
            return {'query': SITEINFO}
        self.asked.append(parameters)
        return self.answer(parameters)

    def query(self, **parameters: Any) -> Iterator[Mapping[str, Any]]:
        more: Mapping[str, Any] = {}
        while True:
            reply = self.call(action='query', **{**parameters, **more})
            yield reply.get('query', {})
            more = reply.get('continue', {})
            if not more:
                return

    def query_each(self, name: str, values: Iterable[str], **parameters: Any) -> Iterator[Mapping[str, Any]]:
        waiting = list(values)
        for at in range(0, len(waiting), self.limit):
            yield from self.query(**{**parameters, name: waiting[at : at + self.limit]})


def canned(answer: Answer, info: WikiInfo = EN) -> Wiki:
    return cast(Wiki, Canned(answer, info))


def nothing(parameters: Mapping[str, Any]) -> Mapping[str, Any]:
    return {'query': {}}


def read(sources: Sources, reply: object = None, answer: Answer = nothing) -> Topic:
    return Reader(canned(answer), lambda address: reply).read(sources)


# -- tools

PETSCAN = {'*': [{'a': {'*': [
    {'title': 'Yellow_fever', 'namespace': 0, 'nstext': ''},
    {'title': 'Asthma', 'namespace': 1, 'nstext': 'Talk'}, {'title': 'Ada', 'namespace': 2, 'nstext': 'User'},
]}}]}  # fmt: skip


def test_petscan_gives_articles() -> None:
    assert read(Sources(petscan=[7]), PETSCAN).titles == ('Asthma', 'Yellow fever')


@pytest.mark.parametrize(
    ('source', 'reply', 'text'),
    [
        (Sources(petscan=[7]), {'error': 'No such query'}, 'PetScan gave no list of pages No such query'),
        (Sources(petscan=[7]), {'*': []}, 'no list of pages'),
        (Sources(petscan=[7]), [], 'no list of pages'),
        (Sources(petscan=[7]), {'*': [{'a': {'*': []}}]}, '-petscan:7: gives no article'),
        (Sources(pagepile=[7]), {'error': 'bad id'}, 'PagePile gave no list of pages'),
        (Sources(pagepile=[7]), {'pages': ['A'], 'wiki': 'svwiki'}, 'pile of svwiki, not of enwiki'),
        (Sources(sparql=['SELECT']), {'results': {}}, 'gave no result'),
        (Sources(sparql=['SELECT']), {'results': {'bindings': []}}, 'gives no article'),
    ],
)
def test_a_tool_that_gives_nothing_is_never_silently_nobody(
    source: Sources, reply: object, text: str
) -> None:
    with pytest.raises(BadInput, match=text):
        read(source, reply)


def test_all_bad_sources_are_named_together() -> None:
    with pytest.raises(BadInput) as error:
        read(Sources(petscan=[1, 2], pagepile=[3], sparql=['x']), {})
    assert len(error.value.problems) == 4


def test_pagepile_and_sparql() -> None:
    pile = {'pages': ['Yellow_fever', 'Talk:Asthma', 'User:Ada'], 'wiki': 'enwiki'}
    assert read(Sources(pagepile=[7]), pile).titles == ('Asthma', 'Yellow fever')
    row = {'item': {'value': 'http://www.wikidata.org/entity/Q35869'}, 'label': {'value': 'asthma'}}
    assert read(Sources(sparql=['SELECT']), {'results': {'bindings': [row]}}).items == ('Q35869',)


# -- sources of the wiki


def test_categories_that_hold_each_other_are_asked_once() -> None:
    members = {
        'Category:A': [{'ns': 14, 'title': 'Category:B'}, {'ns': 0, 'title': 'One'}],
        'Category:B': [{'ns': 14, 'title': 'Category:A'}, {'ns': 1, 'title': 'Talk:Two'}],
    }
    wiki = Canned(lambda asked: {'query': {'categorymembers': members[asked['cmtitle']]}})
    topic = Reader(cast(Wiki, wiki), lambda address: None).read(Sources(category=['A'], depth=9))
    assert topic.titles == ('One', 'Two')
    assert len(wiki.asked) == 2


def test_without_the_project_the_banner_is_followed_by_its_template() -> None:
    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        if asked.get('list') == 'projectpages':
            return {'query': {}, 'warnings': {}}
        if asked.get('list') == 'embeddedin':
            assert asked['eititle'] == 'Template:WikiProject X'
            return {'query': {'embeddedin': [{'ns': 1, 'title': 'Talk:A: b'}, {'ns': 0, 'title': 'C'}]}}
        return {'query': {'pages': [{'title': 'Template:WikiProject X', 'ns': 10}]}}

    assert read(Sources(banner=['X']), answer=answer).titles == ('A: b', 'C')


def farm_of(*wikis: Canned) -> Farm:
    class Canny:
        def __init__(self) -> None:
            self.by_dbname = {wiki.dbname: wiki.info for wiki in wikis}

        def wiki(self, host: str) -> Canned:
            return next(wiki for wiki in wikis if wiki.host == host)

    return cast(Farm, Canny())


def test_without_a_repository_language_links_are_followed() -> None:
    link = {'lang': 'sv', 'url': 'https://sv.w.test/wiki/Astma', 'title': 'Astma'}
    other = {'lang': 'xx', 'url': 'https://xx.w.test/wiki/X', 'title': 'X'}
    pages = {'query': {'pages': [{'title': 'Asthma', 'langlinks': [link, other]}]}}
    source = Canned(lambda asked: pages)
    found = sitelinks(farm_of(source), cast(Wiki, source), Topic(('Asthma',)), {'enwiki': EN, 'svwiki': SV})
    assert found == {'en.w.test': {'Asthma'}, 'sv.w.test': {'Astma'}}


def test_sitelinks_are_asked_for_fifty_at_a_time() -> None:
    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        names = asked.get('titles') or asked['ids']
        links = {
            name: {'sitelinks': {'svwiki': {'title': f'sv {name}'}, 'xxwiki': {'title': 'X'}}}
            for name in names
        }
        return {'entities': links | {'-1': {'missing': ''}}}

    source = Canned(nothing)
    repository = Canned(answer, WikiInfo('wikidatawiki', 'wd.w.test', 'en'))
    titles = tuple(f'T{n}' for n in range(120))
    found = sitelinks(farm_of(source, repository), cast(Wiki, source), Topic(titles, ('Q1',)), {'svwiki': SV})
    assert found['sv.w.test'] == {f'sv {name}' for name in (*titles, 'Q1')}
    assert len(repository.asked) == 4


# -- questions


def revision(revid: int, timestamp: str) -> dict[str, Any]:
    return {
        'revid': revid,
        'parentid': revid - 1,
        'user': 'Ada',
        'userid': 7,
        'timestamp': timestamp,
        'size': revid,
    }


def test_reading_edits_stops_at_the_first_one_before_the_window() -> None:
    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        new = 'rvcontinue' not in asked
        some = [9, 8] if new else [7, 6]
        rows = [revision(n, f'202{5 if n > 6 else 0}-01-0{n}T00:00:00Z') for n in some]
        return {'query': {'pages': [{'pageid': 1, 'revisions': rows}]}, 'continue': {'rvcontinue': 'x'}}

    wiki = Canned(answer)
    article = Article('en.w.test', 1, 'A', 9, '2025-01-09T00:00:00Z')
    done = read_edits(cast(Wiki, wiki), article, '2024-01-01T00:00:00Z')
    assert [edit.added for edit in done] == [1, 1, 1]
    assert len(wiki.asked) == 2


def test_signs_of_life_cost_one_request_for_the_silent_and_go_on_after_the_busy() -> None:
    alive = {'Busy', 'Calm'}

    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        for name in asked['ucuser']:
            if name in alive:
                return {'query': {'usercontribs': [{'user': name}] * 500}, 'continue': {'uccontinue': 'x'}}
        return {'query': {'usercontribs': []}}

    wiki = Canned(answer)
    names = ['Busy', 'Calm', *(f'Silent {n}' for n in range(40))]
    assert active_since(cast(Wiki, wiki), names, '2025-01-01T00:00:00Z') == alive
    assert len(wiki.asked) == 3


@pytest.mark.parametrize(
    'reply',
    [
        {'query': {}, 'warnings': {'main': 'Unrecognized value for parameter "list": globalusers.'}},
        {'query': {'globalusers': [{'name': 'Ada', 'id': 7}]}},
    ],
)
def test_an_old_centralauth_is_noticed(reply: Mapping[str, Any]) -> None:
    assert global_accounts(canned(lambda asked: reply), ['Ada']) is None


def test_missing_people_are_not_in_the_result() -> None:
    row = {'name': 'Ada', 'id': 7, 'home': 'svwiki', 'editcount': 5, 'locked': False}
    reply = {
        'query': {'globalusers': [row, {'name': 'Bo', 'missing': True}, {'name': '1.2.3.4', 'invalid': True}]}
    }
    found = global_accounts(canned(lambda asked: reply), ['Ada', 'Bo', '1.2.3.4'])
    assert found is not None
    assert set(found) == {'Ada'}
    assert (
        whole_person(canned(lambda asked: {'query': {'globaluserinfo': {'missing': True}}}), 'Bo', {}) is None
    )


def test_accounts_on_a_wiki() -> None:
    users = [
        {'name': 'Ada', 'userid': 3, 'editcount': 9, 'groups': ['*', 'bot'],
         'centralids': {'CentralAuth': 7}},
        {'name': 'Bo', 'missing': True},
        {'name': 'Cy', 'userid': 4, 'editcount': 1, 'centralids': {'CentralAuth': 8},
         'attachedlocal': {'CentralAuth': False}},
    ]  # fmt: skip
    now = datetime(2026, 1, 1, tzinfo=UTC)
    found = local_accounts(canned(lambda asked: {'query': {'users': users}}), ['Ada', 'Bo', 'Cy'], now)
    assert found['Ada'] == (Account('en.w.test', 9, frozenset({'*', 'bot'}), Block.NONE), 7)
    assert found['Cy'][1] == 0
    assert 'Bo' not in found


def test_renames_are_followed_to_the_last_name() -> None:
    log = [
        {'olduser': 'B', 'newuser': 'C'},
        {'olduser': 'A', 'newuser': 'B'},
        {'olduser': 'X', 'newuser': 'Y'},
    ]
    reply = {'query': {'logevents': [{'params': params} for params in log] + [{}]}}
    wiki = Canned(lambda asked: reply)
    assert renames_since(cast(Wiki, wiki), ['A', 'B', 'Z'], '2026-01-01T00:00:00Z') == {'A': 'C', 'B': 'C'}
    assert renames_since(cast(Wiki, wiki), ['A'], '') == {}
    assert len(wiki.asked) == 1


def test_hidden_entries_of_the_send_log_are_passed_over() -> None:
    entries = [
        {'title': 'L', 'timestamp': '2026-01-01T00:00:00Z', 'params': {'revid': 5}},
        {'actionhidden': True, 'timestamp': '2026-01-01T00:00:00Z'},
        {'title': 'M', 'timestamp': '2026-01-01T00:00:00Z', 'params': {}},
    ]
    sends = sends_since(canned(lambda asked: {'query': {'logevents': entries}}), '2025-01-01T00:00:00Z')
    assert [send.revid for send in sends] == [5]
