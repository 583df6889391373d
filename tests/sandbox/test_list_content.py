"""Delivery lists in JSON keep the wire contract of MassMessage; the real one passes the same tests."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from sandbox.client import ApiFailure, Client
from sandbox.farm import Farm
from tests.sandbox.tools.massmessages import (
    DE,
    EN,
    LIST_MODEL,
    META,
    failure,
    fresh,
    json_list,
    last_revision,
    make_json_list,
    make_list,
)


@pytest.mark.parametrize(
    ('text', 'is_valid'),
    [
        ('{}', False),
        (json_list('', ''), False),
        (json_list('', ['A']), False),
        (json_list('', [{'title': '_'}]), False),
        (json_list(None, []), False),
        (json_list('', []), True),
        (json_list('', [{'title': 'A'}]), True),
        (json_list('', [{'title': 'A', 'site': 'unknown.example', 'more': 1}]), True),
    ],
)
def test_only_valid_lists_can_be_saved(sender: Client, text: str, *, is_valid: bool) -> None:
    title = fresh('Standin list')
    params = {'action': 'edit', 'title': title, 'text': text, 'contentmodel': LIST_MODEL}
    if is_valid:
        assert sender.call(token=sender.token(), **params)['edit']['result'] == 'Success'
        saved = sender.text(title)
        assert saved is not None
        assert json.loads(saved) == json.loads(text)
    else:
        assert failure(sender, **params) == 'invalid-content-data'


def test_content_of_a_list(farm: Farm, sender: Client) -> None:
    targets = [
        {'title': 'User talk:A'},
        {'title': f'User talk:B@{EN}'},
        {'title': 'User talk:C', 'site': EN},
    ]
    title = make_json_list(sender, targets, 'words')
    reply = farm.api(META, action='query', prop='mmcontent', titles=[title, 'No such page'])
    found = next(page for page in reply['query']['pages'] if page['title'] == title)
    assert found['mmcontent'] == {
        'description': 'words',
        'targets': ['User talk:A', f'User talk:B@{EN}@{META}', f'User talk:C@{EN}'],
    }
    wikitext = make_list(sender)
    with pytest.raises(ApiFailure, match='invalidspamlist'):
        farm.api(META, action='query', prop='mmcontent', titles=[title, wikitext])


B_AND_A = ({'title': 'B'}, {'title': 'A', 'site': EN})


@pytest.mark.parametrize(
    ('targets', 'change', 'expected'),
    [
        (
            (),
            {'add': f'A|A|A@{EN}|_|_|A@invalid.org|_@invalid.org|Foo@|a@{EN.upper()}'},
            {
                'result': 'Done',
                'added': [{'title': 'A', 'missing': ''}, {'title': 'A', 'site': EN}],
                'invalidadd': [
                    {'*': '_', 'invalidtitle': ''},
                    {'*': 'A@invalid.org', 'invalidsite': ''},
                    {'*': '_@invalid.org', 'invalidtitle': '', 'invalidsite': ''},
                    {'*': 'Foo@', 'invalidsite': ''},
                ],
            },
        ),
        (
            (),
            {'add': f'A@{META}|B@domain.org@{META}|C@domain.org@{EN}'},
            {
                'result': 'Success',
                'added': [
                    {'title': 'A', 'missing': ''},
                    {'title': 'B@domain.org', 'missing': ''},
                    {'title': 'C@domain.org', 'site': EN},
                ],
            },
        ),
        (
            B_AND_A,
            {'remove': f'A|A|B|B|A@{EN}|_'},
            {
                'result': 'Done',
                'removed': [{'title': 'B'}, {'title': 'A', 'site': EN}],
                'invalidremove': ['A', '_'],
            },
        ),
        (B_AND_A, {'description': 'new'}, {'result': 'Success', 'description': 'new'}),
        (B_AND_A, {'description': 'old'}, {'result': 'Done', 'invaliddescription': 'old'}),
        (
            B_AND_A,
            {'add': 'B|C|D', 'remove': f'A@{EN}|B|C', 'description': 'new'},
            {
                'result': 'Success',
                'added': [{'title': 'D', 'missing': ''}],
                'removed': [{'title': 'B'}, {'title': 'A', 'site': EN}],
                'description': 'new',
            },
        ),
    ],
)
def test_editing_a_list(
    sender: Client,
    targets: Sequence[dict[str, str]],
    change: dict[str, str],
    expected: dict[str, object],
) -> None:
    title = make_json_list(sender, targets, 'old')
    reply = sender.call(action='editmassmessagelist', spamlist=title, token=sender.token(), **change)[
        'editmassmessagelist'
    ]
    assert {key: value for key, value in reply.items() if value != []} == expected


def test_editing_sorts_and_sums_up(farm: Farm, sender: Client) -> None:
    title = make_json_list(sender, [{'title': 'B', 'site': DE}, {'title': 'D'}])
    sender.call(action='editmassmessagelist', spamlist=title, add=[f'A@{EN}', 'C'], token=sender.token())
    revision = last_revision(farm, META, title)
    assert revision['comment'] == 'Added 2 pages'
    assert json.loads(revision['text'])['targets'] == [
        {'title': 'C'},
        {'title': 'D'},
        {'title': 'B', 'site': DE},
        {'title': 'A', 'site': EN},
    ]


def test_editing_what_is_no_list_or_nothing(sender: Client) -> None:
    title = make_list(sender)
    assert failure(sender, action='editmassmessagelist', spamlist=title, add='A') == 'invalidspamlist'
    assert failure(sender, action='editmassmessagelist', spamlist=title) == 'missingparam'


def test_lists_are_found_by_their_category(farm: Farm, sender: Client) -> None:
    made = {make_list(sender, 'Project:Example'), make_json_list(sender, [])}
    farm.run_jobs()
    name = farm.api(META, action='query', meta='allmessages', ammessages='massmessage-list-category')[
        'query'
    ]['allmessages'][0]['content']
    reply = farm.api(META, action='query', list='categorymembers', cmtitle=f'Category:{name}', cmlimit='max')
    assert made <= {member['title'] for member in reply['query']['categorymembers']}
