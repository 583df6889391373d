"""The last look before a claim: who left comes off, anything else that changed refuses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from outreach.farm import Farm
from outreach.lists import listpages
from outreach.problems import BadInput, Problem
from outreach.sends import approval, lastlook, sending
from outreach.sends.inputs import NOT_LISTED, Inputs, Request
from outreach.sends.lastlook import LastLook
from outreach.sends.operations import Operations
from outreach.sends.pinnedlists import Parts, PinnedLists
from outreach.sends.preconditions import SendRules
from outreach.sends.sending import SendOutcome
from outreach.sends.sendpages import SendPages
from outreach.sends.sendplan import Texts, make_plan
from outreach.sends.sendstate import SendState
from outreach.sends.vouching import Vouching

from tests.samples.plans import CAMPAIGN, TEXTS, readers
from tests.samples.sendwiki import BOT, SendWiki, as_wiki, trust
from tests.sends.test_sending import queued
from tests.sends.test_sendpages import NOW

TITLE = CAMPAIGN.title
WANTED = Request(TITLE, 'L', 'M', exclude=('No',), testers='T')
WATCHED = (
    TITLE,
    f'{TITLE}/Approvals',
    f'{TITLE}/Requests',
    f'User:{BOT}/No messages',
    'L',
    'L/sv',
    'No',
    'T',
)
TERMS = replace(CAMPAIGN, sizes=('rest',), planned_by=BOT, settings='cooldown = 30; approval = no')


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, 'SETTLE', 0.0)
    monkeypatch.setattr(approval, 'read', lambda *_: approval.Approvals({}, {}))
    monkeypatch.setattr(listpages, 'titles_of', lambda _wiki, title: (title, f'{title}/sv'))


def stand(*names: str, **other: Any) -> Inputs:
    """Return what a plan is made from; `other` are fields that are otherwise."""
    made = Inputs(TERMS, PinnedLists((), (), ''), readers(*names), (), TEXTS, (), 99, {}, {}, NOW)
    return replace(made, **other)


def test_all_is_read_again_only_where_a_page_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    wiki, read = SendWiki(), list[Request]()
    revision = wiki.edit(TITLE, 'x')

    def look_anew(asked: Request, _parts: Parts) -> Inputs:
        read.append(asked)
        return stand('A')

    last = LastLook(as_wiki(wiki), WANTED, revision, lambda: replace(WANTED, cooldown=7), look_anew)
    assert last.look() is last.stand
    wiki.edit('M', 'a text')
    assert (last.look() is last.stand, read) == (True, [WANTED])
    for number, title in enumerate(WATCHED, 1):
        before = last.stand
        wiki.edit(title, f'{number}')
        assert last.look() is not before, title
        assert last.look() is last.stand
        assert len(read) == number + 1
    assert read[1].cooldown == 7
    monkeypatch.setattr(lastlook, 'FRESH', -1.0)
    last.look()
    assert len(read) == len(WATCHED) + 2


def test_a_campaign_page_that_was_edited_since_the_run_began_is_read_again() -> None:
    wiki = SendWiki()
    begun = wiki.edit(TITLE, 'x')
    wiki.edit(TITLE, 'y')
    last = LastLook(as_wiki(wiki), WANTED, begun, lambda: WANTED, lambda _asked, _parts: stand('A'))
    before = last.stand
    assert last.look() is not before


Look = Callable[[], Inputs]


def ended(
    wiki: SendWiki, look: Look, *names: str, seen: tuple[str, ...] = (), always: bool = False
) -> list[SendOutcome]:
    """Plan for these people, and send after that look; `seen` are settings of others that were shown."""
    for title in ('M', 'M/sv'):
        wiki.edit(title, 'text', BOT)
    plan = make_plan(TERMS, readers(*names), TEXTS, [])
    for page in plan.pages:
        wiki.put(page)
    wiki.post = queued
    farm = Farm.__new__(Farm)
    farm.home = as_wiki(wiki)
    operations = Operations(
        farm, SendPages(trust(wiki), TITLE, NOW), lambda key, **_: key, looked_at=not always
    )
    shown = stand(*names, unvouched=seen)
    return list(operations.send(shown, look, plan.pages, SendRules()))


def test_who_left_since_the_plan_was_shown_comes_off_and_is_named() -> None:
    wiki = SendWiki()
    kept = [one for one in readers('A', 'B', 'C').targets if 'B' not in one.page]
    now = stand('A', 'B', 'C', recipients=replace(readers('A', 'B', 'C'), targets=tuple(kept)))
    ends = ended(wiki, lambda: now, 'A', 'B', 'C')
    # B reads Swedish, alone: that page is not needed any more
    assert {one.title: one.state for one in ends} == {
        f'{TITLE}/Send/1/en': SendState.SENT,
        f'{TITLE}/Send/1/sv': SendState.CANCELLED,
    }
    assert wiki.posts == 1
    four = SendWiki()
    names = ('A', 'B', 'C', 'D')
    targets = readers(*names).targets
    now = stand(*names, recipients=replace(readers(*names), targets=targets[:3]))
    texts = [one.text for one in ended(four, lambda: now, *names)]
    assert any(f'left off since the plan was shown: {targets[3]} ({NOT_LISTED})' in one for one in texts)
    assert not any(str(targets[0]) in one for one in texts)


def test_who_came_since_gets_nothing_and_is_named_with_who_put_them_there() -> None:
    wiki = SendWiki()
    came = readers('A', 'B').targets
    behind = Vouching(added={'Mallory': came})  # A stood there when the plan was shown
    (end,) = ended(wiki, lambda: stand('A', 'B', 'C', 'D', vouching=behind), 'A')
    assert end.targets == 1
    assert end.text.endswith(f'wait for the next plan: 1 by Mallory ({came[1]})')
    (end,) = ended(SendWiki(), lambda: stand('A', vouching=Vouching(added={'Mallory': came[:1]})), 'A')
    assert 'the next plan' not in end.text


def test_a_setting_that_others_put_back_since_the_plan_refuses() -> None:
    theirs = ('settings by Mallory: list',)
    (end,) = ended(SendWiki(), lambda: stand('A', unvouched=theirs), 'A')
    assert (end.refused, theirs[0] in end.text) == (True, True)
    (end,) = ended(SendWiki(), lambda: stand('A', unvouched=theirs), 'A', seen=theirs)
    assert end.state is SendState.SENT
    (end,) = ended(SendWiki(), lambda: stand('A', unvouched=theirs), 'A', seen=theirs, always=True)
    assert end.refused


def test_another_change_refuses_every_page() -> None:
    def unreadable() -> Inputs:
        raise BadInput([Problem('L', 'there is no such delivery list')])

    other = replace(TEXTS.messages['en'], body='Other')
    texts = Texts({**TEXTS.messages, 'en': other}, TEXTS.languages)
    settings = replace(TERMS, settings='cooldown = 0; approval = no')
    for look, why in (
        (lambda: stand('A', campaign=settings), 'cooldown = 30 is now cooldown = 0'),
        (lambda: stand('A', texts=texts), 'the text was changed'),
        (unreadable, 'there is no such delivery list'),
    ):
        wiki = SendWiki()
        (end,) = ended(wiki, look, 'A')
        assert end.refused
        assert why in end.text
        assert (end.state, wiki.posts) == (SendState.PLANNED, 0)
