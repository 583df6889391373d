"""Asking the wikis about the pages where people talk: what each page is, and its history."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from outreach.audience.evidence import Evidence
from outreach.boards import has_threads
from outreach.channels.liveness import PageEdit, PageHistory, RevisionKind, Thresholds, Words, edits_of
from outreach.names import PROJECT, USER_TALK
from outreach.wiki import Wiki

DISCUSSION_TOOLS = 'DiscussionTools'
QUESTION = 'channel history'
# a page where fewer people talk is no better place than the one that it would replace
TALKERS = 3


@dataclass(frozen=True)
class ChannelPage:
    """What a wiki says about a page: `title` is where it stands now, `moved` if that is behind a redirect.

    `watchers` is None where the wiki does not tell how many they are; on real wikis where they are few
    (https://www.mediawiki.org/wiki/Manual:$wgUnwatchedPageThreshold).
    """

    title: str
    id: int = 0
    revid: int = 0
    namespace: int = 0
    model: str = 'wikitext'
    protected: bool = False
    threaded: bool = False
    moved: bool = False
    watchers: int | None = None

    @property
    def exists(self) -> bool:
        """Whether there is such a page."""
        return self.id > 0

    @property
    def readable(self) -> bool:
        """Whether its history tells who talks there: boards of Flow and LiquidThreads keep it elsewhere."""
        return self.exists and self.model == 'wikitext' and not self.threaded

    def takes_messages(self, *, home: bool) -> bool:
        """Whether MassMessage may post here: talk pages, project pages and, on the home wiki, main pages.

        The talk page of a person is no channel of a community, whoever wrote it into the directory.
        Source: https://www.mediawiki.org/wiki/Help:Extension:MassMessage.
        """
        talk = self.namespace % 2 == 1 and self.namespace != USER_TALK
        allowed = talk or self.namespace == PROJECT or (home and self.namespace == 0)
        return self.readable and allowed and not self.protected


@dataclass(frozen=True)
class ChannelWiki:
    """What one wiki says: how to read its histories, its active accounts, and pages by title asked for."""

    words: Words
    active_users: int
    pages: Mapping[str, ChannelPage] = field(default_factory=dict)


def read(wiki: Wiki, titles: Sequence[str]) -> ChannelWiki:
    """Ask one wiki about itself, its bots and some of its pages: one request for each 50 (or 500) titles."""
    pages: dict[str, ChannelPage] = {}
    bots: set[str] = set()
    general: dict[str, Any] = {}
    summary = Words().new_section
    about: dict[str, Any] = {
        'meta': 'siteinfo|allmessages',
        'siprop': 'statistics|extensions',
        'ammessages': 'newsectionsummary',
        'uselang': 'content',
        'list': 'allusers',
        'augroup': 'bot',
        'aulimit': 'max',
    }
    for start in range(0, max(1, len(titles)), wiki.limit):
        batch = titles[start : start + wiki.limit]
        asked = {
            'titles': list(batch),
            'redirects': True,
            'prop': 'info|pageprops',
            'inprop': 'protection|watchers',
        }
        normal: dict[str, str] = {}
        moved: dict[str, str] = {}
        found: dict[str, ChannelPage] = {}
        for reply in wiki.query(**about, **(asked if batch else {})):
            general |= {key: reply[key] for key in ('statistics', 'extensions') if key in reply}
            bots |= {one['name'] for one in reply.get('allusers', ())}
            for message in reply.get('allmessages', ()):
                summary = message.get('content') or summary
            normal |= {one['from']: one['to'] for one in reply.get('normalized', ())}
            moved |= {one['from']: one['to'] for one in reply.get('redirects', ())}
            found |= {page['title']: _page(page) for page in reply.get('pages', ())}
        pages |= {title: _at(normal.get(title, title), moved, found) for title in batch}
        about = {}
    extensions = {one.get('name') for one in general.get('extensions', ())}
    words = Words(summary, frozenset(bots), DISCUSSION_TOOLS in extensions)
    return ChannelWiki(words, int(general.get('statistics', {}).get('activeusers', 0)), pages)


def _at(title: str, moved: Mapping[str, str], found: Mapping[str, ChannelPage]) -> ChannelPage:
    """Return the page of a title, behind a redirect where it is one."""
    if title in moved:
        return replace(found.get(moved[title], ChannelPage(moved[title])), moved=True)
    return found.get(title, ChannelPage(title))


def _page(page: Mapping[str, Any]) -> ChannelPage:
    edit = [one.get('level') for one in page.get('protection', ()) if one.get('type') == 'edit']
    return ChannelPage(
        page['title'],
        page.get('pageid', 0),
        page.get('lastrevid', 0),
        page.get('ns', 0),
        page.get('contentmodel', 'wikitext'),
        protected='sysop' in edit,
        threaded=has_threads(page),
        watchers=page.get('watchers'),
    )


def history(
    wiki: Wiki, page: ChannelPage, words: Words, evidence: Evidence, now: datetime, limits: Thresholds
) -> PageHistory:
    """Return the history of a page for at least the window, for the silent days where that costs nothing.

    One request for each 500 (or 5,000) revisions; an unchanged page costs none: it is kept by its last
    revision.
    """
    start = now - timedelta(days=limits.window)
    name = f'{page.id} {page.revid}'
    kept = evidence.answers(QUESTION, wiki.host, [name], '').get(name)
    if kept is not None:
        known = _from_json(kept)
        if known.whole or known.since <= start:
            return known
    rows: list[Mapping[str, Any]] = []
    for reply in wiki.query(
        titles=page.title, prop='revisions', rvprop='ids|timestamp|user|size|comment|tags', rvlimit='max'
    ):
        rows += [one for found in reply.get('pages', ()) for one in found.get('revisions', ())]
        if rows and datetime.fromisoformat(rows[-1]['timestamp']) <= start:
            break
    whole = bool(rows) and rows[-1].get('parentid') == 0
    oldest = datetime.fromisoformat(rows[-1]['timestamp']) if rows else now
    edge = now - timedelta(days=max(limits.window, limits.silent))
    edits = [edit for edit in edits_of(rows, words, 0 if whole else None) if edit.time >= edge or whole]
    found = PageHistory(tuple(edits), oldest if whole else max(oldest, edge), whole)
    evidence.keep_answers(QUESTION, wiki.host, {name: _to_json(found)}, now.isoformat())
    return found


def parts(wiki: Wiki, titles: Collection[str]) -> dict[str, int]:
    """Return how many of its own subpages each of the pages shows: such a page is an index, not a channel."""
    counts: dict[str, set[str]] = defaultdict(set)
    for reply in wiki.query_each('titles', titles, prop='templates', tllimit='max'):
        for page in reply.get('pages', ()):
            inside = (one['title'] for one in page.get('templates', ()))
            counts[page['title']] |= {title for title in inside if title.startswith(f'{page["title"]}/')}
    return {title: len(some) for title, some in counts.items() if some}


def elsewhere(wiki: Wiki, but: Collection[str]) -> tuple[str, int] | None:
    """Return the page on which most people talked lately, and how many; None where hardly anybody did.

    One request: the latest 500 (or 5,000) edits that DiscussionTools tagged as comments, of the 30 to 90
    days that recent changes keep (https://www.mediawiki.org/wiki/Extension:DiscussionTools/Change_tags).
    """
    people: dict[str, set[str]] = defaultdict(set)
    reply = wiki.call(
        action='query',
        list='recentchanges',
        rctag='discussiontools-added-comment',
        rcnamespace='1|4|5|13',
        rcshow='!bot',
        rcprop='title|user',
        rclimit='max',
    )
    for change in reply.get('query', {}).get('recentchanges', ()):
        if change.get('user') and change.get('title') not in but:
            people[change['title']].add(change['user'])
    best = max(people, key=lambda title: (len(people[title]), title), default='')
    return (best, len(people[best])) if best and len(people[best]) >= TALKERS else None


def _to_json(found: PageHistory) -> str:
    rows = [
        [edit.time.isoformat(), edit.user, edit.kind.value, edit.machine, edit.mass_message, edit.heading]
        for edit in found.edits
    ]
    return json.dumps([found.since.isoformat(), found.whole, rows], ensure_ascii=False)


def _from_json(text: str) -> PageHistory:
    since, whole, rows = json.loads(text)
    edits = _edits(rows)
    return PageHistory(tuple(edits), datetime.fromisoformat(since), whole)


def _edits(rows: Iterable[Sequence[Any]]) -> Iterable[PageEdit]:
    for time, user, kind, machine, mass, heading in rows:
        yield PageEdit(datetime.fromisoformat(time), user, RevisionKind(kind), machine, mass, heading)
