"""Who was on the lists of earlier sends, by the latest of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from outreach.audience.contacted import contacted
from outreach.sendlog import LogEntry

from tests.samples.cannedwiki import canned

LISTS = {
    7: '{{#target:User talk:Ada|sv.w.test}} {{#target:User talk:Bo|sv.w.test}} {{#target:Talk:X|sv.w.test}}',
    8: '{{#target:User talk:Ada|en.w.test}}',
}
RENAMES = [{'params': {'olduser': 'Bo', 'newuser': 'Beau'}}, {'params': {'olduser': 'Zoe', 'newuser': 'Z'}}]


def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the texts of lists by their numbers, and the log of renames."""
    if asked.get('list') == 'logevents':
        return {'query': {'logevents': RENAMES}}
    rows = [
        {
            'title': 'L',
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
    ]
    return {'query': {'pages': rows}}


def send(revision: int, day: str) -> LogEntry:
    return LogEntry(revision, 'L', revision, 'Bot', f'2026-{day}T00:00:00Z', 'Hello')


def test_the_latest_send_counts_in_whatever_order_the_lists_are_read() -> None:
    for early, late in ((7, 8), (8, 7)):
        sends = [send(early, '01-01'), send(late, '02-01')]
        assert contacted(canned(answer), sends)['Ada'] == sends[1]


def test_who_was_renamed_since_is_known_under_both_names() -> None:
    one = send(7, '01-01')
    assert contacted(canned(answer), [one]) == {'Ada': one, 'Bo': one, 'Beau': one}


def test_without_a_send_nobody_was_asked() -> None:
    assert contacted(canned(answer), []) == {}
