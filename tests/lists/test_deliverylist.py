"""Delivery lists in all their forms: read and rendered."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from outreach.lists.deliverylist import from_category, parse
from outreach.lists.merge import merge

from tests.samples.listtexts import HOME, PAGES

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / 'cases' / 'targets.toml').read_text(encoding='utf-8')
)['case']


@pytest.mark.parametrize('case', CASES, ids=[case['name'] for case in CASES])
def test_every_shape_is_read(case: dict[str, Any]) -> None:
    listed = parse(case['text'], HOME)
    assert [str(target) for target in listed.targets] == case['targets']
    said = [str(problem) for problem in listed.problems]
    for problem, fault in zip(said, case.get('faults', []), strict=True):
        line, part = fault.split(': ', 1)
        assert problem.startswith(f'line {line}: ')
        assert part in problem
    assert sum(entry.reading.taken is None for entry in listed.entries) == case.get('dropped', 0)


@pytest.mark.parametrize('case', CASES, ids=[case['name'] for case in CASES])
def test_rendering_is_the_identity(case: dict[str, Any]) -> None:
    listed = parse(case['text'], HOME)
    assert listed.text == case['text']
    for entry in listed.entries:
        assert case['text'][entry.start : entry.end] == entry.written
        assert case['text'].count('\n', 0, entry.start) + 1 == entry.line
    assert merge(listed, listed.targets).list.text == case['text']


@given(PAGES)
@settings(max_examples=100, deadline=None)
def test_generated_pages_come_back_byte_for_byte(text: str) -> None:
    listed = parse(text, HOME)
    at = 0
    pieces = []
    for entry in listed.entries:
        pieces += [text[at : entry.start], entry.written]
        at = entry.end
    assert ''.join(pieces) + text[at:] == listed.text == text


def test_a_category_is_read_only() -> None:
    listed = from_category(['User talk:A', 'User talk:A/b'], HOME, 'Category:X')
    assert [target.page for target in listed.targets] == ['User talk:A', 'User talk:A/b']
    with pytest.raises(ValueError, match='can only be read'):
        merge(listed, [])


def test_members_of_a_category_are_counted_from_one() -> None:
    listed = from_category(['User talk:A', 'x<y', 'User talk:C'], HOME, 'Category:X')
    assert [(one.start, one.end, one.line) for one in listed.entries] == [(0, 1, 1), (1, 2, 2), (2, 3, 3)]
    assert [problem.place for problem in listed.problems] == ['Category:X, line 2']


def test_everybody_whom_an_entry_could_mean_is_named() -> None:
    listed = parse('{{target|user=User:Ann|site=sv.wikipedia.org}}', HOME)
    assert listed.targets == ()
    assert [one.page for one in listed.named] == ['User talk:Ann', 'User talk:User:Ann']
