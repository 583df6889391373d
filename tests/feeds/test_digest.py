"""The weekly digest: when it is due, whom it mentions, and that it only adds to its page."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from outreach.feeds.digest import due, is_there, last, news, outside, sections, with_section
from outreach.feeds.feedpage import NewsRow

TODAY = date(2026, 11, 24)
PAGE = '== Sign up ==\n* [[User:Ana]]\n'


def say(key: str, **parameters: Any) -> str:
    return f'{key}{"".join(f" {value}" for value in parameters.values())}'


def row(number: int, seen: date) -> NewsRow:
    return NewsRow(
        f'{number:016x}',
        seen,
        datetime(2026, 11, 1, tzinfo=UTC),
        f'<bdi>[https://x.example/{number} T]</bdi>',
        '',
    )


def write(text: str, names: list[str], day: date = TODAY) -> str:
    for section in sections([row(1, TODAY)], names, 'News', day, say):
        text = with_section(text, section)
    return text


def test_one_section_for_fifty_people() -> None:
    """C45"""
    made = sections([row(1, TODAY)], [f'U{number}' for number in range(101)], 'News', TODAY, say)
    assert [section.count('[[User:') for section in made] == [50, 50, 1]
    assert [section.count('https://') for section in made] == [1, 0, 0]
    assert all(section.endswith('~~~~') for section in made)


def test_without_people_it_is_signed_all_the_same() -> None:
    [made] = sections([row(1, TODAY)], [], 'News', TODAY, say)
    assert made.endswith('\n~~~~')


def test_at_most_once_in_seven_days() -> None:
    """C44"""
    text = write(PAGE, ['Ana'])
    assert (due(PAGE, TODAY), due(text, TODAY)) == (TODAY, None)
    assert due(text, TODAY + timedelta(days=6)) is None
    assert due(text, TODAY + timedelta(days=7)) == TODAY + timedelta(days=7)


def test_a_cut_run_goes_on_where_it_was() -> None:
    """C45"""
    names = [f'U{number}' for number in range(60)]
    first, second = sections([row(1, TODAY)], names, 'News', TODAY, say)
    text = with_section(PAGE, first)
    assert due(text, TODAY + timedelta(days=1)) == TODAY
    assert is_there(first, text)
    assert not is_there(second, text)
    assert due(with_section(text, second), TODAY + timedelta(days=1)) is None


def test_a_section_is_only_added_and_only_once() -> None:
    text = write(PAGE, ['Ana'])
    assert text.startswith(PAGE.rstrip())
    assert write(text, ['Ana', 'Bo']) == text
    week_later = write(text, ['Ana'], TODAY + timedelta(days=7))
    before, after = text.split('<!-- outreach:end digest -->')
    assert week_later.startswith(before.rstrip())
    assert week_later.endswith(f'<!-- outreach:end digest -->{after}')


def test_what_is_new_since_the_last_one() -> None:
    rows = [row(number, TODAY - timedelta(days=number)) for number in range(10)]
    assert len(news(rows, PAGE, TODAY)) == 7
    text = write(PAGE, [], TODAY - timedelta(days=3))
    assert [one.seen for one in news(rows, text, TODAY)] == [
        TODAY,
        TODAY - timedelta(days=1),
        TODAY - timedelta(days=2),
    ]


@pytest.mark.parametrize('day', ['9999-12-31', '2026-02-30'])
def test_a_forged_mark_of_another_day_stops_nothing(day: str) -> None:
    text = f'{PAGE}<!-- digest:{day} 1/1 -->'
    assert last(text, TODAY) is None
    assert due(text, TODAY) == TODAY


def test_people_sign_up_outside_of_the_digest() -> None:
    text = write(PAGE, ['Bo'])
    assert 'User:Bo' in text
    assert 'User:Bo' not in outside(text)
    assert outside(text).count('\n') == text.count('\n')


def test_a_name_is_no_markup() -> None:
    [made] = sections([], ["A''b"], 'News', TODAY, say)
    assert "|A''b" not in made
