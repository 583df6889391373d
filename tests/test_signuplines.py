"""Which lines of a sign-up page are read."""

from __future__ import annotations

import pytest
from outreach.signuplines import chosen, folded
from outreach.signuppage import names_outside

from tests.samples.wikis import RESOLVER

PAGE = """Lead by [[User:Org]]
== Participants ==
# A
#
{|
| [[User:B]]
|}
=== From Sweden ===
# C
----
# D
== Talk ==
# [[User:E]]
{|
| [[User:F]]
|}
words
"""


def test_lines_of_sections_those_below_a_line_and_the_rest_are_apart() -> None:
    found = chosen(PAGE, (), RESOLVER)
    assert [(one.number, one.bullet, one.text) for one in found.lines] == [
        (3, '#', 'A'), (6, '|', ''), (9, '#', 'C'),
    ]  # fmt: skip
    assert [one.number for one in found.below] == [11]
    assert [one.number for one in found.outside] == [1, 13, 15, 17]
    assert found.headings == ('Participants',)
    told = names_outside(PAGE, 'P', RESOLVER)
    assert [(one.place, one.text.partition(',')[0]) for one in told] == [
        ('P, line 1', 'names Org'), ('P, line 13', 'names E'), ('P, line 15', 'names F'),
    ]  # fmt: skip
    assert {one.kind for one in told} == {'outside of the sections that are read'}
    assert [one.number for one in chosen(PAGE, (), RESOLVER, {4}).lines] == [3, 4, 6, 9]


def test_without_a_section_all_lines_are_read() -> None:
    found = chosen('# A\n----\n# B', (), RESOLVER)
    assert [one.text for one in found.lines] == ['A', 'B']
    assert (found.headings, found.below, found.outside) == ((), (), ())
    assert chosen('# A', ['Wer kommt?'], RESOLVER).lines == ()


@pytest.mark.parametrize('heading', ["'''Participants''':", 'participants', '<b>Participants</b>'])
def test_headings_compare_without_markup(heading: str) -> None:
    assert folded(heading) == 'participants'
