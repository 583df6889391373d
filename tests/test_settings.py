"""Settings from the command line and the campaign page: values, and what is wrong with them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from outreach.campaign import host_pattern, language, link, waves, window
from outreach.problems import BadInput
from outreach.settings import Given, Setting, from_command_line, page_title, resolve, whole_number

SETTINGS = {
    'list': Setting(page_title),
    'banner': Setting(page_title, repeat=True),
    'minedits': Setting(whole_number(0), default=5),
    'approval': Setting(flag=True, default=False),
}


def test_options_win_over_the_campaign_page_and_defaults_fill_the_rest() -> None:
    page = [
        Given('list', 'From page', 'line 2'),
        Given('banner', 'A', 'line 3'),
        Given('banner', 'B', 'line 4'),
    ]
    options, _ = from_command_line(['-list:From option', '-approval'], SETTINGS)
    assert resolve(SETTINGS, options, page) == {
        'list': 'From option',
        'banner': ('A', 'B'),
        'minedits': 5,
        'approval': True,
    }


def test_settings_of_other_scripts_on_the_page_are_left_alone() -> None:
    assert resolve({'list': SETTINGS['list']}, (), [Given('minedits', 'x', 'line 9')]) == {'list': None}


def test_a_title_with_a_colon_keeps_it() -> None:
    (given,), problems = from_command_line(['-list:Global message delivery/Targets/A: B'], SETTINGS)
    assert given.value == 'Global message delivery/Targets/A: B'
    assert not problems


def test_all_bad_options_are_named_at_once() -> None:
    given, problems = from_command_line(
        ['-lst:X', 'stray', '-approval:yes', '-list:', '-list:Good'], SETTINGS
    )
    assert [problem.place for problem in problems] == ['-lst:X', 'stray', '-approval:yes', '-list:']
    assert [one.value for one in given] == ['Good']


def test_all_bad_values_are_named_with_their_place() -> None:
    given = [
        Given('minedits', 'many', 'Camp, line 3'),
        Given('list', 'a[b', '-list:a[b'),
        Given('approval', 'perhaps', 'Camp, line 5'),
    ]
    with pytest.raises(BadInput) as caught:
        resolve(SETTINGS, (), given)
    assert {problem.place for problem in caught.value.problems} == {
        'Camp, line 3',
        '-list:a[b',
        'Camp, line 5',
    }


def test_a_setting_given_twice_is_refused_unless_it_may_be_repeated() -> None:
    with pytest.raises(BadInput, match='more than once'):
        resolve(SETTINGS, from_command_line(['-list:A', '-list:B'], SETTINGS)[0])
    banners, _ = from_command_line(['-banner:A', '-banner:B'], SETTINGS)
    assert resolve(SETTINGS, banners)['banner'] == ('A', 'B')


@pytest.mark.parametrize(
    ('read', 'text', 'value'),
    [
        (window, '5 years', timedelta(days=1825)),
        (window, '1 day', timedelta(days=1)),
        (window, '2024-02-29', date(2024, 2, 29)),
        (whole_number(1), '2,000', 2000),
        (waves, '20, 200, rest', ('20', '200', 'rest')),
        (waves, '5 %, rest', ('5%', 'rest')),
        (host_pattern, '*.wikipedia.org', '*.wikipedia.org'),
        (language, 'PT-BR', 'pt-br'),
        (link, 'https://meta.wikimedia.org/wiki/X', 'https://meta.wikimedia.org/wiki/X'),
        (page_title, ':User talk:A_b ', 'User talk:A b'),
    ],
)
def test_values_that_make_sense(read: object, text: str, value: object) -> None:
    assert callable(read)
    assert read(text) == value


@pytest.mark.parametrize(
    ('read', 'text'),
    [
        (window, '2024-02-30'),
        (window, '0 days'),
        (window, '9999 years'),
        (window, '0001-01-01'),
        (waves, '150%, rest'),
        (page_title, 'Special:Watchlist'),
        (page_title, 'Talk:'),
        (page_title, 'A%41'),
        (page_title, 'A' * 300),
        (window, 'five years'),
        (whole_number(1), '0'),
        (whole_number(0), '-3'),
        (whole_number(0), '٣'),
        (waves, 'rest, 20'),
        (waves, '0'),
        (host_pattern, 'https://sv.wikipedia.org'),
        (host_pattern, '*'),
        (language, 'not a code'),
        (link, 'javascript:alert(1)'),
        (link, 'https://x.org/ y'),
        (page_title, ' _ '),
        (page_title, 'a|b'),
    ],
)
def test_values_that_make_no_sense(read: object, text: str) -> None:
    assert callable(read)
    with pytest.raises(ValueError, match=r'must|cannot'):
        read(text)
