"""The answers of a first look, and whether all is well."""

from __future__ import annotations

import json

import pytest
from outreach.checks.setupreport import Row, Verdict, as_json, contact, rights_rows, table, works

ALL = frozenset({'read', 'edit', 'createpage', 'massmessage'})


@pytest.mark.parametrize(
    ('rights', 'task', 'expected'),
    [
        (ALL, 'send', [Verdict.YES, Verdict.YES, Verdict.YES]),
        (ALL - {'massmessage'}, 'send', [Verdict.YES, Verdict.NO, Verdict.YES]),
        (ALL - {'edit'}, 'send', [Verdict.NO, Verdict.YES, Verdict.YES]),
        (ALL | {'delete'}, 'send', [Verdict.YES, Verdict.YES, Verdict.NO]),
        (ALL - {'massmessage'}, 'build', [Verdict.YES, Verdict.UNUSED, Verdict.YES]),
        (ALL, 'build', [Verdict.YES, Verdict.UNUSED, Verdict.NO]),
    ],
)
def test_rights_say_which_task_can_be_done_and_what_is_too_much(
    rights: frozenset[str], task: str, expected: list[Verdict]
) -> None:
    assert [row.verdict for row in rights_rows(rights, 'meta.w.test', task)] == expected


def test_a_missing_right_is_named_with_its_grant() -> None:
    row = rights_rows(ALL - {'createpage'}, 'meta.w.test', 'build')[0]
    assert 'createpage' in row.todo
    assert 'grant: editpage' in row.todo


@pytest.mark.parametrize(
    ('verdict', 'well'),
    [(Verdict.YES, True), (Verdict.UNUSED, True), (Verdict.NO, False), (Verdict.UNKNOWN, False)],
)
def test_what_nobody_can_tell_is_not_well(verdict: Verdict, *, well: bool) -> None:
    assert works([Row('a', Verdict.YES), Row('b', verdict)]) is well


def test_the_table_and_its_json_say_the_same() -> None:
    rows = [Row('short', Verdict.YES, 'here'), Row('a longer question', Verdict.NO, 'gone', 'get it back')]
    assert table(rows).splitlines() == [
        'short              yes          here',
        'a longer question  no           gone; to do: get it back',
    ]
    assert [one['verdict'] for one in json.loads(as_json(rows))] == ['yes', 'no']


def test_of_a_contact_in_the_user_agent_only_the_host_is_shown() -> None:
    told = 'check_setup (meta:meta; bot.keeper@example.org; https://example.org/x) Pywikibot/11'
    assert contact(told) == 'check_setup (meta:meta; …@example.org; https://example.org/x) Pywikibot/11'
    assert contact('x (a@b@example.org) y') == 'x …@example.org) y'
