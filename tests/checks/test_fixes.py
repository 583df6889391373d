"""Wishes to fix entries, carried out on a page."""

from __future__ import annotations

from outreach.checks.fixes import Wish, plan
from outreach.checks.lint import Kind
from outreach.lists.deliverylist import parse
from outreach.pages import Page

from tests.samples.checkedlist import ANNA, HOME, SV, TARGET, standing


def test_an_entry_that_repeats_another_once_it_is_mended_is_taken_off_in_the_same_run() -> None:
    listed = parse(f'* {ANNA}\n* {TARGET("Anna", "https://sv.x.org/")}\n* {TARGET("Bo", "sv.m.x.org")}', HOME)
    known = standing(listed)
    wish = Wish(frozenset({Kind.MALFORMED, Kind.UNKNOWN_HOST, Kind.DUPLICATE}))
    done = plan(Page('L', listed.text), listed, wish, known)
    assert done.fixes.list.text == f'* {ANNA}\n* {{{{target | user = Bo | site = {SV} }}}}'
    assert [one.kind for one in done.fixes.changed] == [Kind.MALFORMED, Kind.UNKNOWN_HOST]
    assert [one.kind for one in done.fixes.removed] == [Kind.DUPLICATE]
    assert not done.rest.findings
    again = plan(Page('L', done.fixes.list.text), done.fixes.list, wish, known)
    assert not again.edits
