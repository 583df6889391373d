"""Who was asked and who was held out: by assignment, each person once."""

from __future__ import annotations

from dataclasses import replace

from outreach.measures import groups
from outreach.measures.groups import PersonKey
from outreach.sends.sendstate import SendState

from tests.measures.samples import DAY, DESIGN, START, member, page


def test_everybody_is_in_the_wave_that_they_came_into_first() -> None:
    """M12, M13"""
    first, second = page('1', range(4), (8, 9)), page('2', (4, 8), (7,), day=40)
    found = {one.name: one for one in groups.members([second, first])}
    assert {name: (one.wave, one.held) for name, one in found.items()} == {
        **{f'P{n}': (1, False) for n in range(4)},
        'P8': (1, True),
        'P9': (1, True),
        'P4': (2, False),
        'P7': (2, True),
    }
    assert found['P0'].start == found['P8'].start == START
    assert groups.days(found)[2] == (START + 40 * DAY, START + 40 * DAY)


def test_who_was_left_off_at_the_send_was_asked_by_assignment() -> None:
    """B5"""
    found = {one.name: one.held for one in groups.members([page('1', (1, 2), (3,), removed=(4,))])}
    assert found == {'P1': False, 'P2': False, 'P3': True, 'P4': False}


def test_only_sends_to_people_of_the_campaign_count() -> None:
    test, planned = page('test', (5,)), replace(page('2', (6,)), state=SendState.PLANNED, sent=None)
    assert list(groups.members([test, planned])) == []
    stranger = replace(page('1', (1, 2)), strangers=(page('1', (2,)).targets[0],))
    assert [one.name for one in groups.members([stranger])] == ['P1']


def test_the_window_of_those_held_out_begins_when_the_wave_was_out() -> None:
    early = page('1', (1,), (9,))
    late = replace(page('1', (2,), day=2), title='Outreach/X/Send/1/sv', plan=early.plan)
    found = {one.name: one.start for one in groups.members([early, late])}
    assert found == {'P1': START, 'P2': START + 2 * DAY, 'P9': START + 2 * DAY}


def test_a_renamed_person_is_one_and_stays_in_the_first_group() -> None:
    """B2"""
    known = {'P1': PersonKey('#1', 'New name'), 'New name': PersonKey('#1', 'New name')}
    old, new = member(1, held=True), replace(member(1, 2), name='New name')
    assert groups.people([new, old], known) == {'#1': old}


def test_two_accounts_are_two_people_unless_the_talk_page_of_one_leads_to_the_other() -> None:
    """B6"""
    asked, held = member(1), member(2, held=True)
    known = {'P1': PersonKey('#1', 'P1'), 'P2': PersonKey('#2', 'P2')}
    assert set(groups.people([asked, held], known)) == {'#1', '#2'}
    both = {'P1': PersonKey('#2', 'P1'), 'P2': PersonKey('#2', 'P2')}
    for some in ([asked, held], [held, asked], [held, member(1, 2, day=5)]):
        assert groups.people(some, both) == {'#2': next(one for one in some if not one.held)}


def test_who_cannot_be_drawn_is_in_no_group() -> None:
    """M4"""
    found = {'#1': member(1), '#2': member(2, held=True), 'P3': member(3), 'P4': member(4, held=True)}
    assert groups.drawable(found) == ({'#1': member(1), '#2': member(2, held=True)}, 1)


def test_what_was_fixed_is_what_the_first_send_was_planned_by() -> None:
    """M1, M9"""
    assert groups.fixed([page('2', (2,), day=5), page('1', (1,))]) == DESIGN
    assert groups.fixed([page('2', (2,), day=5), page('1', (1,), design=None)]) is None
    assert groups.fixed([]) is None
