"""The cache of answers: what is kept, and that it can be lost."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from outreach.fetchcache import FetchCache
from outreach.fetching import FetchedAnswer, Validators

LINK = 'https://blog.example/feed/'
ANSWER = FetchedAnswer(200, LINK, {'etag': '"1"', 'content-type': 'text/xml', 'x-other': 'y'}, b'<rss/>')
TODAY = date(2026, 11, 24)


def test_an_answer_is_kept_with_its_validators(tmp_path: Path) -> None:
    cache = FetchCache(tmp_path / 'deeper' / 'fetched.sqlite')
    assert cache.answer(LINK) is None
    cache.keep(LINK, ANSWER)
    cache.close()
    again = FetchCache(tmp_path / 'deeper' / 'fetched.sqlite').answer(LINK)
    assert again is not None
    assert (again.body, again.validators) == (b'<rss/>', Validators('"1"', ''))
    assert again.headers == {'etag': '"1"', 'content-type': 'text/xml'}


def test_the_folder_is_for_its_owner_only(tmp_path: Path) -> None:
    FetchCache(tmp_path / 'outreach' / 'fetched.sqlite')
    assert (tmp_path / 'outreach').stat().st_mode & 0o077 == 0


def test_since_when_an_address_fails() -> None:
    cache = FetchCache()
    assert cache.failing(LINK, TODAY) == TODAY
    assert cache.failing(LINK, date(2026, 11, 30)) == TODAY
    cache.works(LINK)
    assert cache.failing(LINK, date(2026, 12, 1)) == date(2026, 12, 1)


def test_until_when_a_host_is_left_alone() -> None:
    cache = FetchCache()
    assert cache.quiet_until('blog.example') is None
    until = datetime(2026, 11, 24, 12, tzinfo=UTC)
    cache.be_quiet('blog.example', until)
    assert cache.quiet_until('blog.example') == until


@pytest.mark.parametrize('content', [b'no database at all, but some text' * 100, b''])
def test_a_broken_file_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / 'fetched.sqlite'
    path.write_bytes(content)
    cache = FetchCache(path)
    cache.keep(LINK, ANSWER)
    assert cache.answer(LINK)


def test_a_file_of_another_version_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / 'fetched.sqlite'
    with sqlite3.connect(path) as db:
        db.executescript('CREATE TABLE answer (x TEXT); PRAGMA user_version = 99;')
    assert FetchCache(path).answer(LINK) is None
