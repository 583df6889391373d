"""Mailing lists are asked by the fetcher, and what is no answer of HyperKitty is a failure."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from outreach.channels.listsurvey import place, refused, rows, survey
from outreach.channels.liveness import Liveness, Thresholds
from outreach.fetching import NOTHING_KNOWN, FetchedAnswer, Fetcher, FetchFailed, Validators
from outreach.reachable import AllowedHosts

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
TALK = ('talk', 'lists.example.org')
MAILS = {'results': [
    {'date': '2026-11-20T10:00:00Z', 'sender': {'address': f'{who} (a) example.org'}} for who in ('ann', 'bo')
]}  # fmt: skip
THREAD = {'date_active': '2026-11-20T10:00:00Z', 'replies_count': 3, 'subject': 'Hi'}


class Canned(Fetcher):
    """A fetcher whose answers are given: the list itself, then its threads, then its mails."""

    def __init__(self, detail: Any, threads: Any, status: int = 200, mails: Any = MAILS) -> None:
        super().__init__(AllowedHosts.read(['lists.example.org']), 'test')
        self.detail, self.threads, self.mails, self.status = detail, threads, mails, status

    def fetch(self, link: str, known: Validators = NOTHING_KNOWN) -> FetchedAnswer:
        """Return what was given."""
        parts = {'threads/': self.threads, 'emails/': self.mails}
        value = next((what for part, what in parts.items() if part in link), self.detail)
        if isinstance(value, Exception):
            raise value
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        return FetchedAnswer(self.status, link, {}, body)


def test_a_list_is_measured_by_its_threads() -> None:
    found = survey([TALK], Canned({'description': ''}, {'results': [THREAD]}), Thresholds(), NOW)
    (one,) = found.channels.values()
    assert (one.measured.verdict, one.measured.activity.topics, found.failed) == (Liveness.ALIVE, 1, {})
    assert (one.measured.activity.posters, one.measured.mails) == (2, 2)
    assert not one.page.takes_messages(home=True)


def test_a_list_that_nobody_may_read_cannot_be_measured() -> None:
    found = survey([TALK], Canned({}, {}, status=403), Thresholds(), NOW)
    assert [one.measured.verdict for one in found.channels.values()] == [Liveness.UNKNOWN]


@pytest.mark.parametrize(
    ('detail', 'threads', 'status'),
    [
        ({}, FetchFailed('timed out'), 200),
        ({}, b'<html>', 200),
        ({}, {'count': 0}, 200),
        ({}, {'results': [{'date_active': 'yesterday', 'replies_count': 0}]}, 200),
        ({}, {'results': [{}]}, 200),
        ([], {'results': []}, 200),
        ({}, {'results': []}, 500),
    ],
)
def test_what_is_no_answer_of_a_list_fails_and_measures_nothing(
    detail: Any, threads: Any, status: int
) -> None:
    found = survey([TALK], Canned(detail, threads, status), Thresholds(), NOW)
    assert (dict(found.channels), list(found.failed)) == ({}, ['talk@lists.example.org'])


# contract of channels: M4
def test_a_host_that_the_operator_did_not_allow_is_refused() -> None:
    assert refused([TALK], AllowedHosts.read(['lists.example.org'])) == []
    (problem,) = refused([TALK], AllowedHosts.read(['lists.wikimedia.org']))
    assert 'not among _outreach_hosts' in str(problem)


def test_a_list_becomes_a_row_that_leads_to_its_archive() -> None:
    (row,) = rows([TALK])
    assert (row.kind, row.place) == ('mailing list', place(*TALK))
    assert row.place.link == 'https://lists.example.org/hyperkitty/list/talk@lists.example.org/'


# contract of channels: M4
def test_mails_that_are_none_measure_nothing() -> None:
    found = survey([TALK], Canned({}, {'results': [THREAD]}, mails={'results': [{}]}), Thresholds(), NOW)
    assert (dict(found.channels), list(found.failed)) == ({}, ['talk@lists.example.org'])
