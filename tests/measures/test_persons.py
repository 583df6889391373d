"""Who the names on send pages are today."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import SimpleNamespace
from typing import Any, cast

from outreach.farm import Answers, Farm
from outreach.measures import groups, persons
from outreach.measures.groups import Member, PersonKey
from outreach.problems import Problem, WikiError
from outreach.wiki import Wiki

from tests.measures.samples import NOW, START, page
from tests.samples.cannedwiki import EN, NAMES, SV, Canned

NUMBERS = {'New': 1, 'Two': 2, 'Second': 3, 'Main': 4}
RENAMED = {'olduser': 'Old', 'newuser': 'New'}
SITE = {
    'general': {'lang': 'en'},
    'namespaces': {str(n): {'id': n, 'name': name, 'canonical': name} for n, name in NAMES.items()},
    'namespacealiases': [],
}
Reply = dict[str, Any]


class Home(Canned):
    """A wiki that tells its namespaces together with what it was asked about pages."""

    def call(self, **parameters: Any) -> Mapping[str, Any]:
        self.asked.append(parameters)
        return self.answer(parameters)


def answering(moved: Mapping[str, str], asked: list[str], *, old: bool = False) -> Callable[..., Reply]:
    """Return a wiki's answers: which talk pages lead where, who is global, and who was renamed."""

    def answer(given: Mapping[str, Any]) -> Reply:
        if given.get('letype') == 'gblrename':
            return {'query': {'logevents': [{'params': RENAMED}]}}
        assert given.get('meta') != 'globaluserinfo', 'a lock of one person, which measures nothing'
        if 'globalusers' in given.get('list', ''):
            if old:
                raise WikiError('en.w.test', 'no such module', 'no-module')
            rows = [
                {'name': n, 'centralid': NUMBERS[n], 'editcount': 1, 'groups': []} if n in NUMBERS
                else {'name': n, 'missing': True}
                for n in given['gususers']
            ]  # fmt: skip
            return {'query': {'globalusers': rows}}
        asked.extend(given.get('titles', ()))
        leads = [{'from': f'User talk:{a}', 'to': b} for a, b in moved.items()]
        there = {'attachedlocal': {'CentralAuth': True}}
        users = [
            {'name': n, 'centralids': {'CentralAuth': NUMBERS[n]}, **there}
            for n in given.get('ususers', ()) if n in NUMBERS
        ]  # fmt: skip
        return {'query': {**SITE, 'redirects': leads, 'pages': [], 'users': users}}

    return answer


def farm(answer: Callable[..., Reply], silent: Iterable[str] = ()) -> Farm:
    home = Home(answer)
    wikis = {EN.host: home, SV.host: Home(answer, SV)}

    def each(hosts: Iterable[str], work: Callable[[Wiki], Any], *_: object) -> Answers[Any]:
        some = list(hosts)
        found = {host: work(cast(Wiki, wikis[host])) for host in some if host not in silent}
        return Answers(found, {host: WikiError(host, 'status 502') for host in some if host in silent})

    infos = {host: wiki.info for host, wiki in wikis.items()}
    return cast(Farm, SimpleNamespace(home=home, by_host=infos, each=each))


def read(
    answer: Callable[..., Reply], *names: str, host: str = EN.host, silent: Iterable[str] = ()
) -> tuple[dict[str, PersonKey], list[Problem]]:
    some = [Member(name, host, 1, START) for name in names]
    return persons.read_accounts(farm(answer, silent), some, [page('1', (1,))], NOW)


def test_a_renamed_person_has_the_same_number_and_their_name_of_today() -> None:
    """B2"""
    found, problems = read(answering({}, []), 'Old', 'Two')
    assert (found['Old'], found['Two'], problems) == (PersonKey('#1', 'New'), PersonKey('#2', 'Two'), [])
    key = persons.keys_of(found)
    assert (key('Old'), key('New'), key('Two'), key('Else')) == ('#1', '#1', '#2', 'Else')


def test_who_has_no_global_account_stands_for_themselves() -> None:
    """M4"""
    found, _ = read(answering({}, []), 'Local', 'Two')
    assert found == {'Local': PersonKey('Local', 'Local'), 'Two': PersonKey('#2', 'Two')}
    people = groups.people([Member(name, EN.host, 1, START) for name in found], found)
    assert groups.drawable(people) == ({'#2': Member('Two', EN.host, 1, START)}, 1)


def test_an_account_whose_talk_page_leads_to_another_is_the_same_person() -> None:
    """B6"""
    asked: list[str] = []
    found, _ = read(answering({'Second': 'User talk:Main'}, asked), 'Second', 'Old')
    assert sorted(asked) == ['User talk:New', 'User talk:Second'], 'asked for the page of today'
    assert found['Second'] == PersonKey('#4', 'Second')
    assert found['Main'] == PersonKey('#4', 'Main'), 'who may have signed up with it'
    key = persons.keys_of(found)
    assert key('Second') == key('Main') == '#4'
    assert persons.names_of(found)['#4'] == {'Second', 'Main'}


def test_a_talk_page_that_leads_to_no_account_makes_nobody_another_person() -> None:
    """B6"""
    found, _ = read(answering({'Second': 'Project:Talk', 'Two': 'User talk:Two/Board'}, []), 'Second', 'Two')
    assert found == {'Second': PersonKey('#3', 'Second'), 'Two': PersonKey('#2', 'Two')}


def test_talk_pages_that_lead_in_a_circle_are_one_person() -> None:
    """B6"""
    moved = {'Second': 'User talk:Main', 'Main': 'User talk:Second'}
    found, _ = read(answering(moved, []), 'Second', 'Main')
    assert {one.key for one in found.values()} == {'#4'}


def test_without_a_list_of_global_accounts_each_wiki_is_asked() -> None:
    found, _ = read(answering({'Second': 'User talk:Main'}, [], old=True), 'Second', 'Two', 'Local')
    assert {name: one.key for name, one in found.items()} == {
        'Second': '#4', 'Main': '#4', 'Two': '#2', 'Local': 'Local',
    }  # fmt: skip


def test_a_wiki_that_does_not_tell_is_named() -> None:
    """M37"""
    found, problems = read(answering({}, []), 'Two', host=SV.host, silent=[SV.host])
    assert found['Two'] == PersonKey('#2', 'Two')
    assert [one.place for one in problems] == [SV.host]
