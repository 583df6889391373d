"""How the entries of a list stand: what the wikis said about their pages and accounts.

What MassMessage does with them is decided in `lint`; they are looked up by `lookup`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from outreach.accountlinks import Resolver
from outreach.audience.excludepages import Excluded
from outreach.audience.people import Block
from outreach.audience.subscriptions import NONE, Subscriptions
from outreach.linktargets import host_of
from outreach.lists.entries import Target, TitleResolver
from outreach.names import Namespaces

TARGET_WORD = 'target'


@dataclass(frozen=True)
class WikiRules:
    """How one wiki reads targets: its namespaces, its opt-out category ('' unknown), if posts in the
    main namespace are allowed, and the names of the parser function there.
    """

    namespaces: Namespaces
    opt_out: str = ''
    main_allowed: bool = False
    words: frozenset[str] = frozenset((TARGET_WORD,))


@dataclass(frozen=True)
class Landing:
    """Where a message to a page would land: the canonical title after one redirect, and what is there.

    On a `board` (see `boards`) nobody can tell what becomes of it.
    """

    title: str
    opted_out: bool = False
    protected: bool = False
    board: bool = False


@dataclass(frozen=True)
class Facts:
    """What was found out. Places are canonical (`TitleResolver.of`); accounts are under (host, name).

    `remote` tells if lists on the home wiki may name other wikis: on Wikimedia only those on Meta may.
    `dbnames` gives the hosts of the wikis by the names of their databases, which people write too.
    """

    home_host: str
    hosts: frozenset[str]
    rules: Mapping[str, WikiRules]
    landings: Mapping[Target, Landing] = field(default_factory=dict)
    blocks: Mapping[tuple[str, str], Block] = field(default_factory=dict)
    edits: Mapping[tuple[str, str], int] = field(default_factory=dict)
    central: Mapping[str, int] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()
    renamed: Mapping[str, str] = field(default_factory=dict)
    inactive: frozenset[str] = frozenset()
    failed: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    remote: bool = True
    excluded: Excluded = field(default_factory=Excluded)
    asked: Subscriptions = NONE
    dbnames: Mapping[str, str] = field(default_factory=dict)

    @property
    def places(self) -> TitleResolver:
        """How titles compare on the wikis that could be read."""
        return TitleResolver({host: rules.namespaces for host, rules in self.rules.items()})

    @property
    def resolver(self) -> Resolver | None:
        """What finds people on pages of the home wiki, if that was read; it knows the wikis of the list."""
        if self.home_host not in self.rules:
            return None
        look = {host: rules.namespaces for host, rules in self.rules.items()}.get
        return Resolver(self.home_host, look, self.dbnames or {host: host for host in self.hosts})

    def knows(self, target: Target, places: TitleResolver) -> bool:
        """Whether the page was asked about: an entry may have come to the list since."""
        return places.of(target) in self.landings

    def exists(self, host: str, name: str) -> bool:
        """Whether there is an account of that name on that wiki."""
        return (host, name) in self.blocks


def nearest(target: Target, hosts: Collection[str]) -> Target | None:
    """Return the target with the host whose mobile or www. view it names, where that is one of the hosts."""
    host = host_of(target.host, hosts.__contains__)
    return replace(target, host=host) if host and target.host not in hosts else None


def landing_of(target: Target, standing: Facts, places: TitleResolver) -> Landing:
    """Return where a message to a target would land; at the page itself where nobody was asked about it."""
    place = places.of(target)
    return standing.landings.get(place, Landing(place.page))


def _owner_of_landing(target: Target, standing: Facts, places: TitleResolver) -> str | None:
    return places.person(Target(target.host, landing_of(target, standing, places).title))


def is_nobodys(now: str, target: Target, standing: Facts, places: TitleResolver) -> bool:
    """Whether nobody can use the account that somebody has now: it is locked, or the system's own.

    Of an account that is gone its wiki was asked about the other one.
    """
    gone = not standing.exists(target.host, places.person(target) or '')
    return now in standing.locked or (gone and not standing.exists(target.host, now))


def renamed_to(target: Target, standing: Facts, places: TitleResolver) -> str | None:
    """Return the name that the account of a talk page has now, where it has another one.

    The rename log says so for an account that is gone, and a talk page that redirects to another
    person's in any case.
    """
    name = places.person(target)
    if name is None:
        return None
    landing = _owner_of_landing(target, standing, places)
    if landing and landing != name:
        return landing
    return None if standing.exists(target.host, name) else standing.renamed.get(name)
