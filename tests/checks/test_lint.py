"""What is found on a list, and how each kind of finding is mended, decided from values alone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from outreach.audience.excludepages import Excluded
from outreach.audience.people import Block
from outreach.audience.subscriptions import SubscriptionAct, Subscriptions, Wish
from outreach.checks.facts import Facts, Landing
from outreach.checks.lint import FIXABLE, Kind, Report, fix, lint
from outreach.lists.deliverylist import CATEGORY_MODEL, JSON, from_category, parse
from outreach.lists.entries import Target
from outreach.sends.results import State

from tests.samples.checkedlist import ANNA, DE, EN, HOME, SV, TARGET, standing


def found(report: Report) -> list[tuple[Kind, int]]:
    return [(one.kind, one.entry.line if one.entry else 0) for one in report.findings]


MOVED = {'User talk:Old': Landing('User talk:New')}
MENDED, NEW = (f'{{{{target | user = {name} | site = {SV} }}}}' for name in ('Anna', 'New'))


def by(wish: Wish, host: str = '') -> Subscriptions:
    return Subscriptions({'Anna': SubscriptionAct('', 1, 'Anna', wish, host)})


# an entry, what else is known, what is found, what a message would come to, the entry once it is mended
ENTRIES = [
    (ANNA, {}, [], State.DELIVERED, ANNA),
    (TARGET('Anna', 'https://sv.x.org/'), {}, [Kind.MALFORMED], State.DROPPED, MENDED),
    (TARGET('An\u200ena', SV), {}, [Kind.MALFORMED], State.DELIVERED, MENDED),
    ('{{#target:User talk:A|site=sv.x.org}}', {}, [Kind.MALFORMED], State.DROPPED,
     '{{#target:User talk:A|sv.x.org}}'),
    ('{{target|Anna|sv.x.org}}', {}, [Kind.MALFORMED], State.DROPPED, '{{target|Anna|sv.x.org}}'),
    ('{{TARGET|user=A}}', {}, [Kind.MALFORMED], State.DROPPED, '{{TARGET|user=A}}'),
    ('{{#mål:User talk:A}}', {}, [Kind.MALFORMED], State.DROPPED, '{{#target:User talk:A}}'),
    (TARGET('Anna', 'sv.m.x.org'), {}, [Kind.UNKNOWN_HOST], State.DROPPED, MENDED),
    (TARGET('Anna', 'svv.x.org'), {}, [Kind.UNKNOWN_HOST], State.DROPPED, TARGET('Anna', 'svv.x.org')),
    (ANNA, {'remote': False}, [Kind.REMOTE], State.DROPPED, ANNA),
    ('{{target|user=Anna}}', {'remote': False}, [], State.DELIVERED, '{{target|user=Anna}}'),
    ('{{#target:Aspirin|en.x.org}}', {}, [Kind.NAMESPACE], State.WRONG_NAMESPACE, ''),
    ('{{#target:A page}}', {}, [], State.DELIVERED, '{{#target:A page}}'),
    ('{{#target:sv:User talk:Anna}}', {}, [Kind.NAMESPACE], State.DROPPED, ''),
    ('{{#target:Project:Pump|en.x.org}}', {}, [], State.DELIVERED, '{{#target:Project:Pump|en.x.org}}'),
    (ANNA, {'without': ['Anna']}, [Kind.MISSING], State.NO_SUCH_USER, ''),
    (TARGET('/Anna', SV), {}, [Kind.MISSING], State.NO_SUCH_USER, ''),
    (TARGET('192.0.2.1', SV), {}, [Kind.UNREGISTERED], State.NO_SUCH_USER, ''),
    (TARGET('~2026-1-2', SV), {}, [Kind.UNREGISTERED], State.NO_SUCH_USER, ''),
    (TARGET('Old', SV), {'landings': MOVED}, [Kind.RENAMED], State.DELIVERED, NEW),
    (TARGET('Old', SV), {'without': ['Old'], 'renamed': {'Old': 'New'}}, [Kind.RENAMED], State.NO_SUCH_USER,
     NEW),
    (ANNA, {'blocks': {'Anna': Block.INFINITE}}, [Kind.BLOCKED], State.DELIVERED, ''),
    (ANNA, {'blocks': {'Anna': Block.SITEWIDE}}, [Kind.BLOCKED], State.DELIVERED, ANNA),
    (ANNA, {'blocks': {'Anna': Block.PARTIAL}}, [], State.DELIVERED, ANNA),
    (ANNA, {'locked': frozenset({'Anna'})}, [Kind.LOCKED], State.DELIVERED, ''),
    (ANNA, {'inactive': frozenset({'Anna'})}, [Kind.INACTIVE], State.DELIVERED, ''),
    (ANNA, {'landings': {'User talk:Anna': Landing('User talk:Anna', opted_out=True)}},
     [Kind.OPTED_OUT], State.OPTED_OUT, ''),
    (ANNA, {'landings': {'User talk:Anna': Landing('User talk:Anna', protected=True)}},
     [Kind.PROTECTED], State.FAILED, ANNA),
    (ANNA, {'landings': {'User talk:Anna': Landing('User talk:Anna', board=True)}},
     [Kind.BOARD], State.UNKNOWN, ANNA),
    (TARGET('Old', SV), {'landings': {'User talk:Old': Landing('User talk:New', board=True)}},
     [Kind.RENAMED, Kind.BOARD], State.UNKNOWN, NEW),
    (ANNA, {'excluded': Excluded(frozenset({'Anna'}))}, [Kind.EXCLUDED], State.DELIVERED, ''),
    (ANNA, {'asked': by(Wish.LEAVE)}, [Kind.LEFT], State.DELIVERED, ''),
    (ANNA, {'asked': by(Wish.MOVE, DE)}, [Kind.ELSEWHERE], State.DELIVERED, ANNA),
    (ANNA, {'asked': by(Wish.MOVE, SV)}, [], State.DELIVERED, ANNA),
    (ANNA, {'excluded': Excluded(wikis={SV: 'asked us not to'})}, [Kind.EXCLUDED], State.DELIVERED, ''),
    (TARGET('Old', SV), {'landings': MOVED, 'excluded': Excluded(frozenset({'New'}))},
     [Kind.RENAMED, Kind.EXCLUDED], State.DELIVERED, ''),
]  # fmt: skip


@pytest.mark.parametrize(('entry', 'known', 'kinds', 'fate', 'mended'), ENTRIES)
def test_each_kind_is_found_predicted_and_mended(
    entry: str, known: dict[str, Any], kinds: list[Kind], fate: State, mended: str
) -> None:
    listed = parse(f'Lead\n* {entry}\nEnd', HOME, title='L')
    report = lint(listed, standing(listed, **known))
    assert [one.kind for one in report.findings] == kinds
    assert list(report.predictions.values()) == [fate]
    fixes = fix(listed, report.findings, FIXABLE)
    assert fixes.list.text == (f'Lead\n* {mended}\nEnd' if mended else 'Lead\nEnd')
    assert fix(listed, report.findings, ()).list.text == listed.text


def test_a_wiki_that_did_not_answer_is_said_and_nobody_is_judged() -> None:
    listed = parse(TARGET('Anna', SV), HOME)
    known = standing(listed)
    silent = Facts(HOME, known.hosts, {HOME: known.rules[HOME]}, failed={SV: 'time-out'})
    report = lint(listed, silent)
    assert found(report) == [(Kind.UNREADABLE, 1)]
    assert report.counts == {State.UNKNOWN: 1}
    assert not fix(listed, report.findings, FIXABLE).removed


def test_an_entry_that_came_since_the_wikis_were_asked_is_left_alone() -> None:
    before = parse(TARGET('Anna', SV), HOME)
    now = parse(f'{TARGET("Anna", SV)}\n{TARGET("Bo", SV)}', HOME)
    report = lint(now, standing(before, without=['Anna', 'Bo']))
    assert found(report) == [(Kind.MISSING, 1)]
    assert fix(now, report.findings, FIXABLE).list.text == TARGET('Bo', SV)


def test_duplicates_name_the_first_line_and_leave_it() -> None:
    listed = parse(
        '\n'.join([TARGET('Anna', SV), '{{#target:User:anna|sv.x.org}}', TARGET('anna ', SV)]), HOME
    )
    report = lint(listed, standing(listed))
    assert found(report) == [(Kind.DUPLICATE, 2), (Kind.DUPLICATE, 3)]
    assert {one.details['line'] for one in report.findings} == {'1'}
    assert list(report.predictions.values()) == [State.DELIVERED, State.DUPLICATE, State.DUPLICATE]
    assert fix(listed, report.findings, {Kind.DUPLICATE}).list.text == TARGET('Anna', SV)


def test_of_one_person_on_several_wikis_the_one_with_most_edits_is_kept() -> None:
    listed = parse('\n'.join(TARGET('Anna', host) for host in (SV, EN, DE)), HOME)
    edits = {(SV, 'Anna'): 10, (EN, 'Anna'): 900, (DE, 'Anna'): 900}
    report = lint(listed, standing(listed, edits=edits, central={'Anna': 7}))
    assert found(report) == [(Kind.SAME_PERSON, 1), (Kind.SAME_PERSON, 3)]
    assert fix(listed, report.findings, {Kind.SAME_PERSON}).list.text == TARGET('Anna', EN)


def test_a_wiki_where_nobody_would_be_reached_is_not_kept() -> None:
    listed = parse('\n'.join(TARGET('Anna', host) for host in (SV, EN)), HOME)
    known = standing(listed, edits={(SV, 'Anna'): 10, (EN, 'Anna'): 900})
    landings = {**known.landings, Target(EN, 'User talk:Anna'): Landing('User talk:Anna', opted_out=True)}
    away = Facts(HOME, known.hosts, known.rules, landings, known.blocks, known.edits)
    assert (Kind.SAME_PERSON, 2) in found(lint(listed, away))


@pytest.mark.parametrize('how', [{'landings': MOVED}, {'without': ['Old'], 'renamed': {'Old': 'New'}}])
def test_one_person_under_two_names_keeps_the_name_of_today(how: dict[str, Any]) -> None:
    listed = parse(f'{TARGET("Old", SV)}\n{TARGET("New", SV)}', HOME)
    report = lint(listed, standing(listed, **how))
    assert found(report) == [(Kind.TWO_NAMES, 1)]
    assert fix(listed, report.findings, {Kind.RENAMED}).list.text == listed.text
    assert fix(listed, report.findings, {Kind.TWO_NAMES}).list.text == TARGET('New', SV)


LEFT = (
    {'without': ['Old', 'New'], 'landings': MOVED},
    {'without': ['Old'], 'landings': MOVED, 'locked': frozenset({'New'})},
    {'without': ['Old'], 'renamed': {'Old': 'New'}, 'locked': frozenset({'New'})},
    {'without': ['Old'], 'renamed': {'Old': 'Renamed user 12'}},
    {'without': ['Old', 'New'], 'renamed': {'Old': 'New'}},  # a system user is none that is there
    {
        'without': ['Old', 'New'],
        'renamed': {'Old': 'New'},
        'asked': Subscriptions({'New': SubscriptionAct('', 1, 'New', Wish.JOIN, EN)}),
    },
)


@pytest.mark.parametrize('how', LEFT)
def test_who_left_for_good_is_never_named_by_the_new_name(how: dict[str, Any]) -> None:
    listed = parse(f'{TARGET("Old", SV)}\n{ANNA}', HOME)
    report = lint(listed, standing(listed, **how))
    assert found(report) == [(Kind.MISSING, 1)]
    assert all('New' not in str(one.details) and '12' not in str(one.details) for one in report.findings)
    assert fix(listed, report.findings, {Kind.RENAMED, Kind.MISSING}).list.text.strip() == ANNA


def test_a_list_that_is_too_long_is_said_once() -> None:
    listed = parse('\n'.join(TARGET(f'U{at}', SV) for at in range(4)), HOME)
    assert found(lint(listed, standing(listed), longest=3)) == [(Kind.TOO_LONG, 0)]
    assert not lint(listed, standing(listed), longest=4).findings


def test_json_is_mended_in_place() -> None:
    targets = [{'title': 'User talk:Old', 'site': SV, 'x': 1}, {'title': 'User talk:Anna', 'site': HOME}]
    listed = parse(json.dumps({'description': 'd', 'targets': targets}), HOME, JSON)
    report = lint(listed, standing(listed, landings=MOVED))
    mended = json.loads(fix(listed, report.findings, FIXABLE).list.text)
    assert mended['targets'] == [{'title': 'User talk:New', 'site': SV, 'x': 1}, targets[1]]


def test_members_of_a_category_are_predicted() -> None:
    listed = from_category(['User talk:Anna', 'Category:Sub', 'File:X.png'], HOME, 'Category:L')
    assert listed.model == CATEGORY_MODEL
    states = list(lint(listed, standing(listed)).predictions.values())
    assert states == [State.DELIVERED, State.WRONG_NAMESPACE, State.WRONG_NAMESPACE]


def test_targets_that_only_templates_bring_are_said() -> None:
    listed = parse(f'{TARGET("Anna", SV)}\n{{{{/More}}}}', HOME)
    seen = [Target(SV, 'User talk:Anna'), Target(DE, 'User talk:Bo'), Target(EN, 'User talk:Cem')]
    (finding,) = lint(listed, standing(listed), expanded=seen).findings
    assert (finding.kind, finding.details) == (
        Kind.TRANSCLUDED, {'count': '2', 'example': f'User talk:Bo@{DE}'},
    )  # fmt: skip
    assert not lint(listed, standing(listed), expanded=seen[:1]).findings
