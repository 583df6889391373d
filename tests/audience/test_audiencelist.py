"""The list of an audience: what people wrote in it stays."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach.audience.audiencelist import revised, split, standing, stray_people, with_lead
from outreach.headings import headings
from outreach.lists.entries import Target, TitleResolver
from outreach.lists.listheadings import WikiHeadings
from outreach.lists.merge import ListRevision
from outreach.names import CANONICAL, ENGLISH, Namespaces
from outreach.pages import Page

from tests.samples.wikis import RESOLVER

META, SV, EN = 'meta.w.test', 'sv.w.test', 'en.w.test'


def list_page(text: str) -> Page:
    return Page('L', text, 5)


def entry(name: str, host: str = SV) -> str:
    return f'* {{{{target | user = {name} | site = {host} }}}}'


def talk(name: str, host: str = SV) -> Target:
    return Target(host, f'User talk:{name}')


def nobody(target: Target) -> bool:
    return False


BY_HAND = f'Welcome.\n\n== Met in Milan ==\n{entry("Hanna")} <!-- in May -->\n'


def test_what_people_wrote_stays_byte_for_byte() -> None:
    now = list_page(BY_HAND)
    stood = standing(now, [ListRevision(BY_HAND, ours=False)], META)
    text, merged = revised(now, stood, [talk('Ada'), talk('Bo', EN)], nobody, 'The rule.')
    assert merged.added == (talk('Ada'), talk('Bo', EN))
    assert BY_HAND.rstrip() in text
    history = [ListRevision(BY_HAND, ours=False), ListRevision(text, ours=True)]
    stands = standing(list_page(text), history, META)
    again, nothing = revised(list_page(text), stands, [talk('Ada'), talk('Bo', EN)], nobody, 'The rule.')
    assert again == text
    assert nothing.added == ()


def test_wikis_are_headed_as_is_asked_for() -> None:
    page, written = list_page(''), WikiHeadings({SV: 'svenska'}, 'Small', always=True)
    many = [talk('Ada'), talk('Bea'), talk('Cem'), talk('Dag', EN), talk('Eva', META)]
    text, _ = revised(page, standing(page, [], META), many, nobody, 'Rule', written)
    assert [one.title for one in headings(text)] == [f'{SV} (svenska)', 'Small']


def test_who_is_listed_by_hand_is_not_listed_on_another_wiki() -> None:
    now = list_page(BY_HAND)
    stood = standing(now, [ListRevision(BY_HAND, ours=False)], META)
    assert stood.stated == {'Hanna': SV}
    assert revised(now, stood, [talk('Hanna', EN)], nobody, 'Rule')[1].added == ()


def test_whom_no_person_put_there_leaves_when_no_longer_wanted() -> None:
    text = '\n'.join([entry('Hanna'), entry('Ours'), entry('Signed up'), entry('Wanted'), entry('Dead', EN)])
    history = [ListRevision(entry('Hanna'), ours=False), ListRevision(text, ours=True)]
    stood = standing(list_page(text), history, META)
    after, merged = revised(
        list_page(text), stood, [talk('Wanted')], lambda t: t.host == EN or 'Signed' in t.page, 'Rule'
    )
    assert merged.removed == (talk('Ours'),)
    for name in ('Hanna', 'Signed up', 'Wanted'):
        assert entry(name) in after
    assert entry('Dead', EN) in after


def test_who_is_to_be_asked_on_another_wiki_now_moves() -> None:
    text = entry('Ada')
    stood = standing(list_page(text), [ListRevision(text, ours=True)], META)
    after, merged = revised(list_page(text), stood, [talk('Ada', EN)], nobody, 'Rule')
    assert entry('Ada', EN) in after
    assert (merged.added, merged.removed) == ((talk('Ada', EN),), (talk('Ada'),))


def test_entries_in_the_words_of_their_wiki_are_people_too() -> None:
    text = '* {{target | page = Användardiskussion:Hanna | site = sv.w.test }}\n'
    swedish = Namespaces(CANONICAL, CANONICAL, {**ENGLISH.names, 'användardiskussion': 3})
    stood = standing(list_page(text), [ListRevision(text, ours=False)], META, TitleResolver({SV: swedish}))
    assert stood.hand_made == {'Hanna'}
    after, merged = revised(list_page(text), stood, [talk('Hanna', EN)], nobody, 'Rule')
    assert merged.added == ()
    assert text in after


def test_who_people_removed_is_not_put_back() -> None:
    history = [
        ListRevision(entry('Tom') + '\n' + entry('Ada'), ours=False),
        ListRevision(entry('Ada'), ours=False),
    ]
    stood = standing(list_page(entry('Ada')), history, META)
    _, merged = revised(list_page(entry('Ada')), stood, [talk('Tom')], nobody, 'Rule')
    assert merged.added == ()
    assert merged.kept_out == (talk('Tom'),)


def test_a_renamed_account_keeps_its_line_whoever_changes_the_name() -> None:
    text = f'{entry("Old name")} <!-- a friend -->\n'
    stood = standing(list_page(text), [ListRevision(text, ours=False)], META)
    stood = replace(stood, renamed={'Old name': 'New name'})
    assert stood.stated == {'New name': SV}
    after, merged = revised(list_page(text), stood, [talk('New name')], nobody, 'Rule')
    assert f'{entry("New name")} <!-- a friend -->' in after
    assert merged.added == ()
    history = [ListRevision(text, ours=False), ListRevision(after, ours=True)]
    later = replace(standing(list_page(after), history, META), renamed={'Old name': 'New name'})
    assert later.ours == frozenset()
    assert revised(list_page(after), later, [], nobody, 'Rule')[0] == after


@pytest.mark.parametrize(('new', 'locked'), [('Vanished user 12', False), ('Another', True)])
def test_who_left_for_good_leaves_the_list_and_is_never_named(new: str, *, locked: bool) -> None:
    text = f'{entry("Old name")}\n{entry("Ben")}\n'
    stood = standing(list_page(text), [ListRevision(text, ours=False)], META)
    stood = replace(stood, renamed={'Old name': new}, locked=frozenset({new} if locked else ()))
    assert stood.people == {'Ben'}
    after, merged = revised(list_page(text), stood, [], nobody, 'Rule')
    assert merged.removed == (talk('Old name'),)
    assert new not in after
    assert entry('Ben') in after


def test_a_page_below_a_talk_page_keeps_its_name_when_its_owner_is_renamed() -> None:
    text = '* {{target | page = User talk:Old name/News | site = sv.w.test }}\n'
    stood = standing(list_page(text), [ListRevision(text, ours=False)], META)
    after, _ = revised(list_page(text), replace(stood, renamed={'Old name': 'New'}), [], nobody, 'Rule')
    assert '{{target | page = User talk:New/News | site = sv.w.test }}' in after


def test_the_lead_is_kept_between_its_markers() -> None:
    once = with_lead('Text of people.\n', 'Rule one.')
    twice = with_lead(once, 'Rule two.')
    assert 'Rule one.' not in twice
    assert twice.endswith('Text of people.\n')
    assert with_lead(twice, 'Rule two.') == twice


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(['sv', 'en', 'de', 'ar']), st.integers(0, 40)), unique=True, max_size=60
    ),
    st.integers(1, 20),
    st.randoms(use_true_random=False),
)
def test_splitting_loses_nobody_and_knows_no_order(
    people: list[tuple[str, int]], most: int, order: object
) -> None:
    targets = [talk(f'P{number}', f'{code}.w.test') for code, number in people]
    languages = {f'{code}.w.test': code for code in ('sv', 'en', 'de', 'ar')}
    pages = split(targets, languages, 'List', most)
    assert sorted(target for some in pages.values() for target in some) == sorted(targets)
    assert all(len(some) <= most for some in pages.values())
    assert pages == split(targets[::-1], languages, 'List', most)
    assert all(re.fullmatch(r'List(/[a-z]+(/\d+)?)?', title) for title in pages)


def test_a_list_is_split_only_when_it_is_longer_than_a_page() -> None:
    three = [Target(SV, f'User talk:{name}') for name in 'CAB']
    assert split(three, {SV: 'sv'}, 'L', 3) == {'L': sorted(three)}
    assert split(three, {SV: 'sv'}, 'L', 2) == {'L/sv/1': sorted(three)[:2], 'L/sv/2': sorted(three)[2:]}


def test_languages_that_are_short_enough_have_one_page_each() -> None:
    swedish = [Target(SV, f'User talk:{n}') for n in range(5)]
    english = [Target(EN, 'User talk:X')]
    unknown = [Target('de.w.test', 'User talk:Y'), Target('de.w.test', 'User talk:Z')]
    pages = split([*swedish, *english, *unknown], {SV: 'sv', EN: 'en'}, 'L', 2)
    assert pages == {
        'L/de': unknown, 'L/en': english,
        'L/sv/1': swedish[:2], 'L/sv/2': swedish[2:4], 'L/sv/3': swedish[4:],
    }  # fmt: skip


def test_a_list_in_json_has_no_words_at_its_top() -> None:
    page = Page('L', '{"description": "", "targets": []}', 1, 'MassMessageListContent')
    text, merged = revised(page, standing(page, [], META), [talk('Ada')], lambda one: False, 'the rule')
    assert merged.added == (talk('Ada'),)
    assert 'the rule' not in text


def test_only_accounts_of_people_who_vanished_are_gone() -> None:
    text = f'{entry("Renamed user 8f3a2c1b")}\n{entry("Ada")}\n{{{{#target:Talk:X|{SV}}}}}\n'
    assert standing(list_page(text), [], META).gone == {talk('Renamed user 8f3a2c1b')}


def test_a_faulty_line_stays_as_it_is_whoever_is_renamed() -> None:
    text = '* {{target | user = User talk:Old name | site = sv.w.test }}\n'
    stood = standing(list_page(text), [ListRevision(text, ours=False)], META)
    after, _ = revised(list_page(text), replace(stood, renamed={'Old name': 'New'}), [], nobody, 'Rule')
    assert text in after


def test_lines_that_name_somebody_to_whom_no_message_goes_are_found() -> None:
    text = (
        f'{entry("Ada")}\n* [[User:Ada]] keeps this\n* [[User:Bo, Jr]]\n* Cem, sv\nAsk [[User:Dan]] then!\n'
    )
    stood = standing(list_page(text), [], META)
    found = stray_people({'List': stood}, RESOLVER)
    assert [(one.problem.place, set(one.names), one.prose) for one in found] == [
        ('List, line 3', {'Bo, Jr'}, False),
        ('List, line 4', {'Cem'}, False),
        ('List, line 5', {'Dan'}, True),
    ]  # fmt: skip
