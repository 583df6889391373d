"""Rosters and rankings of sign-ups."""

from __future__ import annotations

import re

from outreach.signuppage import SignUp, SignUpPage
from outreach.signups.enrolment import Enrolled
from outreach.signups.roster import export, ranking, ranking_table, roster

HOME, SV, DE = 'meta.x.org', 'sv.x.org', 'de.x.org'


def enrolled(name: str, host: str = SV, *, stated: bool = False, roles: tuple[str, ...] = ()) -> Enrolled:
    return Enrolled(SignUp(name, host, 'P', 1, stated=stated, roles=roles), name, host)


def page(*names: str) -> SignUpPage:
    return SignUpPage('P', tuple(SignUp(name, HOME, 'P', 1) for name in names))


def said(key: str, **parameters: object) -> str:
    return f'{key}{parameters or ""}'


def test_a_roster_holds_names_as_text() -> None:
    people = [enrolled("O''B & [[x]]", roles=('translator', 'speaker')), enrolled('Bo', HOME)]
    table = roster(people, said)
    (_, head, first, second) = re.split(r'\n\|-.*\n', table)
    assert "O''B" not in first
    assert 'translator, speaker' in first
    assert second == (
        '! scope="row" style="text-align: start;" | [[User:Bo|Bo]]\n| meta.<wbr>x.<wbr>org\n|\n| [[:P]]\n|}'
    )
    assert head.count('! scope="col" | column-') == 4


def test_a_roster_of_nobody_is_a_sentence_and_roles_that_nobody_has_are_no_column() -> None:
    assert roster([], said) == said('roster-lead', count=0)
    assert 'column-roles' not in roster([enrolled('Anna')], said)


def test_pages_with_as_many_people_share_a_rank() -> None:
    pages = [
        SignUpPage(title, page(*names).signups) for title, names in (('A', 'xy'), ('B', 'zw'), ('C', 'x'))
    ]
    rows = re.split(r'\|-.*\n', ranking_table(pages, said))[2:]
    assert [row.split('\n')[0] for row in rows] == ['| 1', '| 1', '| 3']


def test_names_for_a_mailing_list() -> None:
    assert (
        export([enrolled('Anna', roles=('a', 'b')), enrolled('Bo', DE)])
        == 'Anna\tsv.x.org\ta, b\nBo\tde.x.org\t\n'
    )


def test_submissions_rank_by_different_people() -> None:
    def page(title: str, *names: str) -> SignUpPage:
        return SignUpPage(title, tuple(SignUp(name, 'meta.wikimedia.org', title, 1) for name in names))

    pages = [page('B', 'x'), page('C', 'x', 'y', 'y'), page('A', 'z'), page('D')]
    assert ranking(pages) == (('C', 2), ('A', 1), ('B', 1), ('D', 0))
