"""Time stamps of many languages, and what is none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach.timestamps import months, time_stamps

from tests.samples.stamps import WRITTEN

DAY = date(2026, 2, 14)


@pytest.mark.parametrize(('stamp', 'month'), WRITTEN)
def test_time_stamps_of_many_languages(stamp: str, month: str) -> None:
    known = months([(month, 2), ('February', 2), ('Feb', 2)])
    for before in ('', 'Yes! [[User:Ann]] ', '* '):
        (found,) = time_stamps(f'{before}{stamp} and more', known)
        assert found.day == DAY
        assert found.end == len(before) + len(stamp)
        assert found.start >= len(before)


NONE = [
    '10:30, 12 May 2019 (room B)', 'at 10:30 (UTC)', 'in 2026 (UTC)', '10:30, 12 May 2019',
    '12345:30 2019 (UTC)',
    '10:30\n12 May 2019 (UTC)', '10:30 [[x]] 2019 (UTC)',
]  # fmt: skip


@pytest.mark.parametrize('text', NONE)
def test_what_is_no_time_stamp(text: str) -> None:
    assert not list(time_stamps(text))


def test_a_month_that_cannot_be_told_gives_no_day() -> None:
    (stamp,) = time_stamps('23:59, 31 Me 2026 (UTC)', months([('Me', 3), ('Me', 5)]))
    assert stamp.day is None
    (stamp,) = time_stamps('09:00, 30 February 2026 (UTC)')
    assert stamp.day is None


@given(st.text('0123456789:. (),[]UTCMay\n年月日', max_size=60))
def test_any_text_is_read(text: str) -> None:
    at = 0
    for stamp in time_stamps(text):
        assert at <= stamp.start < stamp.end <= len(text)
        at = stamp.end
