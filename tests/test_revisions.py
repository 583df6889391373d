"""Revisions of pages, as a reply gives them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from outreach import revisions
from outreach.revisions import Revision
from outreach.wiki import Wiki

from tests.samples.cannedwiki import Canned, canned, nothing

ROW = {
    'revid': 7, 'timestamp': '2026-01-01T00:00:00Z', 'tags': ['mw-undo'], 'user': 'Ann', 'comment': 'why',
    'slots': {'main': {'content': 'Text', 'contentmodel': 'json'}},
}  # fmt: skip
HIDDEN = {'revid': 8, 'timestamp': '2026-01-02T00:00:00Z', 'tags': [], 'slots': {'main': {}}}


def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
    return {'query': {'pages': [{'title': 'P', 'revisions': [ROW, HIDDEN]}, {'title': 'Gone'}]}}


def test_what_is_hidden_is_told_from_what_is_empty() -> None:
    assert list(revisions.history(canned(answer), 'P')) == [
        Revision(7, 'P', 'Text', 'json', 'Ann', '2026-01-01T00:00:00Z', frozenset({'mw-undo'}), 'why'),
        Revision(8, 'P', None, 'wikitext', '', '2026-01-02T00:00:00Z'),
    ]
    assert list(revisions.history(canned(nothing), 'P')) == []


def test_revisions_are_asked_for_once_each_in_their_order_and_0_never() -> None:
    wiki = Canned(answer)
    assert set(revisions.by_number(cast(Wiki, wiki), [8, 7, 0, 7])) == {7, 8}
    assert [asked['revids'] for asked in wiki.asked] == [['7', '8']]


def test_nobody_has_written_the_last_text_where_there_is_no_account() -> None:
    wiki = Canned(answer)
    assert revisions.last_text_by(cast(Wiki, wiki), 'P', '') == ''
    assert wiki.asked == []
    assert revisions.last_text_by(cast(Wiki, wiki), 'P', 'Ann') == 'Text'
    assert revisions.last_text_by(canned(lambda asked: {'query': {'pages': [{}]}}), 'P', 'Ann') == ''
