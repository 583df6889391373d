"""How alive a mailing list is, from its threads alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from outreach.channels.liveness import Liveness, Thresholds
from outreach.channels.mailinglists import address_of, list_address, measure

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
OPEN = {'description': 'Talk about talking', 'archive_policy': 'public'}


def thread(day: str, replies: int) -> dict[str, Any]:
    return {'date_active': f'{day}T10:00:00Z', 'replies_count': replies, 'subject': 'Hello'}


def mail(day: str, who: str) -> dict[str, Any]:
    sender = {'mailman_id': None, 'address': f'{who} (a) example.org'}
    return {'date': f'{day}T10:00:00Z', 'sender': sender, 'sender_name': 'Somebody', 'subject': 'Hello'}


TWO = [mail('2026-11-01', 'ann'), mail('2026-11-02', 'bo'), mail('2026-11-03', 'ann')]


def verdict(*threads: dict[str, Any], **detail: str) -> Liveness:
    return measure({**OPEN, **detail}, threads, TWO, NOW, Thresholds())[0]


def test_a_list_where_somebody_answered_lately_is_alive() -> None:
    assert verdict(thread('2026-11-01', 2)) is Liveness.ALIVE
    assert verdict(thread('2026-11-01', 0), thread('2026-05-01', 2)) is Liveness.SLOW
    assert verdict(thread('2026-11-01', 0)) is Liveness.NOTICE_BOARD
    assert verdict(thread('2025-10-01', 5)) is Liveness.DEAD


# contract of channels: M4
@pytest.mark.parametrize('word', ['[ARCHIVED] old', '[Obsolete]', ' [disabled] use the forum'])
def test_a_list_that_its_owners_closed_is_dead_whatever_is_in_it(word: str) -> None:
    assert verdict(thread('2026-11-01', 2), description=word) is Liveness.DEAD


def test_a_private_list_cannot_be_measured() -> None:
    assert verdict(thread('2026-11-01', 2), archive_policy='private') is Liveness.UNKNOWN


# contract of channels: M4, M13
def test_a_list_is_alive_by_the_rule_that_is_printed_one_person_answering_herself_is_none() -> None:
    answered = [thread('2026-11-01', 2)]
    assert measure(OPEN, answered, TWO, NOW, Thresholds())[0] is Liveness.ALIVE
    assert measure(OPEN, answered, TWO, NOW, Thresholds(posters=3))[0] is Liveness.SLOW
    assert measure(OPEN, answered, TWO[::2], NOW, Thresholds())[0] is Liveness.SLOW
    long_ago = [TWO[0], mail('2026-05-01', 'bo')]
    assert measure(OPEN, answered, long_ago, NOW, Thresholds())[0] is Liveness.SLOW


# contract of channels: M4
def test_threads_and_people_are_counted_and_nothing_of_people_is_kept() -> None:
    mails = [*TWO, mail('2026-05-01', 'cem'), mail('2024-05-01', 'dan')]
    _, found, counted = measure(
        OPEN, [thread('2026-11-01', 2), thread('2026-10-01', 0)], mails, NOW, Thresholds()
    )
    assert (found.topics, found.answered, found.posts, found.posters, counted) == (2, 1, 4, 3, 4)
    assert not any(word in repr(found) for word in ('ann', 'example', 'Somebody'))


def test_people_are_told_apart_by_number_or_address_or_name() -> None:
    senders = [
        {'mailman_id': '7', 'address': 'x'},
        {'mailman_id': '7', 'address': 'y'},
        None,
        {'address': 'z'},
    ]
    mails = [{**TWO[0], 'sender': one} for one in senders]
    assert measure(OPEN, [thread('2026-11-01', 2)], mails, NOW, Thresholds())[1].posters == 3


def test_the_address_of_a_list_leads_to_its_own_host() -> None:
    name, host = list_address(' Talk@lists.example.org ')
    base = 'https://lists.example.org/hyperkitty/api/list/talk@lists.example.org'
    assert address_of(name, host)[1:] == (
        f'{base}/threads/?format=json&limit=100',
        f'{base}/emails/?format=json&limit=100',
    )


@pytest.mark.parametrize(
    'text', ['talk', 'talk@', 'a@b', 'x@lists.example.org/../y', 'x y@lists.example.org']
)
def test_what_is_no_address_of_a_list_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match='address of a mailing list'):
        list_address(text)


@pytest.mark.parametrize(
    ('detail', 'threads', 'mails'),
    [
        ('x', [], []),
        ({}, [{'date_active': '2026-11-20T10:00:00', 'replies_count': 1}], []),
        ({}, [{'date_active': '2026-11-20T10:00:00Z', 'replies_count': float('inf')}], []),
        ({}, [7], []),
        ({}, [], 7),
        ({}, [], [{'date': '2026-11-20T10:00:00Z', 'sender': 7}]),
        ({}, [], [{'date': '2026-11-20T10:00:00Z', 'sender_name': ['x']}]),
    ],
)
def test_what_is_no_answer_of_hyperkitty_is_said_so(detail: Any, threads: Any, mails: Any) -> None:
    with pytest.raises(ValueError, match=r'is no|is none|has no'):
        measure(detail, threads, mails, datetime(2026, 11, 26, tzinfo=UTC), Thresholds())
