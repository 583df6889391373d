"""Whose words count: accounts that we trust, who may approve, and who put what on a page.

A page of a wiki is written by anybody. What a run writes or sends depends only on what accounts that it
trusts have saved: our own and those that the operator names in `user-config.py`
(`_outreach_trusted = ['Name', …]`). What others wrote is input: a name, a suggestion, a claim.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import Generic, TypeVar

from outreach import moves, revisions, wiki
from outreach.names import normalize_user
from outreach.problems import BadInput, Problem
from outreach.revisions import Edit, Revision
from outreach.wiki import Wiki

# who holds it may send to everybody anyway (https://www.mediawiki.org/wiki/Extension:MassMessage)
RIGHT = 'massmessage'
PLACE = '_outreach_trusted in user-config.py'
# ends the summary of a save of ours that rests on what nobody vouches for, and that nobody has looked at
UNVOUCHED = '#unvouched'
MOST = 400  # a wiki cuts a summary at 500 letters (CommentStore::COMMENT_CHARACTER_LIMIT)
K = TypeVar('K', bound=Hashable)
Part = TypeVar('Part')


@dataclass(frozen=True)
class Trust:
    """The accounts whose edits count as ours on a wiki."""

    wiki: Wiki
    accounts: frozenset[str]

    def __contains__(self, user: str) -> bool:
        return user in self.accounts

    def saved(self, title: str, before: str = '') -> Iterator[str]:
        """Return the texts of a page that trusted accounts saved, the newest first; none after `before`.

        What was moved away from the title is read too; what somebody else moved onto it was saved elsewhere.
        """
        for one in moves.newest_here(self.wiki, title, lambda row: row.user in self, before, 5):
            if one.text is not None and one.user in self:
                yield one.text

    def put(self, title: str, part: Callable[[str], Part | None]) -> Iterator[Part]:
        """Return what a part of a page said whenever a trusted account changed it, the newest first.

        `part` takes the text of the page, and returns None where it does not hold that part. A save vouches
        for what it changed only: whoever tidies up around what somebody else wrote there does not stand
        behind it. What a hidden revision brought is nobody's.
        """
        later: Part | None = None
        counts = False
        for one in moves.newest_here(self.wiki, title, lambda row: row.user in self, '', 5):
            now = later if one.text is None else part(one.text)
            if counts and later is not None and now != later:
                yield later
            later, counts = now, one.user in self and one.text is not None
        if counts and later is not None:
            yield later

    def may_approve(self, users: Collection[str]) -> frozenset[str]:
        """Return those of the users who may approve a send or lift a stop; 50 (or 500) per request.

        They are the trusted accounts, and whoever may send messages on the wiki. What a wiki tells of
        anybody's rights is cut down by the grants of our own log-in (core PermissionManager,
        getUserPermissions), so that a bot password that may not send would see nobody who may: the groups
        that give the right count as well.
        """
        found = {user for user in users if user in self}
        others = sorted(set(users) - found - {''})
        for reply in self.wiki.query_each(
            'ususers', others, list='users', usprop='rights|groups', meta='siteinfo', siprop='usergroups'
        ):
            groups = {one['name'] for one in reply.get('usergroups', ()) if RIGHT in one['rights']}
            for one in reply['users']:
                holds = RIGHT in one.get('rights', ()) or groups & set(one.get('groups', ()))
                found |= {one['name']} if holds else set()
        return frozenset(found)


def read(home: Wiki) -> Trust:
    """Return whom the operator trusts; raise BadInput where the configuration is not a list of names."""
    named = wiki.configured('trusted') or ()
    if isinstance(named, str) or not all(isinstance(name, str) for name in named):
        raise BadInput([Problem(PLACE, "must be a list of account names: ['Name', 'Other name']")])
    try:
        accounts = {normalize_user(name) for name in (*named, home.user_name) if name}
    except ValueError as error:
        raise BadInput([Problem(PLACE, str(error))]) from None
    return Trust(home, frozenset(accounts))


@dataclass(frozen=True)
class PageAct:
    """One account put something on a page, or removed it. '' stands for an account that the wiki hides."""

    user: str
    put: bool


@dataclass(frozen=True)
class Authorship(Generic[K]):
    """Who put what on a page, by its history.

    `put` tells by whose edit it stands there now, `since` in which revision that was made; `off` who
    removed last what stands there no more; `acts` is all that was done with it, the oldest first.
    """

    put: Mapping[K, str] = field(default_factory=dict)
    off: Mapping[K, str] = field(default_factory=dict)
    acts: Mapping[K, tuple[PageAct, ...]] = field(default_factory=dict)
    since: Mapping[K, int] = field(default_factory=dict)

    def vouched(self, key: K, trust: Trust, owners: Collection[str] = ()) -> bool:
        """Return whether the latest act of a trusted account, or of an owner, was to put it there.

        What anybody else does with it changes nothing: who undoes vandalism speaks for nobody, and who puts
        back what its owner removed does not consent for them. Who removed it and is hidden may have been
        the owner.
        """
        for act in reversed(self.acts.get(key, ())):
            if act.user in trust or (act.user and act.user in owners):
                return act.put
            if owners and not act.user and not act.put:
                return False
        return False

    def by_others(self, trust: Trust, owner: Callable[[K], str] = lambda _key: '') -> dict[K, str]:
        """Return what neither a trusted account nor its owner stands behind, with whose edit it stands."""
        return {
            key: user for key, user in self.put.items() if not self.vouched(key, trust, {owner(key)} - {''})
        }


def not_vouched(summary: str) -> str:
    """Return the summary of a save that does not vouch for what it adds."""
    return f'{summary[:MOST]} {UNVOUCHED}'


def author(edit: Edit, trust: Trust) -> str:
    """Return who stands behind an edit: its account, or nobody that is trusted where the summary says so.

    No account has a name with `#`. Where a wiki hides our summary it may have said so.
    """
    if edit.user in trust and (edit.comment is None or edit.comment.endswith(UNVOUCHED)):
        return f'{edit.user} {UNVOUCHED}'
    return edit.user


def authorship(
    history: Iterable[tuple[str, frozenset[K] | None]], numbers: Iterable[int] = ()
) -> Authorship[K]:
    """Return who put what, from the revisions oldest first: user, and what stood there (None: hidden).

    What a hidden revision brought is seen in the next one only, and is not that one's author's. `numbers`
    are those of the revisions.
    """
    put: dict[K, str] = {}
    acts: dict[K, tuple[PageAct, ...]] = {}
    off: dict[K, str] = {}
    since: dict[K, int] = {}
    before: frozenset[K] = frozenset()
    after_hidden = False
    for (user, now), number in zip(history, chain(numbers, repeat(0)), strict=False):
        if now is None:
            after_hidden = True
            continue
        author = '' if after_hidden else user
        after_hidden = False
        for key in now - before:
            put[key], since[key] = author, number
            acts[key] = (*acts.get(key, ()), PageAct(author, put=True))
            off.pop(key, None)
        for key in before - now:
            del put[key], since[key]
            acts[key] = (*acts[key], PageAct(author, put=False))
            off[key] = author
        before = now
    return Authorship(put, off, acts, since)


def read_authorship(
    home: Wiki,
    title: str,
    keys: Callable[[Revision], frozenset[K]],
    trust: Trust,
    rows: Sequence[Edit] | None = None,
) -> Authorship[K]:
    """Return who put what on a page, `keys` being what stands in a revision.

    One request for 500 revisions tells who edited, where these `rows` are not known yet; texts are read only
    of the edits of people whom we do not trust, of the revisions before them, and of the newest: 50 (or 500)
    per request. What was moved away from the title is part of its history; what somebody moved onto it, that
    account put there.
    """
    rows = moves.editors(home, title) if rows is None else rows
    rows = moves.since_it_came(home, title, rows, lambda edit: author(edit, trust) in trust)
    by = {edit.id: author(edit, trust) for edit in rows}
    wanted = revisions.edits_of(rows, lambda edit: by[edit.id] not in trust)
    wanted |= {edit.id for edit in rows[-1:]}
    read_ = revisions.by_number(home, wanted)

    def stood(number: int) -> frozenset[K] | None:
        found = read_.get(number)
        return None if found is None or found.text is None else keys(found)

    kept = [edit.id for edit in rows if edit.id in wanted]
    return authorship(((by[number], stood(number)) for number in kept), kept)


def missing_right(home: Wiki) -> list[Problem]:
    """Return that our account may not send on the wiki, where it may not: one request."""
    if RIGHT in home.rights():
        return []
    text = f'{home.user_name} may not send messages on {home.host}; -request asks somebody who may'
    return [Problem('right massmessage', text)]
