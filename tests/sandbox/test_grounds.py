"""On which ground people are written to, on real MediaWiki: without one nobody is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sandbox.worlds.medicine import ADMIN, OPERATOR, ORGANIZER, WITHOUT_RIGHT
from sandbox.worlds.medicine import READERS as WHO_LOG_IN
from tests.sandbox.tools.stage import CAMPAIGN, EN, LEAVE, SEND, Stage

LIST = f'{CAMPAIGN}/Targets'
WHY = '<span class="outreach-why">You get this because you wrote about medicine.</span>'
MORE = f'== Hello ==\nText. {WHY} [[m:{CAMPAIGN}/Requests|I want more]]. {LEAVE}'
LONG_AGO = timedelta(days=200)  # more than what a plan looks back upon by itself


def test_only_those_are_written_to_who_put_themselves_on_the_list(stage: Stage) -> None:
    grace, hollis, meredith = WHO_LOG_IN
    lines = {name: f'* {{{{#target:User talk:{name}|{EN}}}}}' for name in WHO_LOG_IN}
    stage.prepare(consent='', discussion='')
    stage.farm.login(WITHOUT_RIGHT).edit(LIST, '\n'.join(lines.values()))
    said = stage.run(SEND, code=2)
    assert 'on the ground: none, so nothing is sent' in said
    assert f'3 targets on {LIST}' in said
    assert f'{CAMPAIGN}: says no ground on which people are written to' in said
    # grace removes herself and puts herself back, hollis asks, and nobody asked meredith
    session = stage.farm.login(grace)
    session.edit(LIST, '\n'.join([lines[hollis], lines[meredith]]))
    session.edit(LIST, '\n'.join(lines.values()))
    stage.farm.login(hollis).edit(f'{CAMPAIGN}/Requests', '* join ~~~~')
    stage.run(SEND, '-consent:agreed', code=2)
    said = stage.run(SEND, '-consent:subscribers', '-simulate')
    assert f'1 withheld (did not put themselves on the list): User talk:{meredith}' in said
    assert f'{CAMPAIGN}/Send/1/en: 2 targets' in said
    # who says on the page that a community agreed is not trusted: it takes an approval
    agreed = '{{Outreach campaign\n| cooldown = 0\n| consent = agreed\n| discussion = https://meta.wikimedia.test/wiki/X\n}}'
    stage.organizer.edit(LIST, '\n'.join(lines.values()) + '\n')
    stage.farm.login(WITHOUT_RIGHT).edit(CAMPAIGN, agreed)
    assert f'settings by {WITHOUT_RIGHT}: consent, discussion' in stage.run(SEND, code=3)
    assert stage.sends() == []
    # so says the page to who approves it in a browser
    lead = (stage.organizer.text(stage.page_title()) or '').partition('; state :')[0]
    by, link = f'by <bdi>[[User:{WITHOUT_RIGHT}|{WITHOUT_RIGHT}]]</bdi>: consent, discussion', ' Approve]'
    assert lead.index('look at what nobody trusted stands behind') < lead.index(by) < lead.index(link)
    stage.run(SEND, '-approve', user=ORGANIZER)
    stage.run(SEND)
    assert stage.sends() == [stage.page_title()]


def test_a_first_contact_is_the_only_one_ever(stage: Stage) -> None:
    grace, hollis, _ = WHO_LOG_IN
    stage.readers(consent='first contact', discussion='')
    said = stage.run(SEND, code=2)
    assert 'has no link by which one asks for more' in said
    assert 'does not say why people get it' in said
    everybody = stage.organizer.text(LIST) or ''
    # somebody sends to two of them by hand, long before
    stage.organizer.edit(
        LIST, '\n'.join(line for line in everybody.split('\n') if grace in line or hollis in line)
    )
    sender = stage.farm.login(OPERATOR)
    sender.call(action='massmessage', spamlist=LIST, subject='Old', message='Old.', token=sender.token())
    by_hand = sender.call(action='query', titles=LIST, prop='revisions')['query']['pages'][0]['revisions'][0]
    stage.farm.run_jobs()
    long_ago = f'{datetime.now(UTC) - LONG_AGO:%Y%m%d%H%M%S}'
    stage.farm.sql(
        'metawiki', "UPDATE logging SET log_timestamp = ? WHERE log_type = 'massmessage'", long_ago
    )
    stage.organizer.edit(LIST, everybody)
    stage.organizer.edit(f'{CAMPAIGN}/Message', MORE)
    stage.farm.login(hollis).edit(f'{CAMPAIGN}/Requests', '* join ~~~~')
    # where nobody can tell any more who got it by hand, somebody has to look
    admin = stage.farm.login(ADMIN)
    which = {'action': 'revisiondelete', 'type': 'revision', 'ids': by_hand['revid'], 'token': admin.token()}
    admin.call(**which, hide='content')
    assert f'the list {LIST} as it was then is deleted' in stage.run(SEND, '-simulate')
    admin.call(**which, show='content')
    said = stage.run(SEND)
    assert (
        f'1 withheld (was written to by this campaign before, and has not asked for more): User talk:{grace}'
        in said
    )
    sent = {one.page for one in stage.page().targets}
    assert len(sent) == 3
    assert f'User talk:{hollis}' in sent
    assert 'Nothing to send' in stage.run(SEND)
