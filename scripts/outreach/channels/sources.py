"""Where channels are found: the sitelinks of page kinds on Wikidata, and the registry of affiliates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from outreach.affiliates import registry
from outreach.affiliates.luadata import LuaError
from outreach.channels.directory import NewRow
from outreach.farm import Farm
from outreach.pagekinds import REPOSITORY, PageKind
from outreach.problems import BadInput, Problem, no_page, refuse
from outreach.promotion.places import Place
from outreach.sitematrix import WikiInfo

AFFILIATE = 'affiliate'


def sitelinks(farm: Farm, kinds: Sequence[PageKind], wikis: Mapping[str, WikiInfo]) -> list[NewRow]:
    """Return the pages of these kinds on the wikis (by dbname): one request for all kinds.

    Raises BadInput naming each item that does not exist or has no page on any wiki.
    """
    info = farm.by_dbname.get(REPOSITORY)
    if info is None:
        raise BadInput([Problem('-kind', 'this farm has no Wikidata that could tell the pages of a kind')])
    reply = farm.wiki(info.host).call(
        action='wbgetentities', props='sitelinks', ids=[kind.item for kind in kinds]
    )
    found: list[NewRow] = []
    problems = []
    for kind in kinds:
        links = reply.get('entities', {}).get(kind.item, {}).get('sitelinks', {})
        if not links:
            problems.append(Problem(f'-kind:{kind.name}={kind.item}', 'this item has no page on any wiki'))
        found += _rows(kind, links, wikis)
    refuse(problems)
    return sorted(found, key=lambda row: (row.language, row.place, row.kind))


def affiliates(farm: Farm, title: str) -> list[NewRow]:
    """Return the talk pages of recognised affiliates on the home wiki: one request.

    An affiliate whose standing cannot be told is left out here; `check_affiliates` names it. Raises
    BadInput where the page is no registry.
    """
    page = farm.home.read(title)
    if not page.revid:
        raise BadInput([no_page(title, f'there is no such page on {farm.home.host}')])
    try:
        known = registry.parse(page.text, title).affiliates
    except LuaError as error:
        raise BadInput([Problem(title, str(error))]) from None
    home = farm.home.host
    found = [
        NewRow(f'{AFFILIATE} {one.key}', '', one.label, AFFILIATE, Place(home, f'Talk:{one.name}'))
        for one in known
        if registry.STATUSES.get(one.status) and registry.is_title(one.name) and not one.damaged
    ]
    return sorted(found, key=lambda row: row.community)


def _rows(
    kind: PageKind, links: Mapping[str, Mapping[str, str]], wikis: Mapping[str, WikiInfo]
) -> Iterable[NewRow]:
    for dbname, link in links.items():
        if dbname in wikis:
            host = wikis[dbname].host
            place = Place(host, link['title'])
            yield NewRow(f'{kind.name} {host}', wikis[dbname].language, host, kind.name, place)
