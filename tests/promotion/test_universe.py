"""The universes in which gaps are looked for."""

from __future__ import annotations

import pytest
from outreach.promotion import universe
from outreach.promotion.places import Place

from tests.samples.gaps import HOME, MATRIX, WIKIS

WEIGHTS = """\
Active editors, [https://stats.example.org/2026 from 2026]:
* en: 40,000
# [[:sv:|sv]] – 2 450 editors
| de || 18.000
|-
* eo
sentence: 99
* not a language at all: 5
* sv: 7
"""


def test_weights_in_the_forms_that_people_write() -> None:
    assert universe.read_weights(WEIGHTS) == {'en': 40000, 'sv': 2450, 'de': 18000, 'eo': 0}


def test_a_number_may_stand_in_the_cell_below_its_language() -> None:
    table = '{| class="wikitable"\n! Sprache\n! Aktive\n|-\n| sv\n| 2.450\n|-\n| eo\n|-\n| de || 7\n| 9\n|}'
    assert universe.read_weights(table) == {'sv': 2450, 'eo': 0, 'de': 7}


@pytest.mark.parametrize('line', ['sv;2450', '"sv";"2450"', '\ufeffsv,2450', 'sv\t2450', '| Swedish || 2450'])
def test_weights_as_a_spreadsheet_has_them_are_refused_with_the_line(line: str) -> None:
    with pytest.raises(ValueError, match=r'^line 2: '):
        universe.read_weights(f'Sprache;Aktive\n{line}')


def test_all_open_wikipedias_and_no_other_wiki() -> None:
    spots = universe.wikipedias(MATRIX, {'sv': 5, 'ar.wikipedia.org': 7})
    assert [(spot.key, spot.language, spot.weight) for spot in spots] == [
        ('en.wikipedia.org', 'en', 0), ('sv.wikipedia.org', 'sv', 5), ('de.wikipedia.org', 'de', 0),
        ('eo.wikipedia.org', 'eo', 0), ('ar.wikipedia.org', 'ar', 7),
    ]  # fmt: skip


AFFILIATES = r"""
-- kept by the portal
return {
	{
		group_name = 'Wikimedians of the Alps', org_type = 'User Group', member_count = '12',
		dm_structure = {'Board', 'Democratic Process'},
		group_page = 'meta.wikimedia.org/wiki/Alps User Group',
		recognition_status = 'recognised', agreement_date = '01/02/2015', note = 'it\'s <br /> "quoted" }',
	},
	{ group_name = "Wikimedia Valley", recognition_status = 'recognized', agreement_date = '', },
	{ group_name = 'Wikimedia Bay', recognition_status = 'deferred' },
	{ group_name = 'Wikimedia Sea', recognition_status = 'suspended', agreement_date = '01/01/2010', },
	{ group_name = 'Wikimedia Lake', recognition_status = 'recognised', agreement_date = '3/4/2011',
		group_page = 'Wikimedia Lake', derecognition_date = '' },
}
"""


# contract: C41
def test_affiliates_of_today_by_the_page_of_their_name() -> None:
    found = universe.affiliates(AFFILIATES, 'Module:X', HOME, {'Wikimedia Lake': 'Wikimedia Big Lake'})
    assert [(spot.label, spot.place, spot.weight, spot.unit) for spot in found] == [
        ('Wikimedians of the Alps', Place(HOME, 'Wikimedians of the Alps'), 12, 'members'),
        ('Wikimedia Valley', Place(HOME, 'Wikimedia Valley'), 0, 'members'),
        ('Wikimedia Bay', Place(HOME, 'Wikimedia Bay'), 0, 'members'),
        ('Wikimedia Lake', Place(HOME, 'Wikimedia Big Lake'), 0, 'members'),
    ]


@pytest.mark.parametrize(
    'text',
    [
        '', 'return 5', 'return {{ group_name = "b" }', 'x = {}', "os.execute('x')",
        "return { { group_name = 'A, recognition_status = 'suspended' } }",
        "return { { group_name = 'x' .. 'y' } }",
    ],
)  # fmt: skip
def test_what_is_no_registry_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(ValueError, match=r'^line \d+, column \d+: '):
        universe.affiliates(text, 'Module:X', HOME, {})


# contract of channels: M21
def test_only_the_cell_under_its_head_is_the_channel_of_a_row() -> None:
    text = (
        '{|\n! Language !! Channel !! Liaison !! Notes\n'
        '|-\n| sv || [[:sv:Wikipedia:Bybrunnen]] || [[User:Anna]] || see [[Talk:X]]\n'
        '|-\n| de || by [https://forum.example.org mail] or [[:de:Y]] || ||\n|-\n| et\n|}'
    )
    assert [spot.key for spot in universe.channels(text, WIKIS, {'channel'})] == [
        'sv.wikipedia.org Wikipedia:Bybrunnen',
        'de.wikipedia.org Y',
    ]
    assert len(universe.channels(text, WIKIS, {'something else'})) > 2


def test_a_directory_of_channels() -> None:
    text = '* [[:sv:Wikipedia:Bybrunnen]]\n{|\n| https://lists.example.org/x || list\n|}\n[[w:de:Y]] prose'
    assert [spot.key for spot in universe.channels(text, WIKIS)] == [
        'sv.wikipedia.org Wikipedia:Bybrunnen',
        'https://lists.example.org/x',
    ]


def test_a_spot_weighs_nothing_where_nobody_knows() -> None:
    assert universe.Spot('x', 'x').weight == 0


def test_the_home_wiki_alone_is_no_channel_but_its_pages_and_other_wikis_are() -> None:
    text = f'* {HOME}\n* [[Talk:X]]\n* [[:sv:]]'
    assert [spot.key for spot in universe.channels(text, WIKIS)] == [f'{HOME} Talk:X', 'sv.wikipedia.org']


def test_what_wikis_told_of_their_editors() -> None:
    replies = [('a.org', {'statistics': {'activeusers': 7}}), ('b.org', {})]
    assert dict(universe.weights_of(replies)) == {'a.org': 7, 'b.org': 0}


def test_the_head_of_a_table_need_not_be_its_first_row() -> None:
    text = (
        '{|\n|-\n| all of them || in [[:de:Z]]\n|-\n! Liaison !! Channel\n'
        '|-\n| [[:en:User:Anna]] || [[:sv:Wikipedia:Bybrunnen]]\n|}'
    )
    found = [spot.key for spot in universe.channels(text, WIKIS, {'channel'})]
    assert found == ['de.wikipedia.org Z', 'sv.wikipedia.org Wikipedia:Bybrunnen']
