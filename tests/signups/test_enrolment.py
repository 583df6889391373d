"""Who joins and who leaves a list because of sign-ups."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach.lists.deliverylist import parse
from outreach.lists.entries import Target, TitleResolver
from outreach.lists.listheadings import WikiHeadings
from outreach.lists.merge import History
from outreach.signuppage import SignUp, SignUpPage
from outreach.signups.enrolment import Enrolled, Memory, gone, plan, set_aside

HOME, SV, DE = 'meta.x.org', 'sv.x.org', 'de.x.org'


def enrolled(name: str, host: str = SV, *, stated: bool = False, roles: tuple[str, ...] = ()) -> Enrolled:
    return Enrolled(SignUp(name, host, 'P', 1, stated=stated, roles=roles), name, host)


def page(*names: str) -> SignUpPage:
    return SignUpPage('P', tuple(SignUp(name, HOME, 'P', 1) for name in names))


def talk(*names: str, host: str = SV) -> list[Target]:
    return [Target(host, f'User talk:{name}') for name in names]


def remembered(
    removed: Iterable[Target] = (), by_people: Iterable[Target] = (), left: Iterable[str] = ()
) -> Memory:
    return Memory(History(frozenset(removed), frozenset(by_people)), dict.fromkeys(left, '2026-01-01'))


LISTED = parse('* {{target|user=Anna|site=sv.x.org}}\n* {{target|user=Bo|site=sv.x.org}} a friend', HOME)


def test_who_signed_joins_once() -> None:
    planned = plan(LISTED, [enrolled('Anna'), enrolled('Cem')], Memory(), TitleResolver())
    assert planned.merge.added == tuple(talk('Cem'))
    assert not planned.left


def test_a_new_wiki_is_headed_like_the_others_on_the_page() -> None:
    listed = parse(f'== {SV} (svenska) ==\n* {{{{target|user=Anna|site={SV}}}}}', HOME)
    written = WikiHeadings({DE: 'Deutsch'})
    planned = plan(listed, [enrolled('Cem', DE)], Memory(), TitleResolver(), headings=written)
    assert f'== {DE} (Deutsch) ==\n' in planned.merge.list.text


def test_who_left_leaves_unless_people_put_them_there() -> None:
    memory = remembered(by_people=talk('Bo'), left=['Anna', 'Bo', 'Dan'])
    planned = plan(LISTED, [], memory, TitleResolver())
    assert planned.left == planned.merge.removed == tuple(talk('Anna'))
    assert planned.merge.list.text == '* {{target|user=Bo|site=sv.x.org}} a friend'


def test_names_that_never_signed_are_left_alone() -> None:
    planned = plan(LISTED, [enrolled('Cem')], remembered(left=['Eva']), TitleResolver())
    assert planned.merge.removed == ()


def test_who_was_taken_off_by_people_stays_off_on_all_wikis() -> None:
    planned = plan(
        LISTED, [enrolled('Cem', DE, stated=True)], remembered(removed=talk('Cem')), TitleResolver()
    )
    assert planned.merge.kept_out == tuple(talk('Cem', host=DE))
    assert planned.merge.list.text == LISTED.text


def test_who_is_on_the_list_by_an_older_name_does_not_join_again() -> None:
    memory = Memory(renamed={'Anna': 'Anna New'})
    planned = plan(LISTED, [enrolled('Anna New', DE, stated=True)], memory, TitleResolver())
    assert planned.older == tuple(talk('Anna'))
    assert planned.merge.list.text == LISTED.text
    assert plan(LISTED, [enrolled('Cem')], memory, TitleResolver()).older == ()


def test_who_was_taken_off_by_an_older_name_stays_off() -> None:
    memory = Memory(History(frozenset(talk('Cem'))), renamed={'Cem': 'Cem New'})
    planned = plan(LISTED, [enrolled('Cem New')], memory, TitleResolver())
    assert planned.merge.kept_out == tuple(talk('Cem New'))
    assert planned.merge.list.text == LISTED.text


@pytest.mark.parametrize(
    ('stated', 'by_people', 'moved'),
    [(True, [], True), (False, [], False), (True, talk('Anna'), False)],
)
def test_only_a_wiki_that_was_named_moves_an_entry_of_ours(
    *, stated: bool, by_people: list[Target], moved: bool
) -> None:
    planned = plan(
        LISTED, [enrolled('Anna', DE, stated=stated)], remembered(by_people=by_people), TitleResolver()
    )
    assert planned.moved == (tuple(talk('Anna')) if moved else ())
    hosts = [target.host for target in planned.merge.list.targets if target.page == 'User talk:Anna']
    assert hosts == [DE if moved else SV]


def test_who_left_all_pages_is_gone_since_they_left_the_last() -> None:
    first = [('1', page('A', 'C')), ('3', page('A')), ('4', page('A', 'C')), ('6', page('A'))]
    second = [('2', page('B', 'C', 'D')), ('5', page('B', 'D')), ('7', page('B'))]
    assert gone([page('A'), page('B')], [first, second]) == {'C': '6', 'D': '7'}
    assert gone([page('A'), page('B', 'C')], [first, second[:1]]) == {}


def test_an_entry_that_came_after_somebody_left_is_not_from_the_sign_up_page() -> None:
    (anna,) = talk('Anna')
    for since, left in (('2026-01-01', [anna]), ('2026-03-01', [])):
        memory = Memory(History(since={anna: since}), {'Anna': '2026-02-01'})
        assert list(plan(LISTED, [], memory, TitleResolver()).left) == left


NAMES = st.sets(st.sampled_from(['Anna', 'Bo', 'Cem', 'Dan']))


@given(NAMES, NAMES, NAMES, NAMES)
@settings(max_examples=100, deadline=None)
def test_the_sign_up_page_is_the_truth_for_what_came_from_it(
    signed: set[str], before: set[str], by_hand: set[str], removed: set[str]
) -> None:
    text = '\n'.join(f'* {{{{target|user={name}|site={SV}}}}}' for name in sorted(before | by_hand))
    memory = remembered(talk(*(removed - by_hand)), talk(*by_hand), before - signed)
    people = [enrolled(name) for name in sorted(signed)]
    planned = plan(parse(text, HOME), people, memory, TitleResolver())
    names = {target.page.removeprefix('User talk:') for target in planned.merge.list.targets}
    assert names == (signed - (removed - by_hand - before)) | by_hand | (before & signed)
    again = plan(planned.merge.list, people, memory, TitleResolver())
    assert again.merge.list.text == planned.merge.list.text


@pytest.mark.parametrize(
    ('named', 'stated', 'joins', 'told'),
    [
        (
            SV,
            True,
            True,
            ['P, line 1: Ann named sv.x.org, where no account of theirs may be asked: de.x.org'],
        ),
        (DE, True, True, []),
        (SV, False, True, []),
        (SV, True, False, []),
    ],
)
def test_who_joins_on_another_wiki_than_they_named_is_told(
    named: str, told: list[str], *, stated: bool, joins: bool
) -> None:
    one = Enrolled(SignUp('Ann', named, 'P', 1, stated=stated), 'Ann', DE)
    assert list(map(str, set_aside([one], talk('Ann', host=DE) if joins else []))) == told
