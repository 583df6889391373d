"""Liaisons: who stands for a community in the directory, and whether they still edit."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from outreach.audience.accounts import whole_person
from outreach.channels.languagecoverage import Band, band
from outreach.farm import Farm
from outreach.linktargets import links
from outreach.names import USER, USER_TALK, Namespaces
from outreach.problems import WikiError


def named(cells: Iterable[str], namespaces: Namespaces) -> list[str]:
    """Return the accounts that cells of liaisons link to, each once, in order."""
    found: dict[str, None] = {}
    for cell in cells:
        for link in links(cell):
            number, name = namespaces.split(link.target.lstrip(':'))
            if number in (USER, USER_TALK) and name.partition('/')[0].strip():
                found[name.partition('/')[0].strip()] = None
    return list(found)


def check(farm: Farm, names: Collection[str], now: datetime) -> dict[str, Band]:
    """Return how long ago each account last edited the wiki where it edits most: two requests for each.

    An account whose wiki does not answer is not known, never gone.
    """
    return {name: _band(farm, name, now) for name in names}


def _band(farm: Farm, name: str, now: datetime) -> Band:
    try:
        person = whole_person(farm.home, name, farm.by_dbname)
        if person is None:
            return band(None, now, exists=False, barred=False)
        if person.locked or person.main is None:
            return band(None, now, exists=True, barred=person.locked)
        rows = farm.wiki(person.main).call(
            action='query', list='usercontribs', ucuser=person.name, uclimit=1, ucprop='timestamp'
        )['query']['usercontribs']
    except WikiError:
        return Band.UNKNOWN
    last = datetime.fromisoformat(rows[0]['timestamp']) if rows else None
    return band(last, now, exists=True, barred=False)
