"""Who stands behind a plan, and who may edit what it rests on."""

from __future__ import annotations

from outreach.lists.entries import TitleResolver
from outreach.sends.inputs import Request, vouching_of
from outreach.sends.sendstate import SendState

from tests.samples.plans import TEXTS, readers
from tests.samples.sendwiki import BOT, SendWiki, trust
from tests.sends.test_sendpages import page


def test_the_plan_shows_who_may_edit_what_it_rests_on() -> None:
    wiki = SendWiki()
    waits, sent = page('2', 'en', 'Bo'), page('1', 'en', 'Ann', state=SendState.SENT)
    for title in ('Outreach/X', 'No', 'Outreach/X/stop', f'User:{BOT}/stop'):
        wiki.edit(title, 'text', 'Organizer')
    for one in (waits, sent):
        wiki.put(one)
    wiki.protected = {waits.title: 'autoconfirmed', 'Outreach/X/stop': 'sysop'}
    wanted = Request('Outreach/X', 'L', 'M', exclude=('No', 'Missing'))
    found = vouching_of(trust(wiki), wanted, (), TEXTS, readers(), [sent, waits], TitleResolver())
    assert {one.title: one.protected for one in found.last} == {
        'Outreach/X': '',
        'No': '',
        'Outreach/X/stop': 'only sysop may edit it',
        f'User:{BOT}/stop': '',
        waits.title: 'only autoconfirmed may edit it',
    }
