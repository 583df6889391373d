"""Which pages are boards."""

from __future__ import annotations

from outreach.boards import has_threads, is_board

from tests.samples.recorded import recorded

# as production tells of a board of Flow, one with LiquidThreads, and a talk page as usual
BOARD, THREADS, *_ = recorded('pageparts')[-1].reply['query']['pages']
PLAIN = {'ns': 3, 'title': 'User talk:Ann', 'contentmodel': 'wikitext'}


def test_boards_of_both_kinds_are_told_from_talk_pages() -> None:
    assert [is_board(page) for page in (BOARD, THREADS, PLAIN, {'missing': True})] == [
        True,
        True,
        False,
        False,
    ]
    assert [has_threads(page) for page in (BOARD, THREADS, PLAIN)] == [False, True, False]
