"""The benchmark's own arithmetic: the lower bound, the generated world, what is read off a run."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from benchmarks.bound import Facts, batches, lower_bound, lower_bound_again, total
from benchmarks.measure import Mark, Run, kinds
from benchmarks.reckoning import facts
from benchmarks.report import Results, by_step, growth, lines, naive, replica_target
from benchmarks.world import ELSEWHERE, SMALL, WINDOW, Scale, generate, stamp
from sandbox import bulk
from sandbox.bulk import Account, BulkWorld, Edit, Page, address

NOW = datetime(2026, 11, 21, tzinfo=UTC)

# 2,000 articles, 20,000 pages evenly on 100 wikis, half of them untouched, 3,000 finalists evenly spread.
EVEN = Facts(
    articles=2_000,
    pages={f'wiki{n}': 200 for n in range(100)},
    revisions=[20] * 10_000,
    finalists=3_000,
    asked_on={f'wiki{n}': 30 for n in range(100)},
    whole=0,
    read_on={f'wiki{n}': 30 for n in range(100)},
    silent_on={},
)
NOBODY = Facts(0, {}, [], 0, {}, 0, {}, {})


# -- the lower bound


def test_the_worked_example_comes_out() -> None:
    # pages, sitelinks; latest revisions; revisions; accounts; talk pages with an opt-out category a wiki
    assert total(lower_bound(EVEN)) == (4 + 40) + 400 + 10_000 + (60 + 100) + (100 + 100)
    assert total(lower_bound(EVEN, rows=5_000, titles=500)) == 5 + 100 + 10_000 + (6 + 100) + (100 + 100)


@pytest.mark.parametrize(
    ('changed', 'more'),
    [
        ({'articles': 2_001}, 2),
        ({'revisions': [20] * 9_999 + [500]}, 0),
        ({'revisions': [20] * 9_999 + [501]}, 1),
        ({'revisions': [20] * 9_999 + [0]}, 0),
        ({'finalists': 3_001}, 1),
        ({'asked_on': {f'wiki{n}': 30 + 21 * (n < 2) for n in range(100)}}, 2),
        ({'read_on': {f'wiki{n}': 30 for n in range(101)}}, 2),
        ({'silent_on': {'wiki1': 51, 'wiki2': 1}}, 3),
        ({'whole': 9}, 9),
    ],
    ids=str,
)
def test_each_term_counts(changed: dict[str, Any], more: int) -> None:
    other = replace(EVEN, **changed)
    assert total(lower_bound(other)) - total(lower_bound(EVEN)) == more


def test_a_second_run_pays_for_what_may_have_changed() -> None:
    assert total(lower_bound_again(EVEN, 30)) == (4 + 40) + 400 + 30 + 60 + (100 + 100)


def test_nothing_costs_nothing() -> None:
    assert total(lower_bound(NOBODY)) == total(lower_bound_again(NOBODY, 0)) == 0
    assert [batches(count, 50) for count in (0, 1, 50, 51)] == [0, 1, 1, 2]


# -- the generated world


@pytest.fixture(scope='module')
def small() -> BulkWorld:
    return generate(SMALL, NOW)


def test_the_same_seed_gives_the_same_world_and_another_one_does_not(small: BulkWorld) -> None:
    assert generate(SMALL, NOW) == small
    assert generate(replace(SMALL, seed=2), NOW) != small


def test_a_world_is_as_large_as_its_scale(small: BulkWorld) -> None:
    topic = [page for page in small.pages if page.title != ELSEWHERE]
    assert len(topic) == SMALL.pages
    assert len({page.wiki for page in topic}) == 30
    assert sum(len(page.edits) for page in topic) == SMALL.revisions
    assert len(small.accounts) == SMALL.accounts
    links = [(dbname, title) for item in small.items for dbname, title in item.items()]
    assert sorted(links) == sorted((page.wiki, page.title) for page in topic)


def test_a_world_is_sound(small: BulkWorld) -> None:
    local = {(dbname, account.id) for account in small.accounts for dbname in account.edits}
    for page in small.pages:
        times = [edit.time for edit in page.edits]
        assert times == sorted(times)
        assert times[-1] <= stamp(NOW)
        assert {(page.wiki, edit.user) for edit in page.edits if edit.user > 0} <= local


def test_a_world_is_skewed_and_half_of_it_untouched(small: BulkWorld) -> None:
    topic = [page for page in small.pages if page.title != ELSEWHERE]
    touched = sum(page.edits[-1].time >= stamp(NOW - WINDOW) for page in topic)
    assert touched == SMALL.pages // 2
    sizes = sorted((len(page.edits) for page in topic), reverse=True)
    assert sum(sizes[: len(sizes) // 10]) > SMALL.revisions * 0.4
    edits = Counter(edit.user for page in topic for edit in page.edits if edit.user > 0)
    assert sum(count == 1 for count in edits.values()) > len(edits) / 4


def test_a_world_too_small_to_spread_is_refused() -> None:
    with pytest.raises(ValueError, match='too small'):
        Scale(20, 100, 100)


def test_the_facts_of_a_world_fit_together(small: BulkWorld) -> None:
    found = facts(small, NOW)
    assert (found.articles, sum(found.pages.values())) == (len(small.assessed), SMALL.pages)
    assert len(found.revisions) == SMALL.pages // 2
    assert sum(found.read_on.values()) < sum(found.asked_on.values())
    assert found.finalists < sum(found.asked_on.values())
    assert sum(found.silent_on.values()) < found.finalists
    assert found.whole < found.finalists


def test_a_person_who_reaches_the_rule_is_a_finalist_and_one_edit_short_is_not() -> None:
    accounts = [Account(n, f'Editor {n}', 'enwiki', {'enwiki': 10}) for n in (1, 2)]
    edits = [Edit(1, stamp(NOW), 100, '')] * 5 + [Edit(2, stamp(NOW), 100, '')] * 4
    made = BulkWorld('enwiki', 'X', accounts, [Page('enwiki', 'A', edits)], [{'enwiki': 'A'}], ['A'])
    found = facts(made, NOW)
    assert (found.finalists, found.asked_on, found.silent_on) == (1, {'enwiki': 1}, {})
    assert (found.read_on, found.whole) == ({'enwiki': 1}, 0)
    assert found.revisions == [9]


# -- writing it


def test_only_columns_that_a_database_has_are_written(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / 'x.sqlite')) as db:
        db.execute('CREATE TABLE comment (comment_id INTEGER, comment_text TEXT)')
        tables = bulk.Tables(db)
        tables.insert('comment', 'comment_id comment_hash comment_text', [(7, 0, 'Typo')])
        tables.insert('no_such_table', 'a b', [(1, 2)])
        assert db.execute('SELECT * FROM comment').fetchall() == [(7, 'Typo')]
        assert tables.following('comment', 'comment_id') == 8


def test_each_unregistered_author_has_an_address() -> None:
    assert [address(-1), address(-256), address(-65536)] == ['10.0.0.1', '10.0.1.0', '10.1.0.0']


# -- reading it off a run


def run(requests: int, seconds: float, said: str = '', *marks: Mark) -> Run:
    return Run(0, requests, seconds, 50_000_000, kinds(said), marks, said)


def test_the_requests_are_read_off_the_last_report() -> None:
    said = (
        '1 request: 1 other.\nx\n1,012 requests: 1,000 query revisions, 12 query globaluserinfo|userinfo.\n'
    )
    found = kinds(said)
    assert found == {'query revisions': 1000, 'query globaluserinfo|userinfo': 12}
    assert by_step(found) == {'revisions': 1000, 'accounts': 12}
    assert kinds('Killed') == {}


def test_people_that_were_not_read_are_reckoned_up() -> None:
    marks = (Mark('pages read: 300', 400, 10.0), Mark('people read: 50 of 200', 600, 20.0))
    found = naive(run(600, 20.0, '', *marks))
    assert (found.requests, found.seconds) == (400 + 4 * 200, 10.0 + 4 * 10.0)


def test_a_target_missed_is_called_missed() -> None:
    marks = (Mark('pages read: 300', 400, 10.0), Mark('people read: 200 of 200', 1200, 50.0))
    said = '240 requests: 240 query revisions.'
    again = run(25, 1.0)
    results = Results(EVEN, run(242, 10.0, said), naive(run(1200, 50.0, '', *marks)), again, 3, None)
    text = '\n'.join(lines(results))
    assert 'requests of today / ours                         4.96   at least 5   MISSED' in text
    assert 'time of today / ours                             5.00   at least 5   met' in text
    assert 'requests / bound                                 0.02   at most 1.05 met' in text
    assert 'requests again / bound of their own              0.04   at most 1.1  met' in text
    assert 'with -replica' not in text


def test_four_times_the_work_may_take_four_times_as_much() -> None:
    small = Results(EVEN, run(100, 10.0), None, run(1, 1.0), 3, None)
    large = Results(EVEN, run(400, 45.0), None, run(1, 1.0), 3, None)
    assert [line.split()[-1] for line in growth(small, large, 4)] == ['met', 'MISSED', 'met']
    both = replace(large, replica=run(401, 44.0))
    said = list(growth(replace(small, replica=run(100, 11.0)), both, 4))
    assert [line.split()[-1] for line in said[3:]] == ['MISSED', 'met', 'met']
    assert 'the script of today' not in ' '.join(lines(small))


def test_the_replicas_may_take_a_minute_where_there_are_any() -> None:
    one = Results(EVEN, run(100, 10.0), None, run(1, 1.0), 3, run(1, 61.0))
    assert [line.split()[-1] for line in replica_target(one)] == ['MISSED']
    assert list(replica_target(replace(one, replica=None))) == []
