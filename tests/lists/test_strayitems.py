"""Whom items of a list seem to name, and how sure that is."""

from __future__ import annotations

import pytest
from outreach.lists.strayitems import Grade, like_sentence, somebody

from tests.samples.wikis import RESOLVER


@pytest.mark.parametrize(
    ('item', 'name', 'grade'),
    [
        ('target|user=Ada|site=sv.wikipedia.org', 'Ada', Grade.SURE),
        ('{target|site=sv.wikipedia.org|user = Ada }', 'Ada', Grade.SURE),
        ('target|Ada|sv', 'Ada', Grade.SURE),
        ('#target:User talk:Ada}}', 'User talk:Ada', Grade.SURE),
        ('target|user=', 'target|user=', Grade.SURE),
        ('Target: everybody in the whole of Sweden.', 'Target', Grade.SENTENCE),
        ('Ada (sv)', 'Ada', Grade.WITH_WIKI),
        ('sv: Ada', 'Ada', Grade.WITH_WIKI),
        ('Ada: sv', 'Ada', Grade.AMONG),
        ('six words that are no name – sv', '', Grade.NOBODY),
        ("'''Ada''' 12:00, 1 May 2026 (UTC)", 'Ada', Grade.NAME),
        ('[[:Ada|x]]', 'Ada', Grade.AMONG),
        ('Ada – coordinates all that we do', 'Ada', Grade.AMONG),
        ('Note: names go below', 'Note', Grade.SENTENCE),
        ('ada', 'ada', Grade.AMONG),
        ('Add yourself below', 'Add yourself below', Grade.SENTENCE),
        ('Add yourself. Thanks!', '', Grade.NOBODY),
        ('12:00, 1 May 2026 (UTC)', '', Grade.NOBODY),
        ('----', '', Grade.NOBODY),
    ],
)
def test_whom_an_item_names_and_how_sure_that_is(item: str, name: str, grade: Grade) -> None:
    assert somebody(item, RESOLVER) == (name, grade)


def test_small_letters_make_a_sentence_but_for_particles() -> None:
    for words, sentence in (
        ('Add yourself below', True),
        ('Ana da Sá e Sousa', False),
        ('Jan van der Ek', False),
        ('Jimbo wales', False),
        ('أضف اسمك هنا', False),
    ):
        assert like_sentence(words) is sentence, words
