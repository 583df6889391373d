"""Delivery lists in JSON: valid or refused, and written with nothing lost."""

from __future__ import annotations

import json
import re

import pytest
from outreach.lists import listjson
from outreach.lists.deliverylist import JSON, parse
from outreach.lists.entries import Target
from outreach.lists.merge import merge

from tests.samples.listtexts import HOME

# text, why the whole list is refused ('' where it is not), targets
JSON_LISTS = [
    ('{}', 'description', []),
    ('[]', 'description', []),
    ('{"description": "", "targets": ""}', '"targets" array', []),
    ('{"description": 1, "targets": []}', 'description', []),
    ('{"description": "", "targets": []}', '', []),
    ('{"description": "", "targets": ["A"]}', 'target 1 is "A"', []),
    ('{"description": "", "targets": [{"title": "A"}]}', '', ['A@meta.wikimedia.org']),
    ('{"description": "", "targets": [{"title": "_"}]}', 'target 1', []),
    ('{"description": "",\n "targets": [}', 'line 2', []),
    (
        '{"description": "", "targets": [{"title": "A"}, {"title": "B", "site": "en.wikipedia.org"}]}',
        '',
        ['A@meta.wikimedia.org', 'B@en.wikipedia.org'],
    ),
    (
        '{"description": "", "targets": [{"title": "User talk:B@en.wikipedia.org"}]}',
        '',
        ['User talk:B@en.wikipedia.org@meta.wikimedia.org'],
    ),
]


@pytest.mark.parametrize(('text', 'broken', 'targets'), JSON_LISTS)
def test_json_lists_are_valid_or_refused_as_a_whole(text: str, broken: str, targets: list[str]) -> None:
    listed = parse(text, HOME, JSON, title='L')
    assert broken in listed.broken
    assert bool(broken) == bool(listed.broken)
    assert [str(target) for target in listed.targets] == targets
    assert listed.text == text
    if broken:
        assert str(listed.problems[0]).startswith('L: ')
        with pytest.raises(ValueError, match=re.escape(listed.broken)):
            merge(listed, [Target(HOME, 'User talk:A')])


def test_a_json_target_on_an_unknown_host_leaves_the_list_valid() -> None:
    text = '{"description": "", "targets": [{"title": "A"}, {"title": "C", "site": "Invalid.org"}]}'
    listed = parse(text, HOME, JSON)
    assert [target.page for target in listed.targets] == ['A']
    assert listed.entries[1].reading.taken is None


def test_json_keeps_unknown_keys_and_order() -> None:
    text = json.dumps(
        {
            'x': {'y': [1]},
            'description': 'd',
            'targets': [
                {'note': 'first', 'title': 'User talk:Z', 'site': 'sv.wikipedia.org'},
                {'title': 'User talk:A'},
            ],
        }
    )
    merged = merge(parse(text, HOME, JSON), [Target('en.wikipedia.org', 'User talk:M')])
    content = json.loads(merged.list.text)
    assert list(content) == ['x', 'description', 'targets']
    assert content['targets'][0] == {'note': 'first', 'title': 'User talk:Z', 'site': 'sv.wikipedia.org'}
    assert [one['title'][-1] for one in content['targets']] == ['Z', 'A', 'M']


def test_json_in_canonical_order_stays_in_it() -> None:
    targets = [
        {'title': 'C'},
        {'title': 'D'},
        {'title': 'B', 'site': 'de.x.org'},
        {'title': 'A', 'site': 'en.x.org'},
    ]
    text = json.dumps({'description': '', 'targets': targets})
    new = [Target('en.x.org', 'Talk:Z'), Target('de.x.org', 'Talk:A'), Target(HOME, 'Talk:C')]
    merged = merge(parse(text, HOME, JSON), new)
    order = [(one.get('site', ''), one['title']) for one in json.loads(merged.list.text)['targets']]
    assert order == sorted(order)
    assert len(order) == 7


def test_each_entry_has_its_place_in_the_array_and_its_line() -> None:
    text = listjson.new('', [Target(HOME, 'Talk:A'), Target('en.wikipedia.org', 'Talk:B')], HOME)
    entries = parse(text, HOME, JSON).entries
    lines = [number for number, line in enumerate(text.split('\n'), 1) if '"title"' in line]
    assert [(one.start, one.end, one.line) for one in entries] == [(0, 1, lines[0]), (1, 2, lines[1])]
    assert lines[0] > 1


def test_two_targets_may_stand_in_one_line() -> None:
    text = '{"description": "",\n"targets": [{"title": "A"}, {"title": "B"},\n{"\\u0074itle": "C"}]}'
    assert [one.line for one in parse(text, HOME, JSON).entries] == [2, 2, 1]


def test_a_target_that_moves_home_loses_its_host() -> None:
    text = '{"description": "", "targets": [{"title": "A", "site": "en.wikipedia.org", "x": 1}]}'
    moved = json.loads(listjson.edited(text, HOME, (), (), {0: Target(HOME, 'B')}))
    assert moved['targets'] == [{'title': 'B', 'x': 1}]
    back = json.loads(listjson.edited(json.dumps(moved), HOME, (), (), {0: Target('zz.w.org', 'B')}))
    assert back['targets'] == [{'title': 'B', 'x': 1, 'site': 'zz.w.org'}]


def test_an_empty_page_is_an_empty_list() -> None:
    listed = parse('', HOME, JSON)
    assert (listed.broken, listed.entries) == ('', ())
