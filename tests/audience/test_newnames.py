"""Who has another name now goes on under it, unless that is nobody's business."""

from __future__ import annotations

from outreach.audience.candidate import Candidate
from outreach.audience.newnames import GONE, follow, hide
from outreach.audience.people import Exclusion, Person
from outreach.audience.significance import Contribution


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


def locked(name: str, *, is_so: bool = True) -> Person:
    return Person(name, 1, 'sv.w.test', {}, 0, locked=is_so)


def test_the_new_name_of_a_locked_account_is_not_told() -> None:
    one = Candidate('New', [did(1)], locked('New'), notes=['renamed to New'])
    candidates = {'New': one}
    hide(candidates, one, 'Old', 'New')
    assert (candidates, one.name, one.exclusion) == ({'Old': one}, 'Old', Exclusion.LOCKED)
    assert one.notes == [f'out: {Exclusion.LOCKED.value} ({GONE})']


def test_a_twin_of_a_locked_account_keeps_its_own_name() -> None:
    one = Candidate('Old', [did(1)], exclusion=Exclusion.SAME_PERSON, notes=['renamed to New'])
    twin = Candidate('New', [did(2)], locked('New'))
    candidates = {'Old': one, 'New': twin}
    hide(candidates, one, 'Old', 'New')
    assert (set(candidates), one.exclusion, one.notes[0][:4]) == ({'Old', 'New'}, Exclusion.LOCKED, 'out:')


def test_whose_account_is_not_locked_is_not_hidden() -> None:
    for twin in (None, Candidate('New', []), Candidate('New', [], locked('New', is_so=False))):
        one = Candidate('Old', [did(1)], notes=['renamed to New'])
        candidates = {'Old': one} | ({'New': twin} if twin else {})
        hide(candidates, one, 'Old', 'New')
        assert (one.name, one.exclusion, one.notes) == ('Old', None, ['renamed to New'])
