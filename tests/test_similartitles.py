"""Which page was meant by a title that is not there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import pytest
from outreach.problems import Unreachable
from outreach.similartitles import alike, beginning, meant
from outreach.wiki import Wiki

from tests.samples.cannedwiki import Canned, canned


@pytest.mark.parametrize(
    ('title', 'begins'),
    [
        ('Outreach/Medcine', 'Outreach/Me'),
        ('WikiProject Medicin', 'Wi'),
        ('Outreach/Medicine/Sign-ups', 'Outreach/Medicine/Si'),
        ('Əhmədi', 'Əh'),
        ('A', 'A'),
        ('Outreach/', 'Outreach/'),
    ],
)
def test_what_stands_before_the_mistake_is_asked_for(title: str, begins: str) -> None:
    assert beginning(title) == begins


def test_the_closest_title_is_meant_and_none_that_is_far_off() -> None:
    known = ['Outreach/Medicine', 'Outreach/Medicine/Approvals', 'Outreach/Mexico']
    assert alike('Outreach/Medcine', known) == 'Outreach/Medicine'
    assert alike('Outreach/Metallurgy', known) == ''
    assert alike('Outreach/Medcine', []) == ''


class Counting(Canned):
    """Counts all requests, those about the wiki itself too."""

    count = 0

    def call(self, **parameters: Any) -> Mapping[str, Any]:
        self.count += 1
        return super().call(**parameters)


def test_a_hint_takes_two_requests() -> None:
    known = {'query': {'allpages': [{'ns': 0, 'title': 'Outreach/Medicine'}]}}
    wiki = Counting(lambda _asked: known)
    assert meant(cast(Wiki, wiki), 'Outreach/Medcine') == '; did you mean Outreach/Medicine?'
    assert wiki.count == 2


def test_capitals_that_are_missing_are_suggested() -> None:
    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        titles = ['Outreach/Medicine', 'Outreach/Medicine/Targets']
        return {
            'query': {'allpages': [{'title': one} for one in titles if one.startswith(asked['apprefix'])]}
        }

    assert meant(canned(answer), 'outreach/medicine') == '; did you mean Outreach/Medicine?'
    assert meant(canned(answer), 'Outreach/medicine/targets') == '; did you mean Outreach/Medicine/Targets?'
    assert meant(canned(answer), 'outreach/music') == ''


def test_where_none_can_be_given_there_is_no_error() -> None:
    def refuse(_asked: Mapping[str, Any]) -> Mapping[str, Any]:
        raise Unreachable('en.w.test', 'is away')

    assert meant(canned(refuse), 'Outreach/Medcine') == ''
    assert meant(canned(refuse), 'A[b') == ''
