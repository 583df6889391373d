"""Handing letters to mail servers: a real one, and one that fails in each of the ways that servers have."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from outreach.letters import mail, submission
from outreach.letters.letter import LetterOutcome, LetterState
from outreach.letters.mailsettings import MailSettings
from outreach.problems import Stopped

from tests.letters.samples import CAMPAIGN, NOW, letters
from tests.sandbox.tools.mailservers import (
    DROP,
    GARBAGE,
    HOST,
    PASSWORD,
    USER,
    Authority,
    FailingServer,
    honest_server,
)

(ONE,) = letters(1)
TO = ONE.recipient.address


@pytest.fixture(scope='module')
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.of(tmp_path_factory.mktemp('authority'))


@pytest.fixture
def settings(authority: Authority) -> MailSettings:
    return MailSettings(
        'Olga', 'olga@example.org', host=HOST, cafile=str(authority.cafile), user=USER, password=PASSWORD
    )


def content(settings: MailSettings, body: str = ONE.body) -> bytes:
    return mail.as_bytes(
        mail.build(replace(ONE, body=body), '<1@example.org>', CAMPAIGN, settings, NOW, draft=False)
    )


def hand_over(settings: MailSettings, body: str = ONE.body) -> LetterOutcome:
    session = submission.open_session(settings)
    try:
        return submission.hand_over(session, settings.address, TO, content(settings, body))
    finally:
        submission.close(session)


# letters: C2, C39, C40
@pytest.mark.parametrize('security', ['tls', 'starttls'])
def test_a_real_server_gets_what_was_meant(
    authority: Authority, settings: MailSettings, security: str
) -> None:
    body = 'Dear Ann,\n.\n..\nFrom here\nÅ 漢 🙂\n'
    with honest_server(authority, starttls=security == 'starttls') as (port, keeper):
        found = hand_over(replace(settings, port=port, security=security), body)
    assert found == LetterOutcome(LetterState.SENT, '250 2.0.0')
    (received,) = keeper.received
    assert (received.sender, received.recipients) == ('olga@example.org', (TO,))
    assert received.content == content(settings, body)


# letters: C41, C42
def test_a_real_server_refuses(authority: Authority, settings: MailSettings) -> None:
    with honest_server(authority, size=4000) as (port, keeper):
        there = replace(settings, port=port, security='starttls')
        keeper.refuse = {TO: f'550 5.1.1 <{TO}>: no such user'}
        gone = hand_over(there)
        keeper.refuse = {TO: f'450 4.2.1 <{TO}>: try later'}
        later = hand_over(there)
        keeper.refuse = {}
        large = hand_over(there, 'x\n' * 9000)
    assert gone == LetterOutcome(LetterState.REFUSED, '550 5.1.1 at RCPT', counts=False)
    assert later == LetterOutcome(LetterState.LATER, '450 4.2.1 at RCPT', counts=False)
    assert (large.state, large.code) == (LetterState.REFUSED, 'the server takes no more than 4000 bytes')
    assert keeper.received == []


# letters: C40, C43
@pytest.mark.parametrize(
    ('change', 'words'),
    [
        ({'password': 'wrong'}, 'failed at logging in: (535|it closed)'),
        ({'cafile': ''}, 'its certificate is not to be trusted'),
        ({'host': '127.0.0.1'}, 'its certificate is not to be trusted'),
    ],
)
def test_no_session_without_trust(
    authority: Authority, settings: MailSettings, change: dict[str, str], words: str
) -> None:
    with honest_server(authority) as (port, keeper):
        with pytest.raises(Stopped, match=words) as raised:
            submission.open_session(replace(settings, port=port, security='starttls', **change))
        assert '@' not in str(raised.value)
        assert raised.value.__cause__ is None
    assert keeper.received == []


# letters: C40
def test_a_server_without_encryption_or_none_at_all_gets_nothing(
    authority: Authority, settings: MailSettings
) -> None:
    with FailingServer(authority).running() as server:
        there = replace(settings, port=server.port)
        with pytest.raises(Stopped, match='failed at logging in: it offers no encryption, or no log-in'):
            submission.open_session(there)
    with pytest.raises(Stopped, match='failed at connecting: ConnectionRefusedError'):
        submission.open_session(there)
    assert server.received == []


FAILS = [
    # what happens, what we say, and whether the server has the letter
    (
        'mail',
        DROP,
        LetterOutcome(LetterState.LATER, 'the connection broke at MAIL', stop=True, counts=False),
        0,
    ),
    (
        'rcpt',
        DROP,
        LetterOutcome(LetterState.LATER, 'the connection broke at RCPT', stop=True, counts=False),
        0,
    ),
    (
        'data',
        DROP,
        LetterOutcome(LetterState.LATER, 'the connection broke at DATA', stop=True, counts=False),
        0,
    ),
    (
        'mail',
        '550 5.7.1 no',
        LetterOutcome(LetterState.LATER, '550 5.7.1 at MAIL', stop=True, counts=False),
        0,
    ),
    ('rcpt', '550 5.1.1 no', LetterOutcome(LetterState.REFUSED, '550 5.1.1 at RCPT', counts=False), 0),
    ('rcpt', '450 4.2.1 no', LetterOutcome(LetterState.LATER, '450 4.2.1 at RCPT', counts=False), 0),
    (
        'rcpt',
        '421 4.7.0 no',
        LetterOutcome(LetterState.LATER, '421 4.7.0 at RCPT', stop=True, counts=False),
        0,
    ),
    ('rcpt', GARBAGE, LetterOutcome(LetterState.LATER, '-1 at RCPT', counts=False), 0),
    (
        'data',
        '421 4.7.0 no',
        LetterOutcome(LetterState.LATER, '421 4.7.0 at DATA', stop=True, counts=False),
        0,
    ),
    ('text', DROP, LetterOutcome(LetterState.UNKNOWN, 'the connection broke in the text', stop=True), 0),
    ('taken', DROP, LetterOutcome(LetterState.UNKNOWN, 'the connection broke in the text', stop=True), 1),
    (
        'taken',
        GARBAGE,
        LetterOutcome(LetterState.UNKNOWN, 'the server answered with something that is no reply', stop=True),
        1,
    ),
    ('taken', '554 5.7.1 spam', LetterOutcome(LetterState.REFUSED, '554 5.7.1'), 1),
    ('taken', '451 4.3.0 later', LetterOutcome(LetterState.LATER, '451 4.3.0'), 1),
    ('quit', DROP, LetterOutcome(LetterState.SENT, '250 2.0.0'), 1),
]


# letters: C38, C39, C41
@pytest.mark.parametrize(('phase', 'how', 'outcome', 'taken'), FAILS, ids=lambda value: str(value)[:20])
def test_only_the_text_leaves_us_in_the_dark(
    authority: Authority, settings: MailSettings, phase: str, how: str, outcome: LetterOutcome, taken: int
) -> None:
    with FailingServer(authority, phase, how).running() as server:
        found = hand_over(replace(settings, port=server.port, user=''))
    assert found == outcome
    assert len(server.received) == taken


# letters: C39
def test_a_server_that_says_nothing_any_more_leaves_the_letter_unknown(
    authority: Authority, settings: MailSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(submission, 'SECONDS', 1.0)
    server = FailingServer(authority)

    def silent(line: str) -> None:
        if line == '(taken)':
            time.sleep(1.5)

    server.hear = silent
    with server.running():
        found = hand_over(replace(settings, port=server.port, user=''))
    assert (found.state, found.stop) == (LetterState.UNKNOWN, True)
    assert len(server.received) == 1
