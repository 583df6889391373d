"""To whom the accounts that people put on lists belong today, and which of those are nobody's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from outreach.audience.accounts import local_accounts, locked_ones
from outreach.audience.audiencelist import ListState
from outreach.audience.optout import read_talk_pages
from outreach.farm import Farm, batches


def with_renames(farm: Farm, standings: Mapping[str, ListState], now: datetime) -> dict[str, ListState]:
    """Find out to whom the accounts that people listed belong today: a rename leaves a redirect."""
    wanted: dict[str, set[str]] = {}
    for one in standings.values():
        for target in one.by_people:
            name = one.places.person(target)
            if name and target.host in farm.by_host:
                wanted.setdefault(target.host, set()).add(name)
    answers = farm.each(
        sorted(wanted),
        lambda wiki: read_talk_pages(wiki, wanted[wiki.host], []),
        'Names on the list',
        batches(wanted),
    )
    led = {
        host: {name: page.moved_to for name, page in pages.items() if page.moved_to}
        for host, pages in answers.found.items()
    }
    renamed, nobodys = _owners(farm, {host: some for host, some in led.items() if some}, now)
    locked = locked_ones(farm, set(renamed.values()))
    gone = locked | nobodys
    return {title: replace(one, renamed=renamed, locked=gone) for title, one in standings.items()}


def _owners(
    farm: Farm, led: Mapping[str, Mapping[str, str]], now: datetime
) -> tuple[dict[str, str], frozenset[str]]:
    """Return the new names of accounts by the old ones, and those new names that are nobody's on their wiki.

    `led` gives by host to whom talk pages lead. One that leads to nobody is no rename while the account is
    still there, and where a wiki does not tell nobody is taken for renamed.
    """
    answers = farm.each(
        sorted(led),
        lambda wiki: local_accounts(wiki, {*led[wiki.host], *led[wiki.host].values()}, now),
        'New names',
        batches(led),
    )
    renamed: dict[str, str] = {}
    nobodys: set[str] = set()
    for host, accounts in answers.found.items():
        for name, new in led[host].items():
            somebody = new in accounts and not accounts[new][0].system
            if somebody or name not in accounts:
                renamed[name] = new
                nobodys |= set() if somebody else {new}
    return renamed, frozenset(nobodys)
