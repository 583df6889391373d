"""The send log, read."""

from __future__ import annotations

from outreach.sendlog import sends_since

from tests.samples.cannedwiki import canned


def test_hidden_entries_of_the_send_log_are_passed_over() -> None:
    entries = [
        {'title': 'L', 'timestamp': '2026-01-01T00:00:00Z', 'params': {'revid': 5}},
        {'actionhidden': True, 'timestamp': '2026-01-01T00:00:00Z'},
        {'title': 'M', 'timestamp': '2026-01-01T00:00:00Z', 'params': {}},
    ]
    sends = sends_since(canned(lambda asked: {'query': {'logevents': entries}}), '2025-01-01T00:00:00Z')
    assert [send.revid for send in sends] == [5]
