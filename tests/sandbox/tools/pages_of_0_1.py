"""A campaign that version 0.1 began: a language sent, another one planned, as it wrote its pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from outreach.lists.entries import Target
from outreach.sends.sendpage import Pinned, SendPage, send_title
from outreach.sends.sendstate import SendState, Sent

from sandbox.worlds.medicine import OPERATOR
from tests.sandbox.tools.spoilt_sends import CAMPAIGN, TARGETS, Scene

MESSAGE = 'Outreach/Medicine/Message'


def begin(scene: Scene) -> str:
    """Send a page of version 0.1 to the English targets, and plan one for the Swedish ones."""
    operator = scene.farm.login(OPERATOR)
    reply = operator.call(action='query', titles=f'{MESSAGE}|{TARGETS}', prop='info')
    revision = {page['title']: page['lastrevid'] for page in reply['query']['pages']}

    def page(language: str) -> SendPage:
        host = f'{language}.wikipedia.test'
        targets = sorted(Target(host, f'Project talk:{name}') for at, name in scene.targets if at == host)
        return SendPage(
            send_title(CAMPAIGN, '1', language), CAMPAIGN, '1', language, 'Of version 0.1', tuple(targets),
            (Pinned(TARGETS, revision[TARGETS]),), Pinned(MESSAGE, revision[MESSAGE]), '0123456789abcdef',
            OPERATOR, settings='waves = rest; dailycap = 5000; cooldown = 0', format=1,
        )  # fmt: skip

    sent = page('en')
    claimed = replace(sent, state=SendState.CLAIMED, claim=f'{OPERATOR} 0a1b2c3d')
    revid = operator.edit(sent.title, claimed.render())['newrevid']
    asked = {'spamlist': sent.title, 'subject': sent.subject, 'message': 'Text.', 'token': operator.token()}
    operator.call(action='massmessage', **asked)
    log = operator.call(action='query', list='logevents', leaction='massmessage/send', lelimit=1)
    (entry,) = log['query']['logevents']
    moment = datetime.fromisoformat(entry['timestamp'])
    of_log = Sent(moment, OPERATOR, revid, entry['logid'])
    operator.edit(sent.title, replace(claimed, state=SendState.SENT, sent=of_log).render())
    operator.edit(page('sv').title, page('sv').render())
    return 'begun by version 0.1'
