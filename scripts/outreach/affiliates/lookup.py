"""Asking the wiki about affiliates' pages and contact people, both in the same requests.

`titles`, `list=users` and `list=globalusers` go together in one query, 50 (or 500) of each: 200 affiliates
with their talk pages and 400 contacts cost eight requests. What a reply does not say is unknown, never
"not blocked".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any

from outreach.affiliates.contacts import Accounts
from outreach.audience.accounts import LOCKS_ONE_BY_ONE, block, one_by_one
from outreach.audience.optout import TEMPLATES, bots_allowed, opt_out_category
from outreach.audience.people import Block
from outreach.names import USER, USER_TALK, Namespaces
from outreach.problems import WikiError
from outreach.renames import renames_since
from outreach.replies import is_set
from outreach.wiki import Reply, Wiki

MOST_RENAME_REQUESTS = 4
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Titles:
    """What pages became of titles: `found` maps a title to the page it leads to, `missing` lead to none.

    A title in neither was not told.
    """

    found: Mapping[str, str] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Talk:
    """Talk pages that refuse messages; `told` are those that were answered for."""

    told: frozenset[str] = frozenset()
    refuse: frozenset[str] = frozenset()


@dataclass(frozen=True)
class LookedUp:
    """What one look found: pages, accounts, and which pages (by their own titles) bear a mark.

    `opted_out` are in the category that refuses messages, `bots` have one of the templates for bots.
    """

    titles: Titles
    accounts: Accounts
    opted_out: frozenset[str] = frozenset()
    bots: frozenset[str] = frozenset()


def look_up(
    wiki: Wiki, titles: Collection[str], names: Collection[str], now: datetime, category: str = ''
) -> LookedUp:
    """Ask about pages (redirects are followed) and accounts: a request for 50 of both.

    With a category, pages are also looked at for it and for the templates that refuse bots.
    """
    pages: dict[str, str] = {}
    gone: set[str] = set()
    accounts: list[Accounts] = []
    marks: dict[str, set[str]] = {'categories': set(), 'templates': set()}
    for some_titles, some_names in zip_longest(
        _batches(titles, wiki.limit), _batches(names, wiki.limit), fillvalue=()
    ):
        replies = _ask(
            wiki, _parameters(some_titles, some_names, category), few=len(names) <= LOCKS_ONE_BY_ONE
        )
        found = _titles(some_titles, replies)
        pages |= found.found
        gone |= found.missing
        accounts.append(_accounts(replies, now))
        for page in (page for reply in replies for page in reply.get('pages', ())):
            for kind, marked in marks.items():
                marked |= {page['title']} if page.get(kind) else set()
    opted_out, bots = (frozenset(some) for some in marks.values())
    return LookedUp(Titles(pages, frozenset(gone)), _joined(accounts), opted_out, bots)


def _ask(wiki: Wiki, parameters: Mapping[str, Any], *, few: bool) -> list[Reply]:
    """Ask about both; where the wiki cannot tell of many locks, a few are asked for one by one.

    Of more of them nothing is known there.
    """
    try:
        return list(wiki.query(**parameters))
    except WikiError as error:
        if error.code != 'no-module':
            raise
    here = {name: value for name, value in parameters.items() if not name.startswith('gus')}
    replies = list(wiki.query(**here | {'list': 'users'}))
    known = one_by_one(wiki, parameters['gususers']) if few else {}
    told = [{'name': one.name, 'centralid': one.central_id, 'locked': one.locked} for one in known.values()]
    return [*replies, {'globalusers': told}]


def follow(wiki: Wiki, titles: Collection[str]) -> Titles:
    """Return to which pages titles lead, a request for 50."""
    found: dict[str, str] = {}
    gone: set[str] = set()
    for batch in _batches(titles, wiki.limit):
        some = _titles(batch, wiki.query(**_parameters(batch, ())))
        found |= some.found
        gone |= some.missing
    return Titles(found, frozenset(gone))


def _batches(values: Collection[str], size: int) -> Iterable[tuple[str, ...]]:
    ordered = sorted(set(values))
    return (tuple(ordered[at : at + size]) for at in range(0, len(ordered), size))


def _parameters(titles: Sequence[str], names: Sequence[str], category: str = '') -> dict[str, Any]:
    parameters: dict[str, Any] = {}
    if titles:
        parameters |= {'titles': list(titles), 'redirects': True}
    if titles and category:
        parameters |= {
            'prop': 'categories|templates',
            'clcategories': category,
            'cllimit': 'max',
            'tltemplates': '|'.join(TEMPLATES),
            'tllimit': 'max',
        }
    if names:
        parameters |= {
            'list': 'users|globalusers',
            'ususers': list(names),
            'usprop': 'blockinfo|centralids',
            'gususers': list(names),
            'gusprop': 'locked',
        }
    return parameters


def _titles(asked: Sequence[str], replies: Iterable[Reply]) -> Titles:
    moved: dict[str, str] = {}
    there: set[str] = set()
    gone: set[str] = set()
    for reply in replies:
        for kind in ('normalized', 'converted', 'redirects'):
            moved |= {one['from']: one['to'] for one in reply.get(kind, ())}
        for page in reply.get('pages', ()):
            lost = any(is_set(page, flag) for flag in ('missing', 'invalid', 'special'))
            (gone if lost or page.get('ns', -1) < 0 else there).add(page['title'])
    ends = {title: _end(title, moved) for title in asked}
    found = {title: end for title, end in ends.items() if end in there}
    return Titles(found, frozenset(title for title, end in ends.items() if end in gone))


def _end(title: str, moved: Mapping[str, str]) -> str:
    for _ in range(4):  # normalised, converted, and a redirect that itself was written in another form
        title = moved.get(title, title)
    return title


def _accounts(replies: Iterable[Reply], now: datetime) -> Accounts:
    """Read accounts: alive is who has an account here, is not locked, and is not blocked from all pages."""
    missing: set[str] = set()
    blocked: set[str] = set()
    here: set[str] = set()
    system: set[str] = set()  # nobody can log in to these
    locks: dict[str, bool] = {}
    ids: dict[str, int] = {}
    for reply in replies:
        for one in reply.get('users', ()):
            if is_set(one, 'missing') or is_set(one, 'invalid'):
                missing.add(one['name'])
            elif 'userid' in one:
                here.add(one['name'])
                system |= {one['name']} if is_set(one, 'systemuser') else set()
                if block(one, now) in (Block.SITEWIDE, Block.INFINITE):
                    blocked.add(one['name'])
        for one in reply.get('globalusers', ()):
            if 'centralid' in one:
                locks[one['name']] = any(is_set(one, flag) for flag in ('locked', 'hidden', 'suppressed'))
                ids[one['name']] = one['centralid']
    locked = system | {name for name, is_locked in locks.items() if is_locked}
    alive = {name for name in here if locks.get(name) is False} - blocked - system
    return Accounts(frozenset(missing), frozenset(locked), frozenset(blocked), frozenset(alive), ids)


def _joined(some: Iterable[Accounts]) -> Accounts:
    every = list(some)
    ids: dict[str, int] = {}
    for one in every:
        ids |= one.ids
    missing, locked, blocked, alive = (
        frozenset().union(*(getattr(one, kind) for one in every))
        for kind in ('missing', 'locked', 'blocked', 'alive')
    )
    return Accounts(missing, locked, blocked, alive, ids)


def follow_renames(wiki: Wiki, known: Accounts, since: str, now: datetime) -> tuple[Accounts, frozenset[str]]:
    """Return the accounts with those that were renamed under their new names, from the log of renames.

    Also gives the missing accounts whose user page leads to another: that alone is no rename, so nobody knows
    who they are. Only the newest part of the log is read, a few requests of it.
    """
    if not known.missing:
        return known, frozenset()
    renamed = renames_since(wiki, known.missing, since, most=MOST_RENAME_REQUESTS)
    pages = [f'User:{name}' for name in sorted(known.missing - renamed.keys())[: wiki.limit]]
    new = look_up(wiki, pages, set(renamed.values()), now)
    unclear = {title.removeprefix('User:') for title, end in new.titles.found.items() if end != title}
    both = _joined([known, new.accounts])
    lost = (both.missing - renamed.keys()) - unclear
    return (
        Accounts(lost, both.locked, both.blocked, both.alive, both.ids, dict(renamed)),
        frozenset(unclear),
    )


def talk_pages(
    wiki: Wiki, titles: Collection[str], senders: Collection[str], category: str, known: LookedUp
) -> Talk:
    """Return which talk pages refuse messages: by the category of the wiki, or by {{bots}} and {{nobots}}.

    What `known` does not tell of is asked. Its accounts do not matter.
    """
    ends = _ends(known, titles)
    rest = set(titles) - ends.keys()
    looked = [known, look_up(wiki, rest, (), NEVER, category)] if rest else [known]
    ends = {title: end for one in looked for title, end in _ends(one, titles).items()}
    out = {title for title, end in ends.items() if any(end in one.opted_out for one in looked)}
    bots = {title: end for title, end in ends.items() if any(end in one.bots for one in looked)}
    texts = wiki.read_many(sorted(set(bots.values()))) if bots else {}
    for title, end in bots.items():
        if not bots_allowed(texts[end].text, senders, somewhere=True):
            out.add(title)
    return Talk(frozenset(ends), frozenset(out))


def _ends(found: LookedUp, titles: Collection[str]) -> dict[str, str]:
    """Return where titles lead; one without a page leads to itself, one that was not told of is left out."""
    missing = {title: title for title in titles if title in found.titles.missing}
    return missing | {title: found.titles.found[title] for title in titles if title in found.titles.found}


def opt_out(wiki: Wiki) -> tuple[str, Namespaces | None]:
    """Return the category that refuses messages, and the namespaces; '' and None where it has none."""
    try:
        return opt_out_category(wiki)
    except WikiError as error:
        if error.code != 'no-opt-out':
            raise
        return '', None


def talk_title(title: str, namespaces: Namespaces) -> str:
    """Return the talk page of a page, as the wiki writes it; '' where there is none.

    A page of a person is none of an affiliate, whatever the registry or a redirect says.
    """
    try:
        number, rest = namespaces.split(title)
    except ValueError:
        return ''
    if number < 0 or number in (USER, USER_TALK):
        return ''
    prefix = namespaces.local.get(number | 1) or namespaces.canonical.get(number | 1, '')
    return f'{prefix}:{rest}' if prefix else ''
