"""The inputs of a plan."""

from __future__ import annotations

from datetime import UTC, datetime

from outreach.sends.inputs import PUT_BACK, Inputs
from outreach.sends.pinnedlists import PinnedLists
from outreach.sends.sendpage import Pinned
from outreach.sends.sendplan import make_plan
from outreach.sends.sendstate import Removed
from outreach.sends.vouching import Vouching

from tests.samples.plans import CAMPAIGN, TEXTS, readers
from tests.sends.test_sendpages import NOW


def test_a_list_ages_from_its_last_change() -> None:
    listed = PinnedLists((), (), '2026-05-01T11:30:00Z')
    assert listed.age(datetime(2026, 5, 31, 11, tzinfo=UTC)) == 29
    assert listed.age(datetime(2026, 5, 31, 12, tzinfo=UTC)) == 30


def test_who_was_put_back_by_others_since_the_plan_gets_nothing() -> None:
    (page, *_) = make_plan(CAMPAIGN, readers('A', 'B'), TEXTS, []).pages
    (one,) = page.targets
    for revision, removed in ((9, ()), (10, (Removed(one, PUT_BACK),))):
        behind = Vouching(foreign={one: (Pinned('Outreach/X/Targets', revision),)})
        stand = Inputs(
            CAMPAIGN,
            PinnedLists((), (), ''),
            readers('A', 'B'),
            (),
            TEXTS,
            (),
            99,
            {},
            {},
            NOW,
            vouching=behind,
        )
        assert stand.removed(page) == removed
