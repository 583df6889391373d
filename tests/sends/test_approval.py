"""Who approved a send page, and who may."""

from __future__ import annotations

from outreach.lists.entries import Target
from outreach.revisions import Revision
from outreach.sends.approval import approvers, why_not_approve
from outreach.sends.sendpage import Pinned, SendPage, SendState

HOST = 'sv.wikipedia.test'
ANN, BO = Target(HOST, 'User talk:Ann'), Target(HOST, 'User:bo')
PAGE = SendPage(
    title='Outreach/X/Send/1/sv',
    campaign='Outreach/X',
    wave='1',
    language='sv',
    subject='Hej',
    targets=(ANN, BO),
    lists=(Pinned('L', 1),),
    message=Pinned('M', 2),
    plan='aa',
    planned_by='Bot One',
    state=SendState.SENT,
    revision=77,
    sent='2026-05-01T10:00:00Z Bot One',
)


def saved(user: str, *lines: str) -> Revision:
    text = '\n'.join(['; state : planned', '', '== Approval ==', *lines])
    return Revision(1, PAGE.title, text, user=user)


def test_who_approved_is_who_saved_the_line() -> None:
    line = '* aa [[User:Organizer|Organizer]] 10:00, 1 May 2026 (UTC)'
    made = saved('Bot One')
    assert approvers([saved('Bot One'), saved('Organizer', line)], 'aa') == {'Organizer'}
    # a signature that somebody else typed
    assert approvers([saved('Bot One', line)], 'aa', own=True) == set()
    # an approval of another plan, and one that was taken back
    assert approvers([made, saved('Organizer', line.replace('aa', 'bb'))], 'aa') == set()
    assert approvers([made, saved('Organizer', line), saved('Organizer')], 'aa') == set()
    # later edits of others do not take it over
    tidy = line.replace('* aa', '*  aa')
    assert approvers([made, saved('Organizer', line), saved('Bot One', line, '* more')], 'aa') == {
        'Organizer'
    }
    assert approvers([made, saved('Organizer', line), saved('Bot One', tidy)], 'aa') == {'Organizer'}
    # who made the page, whatever it says of its planner, and who tidied their line
    own = '* aa [[User talk:Bot One|x]]'
    assert approvers([made, saved('Bot One', own), saved('Mira', f'{own} ')], 'aa') == set()
    assert approvers([made, saved('Bot One', own)], 'aa', own=True) == {'Bot One'}
    # no signature, no account, and a line that says something else
    assert approvers([made, saved('Mira', '* aa')], 'aa') == set()
    assert approvers([made, saved('192.0.2.7', '* aa [[Special:Contributions/192.0.2.7]]')], 'aa') == set()
    assert approvers([made, saved('Mira', '* I object, do not send aa! [[User:Mira]]')], 'aa') == set()
    assert approvers([made, saved('Mira', '* aa [[:m:Benutzerin:mira|M]]')], 'aa') == {'Mira'}


def test_nobody_approves_their_own_plan() -> None:
    planned = SendPage(**{**vars(PAGE), 'state': SendState.PLANNED})
    assert 'somebody else' in why_not_approve(planned, 'Bot One', 'Bot One')
    assert why_not_approve(planned, 'Organizer', 'Bot One') == ''
    assert 'sent already' in why_not_approve(PAGE, 'Organizer', 'Bot One')
