"""The send log, read."""

from __future__ import annotations

from typing import Any, cast

import pytest
from outreach.sendlog import LogEntry, entries
from outreach.wiki import Wiki

from tests.samples.cannedwiki import Canned, canned

EVENT = {'logid': 5, 'timestamp': '2026-01-02T03:04:05Z', 'user': 'Bo', 'title': 'L', 'comment': 'Hej'}


@pytest.mark.parametrize('params', [{'revid': 9}, {'4::revid': '9'}, {'0': 9}, {'x': 'a', '0': 9}])
def test_log_entries_of_all_ages_are_read(params: dict[str, Any]) -> None:
    wiki = canned(lambda asked: {'query': {'logevents': [{**EVENT, 'params': params}]}})
    assert list(entries(wiki)) == [LogEntry(5, 'L', 9, 'Bo', '2026-01-02T03:04:05Z', 'Hej')]


def test_hidden_entries_of_the_send_log_are_told_without_their_details() -> None:
    hidden = {'logid': 6, 'actionhidden': True, 'timestamp': '2026-01-01T00:00:00Z'}
    wiki = canned(lambda asked: {'query': {'logevents': [hidden, {**EVENT, 'params': {}}]}})
    assert [(one.id, one.title, one.revid) for one in entries(wiki)] == [(6, '', 0), (5, 'L', 0)]


def test_only_what_is_asked_for_limits_the_question() -> None:
    wiki = Canned(lambda asked: {'query': {}})
    list(entries(cast(Wiki, wiki), user='Bo', since='2026-01-01T00:00:00Z'))
    (asked,) = wiki.asked
    assert (asked['leuser'], asked['lestart'], asked['ledir']) == ('Bo', '2026-01-01T00:00:00Z', 'newer')
    assert 'letitle' not in asked
