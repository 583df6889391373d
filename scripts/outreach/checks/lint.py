"""What is wrong with a delivery list, what MassMessage would do with each line, and how to fix it.

Everything here is decided from values: the list as it stands and what the wikis said about it
(`outreach.checks.facts`). The predictions follow https://www.mediawiki.org/wiki/Help:Extension:MassMessage
and what deliveries on real wikis were seen to do.
"""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from outreach.audience.people import Block
from outreach.checks.facts import Facts, is_nobodys, landing_of, nearest, renamed_to
from outreach.lists.deliverylist import DeliveryList
from outreach.lists.edits import changed, without
from outreach.lists.entries import Entry, Target, TitleResolver
from outreach.lists.straylines import PROSE, beyond, stray_lines
from outreach.names import PROJECT, USER_TALK, is_ip, is_temporary, is_vanished, user_talk
from outreach.sends.results import State


class Kind(Enum):
    """A kind of finding; the value is its name in `-fix:` and in the i18n keys."""

    MALFORMED = 'malformed'
    UNKNOWN_HOST = 'unknownhost'
    REMOTE = 'remote'
    NAMESPACE = 'namespace'
    MISSING = 'missing'
    UNREGISTERED = 'unregistered'
    RENAMED = 'renamed'
    BLOCKED = 'blocked'
    LOCKED = 'locked'
    OPTED_OUT = 'optedout'
    EXCLUDED = 'excluded'
    LEFT = 'left'
    ELSEWHERE = 'elsewhere'
    INACTIVE = 'inactive'
    PROTECTED = 'protected'
    BOARD = 'board'
    DUPLICATE = 'duplicate'
    SAME_PERSON = 'sameperson'
    TWO_NAMES = 'twonames'
    TOO_LONG = 'toolong'
    TRANSCLUDED = 'transcluded'
    UNREADABLE = 'unreadable'
    STRUCK = 'struck'
    NO_ENTRY = 'noentry'


# Nothing on the list itself would fix the others.
FIXABLE = frozenset(Kind) - {
    Kind.REMOTE, Kind.PROTECTED, Kind.BOARD, Kind.TOO_LONG, Kind.TRANSCLUDED, Kind.UNREADABLE, Kind.NO_ENTRY,
}  # fmt: skip
# These remove somebody who was on the list for a reason: the list's talk page says why.
TAKES_OFF = frozenset(
    {
        Kind.MISSING, Kind.BLOCKED, Kind.LOCKED, Kind.OPTED_OUT, Kind.EXCLUDED, Kind.LEFT,
        Kind.INACTIVE, Kind.UNREGISTERED, Kind.NAMESPACE,
    }
)  # fmt: skip


@dataclass(frozen=True)
class ListFinding:
    """One thing that was found. `entry` is None where it concerns the whole list.

    `details` are the parameters of its text. It is fixed by changing the entry to `change`, by taking
    it off (`remove`), or not by us.
    """

    kind: Kind
    entry: Entry | None
    details: Mapping[str, str] = field(default_factory=dict)
    change: Target | None = None
    remove: bool = False

    @property
    def fixable(self) -> bool:
        """Whether `-fix:` can fix it."""
        return self.remove or self.change is not None

    @property
    def is_fault(self) -> bool:
        """Whether something should be done: a sentence that names somebody is only told."""
        return not (self.entry and self.entry.form == PROSE)


@dataclass(frozen=True)
class Report:
    """All findings in the order of the list, and what MassMessage would do with each entry."""

    findings: tuple[ListFinding, ...]
    predictions: Mapping[Entry, State]

    @property
    def counts(self) -> Counter[State]:
        """How many entries end in each state."""
        return Counter(self.predictions.values())


@dataclass(frozen=True)
class Fixes:
    """A fixed list, who was removed with the finding that says why, and which entries were changed."""

    list: DeliveryList
    removed: tuple[ListFinding, ...]
    changed: tuple[ListFinding, ...]


def lint(
    listed: DeliveryList, standing: Facts, longest: int = 0, expanded: Collection[Target] = ()
) -> Report:
    """Find what is wrong with a list.

    No more than `longest` targets (0: any number) should be on a page. `expanded` are the targets that
    the wiki finds when it expands all templates of the page, if it was asked.
    """
    places = standing.places
    predictions = predict(listed, standing)
    findings = [
        finding
        for entry in listed.entries
        for finding in _of_entry(entry, standing, places, predictions[entry])
    ]
    resolver = standing.resolver
    for entry, _ in stray_lines(listed, resolver) if resolver else ():
        if entry.form != PROSE:
            predictions[entry] = State.DROPPED
        findings.append(ListFinding(Kind.NO_ENTRY, entry, {'name': entry.fault}))
    repeats = list(_repeats(listed, standing, places, predictions))
    # Under the current name the entry would only repeat the other one.
    twice = {one.entry for one in repeats if one.kind is Kind.TWO_NAMES}
    findings = [one for one in findings if one.kind is not Kind.RENAMED or one.entry not in twice] + repeats
    findings.sort(key=lambda one: (one.entry.start if one.entry else -1, list(Kind).index(one.kind)))
    extra = beyond(listed, expanded, places)
    if extra:
        details = {'count': str(len(extra)), 'example': str(extra[0])}
        findings.insert(0, ListFinding(Kind.TRANSCLUDED, None, details))
    number = len(listed.targets)
    if longest and number > longest:
        findings.insert(0, ListFinding(Kind.TOO_LONG, None, {'count': str(number), 'most': str(longest)}))
    return Report(tuple(findings), predictions)


# -- what MassMessage would do


def predict(listed: DeliveryList, standing: Facts) -> dict[Entry, State]:
    """Return what would become of a message to each entry.

    A second entry for the same page is DUPLICATE: MassMessage leaves out the exact same target, and of
    other spellings it lets its guard against repeated text decide, where it has one (since 1.41).
    """
    places = standing.places
    states: dict[Entry, State] = {}
    reached: set[Target] = set()
    for entry in listed.entries:
        state = _predict(entry, standing, places, listed.model)
        if state is State.DELIVERED and entry.reading.taken:
            landing = landing_of(entry.reading.taken, standing, places)
            place = places.of(Target(entry.reading.taken.host, landing.title))
            state = State.DUPLICATE if place in reached else state
            reached.add(place)
        states[entry] = state
    return states


def _predict(entry: Entry, standing: Facts, places: TitleResolver, model: str) -> State:
    taken = entry.reading.taken
    if taken is None or taken.host not in standing.hosts or not _read(entry, standing):
        return State.DROPPED
    if entry.reading.has_host and not standing.remote:
        return State.DROPPED
    if taken.host not in standing.rules:
        return State.UNKNOWN
    rules = standing.rules[taken.host]
    if rules.namespaces.follow(taken.page) is not None:
        # A prefix of another wiki: refused at home, and no page to write on elsewhere.
        return State.DROPPED if taken.host == standing.home_host else State.WRONG_NAMESPACE
    if not standing.knows(taken, places):
        return State.UNKNOWN
    landing = landing_of(taken, standing, places)
    try:
        number, _ = rules.namespaces.split(landing.title)
    except ValueError:
        return State.DROPPED if model != 'category' else State.WRONG_NAMESPACE
    talk = number > 0 and number % 2 == 1
    if not (talk or number == PROJECT or (number == 0 and rules.main_allowed)):
        return State.WRONG_NAMESPACE
    if landing.opted_out:
        return State.OPTED_OUT
    name = places.person(Target(taken.host, landing.title))
    if number == USER_TALK and not (name and standing.exists(taken.host, name) and _registered(name)):
        return State.NO_SUCH_USER
    if landing.board:
        return State.UNKNOWN
    return State.FAILED if landing.protected else State.DELIVERED


def _registered(name: str) -> bool:
    return not (is_ip(name) or is_temporary(name))


def _read(entry: Entry, standing: Facts) -> bool:
    """Whether the home wiki reads the name of the parser function that the entry uses."""
    rules = standing.rules.get(standing.home_host)
    if entry.form != '#target' or rules is None:
        return True
    return entry.written.lstrip('{ \n').partition(':')[0].removeprefix('#').lower() in rules.words


# -- findings about single entries


def _of_entry(
    entry: Entry, standing: Facts, places: TitleResolver, predicted: State
) -> Iterator[ListFinding]:
    target = entry.target
    if target is None or entry.fault or not _read(entry, standing):
        yield _malformed(entry, standing, places)
        return
    if entry.struck:
        yield ListFinding(Kind.STRUCK, entry, remove=True)
    if target.host not in standing.hosts:
        yield _unknown_host(entry, target, standing)
        return
    if entry.reading.has_host and not standing.remote:
        yield ListFinding(Kind.REMOTE, entry, {'host': target.host})
        return
    if target.host not in standing.rules:
        yield ListFinding(Kind.UNREADABLE, entry, {'reason': standing.failed.get(target.host, '')})
        return
    if not standing.knows(target, places):
        return
    if predicted in (State.WRONG_NAMESPACE, State.DROPPED):
        yield ListFinding(Kind.NAMESPACE, entry, {'page': target.page}, remove=True)
        return
    name = places.person(target)
    if name:
        yield from _of_person(entry, target, name, standing, places)
    elif predicted is State.NO_SUCH_USER:
        yield ListFinding(Kind.MISSING, entry, {'name': target.page, 'host': target.host}, remove=True)
    yield from _of_exclusion(entry, target, name, standing, places)
    landing = landing_of(target, standing, places)
    if landing.opted_out:
        yield ListFinding(Kind.OPTED_OUT, entry, {'host': target.host}, remove=True)
    if predicted is State.FAILED:
        yield ListFinding(Kind.PROTECTED, entry, {'host': target.host})
    if landing.board:
        yield ListFinding(Kind.BOARD, entry, {'host': target.host})


def _malformed(entry: Entry, standing: Facts, places: TitleResolver) -> ListFinding:
    fault = entry.fault or 'this wiki does not know that name of the function; write #target'
    change = entry.target
    if change and change.host not in standing.hosts:
        change = nearest(change, standing.hosts)
    if change and entry.form == 'other':
        change = None
    return ListFinding(Kind.MALFORMED, entry, {'fault': fault}, change and places.of(change))


def _unknown_host(entry: Entry, target: Target, standing: Facts) -> ListFinding:
    near = nearest(target, standing.hosts)
    like = [near.host] if near else difflib.get_close_matches(target.host, sorted(standing.hosts), n=1)
    return ListFinding(Kind.UNKNOWN_HOST, entry, {'host': target.host, 'like': like[0] if like else ''}, near)


def _of_person(
    entry: Entry, target: Target, name: str, standing: Facts, places: TitleResolver
) -> Iterator[ListFinding]:
    host = target.host
    if not _registered(name):
        yield ListFinding(Kind.UNREGISTERED, entry, {'name': name}, remove=True)
        return
    now = renamed_to(target, standing, places)
    if is_vanished(now or name) or (now and is_nobodys(now, target, standing, places)):
        # where the current name is nobody's business, only the old one is shown
        yield ListFinding(Kind.MISSING, entry, {'name': name, 'host': host}, remove=True)
        return
    if now:
        _, slash, below = places.of(target).page.partition('/')
        page = f'{user_talk(now)}{slash}{below}'
        yield ListFinding(Kind.RENAMED, entry, {'name': name, 'new': now}, Target(host, page))
        return
    if not standing.exists(host, name):
        yield ListFinding(Kind.MISSING, entry, {'name': name, 'host': host}, remove=True)
        return
    if name in standing.locked:
        yield ListFinding(Kind.LOCKED, entry, {'name': name}, remove=True)
    how = standing.blocks[host, name]
    if how in (Block.SITEWIDE, Block.INFINITE):
        endless = how is Block.INFINITE
        yield ListFinding(
            Kind.BLOCKED,
            entry,
            {'name': name, 'host': host, 'endless': 'yes' if endless else ''},
            remove=endless,
        )
    if name in standing.inactive:
        yield ListFinding(Kind.INACTIVE, entry, {'name': name}, remove=True)


def _of_exclusion(
    entry: Entry, target: Target, name: str | None, standing: Facts, places: TitleResolver
) -> Iterator[ListFinding]:
    """Find who must not be asked, or not there: send_message heeds it, MassMessage knows nothing of it."""
    now = (name and renamed_to(target, standing, places)) or name or ''
    hidden = now != name and (is_vanished(now) or is_nobodys(now, target, standing, places))
    if name and standing.asked.left & {name, now}:
        yield ListFinding(Kind.LEFT, entry, {'name': name}, remove=True)
    elif not hidden and (host := standing.asked.hosts.get(now, target.host)) != target.host:
        there = Target(host, user_talk(now)) if standing.exists(host, now) else None
        yield ListFinding(Kind.ELSEWHERE, entry, {'name': now, 'host': host}, there)
    reason = standing.excluded.wikis.get(target.host)
    if reason:
        yield ListFinding(Kind.EXCLUDED, entry, {'host': target.host, 'reason': reason}, remove=True)
    elif name and standing.excluded.names & {name, now}:
        yield ListFinding(Kind.EXCLUDED, entry, {'name': name}, remove=True)


# -- findings about several entries


def _repeats(
    listed: DeliveryList, standing: Facts, places: TitleResolver, predictions: Mapping[Entry, State]
) -> Iterator[ListFinding]:
    first: dict[Target, Entry] = {}
    people: dict[object, list[tuple[Entry, str]]] = defaultdict(list)
    for entry in listed.entries:
        if entry.target is None or entry.fault:
            continue
        place = places.of(entry.target)
        if place in first:
            yield ListFinding(Kind.DUPLICATE, entry, {'line': str(first[place].line)}, remove=True)
            continue
        first[place] = entry
        name = places.person(entry.target)
        if name and '/' not in place.page:
            now = renamed_to(entry.target, standing, places) or name
            if is_vanished(now) or (now != name and is_nobodys(now, entry.target, standing, places)):
                continue
            people[standing.central.get(now, now)].append((entry, now if now != name else ''))
    for entries in people.values():
        if len(entries) > 1:
            yield from _same_person(entries, standing, places, predictions)


def _same_person(
    entries: Sequence[tuple[Entry, str]],
    standing: Facts,
    places: TitleResolver,
    predictions: Mapping[Entry, State],
) -> Iterator[ListFinding]:
    """Find that one person is on the list several times; the wiki with most of their edits is kept."""

    def rank(one: tuple[Entry, str]) -> tuple[bool, bool, int, int]:
        entry, new = one
        host, name = (
            (entry.target.host, new or places.person(entry.target) or '') if entry.target else ('', '')
        )
        delivered = predictions[entry] is State.DELIVERED
        return bool(new), not delivered, -standing.edits.get((host, name), 0), entry.start

    (keep, _), *others = sorted(entries, key=rank)
    hosts = {entry.target.host for entry, _ in entries if entry.target}
    kept = str(keep.target)
    for entry, new in others:
        two = bool(new) and places.person(keep.target or Target('', '')) == new
        kind = Kind.TWO_NAMES if two else Kind.SAME_PERSON
        details = {'line': str(keep.line), 'kept': kept, 'wikis': str(len(hosts)), 'new': new}
        yield ListFinding(kind, entry, details, remove=True)


# -- fixing


def fix(listed: DeliveryList, findings: Sequence[ListFinding], kinds: Collection[Kind]) -> Fixes:
    """Fix the findings of these kinds. An entry that one finding removes is not changed by another."""
    chosen = [one for one in findings if one.kind in kinds and one.entry and one.fixable]
    going: dict[Entry, ListFinding] = {}
    for one in chosen:
        if one.remove and one.entry:
            going.setdefault(one.entry, one)
    staying = [one for one in chosen if one.change and one.entry not in going]
    changes = {one.entry: one.change for one in staying if one.entry and one.change}
    fixed = changed(listed, changes)
    # The same entries, found again by their order: a change moves what stands behind it.
    gone = [fixed.entries[at] for at, entry in enumerate(listed.entries) if entry in going]
    return Fixes(without(fixed, gone), tuple(going.values()), tuple(staying))
