"""Looking up people who signed up: who they are today, and the one wiki where each can be reached.

Accounts are asked about fifty at a time: on the wikis that people named, and where they named none on those
where many of them turn out to edit most. Whole accounts are asked for one by one where that settles nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from outreach import moves
from outreach.accountlinks import Resolver
from outreach.audience.accounts import (
    GlobalAccount,
    decided,
    global_accounts,
    local_accounts,
    one_by_one,
    whole_person,
    with_accounts,
)
from outreach.audience.likelywikis import ask_likely
from outreach.audience.people import Account, Block, Person, Seen, WikiRule, choose_wiki
from outreach.farm import Farm, batches
from outreach.lists.deliverylist import DeliveryList
from outreach.moments import iso
from outreach.names import ENGLISH, is_vanished
from outreach.problems import Problem
from outreach.renames import renames_since
from outreach.signuppage import SignUp, SignUpPage, read_page
from outreach.signups.enrolment import Enrolled

RENAMES_BACK = timedelta(days=365)
# Somebody blocked on all of these is not asked anywhere; more would be a request per wiki.
WIKIS_IN_QUESTION = 3
BLOCKED = (Block.SITEWIDE, Block.INFINITE)
ANY_NUMBER = 10**6


def foreign_hosts(listed: DeliveryList) -> set[str]:
    """Return the wikis whose own namespace names a list may use: only those have to be looked up."""
    return {
        target.host for target in listed.targets if ':' in target.page and ENGLISH.split(target.page)[0] == 0
    }


def earlier(
    farm: Farm, title: str, resolver: Resolver, sections: Collection[str]
) -> list[tuple[str, SignUpPage]]:
    """Read all revisions of a sign-up page with their times, hidden ones left out, oldest first."""
    return [
        (one.time, read_page(one.text, title, resolver, sections))
        for one in moves.history(farm.home, title)
        if one.text is not None
    ]


def enrol(
    farm: Farm, signups: Sequence[SignUp], hosts: Collection[str], now: datetime, failed: set[str]
) -> tuple[list[Enrolled], list[Problem]]:
    """Look up everybody who signed up and choose a wiki for each; who cannot be reached is a problem.

    The wiki that they named is taken where the account exists there, is not blocked and the wiki is among
    `hosts`; else the one with most of their edits, as for everybody. Names without an account are never
    guessed, and who left for good is not named by another name. Wikis that do not answer are put into
    `failed`, and who named one of them is not asked anywhere else.
    """
    known = global_accounts(farm.home, {one.name for one in signups})
    settled = _settled(farm, signups, hosts, now, failed)
    signups = [one for one in signups if not (one.stated and one.host in failed)]
    waiting = {one.name: one.host for one in signups if one.name not in settled}
    people, renamed = _people(farm, waiting, hosts, now, failed, known)
    locked = _locked(farm, settled, known)
    locked |= {person.name for person in people.values() if person.locked}
    enrolled: list[Enrolled] = []
    problems: list[Problem] = []
    for one in signups:
        person = people.get(one.name)
        name = person.name if person else renamed.get(one.name, one.name)
        if left_for_good(one.name, name, person, locked):
            problems.append(Problem(one.place, f'{one.name} left for good', 'left for good'))
        elif one.name not in settled and person is None:
            text = f'there is no account {one.name}'
            problems.append(Problem(one.place, text, 'there is no account of that name'))
        elif name in locked:
            text = f'the account {name} is locked on all wikis'
            problems.append(Problem(one.place, text, 'the account is locked on all wikis'))
        elif person is None:
            enrolled.append(Enrolled(one, name, one.host))
        else:
            choice = choose_wiki(person, Seen(), WikiRule(hosts, 'main'), one.host if one.stated else None)
            if choice.host:
                enrolled.append(Enrolled(one, name, choice.host))
            else:
                problems.append(Problem(one.place, f'{name}: {choice.reason}', choice.reason))
    return enrolled, problems


def left_for_good(signed: str, name: str, person: Person | None, locked: Collection[str]) -> bool:
    """Whether somebody left for good: their current name is nobody's business then.

    So it is with an account that was locked under another name than the one it signed with.
    """
    system = person is not None and any(account.system for account in person.accounts.values())
    return is_vanished(name) or system or (name != signed and name in locked)


Known = Mapping[str, GlobalAccount]


def _locked(farm: Farm, names: Collection[str], known: Known | None) -> set[str]:
    """Return who of these is locked on all wikis; where CentralAuth told nothing of many, one by one."""
    if known is None:
        known = one_by_one(farm.home, sorted(names))
    return {name for name in names if name in known and known[name].locked}


def _settled(
    farm: Farm, signups: Sequence[SignUp], hosts: Collection[str], now: datetime, failed: set[str]
) -> set[str]:
    """Return who is asked on the wiki that they named."""
    stated = [one for one in signups if one.stated]
    by_host: dict[str, set[str]] = {}
    for one in stated:
        by_host.setdefault(one.host, set()).add(one.name)
    local = _accounts(farm, by_host, now, failed)
    return {
        one.name
        for one in stated
        if one.host in hosts
        and (told := local.get((one.host, one.name)))
        and told.block not in BLOCKED
        and not told.system
    }


def _accounts(
    farm: Farm, by_host: Mapping[str, Collection[str]], now: datetime, failed: set[str]
) -> dict[tuple[str, str], Account]:
    """Look up accounts on many wikis, fifty per request. One that does not answer is in `failed`."""
    known = [host for host in by_host if host in farm.by_host]
    answers = farm.each(
        known, lambda wiki: local_accounts(wiki, by_host[wiki.host], now), 'Accounts', batches(by_host)
    )
    failed.update(answers.failed)
    return {
        (host, name): account
        for host, answer in answers.found.items()
        for name, (account, _) in answer.items()
    }


def _people(
    farm: Farm,
    names: Mapping[str, str],
    hosts: Collection[str],
    now: datetime,
    failed: set[str],
    known: Known | None,
) -> tuple[dict[str, Person], dict[str, str]]:
    """Look up people, renamed ones too, with their blocks on the wikis that come into question.

    `names` gives the wiki that each signed from; in question are that one and those with most of their
    edits. Gives people by the name they signed with, and the new names of those who were renamed. Who is
    not among the `known` global accounts is asked about by renames only.
    """
    likely = {name: _begun(known[name]) for name in sorted(names) if known and name in known}
    found: dict[str, Person | None] = dict.fromkeys(sorted(names))
    whole: dict[str, Person | None] = {}
    settled = _by_likely_wikis(farm, likely, hosts, now, failed, whole)
    for name in sorted(found.keys() - settled.keys() - whole.keys()):
        if known is None or name in known:
            whole[name] = whole_person(farm.home, name, farm.by_dbname)
    found |= whole
    since = iso(now - RENAMES_BACK)
    renamed = dict(renames_since(farm.home, {name for name, one in found.items() if one is None}, since))
    found |= {old: whole_person(farm.home, new, farm.by_dbname) for old, new in renamed.items()}
    people = {name: person for name, person in found.items() if person}
    by_host: dict[str, set[str]] = {}
    for name, person in people.items():
        open_to = [account for host, account in person.accounts.items() if host in hosts]
        best = sorted(open_to, key=lambda account: (-account.edits, account.host))[:WIKIS_IN_QUESTION]
        for host in {account.host for account in best} | (
            {names[name]} & person.accounts.keys() & set(hosts)
        ):
            by_host.setdefault(host, set()).add(person.name)
    told = _accounts(farm, by_host, now, failed)
    for name, person in people.items():
        here = {host: account for (host, who), account in told.items() if who == person.name}
        people[name] = replace(person, accounts=here)
    return {**people, **settled}, renamed


def _begun(known: GlobalAccount) -> Person:
    return Person(known.name, known.central_id, None, {}, known.edits, known.locked, known.groups)


def _by_likely_wikis(
    farm: Farm,
    people: dict[str, Person],
    hosts: Collection[str],
    now: datetime,
    failed: set[str],
    whole: dict[str, Person | None],
) -> dict[str, Person]:
    """Return those of many people for whom a few wikis, asked for fifty at once, settle where they are asked.

    Whole accounts that are asked for on the way go into `whole`.
    """

    def mains(few: list[str]) -> list[str | None]:
        whole.update({name: whole_person(farm.home, name, farm.by_dbname) for name in few})
        return [person.main if (person := whole[name]) else None for name in few]

    def ask(host: str, some: list[str]) -> list[str]:
        costs = batches({host: some})
        answers = farm.each([host], lambda wiki: local_accounts(wiki, some, now), 'Accounts', costs)
        failed.update(answers.failed)
        for told in answers.found.values():
            for name in some:
                people[name] = with_accounts(people[name], {host: told.get(name)})
        return [name for name in some if not settled(name)]

    def settled(name: str) -> bool:
        return decided(people[name], (), 0, ANY_NUMBER, hosts)

    def limit(host: str) -> int:
        return farm.wiki(host).limit if host in farm.by_host and host not in failed else 0

    ask_likely(list(people), mains, ask, limit)
    return {name: person for name, person in people.items() if name not in whole and settled(name)}
