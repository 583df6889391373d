"""The sends of a message as one row of the log."""

from __future__ import annotations

from dataclasses import replace

import pytest
from outreach.lists.entries import Target
from outreach.promotion import sendrows
from outreach.promotion.invariants import broken
from outreach.promotion.logpage import ScriptRow, Status
from outreach.sends.sendpage import Pinned
from outreach.sends.sendstate import SendState
from outreach.sends.sendsummary import Send

from tests.samples.sent import say, send

OF_TWO = 'of {{PLURAL:2|one recipient|2 recipients}}'


def entry(*sends: Send, planned: str = '') -> ScriptRow:
    (one,) = sendrows.entries(sends, say, audience='skiers', planned=planned)
    return one


@pytest.mark.parametrize(
    ('one', 'status', 'day', 'reach', 'details'),
    [
        (send(states='df'), Status.SENT, '2026-03-05', 1, f'{OF_TWO}, 1 failed'),
        (send(states='d'), Status.SENT, '2026-03-05', 1, f'{OF_TWO}, 1 not known yet'),
        (send(states='fo'), Status.FAILED, '2026-03-05', 0, f'{OF_TWO}, 1 failed, 1 opted out'),
        (send(), Status.SENT, '2026-03-05', None, OF_TWO),
        (send(state=SendState.PLANNED), Status.PLANNED, '', None, OF_TWO),
        (send(state=SendState.REQUESTED), Status.PLANNED, '', None, OF_TWO),
        (send(state=SendState.UNKNOWN), Status.PLANNED, '', None, OF_TWO),
        (send(state=SendState.CANCELLED), Status.CANCELLED, '', None, OF_TWO),
    ],
)
def test_the_row_of_a_single_send(
    one: Send, status: Status, day: str, reach: int | None, details: str
) -> None:
    row = entry(one)
    assert (row.status, row.date, row.reach) == (status, day, reach)
    assert row.details.split('<br />')[:2] == [details, 'sv.wikipedia.org']
    assert ('Not known' in row.details) == (one.page.state is SendState.UNKNOWN)
    assert entry(one, planned='2026-12-01').date == ('2026-12-01' if status is Status.PLANNED else day)
    assert row.id == 'announcement Outreach/Alps/Message'
    assert row.link == '[[:Outreach/Alps/Message|&#39;&#39;Hej&#39;&#39; &#91;&#91;du&#93;&#93;]]'
    assert (row.hosts, row.audience, row.since) == (('sv.wikipedia.org',), 'skiers', 12)
    assert row.earlier == ('Outreach/Alps/Send/1/sv',)


def test_what_went_to_pages_of_projects_alone_is_no_message_to_people() -> None:
    one = send()
    pump = Target('sv.wikipedia.org', 'Wikipedia:Bybrunnen')
    told = Send(replace(one.page, targets=(pump,)), ())
    mixed = Send(replace(one.page, targets=(pump, *one.page.targets)), ())
    assert [entry(some).channel for some in (one, told, mixed)] == ['usertalk', 'projectpage', 'usertalk']


def test_all_languages_and_waves_of_a_message_are_one_row_and_nobody_counts_twice() -> None:
    english = send(states='dd', hosts='en')
    page = replace(
        english.page, language='en', title='Outreach/Alps/Send/1/en', subject='Hello',
        message=Pinned('Outreach/Alps/Message', 11),
    )  # fmt: skip
    sends = [
        send(states='df'),
        replace(english, page=page),
        send('1.1', states='dd'),
        send('2', SendState.PLANNED, hosts='de'),
    ]
    row = entry(*sends)
    assert (row.status, row.reach, row.recipients) == (Status.SENT, 4, 4)
    assert row.link == '[[:Outreach/Alps/Message|Hello]]'
    assert row.hosts == ('en.wikipedia.org', 'sv.wikipedia.org')
    told = row.details.split('<br />')
    assert told[0] == 'of {{PLURAL:4|one recipient|4 recipients}}'
    assert told[1] == '{{PLURAL:2|one wiki|2 wikis}}, {{PLURAL:2|one language|2 languages}} (en, sv)'
    assert told[2] == '{{PLURAL:2|one more is|2 more are}} planned'
    assert broken([row]) == []


def test_a_correction_is_a_row_of_its_own_and_what_was_wrong_is_said() -> None:
    wrong = send(states='dd', wrong='[[the]] wrong list')
    right = send('correction', states='dd')
    rows = sendrows.entries([wrong, right], say)
    assert [row.id.partition(' ')[0] for row in rows] == ['announcement', 'correction']
    assert '&#91;&#91;the&#93;&#93; wrong list' in rows[0].details
    assert say('correction') in rows[1].details
