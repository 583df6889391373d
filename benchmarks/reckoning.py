"""What decides the cost of a run, reckoned from a generated world without asking any wiki.

The rule and the choice of a wiki are those of `build_targets` with its defaults; mass edits are not
told from others, for a generated world has none to speak of.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from outreach.audience.people import ACTIVE_EDITS, Person, Seen, WikiRule, choose_wiki
from outreach.audience.people import Account as LocalAccount
from outreach.audience.significance import Contribution, PlainRule

from benchmarks.bound import Facts
from benchmarks.world import ACTIVE, ELSEWHERE, WINDOW, stamp
from sandbox.bulk import Account, BulkWorld, Page

RULE = PlainRule(5, 3, 2000)
FAIR_SHARE = 10
MAX_WIKIS = 20
REVERTING = frozenset({'mw-reverted', 'mw-undo', 'mw-rollback', 'mw-manual-revert'})


def facts(world: BulkWorld, now: datetime) -> Facts:
    """Return the facts of a world for a run at a moment."""
    since, cutoff = stamp(now - WINDOW), stamp(now - ACTIVE)
    topic = [page for page in world.pages if page.title != ELSEWHERE]
    done = _contributions(topic, since)
    accounts = {account.id: account for account in world.accounts}
    finalists = [(accounts[user], some) for user, some in done.items() if user > 0 and RULE.met(some)]
    alive = {edit.user for page in world.pages if page.title == ELSEWHERE for edit in page.edits}
    silent = [one for one, some in finalists if max(part.last for part in some) < cutoff]
    gone = {one.id for one in silent} - alive
    asked: Counter[str] = Counter()
    edited: Counter[str] = Counter()
    undecided = 0
    for one, some in finalists:
        edited.update({part.host for part in some})
        person, seen = _person(one), Seen(_last(some))
        undecided += not _decided(person, seen)
        if (
            one.id not in gone
            and not (one.bot or one.locked or one.blocked)
            and person.active_on <= MAX_WIKIS
        ):
            asked[choose_wiki(person, seen, WikiRule(one.edits, 'topic', FAIR_SHARE)).host or ''] += 1
    return Facts(
        articles=len(world.assessed),
        pages=Counter(page.wiki for page in topic),
        revisions=[_inside(page, since) for page in topic if page.edits[-1].time >= since],
        finalists=len(finalists),
        edited_on=edited,
        undecided=undecided,
        asked_on=asked,
        silent_on=Counter(max(one.edits, key=lambda dbname: one.edits[dbname]) for one in silent),
    )


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
    """Return whether the accounts where somebody edited the topic, and the home wiki's, settle the choice.

    They do where one of them has so many edits that none elsewhere can have more, and the edits
    elsewhere are too few for an account that is active on too many wikis.
    """
    hosts = {*seen.last_edit, *({person.home} - {None})}
    known = [account.edits for host, account in person.accounts.items() if host in hosts]
    rest = person.edits - sum(known)
    active = sum(count >= ACTIVE_EDITS for count in known) + rest // ACTIVE_EDITS
    return max(known) > rest and active <= MAX_WIKIS
