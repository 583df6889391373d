"""What stood under a title before its page was moved away, and what came onto a title by a move.

Who moves a page takes its history along, and whoever edits the redirect that is left begins another one:
by the history of the title alone nobody would have written what stood there. And a page that somebody
moves onto a title brings the names of those who wrote it, who never put it there.
Source: Manual:Log_actions (https://www.mediawiki.org/wiki/Manual:Log_actions), `move/move`; the redirect is
tagged `mw-new-redirect` (https://www.mediawiki.org/wiki/Manual:Tags), and the move itself is a revision of
the moved page with the same text. The tag is written after the answer (core's RecentChange::notifyNew) and
can be lost; the comment is saved with the revision, and links to both titles in every language (core's
MovePage, `logentry-move-move`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from outreach import revisions
from outreach.problems import BadInput, Problem
from outreach.revisions import Edit, Revision
from outreach.wiki import Wiki

NEW_REDIRECT = 'mw-new-redirect'
MOST = 100  # moves that are followed from one title


@dataclass(frozen=True)
class Move:
    """A page went from a title to another one (ISO 8601, UTC)."""

    time: str
    source: str
    target: str


@dataclass(frozen=True)
class Deletion:
    """What stood under a title was deleted by an entry of the log: there, or as `page` to which it was moved.

    `direct` says that it was deleted where it stood, and not what a move had left there.
    """

    log_id: int
    page: str
    user: str
    time: str
    direct: bool

    def __str__(self) -> str:
        who = self.user or 'somebody hidden'
        return f'{self.page} was deleted by {who} at {self.time} (entry {self.log_id} of the log)'


def away(wiki: Wiki, title: str) -> list[Move]:
    """Return the moves of pages away from a title, oldest first: one request for 500.

    Raises BadInput where there are so many that somebody must look.
    """
    found = _moves(wiki, letitle=title, ledir='newer', lelimit='max')
    _check(title, len(found))
    return found


def _check(title: str, moves: int) -> None:
    if moves > MOST:
        text = f'pages were moved away from it more than {MOST} times: somebody hides what stood there'
        raise BadInput([Problem(title, text)])


def _moves(wiki: Wiki, **which: str) -> list[Move]:
    # an entry whose details are hidden tells nothing (docs/security.md)
    asked = {'list': 'logevents', 'letype': 'move', 'leprop': 'title|timestamp|details', **which}
    return [
        Move(one['timestamp'], one['title'], one['params']['target_title'])
        for reply in wiki.query(**asked)
        for one in reply.get('logevents', ())
        if one.get('params', {}).get('target_title')
    ]


def deletions(wiki: Wiki, title: str) -> list[Deletion]:
    """Return by which deletions that stand something is gone that stood under a title: one request.

    One more for each page that it was moved to. Who undeletes a page brings all of it back. Raises BadInput
    as `away`.
    """
    found: list[Deletion] = []
    waiting, seen = {title: ''}, {title}
    while waiting:
        place, since = waiting.popitem()
        here: list[Deletion] = []
        went = False
        for row in _log(wiki, place):
            done, onto = (row['type'], row['action']), row.get('params', {}).get('target_title')
            if row['timestamp'] < since:
                continue
            if done == ('delete', 'restore'):
                here, went = [], False
            elif done == ('delete', 'delete') and (place == title or not went):
                user, direct = row.get('user', ''), place == title and not went
                here.append(Deletion(row['logid'], place, user, row['timestamp'], direct))
                went = False
            elif row['type'] == 'move' and onto:
                went = True
                if onto not in seen:
                    seen.add(onto)
                    waiting[onto] = row['timestamp']
        found += here
        _check(title, len(seen) - 1)
    return found


def _log(wiki: Wiki, title: str) -> list[Mapping[str, Any]]:
    """Return what was done to a page, oldest first, as far as the log tells."""
    asked = {
        'letitle': title,
        'ledir': 'newer',
        'lelimit': 'max',
        'leprop': 'ids|type|user|timestamp|details',
    }
    rows = [row for reply in wiki.query(list='logevents', **asked) for row in reply.get('logevents', ())]
    return [row for row in rows if row.get('type') in ('move', 'delete') and row.get('action')]


def onward(wiki: Wiki, title: str) -> dict[str, str]:
    """Return to which titles pages went on from a title, and since when: a request for each of them."""
    found: dict[str, str] = {}
    waiting = {title: ''}
    while waiting:
        place, since = waiting.popitem()
        for move in away(wiki, place):
            if move.time >= since and move.target not in {title, *found}:
                found[move.target] = waiting[move.target] = move.time
        _check(title, len(found))
    return found


def editors(wiki: Wiki, title: str) -> list[Edit]:
    """Return who made each revision that stood under a title, oldest first, those moved away included.

    One request for 500 revisions; where the page began as what a move left, one for the log and one for
    each page that was there before. Raises BadInput as `away`.
    """
    rows = revisions.editors(wiki, title)
    return [*_before(wiki, title, rows[0]), *rows] if rows else rows


def history(wiki: Wiki, title: str) -> Iterator[Revision]:
    """Return the revisions that stood under a title, oldest first, those moved away included."""
    for at, one in enumerate(revisions.history(wiki, title)):
        if at == 0:
            yield from _texts(wiki, _before(wiki, title, one))
        yield one


def newest_first(wiki: Wiki, title: str, until: str = '', most: int | str = 'max') -> Iterator[Revision]:
    """Return what `history` does, the newest first, none after `until`: only as much is read as is asked for.

    `most` is how many revisions one request gives.
    """
    start = {'rvstart': until} if until else {}
    one = None
    for one in revisions.history(wiki, title, rvdir='older', rvlimit=most, **start):
        yield one
    if one is None and until:  # the page of today may have begun since, as what a move left
        one = next(revisions.history(wiki, title, rvlimit=1), None)
    if one:
        before = [row for row in _before(wiki, title, one) if not until or row.time <= until]
        yield from reversed(_texts(wiki, before))


def newest_here(
    wiki: Wiki, title: str, ours: Callable[[Revision], bool], until: str = '', most: int | str = 'max'
) -> Iterator[Revision]:
    """Return what `newest_first` does, as far as the page was under its title by somebody who is `ours`.

    What stood on it before somebody else moved it onto the title was saved for another one.
    """
    later: Revision | None = None
    for one in newest_first(wiki, title, until, most):
        if later and not ours(later) and later.text == one.text and _brought(wiki, title, later.time):
            return
        later = one
        yield one


def _texts(wiki: Wiki, rows: Sequence[Edit]) -> list[Revision]:
    texts = revisions.by_number(wiki, [row.id for row in rows])
    return [texts[row.id] for row in rows if row.id in texts]


def _before(wiki: Wiki, title: str, first: Edit | Revision) -> list[Edit]:
    """Return what stood under a title before the first revision of today's page, which a move left there."""
    if not _left_by_a_move(first):
        return []
    found: dict[int, Edit] = {}
    for move in away(wiki, title):
        if move.time <= first.time:
            for row in _there(wiki, move.target, move.time):
                found.setdefault(row.id, row)
    return list(found.values())


def _left_by_a_move(first: Edit | Revision) -> bool:
    """Whether the first revision of a page may be the redirect of a move; the log decides if it is."""
    return NEW_REDIRECT in first.tags or first.comment is None or first.comment.count('[[') > 1


def _there(wiki: Wiki, title: str, until: str) -> list[Edit]:
    """Return the revisions up to a moment of the page that was under a title then, wherever it is now."""
    for went in range(MOST + 1):
        _check(title, went)
        rows = [row for row in revisions.editors(wiki, title) if row.time <= until]
        if rows and not _left_by_a_move(rows[0]):
            break
        onto = next((move.target for move in away(wiki, title) if move.time >= until), '')
        if not onto:
            break
        title = onto
    return rows


def since_it_came(wiki: Wiki, title: str, rows: Sequence[Edit], ours: Callable[[Edit], bool]) -> list[Edit]:
    """Return the revisions since somebody who is not `ours` last moved a page onto a title.

    All of them where there was none. A page that comes back to where it was brings nothing new. A revision
    with the text of the one before it may be a move: one request for each by somebody else.
    """
    for at in range(len(rows) - 1, 0, -1):
        row = rows[at]
        if ours(row) or not row.sha1 or row.sha1 != rows[at - 1].sha1:
            continue
        if _brought(wiki, title, row.time):
            return list(rows[at:])
    return list(rows)


def former(wiki: Wiki, title: str, rows: Sequence[Edit]) -> dict[str, str]:
    """Return the titles that the page of today had before, and until when.

    `rows` are its revisions, oldest first. A revision with the text of the one before it may be a move: one
    request for each. Raises BadInput as `away`.
    """
    found: dict[str, str] = {}
    place, times = title, 0
    for before, row in reversed([*pairwise(rows)]):
        if before.sha1 and row.sha1 and before.sha1 != row.sha1:
            continue
        came = [one for one in _moves(wiki, lestart=row.time, leend=row.time) if one.target == place]
        if came:
            place, times = came[0].source, times + 1
            found.setdefault(place, row.time)
            _check(title, times)
    return {old: until for old, until in found.items() if old != title}


def _brought(wiki: Wiki, title: str, time: str) -> bool:
    """Whether a page was moved onto a title at a moment that had not been moved away from there before."""
    came = [one for one in _moves(wiki, lestart=time, leend=time) if one.target == title]
    return bool(came) and not any(
        one.target == came[0].source and one.time <= came[0].time for one in away(wiki, title)
    )
