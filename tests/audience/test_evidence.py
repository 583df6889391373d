"""The cache of evidence: nothing is read twice, and nothing of the cache is believed that is not so."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from outreach.audience import manifest
from outreach.audience.contributions import EditKind, TopicEdit
from outreach.audience.evidence import Evidence
from outreach.audience.people import Account, Person
from outreach.audience.topic import Article

SINCE, READ = '2026-01-01T00:00:00Z', '2026-11-20T00:00:00Z'
EDITS = [
    TopicEdit('د. ليلى', '2026-02-01T00:00:00Z', -5, EditKind.COUNTS, 'typo'),
    TopicEdit('192.0.2.1', '2026-02-02T00:00:00Z', 7, EditKind.UNREGISTERED),
]


def article(page: int = 1, revid: int = 10, host: str = 'en.w.test') -> Article:
    return Article(host, page, f'Page {page}', revid, '2026-03-01T00:00:00Z')


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / 'outreach' / 'evidence.sqlite'


def test_what_is_kept_is_there_for_the_next_run(path: Path) -> None:
    first = Evidence(path)
    first.keep(article(), SINCE, READ, EDITS)
    first.close()
    second = Evidence(path)
    assert list(second.edits([article(), article(2)])) == [(article(), EDITS)]
    assert second.unread([article(), article(2)], SINCE) == [article(2)]
    assert second.oldest() == READ


@pytest.mark.parametrize(
    ('asked', 'since', 'unread'),
    [
        (article(), SINCE, False),
        (article(), '2026-02-01T00:00:00Z', False),
        (article(), '2025-12-31T00:00:00Z', True),
        (article(revid=11), SINCE, True),
        (article(host='sv.w.test'), SINCE, True),
    ],
)
def test_a_changed_page_or_a_longer_window_is_read_again(
    path: Path, asked: Article, since: str, *, unread: bool
) -> None:
    evidence = Evidence(path)
    evidence.keep(article(), SINCE, READ, EDITS)
    assert bool(evidence.unread([asked], since)) is unread


def test_people_are_kept_for_a_time(path: Path) -> None:
    person = Person('Ada', 7, None, {'a.test': Account('a.test', 5, frozenset({'bot'}))}, 5, locked=True)
    evidence = Evidence(path)
    evidence.keep_person(person, READ)
    assert evidence.people(['Ada', 'Bo'], READ) == {'Ada': person}
    assert evidence.people(['Ada'], '2026-11-21T00:00:00Z') == {}


@pytest.mark.parametrize('content', [b'this is no database', b''])
def test_a_broken_file_is_begun_anew(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    evidence = Evidence(path)
    evidence.keep(article(), SINCE, READ, EDITS)
    assert len(list(evidence.edits([article()]))) == 1


def test_a_file_of_another_version_is_begun_anew(path: Path) -> None:
    old = Evidence(path)
    old.keep(article(), SINCE, READ, EDITS)
    old._db.execute('PRAGMA user_version = 99')
    old.close()
    assert list(Evidence(path).edits([article()])) == []


def test_a_killed_run_leaves_what_it_had_read(path: Path) -> None:
    code = (
        'import sys, time; sys.path.insert(0, "scripts")\n'
        'from pathlib import Path; from outreach.audience.evidence import Evidence\n'
        'from outreach.audience.topic import Article\n'
        f'evidence = Evidence(Path({str(path)!r}))\n'
        'for page in range(1, 10**6):\n'
        '    evidence.keep(Article("en.w.test", page, "", 10, ""), "", "", [])\n'
        '    if page == 50: print("go", flush=True)\n'
    )
    env = {**os.environ, 'PYTHONDONTWRITEBYTECODE': '1'}
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, '-c', code], stdout=subprocess.PIPE, env=env, cwd=root) as run:
        assert run.stdout is not None
        run.stdout.readline()
        run.send_signal(signal.SIGKILL)
    evidence = Evidence(path)
    assert evidence.unread([article(page) for page in range(1, 51)], '') == []
    assert evidence._db.execute('PRAGMA integrity_check').fetchone() == ('ok',)


def test_who_is_forgotten_is_nowhere_in_the_file(path: Path) -> None:
    evidence = Evidence(path)
    ann = Person('Ann', 7, 'enwiki', {'en.w.test': Account('en.w.test', 3, frozenset())}, 3)
    evidence.keep_person(ann, READ)
    evidence.keep_answers('talk', 'en.w.test', {'Ann': 'x', 'Bo': 'y'}, READ)
    edit = TopicEdit('Ann', '2026-02-03T00:00:00Z', 9, EditKind.COUNTS, 'a pattern that only Ann has')
    evidence.keep(article(), SINCE, READ, [*EDITS, edit])
    evidence.keep(article(2), SINCE, READ, EDITS)
    assert evidence.forget(['Ann', 'Nobody']) == 3
    assert evidence.forget(['Ann']) == 0
    assert list(evidence.edits([article(), article(2)])) == [(article(), EDITS), (article(2), EDITS)]
    assert evidence.unread([article()], SINCE) == []
    assert evidence.answers('talk', 'en.w.test', ['Ann', 'Bo'], SINCE) == {'Bo': 'y'}
    evidence.close()
    assert b'Ann' not in path.read_bytes()


def test_a_file_of_a_run_forgets_a_name(tmp_path: Path) -> None:
    file = tmp_path / 'List.json'
    file.write_text('{"people": {"Ann": "bot", "Bo": "sv.w.test"}, "rules": 1}')
    (tmp_path / 'Other.json').write_text('{"people": {"Bo": ""}}')
    assert manifest.forget(tmp_path, ['Ann']) == 1
    assert json.loads(file.read_text()) == {'people': {'Bo': 'sv.w.test'}, 'rules': 1}


def test_the_file_is_the_accounts_own(path: Path) -> None:
    Evidence(path).close()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
