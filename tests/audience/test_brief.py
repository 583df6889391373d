"""The brief of an audience: defaults, and everything that is wrong at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from outreach.audience import brief
from outreach.audience.significance import PlainRule, ScoreRule
from outreach.audience.topic import ListedTitle
from outreach.campaign import read_settings
from outreach.problems import BadInput

NOW = datetime(2026, 11, 21, tzinfo=UTC)
META, SV, EN = 'meta.w.test', 'sv.w.test', 'en.w.test'


def read(*args: str, page: str | None = None) -> brief.Brief:
    return brief.read(read_settings(brief.SETTINGS, args, lambda _: page), NOW)


def given_brief(*args: str) -> brief.Brief:
    return read(*args, '-list:L', '-banner:B')


def test_defaults() -> None:
    asked = given_brief()
    assert asked.rule == PlainRule(5, 3, 2000, 'any')
    assert asked.since == '2021-11-22T00:00:00Z'
    assert asked.max_wikis == 20
    assert given_brief('-rule:score', '-minscore:40').rule == ScoreRule(40)


@pytest.mark.parametrize(
    ('args', 'texts'),
    [
        (['-banner:B'], ['-list']),
        (['-list:L'], ['sources']),
        ([], ['sources', '-list']),
        (['-list:L', '-banner:B', '-since:2027-01-01'], ['future']),
        (['-list:L', '-banner:B', '-minedits:0', '-minpages:0', '-minbytes:0'], ['no rule']),
        (['-since:2027-01-01', '-minedits:0', '-minpages:0', '-minbytes:0'],
         ['future', 'no rule', 'sources', '-list']),
        (['-list:L', '-banner:B', '-need:most'], ['any, all']),
        (['-list:L', '-banner:B', '-minscore:40'], ['-minscore:40: says nothing about -rule:plain']),
        (['-list:L', '-banner:B', '-rule:score', '-minedits:4', '-need:all'], ['-minedits:4', '-need:all']),
        (['-list:L', '-banner:B', '-wikis:http://x'], ['pattern of hosts']),
        (['-list:L|x', '-banner:B[', '-petscan:no'], ["'|'", "'['", 'whole number']),
        (['-list:L', '-file:no/such/file'], ['cannot be read']),
        (['-list:L', '-people:p', '-fromlist:M'], ['two lists of people']),
        (['-list:L', '-fromlist:L'], ['the list that is written']),
        (['-list:L', '-banner:B', '-segment:country=Sweden'], ['-people or -fromlist']),
        (['-list:L', '-fromlist:M', '-minedits:9'], ['says nothing about people of a file']),
    ],
)  # fmt: skip
def test_bad_briefs_are_refused_with_everything_that_is_wrong(args: list[str], texts: list[str]) -> None:
    with pytest.raises(BadInput) as error:
        read(*args)
    for text in texts:
        assert text in str(error.value)


def test_people_of_a_list_need_neither_a_topic_nor_to_be_active() -> None:
    asked = read('-list:L', '-fromlist:M', '-segment:section=Sweden', '-segment:Language=SV')
    assert (asked.handed, asked.from_list) == (True, 'M')
    assert (asked.segments, asked.languages) == (
        (('section', 'sweden'), ('language', 'sv')),
        frozenset({'sv'}),
    )
    assert (asked.rules([SV]).active_days, asked.rules([SV]).max_wikis) == (0, 0)
    topic = given_brief('-segment:language=sv')
    assert (topic.handed, topic.languages, topic.rules([SV]).active_days) == (False, frozenset({'sv'}), 365)


def test_titles_come_from_files_too(tmp_path: Path) -> None:
    path = tmp_path / 'titles.txt'
    path.write_text('Malaria\n\n* [[Asthma]]\n', encoding='utf-8')
    assert read('-list:L', f'-file:{path}').sources.titles == (
        ListedTitle('Malaria', f'{path}, line 1'),
        ListedTitle('Asthma', f'{path}, line 3'),
    )
    path.write_text('Good\nBad[title\nAlso|bad\n', encoding='utf-8')
    with pytest.raises(BadInput) as error:
        read('-list:L', f'-file:{path}')
    assert [problem.place for problem in error.value.problems] == [f'{path}, line 2', f'{path}, line 3']


def test_the_campaign_page_counts_unless_the_command_line_says_otherwise() -> None:
    page = '{{Outreach campaign\n| banner = B\n| minedits = 7\n| wikis =\n* sv.w.test\n* en.w.test\n}}'
    asked = read('-campaign:C', '-minedits:9', page=page)
    assert (asked.list_title, asked.wikis) == ('C/Targets', (SV, EN))
    assert asked.rule == PlainRule(9, 3, 2000)
    assert asked.window == timedelta(days=5 * 365)


def test_a_file_that_cannot_be_read_does_not_hide_what_is_wrong_in_the_next(tmp_path: Path) -> None:
    path = tmp_path / 'titles.txt'
    path.write_text('Bad[title\n', encoding='utf-8')
    with pytest.raises(BadInput) as error:
        read('-list:L', '-file:none', f'-file:{path}')
    assert [problem.place for problem in error.value.problems][:2] == ['-file:none', f'{path}, line 1']


def test_a_segment_is_a_column_and_a_value() -> None:
    assert brief.segment(' Country = Sweden=North ') == ('country', 'sweden=north')


@pytest.mark.parametrize('text', ['country', 'country=', '=Sweden', ' = '])
def test_half_a_segment_is_none(text: str) -> None:
    with pytest.raises(ValueError, match='must be a column and what stands in it'):
        brief.segment(text)


def test_who_was_named_need_not_be_active_nor_on_few_wikis() -> None:
    named = read('-list:L', '-people:p.csv').rules({SV})
    assert (named.rule, named.active_days, named.max_wikis) == (PlainRule(), 0, 0)
    both = read('-list:L', '-people:p.csv', '-banner:B').rules({SV})
    assert (both.active_days, both.max_wikis) == (365, 20)


@pytest.mark.parametrize(
    ('options', 'only'), [(['-explain:Ada'], True), (['-explain:Ada', '-always'], False), ([], False)]
)
def test_who_asks_about_a_person_is_not_asked_to_write(options: list[str], *, only: bool) -> None:
    assert brief.only_tells(read_settings(brief.SETTINGS, options, lambda _: None)) is only


def test_who_is_explained_or_forgotten_is_the_account_behind_what_was_written() -> None:
    given = read_settings(
        brief.SETTINGS, ['-list:L', '-explain: User:Ada ', '-forget:B', '-forget:C'], lambda _: None
    )
    found = brief.accounts(given, lambda text: text.removeprefix('User:') + '!')
    assert (found[brief.EXPLAIN], found[brief.FORGET]) == ('Ada!', ('B!', 'C!'))
    assert (
        brief.accounts(read_settings(brief.SETTINGS, ['-list:L'], lambda _: None), str)[brief.EXPLAIN] is None
    )

    def nobody(text: str) -> str:
        raise ValueError(f'{text!r} is no name of an account')

    with pytest.raises(BadInput, match=r'-explain: User:Ada : .User:Ada. is no name of an account'):
        brief.accounts(given, nobody)


def test_an_estimate_needs_no_list_to_go_to() -> None:
    for args in (['-banner:B'], ['-banner:B', '-estimate']):
        given = read_settings(brief.SETTINGS, args, lambda _: None)
        if '-estimate' in args:
            assert brief.read(given, datetime(2026, 11, 21, tzinfo=UTC)).sources.banner == ('B',)
        else:
            with pytest.raises(BadInput, match='where does the list go'):
                brief.read(given, datetime(2026, 11, 21, tzinfo=UTC))
