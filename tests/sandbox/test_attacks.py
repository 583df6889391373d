"""A telling part of `make attacks`: what people without any right try against a campaign."""

from __future__ import annotations

import pytest

from sandbox.farm import Farm
from tests.sandbox.tools.attacks.__main__ import ATTACKS
from tests.sandbox.tools.attacks.arena import Attack, verdict

TELLING = (
    'a line removed from a page that was sent',
    'a transclusion at the end of a planned page',
    'one with an approval of their own',
    'targets added after the last look',
    'list and message of their own',
    'results forged',
    'an exclude page moved and emptied',
    'a stop written over and blanked',
    'a page that version 0.1 sent, edited',
)


@pytest.mark.parametrize('attack', [one for one in ATTACKS if one.what in TELLING], ids=lambda one: one.what)
def test_an_attack_is_held_or_told(wiki_state: Farm, attack: Attack) -> None:
    said, why = verdict(wiki_state, attack)
    assert said == attack.wanted, why
