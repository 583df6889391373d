"""How wide the words of a column are."""

from __future__ import annotations

import pytest
from outreach.wordwidths import least


@pytest.mark.parametrize(
    ('texts', 'width'),
    [
        ((), 0.0),
        (('',), 0.0),
        (('a',), 0.7),
        (('il', 'a b c'), 0.8),
        (('suggested',), 5.4),
        (('中文',), 1.0),
        (('vor\u00adgeschlagen',), least(['geschlagen'])),
        (('Gemein\u00adschafts',), least(['Gemein-'])),
    ],
)
def test_the_widest_word_counts(texts: tuple[str, ...], width: float) -> None:
    assert least(texts) == width


def test_bold_words_are_wider() -> None:
    assert least(['Announcement'], bold=True) > least(['Announcement'])
