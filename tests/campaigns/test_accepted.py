"""Which campaigns an operator has accepted."""

from __future__ import annotations

import json

import pytest
from outreach.campaigns.accepted import UNASKED, Accepted, Work, from_json, read, together
from outreach.problems import BadInput
from outreach.settings import Given

PAGE = 'User:Bot/campaigns.json'


def campaigns(*some: object) -> str:
    return json.dumps({'campaigns': some})


def test_a_page_names_campaigns_with_what_may_be_done() -> None:
    whole = {
        'page': 'Outreach/X_y', 'unasked': ['list', 'send'], 'limits': {'dailycap': 500, 'cooldown': '90'},
        'accept': ['shrinks'], 'gaps': ['wikipedias'], 'complaints': 2,
    }  # fmt: skip
    assert from_json(campaigns(whole, {'page': 'Outreach/Z'}), PAGE) == (
        Accepted(
            'Outreach/X y', frozenset({Work.LIST, Work.SEND}), (('cooldown', 90), ('dailycap', 500)),
            ('shrinks',), ('wikipedias',), 2,
        ),
        Accepted('Outreach/Z'),
    )  # fmt: skip
    assert Work.SEND not in UNASKED


def test_everything_that_is_wrong_is_named_at_once_with_its_place() -> None:
    some: list[object] = [
        {'page': 'A|B'},
        {'unasked': []},
        7,
        {'page': 'X', 'unasked': ['mail'], 'limits': {'dailycap': 'many'}},
        {'page': 'X', 'other': 1, 'limits': [], 'accept': 'shrinks', 'complaints': -1},
        {'page': 'Z', 'limits': {'x': 1}},
    ]
    with pytest.raises(BadInput) as caught:
        from_json(campaigns(*some), PAGE)
    found = [(one.place.removeprefix(PAGE), one.text) for one in caught.value.problems]
    assert [place for place, _ in found] == [
        ', campaign 1 (A|B)', ', campaign 2', ', campaign 3', ', campaign 4 (X)', ', campaign 4 (X)',
        ', campaign 5 (X)', ', campaign 5 (X)', ', campaign 5 (X)', ', campaign 5 (X)', ', campaign 5 (X)',
        ', campaign 6 (Z)',
    ]  # fmt: skip
    assert "unasked: 'mail' is no work" in found[3][1]
    assert 'limits: must be a whole number' in found[4][1]
    assert found[5][1] == 'stands there twice'
    assert "'other' is unknown; known are unasked, limits" in found[6][1]
    assert "'x' is no limit" in found[10][1]


@pytest.mark.parametrize('text', ['', '[]', '{"campaigns": {}}', '{"campaigns": [], "x": 1}', '[' * 100_000])
def test_what_is_no_list_of_campaigns_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        from_json(text, PAGE)
    assert read([], 'user-config.py') == ()


def test_the_own_machine_wins_over_the_page() -> None:
    of_page = (Accepted('B', accept=('x',)), Accepted('A'))
    assert together([Accepted('B')], of_page) == (Accepted('A'), Accepted('B'))


def test_of_two_values_the_stricter_one_holds_and_only_that_is_an_option() -> None:
    limits = (('cooldown', 90), ('dailycap', 500), ('delay', 2), ('faillimit', 5))
    one = Accepted('X', frozenset(Work), limits)
    loose, strict = Given({}), Given({'dailycap': 50, 'cooldown': 365, 'delay': 9, 'faillimit': 1})
    assert one.options(loose, 'send_message') == (
        '-dailycap:500', '-cooldown:90', '-faillimit:5', '-delay:2',
    )  # fmt: skip
    assert one.options(loose, 'build_targets') == ('-cooldown:90',)
    assert one.options(loose, 'log_promotion') == ()
    assert one.options(strict, 'send_message') == ()
    assert one.held(loose).values == {'cooldown': 90, 'dailycap': 500, 'delay': 2, 'faillimit': 5}
    assert one.held(strict).values == strict.values


def test_what_is_not_to_be_sent_unasked_needs_an_approval() -> None:
    asking = Accepted('X')
    assert asking.options(Given({}), 'send_message') == ('-approval',)
    assert asking.options(Given({}), 'check_delivery') == ('-approval',)
    assert asking.options(Given({'approval': True}), 'send_message') == ()
    assert asking.held(Given({})).values == {'approval': True}
    assert Accepted('X', frozenset(Work), complaints=3).options(Given({}), 'send_message') == (
        '-complaints:3',
    )
