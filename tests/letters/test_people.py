"""From lines to people: each once, and what is wrong by the line."""

from __future__ import annotations

from outreach.affiliates.clientlist import Client
from outreach.affiliates.contactfile import PrivateContact, read
from outreach.letters import people
from outreach.letters.letter import Group, KnownFrom
from outreach.letters.people import PersonLine, together


def client(number: int, user: str, email: str, group: str = 'A', name: str = 'Ann') -> Client:
    return Client(
        'id',
        group,
        group,
        'Chapter',
        'Europe',
        'fr en',
        1,
        user,
        name,
        email,
        '',
        'registry',
        'usable',
        number,
    )


# letters: C4, C19
def test_a_contact_of_three_groups_is_one_person() -> None:
    clients = [client(1, 'Ada', 'a@x.org', 'A'), client(1, 'Ada', '', 'B'), client(2, 'Bo', '', 'C')]
    found = together(list(people.of_clients(clients, 'clients.csv')), {'Ada': 5})
    assert [one.places for one in found.people] == [
        ('clients.csv, line 3', 'clients.csv, line 4'), ('clients.csv, line 5',),
    ]  # fmt: skip
    ada = found.people[0]
    assert [one.name for one in ada.groups] == ['A', 'B']
    assert found.people[1].source is KnownFrom.REGISTRY
    assert ada.identities == {'@a@x.org', 'user:Ada', '#5'}
    assert (ada.languages, ada.source) == (('fr', 'en'), KnownFrom.CONTACTS)
    assert [str(one) for one in found.merged] == [
        'clients.csv, line 3 and clients.csv, line 4: are one person, who gets one letter'
    ]


# letters: C19
def test_the_same_address_or_account_is_the_same_person() -> None:
    lines = [
        PersonLine('1', 'Ada', ''),
        PersonLine('2', '', 'A@x.org'),
        PersonLine('3', 'Ada', 'a@X.org'),
        PersonLine('4', '', 'b@x.org'),
    ]
    assert [one.places for one in together(lines, {}).people] == [('1', '2', '3'), ('4',)]


# letters: C19, C20
def test_what_is_wrong_leaves_out_that_line_alone_and_names_nobody() -> None:
    lines = [
        PersonLine('1', 'Ada', 'a@x.org'), PersonLine('2', 'Ada', 'b@x.org'), PersonLine('3', '', 'c@@x.org'),
        PersonLine('4', '', 'd@x.org', 'D\u202ee'),
        PersonLine('5', '', 'e@x.org', group=Group('x\u2028y')), PersonLine('6', '', 'f@x.org'),
    ]  # fmt: skip
    found = together(lines, {})
    assert [one.places for one in found.people] == [('6',)]
    assert [(one.place, one.text) for one in found.problems] == [
        ('1 and 2', 'have two addresses for one person; keep one of them'),
        ('3', 'the address is not one e-mail address'),
        ('4', 'holds the invisible character U+202E in a name'),
        ('5', 'holds the invisible character U+2028 in a name'),
    ]


def test_an_address_that_several_share_is_greeted_without_a_name() -> None:
    lines = [PersonLine('1', 'Ada', 'desk@x.org', 'Ada'), PersonLine('2', 'Bo', 'desk@x.org', 'Bo')]
    assert [one.name for one in together(lines, {}).people] == ['']


# letters: C4
def test_a_private_file_may_be_of_people_alone() -> None:
    contacts = read('name,email,language\nAnn,a@x.org,"pt-br, PT"\n', 'people.csv', grouped=False)
    assert contacts == (PrivateContact((), 0, 'Ann', '', 'a@x.org', '', 2, 'pt-br, PT'),)
    (line,) = people.of_contacts(contacts, 'people.csv')
    assert (line.languages, line.group, line.source) == (('pt-br', 'pt'), None, KnownFrom.FILE)


def test_who_has_neither_an_address_nor_an_account_is_told_with_the_line() -> None:
    lines = [PersonLine('F, line 2', name='Eva'), PersonLine('F, line 3', user='Ann')]
    found = people.together(lines, {})
    assert [one.user for one in found.people] == ['Ann']
    assert [str(one) for one in found.problems] == ['F, line 2: has neither an address nor an account']
