"""Some of the thousand hostile messages that `make faults` sends."""

from __future__ import annotations

from sandbox.farm import Farm
from tests.sandbox.tools import hostile_messages


def test_hostile_messages_arrive_as_previewed_or_are_refused(wiki_state: Farm) -> None:
    sent, wrong = hostile_messages.differences(wiki_state, 40)
    assert sent > 10
    assert wrong == []
