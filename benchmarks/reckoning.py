"""What decides the cost of a run, reckoned from a generated world without asking any wiki.

The rule and the choice of a wiki are those of `build_targets` with its defaults; mass edits are not
told from others, for a generated world has none to speak of.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from outreach.audience.accounts import decided
from outreach.audience.people import Account as LocalAccount
from outreach.audience.people import Person, Seen, WikiRule, choose_wiki
from outreach.audience.significance import Contribution, PlainRule

from benchmarks.bound import Facts
from benchmarks.world import ACTIVE, ELSEWHERE, WINDOW, stamp
from sandbox.bulk import Account, BulkWorld, Page

RULE = PlainRule(5, 3, 2000)
FAIR_SHARE = 10
MAX_WIKIS = 20
REVERTING = frozenset({'mw-reverted', 'mw-undo', 'mw-rollback', 'mw-manual-revert'})


@dataclass
class Look:
    """On which wikis one person is looked at, and for what; `whole` where only the whole account tells."""

    asked: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    whole: bool = False


def facts(world: BulkWorld, now: datetime) -> Facts:
    """Return the facts of a world for a run at a moment."""
    since, cutoff = stamp(now - WINDOW), stamp(now - ACTIVE)
    topic = [page for page in world.pages if page.title != ELSEWHERE]
    done = _contributions(topic, since)
    accounts = {account.id: account for account in world.accounts}
    finalists = [(accounts[user], some) for user, some in done.items() if user > 0 and RULE.met(some)]
    alive = {edit.user for page in world.pages if page.title == ELSEWHERE for edit in page.edits}
    looks = [_look(one, some, cutoff, alive) for one, some in finalists]
    return Facts(
        articles=len(world.assessed),
        pages=Counter(page.wiki for page in topic),
        revisions=[_inside(page, since) for page in topic if page.edits[-1].time >= since],
        finalists=len(finalists),
        asked_on=Counter(dbname for one in looks for dbname in one.asked),
        whole=sum(one.whole for one in looks),
        read_on=Counter(dbname for one in looks for dbname in one.read),
        silent_on=Counter(dbname for one in looks for dbname in one.silent),
    )


def _look(account: Account, done: Iterable[Contribution], cutoff: str, alive: Collection[int]) -> Look:
    """Return where the rules look at somebody, who leaves at the first reason not to be asked."""
    look, person, seen = Look(), _person(account), Seen(_last(done))
    if account.locked:
        return look
    look.asked |= set(seen.last_edit)
    if account.bot:
        return look
    look.whole = not _decided(person, seen)
    if person.active_on > MAX_WIKIS:
        return look
    if max(seen.last_edit.values()) < cutoff:
        # who lives is found where they live; of who does not, every wiki has to say so
        look.silent = (
            {account.home} if account.id in alive else {host for host in account.edits if account.edits[host]}
        )
        look.whole |= account.id not in alive and bool(look.silent - set(seen.last_edit))
        if account.id not in alive:
            return look
    chosen = choose_wiki(person, seen, WikiRule(account.edits, 'topic', FAIR_SHARE)).host
    looked_at = {*seen.last_edit, *(host for host in (chosen, person.main) if host)}
    look.asked |= looked_at
    if not account.blocked:
        look.read = looked_at & set(account.edits)
    return look


def _inside(page: Page, since: str) -> int:
    return sum(edit.time >= since for edit in page.edits)


def _contributions(pages: Iterable[Page], since: str) -> dict[int, list[Contribution]]:
    done: dict[int, list[Contribution]] = defaultdict(list)
    for number, page in enumerate(pages):
        by_user: dict[int, list[tuple[str, int]]] = defaultdict(list)
        size = 0
        for edit in page.edits:
            if edit.time >= since and edit.tag not in REVERTING:
                by_user[edit.user].append((edit.time, edit.size - size))
            size = edit.size
        for user, edits in by_user.items():
            added = min(sum(delta for _, delta in edits), 20_000)
            times = [time for time, _ in edits]
            done[user].append(
                Contribution(
                    page.wiki, number, page.title, min(len(edits), 20), added, min(times), max(times)
                )
            )
    return done


def _last(done: Iterable[Contribution]) -> Mapping[str, str]:
    last: dict[str, str] = {}
    for one in done:
        last[one.host] = max(last.get(one.host, ''), one.last)
    return last


def _person(account: Account) -> Person:
    local = {dbname: LocalAccount(dbname, count) for dbname, count in account.edits.items()}
    return Person(account.name, account.id, account.home, local, sum(account.edits.values()))


def _decided(person: Person, seen: Seen) -> bool:
    """Return whether the accounts where somebody edited the topic settle the choice.

    `list=globalusers` tells of no home wiki (CentralAuth ApiQueryGlobalUsers.php).
    """
    known = {host: account for host, account in person.accounts.items() if host in seen.last_edit}
    return decided(replace(person, accounts=known), seen.last_edit, FAIR_SHARE, MAX_WIKIS, person.accounts)
