"""Who was on the lists of earlier sends, by the latest of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from outreach.audience.contacted import Contacted, contacted, is_lost
from outreach.sendlog import LogEntry
from outreach.wiki import Wiki

from tests.samples.cannedwiki import Canned, canned

LISTS = {
    7: '{{#target:User talk:Ada|sv.w.test}} {{#target:User talk:Bo|sv.w.test}} {{#target:Talk:X|sv.w.test}}',
    8: '{{#target:User talk:Ada|en.w.test}}',
    9: '{{#target:User talk:Ada|en.w.test}} {{User:Mallory/more}}',
    10: 'A category.',
    11: '<s>{{#target:User talk:Struck|en.w.test}}</s>',
}
TITLES = {10: 'Category:People'}
RENAMES = [{'params': {'olduser': 'Bo', 'newuser': 'Beau'}}, {'params': {'olduser': 'Zoe', 'newuser': 'Z'}}]


def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the texts of lists by their numbers, and the log of renames."""
    if asked.get('list') == 'logevents':
        return {'query': {'logevents': RENAMES}}
    if asked.get('list') == 'categorymembers':
        return {'query': {'categorymembers': [{'title': 'User talk:Cat'}]}}
    if asked['action'] == 'parse':
        return {'parse': {'text': '<a href="//sv.w.test/w/index.php?title=User_talk:Deep">'}}
    rows = [
        {
            'title': TITLES.get(int(number), 'L'),
            'revisions': [
                {
                    'revid': int(number),
                    'timestamp': '2026-01-01T00:00:00Z',
                    'tags': [],
                    'slots': {'main': {'content': LISTS[int(number)]}},
                }
            ],
        }
        for number in asked['revids']
        if int(number) in LISTS
    ]
    return {'query': {'pages': rows}}


def send(revision: int, day: str) -> LogEntry:
    return LogEntry(revision, 'L', revision, 'Bot', f'2026-{day}T00:00:00Z', 'Hello')


def test_the_latest_send_counts_in_whatever_order_the_lists_are_read() -> None:
    for early, late in ((7, 8), (8, 7)):
        sends = [send(early, '01-01'), send(late, '02-01')]
        assert contacted(canned(answer), sends).people['Ada'] == sends[1]


def test_who_was_renamed_since_is_known_under_both_names() -> None:
    one = send(7, '01-01')
    assert contacted(canned(answer), [one]).people == {'Ada': one, 'Bo': one, 'Beau': one}


def test_without_a_send_nobody_was_asked() -> None:
    assert contacted(canned(answer), []) == Contacted()


def test_who_got_it_is_known_whatever_the_list_was_written_as() -> None:
    for number, names in ((9, {'Ada', 'Deep'}), (10, {'Cat'}), (11, {'Struck'})):
        assert set(contacted(canned(answer), [send(number, '01-01')]).people) == names
    plain = Canned(answer)
    contacted(cast(Wiki, plain), [send(7, '01-01')])
    assert all(one['action'] != 'parse' for one in plain.asked)


def test_a_list_that_was_deleted_is_told() -> None:
    found = contacted(canned(answer), [send(7, '01-01'), send(77, '02-01')])
    assert (set(found.people), len(found.lost)) == ({'Ada', 'Bo', 'Beau'}, 1)
    assert 'entry 77 of the send log: was from L by Bot at 2026-02-01' in str(is_lost(found.lost[0]))
