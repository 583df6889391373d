"""Which edits count, and for how much."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach.audience.contributions import (
    PAGE_BYTES,
    PAGE_EDITS,
    EditKind,
    TopicEdit,
    contributions,
    edits_of,
    kind,
    pages_worth_reading,
    pattern,
    read_contributors,
    read_edits,
)
from outreach.audience.topic import Article
from outreach.wiki import Wiki

from tests.samples.cannedwiki import Canned

SINCE = '2026-01-01T00:00:00Z'


def revision(revid: int, parent: int, size: int, user: str = 'Ada', **more: Any) -> dict[str, Any]:
    base = {'revid': revid, 'parentid': parent, 'user': user, 'userid': 7, 'size': size, 'tags': []}
    return {**base, 'timestamp': f'2026-02-{revid:02}T00:00:00Z', 'comment': '', **more}


def article(page: int, host: str = 'en.w.test') -> Article:
    return Article(host, page, f'Page {page}', 100, '2026-03-01T00:00:00Z')


def edit(
    time: str, added: int = 10, user: str = 'Ada', of: EditKind = EditKind.COUNTS, text: str = ''
) -> TopicEdit:
    return TopicEdit(user, f'2026-02-01T{time}Z', added, of, text)


@pytest.mark.parametrize(
    ('more', 'expected'),
    [
        ({}, EditKind.COUNTS),
        ({'user': '192.0.2.1', 'anon': True, 'userid': 0}, EditKind.UNREGISTERED),
        ({'user': '2001:db8::1', 'userid': 0}, EditKind.UNREGISTERED),
        ({'user': '~2026-12345-6'}, EditKind.TEMPORARY),
        ({'user': '~2026-12345-6', 'temp': True}, EditKind.TEMPORARY),
        ({'tags': ['mw-reverted', 'visualeditor']}, EditKind.REVERTED),
        ({'tags': ['mw-undo']}, EditKind.REVERTING),
        ({'tags': ['mw-rollback']}, EditKind.REVERTING),
        ({'tags': ['mw-manual-revert']}, EditKind.REVERTING),
        ({'tags': ['mw-undo', 'mw-reverted']}, EditKind.REVERTED),
        ({'tags': ['visualeditor']}, EditKind.COUNTS),
    ],
)
def test_kinds_of_edits(more: dict[str, Any], expected: EditKind) -> None:
    assert kind({'user': 'Ada', 'userid': 7, **more}) is expected


def test_sizes_come_from_the_parent_whatever_the_order() -> None:
    revisions = [revision(1, 0, 100), revision(2, 1, 130), revision(3, 2, 90)]
    for _ in range(5):
        random.Random(1).shuffle(revisions)
        assert [one.added for one in edits_of(revisions, SINCE)] == [100, 30, -40]


def test_the_revision_before_the_window_gives_its_size_only() -> None:
    old = revision(1, 0, 100) | {'timestamp': '2025-12-31T23:59:59Z'}
    assert [one.added for one in edits_of([old, revision(2, 1, 130)], SINCE)] == [30]


def test_an_unknown_parent_adds_nothing() -> None:
    assert [one.added for one in edits_of([revision(5, 4, 5000)], SINCE)] == [0]


@pytest.mark.parametrize('flag', ['userhidden', 'texthidden', 'sha1hidden', 'suppressed'])
def test_hidden_revisions_are_no_edits_but_have_a_size(flag: str) -> None:
    hidden = revision(2, 1, 500) | {flag: True}
    if flag == 'userhidden':
        del hidden['user']
    done = list(edits_of([revision(1, 0, 100), hidden, revision(3, 2, 510)], SINCE))
    assert [one.added for one in done] == [100, 10]


@pytest.mark.parametrize(
    ('comment', 'expected'),
    [
        ('', ''),
        ('/* History */', ''),
        ('/* History */ Typo', 'typo'),
        ('Adding 3 links to [[Malaria]] and [[Asthma|it]]', 'adding # links to # and #'),
        ('Rescuing 12 sources #IABot', 'rescuing # sources #iabot'),
    ],
)
def test_patterns_of_summaries(comment: str, expected: str) -> None:
    assert pattern(comment) == expected


# (page, time, summary) of edits by one person, how many edits count
MASS = [
    ([(1, '10:00:00', 'x'), (2, '10:00:30', 'x'), (3, '10:01:20', 'x')], 1),
    ([(1, '10:00:00', 'x'), (2, '10:01:00', 'x')], 1),
    ([(1, '10:00:00', 'x'), (2, '10:01:01', 'x')], 2),
    ([(1, '10:00:00', 'x'), (1, '10:00:30', 'x')], 2),
    ([(1, '10:00:00', 'x'), (2, '10:00:30', 'y')], 2),
    ([(1, '10:00:00', ''), (2, '10:00:30', '')], 2),
]


@pytest.mark.parametrize(('done', 'counted'), MASS)
def test_runs_of_a_tool_count_once(done: list[tuple[int, str, str]], counted: int) -> None:
    edits: dict[Article, list[TopicEdit]] = {}
    for page, time, text in done:
        edits.setdefault(article(page), []).append(edit(time, text=text))
    found, _ = contributions(edits, SINCE)
    assert sum(one.edits for one in found['Ada']) == counted


def test_one_page_counts_for_so_much_and_no_more() -> None:
    many = [edit(f'{hour:02}:00:00', 9000) for hour in range(24)]
    found, _ = contributions({article(1): many}, SINCE)
    assert [(one.edits, one.added) for one in found['Ada']] == [(PAGE_EDITS, PAGE_BYTES)]


def test_who_did_nothing_that_counts_is_named_with_the_reason() -> None:
    found, silent = contributions(
        {
            article(1): [
                edit('10:00:00', user='Rita', of=EditKind.REVERTED),
                edit('11:00:00', user='Uwe', of=EditKind.REVERTING),
                edit('12:00:00', user='Both', of=EditKind.REVERTING),
                edit('13:00:00', user='Both'),
            ]
        },
        SINCE,
    )
    assert set(found) == {'Both'}
    assert silent == {'Rita': EditKind.REVERTED, 'Uwe': EditKind.REVERTING}


EDITS = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.builds(
            TopicEdit,
            st.sampled_from(['Ada', 'Bo']),
            st.integers(0, 300).map(lambda s: f'2026-02-01T10:{s // 60:02}:{s % 60:02}Z'),
            st.integers(-50, 500),
            st.sampled_from(list(EditKind)),
            st.sampled_from(['', 'x', 'y']),
        ),
    ),
    max_size=14,
)


@settings(max_examples=80, deadline=None)
@given(EDITS, st.randoms(use_true_random=False))
def test_the_order_of_replies_changes_nothing(
    done: list[tuple[int, TopicEdit]], order: random.Random
) -> None:
    def grouped(some: list[tuple[int, TopicEdit]]) -> dict[Article, list[TopicEdit]]:
        pages: dict[Article, list[TopicEdit]] = {}
        for page, one in some:
            pages.setdefault(article(page), []).append(one)
        return pages

    shuffled = list(done)
    order.shuffle(shuffled)
    assert contributions(grouped(shuffled), SINCE) == contributions(grouped(done), SINCE)


def test_pages_of_people_who_edited_too_few_are_not_read() -> None:
    names = {('en', 1): {'Ada', 'Bo'}, ('en', 2): {'Ada'}, ('sv', 1): {'Cy'}, ('sv', 2): set()}
    assert pages_worth_reading(names, 2) == {('en', 1), ('en', 2)}
    assert pages_worth_reading(names, 1) == {('en', 1), ('en', 2), ('sv', 1)}


def bare_revision(revid: int, timestamp: str) -> dict[str, Any]:
    return {
        'revid': revid,
        'parentid': revid - 1,
        'user': 'Ada',
        'userid': 7,
        'timestamp': timestamp,
        'size': revid,
    }


def test_reading_edits_stops_at_the_first_one_before_the_window() -> None:
    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        new = 'rvcontinue' not in asked
        some = [9, 8] if new else [7, 6]
        rows = [bare_revision(n, f'202{5 if n > 6 else 0}-01-0{n}T00:00:00Z') for n in some]
        return {'query': {'pages': [{'pageid': 1, 'revisions': rows}]}, 'continue': {'rvcontinue': 'x'}}

    wiki = Canned(answer)
    article = Article('en.w.test', 1, 'A', 9, '2025-01-09T00:00:00Z')
    done = read_edits(cast(Wiki, wiki), article, '2024-01-01T00:00:00Z')
    assert [edit.added for edit in done] == [1, 1, 1]
    assert len(wiki.asked) == 2


def test_a_pattern_is_the_beginning_of_a_long_summary() -> None:
    assert pattern('x' * 101) == 'x' * 100


def test_an_account_that_the_reply_does_not_number_is_an_account() -> None:
    assert kind({'user': 'Ada'}) is EditKind.COUNTS


def test_contributors_come_in_several_replies() -> None:
    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        if 'pccontinue' in asked:
            return {'query': {'pages': [{'pageid': 1, 'contributors': [{'name': 'Bo'}]}]}}
        pages = [{'pageid': 1, 'contributors': [{'name': 'Ada'}]}, {'pageid': 2}]
        return {'query': {'pages': pages}, 'continue': {'pccontinue': 'x'}}

    wiki = Canned(answer)
    assert read_contributors(cast(Wiki, wiki), [1, 2]) == {1: {'Ada', 'Bo'}, 2: set()}
    assert wiki.asked[0]['pageids'] == ['1', '2']


def test_an_edit_at_the_first_moment_of_the_window_counts() -> None:
    first, earlier = edit('10:00:00', added=1), edit('09:59:59', added=2)
    found, _ = contributions({article(1): [first, earlier]}, first.time)
    assert [one.added for one in found['Ada']] == [1]
    done = edits_of([revision(1, 0, 5)], '2026-02-01T00:00:00Z')
    assert [one.added for one in done] == [5]


def test_the_worst_that_is_known_of_an_editor_is_the_reason() -> None:
    done = [edit('10:00:00', of=EditKind.REVERTING), edit('11:00:00', of=EditKind.REVERTED)]
    _, silent = contributions({article(1): done}, SINCE)
    assert silent == {'Ada': EditKind.REVERTED}
