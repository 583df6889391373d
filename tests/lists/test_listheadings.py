"""Headings of a list: the language beside the host, and wikis with few people together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach.headings import headings
from outreach.lists.deliverylist import parse
from outreach.lists.edits import extended, without
from outreach.lists.entries import Target
from outreach.lists.listheadings import TOGETHER, WikiHeadings, parts, section_names
from outreach.lists.straylines import stray_lines

from tests.samples.wikis import RESOLVER

HOME = 'meta.wikimedia.org'
SV, DE, EN, FR = (f'{code}.wikipedia.org' for code in ('sv', 'de', 'en', 'fr'))
WORDS = 'Wikis with one or two people'
HEADINGS = WikiHeadings({DE: 'Deutsch', SV: 'svenska', FR: 'français'}, WORDS, always=True)
FEW = f'== {WORDS} == {TOGETHER}'


def some(host: str, count: int) -> list[Target]:
    return [Target(host, f'User talk:{host[:2].title()}{number}') for number in range(count)]


def put(text: str, *targets: Target, written: WikiHeadings = HEADINGS) -> str:
    return extended(parse(text, HOME), targets, written).text


def titles(text: str) -> list[str]:
    return [one.title for one in headings(text)]


def test_a_heading_has_the_language_beside_the_host() -> None:
    text = put('', *some(SV, 3), *some(DE, 3), *some(EN, 3))
    assert titles(text) == [f'{DE} (Deutsch)', EN, f'{SV} (svenska)']


def test_wikis_with_few_people_stand_together_behind_the_others() -> None:
    text = put('', *some(SV, 2), *some(DE, 1), *some(EN, 3))
    assert titles(text) == [EN, WORDS]
    assert text.index(FEW) < text.index('De0') < text.index('Sv0')
    assert parse(text, HOME).targets == (*some(EN, 3), *some(DE, 1), *some(SV, 2))


def test_one_wiki_with_few_people_has_its_own_heading() -> None:
    assert titles(put('', *some(SV, 2), *some(EN, 3))) == [EN, f'{SV} (svenska)']
    assert titles(put('', *some(SV, 1))) == [f'{SV} (svenska)']


def test_later_ones_go_where_their_wiki_is() -> None:
    text = put('', *some(DE, 1), *some(FR, 1), *some(EN, 3))
    more = put(text, Target(DE, 'User talk:A'), Target(SV, 'User talk:B'), Target(EN, 'User talk:C'))
    assert titles(more) == titles(text)
    under = more[more.index(FEW) :]
    assert 'user = A' in under and 'user = B' in under and 'user = C' not in under
    many = put(more, *some('he.wikipedia.org', 3))
    assert titles(many) == [EN, 'he.wikipedia.org', WORDS]
    grown = put(more, *(Target(DE, f'User talk:G{number}') for number in range(4)))
    assert titles(grown) == [EN, WORDS]  # a wiki is in one place


@pytest.mark.parametrize('words', ['Små wikier', '{{int:small}}'])
def test_the_heading_is_known_in_any_words(words: str) -> None:
    text = put('', *some(DE, 1), *some(FR, 1)).replace(WORDS, words)
    assert titles(put(text, *some(SV, 1))) == [words]


def test_a_list_that_has_a_heading_for_each_wiki_keeps_it() -> None:
    older = put('', *some(DE, 1), *some(FR, 1), written=WikiHeadings(always=True))
    assert titles(older) == [DE, FR]
    assert titles(put(older, Target(DE, 'User talk:N'), *some(SV, 1))) == [DE, FR, f'{SV} (svenska)']


def test_who_signs_up_on_such_a_list_joins_it() -> None:
    text = put('', *some(DE, 1), *some(FR, 1))
    alone = WikiHeadings({SV: 'svenska'})
    assert titles(put(text, *some(SV, 1), written=alone)) == [WORDS]
    assert titles(put(text, *some(SV, 3), written=alone)) == [f'{SV} (svenska)', WORDS]
    assert put('x', *some(SV, 1), *some(DE, 1), written=alone).count('==') == 0


def test_the_common_heading_makes_no_order_of_headings_that_people_wrote() -> None:
    met = put('', *some(SV, 1), written=WikiHeadings())
    text = f'== Met ==\n{met}\n\n{FEW}\n* {{{{target|user=X|site={DE}}}}}\n'
    more = put(text, Target(SV, 'User talk:New'))
    assert more.index(FEW) < more.index('New')


def test_a_new_heading_has_the_level_of_the_common_one() -> None:
    text = f'={FEW.replace("== <", "=== <")}\n* {{{{target|user=X|site={DE}}}}}\n'
    assert put(text, *some(SV, 3)).startswith(f'=== {SV} (svenska) ===\n')


def test_a_language_stays_text() -> None:
    hostile = WikiHeadings({SV: "''{{x}} ==\n* {{target|user=Eve}}"}, always=True)
    listed = parse(put('', *some(SV, 3), written=hostile), HOME)
    assert listed.targets == tuple(some(SV, 3))
    assert parts(listed).by_host.keys() == {SV}


def test_nobody_is_named_by_a_heading() -> None:
    text = put('', *some(SV, 3), *some(DE, 1), *some(FR, 1))
    assert list(stray_lines(parse(text, HOME), RESOLVER)) == []


def test_a_section_is_named_by_its_words_and_its_wiki() -> None:
    assert set(section_names('Sweden', SV)) == {'sweden', SV}
    assert set(section_names(f'{SV} (svenska)', EN)) == {f'{SV} (svenska)', SV}
    assert set(section_names('Version 2.0', '')) == {'version 2.0'}


HOSTS = st.sampled_from([SV, DE, EN, FR, HOME, 'ar.wikivoyage.org'])
TARGETS = st.lists(
    st.builds(Target, HOSTS, st.sampled_from([f'User talk:{letter}' for letter in 'ABCDEFGH'])),
    unique=True,
    max_size=12,
)


@given(TARGETS, st.data())
def test_however_a_list_grows_each_wiki_is_in_one_place(targets: list[Target], data: st.DataObject) -> None:
    text, rest = '', list(targets)
    while rest:
        count = data.draw(st.integers(1, len(rest)))
        text, rest = put(text, *rest[:count]), rest[count:]
    listed = parse(text, HOME)
    assert sorted(listed.targets) == sorted(targets)
    found = parts(listed)
    together = found.together.hosts if found.together else frozenset()
    assert together.isdisjoint(found.by_host)
    assert found.by_host.keys() | together == {one.host for one in targets}
    assert not without(listed, listed.entries).entries
