"""From sign-ups to the list: who joins, who leaves, who moves, and who is nobody's business."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach.lists.enrolment import Enrolled, Memory, foreign_hosts, gone, plan
from outreach.lists.signuppages import export, ranking_table, roster, with_region
from outreach.lists.signups import SignUp, SignUpPage
from outreach.lists.targets import Places, Target, parse

HOME, SV, DE = 'meta.x.org', 'sv.x.org', 'de.x.org'


def enrolled(name: str, host: str = SV, *, stated: bool = False, roles: tuple[str, ...] = ()) -> Enrolled:
    return Enrolled(SignUp(name, host, 'P', 1, stated=stated, roles=roles), name, host)


def page(*names: str) -> SignUpPage:
    return SignUpPage('P', tuple(SignUp(name, HOME, 'P', 1) for name in names))


def talk(*names: str, host: str = SV) -> list[Target]:
    return [Target(host, f'User talk:{name}') for name in names]


LISTED = parse('* {{target|user=Anna|site=sv.x.org}}\n* {{target|user=Bo|site=sv.x.org}} a friend', HOME)


def test_who_signed_joins_once() -> None:
    planned = plan(LISTED, [enrolled('Anna'), enrolled('Cem')], Memory(), Places())
    assert planned.merge.added == tuple(talk('Cem'))
    assert not planned.left


def test_who_left_leaves_unless_people_put_them_there() -> None:
    memory = Memory(by_people=talk('Bo'), left=frozenset({'Anna', 'Bo', 'Dan'}))
    planned = plan(LISTED, [], memory, Places())
    assert planned.left == planned.merge.removed == tuple(talk('Anna'))
    assert planned.merge.list.render() == '* {{target|user=Bo|site=sv.x.org}} a friend'


def test_names_that_never_signed_are_left_alone() -> None:
    planned = plan(LISTED, [enrolled('Cem')], Memory(left=frozenset({'Eva'})), Places())
    assert planned.merge.removed == ()


def test_who_was_taken_off_by_people_stays_off_on_all_wikis() -> None:
    planned = plan(LISTED, [enrolled('Cem', DE, stated=True)], Memory(removed=talk('Cem')), Places())
    assert planned.merge.kept_out == tuple(talk('Cem', host=DE))
    assert planned.merge.list.render() == LISTED.render()


@pytest.mark.parametrize(
    ('stated', 'by_people', 'moved'),
    [(True, [], True), (False, [], False), (True, talk('Anna'), False)],
)
def test_only_a_wiki_that_was_named_moves_an_entry_of_ours(
    *, stated: bool, by_people: list[Target], moved: bool
) -> None:
    planned = plan(LISTED, [enrolled('Anna', DE, stated=stated)], Memory(by_people=by_people), Places())
    assert planned.moved == (tuple(talk('Anna')) if moved else ())
    hosts = [target.host for target in planned.merge.list.targets if target.page == 'User talk:Anna']
    assert hosts == [DE if moved else SV]


def test_who_left_all_pages_is_gone() -> None:
    assert gone([page('A'), page('B')], [page('A', 'C'), page('B', 'D'), page()]) == {'C', 'D'}
    assert gone([page('A'), page('C')], [page('A', 'C')]) == frozenset()


NAMES = st.sets(st.sampled_from(['Anna', 'Bo', 'Cem', 'Dan']))


@given(NAMES, NAMES, NAMES, NAMES)
@settings(max_examples=150, deadline=None)
def test_the_sign_up_page_is_the_truth_for_what_came_from_it(
    signed: set[str], before: set[str], by_hand: set[str], removed: set[str]
) -> None:
    text = '\n'.join(f'* {{{{target|user={name}|site={SV}}}}}' for name in sorted(before | by_hand))
    memory = Memory(talk(*sorted(removed - by_hand)), talk(*sorted(by_hand)), frozenset(before - signed))
    people = [enrolled(name) for name in sorted(signed)]
    planned = plan(parse(text, HOME), people, memory, Places())
    names = {target.page.removeprefix('User talk:') for target in planned.merge.list.targets}
    assert names == (signed - (removed - by_hand - before)) | by_hand | (before & signed)
    again = plan(planned.merge.list, people, memory, Places())
    assert again.merge.list.render() == planned.merge.list.render()


def test_only_wikis_with_words_of_their_own_are_looked_up() -> None:
    text = '{{#target:Användare:A|sv.x.org}}{{target|user=B|site=de.x.org}}{{#target:X|fr.x.org}}'
    assert foreign_hosts(parse(text, HOME)) == {SV}


def said(key: str, **parameters: object) -> str:
    return f'{key}{parameters or ""}'


def test_a_roster_holds_names_as_text() -> None:
    people = [enrolled("O''B & [[x]]", roles=('translator', 'speaker')), enrolled('Bo', HOME)]
    table = roster(people, said)
    rows = [line for line in table.split('\n') if line.startswith('| ')]
    assert len(rows) == 2
    assert rows[0].count('||') == 3
    assert "O''B" not in rows[0]
    assert 'translator, speaker' in rows[0]
    assert rows[1] == '| [[User:Bo|Bo]] || meta.x.org ||  || [[:P]]'


def test_pages_with_as_many_people_share_a_rank() -> None:
    pages = [
        SignUpPage(title, page(*names).signups) for title, names in (('A', 'xy'), ('B', 'zw'), ('C', 'x'))
    ]
    rows = [line for line in ranking_table(pages, said).split('\n') if line.startswith('| ')]
    assert [row.split(' || ')[0] for row in rows] == ['| 1', '| 1', '| 3']


def test_names_for_a_mailing_list() -> None:
    assert (
        export([enrolled('Anna', roles=('a', 'b')), enrolled('Bo', DE)])
        == 'Anna\tsv.x.org\ta, b\nBo\tde.x.org\t\n'
    )


def test_a_region_is_renewed_in_place() -> None:
    once = with_region('Mine.\n', 'roster', 'one')
    assert once == 'Mine.\n\n<!-- outreach:begin roster -->\none\n<!-- outreach:end roster -->'
    twice = with_region(f'{once}\nBelow.', 'roster', 'two')
    assert twice.endswith('two\n<!-- outreach:end roster -->\nBelow.')
    with pytest.raises(ValueError, match='is missing'):
        with_region(once.replace('<!-- outreach:end roster -->', ''), 'roster', 'x')
