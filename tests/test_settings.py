"""Settings from the command line and the campaign page: values, and what is wrong with them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from outreach.doubts import doubt_code
from outreach.problems import BadInput
from outreach.settings import (
    WrittenSetting,
    flag,
    from_command_line,
    host_pattern,
    language,
    link,
    many,
    maybe,
    one,
    one_of,
    own_words,
    page_title,
    resolve,
    some_of,
    waves,
    whole_number,
    window,
    window_start,
)

LIST = maybe('list', page_title)
BANNER = many('banner', page_title)
MIN_EDITS = one('minedits', whole_number(0), default=5)
APPROVAL = flag('approval')
SETTINGS = (LIST, BANNER, MIN_EDITS, APPROVAL)


def test_options_win_over_the_campaign_page_and_defaults_fill_the_rest() -> None:
    page = [
        WrittenSetting('list', 'From page', 'line 2'),
        WrittenSetting('banner', 'A', 'line 3'),
        WrittenSetting('banner', 'B', 'line 4'),
    ]
    options, _ = from_command_line(['-list:From option', '-approval'], SETTINGS)
    given = resolve(SETTINGS, options, page)
    assert given[LIST] == 'From option'
    assert given[BANNER] == ('A', 'B')
    assert given[MIN_EDITS] == 5
    assert given[APPROVAL] is True


def test_nobody_gives_anything() -> None:
    given = resolve(SETTINGS, ())
    assert (given[LIST], given[BANNER], given[MIN_EDITS], given[APPROVAL]) == (None, (), 5, False)


def test_it_is_known_where_a_setting_was_given() -> None:
    options, _ = from_command_line(['-minedits:5'], SETTINGS)
    given = resolve(SETTINGS, options, [WrittenSetting('list', 'L', 'Camp, line 2')])
    assert MIN_EDITS in given
    assert BANNER not in given
    assert [given.place(one) for one in (LIST, MIN_EDITS, BANNER)] == [
        'Camp, line 2', '-minedits:5', '-banner',
    ]  # fmt: skip


def test_settings_of_other_scripts_on_the_page_are_left_alone() -> None:
    given = resolve([LIST], (), [WrittenSetting('minedits', 'x', 'line 9')])
    assert MIN_EDITS not in given
    assert given[MIN_EDITS] == 5


def test_a_title_with_a_colon_keeps_it() -> None:
    (given,), problems = from_command_line(['-list:Global message delivery/Targets/A: B'], SETTINGS)
    assert given.value == 'Global message delivery/Targets/A: B'
    assert not problems


def test_all_bad_options_are_named_at_once() -> None:
    args = ['-lst:X', 'stray', '-approval:yes', '-list:', '-list:Good']
    written, problems = from_command_line(args, SETTINGS)
    assert [problem.place for problem in problems] == ['-lst:X', 'stray', '-approval:yes', '-list:']
    assert [one.value for one in written] == ['Good']


def test_a_misspelt_option_is_told_what_was_meant() -> None:
    _, problems = from_command_line(['-lst:X', '-Approval', '-zzz'], SETTINGS)
    assert [re.findall(r'did you mean (-\w+)', problem.text) for problem in problems] == [
        ['-list'], ['-approval'], [],
    ]  # fmt: skip


def test_options_by_which_pywikibot_chooses_pages_are_told_what_of_ours_does_it() -> None:
    args = ['-search:x', '-start:A', '-limit:5', '-ns:0', '-namespace:0', '-ref:X', '-subcats:X', '-total=5']
    known = [flag('estimate'), many('cat', str), many('catr', str), maybe('list', str)]
    ours = [
        '-file:',
        '-prefix:',
        '-estimate',
        'only articles',
        'only articles',
        '-links:',
        '-catr:',
        '-estimate',
    ]
    for settings, told in ((known, ours), (SETTINGS, ['-help lists'] * len(args))):
        _, problems = from_command_line(args, settings)
        assert [problem.place for problem in problems] == args
        for problem, words in zip(problems, told, strict=True):
            assert words in problem.text.partition('chooses pages in Pywikibot, not here: ')[2]


def test_who_has_a_file_of_names_hears_which_script_reads_it() -> None:
    _, [problem] = from_command_line(['-file:names.txt'], SETTINGS)
    assert problem.text.endswith('a file of names of people is read by pwb build_targets -people:…')


def test_only_what_is_spelt_alike_is_suggested() -> None:
    _, problems = from_command_line(['-lost:X', '-lemon:5', '-first:A'], SETTINGS)
    assert [re.findall(r'did you mean (\S+)\?', problem.text) for problem in problems] == [
        ['-list:X'],
        [],
        [],
    ]


def test_a_value_of_a_few_is_told_which_there_are_and_which_was_meant() -> None:
    with pytest.raises(ValueError, match=r'^must be one of: build, send; did you mean send\?$'):
        one_of('build', 'send')('sned')


def test_an_option_of_pywikibot_is_meant_too() -> None:
    _, [problem] = from_command_line(['--simulate'], SETTINGS)
    assert 'did you mean -simulate?' in problem.text


def test_of_several_values_each_wrong_one_is_told_at_once() -> None:
    assert some_of('drafts', 'mail', 'wiki')(' Wiki, mail,wiki ') == ('wiki', 'mail')
    told = r'^must be of these, separated by commas: drafts, wiki; not drats \(did you mean drafts\?\), x$'
    with pytest.raises(ValueError, match=told):
        some_of('drafts', 'wiki')('drats,wiki,x')
    with pytest.raises(ValueError, match=r'separated by commas: drafts$'):
        some_of('drafts')(' , ')


def test_words_before_our_summaries_are_plain_and_short() -> None:
    assert own_words(' per  the talk page #outreach ') == 'per the talk page #outreach'
    for text in ('[[User:A]]', '{{x}}', '/* Replies */', '~~~~', 'x' * 101):
        with pytest.raises(ValueError, match=r'plain words|at most 100 letters'):
            own_words(text)


def test_options_in_the_form_of_other_programs_are_told_in_ours() -> None:
    _, problems = from_command_line(['--list=A=B', '--approval', '--lst:X', '--approval=yes'], SETTINGS)
    assert [re.findall(r'did you mean (\S+)\?', problem.text) for problem in problems] == [
        ['-list:A=B'], ['-approval'], ['-list:X'], ['-approval'],
    ]  # fmt: skip


def test_all_bad_values_are_named_with_their_place() -> None:
    written = [
        WrittenSetting('minedits', 'many', 'Camp, line 3'),
        WrittenSetting('list', 'a[b', '-list:a[b'),
        WrittenSetting('approval', 'perhaps', 'Camp, line 5'),
    ]
    with pytest.raises(BadInput) as caught:
        resolve(SETTINGS, (), written)
    assert {problem.place for problem in caught.value.problems} == {
        'Camp, line 3',
        '-list:a[b',
        'Camp, line 5',
    }


def test_a_setting_given_twice_is_refused_unless_it_may_be_repeated() -> None:
    with pytest.raises(BadInput, match='more than once'):
        resolve(SETTINGS, from_command_line(['-list:A', '-list:B'], SETTINGS)[0])
    banners, _ = from_command_line(['-banner:A', '-banner:B'], SETTINGS)
    assert resolve(SETTINGS, banners)[BANNER] == ('A', 'B')


def test_values_that_have_no_commas_may_be_separated_by_them() -> None:
    hosts = many('wikis', host_pattern, commas=True)
    written, _ = from_command_line(
        ['-wikis:sv.wikipedia.org, *.wikidata.org', '-wikis:cs.wikipedia.org'], [hosts]
    )
    assert resolve([hosts], written)[hosts] == ('sv.wikipedia.org', '*.wikidata.org', 'cs.wikipedia.org')
    written, _ = from_command_line(['-wikis:sv.wikipedia.org,here', '-banner:A, B'], [hosts, BANNER])
    with pytest.raises(BadInput, match="'here' must be a host"):
        resolve([hosts], written)
    assert resolve([BANNER], written)[BANNER] == ('A, B',)


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
        (page_title, ' [[User talk:A_b]] ', 'User talk:A b'),
        (page_title, '[[:User:A|the list]]', 'User:A'),
        (doubt_code, ' everybody-out', 'everybody-out'),
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
        (page_title, '[[a]] b'),
        (page_title, '[[a]b]]'),
        (doubt_code, 'Shrinks!'),
    ],
)
def test_values_that_make_no_sense(read: object, text: str) -> None:
    assert callable(read)
    with pytest.raises(ValueError, match=r'must|cannot'):
        read(text)


def test_a_window_in_the_future_is_refused() -> None:
    now = datetime(2026, 11, 21, tzinfo=UTC)
    assert window_start(date(2026, 11, 20), now) == datetime(2026, 11, 20, tzinfo=UTC)
    with pytest.raises(ValueError, match='future'):
        window_start(date(2026, 11, 21), now)
