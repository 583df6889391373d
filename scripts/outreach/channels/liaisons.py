"""Liaisons: who stands for a community, in the directory or on a page, and whether they still edit."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from outreach.accountlinks import Resolver
from outreach.affiliates.liaisons import rows
from outreach.audience.accounts import whole_person
from outreach.channels.languagecoverage import Band, band
from outreach.farm import Farm
from outreach.names import Namespaces
from outreach.pages import Page, check_no_redirects
from outreach.problems import BadInput, Problem, WikiError
from outreach.visibletext import live, masked

BABEL = re.compile(r'\{\{\s*#?babel\s*[:|]([^{}]*)\}\}', re.IGNORECASE)
# https://www.mediawiki.org/wiki/Extension:Babel: no level or N is a mother tongue, 3 and more is fluent
SPEAKS = re.compile(r'([a-z]{2,3}(?:-[a-z]{2,}){0,2})(?:-[3-5n])?', re.IGNORECASE)
CODE = re.compile(r'[a-z]{2,3}(?:-[a-z]{2,}){0,2}')
BETWEEN = re.compile(r'[\s,;/]+')


def named(cells: Iterable[str], namespaces: Namespaces) -> list[str]:
    """Return the accounts that cells of liaisons link to, each once, in order."""
    resolver = Resolver('', {'': namespaces}.get)
    return list(dict.fromkeys(one.name for cell in cells for one in resolver.references(live(cell))))


def by_language(page: Page, namespaces: Namespaces, known: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the accounts that a page names for each language, in order.

    An item or a row names languages first (codes, or hosts of wikis: `known` gives the language of each) and
    the accounts after them; or an account first and its Babel box after it. Other lines say nothing here.
    Raises BadInput for a page that is missing, leads elsewhere or names no account.
    """
    if not page.revid:
        raise BadInput([Problem(page.title, 'there is no such page')])
    check_no_redirects([page])
    found: dict[str, list[str]] = {}
    everybody: list[str] = []
    for first, rest in rows(masked(page.text)):
        codes = _codes(first, known)
        people = named([rest if codes else first], namespaces)
        everybody += named([first, rest], namespaces)
        for code in dict.fromkeys(codes or _spoken(rest)):
            some = found.setdefault(code, [])
            some += [name for name in people if name not in some]
    if not everybody:
        raise BadInput([Problem(page.title, 'names no liaison; write * sv: [[User:Name]]')])
    return {code: some for code, some in found.items() if some}


def _codes(text: str, known: Mapping[str, str]) -> list[str]:
    """Return the languages that a text is made of, at least one of them known; none for other texts."""
    words = [word for word in BETWEEN.split(text.lower().strip(" '[]:")) if word]
    codes = [known.get(word, word if CODE.fullmatch(word) else '') for word in words]
    return codes if all(codes) and any(word in known for word in words) else []


def _spoken(text: str) -> list[str]:
    parts = [part.strip() for box in BABEL.findall(text) for part in box.split('|')]
    return [speaks[1].lower() for part in parts if (speaks := SPEAKS.fullmatch(part))]


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
