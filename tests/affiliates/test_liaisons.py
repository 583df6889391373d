"""Groups without a liaison."""

from __future__ import annotations

import pytest
from outreach.affiliates import liaisons
from outreach.affiliates.nameindex import NameIndex
from outreach.pages import Page
from outreach.problems import BadInput

from tests.affiliates.samples import entry, read

KNOWN = read(*(entry(f'Group {letter}') for letter in 'ABCDE'))
INDEX = NameIndex.of(KNOWN)
PAGE = """\
{| class="wikitable"
! Affiliate !! Liaison
|-
| [[Group A]] || [[User:Ada]]
|-
| Group B ||
|}
* [[Group C]]: [[User:Cy]], since May
* Group D: vacant
"""


# contract: C30
def test_who_is_named_counts_and_an_empty_place_does_not() -> None:
    covered = liaisons.with_liaison(Page('Liaisons', PAGE, 1), INDEX)
    assert [one.name for one in liaisons.without(KNOWN.affiliates, covered)] == [
        'Group B',
        'Group D',
        'Group E',
    ]


def test_a_page_of_languages_names_no_affiliate_and_is_no_mistake() -> None:
    assert liaisons.with_liaison(Page('L', '* sv, nb: [[User:Ada]]', 1), INDEX) == frozenset()


@pytest.mark.parametrize('page', [Page('L'), Page('L', '#REDIRECT [[M]]', 1), Page('L', '* Nobody: X', 1)])
def test_a_page_that_says_nothing_is_refused(page: Page) -> None:
    with pytest.raises(BadInput):
        liaisons.with_liaison(page, INDEX)
