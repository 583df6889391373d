"""From what stands in a contact field to an account."""

from __future__ import annotations

from dataclasses import replace

import pytest
from outreach.affiliates import contacts
from outreach.affiliates.contacts import Accounts, Contact, ContactState
from outreach.affiliates.verdict import KnownFact
from outreach.names import ENGLISH

from tests.affiliates.samples import SOURCE, entry, read

GERMAN = replace(ENGLISH, names={**ENGLISH.names, 'benutzer': 2, 'benutzerin': 2})


@pytest.mark.parametrize(
    ('text', 'name'),
    [
        ('User:Ada', 'Ada'), ('user:ada_lovelace', 'Ada lovelace'), ('[[User:Ada|me]]', 'Ada'),
        ('', ''),
        ('Benutzerin:Ada', 'Ada'), ('[[:m:User:Ada]]', 'Ada'), ('User talk:Ada', 'Ada'),
        ('meta:User:Ada', 'Ada'),
        ('User:Ada, User:Bo', None), ('User:Ada and Bo', None), ('User:Ada; Bo', None), ('Ada', None),
        ('de:Benutzer:Ada', None), ('User:', None), ('User:Ada/talk', None), ('User:192.0.2.1', None),
        ('board@example.org', None), ('User:Ada & Bo', None),
    ],
)  # fmt: skip
def test_fields_as_people_fill_them_in(text: str, name: str | None) -> None:
    assert contacts.account_in(text, GERMAN) == name


def test_a_missing_key_is_unknown_and_an_empty_one_nobody() -> None:
    (one,) = read(entry('Group A', group_contact1=None, group_contact2='')).affiliates
    assert contacts.named(one, ENGLISH) == (Contact(1, ''),)


ACCOUNTS = Accounts(
    missing=frozenset({'Gone'}), locked=frozenset({'Locked'}), blocked=frozenset({'Blocked'}),
    alive=frozenset({'Ada', 'Locked', 'New'}), renamed={'Old': 'New'},
)  # fmt: skip


@pytest.mark.parametrize(
    ('user', 'state'),
    [
        ('Ada', ContactState.USABLE),
        ('Old', ContactState.USABLE),
        ('Gone', ContactState.MISSING),
        ('Locked', ContactState.LOCKED),
        ('Blocked', ContactState.BLOCKED),
        ('Nobody told', ContactState.UNKNOWN),
    ],
)  # fmt: skip
# contract: C19
def test_states_of_accounts(user: str, state: ContactState) -> None:
    assert ACCOUNTS.state(user, ()) is state
    assert ACCOUNTS.state(user, {user, 'New'}) is ContactState.OPTED_OUT
    assert ACCOUNTS.state(user, None) in (ContactState.UNKNOWN, state)
    assert ACCOUNTS.state(user, None) is not ContactState.USABLE


@pytest.mark.parametrize(
    ('states', 'answer', 'code'),
    [
        ((), KnownFact.NO, 'contact-none'),
        ((ContactState.MISSING, ContactState.USABLE), KnownFact.YES, 'contact-usable'),
        ((ContactState.MISSING, ContactState.UNKNOWN), KnownFact.UNKNOWN, 'contact-unknown'),
        ((ContactState.BLOCKED, ContactState.OPTED_OUT), KnownFact.NO, 'contact-unusable'),
    ],
)
def test_one_usable_contact_is_enough(states: tuple[ContactState, ...], answer: KnownFact, code: str) -> None:
    found = contacts.fact([Contact(1, 'X')] * len(states), states, SOURCE)
    assert (found.answer, found.code) == (answer, code)
