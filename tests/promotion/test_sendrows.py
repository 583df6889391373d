"""A send as a row of the log."""

from __future__ import annotations

import pytest
from outreach.promotion import sendrows
from outreach.promotion.logpage import Status
from outreach.sends.sendstate import SendState
from outreach.sends.sendsummary import Send

from tests.samples.sent import say, send

OF_TWO = 'of {{PLURAL:2|one recipient|2 recipients}}'


@pytest.mark.parametrize(
    ('one', 'status', 'day', 'reach', 'details'),
    [
        (send(states='df'), Status.SENT, '2026-03-05', 1, f'{OF_TWO}, 1 failed'),
        (send(states='d'), Status.SENT, '2026-03-05', 1,
         f'{OF_TWO}, 1 not known yet'),
        (send(states='fo'), Status.FAILED, '2026-03-05', 0,
         f'{OF_TWO}, 1 failed, 1 opted out'),
        (send(), Status.SENT, '2026-03-05', None, OF_TWO),
        (send(state=SendState.PLANNED), Status.PLANNED, '', None, OF_TWO),
        (send(state=SendState.REQUESTED), Status.PLANNED, '', None,
         OF_TWO),
        (send(state=SendState.UNKNOWN), Status.PLANNED, '', None,
         f'{OF_TWO}; not known whether it was sent'),
        (send(state=SendState.CANCELLED), Status.CANCELLED, '', None,
         OF_TWO),
    ],
)  # fmt: skip
def test_the_row_of_a_send(one: Send, status: Status, day: str, reach: int | None, details: str) -> None:
    entry = sendrows.entry(one, say, audience='skiers')
    assert (entry.status, entry.date, entry.reach, entry.details) == (status, day, reach, details)
    planned = sendrows.entry(one, say, planned='2026-12-01').date
    assert planned == ('2026-12-01' if status is Status.PLANNED else day)
    assert entry.id == 'Outreach/Alps/Send/1/sv'
    assert entry.link == '[[:Outreach/Alps/Send/1/sv|&#39;&#39;Hej&#39;&#39; &#91;&#91;du&#93;&#93;]]'
    assert (entry.wiki, entry.audience, entry.since) == ('sv.wikipedia.org', 'skiers', 12)
