"""Wishes to fix entries, carried out on a page."""

from __future__ import annotations

import pytest
from outreach.checks.fixes import CheckRequest, FixPlan, plan
from outreach.checks.lint import Fixes, Kind, ListFinding, Report
from outreach.lists.deliverylist import parse
from outreach.pages import Page

from tests.samples.checkedlist import ANNA, HOME, SV, TARGET, standing
from tests.samples.sendwiki import SendWiki, trust


def test_an_entry_that_repeats_another_once_it_is_mended_is_taken_off_in_the_same_run() -> None:
    listed = parse(f'* {ANNA}\n* {TARGET("Anna", "https://sv.x.org/")}\n* {TARGET("Bo", "sv.m.x.org")}', HOME)
    known = standing(listed)
    wish = CheckRequest(frozenset({Kind.MALFORMED, Kind.UNKNOWN_HOST, Kind.DUPLICATE}))
    done = plan(Page('L', listed.text), listed, wish, known)
    assert done.fixes.list.text == f'* {ANNA}\n* {{{{target | user = Bo | site = {SV} }}}}'
    assert [one.kind for one in done.fixes.changed] == [Kind.MALFORMED, Kind.UNKNOWN_HOST]
    assert [one.kind for one in done.fixes.removed] == [Kind.DUPLICATE]
    assert not done.rest.findings
    again = plan(Page('L', done.fixes.list.text), done.fixes.list, wish, known)
    assert not again.edits


def test_an_entry_of_somebody_else_stays_theirs_when_it_is_mended() -> None:
    wiki = SendWiki()
    bo = f'* {TARGET("Bo", "sv.m.x.org")}'
    wiki.edit('L', f'* {ANNA}', 'Organizer')
    wiki.edit('L', f'* {ANNA}\n{bo}', 'Eve')
    listed = parse(f'* {ANNA}\n{bo}', HOME)
    known = standing(listed)
    done = plan(Page('L', listed.text), listed, CheckRequest(frozenset({Kind.UNKNOWN_HOST})), known)
    assert done.edits
    foreign = done.doubts_of_authors(trust(wiki, 'Organizer'), known.places)
    assert [str(one) for one in foreign] == ['L: 1 name was put there by Eve [unvouched]']
    assert done.doubts_of_authors(trust(wiki, 'Organizer', 'Eve'), known.places) == []
    untouched = plan(Page('L', listed.text), listed, CheckRequest(), known)
    assert untouched.doubts_of_authors(trust(wiki, 'Organizer'), known.places) == []


def mended(entries: int, left: int, kinds: list[Kind]) -> FixPlan:
    """Return a plan that leaves so many of the entries of a list, for these reasons."""
    lines = [f'* {TARGET(f"U{number}", SV)}' for number in range(entries)]
    listed, after = parse('\n'.join(lines), HOME), parse('\n'.join(lines[:left]), HOME)
    nothing = Report((), {})
    fixes = Fixes(after, tuple(ListFinding(kind, None) for kind in kinds), ())
    return FixPlan(Page('L', listed.text), listed, nothing, fixes, nothing)


@pytest.mark.parametrize(
    ('plan_made', 'codes'),
    [
        (mended(10, 8, [Kind.MISSING] * 2), []),
        (mended(10, 7, [Kind.MISSING] * 3), ['shrinks']),
        (mended(10, 0, [Kind.MISSING] * 10), ['shrinks', 'everybody-out']),
        (mended(10, 0, [Kind.MISSING] * 9 + [Kind.LOCKED]), ['shrinks']),
        (mended(9, 0, [Kind.MISSING] * 9), ['shrinks']),
    ],
)
def test_a_mended_list_is_in_doubt_where_much_goes_or_all_goes_for_one_reason(
    plan_made: FixPlan, codes: list[str]
) -> None:
    assert [doubt.code for doubt in plan_made.doubts] == codes
