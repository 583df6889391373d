"""What stood under a title before its page was moved away, and what came onto a title by a move.

Who moves a page takes its history along, and whoever edits the redirect that is left begins another one:
by the history of the title alone nobody would have written what stood there. And a page that somebody
moves onto a title brings the names of those who wrote it, who never put it there.
Source: Manual:Log_actions (https://www.mediawiki.org/wiki/Manual:Log_actions), `move/move`; the redirect is
tagged `mw-new-redirect` (https://www.mediawiki.org/wiki/Manual:Tags), and the move itself is a revision of
the moved page with the same text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from outreach import revisions
from outreach.revisions import Edit, Revision
from outreach.wiki import Wiki

NEW_REDIRECT = 'mw-new-redirect'
MOST_MOVES = 20


@dataclass(frozen=True)
class Move:
    """A page went from a title to another one (ISO 8601, UTC)."""

    time: str
    source: str
    target: str


def away(wiki: Wiki, title: str) -> list[Move]:
    """Return the moves of pages away from a title, oldest first: one request for 500."""
    return _moves(wiki, letitle=title, ledir='newer', lelimit='max')


def _moves(wiki: Wiki, **which: str) -> list[Move]:
    asked = {'list': 'logevents', 'letype': 'move', 'leprop': 'title|timestamp|details', **which}
    return [
        Move(one['timestamp'], one['title'], one['params']['target_title'])
        for reply in wiki.query(**asked)
        for one in reply.get('logevents', ())
        if one.get('params', {}).get('target_title')
    ]


def editors(wiki: Wiki, title: str) -> list[Edit]:
    """Return who made each revision that stood under a title, oldest first, those moved away included.

    One request for 500 revisions; where the page began as what a move left, one for the log and one for
    each page that was there before.
    """
    rows = revisions.editors(wiki, title)
    return [*_before(wiki, title, rows), *rows] if _left_by_a_move(rows) else rows


def _left_by_a_move(rows: Sequence[Edit]) -> bool:
    return bool(rows) and NEW_REDIRECT in rows[0].tags


def _before(wiki: Wiki, title: str, rows: Sequence[Edit]) -> Iterator[Edit]:
    known = {row.id for row in rows}
    for move in away(wiki, title)[-MOST_MOVES:]:
        if move.time <= rows[0].time:
            for row in _there(wiki, move.target, move.time, MOST_MOVES):
                if row.id not in known:
                    known.add(row.id)
                    yield row


def _there(wiki: Wiki, title: str, until: str, most: int) -> list[Edit]:
    """Return the revisions up to a moment of the page that was under a title then, wherever it is now."""
    rows = [row for row in revisions.editors(wiki, title) if row.time <= until]
    if most and (not rows or _left_by_a_move(rows)):
        for move in away(wiki, title):
            if move.time >= until:
                return _there(wiki, move.target, until, most - 1)
    return rows


def history(wiki: Wiki, title: str) -> Iterator[Revision]:
    """Return the revisions that stood under a title, oldest first, those moved away included."""
    found = list(revisions.history(wiki, title))
    if found and NEW_REDIRECT in found[0].tags:
        earlier = [edit.id for edit in _before(wiki, title, revisions.editors(wiki, title))]
        texts = revisions.by_number(wiki, earlier)
        yield from (texts[number] for number in earlier if number in texts)
    yield from found


def since_it_came(wiki: Wiki, title: str, rows: Sequence[Edit], ours: Callable[[Edit], bool]) -> list[Edit]:
    """Return the revisions since somebody who is not `ours` last moved a page onto a title.

    All of them where there was none. A page that comes back to where it was brings nothing new. A revision
    with the text of the one before it may be a move: one request for each by somebody else.
    """
    for at in range(len(rows) - 1, 0, -1):
        row = rows[at]
        if ours(row) or not row.sha1 or row.sha1 != rows[at - 1].sha1:
            continue
        came = [one for one in _moves(wiki, lestart=row.time, leend=row.time) if one.target == title]
        if came and not any(
            one.target == came[0].source and one.time <= came[0].time for one in away(wiki, title)
        ):
            return list(rows[at:])
    return list(rows)
