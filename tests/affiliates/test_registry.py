"""The registry: what an entry says, what is unknown, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from outreach.affiliates import registry
from outreach.affiliates.luadata import LuaError

from tests.affiliates.samples import entry, module, read


def test_an_entry_is_read_and_everything_else_left_alone() -> None:
    (one,) = read(entry("Wikimédia Côte d'Or", member_count='1,234 people')).affiliates
    assert (one.name, one.code, one.status, one.members) == ("Wikimédia Côte d'Or", 'WCD', 'recognised', 1234)
    assert one.key == 'idwikimdiactedor'
    assert one.get('group_contact2') == ''
    assert one.get('legal_entity') is None


def test_breaks_and_blanks_are_blanks() -> None:
    (one,) = read(entry('Group A', group_country='Here<br />and  there ')).affiliates
    assert one.get('group_country') == 'Here and there'


@pytest.mark.parametrize(
    ('values', 'words'),
    [
        ({'recognition_status': 'under review'}, "recognition_status is 'under review', which is not known"),
        ({'recognition_status': None}, 'recognition_status is missing'),
        ({'uptodate_reporting': 'Maybe'}, "uptodate_reporting is 'Maybe', which is not known"),
        ({'region': 'Atlantis'}, "region is 'Atlantis', which is not known"),
        ({'org_type': 'Club'}, "org_type is 'Club', which is not known"),
        ({'agreement_date': 'undefined/undefined/2019'}, 'agreement_date'),
        ({'unique_id': None}, 'unique_id is missing'),
        ({'group_name': 'A [B]'}, 'its name cannot be the title of a page'),
        ({'group_country': 'A\x07B'}, 'a text holds a character that nobody types'),
        ({'dm_structure': ['A\x07B']}, 'a text holds a character that nobody types'),
    ],
)
# contract: C33, C15
def test_what_is_not_known_is_listed_with_its_line(values: dict[str, str], words: str) -> None:
    problems = [str(problem) for problem in read(entry('Fine'), entry('Group A', **values)).problems]
    assert len(problems) == 1
    assert problems[0].startswith(f'{registry.PAGE}, line 22: ')
    assert words in problems[0]


def test_a_key_with_two_values_is_unknown_and_with_the_same_twice_is_not() -> None:
    text = module([entry('Group A')])
    doubled = text.replace('\t},\n', "\t\trecognition_status = 'suspended',\n\t},\n")
    known = registry.parse(doubled)
    assert known.affiliates[0].get('recognition_status') is None
    assert any('two values' in str(problem) for problem in known.problems)
    same = registry.parse(text.replace('\t},\n', "\t\trecognition_status = 'recognised',\n\t},\n"))
    assert same.affiliates[0].status == 'recognised'


@pytest.mark.parametrize(
    ('text', 'words'),
    [
        (
            "return { { 'suspended', group_name = 'A' } }",
            'line 1, column 1: the entry that begins here has a value',
        ),
        ("return { a = { group_name = 'A' } }", 'a stands where entries should be'),
        ("return { 'A' }", 'no entry in braces'),
        ('return {}', 'holds no affiliate'),
        ("return { { region = 'Europe' } }", 'holds no affiliate'),
    ],
)
# contract: C31
def test_what_is_no_table_of_entries_is_refused(text: str, words: str) -> None:
    with pytest.raises(LuaError, match=words):
        registry.parse(text)


def test_an_entry_with_neither_id_nor_name_is_listed() -> None:
    known = read(entry('Group A'), entry('X', unique_id=None, group_name=None))
    assert [one.name for one in known.affiliates] == ['Group A']
    assert any('neither id nor name' in str(problem) for problem in known.problems)


def test_names_compare_without_case_blanks_and_kinds_of_apostrophes() -> None:
    names = ("Wikimédia Côte d'Or", 'WIKIMÉDIA_CÔTE  D’OR', ' Wikime\u0301dia Co\u0302te dʼor ')
    assert {registry.fold(name) for name in names} == {"wikimédia côte d'or"}


@pytest.mark.parametrize(
    ('text', 'day'),
    [
        ('05/06/2019', date(2019, 6, 5)), ('2026/01/31', date(2026, 1, 31)),
        ('2026-01-31', date(2026, 1, 31)),
        ('31/02/2019', None), ('05/06/19', None), ('undefined/undefined/2019', None), ('', None),
    ],
)  # fmt: skip
def test_days_are_read_in_the_three_forms_of_the_registry(text: str, day: date | None) -> None:
    assert registry.day(text) == day
