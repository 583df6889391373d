"""Each statement of the replicas is tried by a first look, and named where it fails."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pymysql
import pytest
from outreach.audience import replica
from outreach.audience.replica import CENTRAL, ReplicaSource, Server
from outreach.farm import Farm

from tests.samples.cannedwiki import EN, canned, nothing

NOW = datetime(2026, 11, 27, tzinfo=UTC)
STATEMENTS = {value for value in vars(replica).values() if isinstance(value, str) and 'SELECT' in value}
TABLES = re.compile(r'(?:FROM|JOIN) (\w+)')


class Database:
    """A replica that lacks a view, or is out of reach; keeps what it was asked."""

    def __init__(self, lacks: str = '', away: str = '') -> None:
        self.lacks, self.away = lacks, away
        self.asked: list[tuple[str, str, Sequence[Any]]] = []

    def connect(self, *, database: str, **_more: Any) -> Any:
        if database == self.away:
            raise pymysql.OperationalError(2003, 'cannot connect')

        @contextmanager
        def cursor() -> Iterator[Any]:
            def execute(query: str, values: Sequence[Any]) -> None:
                self.asked.append((database, query, values))
                assert query.count('%s') == len(values)
                if self.lacks in TABLES.findall(query):
                    raise pymysql.ProgrammingError(1146, f"Table '{self.lacks}' doesn't exist")

            yield SimpleNamespace(execute=execute, fetchall=lambda: ())

        return SimpleNamespace(cursor=cursor, close=lambda: None)


def tried(monkeypatch: pytest.MonkeyPatch, database: Database) -> dict[str, str]:
    """Return the statements that are tried, with what went wrong."""
    monkeypatch.setattr(pymysql, 'connect', database.connect)
    farm = cast('Farm', SimpleNamespace(requests=Counter()))
    source = ReplicaSource(farm, Server('{0}.db.test', '{0}_p'))
    return {name: str(error or '') for name, error in source.tried(canned(nothing, EN), 'Ada', NOW)}


def test_every_statement_of_the_module_is_tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database()
    assert set(tried(monkeypatch, database).values()) == {''}
    assert len(STATEMENTS) == len(database.asked) == 8
    assert {query for _, query, _ in database.asked} == {one.format('%s') for one in STATEMENTS}


@pytest.mark.parametrize(
    ('lacks', 'named'),
    [
        ('comment_revision', {'revisions'}),
        ('change_tag', {'tags'}),
        ('user_groups', {'users'}),
        ('block_target', {'blocks'}),
        ('actor_revision', {'revisions', 'last edits'}),
        ('localuser', {'attached accounts'}),
        ('global_user_groups', {'global groups'}),
        ('globaluser', {'global accounts', 'global groups'}),
    ],
)
def test_a_view_that_is_missing_is_named_by_its_statements(
    monkeypatch: pytest.MonkeyPatch, lacks: str, named: set[str]
) -> None:
    wrong = {name: said for name, said in tried(monkeypatch, Database(lacks)).items() if said}
    assert wrong.keys() == named
    assert all(lacks in said for said in wrong.values())


def test_a_database_out_of_reach_fails_with_its_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    found = tried(monkeypatch, Database(away=f'{CENTRAL}_p'))
    assert {name for name, said in found.items() if said} == set(replica.OF_CENTRAL)
    assert len(found) == 8
