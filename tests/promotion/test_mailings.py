"""Mailings from a file, as numbers without a name."""

from __future__ import annotations

from datetime import date

import pytest
from outreach import phrases
from outreach.problems import BadInput
from outreach.promotion import mailings
from outreach.promotion.logpage import Status, Vocabulary

CHANNELS = Vocabulary.of(phrases.of_script('log_promotion').values()).channels
LANGUAGES = {'english': 'en', 'svenska': 'sv', 'deutsch': 'de'}


CSV = """\
date,channel,audience,name,email,language,count
2026-03-01,email,affiliate contacts,Ann Example,ann@example.org,en,
2026-03-01,Email,affiliate  contacts,Bo Example,bo@example.org,en,
2026-03-01,e-post,affiliate contacts,,,en,50
2026-09-01,mailing list,chapters,,,,1
"""


def test_mailings_become_numbers_without_a_name() -> None:
    entries = mailings.entries(
        mailings.parse(CSV.splitlines(), 'x.csv', CHANNELS, LANGUAGES), date(2026, 5, 1)
    )
    assert [(one.date, one.channel, one.audience, one.reach, one.status) for one in entries] == [
        ('2026-03-01', 'email', 'affiliate contacts', 52, Status.SENT),
        ('2026-09-01', 'mailinglist', 'chapters', 1, Status.PLANNED),
    ]
    assert 'xample' not in repr(entries)


def test_all_bad_lines_of_mailings_are_named_without_their_content() -> None:
    bad = (
        'date,channel,audience,language,count\n1 March,pigeon,ann@example.org,,\n2026-03-01,email,x,EN!,-1\n'
    )
    with pytest.raises(BadInput) as error:
        mailings.parse(bad.splitlines(), 'x.csv', CHANNELS, LANGUAGES)
    places = [problem.place for problem in error.value.problems]
    assert places == ['x.csv, line 2'] * 3 + ['x.csv, line 3'] * 2
    assert 'ann@' not in str(error.value)
    with pytest.raises(BadInput, match='no column channel or audience'):
        mailings.parse(['date,name'], 'x.csv', CHANNELS, LANGUAGES)


def test_regions_and_languages_are_kept_in_one_form() -> None:
    lines = ['date,channel,audience,language,region,count', '2026-03-01,email,x, SV , the  Alps ,2']
    (entry,) = mailings.entries(mailings.parse(lines, 'x.csv', CHANNELS, LANGUAGES), date(2026, 3, 1))
    assert (entry.language, entry.region, entry.reach, entry.status) == ('sv', 'the Alps', 2, Status.SENT)
    assert entry.id == 'mailing 2026-03-01 · email · x · sv · the Alps'


@pytest.mark.parametrize(
    ('line', 'wrong'),
    [
        ('2026-03-01,,x,,1', 'channel'),
        ('2026-03-01,email,,,1', 'audience'),
        ('2026-03-01,email,x,,0', 'count'),
        ('2026-03-01,email,x,,1000000000', 'count'),
        (',email,x,,1', 'date'),
        ('2026-03-01,email,x,Swedish!,1', 'language'),
    ],
)
def test_each_column_is_looked_at(line: str, wrong: str) -> None:
    with pytest.raises(BadInput) as error:
        mailings.parse(['date,channel,audience,language,count', line], 'x.csv', CHANNELS, LANGUAGES)
    assert [wrong in problem.text for problem in error.value.problems] == [True]


def test_a_line_may_stand_for_a_billion_less_one() -> None:
    lines = ['date,channel,audience,count', '2026-03-01,email,x,999999999']
    assert sum(mailings.parse(lines, 'x.csv', CHANNELS, LANGUAGES).values()) == 999_999_999


def test_a_table_may_come_from_a_spreadsheet_of_another_language() -> None:
    lines = ['Date;Channel;Audience;Count', '2026-03-01;email;x, y; ']
    mailing = mailings.Mailing('2026-03-01', 'email', 'x, y', '', '')
    assert mailings.parse(lines, 'x.csv', CHANNELS, LANGUAGES) == {mailing: 1}


def test_an_empty_file_is_said_to_have_no_columns() -> None:
    with pytest.raises(BadInput) as error:
        mailings.parse([], 'x.csv', CHANNELS, LANGUAGES)
    said = str(error.value.problems[0])
    assert said.startswith('x.csv, line 1: has no column date or channel or audience;')


@pytest.mark.parametrize(
    ('text', 'told'),
    [
        (
            'date,channel,audience,langauge\n2026-03-01,email,x,de\n',
            'line 1: column 4 is none that is read; did you mean language?',
        ),
        (
            'date,channel,audience,language\n2026-03-01,email,x,Deutsch\n',
            'line 2: the language must be a code such as de,',
        ),
        (
            'date,channel,audience,language\n2026-03-01,email,x,zz\n',
            'line 2: the language must be a code such as sv,',
        ),
        ('date,channel,audience\n\n', 'x.csv: holds a header and no mailing'),
        ('sep=;\ndate;channel;audience\n2026-03-01;pigeon;x\n', 'line 3: the channel must be'),
    ],
)
def test_what_was_probably_meant_is_refused_with_its_line(text: str, told: str) -> None:
    with pytest.raises(BadInput) as refused:
        mailings.parse(text.splitlines(), 'x.csv', CHANNELS, LANGUAGES)
    [problem] = refused.value.problems
    assert told in str(problem)


def test_a_line_that_names_the_separator_and_other_columns_are_passed_over() -> None:
    lines = ['sep=;', 'date;channel;audience;name;language', '2026-03-01;email;x;Ann;zh-hant']
    found = mailings.parse(lines, 'x.csv', CHANNELS, {'chinese': 'zh'})
    assert [(one.audience, one.language) for one in found] == [('x', 'zh-hant')]
