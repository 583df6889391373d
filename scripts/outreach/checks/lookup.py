"""Looking up the entries of a list on the wikis, in batches.

One question tells about fifty entries on a wiki at once: their talk pages (redirect, opt-out category,
protection, boards) and their accounts (block, edits, central id).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from outreach.audience.accounts import (
    LOCKS_ONE_BY_ONE,
    GlobalAccount,
    active_since,
    block,
    globally,
    whole_person,
)
from outreach.audience.optout import OPT_OUT_MESSAGE
from outreach.boards import ASKED, is_board
from outreach.checks.facts import TARGET_WORD, Facts, Landing, WikiRules, nearest
from outreach.farm import Answers, Farm, batches
from outreach.lists.entries import Target, TitleResolver
from outreach.moments import iso
from outreach.names import Namespaces
from outreach.renames import renames_since
from outreach.wiki import Wiki
from outreach.words import counted

# The log of renames is long: some forty requests for a year of it on Wikimedia's wikis.
RENAMES_BACK, RENAMES_READ = 365, 40
# the matrix, requests to leave or to join, exclude pages, whether lists may name other wikis
BESIDE = 10
# of so many entries about one leads elsewhere: its owner was renamed
ENTRIES_TO_A_REDIRECT = 30


@dataclass(frozen=True)
class LocalStanding:
    """What one wiki says."""

    rules: WikiRules
    landings: Mapping[Target, Landing]
    users: Mapping[str, Mapping[str, Any]]


def rules_of(wiki: Wiki) -> WikiRules:
    """Ask a wiki how it reads targets, in one request."""
    reply = wiki.call(
        action='query',
        meta='siteinfo|allmessages',
        siprop='namespaces|namespacealiases|magicwords|interwikimap',
        ammessages=OPT_OUT_MESSAGE,
        amenableparser=True,
        uselang='content',
    )['query']
    opt_out = ''
    for message in reply.get('allmessages', ()):
        if not message.get('missing') and message.get('content', '').strip():
            opt_out = f'Category:{message["content"].strip()}'
    words = {TARGET_WORD}
    for word in reply.get('magicwords', ()):
        if word['name'] == TARGET_WORD:
            words |= {alias.strip('#:').lower() for alias in word['aliases']}
    # Only Meta's settings let messages into the main namespace (mediawiki-config, NamespacesToPostIn).
    return WikiRules(Namespaces.from_siteinfo(reply), opt_out, wiki.dbname == 'metawiki', frozenset(words))


def remote_allowed(home: Wiki, host: str) -> bool:
    """Ask the home wiki whether its lists may name pages on another wiki; its settings do not tell."""
    reply = home.call(
        action='parse',
        text=f'{{{{#target:User talk:Example|{host}}}}}',
        contentmodel='wikitext',
        prop='text',
        disablelimitreport=True,
    )
    return 'class="error"' not in reply['parse']['text']


def local_standing(wiki: Wiki, targets: Iterable[Target], known: WikiRules | None = None) -> LocalStanding:
    """Ask one wiki about its targets: a request for its rules, if these are not known, and one for fifty."""
    rules = known or rules_of(wiki)
    places = TitleResolver({wiki.host: rules.namespaces})
    wanted = sorted({places.of(target) for target in targets})
    landings: dict[Target, Landing] = {}
    users: dict[str, Mapping[str, Any]] = {}
    for at in range(0, len(wanted), wiki.limit):
        batch = wanted[at : at + wiki.limit]
        names = {name for place in batch if (name := places.person(place))}
        found = _ask(wiki, rules, batch, names, landings)
        owners = {places.person(Target(wiki.host, landings[place].title)) for place in batch}
        missing = {name for name in owners if name} - names
        users |= found | (_ask(wiki, rules, (), missing, landings) if missing else {})
    return LocalStanding(rules, landings, users)


def _ask(
    wiki: Wiki,
    rules: WikiRules,
    places: Collection[Target],
    names: Collection[str],
    landings: dict[Target, Landing],
) -> dict[str, Mapping[str, Any]]:
    """Ask about pages and accounts at once; put the pages into `landings` and return the accounts."""
    asked: dict[str, Any] = {'usprop': 'blockinfo|editcount|centralids', 'ususers': sorted(names)}
    question: dict[str, Any] = {'list': 'users', **asked} if names else {}
    titles = [place.page for place in places]
    if titles:
        question |= {'titles': titles, 'redirects': True, 'prop': 'info|pageprops', 'inprop': 'protection'}
        question |= ASKED
        if rules.opt_out:
            question |= {'prop': 'info|pageprops|categories', 'clcategories': rules.opt_out, 'cllimit': 'max'}
    renamed: dict[str, str] = {}
    redirects: dict[str, str] = {}
    pages: dict[str, dict[str, Any]] = {}
    users: dict[str, Mapping[str, Any]] = {}
    for reply in wiki.query(**question):
        renamed |= {one['from']: one['to'] for one in reply.get('normalized', ())}
        redirects |= {
            one['from']: one['to'] for one in reply.get('redirects', ()) if not one.get('tointerwiki')
        }
        for page in reply.get('pages', ()):
            pages[page['title']] = {**pages.get(page['title'], {}), **page}
        for user in reply.get('users', ()):
            # nobody can log in to a system user: accounts become one when their owners vanish (T420848)
            if 'userid' in user and not any(user.get(flag) for flag in ('missing', 'invalid', 'systemuser')):
                users[user['name']] = user
    for place in places:
        title = renamed.get(place.page, place.page)
        title = redirects.get(title, title)
        landings[place] = _landing(rules, title, pages.get(title, {}))
    return users


def _landing(rules: WikiRules, title: str, page: Mapping[str, Any]) -> Landing:
    try:
        canonical = rules.namespaces.canonical_title(title)
    except ValueError:
        canonical = title
    # The delivery account is a bot, not an administrator.
    protected = any(one['type'] == 'edit' and one['level'] == 'sysop' for one in page.get('protection', ()))
    return Landing(canonical, bool(page.get('categories')), protected, is_board(page))


def collect(
    farm: Farm,
    targets: Collection[Target],
    now: datetime,
    inactive_since: str | None = None,
    known: Facts | None = None,
) -> Facts:
    """Ask all wikis about the targets of one or several lists; of those that are `known` nothing is asked.

    `inactive_since` is a moment (ISO 8601): who edited no wiki since then is inactive. What a wiki does
    not answer is named in `failed` or `notes`, never taken for a good answer.
    """
    before = known or _nothing_known(farm)
    by_host = _unknown(farm, before, targets)
    answers = farm.each(
        by_host,
        lambda wiki: local_standing(wiki, by_host[wiki.host], before.rules.get(wiki.host)),
        'Looking up entries',
        batches(by_host),
    )
    local, renamed, failed = _with_new_names(farm, answers, _days_before(now, RENAMES_BACK), before)
    users = {(host, name): user for host, one in local.items() for name, user in one.users.items()}
    asked = {name for _, name in before.blocks} | {*before.renamed.values()}
    everywhere, notes = _everywhere(farm, ({name for _, name in users} | set(renamed.values())) - asked)
    some = [one for one in users if one[1] not in asked]
    rules = {**before.rules, **{host: one.rules for host, one in local.items()}}
    return replace(
        before,
        rules={host: one for host, one in rules.items() if host not in failed},
        landings={**before.landings, **{to: on for one in local.values() for to, on in one.landings.items()}},
        blocks={**before.blocks, **{key: block(user, now) for key, user in users.items()}},
        edits={**before.edits, **{key: int(user.get('editcount') or 0) for key, user in users.items()}},
        central={**before.central, **_central_ids(users, everywhere)},
        locked=before.locked | {name for name, one in everywhere.items() if one.locked},
        renamed={**before.renamed, **renamed},
        inactive=before.inactive | (inactive(farm, some, inactive_since) if inactive_since else frozenset()),
        failed={**before.failed, **failed},
        notes=tuple(dict.fromkeys([*before.notes, *notes])),
        remote=_remote(farm, before, by_host),
    )


def _everywhere(farm: Farm, names: Collection[str]) -> tuple[Mapping[str, GlobalAccount], tuple[str, ...]]:
    """Return the global accounts, and what was not found out: a report is not worth a request for each."""
    found = globally(farm, names, LOCKS_ONE_BY_ONE)
    if found is not None:
        return found, ()
    return {}, (f'Locks were not looked up: that would be {counted(len(names), "request")} here.',)


def _nothing_known(farm: Farm) -> Facts:
    dbnames = {name: info.host for name, info in farm.by_dbname.items()}
    return Facts(farm.home.host, frozenset(farm.by_host), {}, dbnames=dbnames)


def _unknown(farm: Farm, known: Facts, targets: Iterable[Target]) -> dict[str, list[Target]]:
    """Return the targets of which nothing is known yet, by the host of their wiki.

    A wiki of which nothing at all is known is asked in any case, one that failed not again.
    """
    places = known.places
    by_host = {host: some for host, some in _by_host(farm, targets).items() if host in farm.by_host}
    new = {host: [one for one in some if not known.knows(one, places)] for host, some in by_host.items()}
    return {
        host: some
        for host, some in new.items()
        if host not in known.failed and (some or host not in known.rules)
    }


def _remote(farm: Farm, before: Facts, hosts: Collection[str]) -> bool:
    """Return whether lists may name other wikis; asked where the first of these comes into question."""
    home = {farm.home.host}
    if {*before.rules, *before.failed} - home:
        return before.remote
    abroad = sorted({*hosts} - home)
    return not abroad or remote_allowed(farm.home, abroad[0])


def _by_host(farm: Farm, targets: Iterable[Target]) -> dict[str, list[Target]]:
    """Return the targets by the host of their wiki; the home wiki is asked in any case."""
    by_host: dict[str, list[Target]] = {farm.home.host: []}
    for target in targets:
        near = nearest(target, farm.by_host) or target
        by_host.setdefault(near.host, []).append(near)
    return by_host


def estimate(farm: Farm, targets: Collection[Target], lists: int, *, inactive: bool) -> list[str]:
    """Return in sentences about how many requests it takes to check so many lists, and how long that is.

    Each wiki tells its rules, then of fifty entries at once, and once more of those to whom some of these
    lead; who is locked, the home wiki tells of fifty at once. Who edited lately is one request each at worst.
    """
    asked = {host: {*some} for host, some in _by_host(farm, targets).items() if host in farm.by_host}
    entries = sum(map(len, asked.values()))
    most = batches(asked)
    led = sum(min(most[host], len(some) // ENTRIES_TO_A_REDIRECT) for host, some in asked.items())
    requests = BESIDE + 2 * lists + len(asked) + sum(most.values()) + led + -(-entries // farm.home.limit)
    requests += entries if inactive else 0
    where = f'{counted(entries, "entry", "entries")} on {counted(len(asked), "wiki", "wikis")}'
    return [
        f'{where}: about {counted(requests, "request")}.',
        f'Where accounts are gone, up to {RENAMES_READ} more for the log of renames.',
        'Where people asked for other wikis, about 2 more for each of these.',
        *farm.cost(requests),
    ]


def _with_new_names(
    farm: Farm, answers: Answers[LocalStanding], since: str, known: Facts
) -> tuple[dict[str, LocalStanding], Mapping[str, str], dict[str, str]]:
    """Return what the wikis said, with whoever has another name since a moment, and that by the old name.

    The log of renames does not tell if anybody is behind the new name: each wiki is asked, and one that does
    not answer counts as one that said nothing. The last are those that failed, with why. Accounts that are
    `known` were not renamed.
    """
    failed = {host: str(error) for host, error in answers.failed.items()}
    people: dict[str, set[str]] = {}
    moved: set[str | None] = set()
    there = {name for _, name in known.blocks}
    for host, one in answers.found.items():
        places = TitleResolver({host: one.rules.namespaces})
        people[host] = {name for place in one.landings if (name := places.person(place))}
        moved |= {places.person(place) for place, land in one.landings.items() if land.title != place.page}
        there |= one.users.keys()
    renamed = renames_since(farm.home, set().union(*people.values()) - there - moved, since)
    new = {host: {renamed[name] for name in some & renamed.keys()} for host, some in people.items()}
    more = farm.each(
        [host for host, names in new.items() if names],
        lambda wiki: people_of(wiki, answers.found[wiki.host].rules, new[wiki.host]),
        'Looking up new names',
        batches(new),
    )
    failed |= {host: str(error) for host, error in more.failed.items()}
    local = {
        host: replace(one, users={**one.users, **more.found.get(host, {})})
        for host, one in answers.found.items()
        if host not in failed
    }
    return local, renamed, failed


def people_of(wiki: Wiki, rules: WikiRules, names: Collection[str]) -> dict[str, Mapping[str, Any]]:
    """Return the accounts of these names on a wiki that somebody can use, one request for fifty."""
    ordered = sorted(names)
    found: dict[str, Mapping[str, Any]] = {}
    for at in range(0, len(ordered), wiki.limit):
        found |= _ask(wiki, rules, (), ordered[at : at + wiki.limit], {})
    return found


def _central_ids(
    users: Mapping[tuple[str, str], Mapping[str, Any]], everywhere: Mapping[str, GlobalAccount]
) -> dict[str, int]:
    """Return by name the central ids of global accounts, and of those that the wikis say are attached."""
    attached = {
        name: int(user['centralids']['CentralAuth'])
        for (_, name), user in users.items()
        if user.get('centralids', {}).get('CentralAuth')
        and user.get('attachedlocal', {}).get('CentralAuth', True)
    }
    return attached | {name: one.central_id for name, one in everywhere.items()}


def inactive(farm: Farm, accounts: Iterable[tuple[str, str]], since: str) -> frozenset[str]:
    """Return the people, of accounts as (host, name), who edited no wiki since a moment.

    They are asked about first where they are listed, then on their other wikis. Somebody about whom a
    wiki does not answer is not called inactive.
    """
    hosts_of: dict[str, set[str]] = {}
    for host, name in accounts:
        hosts_of.setdefault(name, set()).add(host)
    waiting = set(hosts_of) - _active(farm, hosts_of, since)
    elsewhere: dict[str, set[str]] = {}
    for name in sorted(waiting):
        person = whole_person(farm.home, name, farm.by_dbname)
        attached = person.accounts.values() if person else ()
        elsewhere[name] = {one.host for one in attached if one.edits} - hosts_of[name]
    return frozenset(waiting - _active(farm, elsewhere, since))


def _active(farm: Farm, hosts_of: Mapping[str, Collection[str]], since: str) -> set[str]:
    by_host: dict[str, list[str]] = {}
    for name, hosts in hosts_of.items():
        for host in hosts:
            by_host.setdefault(host, []).append(name)
    answers = farm.each(
        by_host, lambda wiki: active_since(wiki, by_host[wiki.host], since), 'Last edits', batches(by_host)
    )
    active: set[str] = set()
    for answer in answers.found.values():
        active |= answer
    # who edits a wiki that does not answer is not called inactive
    return active.union(*(by_host[host] for host in answers.failed))


def _days_before(now: datetime, days: int) -> str:
    return iso(now - timedelta(days=days))
