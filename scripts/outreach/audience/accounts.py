"""Accounts: who the editors are, asked in batches, and one by one only where that decides something.

`list=globalusers` answers for 50 people at once but came to CentralAuth late; without it each person
costs one request (`meta=globaluserinfo`). Source: facts about both in
https://www.mediawiki.org/wiki/Extension:CentralAuth/API. Block, groups and edit count on one wiki come
from `list=users`, 50 people per request.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from outreach.audience.people import ACTIVE_EDITS, Account, Block, Person
from outreach.farm import Farm
from outreach.names import same_account
from outreach.problems import WikiError
from outreach.replies import ENDLESS, is_set
from outreach.sitematrix import WikiInfo
from outreach.wiki import Wiki

# where many people cannot be asked about at once, what only reports looks up locks for this many, one by one
LOCKS_ONE_BY_ONE = 50
# what `list=users` is asked for (core ApiQueryUsers)
USER_FACTS = 'blockinfo|groups|editcount|centralids'


@dataclass(frozen=True)
class GlobalAccount:
    """What one request tells about many people: id, all edits, locks and global groups.

    `edits` may be less than there are, where the wiki has not counted them yet.
    """

    name: str
    central_id: int
    edits: int
    locked: bool
    groups: frozenset[str] = frozenset()


def global_accounts(wiki: Wiki, names: Collection[str]) -> dict[str, GlobalAccount] | None:
    """Return the global accounts of these names, 50 per request; who has none is not in the result.

    None where the wiki's CentralAuth is too old to be asked about many people.
    """
    found: dict[str, GlobalAccount] = {}
    asked = {same_account(name): name for name in names}
    try:
        for reply in wiki.query_each(
            'gususers', sorted(names), list='globalusers', gusprop='locked|editcount|groups'
        ):
            for one in reply['globalusers']:
                if not is_set(one, 'missing') and not is_set(one, 'invalid'):
                    name = asked.get(same_account(one['name']), one['name'])
                    found[name] = _global_account(one)
    except WikiError as error:
        if error.code == 'no-module':
            return None
        raise
    return found


def _global_account(one: Mapping[str, Any]) -> GlobalAccount:
    groups = frozenset(one['groups'])
    return GlobalAccount(one['name'], one['centralid'], one['editcount'], is_locked(one), groups)


def is_locked(one: Mapping[str, Any]) -> bool:
    """Return whether an entry of `list=globalusers` is of an account that nobody can log in to any more."""
    return any(is_set(one, flag) for flag in ('locked', 'hidden', 'suppressed'))


def whole_person(wiki: Wiki, name: str, wikis: Mapping[str, WikiInfo]) -> Person | None:
    """Return a person with all local accounts, by one request; None where there is no such account.

    Blocks are not read here: the reply does not tell partial blocks from others.
    """
    try:
        reply = next(iter(wiki.query(meta='globaluserinfo', guiuser=name, guiprop='merged|groups|editcount')))
    except WikiError as error:
        if error.code in ('baduser', 'invaliduser'):  # no account can have that name
            return None
        raise
    info = reply['globaluserinfo']
    if is_set(info, 'missing'):
        return None
    accounts = {}
    for one in info.get('merged', ()):
        if one['wiki'] in wikis:
            host = wikis[one['wiki']].host
            groups = frozenset(one.get('groups', ()))
            accounts[host] = Account(host, int(one.get('editcount') or 0), groups)
    return Person(
        info['name'],
        info['id'],
        wikis[info['home']].host if info['home'] in wikis else None,
        accounts,
        info['editcount'],
        is_set(info, 'locked') or is_set(info, 'hidden'),
        frozenset(info['groups']),
    )


def one_by_one(wiki: Wiki, names: Iterable[str]) -> dict[str, GlobalAccount]:
    """Return the global accounts of these names, a request for each; who has none is not in the result."""
    people = ((name, whole_person(wiki, name, {})) for name in names)
    return {
        name: GlobalAccount(one.name, one.central_id, one.edits, one.locked) for name, one in people if one
    }


def globally(farm: Farm, names: Collection[str], most: int | None = None) -> dict[str, GlobalAccount] | None:
    """Return the global accounts of these names, one by one where CentralAuth does not tell of many at once.

    None where more than `most` would have to be asked for so. Whoever lists or shows people gives no
    `most`: nobody can tell that an account is not locked by not asking.
    """
    found = global_accounts(farm.home, names) if names else {}
    if found is None and (most is None or len(names) <= most):
        return one_by_one(farm.home, sorted(names))
    return found


def locked_ones(farm: Farm, names: Collection[str]) -> frozenset[str]:
    """Return who of these is locked on all wikis."""
    return frozenset(name for name, one in (globally(farm, names) or {}).items() if one.locked)


Local = tuple[Account, int | None]


def local_accounts(wiki: Wiki, names: Collection[str], now: datetime) -> dict[str, Local]:
    """Return the accounts of these names on one wiki, 50 per request, each with its central id.

    Who has no account there is not in the result. The central id is 0 for an account that is nobody's.
    """
    replies = wiki.query_each('ususers', sorted(names), list='users', usprop=USER_FACTS)
    return locally(wiki.host, (one for reply in replies for one in reply.get('users', ())), names, now)


def locally(
    host: str, users: Iterable[Mapping[str, Any]], names: Collection[str], now: datetime
) -> dict[str, Local]:
    """Return the accounts that replies of `list=users` tell of, by the names asked for."""
    asked = {same_account(name): name for name in names}
    found: dict[str, Local] = {}
    for one in users:
        if is_set(one, 'missing') or is_set(one, 'invalid'):
            continue
        groups, gone = frozenset(one['groups']), is_set(one, 'systemuser')
        account = Account(host, one['editcount'], groups, block(one, now), gone)
        attached, central = one['attachedlocal']['CentralAuth'], one['centralids']['CentralAuth']
        name = asked.get(same_account(one['name']), one['name'])
        found[name] = (account, central if attached else 0)
    return found


def block(user: Mapping[str, Any], now: datetime) -> Block:
    """Return how far a user of `list=users` is blocked at this moment, by the gravest of several blocks.

    Blocked is who has the key `blockid`; where several blocks come together it is null and
    `blockcomponents` holds each (core ApiBlockInfoHelper; $wgEnableMultiBlocks is set on all wikis).
    """
    if 'blockid' not in user:
        return Block.NONE
    found = (_block(one, now) for one in user.get('blockcomponents') or [user])
    return max(found, key=list(Block).index)


def _block(one: Mapping[str, Any], now: datetime) -> Block:
    endless = one['blockexpiry'] in ENDLESS
    if not endless and datetime.fromisoformat(one['blockexpiry']) <= now:
        return Block.NONE
    if one['blockpartial']:
        return Block.PARTIAL
    return Block.INFINITE if endless else Block.SITEWIDE


def active_since(wiki: Wiki, names: Collection[str], cutoff: str, until: str | None = None) -> set[str]:
    """Return those of the names who edited this wiki since a moment, and no later than `until`.

    Contributions of many people come sorted by person: after each reply we go on with the people not
    seen yet, so that a busy person costs one request and 50 inactive ones cost one together.
    """
    waiting = sorted(names)
    active: set[str] = set()
    while waiting:
        batch, waiting = waiting[: wiki.limit], waiting[wiki.limit :]
        reply = wiki.call(
            action='query', list='usercontribs', ucuser=batch, ucend=cutoff, ucstart=until,
            ucprop='timestamp', uclimit='max',
        )  # fmt: skip
        rows = reply.get('query', {}).get('usercontribs', ())
        seen = {row['user'] for row in rows}
        active |= seen
        if 'continue' in reply and rows:
            # MediaWiki may sort names in another way than we do: only people not seen are asked again.
            waiting = [name for name in batch if name not in seen] + waiting
    return active & set(names)


def decided(
    person: Person, edited: Iterable[str], fair_share: int, max_wikis: int, hosts: Collection[str] = ()
) -> bool:
    """Return whether the accounts known so far, where `edited` the topic, settle all that is asked.

    Settled are the choice of the wiki (one where they edited the topic holds a fair share, or else the
    wiki with most of all edits is known and one of `hosts`, those of the campaign), whether the main
    wiki is among those known, and whether the account can be active on more than `max_wikis`.
    """
    if uncounted(person):
        return False
    rest = edits_elsewhere(person)
    best = max((account.edits for account in person.accounts.values()), default=0)
    here = max((person.accounts[host].edits for host in edited if host in person.accounts), default=0)
    fair = here > 0 and here * 100 >= fair_share * person.edits
    by_main = person.main in hosts
    free = all(account.block in (Block.NONE, Block.PARTIAL) for account in person.accounts.values())
    return free and (fair or by_main) and best > rest and person.active_on + rest // ACTIVE_EDITS <= max_wikis


def uncounted(person: Person) -> bool:
    """Return whether the wikis know of more edits than the global count, which then was never begun.

    CentralAuth's ApiQueryGlobalUsers.php: "gec_count may not always be initialized".
    """
    return person.edits < sum(account.edits for account in person.accounts.values())


def edits_elsewhere(person: Person) -> int:
    """Return how many of a person's edits are on wikis whose accounts are not known yet."""
    return max(0, person.edits - sum(account.edits for account in person.accounts.values()))


def with_accounts(person: Person, accounts: Mapping[str, Local | None]) -> Person:
    """Return the person with what the wikis themselves said, by host.

    None, or an account that belongs to somebody else, means that the person has no account there.
    """
    now = dict(person.accounts)
    for host, told in accounts.items():
        if told is None or (told[1] is not None and told[1] != person.central_id):
            now.pop(host, None)
            continue
        account = told[0]
        before = now.get(host)
        groups = account.groups | (before.groups if before else frozenset())
        now[host] = replace(account, groups=groups)
    return replace(person, accounts=now)
