"""Liaisons: who stands for a community, in the directory or on a page, and whether they still edit."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from outreach.accountlinks import Resolver
from outreach.affiliates.liaisons import rows
from outreach.audience.accounts import block, whole_person
from outreach.audience.people import Block, Person
from outreach.channels.languagecoverage import Band, band
from outreach.farm import Farm
from outreach.pages import Page, check_no_redirects
from outreach.problems import BadInput, Problem, WikiError, no_page
from outreach.visibletext import live, masked
from outreach.wiki import Wiki

BABEL = re.compile(r'\{\{\s*#?babel\s*[:|]([^{}]*)\}\}', re.IGNORECASE)
# https://www.mediawiki.org/wiki/Extension:Babel: no level or N is a mother tongue, 3 and more is fluent
SPEAKS = re.compile(r'([a-z]{2,3}(?:-[a-z]{2,}){0,2})(?:-[3-5n])?', re.IGNORECASE)
CODE = re.compile(r'[a-z]{2,3}(?:-[a-z]{2,}){0,2}')
# who has not edited these lately has not edited anything worth asking another forty wikis for
MOST_WIKIS = 5
BETWEEN = re.compile(r'[\s,;/]+')


def named(cells: Iterable[str], resolver: Resolver) -> list[str]:
    """Return the accounts that cells of liaisons link to, each once, in order."""
    return list(dict.fromkeys(one.name for cell in cells for one in resolver.references(live(cell))))


def by_language(page: Page, resolver: Resolver, known: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the accounts that a page names for each language, in order.

    An item or a row names languages first (codes, or hosts of wikis: `known` gives the language of each) and
    the accounts after them; or an account first and its Babel box after it. Other lines say nothing here.
    Raises BadInput for a page that is missing, leads elsewhere or names no account.
    """
    if not page.revid:
        raise BadInput([no_page(page.title)])
    check_no_redirects([page])
    found: dict[str, list[str]] = {}
    everybody: list[str] = []
    for first, rest in rows(masked(page.text)):
        codes = _codes(first, known)
        people = named([rest if codes else first], resolver)
        everybody += named([first, rest], resolver)
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
    """Return how long ago each account last edited, from three requests for each, up to seven.

    No wiki knows all edits of an account: asked are the wiki of the campaign and those where it edits
    most, until an edit of the last month is found. Who is blocked on the wiki where they edit most, or on
    that of the campaign, is gone as who is locked. What a silent wiki might say is not known, never gone.
    """
    return {name: _band(farm, name, now) for name in names}


def _band(farm: Farm, name: str, now: datetime) -> Band:
    try:
        person = whole_person(farm.home, name, farm.by_dbname)
    except WikiError:
        return Band.UNKNOWN
    if person is None or person.locked:
        return band(None, now, exists=person is not None, barred=True)
    last: datetime | None = None
    failed = False
    for number, host in enumerate(_to_ask(person, farm.home.host)):
        try:
            edited, blocked = _on_wiki(farm.wiki(host), person.name, now)
        except WikiError:
            failed = True
            continue
        if blocked and host in (person.main, farm.home.host):
            return band(None, now, exists=True, barred=True)
        last = max((time for time in (last, edited) if time), default=None)
        if number and band(last, now, exists=True, barred=False) is Band.MONTH:
            break
    found = band(last, now, exists=True, barred=False)
    return Band.UNKNOWN if failed and found is not Band.MONTH else found


def _to_ask(person: Person, home: str) -> list[str]:
    """Return the hosts to be asked about a person: of the home wiki, and of those where they edit most."""
    edited = [account for account in person.accounts.values() if account.edits]
    ranked = sorted(edited, key=lambda account: (-account.edits, account.host))[:MOST_WIKIS]
    return list(dict.fromkeys([*([home] if home in person.accounts else []), *(one.host for one in ranked)]))


def _on_wiki(wiki: Wiki, name: str, now: datetime) -> tuple[datetime | None, bool]:
    """Return when an account last edited a wiki (None: never), and whether it is blocked there."""
    reply = wiki.call(
        action='query', list='usercontribs|users', ucuser=name, uclimit=1, ucprop='timestamp',
        ususers=name, usprop='blockinfo',
    )['query']  # fmt: skip
    blocks = [block(user, now) for user in reply.get('users', ())]
    times = [datetime.fromisoformat(one['timestamp']) for one in reply.get('usercontribs', ())]
    return max(times, default=None), any(one in (Block.INFINITE, Block.SITEWIDE) for one in blocks)
