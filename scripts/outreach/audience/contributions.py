"""From the revisions of pages to what each person contributed, and which edits do not count.

An edit does not count when it is deleted, made without a named account, reverted or itself a revert.
Of what is left, mass edits count for little:

* edits of one person with the same summary pattern on different pages within a minute of each other
  count once: that is a tool going over many pages, not somebody writing about the topic;
* one page counts for at most 20 edits and 20,000 bytes: more than that is one piece of work, such as a
  pasted list, and says no more about the person than the first twenty did.

Tags: https://www.mediawiki.org/wiki/Manual:Reverts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from outreach.audience.people import Exclusion
from outreach.audience.significance import Contribution
from outreach.audience.topic import Article
from outreach.names import is_ip, is_temporary
from outreach.wiki import Wiki

REVERTED = frozenset({'mw-reverted'})
REVERTING = frozenset({'mw-undo', 'mw-rollback', 'mw-manual-revert'})
PAGE_EDITS = 20
PAGE_BYTES = 20_000
MINUTE = timedelta(minutes=1)
ROWS = 500
SECTION = re.compile(r'/\*(?:[^*]++|(?!\*/)\*)*+(?:\*/)?')
VARIABLE = re.compile(r'\[\[[^\[\]]*\]\]|\d+')


class EditKind(Enum):
    """Whether an edit counts, and why not."""

    COUNTS = 'counts'
    UNREGISTERED = Exclusion.UNREGISTERED.value
    TEMPORARY = Exclusion.TEMPORARY.value
    REVERTED = Exclusion.REVERTED.value
    REVERTING = Exclusion.REVERTING.value


@dataclass(frozen=True)
class TopicEdit:
    """One edit to a page: `added` is the change of its size in bytes, `pattern` that of its summary."""

    user: str
    time: str
    added: int
    kind: EditKind
    pattern: str = ''


def pattern(comment: str) -> str:
    """Return what the summaries of one run of a tool have in common: no section, links or figures."""
    return VARIABLE.sub('#', SECTION.sub('', comment)).strip().lower()[:100]


def kind(revision: Mapping[str, Any]) -> EditKind:
    """Return what kind of edit a revision is; its user must be visible."""
    name, tags = revision['user'], set(revision.get('tags', ()))
    if is_temporary(name) or revision.get('temp'):
        return EditKind.TEMPORARY
    if revision.get('anon') or not revision.get('userid', 1) or is_ip(name):
        return EditKind.UNREGISTERED
    if tags & REVERTED:
        return EditKind.REVERTED
    return EditKind.REVERTING if tags & REVERTING else EditKind.COUNTS


def edits_of(revisions: Iterable[Mapping[str, Any]], since: str) -> Iterator[TopicEdit]:
    """Return the edits made since a moment, from the revisions of one page in any order.

    A revision is as the API gives it: revid, parentid, user, userid, timestamp, size, comment, tags.
    Where the parent of a revision is not among them and it is not the first, the change of size is
    taken as 0. Deleted and suppressed revisions give no edit, but their sizes still count as parents.
    """
    sizes = {0: 0}
    ordered = sorted(revisions, key=lambda revision: int(revision['revid']))
    sizes |= {revision['revid']: revision.get('size', 0) for revision in ordered}
    for revision in ordered:
        hidden = {'userhidden', 'texthidden', 'sha1hidden', 'suppressed'} & {
            flag for flag in revision if revision[flag] not in (False, None)
        }
        if hidden or not revision.get('user') or revision['timestamp'] < since:
            continue
        size = revision.get('size', 0)
        yield TopicEdit(
            revision['user'],
            revision['timestamp'],
            size - sizes.get(revision.get('parentid', 0), size),
            kind(revision),
            pattern(revision.get('comment', '')),
        )


def read_edits(wiki: Wiki, article: Article, since: str) -> list[TopicEdit]:
    """Read the edits of one page since a moment: one request, and one more for each further 500.

    No end is given to the API, but reading stops at the first revision before the window: that one
    tells the size which the first edit inside it started from, without a request of its own.
    """
    revisions: list[Mapping[str, Any]] = []
    for reply in wiki.query(
        pageids=article.page,
        prop='revisions',
        rvprop='ids|timestamp|user|userid|size|tags|comment|sha1',
        rvlimit=ROWS,
    ):
        for page in reply.get('pages', ()):
            revisions += page.get('revisions', ())
        if revisions and revisions[-1]['timestamp'] < since:
            break
    return list(edits_of(revisions, since))


def read_contributors(wiki: Wiki, pages: Iterable[int]) -> dict[int, set[str]]:
    """Return the names of all who ever edited each page, bots left out: one request for 50 pages."""
    names: dict[int, set[str]] = defaultdict(set)
    for reply in wiki.query_each(
        'pageids', map(str, pages), prop='contributors', pclimit='max', pcexcludegroup='bot'
    ):
        for page in reply.get('pages', ()):
            names[page['pageid']] |= {one['name'] for one in page.get('contributors', ())}
    return names


def pages_worth_reading(contributors: Mapping[tuple[str, int], set[str]], least: int) -> set[tuple[str, int]]:
    """Return the pages that somebody edited who edited at least so many of these pages."""
    edited: dict[str, int] = defaultdict(int)
    for names in contributors.values():
        for name in names:
            edited[name] += 1
    return {page for page, names in contributors.items() if any(edited[name] >= least for name in names)}


def contributions(
    edits: Mapping[Article, Iterable[TopicEdit]], since: str
) -> tuple[dict[str, list[Contribution]], dict[str, EditKind]]:
    """Return what each person did to pages of one wiki, and why each other name did nothing that counts.

    The result does not depend on the order in which anything is given.
    """
    by_name: dict[str, list[tuple[str, Article, TopicEdit]]] = defaultdict(list)
    others: dict[str, set[EditKind]] = defaultdict(set)
    for article, done in edits.items():
        for edit in done:
            if edit.time < since:
                continue
            if edit.kind is EditKind.COUNTS:
                by_name[edit.user].append((edit.time, article, edit))
            else:
                others[edit.user].add(edit.kind)
    found = {name: list(_of_one_person(done)) for name, done in by_name.items()}
    uncounted = {
        name: min(kinds, key=lambda one: list(EditKind).index(one))
        for name, kinds in others.items()
        if name not in found
    }
    return found, uncounted


def _of_one_person(done: list[tuple[str, Article, TopicEdit]]) -> Iterator[Contribution]:
    by_page: dict[Article, list[TopicEdit]] = defaultdict(list)
    for _, article, edit in _without_mass_edits(done):
        by_page[article].append(edit)
    for article in sorted(by_page):
        edits = by_page[article]
        yield Contribution(
            article.host,
            article.page,
            article.title,
            min(len(edits), PAGE_EDITS),
            min(sum(edit.added for edit in edits), PAGE_BYTES),
            min(edit.time for edit in edits),
            max(edit.time for edit in edits),
        )


def _without_mass_edits(
    done: list[tuple[str, Article, TopicEdit]],
) -> Iterator[tuple[str, Article, TopicEdit]]:
    """Leave out each edit that repeats on another page a summary pattern of the minute before."""
    last: dict[str, tuple[datetime, Article]] = {}
    for time, article, edit in sorted(done, key=lambda one: (one[0], one[1], one[2].added)):
        if edit.pattern:
            moment = datetime.fromisoformat(time)
            before = last.get(edit.pattern)
            last[edit.pattern] = (moment, article)
            if before and before[1] != article and moment - before[0] <= MINUTE:
                continue
        yield time, article, edit
