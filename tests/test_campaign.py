"""The campaign page: its template, its lines and its errors."""

from __future__ import annotations

import pytest
from outreach.campaign import (
    BANNER,
    CHANNELS,
    KIND,
    LIAISONS,
    LIST,
    MINEDITS,
    SINCE,
    TRANSLATEDPAGE,
    parse,
    read_settings,
    subpage,
    title_at,
)
from outreach.pagekinds import PageKind
from outreach.problems import BadInput
from outreach.settings import ALWAYS, CAMPAIGN

PAGE = """Welcome to the campaign.
{{Outreach campaign
| name    = Medicine <!-- working title -->
| banner  =
* WikiProject Medicine
* WPMED
| list    = Global message delivery/Targets/Medicine
| minedits=
| waves   = 20, rest
}}
Talk to us.
"""


def test_the_page_gives_its_values_with_their_lines() -> None:
    given = parse(PAGE, 'Outreach/Medicine')
    assert [(one.name, one.value) for one in given] == [
        ('name', 'Medicine'),
        ('banner', 'WikiProject Medicine'),
        ('banner', 'WPMED'),
        ('list', 'Global message delivery/Targets/Medicine'),
        ('waves', '20, rest'),
    ]
    places = [one.place.removeprefix('Outreach/Medicine, line ') for one in given[1:4]]
    assert places == ['5, parameter banner', '6, parameter banner', '7, parameter list']


# contract of channels: M6
def test_the_page_may_say_where_channels_are_looked_for() -> None:
    page = (
        '{{Outreach campaign\n| kind =\n* village pump=Q16503\n* embassy=Q42\n| liaisons = '
        'Outreach/Liaisons\n| channels = Outreach/Channels\n| translatedpage = Outreach/Text\n}}'
    )
    given = read_settings(
        (CAMPAIGN, KIND, LIAISONS, CHANNELS, TRANSLATEDPAGE), ['-campaign:Outreach/X'], lambda _: page
    )
    assert given[KIND] == (PageKind('village pump', 'Q16503'), PageKind('embassy', 'Q42'))
    assert (given[LIAISONS], given[CHANNELS]) == ('Outreach/Liaisons', 'Outreach/Channels')
    assert given[TRANSLATEDPAGE] == 'Outreach/Text'


def test_each_value_of_a_repeated_parameter_has_its_own_line() -> None:
    page = '{{Outreach campaign\n|wikis=*.wikipedia.org <!-- all\nof them -->\n* Swedish\n|since=1 year\n}}'
    with pytest.raises(BadInput) as caught:
        parse(page, 'C')
    (problem,) = caught.value.problems
    assert (problem.place, problem.text[:9]) == ('C, line 4, parameter wikis', "'Swedish'")


def test_unknown_and_bad_parameters_are_reported_together_with_their_lines() -> None:
    page = '{{Outreach campaign\n|lsit=X\n|minedits=many\n|waves=rest, 20\n|banner=A\n}}'
    with pytest.raises(BadInput) as caught:
        parse(page, 'C')
    assert [problem.place for problem in caught.value.problems] == [
        'C, line 2, parameter lsit',
        'C, line 3, parameter minedits',
        'C, line 4, parameter waves',
    ]


@pytest.mark.parametrize('text', ['', 'no template', PAGE + PAGE, '<nowiki>{{Outreach campaign}}</nowiki>'])
def test_a_page_needs_exactly_one_template(text: str) -> None:
    with pytest.raises(BadInput, match='exactly one'):
        parse(text, 'C')


def test_a_script_takes_what_is_its_own_from_the_page() -> None:
    settings = (CAMPAIGN, LIST, BANNER, SINCE, ALWAYS)
    values = read_settings(
        settings, ['-campaign:Outreach/Medicine', '-list:Mine'], {'Outreach/Medicine': PAGE}.get
    )
    assert values[LIST] == 'Mine'
    assert values[BANNER] == ('WikiProject Medicine', 'WPMED')


def test_a_campaign_page_that_does_not_exist_is_named() -> None:
    with pytest.raises(BadInput, match='-campaign:Nowhere'):
        read_settings([CAMPAIGN], ['-campaign:Nowhere'], lambda title: None)
    with pytest.raises(BadInput, match=r'there is no such page on meta\.w\.test'):
        read_settings([CAMPAIGN], ['-campaign:Nowhere'], lambda title: None, host='meta.w.test')


def test_errors_of_command_line_and_campaign_page_come_together() -> None:
    settings = (CAMPAIGN, LIST, MINEDITS)
    args = ['-alwyas', '-campaign:C', '-minedits:few']
    with pytest.raises(BadInput) as caught:
        read_settings(settings, args, lambda title: '{{Outreach campaign\n|lsit=X\n}}')
    assert [problem.place for problem in caught.value.problems] == [
        '-alwyas', 'C, line 2, parameter lsit', '-minedits:few',
    ]  # fmt: skip
    assert 'did you mean list?' in caught.value.problems[1].text


def test_subpages() -> None:
    assert subpage('Outreach/X', 'Send', '1', 'sv') == 'Outreach/X/Send/1/sv'


@pytest.mark.parametrize(
    ('pasted', 'title'),
    [
        ('https://meta.test/wiki/User:Zo%C3%AB/My_list', 'User:Zoë/My list'),
        ('http://meta.test/wiki/Lists/A#People', 'Lists/A'),
        ('[[User:Zoë/My list]]', 'User:Zoë/My list'),
    ],
)
def test_a_title_may_be_pasted_as_a_link_or_an_address(pasted: str, title: str) -> None:
    given = read_settings((LIST, CAMPAIGN), [f'-list:{pasted}'], lambda _: None, host='meta.test')
    assert given[LIST] == title


@pytest.mark.parametrize(
    'other', ['https://other.test/wiki/A', 'https://meta.test/x/A', 'https://[', 'A/wiki/B']
)
def test_an_address_of_elsewhere_is_no_title_here(other: str) -> None:
    assert title_at(other, 'meta.test') == other
    assert title_at('https://meta.test/wiki/A', '') == 'https://meta.test/wiki/A'
