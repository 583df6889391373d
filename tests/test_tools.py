"""Tests of where the tools are."""

from __future__ import annotations

import pytest
from outreach.problems import BadInput
from outreach.tools import ADDRESSES, read


def test_without_a_setting_nothing_changes() -> None:
    assert read(None) == {}


def test_an_address_may_be_another() -> None:
    assert read({'petscan': 'http://petscan.example/?psid={}'}) == {
        'petscan': 'http://petscan.example/?psid={}'
    }


@pytest.mark.parametrize(
    ('given', 'said'),
    [
        ('https://petscan.example', 'must be a table'),
        ({'petscann': 'https://petscan.example/{}'}, "'petscann' is no tool"),
        ({'petscan': 'https://petscan.example/'}, 'the address of petscan needs one {}'),
        ({'pagepile': 'https://pagepile.example/{}{}'}, 'the address of pagepile needs one {}'),
        ({'sparql': 'query.example/{}'}, 'the address of sparql needs one {}'),
        ({'sparql': 7}, 'the address of sparql needs one {}'),
    ],
)
def test_what_makes_no_sense_is_refused(given: object, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        read(given)
    assert said in str(caught.value)


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(BadInput) as caught:
        read({'petscan': '', 'pagepile': '', 'other': ''})
    assert len(caught.value.problems) == 3


def test_every_address_has_one_place_for_what_is_asked() -> None:
    assert all(address.count('{}') == 1 for address in ADDRESSES.values())
