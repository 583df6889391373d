"""Who has another name now goes on under it, unless that is nobody's business."""

from __future__ import annotations

import pytest
from outreach.audience.candidate import Candidate
from outreach.audience.newnames import GONE, follow, hide
from outreach.audience.optout import TalkPage
from outreach.audience.people import Account, Exclusion, Person
from outreach.audience.significance import Contribution

SV = 'sv.w.test'


def did(page: int) -> Contribution:
    return Contribution(
        'sv.w.test', page, f'P{page}', 5, 3000, '2026-11-01T00:00:00Z', '2026-11-01T00:00:00Z'
    )


def test_somebody_goes_on_under_the_new_name() -> None:
    one = Candidate('Old', [did(1)])
    candidates = {'Old': one}
    assert follow(candidates, one, 'New')
    assert (candidates, one.name, one.notes) == ({'New': one}, 'New', ['renamed to New'])
    assert one.exclusion is None


def test_who_vanished_goes_on_under_no_name() -> None:
    one = Candidate('Old', [did(1)])
    candidates = {'Old': one}
    assert not follow(candidates, one, 'Vanished user 12')
    assert (candidates, one.name, one.exclusion) == ({'Old': one}, 'Old', Exclusion.LOCKED)
    assert 'Vanished' not in ' '.join(one.notes)


def test_what_was_done_under_both_names_counts_together_and_once() -> None:
    one, twin = Candidate('Old', [did(1), did(2)]), Candidate('New', [did(2), did(3)])
    candidates = {'Old': one, 'New': twin}
    assert not follow(candidates, one, 'New')
    assert twin.contributions == [did(1), did(2), did(3)]
    assert (one.exclusion, twin.exclusion, len(candidates)) == (Exclusion.SAME_PERSON, None, 2)


def account(name: str, *, locked: bool = False, system: bool = False) -> Person:
    return Person(name, 1, SV, {SV: Account(SV, 5, system=system)}, 5, locked=locked)


NOBODYS = (account('New', locked=True), account('New', system=True))


@pytest.mark.parametrize('gone', NOBODYS)
def test_the_new_name_of_an_account_that_is_nobodys_is_not_told(gone: Person) -> None:
    one = Candidate('New', [did(1)], gone, was='Old', notes=['renamed to New'], exclusion=Exclusion.EXCLUDED)
    candidates = {'New': one}
    hide(candidates)
    assert (candidates, one.name, one.exclusion) == ({'Old': one}, 'Old', Exclusion.LOCKED)
    assert one.notes == [f'out: {Exclusion.LOCKED.value} ({GONE})']


@pytest.mark.parametrize('gone', NOBODYS)
def test_a_twin_of_such_an_account_keeps_its_own_name(gone: Person) -> None:
    one = Candidate('Old', [did(1)], exclusion=Exclusion.SAME_PERSON, moved_to='New', notes=['is New now'])
    one.talk = {SV: TalkPage(opted_out=True, moved_to='New')}
    candidates = {'Old': one, 'New': Candidate('New', [did(2)], gone)}
    hide(candidates)
    assert (set(candidates), one.exclusion, one.notes[0][:4]) == ({'Old', 'New'}, Exclusion.LOCKED, 'out:')
    assert one.talk == {SV: TalkPage(opted_out=True)}


def test_whose_account_is_somebodys_is_not_hidden() -> None:
    for twin in (None, Candidate('New', []), Candidate('New', [], account('New'))):
        one = Candidate('Old', [did(1)], moved_to='New', notes=['renamed to New'])
        candidates = {'Old': one} | ({'New': twin} if twin else {})
        hide(candidates)
        assert (one.name, one.exclusion, one.notes) == ('Old', None, ['renamed to New'])
    here = Candidate('New', [], account('New'), was='Old')
    gone = Candidate('Bo', [], account('Bo', locked=True), exclusion=Exclusion.LOCKED, notes=['x'])
    hide({'New': here, 'Bo': gone})
    assert (here.name, gone.notes) == ('New', ['x'])
