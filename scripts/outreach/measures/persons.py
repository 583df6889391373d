"""Who the names on send pages are today: renamed accounts, and second accounts whose talk page says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from outreach.audience.accounts import global_accounts
from outreach.farm import Answers, Farm
from outreach.lists.entries import Target
from outreach.measures import groups
from outreach.measures.groups import Member, PersonKey
from outreach.moments import iso
from outreach.names import user_talk
from outreach.problems import Problem
from outreach.renames import renames_since
from outreach.sends import recipients
from outreach.sends.recipients import WikiFacts
from outreach.sends.sendpage import SendPage


def read_accounts(
    farm: Farm, found: Sequence[Member], pages: Sequence[SendPage], now: datetime
) -> tuple[dict[str, PersonKey], list[Problem]]:
    """Return who the names on send pages are today, and the wikis that did not tell.

    Renames since the first send are one request for 500; talk pages of 50 people are one on each wiki, and 50
    global accounts one. Whose talk page leads to that of another account is the same person, and so is that
    account, which may have signed up.
    """
    names = {one.name for one in found}
    since = min((groups.first_send(page) for page in groups.sent(pages)), default=None)
    renamed = renames_since(farm.home, names, iso(since)) if since else {}
    today = {name: renamed.get(name, name) for name in names}
    places = {Target(one.host, user_talk(today[one.name])): today[one.name] for one in found}
    facts = recipients.gather(farm, list(places), now, locks=False)
    owner = second_accounts(places, facts)
    known = {*today.values(), *owner.values()}
    central = _central(farm, known, facts)

    def account(name: str) -> PersonKey:
        # the ids of people stand for them; a name without one stands for itself
        person = owner.get(name, name)
        return PersonKey(f'{groups.CENTRAL}{central[person]}' if person in central else person, name)

    problems = [
        Problem(host, f'did not tell whose talk pages lead to other accounts ({error})')
        for host, error in facts.failed.items()
    ]
    return {name: account(today.get(name, name)) for name in sorted(known | names)}, problems


def second_accounts(places: Mapping[Target, str], facts: Answers[WikiFacts]) -> dict[str, str]:
    """Return the account to whose talk page that of another leads, by the name of the other."""
    titles = recipients.places_of(facts)
    leads: dict[str, str] = {}
    for place, name in places.items():
        known = facts.found.get(place.host)
        page = known.moved.get(place.page) if known else None
        other = titles.person(Target(place.host, page)) if page else None
        if other and other != name:
            leads[name] = other
    return {name: _end(name, leads) for name in leads}


def _end(name: str, leads: Mapping[str, str]) -> str:
    """Return where leads from name to name end; of a circle the first name of the alphabet."""
    passed: list[str] = []
    while name in leads and name not in passed:
        passed.append(name)
        name = leads[name]
    return min(passed[passed.index(name) :]) if name in passed else name


def _central(farm: Farm, names: Iterable[str], facts: Answers[WikiFacts]) -> dict[str, int]:
    """Return the central ids of accounts by name; who has no global account is left out."""
    known = global_accounts(farm.home, set(names))
    if known is not None:
        return {name: one.central_id for name, one in known.items()}
    return {name: number for one in facts.found.values() for name, number in one.central.items()}


def keys_of(accounts: Mapping[str, PersonKey]) -> Callable[[str], str]:
    """Return what gives the person behind a current or an earlier name."""
    known = {name: one.key for name, one in accounts.items()} | {
        one.name: one.key for one in accounts.values()
    }
    return lambda name: known.get(name, name)


def names_of(accounts: Mapping[str, PersonKey]) -> dict[str, frozenset[str]]:
    """Return all current names of each person, by key: with a second account there are several."""
    found: dict[str, set[str]] = {}
    for one in accounts.values():
        found.setdefault(one.key, set()).add(one.name)
    return {key: frozenset(names) for key, names in found.items()}
