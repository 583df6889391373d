"""Who approved which plan, and who may."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from outreach.pages import Page
from outreach.revisions import Revision
from outreach.sends import approval
from outreach.sends.approval import Approvals, by_another, why_not_approve
from outreach.sends.sendstate import SendState

from tests.samples.plans import one_page
from tests.samples.sendwiki import SendWiki, trust
from tests.samples.wikis import RESOLVER

PLAN, OTHER = 'aa' * 8, 'bb' * 8
LINE = f'* {PLAN} [[User:Organizer|Organizer]] 10:00, 1 May 2026 (UTC)'


def approvers(history: list[Revision], may: Collection[str] = ()) -> dict[str, frozenset[str]]:
    return approval.approvers(history, RESOLVER, may)


def saved(user: str, *lines: str) -> Revision:
    return Revision(1, 'Outreach/X/Approvals', '\n'.join(['Approvals.', *lines]), user=user)


def test_who_approved_is_who_first_saved_the_line() -> None:
    assert approvers([saved('Bot'), saved('Organizer', LINE)]) == {PLAN: {'Organizer'}}
    # a signature that somebody else typed, also where its owner puts it back later
    assert approvers([saved('Mallory', LINE)]) == {}
    assert approvers([saved('Mallory', LINE), saved('Eve'), saved('Organizer', LINE)]) == {}
    # an approval of another plan, one that was taken back, and one that somebody else took out
    assert approvers([saved('Organizer', LINE.replace(PLAN, OTHER))]) == {OTHER: {'Organizer'}}
    assert approvers([saved('Organizer', LINE), saved('Organizer')]) == {}
    assert approvers([saved('Organizer', LINE), saved('Mallory')]) == {PLAN: {'Organizer'}}
    assert approvers([saved('Organizer', LINE), saved('Admin')], {'Admin'}) == {}
    # later edits of others do not take it over
    assert approvers([saved('Organizer', LINE), saved('Mallory', f'{LINE} ok')]) == {PLAN: {'Organizer'}}
    # no signature, no account, no line of its own, and a target
    assert approvers([saved('Mira', f'* {PLAN}')]) == {}
    assert approvers([saved('192.0.2.7', f'* {PLAN} [[Special:Contributions/192.0.2.7]]')]) == {}
    assert approvers([saved('Mira', f'* I object to {PLAN}! [[User:Mira]]')]) == {}
    assert approvers([saved('Mira', '* {{#target:User:Mira|sv.wikipedia.test}} [[User:Mira]]')]) == {}
    assert approvers([saved('Mira', f'* {PLAN} [[:de:Benutzerin:mira|M]]')]) == {PLAN: {'Mira'}}
    # who strikes or comments out the own line takes it back, and nobody else's word does that
    for gone in (LINE.replace('[[', '<s>[[') + '</s>', f'<!--\n{LINE}\n-->', f'{{{{s|\n{LINE}\n}}}}'):
        assert approvers([saved('Organizer', LINE), saved('Organizer', gone)]) == {}
        assert approvers([saved('Organizer', LINE), saved('Mallory', gone)]) == {PLAN: {'Organizer'}}


def test_who_approved_takes_it_back_where_somebody_else_has_removed_the_line() -> None:
    approved = [saved('Organizer', LINE), saved('Mallory')]
    no = f'I take {PLAN} back.'
    assert approvers(approved) == {PLAN: {'Organizer'}}
    assert approvers([*approved, saved('Organizer', no)]) == {}
    assert approvers([*approved, saved('Organizer', f'* {PLAN} no')]) == {PLAN: {'Organizer'}}
    # not by what stood there before, by another's words, about another plan, nor beside the line
    for one in (saved('Mallory', no), saved('Organizer', no.replace(PLAN, OTHER))):
        assert approvers([*approved, one]) == {PLAN: {'Organizer'}}
    assert approvers([*approved, saved('Mallory', no), saved('Organizer', no, 'x')]) == {PLAN: {'Organizer'}}
    assert approvers([saved('Organizer', LINE), saved('Organizer', LINE, no)]) == {PLAN: {'Organizer'}}


def test_what_an_approval_writes_can_be_shown_before() -> None:
    home: Any = SimpleNamespace(read=lambda title: Page(title, LINE, 7))
    change = approval.as_approved(home, 'Outreach/X', {OTHER}, lambda key, **_: key)
    assert change.before.title == 'Outreach/X/Approvals'
    assert change.text.splitlines() == [LINE, f'* {OTHER} ~~~~']
    assert change.changes


def test_lines_that_do_not_count_are_told_by_their_number_and_why() -> None:
    lines = (
        f'I object to {PLAN}!',
        LINE,
        f'* {OTHER} [[User:Mira]]',
        f'* <s>{OTHER}</s>',
        f'* {OTHER} – see {PLAN}',
    )
    told = approval.not_counted([saved('Organizer', *lines)], RESOLVER, {'Organizer'})
    unsigned = 'was saved by Organizer, whom its signature does not link to'
    assert told == {
        PLAN: ('line 2 is none of the form "* PLAN ~~~~"', f'line 6 {unsigned}'),
        OTHER: (f'line 4 {unsigned}', f'line 6 {unsigned}'),
    }
    assert approval.not_counted([saved('Organizer', LINE)], RESOLVER) == {
        PLAN: ('line 2 is by Organizer, who may not approve',)
    }


def test_nobody_approves_their_own_plan_nor_without_being_allowed_to() -> None:
    page = replace(one_page(SendState.PLANNED), planned_by='Bot One')
    may = {'Bot One', 'Organizer'}
    assert 'somebody else' in why_not_approve([page], 'Bot One', may)
    assert 'may not approve' in why_not_approve([page], 'Mallory', may)
    assert why_not_approve([page], 'Organizer', may) == ''
    test = replace(page, wave='test')
    assert 'not sent yet' in why_not_approve([test], 'Bot One', may)
    assert why_not_approve([replace(test, state=SendState.SENT)], 'Bot One', may) == ''
    granted = {page.plan: frozenset({'Bot One'})}
    assert by_another(page, granted) == frozenset()
    assert by_another(test, granted) == {'Bot One'}


def test_since_when_a_plan_is_approved_is_known_by_the_save_of_the_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(approval, 'resolver_of', lambda *_: RESOLVER)
    wiki = SendWiki()
    wiki.holders = frozenset({'Organizer'})
    wiki.edit('Outreach/X/Approvals', 'x', 'Bot')
    wiki.edit('Outreach/X/Approvals', LINE, 'Organizer')
    wiki.edit('Outreach/X/Approvals', f'{LINE}\n{LINE} again', 'Organizer')
    nothing: Any = None
    found = approval.read(trust(wiki), 'Outreach/X', nothing)
    assert found.granted == {PLAN: {'Organizer'}}
    assert found.since == {(PLAN, 'Organizer'): '2026-05-01T09:00:02Z'}


def test_what_is_no_approval_of_a_plan_is_told_while_nobody_approved_it() -> None:
    page = replace(one_page(SendState.PLANNED), planned_by='Bot One')
    other = ('line 2 is by No Rights, who may not approve',)
    found = Approvals({page.plan: frozenset({'Bot One'})}, {page.plan: other})
    assert found.why_none(page) == (*other, 'a line is by Bot One, who planned it')
    assert found.why_none(replace(page, wave='test')) == ()
    assert Approvals({page.plan: frozenset({'Ann'})}, {page.plan: other}).why_none(page) == ()
