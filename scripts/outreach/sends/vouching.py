"""What a plan rests on, and who vouches for it: who wrote the texts, the settings and the names on the lists.

`-always` is not looking: what neither a trusted account nor the person concerned has written is a doubt
of the plan. An operator who confirms the plan has seen it; unattended it goes only with an approval.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from outreach import revisions
from outreach.lists.authors import targets_in
from outreach.lists.entries import Target, TitleResolver
from outreach.revisions import Edit, Revision
from outreach.sends.sendpage import Pinned, SendPage
from outreach.trust import Authorship, Trust, read_authorship
from outreach.wiki import Wiki
from outreach.words import counted, named

# no history of a page was asked for before
NOT_ASKED: Mapping[str, Sequence[Edit]] = {}


@dataclass(frozen=True)
class LastEdit:
    """Who edited a page last, when, and who may edit it ('' for everybody)."""

    title: str
    user: str
    time: str
    protected: str = ''

    def __str__(self) -> str:
        when = self.time[:16].replace('T', ' ')
        return f'{self.title}: {self.user} on {when}; {self.protected or "not protected"}'


@dataclass(frozen=True)
class Vouching:
    """Who stands behind what a plan is made from.

    `doubts` say in words what nobody we trust has vouched for, `last` who edited each page last, `added`
    who came onto the lists since the last plan, by the account that put them there. `foreign` are those who
    stand on lists by edits of others only, with the revisions in which these put them there.
    """

    doubts: tuple[str, ...] = ()
    last: tuple[LastEdit, ...] = ()
    added: Mapping[str, tuple[Target, ...]] = field(default_factory=dict)
    foreign: Mapping[Target, tuple[Pinned, ...]] = field(default_factory=dict)

    def put_back(self, page: SendPage) -> frozenset[Target]:
        """Return who on a page was off the lists since it was planned, and is back by somebody else's edit.

        The latest act of the person or of a trusted account decides. Whoever stood there when the page was
        planned stands by what was put there up to the revisions that it names.
        """
        planned = {one.title: one.revid for one in page.lists}
        return frozenset(
            target
            for target in page.targets
            if (put := self.foreign.get(target)) and all(one.revid > planned.get(one.title, 0) for one in put)
        )

    def lines(self) -> Iterator[str]:
        """Return all of it for the terminal."""
        yield from (f'  last edit of {one}' for one in self.last)
        if self.added:
            yield f'  names added since the last plan: {who_came(self.added)}'
        yield from (f'  nobody we trust vouches for: {one}' for one in self.doubts)


def read(
    trust: Trust,
    lists: Sequence[Pinned],
    messages: Sequence[Pinned],
    others: Collection[str],
    pages: Sequence[SendPage],
    places: TitleResolver,
    whom: Collection[Target] | None = None,
    edits: Mapping[str, Sequence[Edit]] = NOT_ASKED,
) -> Vouching:
    """Read who vouches for lists and messages. `others` are pages that are only shown; one is asked for all.
    Of the names on the lists only those of `whom` count, if it is given: nobody writes to the others.
    `edits` are those of lists that were asked about already.

    About two requests for each list and message page, one for the last edits.
    """
    doubts: list[str] = []
    for one in messages:
        writers = _writers(read_authorship(trust.wiki, one.title, _lines, trust), trust)
        if writers:
            doubts.append(f'text of {one.title} by {_named(writers)}')
    names: dict[tuple[str, Target], str] = {}
    added: dict[str, tuple[Target, ...]] = {}
    put: dict[Target, tuple[Pinned, ...]] = {}
    stood = partial(_places_in, trust.wiki, places=places)
    for one in lists:
        known = read_authorship(trust.wiki, one.title, stood, trust, edits.get(one.title))
        foreign = known.by_others(trust, lambda target: places.person(target) or '')
        names |= {(one.title, it): user for it, user in foreign.items() if whom is None or it in whom}
        for target in known.put:
            revision = known.since[target] if target in foreign else 0
            put[target] = (*put.get(target, ()), Pinned(one.title, revision))
        for user, some in _added(trust.wiki, one, known, pages, places).items():
            added[user] = (*added.get(user, ()), *some)
    if names:
        by, who = _named(sorted({*names.values()})), named(sorted({target for _title, target in names}))
        doubts.append(f'{counted(len(names), "name")} put on the list by {by}: {who}')
    titles = dict.fromkeys([*(one.title for one in (*lists, *messages)), *others])
    others_alone = {target: some for target, some in put.items() if all(one.revid for one in some)}
    return Vouching(tuple(doubts), tuple(last_edits(trust.wiki, titles)), added, others_alone)


def _places_in(wiki: Wiki, revision: Revision, places: TitleResolver) -> frozenset[Target]:
    """Return the targets of a revision as plans name them: one for each way in which it can be written."""
    return frozenset(Target(one.host, places.of(one).page) for one in targets_in(wiki, revision))


def _lines(revision: Revision) -> frozenset[str]:
    return frozenset(line.strip() for line in (revision.text or '').split('\n') if line.strip())


def _writers(known: Authorship[str], trust: Trust) -> list[str]:
    """Return who wrote lines that stand there, or removed lines, without being trusted.

    A line of a trusted account that somebody else removed is a change of the text like any other.
    """
    taken = {user for line, user in known.off.items() if known.vouched(line, trust)}
    return sorted({*known.put.values(), *taken} - trust.accounts)


def _added(
    wiki: Wiki, now: Pinned, known: Authorship[Target], pages: Sequence[SendPage], places: TitleResolver
) -> dict[str, tuple[Target, ...]]:
    """Return by account the names that came onto a list since the revision of the last plan."""
    planned = [one for page in pages for one in page.lists]
    if not planned:
        return {}
    last = max((one.revid for one in planned if one.title == now.title), default=0)
    then = revisions.by_number(wiki, [last]).get(last)
    stood = _places_in(wiki, then, places) if then else frozenset()
    found: dict[str, tuple[Target, ...]] = {}
    for target, user in sorted(known.put.items()):
        if target not in stood:
            found[user] = (*found.get(user, ()), target)
    return found


def who_came(added: Mapping[str, Sequence[Target]]) -> str:
    """Return how many names came by whom, and the first of them, in words."""
    return ', '.join(
        f'{len(some)} by {_named([user])} ({named(some)})' for user, some in sorted(added.items())
    )


def last_edits(wiki: Wiki, titles: Collection[str]) -> Iterator[LastEdit]:
    """Return who edited pages last, and who may: 50 (or 500) per request; missing pages are left out."""
    for reply in wiki.query_each(
        'titles', titles, prop='revisions|info', rvprop='user|timestamp', inprop='protection'
    ):
        for page in reply.get('pages', ()):
            for one in page.get('revisions', ()):
                levels = [row['level'] for row in page.get('protection', ()) if row.get('type') == 'edit']
                protected = f'only {levels[0]} may edit it' if levels else ''
                yield LastEdit(page['title'], one.get('user', ''), one['timestamp'], protected)


def _named(users: Sequence[str]) -> str:
    return named([user or 'somebody hidden' for user in users])
