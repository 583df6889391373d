"""Who asked to leave, to join, or for another wiki: for each person, what they themselves did last.

A campaign has one page of requests, a line each (`* leave ~~~~`, `* join: sv.wikipedia.org ~~~~`,
`* move: en.wikipedia.org ~~~~`); an account has one page on which one says no to all of its messages; and
people put themselves on lists and remove themselves. It counts who saved a line, not who signed it: a
request for somebody else is shown and not done. What others do to a line afterwards changes nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from outreach.accountlinks import Resolver
from outreach.columns import wiki_named
from outreach.headings import headings
from outreach.lists.deliverylist import parse
from outreach.lists.entries import TitleResolver
from outreach.lists.merge import History
from outreach.names import is_ip, is_temporary, same_account, spellings
from outreach.problems import Problem
from outreach.revisions import Revision
from outreach.signatures import without_signature
from outreach.visibletext import live, plain_words

LINE = re.compile(r"[*#:; \t]*+'*+(leave|join|move)(?![\w-])'*+[ \t]*+:?+(.*)", re.IGNORECASE)
# what our forms say below a wish, to whoever sees the page after saving it
NOTE = re.compile(r'<small>[^<>]*+</small>')
LEFT = 'asked to leave'
MOST_SAID = 80


class Wish(Enum):
    """What a person asked for; NOTHING is a request that they took back."""

    LEAVE = 'leave'
    JOIN = 'join'
    MOVE = 'move'
    NOTHING = ''


@dataclass(frozen=True)
class SubscriptionAct:
    """What somebody did about their own messages: when, in which revision, and the wiki that they named.

    `listed` where they did it on the list itself.
    """

    time: str
    revid: int
    name: str
    wish: Wish
    host: str = ''
    page: str = ''
    listed: bool = False


@dataclass(frozen=True)
class Subscriptions:
    """The last act of everybody who did any, by name, and what is to be told of lines that do not count."""

    latest: Mapping[str, SubscriptionAct] = field(default_factory=dict)
    told: tuple[Problem, ...] = ()

    @property
    def left(self) -> frozenset[str]:
        """Return who wants nothing, by all spellings of their names."""
        names = (name for name, act in self.latest.items() if act.wish is Wish.LEAVE)
        return frozenset(spelling for name in names for spelling in spellings(name))

    @property
    def joined(self) -> dict[str, SubscriptionAct]:
        """Return who asked to be on the list, with the request; not who wrote themselves on it."""
        return {name: act for name, act in self.latest.items() if act.wish is Wish.JOIN and not act.listed}

    @property
    def hosts(self) -> dict[str, str]:
        """Return the wiki on which people asked to get their messages, by name."""
        return {name: act.host for name, act in self.latest.items() if act.host}

    def why_not(self, names: Collection[str], host: str) -> str:
        """Return why a person of these names gets nothing on a wiki, or ''."""
        if self.left & set(names):
            return LEFT
        wanted = {self.hosts[name] for name in names if name in self.hosts}
        return f'asked for {min(wanted)} instead' if wanted and host not in wanted else ''

    def came_back(self, name: str | None, removed: str) -> bool:
        """Return whether a person asked to be on the list after somebody removed them at a moment."""
        act = self.latest.get(name or '')
        return act is not None and act.wish is Wish.JOIN and act.time > removed


NONE = Subscriptions()


def standing(acts: Iterable[SubscriptionAct], told: Iterable[Problem] = ()) -> Subscriptions:
    """Return what holds for each person: the last of their own acts."""
    latest: dict[str, SubscriptionAct] = {}
    for act in sorted(acts, key=lambda one: (one.time, one.revid)):
        latest[act.name] = act
    return Subscriptions(latest, tuple(told))


@dataclass(frozen=True)
class _Line:
    """A line of a page of requests as its author saved it: `whose` is '' where it is about somebody else."""

    wish: Wish
    whose: str = ''
    host: str = ''
    problem: str = ''
    about: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PageOfRequests:
    """What a page of requests says: the acts of people, what to tell of its lines, and whom others named."""

    acts: tuple[SubscriptionAct, ...] = ()
    told: tuple[Problem, ...] = ()
    strangers: frozenset[str] = frozenset()


def on_page(
    history: Iterable[Revision],
    resolver: Resolver,
    trusted: Collection[str] = (),
    renamed: Mapping[str, str] | None = None,
) -> PageOfRequests:
    """Return what people asked for on a page of requests, from its revisions oldest first.

    A signed line of somebody's own that cannot be read counts as a wish to leave, but for accounts that we
    trust: they write there for others. Taking back one's own request to join is a wish to leave. What a
    hidden revision brought is nobody's. `renamed` gives current names by those that signatures may show.
    """
    acts: list[SubscriptionAct] = []
    saved: dict[str, _Line] = {}
    before: Counter[str] = Counter()
    title, last, hidden = '', '', False
    for one in history:
        if one.text is None:
            hidden = True
            continue
        now = Counter(line for _, line in _lines(one.text))
        for line in before - now:
            old = saved.get(line)
            if old and old.whose and old.whose == one.user:
                wish = Wish.LEAVE if old.wish is Wish.JOIN else Wish.NOTHING
                acts.append(SubscriptionAct(one.time, one.id, one.user, wish, page=one.title))
        for line in now - before:
            said = _read(line, '' if hidden else one.user, resolver, trusted, renamed or {})
            if said and (said.whose or line not in saved):
                saved[line] = said
            if said and said.whose:
                acts.append(SubscriptionAct(one.time, one.id, said.whose, said.wish, said.host, one.title))
        before, hidden, title, last = now, False, one.title, one.text
    told = tuple(
        Problem(f'{title}, line {number}', f'{saved[line].problem}: {_said(line)!r}')
        for number, line in _lines(last)
        if line in saved and saved[line].problem
    )
    strangers = frozenset().union(*(line.about for line in saved.values()))
    return PageOfRequests(tuple(acts), told, strangers)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Return the lines of a page that say something, with their numbers: no headings, nothing struck."""
    for number, line in enumerate(live(text).split('\n'), 1):
        if line.strip() and not any(headings(line)):
            yield number, ' '.join(line.split())


def _said(line: str) -> str:
    """Return the words of a line, without those of our form, cut where they are long."""
    words = plain_words(NOTE.sub('', line))
    return words if len(words) <= MOST_SAID else f'{words[:MOST_SAID]}…'


def _read(
    line: str, user: str, resolver: Resolver, trusted: Collection[str], renamed: Mapping[str, str]
) -> _Line | None:
    """Read a line that an account saved; None where it asks for nothing."""
    named = frozenset(renamed.get(one.name, one.name) for one in resolver.references(line))
    own = all(same_account(one) == same_account(user) for one in named)
    found = LINE.fullmatch(line)
    if not found and (not named or user in trusted or not own):
        return None  # prose, or what people say to one another
    if own and user and (is_ip(user) or is_temporary(user)):
        told = 'was saved by no account, so it is not done: ask whoever it was to log in and save it again'
        return _Line(Wish.NOTHING, problem=told)
    if not own or not user:
        who = ', '.join(sorted(named - {user})) or 'nobody'
        told = f'is about {who} and was saved by {user or "somebody hidden"}, so it is not done'
        return _Line(Wish.NOTHING, problem=told, about=named)
    if not found:
        return _Line(Wish.LEAVE, user, problem='is neither leave, join nor move, and counts as leave')
    wish, rest = Wish(found[1].lower()), without_signature(NOTE.sub('', found[2]), resolver).strip()
    host = wiki_named(rest, resolver) if rest and wish is not Wish.LEAVE else ''
    if wish is Wish.MOVE and not host:
        return _Line(Wish.NOTHING, problem='names no wiki, such as sv.wikipedia.org')
    return _Line(wish, user, host)


def on_list(
    history: Iterable[Revision], home_host: str, places: TitleResolver | None = None
) -> list[SubscriptionAct]:
    """Return who put themselves on a delivery list or removed themselves, from revisions oldest first.

    The revisions need not be all of them: each that counts has the one before it in front of it. What a
    hidden revision did is nobody's.
    """
    places = places or TitleResolver()
    acts: list[SubscriptionAct] = []
    before: frozenset[str] | None = None
    for one in history:
        if one.text is None:
            before = None
            continue
        listed = parse(one.text, home_host, one.model)
        now = frozenset(name for target in listed.targets if (name := places.person(target)))
        if before is not None and one.user and (one.user in now) is not (one.user in before):
            wish = Wish.JOIN if one.user in now else Wish.LEAVE
            acts.append(SubscriptionAct(one.time, one.id, one.user, wish, page=one.title, listed=True))
        before = now
    return acts


def heeded(past: History, asked: Subscriptions, places: TitleResolver) -> History:
    """Return the memory of a list as it counts: what people asked for themselves goes before what others did.

    Who came back after somebody removed them is not removed, and nobody put on the list by others stays
    there against their own wish.
    """
    removed = {one for one in past.removed if not asked.came_back(places.person(one), past.off.get(one, ''))}
    added = {
        one for one in past.added if not (name := places.person(one)) or not asked.why_not([name], one.host)
    }
    return replace(past, removed=frozenset(removed), added=frozenset(added))
