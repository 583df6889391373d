"""Second waves: what affiliates name in their communities."""

from __future__ import annotations

import pytest
from outreach.accountlinks import Resolver
from outreach.affiliates import referrals
from outreach.affiliates.nameindex import NameIndex
from outreach.affiliates.verdict import AffiliateVerdict, Judged
from outreach.lists.entries import Target
from outreach.pages import Page
from outreach.problems import BadInput
from outreach.sitematrix import WikiInfo

from tests.affiliates.samples import entry, read
from tests.samples.wikis import look_of

HOME, SW = 'meta.wikimedia.org', 'sw.wikipedia.org'
MATRIX = (
    WikiInfo('swwiki', SW, 'sw', group='wiki'),
    WikiInfo('metawiki', HOME, 'en', group='special'),
)
RESOLVER = Resolver(HOME, look_of(MATRIX), {info.dbname: info.host for info in MATRIX})
KNOWN = read(*(entry(f'Group {letter}') for letter in 'ABC'))
INDEX = NameIndex.of(KNOWN)
PAGE = """\
* [[Group A]]: [[:sw:Wikipedia:Jumuia]], [[User:Amina/Notes|Amina]], [[:sw:Wikipedia:Jumuia#Habari]]
* Group B: [[:sw:Makala]] and [[Outreach/Here]], [[Special:Log]] <!-- [[User:Hidden]] -->
* [[Group C]]:
* [[Nobody known]]: [[User:X]]
"""


def judged(*verdicts: AffiliateVerdict) -> list[Judged]:
    return [Judged(one, {}, verdict, ()) for one, verdict in zip(KNOWN.affiliates, verdicts, strict=True)]


# contract: C42
def test_pages_and_people_are_taken_where_messages_may_be_posted() -> None:
    found, problems = referrals.read(Page('Referrals', PAGE, 1), INDEX, RESOLVER)
    assert [(one.affiliate.name, one.targets) for one in found] == [
        ('Group A', (Target(SW, 'Wikipedia:Jumuia'), Target(HOME, 'User talk:Amina'))),
        ('Group B', (Target(HOME, 'Outreach/Here'),)),
        ('Group C', ()),
    ]
    assert ['Group B names something there' in str(one) for one in problems] == [True, True]


# contract: C42
def test_only_those_that_may_be_written_to_have_a_second_wave() -> None:
    found, _ = referrals.read(Page('Referrals', PAGE, 1), INDEX, RESOLVER)
    some = judged(AffiliateVerdict.ASK, AffiliateVerdict.WRITE, AffiliateVerdict.WRITE)
    assert referrals.second_wave(some, found) == [Target(HOME, 'Outreach/Here')]
    assert [one.affiliate.name for one in referrals.without(some, found)] == ['Group C']
    assert referrals.second_wave(judged(*[AffiliateVerdict.LEAVE_OUT] * 3), found) == []


@pytest.mark.parametrize('page', [Page('R'), Page('R', '#REDIRECT [[M]]', 1), Page('R', '* Nobody: X', 1)])
def test_a_page_that_says_nothing_is_refused(page: Page) -> None:
    with pytest.raises(BadInput):
        referrals.read(page, INDEX, RESOLVER)
