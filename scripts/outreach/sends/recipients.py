"""Who is on the lists of a campaign, as the wikis see them now: languages, redirects, exclusions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from outreach.audience.accounts import block, is_locked, one_by_one
from outreach.audience.excludepages import NOBODY, Excluded
from outreach.audience.people import Block
from outreach.audience.subscriptions import NONE, Subscriptions
from outreach.boards import ASKED, BOARD, is_board
from outreach.doubts import Doubt, everybody_out
from outreach.farm import Answers, Farm, batches
from outreach.lists.entries import Target, TitleResolver
from outreach.names import Namespaces, is_vanished
from outreach.problems import WikiError
from outreach.replies import is_set
from outreach.sends.sendpage import SendPage
from outreach.sends.sendplan import Recipients
from outreach.sends.sendstate import Removed
from outreach.wiki import Wiki

OUT_OF_REACH = 'wiki out of reach'
NO_SUCH_WIKI = 'no such open wiki'
EXCLUDED = 'excluded'
COOLDOWN = 'asked lately'
BLOCKED = 'blocked there for good'
LOCKED = 'locked on all wikis'
SYSTEM = 'an account of the software'
GONE = 'left for good'
LED = 'the talk page leads to somebody who gets the message anyway'


@dataclass(frozen=True)
class WikiFacts:
    """What one wiki tells: its content language, its namespaces, and where talk pages redirect to.

    `barred` tells by name which accounts are blocked sitewide and for good, locked on all wikis, or of the
    software. `boards` are pages that are no wikitext: a message may fail there or go elsewhere, so nobody
    can tell what becomes of it. `central` are the central ids of the accounts that are global, by name.
    """

    language: str
    namespaces: Namespaces
    moved: Mapping[str, str] = field(default_factory=dict)
    barred: Mapping[str, str] = field(default_factory=dict)
    boards: frozenset[str] = frozenset()
    central: Mapping[str, int] = field(default_factory=dict)


def read_facts(wiki: Wiki, titles: Sequence[str], now: datetime, *, locks: bool = True) -> WikiFacts:
    """Read what a wiki tells about some of its pages: one request for each 50 (or 500) titles.

    The same request asks for the accounts that the pages are named after; those to whose talk pages others
    are redirected take one more. Where CentralAuth is too old to tell of the locks of many, each account
    takes one. Without `locks` nobody counts as locked.
    """
    if not locks:
        return _read(wiki, titles, now, 'users')
    try:
        return _read(wiki, titles, now, 'users|globalusers')
    except WikiError as error:
        if error.code != 'no-module':
            raise
    facts = _read(wiki, titles, now, 'users')
    people = one_by_one(wiki, sorted(_names_in(titles) | _names_in(facts.moved.values())))
    locked = {name: LOCKED for name, one in people.items() if one.locked}
    return replace(facts, barred={**facts.barred, **locked})


def _read(wiki: Wiki, titles: Sequence[str], now: datetime, lists: str) -> WikiFacts:
    moved: dict[str, str] = {}
    normal: dict[str, str] = {}
    told = _Told()
    boards: set[str] = set()
    general: Mapping[str, str] = {}
    namespaces: Namespaces | None = None
    about: dict[str, Any] = {'meta': 'siteinfo', 'siprop': 'general|namespaces|namespacealiases'}
    for start in range(0, len(titles), wiki.limit):
        batch = titles[start : start + wiki.limit]
        asked = {'titles': list(batch), 'redirects': True, 'prop': 'info|pageprops', **ASKED}
        for reply in wiki.query(**asked, **about, **_people(_names_in(batch), lists)):
            if 'namespaces' in reply:
                general, namespaces = reply['general'], Namespaces.from_siteinfo(reply)
            normal |= {one['from']: one['to'] for one in reply.get('normalized', ())}
            moved |= {one['from']: one['to'] for one in reply.get('redirects', ())}
            boards |= {one['title'] for one in reply.get('pages', ()) if is_board(one)}
            told.add(reply)
        about = {}
    if namespaces is None:
        raise WikiError(wiki.host, 'did not tell its namespaces')
    followed = {
        title: moved[normal.get(title, title)] for title in titles if normal.get(title, title) in moved
    }
    moved_to = sorted(_names_in(followed.values()) - _names_in(titles))
    for start in range(0, len(moved_to), wiki.limit):
        for reply in wiki.query(**_people(moved_to[start : start + wiki.limit], lists)):
            told.add(reply)
    there = {title: followed.get(title, normal.get(title, title)) for title in titles}
    on_boards = frozenset(title for title, page in there.items() if page in boards)
    central = {one['name']: number for one in told.users if (number := _central_id(one))}
    return WikiFacts(general['lang'], namespaces, followed, told.barred(now), on_boards, central)


@dataclass
class _Told:
    """What replies tell of accounts: on the wiki, and on all wikis."""

    users: list[Mapping[str, Any]] = field(default_factory=list)
    everywhere: list[Mapping[str, Any]] = field(default_factory=list)

    def add(self, reply: Mapping[str, Any]) -> None:
        """Take in what a reply tells."""
        self.users += reply.get('users', ())
        self.everywhere += reply.get('globalusers', ())

    def barred(self, now: datetime) -> dict[str, str]:
        """Return why nobody writes to an account, by its name."""
        found = {one['name']: BLOCKED for one in self.users if block(one, now) is Block.INFINITE}
        found |= {one['name']: SYSTEM for one in self.users if is_set(one, 'systemuser')}
        return found | {one['name']: LOCKED for one in self.everywhere if is_locked(one)}


def _names_in(titles: Iterable[str]) -> set[str]:
    """Return the names that pages have behind their namespace."""
    return {title.partition(':')[2].partition('/')[0].strip() for title in titles} - {''}


def _people(names: Collection[str], lists: str) -> dict[str, Any]:
    """Return what a wiki is asked about accounts (https://www.mediawiki.org/wiki/API:Users)."""
    if not names:
        return {}
    everywhere = {'gususers': sorted(names), 'gusprop': 'locked'} if 'globalusers' in lists else {}
    return {'list': lists, 'ususers': sorted(names), 'usprop': 'blockinfo|centralids', **everywhere}


def _central_id(user: Mapping[str, Any]) -> int:
    """Return the central id of an account; 0 for one that is missing, or nobody's on the whole farm."""
    if is_set(user, 'missing') or is_set(user, 'invalid') or not user['attachedlocal']['CentralAuth']:
        return 0
    return int(user['centralids']['CentralAuth'])


def titles_by_host(targets: Sequence[Target]) -> dict[str, list[str]]:
    """Return the pages to ask each wiki about, each once."""
    titles: dict[str, dict[str, None]] = {}
    for target in targets:
        titles.setdefault(target.host, {})[target.page] = None
    return {host: list(pages) for host, pages in titles.items()}


def gather(farm: Farm, targets: Sequence[Target], now: datetime, *, locks: bool = True) -> Answers[WikiFacts]:
    """Ask every wiki of these targets, three at a time; about `locks` only where that is wanted."""
    asked = titles_by_host([one for one in targets if is_open(farm, one.host)])
    return farm.each(
        asked,
        lambda wiki: read_facts(wiki, asked[wiki.host], now, locks=locks),
        'Asking the wikis',
        batches(asked),
    )


def places_of(facts: Answers[WikiFacts]) -> TitleResolver:
    """Return how titles compare on the wikis that answered."""
    return TitleResolver({host: one.namespaces for host, one in facts.found.items()})


def is_open(farm: Farm, host: str) -> bool:
    """Return whether the host is a wiki of the farm where anybody may write."""
    return host == farm.home.host or (host in farm.by_host and farm.by_host[host].open)


def readers(
    listed: Sequence[Target],
    facts: Answers[WikiFacts],
    excluded: Excluded = NOBODY,
    asked_lately: frozenset[str] = frozenset(),
    asked: Subscriptions = NONE,
) -> Recipients:
    """Return who may get a message, and who not for which reason; the order of the list is kept.

    `asked` is what people asked for themselves; `asked_lately` are those who were written to.
    """
    places = places_of(facts)
    kept: list[Target] = []
    persons: dict[Target, str] = {}
    central: dict[Target, int] = {}
    withheld: dict[str, list[Target]] = {}
    for target in listed:
        known = facts.found.get(target.host)
        if known is None:
            why = OUT_OF_REACH if target.host in facts.failed else NO_SUCH_WIKI
            withheld.setdefault(why, []).append(target)
            continue
        names = list(_names(target, known, places))
        clean = Target(target.host, places.of(target).page)
        persons[clean] = names[-1]
        if names[-1] in known.central:
            central[clean] = known.central[names[-1]]
        why = asked.why_not(names, target.host) or _why_not(target, names, known, excluded)
        if not why and asked_lately & set(names):
            why = COOLDOWN
        if why:
            withheld.setdefault(why, []).append(target)
        else:
            kept.append(clean)
    languages = {host: one.language for host, one in facts.found.items()}
    left = {reason: tuple(some) for reason, some in withheld.items()}
    return Recipients(tuple(kept), languages, persons, left, central)


def led_together(
    waiting: Collection[Target], taken: Collection[Target], facts: Answers[WikiFacts]
) -> tuple[Target, ...]:
    """Return those who wait whose talk pages lead by now to somebody who gets the message anyway.

    Anybody can make a page lead elsewhere after it was planned. `taken` are those who were sent to; of
    several who are led to one other person the first stays.
    """
    places = places_of(facts)
    served = {
        next(_names(one, facts.found[one.host], places))
        for one in {*waiting, *taken}
        if one.host in facts.found
    }
    found: list[Target] = []
    for target in sorted(waiting):
        if target.host in facts.found:
            own, *led = _names(target, facts.found[target.host], places)
            found += [target] if {*led} - {own} & served else []
            served.update(led)
    return tuple(found)


def nobody_left(place: str, recipients: Recipients) -> list[Doubt]:
    """Return the doubt that ten or more targets of a list were all withheld for one reason."""
    if len(recipients.withheld) != 1:
        return []
    [(reason, targets)] = recipients.withheld.items()
    return everybody_out(place, len(targets) + len(recipients.targets), len(recipients.targets), reason)


def all_removed(pages: Iterable[SendPage], removed: Mapping[str, Sequence[Removed]]) -> list[Doubt]:
    """Return the doubts that all targets of a page, ten or more, fell out for one reason since its plan.

    `removed` are those of each page, by its title.
    """
    found: list[Doubt] = []
    for page in pages:
        some = removed.get(page.title, ())
        reasons = {one.reason for one in some}
        if len(reasons) == 1 and len(some) == len(page.targets):
            found += everybody_out(page.title, len(page.targets), 0, *reasons)
    return found


def _why_not(target: Target, names: Collection[str], known: WikiFacts, excluded: Excluded) -> str:
    """Return why a target gets nothing, whoever wrote to it lately; '' where it may."""
    if target.host in excluded.wikis:
        return f'{target.host} is excluded: {excluded.wikis[target.host]}'
    if excluded.names & set(names):
        return EXCLUDED
    if any(is_vanished(name) for name in names):
        return GONE
    if target.page in known.boards:
        return BOARD
    return next((known.barred[name] for name in names if name in known.barred), '')


def _names(target: Target, facts: WikiFacts, places: TitleResolver) -> Iterator[str]:
    """Return the account of a target and, last, the one its talk page redirects to; else the page."""
    yield places.person(target) or str(places.of(target))
    moved = facts.moved.get(target.page)
    if moved:
        there = Target(target.host, moved)
        yield places.person(there) or str(places.of(there))
