"""Time stamps of many languages, and what is none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach.timestamps import months, time_stamps

DAY = date(2026, 2, 14)
# as MediaWiki writes 14 February 2026, 19:22, with a name of the month where it writes one
WRITTEN = [
    ('19:22, 14 February 2026 (UTC)', ''),
    ('19:22, 14. Feb. 2026 (CET)', 'Feb.'),
    ('19h22min de 14 de fevereiro de 2026 (UTC)', 'fevereiro'),
    ('14 février 2026 à 19:22 (UTC)', 'février'),
    ('14 februari 2026 kl. 19.22 (CET)', 'februari'),
    ('guovvamánnu 14 b. 2026 dii. 19.22 (UTC)', 'guovvamánnu'),
    ('2026年2月14日 (六) 19:22 (UTC)', ''),
    ('2026 nièng 2 nguŏk 14 hô̤ (B6) 19:22 (UTC)', ''),
    ('二〇二六年二月一四日 （六） 一九時二二分 (UTC)', ''),
    ('14. 2. 2026, 19:22 (UTC)', ''),
    ('19:22, ngày 14 tháng 2 năm 2026 (UTC)', ''),
    ('2026. február 14., 19:22 (CET)', 'február'),
    ('19:22, 14 กุมภาพันธ์ 2569 (UTC)', 'กุมภาพันธ์'),
    ('‏۱۴ فوریهٔ ۲۰۲۶، ساعت ۱۹:۲۲ (UTC)', 'فوریهٔ'),
    ('١٩:٢٢، ١٤ فبراير ٢٠٢٦ (ت ع م)', 'فبراير'),
    ('१९:२२, १४ फेब्रुअरी २०२६ (नेपालको प्रमाणिक समय)', 'फेब्रुअरी'),
    ('19:22, 14 فيبروري 2026 ( يو.ٽي.سي)', 'فيبروري'),
    ('19:22, 14 Şıbate 2026 ([[UTC]])', 'Şıbate'),
    ('19:22, 14. Feb. 2026 (<i lang="en">UTC</i>)', 'Feb.'),
    ('19:22, 2026 s. fevralniñ 14 (UTC)', 'fevralniñ'),
    ('19:22, 14 Feb 2026 (GMT+2)', ''),
]


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
