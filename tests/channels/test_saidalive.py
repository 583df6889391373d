"""What people sign of places that nobody can measure."""

from __future__ import annotations

from datetime import date

import pytest
from outreach.channels.saidalive import Said, alive

from tests.channels.test_directory import WIKIS, WORDS

TODAY = date(2026, 11, 26)
ANNA = '[[User:Anna|Anna]] ([[User talk:Anna|talk]]) 12:00, 1 October 2026 (UTC)'
BO = '[[User:Bo]] 09:30, 20 November 2026 (UTC)'


def said(cell: str, days: int = 180) -> Said | None:
    return alive(cell, WORDS.alive, WIKIS, TODAY, days)


# contract of channels: M25
@pytest.mark.parametrize('word', ['alive', "'''Alive!'''", '* alive –', '✓ alive<br />', 'نشطة', 'نشِطة'])
def test_alive_counts_in_every_language_of_the_directory(word: str) -> None:
    assert said(f'{word} {ANNA}') == Said('Anna', date(2026, 10, 1))


# contract of channels: M25
@pytest.mark.parametrize(
    'cell',
    [
        '', 'alive', ANNA, f'not alive {ANNA}', f'alive? I doubt it {ANNA}', f'dead {ANNA} alive',
        f'<s>alive {ANNA}</s>', f'<!-- alive {ANNA} -->', f'<nowiki>alive {ANNA}</nowiki>',
        'alive [[User:Anna]]', f'alive [[User:Bo]] is not {ANNA}', f'alive, as [[User:Bo]] says {ANNA}',
    ],
)  # fmt: skip
def test_anything_else_is_no_word_of_life(cell: str) -> None:
    assert said(cell) is None


# contract of channels: M25
def test_it_counts_for_so_many_days_as_the_setting_says_and_not_from_the_future() -> None:
    assert said(f'alive {ANNA}', days=56) == Said('Anna', date(2026, 10, 1))
    assert said(f'alive {ANNA}', days=55) is None
    assert said(f'alive {ANNA.replace("2026", "2027")}') is None


# contract of channels: M25
def test_of_several_the_latest_counts_and_remarks_between_them_do_not_matter() -> None:
    assert said(f'alive {ANNA}. We meet there on Mondays. {BO}') == Said('Anna', date(2026, 10, 1))
    assert said(f'alive {ANNA} alive {BO}') == Said('Bo', date(2026, 11, 20))
    assert said(f'alive {BO} alive {ANNA}') == Said('Bo', date(2026, 11, 20))
