"""Sends with their results."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from outreach import phrases
from outreach.lists.entries import Target
from outreach.sends.results import Result, State
from outreach.sends.sendpage import Pinned, SendPage
from outreach.sends.sendstate import SendState, Sent
from outreach.sends.sendsummary import Send

WORDS = {script: phrases.of_script(script)['en'] for script in ('log_promotion', 'update_pattern')}


def say(key: str, **parameters: Any) -> str:
    text = WORDS['log_promotion'].get(key) or WORDS['update_pattern'][key]
    return text % parameters if parameters else text


def send(
    wave: str = '1', state: SendState = SendState.SENT, states: str = '', hosts: str = 'sv', **values: Any
) -> Send:
    """Make a send to targets on `hosts`, with a result per letter: d(elivered), f(ailed), o(pted out)."""
    targets = tuple(
        Target(f'{host}.wikipedia.org', f'User talk:Reader {number}')
        for host in hosts.split()
        for number in range(2)
    )
    ends = {'d': State.DELIVERED, 'f': State.FAILED, 'o': State.OPTED_OUT}
    results = tuple(
        Result(target, ends[letter], revision=7 if letter == 'd' else 0)
        for target, letter in zip(targets, states, strict=False)
    )
    page = SendPage(
        f'Outreach/Alps/Send/{wave}/sv', 'Outreach/Alps', wave, 'sv', "''Hej'' [[du]]", targets,
        (Pinned('Outreach/Alps/Targets', 10),), Pinned('Outreach/Alps/Message/sv', 12), 'abc', 'Bo_t', state,
        **{'sent': Sent(datetime(2026, 3, 5, 10, tzinfo=UTC), 'Bot') if state is SendState.SENT else None}
        | values,
    )  # fmt: skip
    return Send(page, results)
