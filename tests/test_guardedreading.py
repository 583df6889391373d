"""Reading answers in a process that can be ended."""

from __future__ import annotations

import importlib.util
import time
from pathlib import Path

import pytest
from outreach.fetching import FetchedAnswer
from outreach.guardedreading import check_library, read_all
from outreach.problems import BadInput

from tests.feeds import samples
from tests.samples import slowreading

ROOT = Path(__file__).parent.parent
READER = 'outreach.feeds.reading'
LINK = 'https://blog.example/feed/'


def answer(body: bytes) -> FetchedAnswer:
    return FetchedAnswer(200, LINK, {'content-type': 'application/rss+xml'}, body)


def test_hostile_markup_holds_up_nobody() -> None:
    """C21: 5 MB of nested tags would take feedparser half a minute."""
    hostile = samples.rss(samples.rss_item(1, 'A', more=f'<description>{"<div>" * 1_000_000}</description>'))
    assert 5_000_000 < len(hostile) < 5_001_000
    began = time.monotonic()
    found = read_all(READER, [answer(samples.WORDPRESS), answer(hostile), answer(samples.ATOM)])
    assert time.monotonic() - began < 20
    assert [len(one['entries']) if one else 0 for one in found] == [1, 0, 1]


def test_what_takes_too_long_is_ended_and_the_others_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('PYTHONPATH', str(ROOT))
    answers = [answer(b'first'), answer(slowreading.ENDLESS), answer(b'last')]
    found = read_all('tests.samples.slowreading', answers, seconds=2)
    assert found == [{'body': 'first'}, None, {'body': 'last'}]


def test_nothing_to_read_is_no_process() -> None:
    assert read_all(READER, []) == []


def test_without_the_library_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    check_library('feeds')
    monkeypatch.setattr(importlib.util, 'find_spec', lambda name: None)
    with pytest.raises(BadInput, match='pip install'):
        check_library('feeds')
