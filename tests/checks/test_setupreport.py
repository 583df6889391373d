"""The answers of a first look, and whether all is well."""

from __future__ import annotations

import json

import pytest
from outreach.checks.setupreport import (
    DOES,
    GRANT_OF,
    NEEDS,
    SetupAnswer,
    SetupRow,
    as_json,
    contact,
    contact_row,
    grants_row,
    identity_rows,
    replica_row,
    rights_rows,
    table,
    trouble,
    works,
)
from outreach.problems import CannotTell, Stopped, Unreachable, WikiError
from outreach.shown import aligned

ALL = frozenset({'read', 'edit', 'createpage', 'massmessage'})


@pytest.mark.parametrize(
    ('rights', 'task', 'expected'),
    [
        (ALL, 'send', 'build yes, request yes, send yes, mail -, no more yes'),
        (ALL - {'massmessage'}, 'send', 'build yes, request yes, send no, mail -, no more yes'),
        (ALL - {'edit'}, 'send', 'build no, request no, send yes, mail -, no more yes'),
        (ALL | {'delete'}, 'send', 'build yes, request yes, send yes, mail -, no more no'),
        (ALL - {'massmessage'}, 'build', 'build yes, request yes, send -, mail -, no more yes'),
        (ALL, 'build', 'build yes, request yes, send -, mail -, no more no'),
        (
            ALL - {'massmessage', 'createpage'},
            'request',
            'build -, request no, send -, mail -, no more yes',
        ),
        (
            ALL - {'massmessage'},
            'request',
            'build -, request yes, send -, mail -, no more yes',
        ),
        (ALL, 'mail', 'build yes, request -, send -, mail no, no more no'),
        (
            ALL - {'massmessage'} | {'sendemail'},
            'mail',
            'build yes, request -, send -, mail yes, no more yes',
        ),
        # every account has this right, if its password's grants let it
        (ALL | {'sendemail'}, 'send', 'build yes, request yes, send yes, mail -, no more yes'),
    ],
)
def test_rights_say_which_task_can_be_done_and_what_is_too_much(
    rights: frozenset[str], task: str, expected: str
) -> None:
    said = {SetupAnswer.YES: 'yes', SetupAnswer.NO: 'no', SetupAnswer.UNUSED: '-'}
    rows = rights_rows(rights, 'meta.w.test', task)
    assert (
        ', '.join(f'{name} {said[row.verdict]}' for name, row in zip((*NEEDS, 'no more'), rows, strict=True))
        == expected
    )


def test_a_missing_right_is_named_with_its_grant() -> None:
    row = rights_rows(ALL - {'createpage'}, 'meta.w.test', 'build')[0]
    assert 'createpage' in row.todo
    assert 'grant: editpage' in row.todo


GROUPS = ALL | {'sendemail', 'upload', 'move'}


@pytest.mark.parametrize(
    ('rights', 'groups', 'task', 'verdict', 'found', 'todo'),
    [
        (GROUPS, GROUPS, 'send', SetupAnswer.YES, 'keep nothing back', ''),
        (ALL, GROUPS, 'send', SetupAnswer.YES, 'createpage, edit, massmessage, and keep back 3', ''),
        (ALL - {'massmessage'}, GROUPS, 'build', SetupAnswer.YES, 'let through createpage, edit, and', ''),
        (ALL - {'massmessage'}, GROUPS, 'send', SetupAnswer.NO, 'keep back massmessage', 'too: highvolume'),
        (
            {'read'}, GROUPS, 'request', SetupAnswer.NO, 'keep back createpage, edit',
            'this too: createeditmovepage, editpage',
        ),
        (ALL, GROUPS, 'mail', SetupAnswer.NO, 'keep back sendemail', 'this too: sendemail'),
        # by a global group: its grants let it through, whatever the groups on the wiki give
        (ALL, GROUPS - {'massmessage'}, 'send', SetupAnswer.YES, 'keep back 3', ''),
        (
            ALL - {'massmessage'}, GROUPS - {'massmessage'}, 'send', SetupAnswer.UNKNOWN,
            'has no massmessage, so nobody can see if highvolume is there', 'get the right',
        ),
    ],
)  # fmt: skip
def test_what_the_account_has_and_its_log_in_not_the_grants_keep_back(
    rights: frozenset[str], groups: frozenset[str], task: str, verdict: SetupAnswer, found: str, todo: str
) -> None:
    row = grants_row(rights, groups, task)
    assert (row.verdict, found in row.found) == (verdict, True), row
    assert todo in row.todo if todo else row.todo == ''


def test_the_grant_of_every_right_that_a_task_needs_is_known() -> None:
    for doing in DOES.values():
        for name in doing:
            _, needed, grants = NEEDS[name]
            assert {GRANT_OF[one] for one in needed} == set(grants.split(', '))


@pytest.mark.parametrize(
    ('verdict', 'well'),
    [
        (SetupAnswer.YES, True),
        (SetupAnswer.UNUSED, True),
        (SetupAnswer.NO, False),
        (SetupAnswer.UNKNOWN, False),
    ],
)
def test_what_nobody_can_tell_is_not_well(verdict: SetupAnswer, *, well: bool) -> None:
    assert works([SetupRow('a', SetupAnswer.YES), SetupRow('b', verdict)]) is well


def test_the_table_and_its_json_say_the_same() -> None:
    rows = [
        SetupRow('short', SetupAnswer.YES, 'here'),
        SetupRow('a longer question', SetupAnswer.NO, 'gone', 'get it back'),
    ]
    assert aligned(table(rows)) == [
        'short              yes  here',
        'a longer question  no   gone; to do: get it back',
    ]
    assert [one['verdict'] for one in json.loads(as_json(rows))] == ['yes', 'no']


def test_of_a_contact_in_the_user_agent_only_the_host_is_shown() -> None:
    told = 'check_setup (meta:meta; bot.keeper@example.org; https://example.org/x) Pywikibot/11'
    assert contact(told) == 'check_setup (meta:meta; …@example.org; https://example.org/x) Pywikibot/11'
    assert contact('x (a@b@example.org) y') == 'x …@example.org) y'


@pytest.mark.parametrize(
    ('address', 'name', 'verdict', 'advised'),
    [
        (True, True, SetupAnswer.YES, False),
        (False, True, SetupAnswer.UNKNOWN, True),
        (False, False, SetupAnswer.NO, True),
    ],
)
def test_a_name_alone_is_told_what_to_write(
    verdict: SetupAnswer, *, address: bool, name: bool, advised: bool
) -> None:
    row = contact_row('x (User:Ada)', address=address, name=name)
    assert row.verdict is verdict
    assert ("user_agent_description = 'https://" in row.todo) is advised


def test_what_a_wiki_says_makes_no_line_of_its_own() -> None:
    said = (
        'badtoken: no\nmay send messages  yes          on meta.wikimedia.test\x1b[2J' + ' ' * 200 + 'Saved X'
    )
    (line,) = aligned(table([SetupRow('rights', SetupAnswer.UNKNOWN, said)]))
    assert line.startswith('rights  cannot tell  badtoken: no⏎may send')
    assert '\x1b' not in line
    assert '   ' not in line.removeprefix('rights  cannot tell  ')


REFUSED = Stopped('Could not log in on meta.w.test as Bot: wrong password')
DOWN = Unreachable('meta.w.test', 'gave no usable answer')


@pytest.mark.parametrize(
    ('error', 'verdict', 'todo'),
    [
        (REFUSED, SetupAnswer.NO, 'later'),
        (DOWN, SetupAnswer.UNKNOWN, 'later'),
        (CannotTell('meta.w.test', 'no rights'), SetupAnswer.UNKNOWN, 'changed'),
    ],
)
def test_what_failed_is_a_row_with_what_to_do(
    error: Stopped | WikiError, verdict: SetupAnswer, todo: str
) -> None:
    row = trouble('x', error)
    assert (row.verdict, row.found) == (verdict, str(error))
    assert todo in row.todo


@pytest.mark.parametrize(
    ('log_in', 'rights', 'said'),
    [
        (None, None, 'logged in yes'),
        (REFUSED, None, 'logged in no, rights cannot tell'),
        (None, Stopped('Bot is blocked on meta.w.test: x'), 'logged in yes, rights no'),
        (None, DOWN, 'logged in yes, rights cannot tell'),
    ],
)
def test_a_failed_log_in_or_question_for_rights_is_a_row(
    log_in: Stopped | None, rights: Stopped | WikiError | None, said: str
) -> None:
    rows = identity_rows('Bot on meta.w.test', log_in, rights)
    assert ', '.join(f'{row.question} {row.verdict.value}' for row in rows) == said
    assert all(row.todo for row in rows if row.verdict is not SetupAnswer.YES)


def test_each_statement_of_the_replicas_has_a_row() -> None:
    assert replica_row('tags', None) == SetupRow('replica: tags', SetupAnswer.YES)
    wrong = replica_row('tags', DOWN)
    assert (wrong.verdict, wrong.found, bool(wrong.todo)) == (SetupAnswer.NO, str(DOWN), True)
