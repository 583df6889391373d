"""Whom a letter may go to: registry and private file together, by person; opt-outs are stronger."""

from __future__ import annotations

from outreach.affiliates import contactfile
from outreach.affiliates.clients import LOST, NO_AFFILIATE, NOBODY, Clients, choose, unknown_roles
from outreach.affiliates.contacts import Accounts, ContactState
from outreach.affiliates.optouts import OptOuts

from tests.affiliates.samples import entry, evidence, judged, read

KNOWN = read(
    entry('Group A', group_contact1='User:Ada', group_contact2='User:Bo'),
    entry('Group B', group_contact1='User:Cy', recognition_status='suspended'),
    entry('Group C', group_contact1='User:Gone'),
)
ACCOUNTS = Accounts(alive=frozenset({'Ada', 'Bo', 'Cy', 'Dee'}), missing=frozenset({'Gone'}), ids={'Ada': 1})
HEADER = 'affiliate,name,username,email,role\n'


def chosen(
    rows: str = '', names: frozenset[str] = frozenset(), *roles: str, complete: bool = True
) -> Clients:
    contacts = contactfile.read(HEADER + rows, 'contacts.csv') if rows else ()
    seen = evidence(KNOWN, accounts=ACCOUNTS, optouts=OptOuts(names, complete=complete))
    every = judged(KNOWN, accounts=ACCOUNTS, optouts=seen.optouts).values()
    return choose(every, contacts, seen, roles)


def short(found: Clients) -> list[tuple[str, str, str, int]]:
    return [(one.affiliate, one.username, one.email, one.person) for one in found.clients]


def test_contacts_of_affiliates_that_may_be_written_to_with_usable_accounts() -> None:
    assert short(chosen()) == [('Group A', 'Ada', '', 1), ('Group A', 'Bo', '', 2)]


# contract: C29, C19
def test_the_file_adds_addresses_and_people_and_one_person_has_one_number() -> None:
    found = chosen(
        'Group A,Ann,ada,ann@example.org,Chair\nGroup A,Dee,Dee,dee@example.org,\n'
        'Group C,,,info@example.org,\n'
        'Group C,Ann again,,ANN@example.org,\nGroup B,,,no@example.org,\nNobody,,,lost@example.org,\n'
    )
    assert short(found) == [
        ('Group A', 'Ada', 'ann@example.org', 1), ('Group A', 'Bo', '', 2),
        ('Group A', 'Dee', 'dee@example.org', 3),
        ('Group C', '', 'info@example.org', 4), ('Group C', '', 'ANN@example.org', 1),
    ]  # fmt: skip
    assert found.clients[0].source == 'registry; contacts file, line 2'
    assert [one.checked for one in found.clients] == [
        'usable',
        'usable',
        'usable',
        'no account',
        'no account',
    ]
    assert found.lost == ((7, NO_AFFILIATE),)


def test_each_line_that_gives_nobody_has_its_reason() -> None:
    found = chosen(
        'Group A,Eve,Nosuchaccount,eve@example.org,\n,Ann,Ada,ann@example.org,\nGroup A,Fay,,,Chair\n'
        'Group A,Ann,Ada,ann@example.org,\n'
    )
    assert found.lost == ((2, LOST[ContactState.UNKNOWN]), (3, NO_AFFILIATE), (4, NOBODY))


def test_a_role_that_nobody_has_is_told_with_the_one_that_was_meant() -> None:
    contacts = contactfile.read('affiliate,username,role\nGroup A,Ada,Board Chair\n', 'F')
    [problem] = unknown_roles({'bord chair', 'board chair'}, contacts)
    assert str(problem).endswith('has this role; did you mean board chair?')


# contract: C10
def test_who_opted_out_is_left_out_by_account_and_by_address() -> None:
    rows = 'Group A,Ann,Ada,ann@example.org,\nGroup C,,,Ann@Example.org,\n'
    found = chosen(rows, frozenset({'Ada'}))
    assert short(found) == [('Group A', 'Bo', '', 1)]
    assert found.left_out == 2


def test_without_a_list_of_opt_outs_no_account_is_taken() -> None:
    assert short(chosen(complete=False)) == []


# contract: C13
def test_roles() -> None:
    assert short(chosen('Group A,Ann,Ada,ann@example.org,Board Chair\n', frozenset(), 'board chair')) == [
        ('Group A', 'Ada', 'ann@example.org', 1)
    ]


def test_the_language_that_the_file_gives_somebody_comes_before_that_of_the_group() -> None:
    rows = 'affiliate,name,username,email,role,language\nGroup A,Ann,Ada,ann@example.org,,sv\n'
    contacts = contactfile.read(rows, 'contacts.csv')
    seen = evidence(KNOWN, accounts=ACCOUNTS)
    found = choose(judged(KNOWN, accounts=ACCOUNTS).values(), contacts, seen, ())
    assert [one.language for one in found.clients if one.username == 'Ada'] == ['sv']
    assert all(one.language != 'sv' for one in found.clients if one.username != 'Ada')


# contract: C3
def test_whom_to_write_to_is_known_from_the_registry_and_the_wiki() -> None:
    (first, *_) = judged(KNOWN, accounts=ACCOUNTS).values()
    source = str(first.facts['contact'].source)
    assert 'revision' in source
    assert '; ' in source
