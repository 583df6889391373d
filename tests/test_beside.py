"""What stands beside people in one item."""

from __future__ import annotations

import pytest
from outreach.beside import beside, names_one

from tests.samples.wikis import RESOLVER

# the tests of exclude pages hold it in every pair of forms
BESIDE = [
    ('[[User:Ada]], Bo Ek', 'Bo Ek'),
    ('[[User:Ada]], [[Benutzer:Bo]]', 'Benutzer:Bo'),
    ('[[User:Ada]], trwiki', 'trwiki'),
    ('[[User:Ada]] – Bo said so', ''),
    ('[[User:Ada]] Bo Ek', 'Bo Ek'),
    ('Bo [[User:Ada]], asked by mail', 'Bo'),
    ('[[User:Ada]] Asked by mail', ''),
    ('[[User:Ada]] [[User:Bo]]', ''),
    ('[[User:Ada]] (Bo)', ''),
    ('[[User:Ada]] and [[User:Bo]] 10:00, 1 May 2026 (UTC)', ''),
]


@pytest.mark.parametrize(('item', 'said'), BESIDE)
def test_what_was_not_read_is_said(item: str, said: str) -> None:
    assert beside(item, RESOLVER.references(item), '', RESOLVER) == said


@pytest.mark.parametrize(
    ('text', 'may_be'),
    [('Bo Ek', True), ('trwiki', True), ('bo', False), ('Bo went home. Then', False), ('A B C D E', False)],
)
def test_a_few_words_with_a_capital_may_be_a_name(text: str, *, may_be: bool) -> None:
    assert names_one(text, RESOLVER) == may_be
