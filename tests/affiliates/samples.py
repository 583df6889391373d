"""Affiliates with invented names, as the registry writes them, and evidence without a wiki."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from outreach.affiliates import assessment, companions, registry, signedlist, verdict
from outreach.affiliates.assessment import AffiliateEvidence
from outreach.affiliates.contacts import Accounts
from outreach.affiliates.lookup import Talk, Titles, talk_title
from outreach.affiliates.nameindex import NameIndex
from outreach.affiliates.registry import Registry
from outreach.affiliates.signedlist import SignedList
from outreach.affiliates.verdict import Citation, Judged, Selection
from outreach.names import ENGLISH
from outreach.pages import Page

from tests.affiliates.lua import quoted

HOST = 'meta.wikimedia.test'
TODAY = date(2026, 11, 26)
SOURCE = Citation(registry.PAGE, 7, '2026-11-20')
REPORTS = Citation(companions.REPORTS, 8, '2026-11-21')
PLAIN: Mapping[str, Any] = {
    'org_type': 'User Group', 'region': 'Europe', 'group_country': 'Examplia', 'legal_entity': 'No',
    'group_page': 'example.org/wiki/Members', 'member_count': '12', 'dm_structure': ['Board', 'Vote'],
    'group_contact1': 'User:Ada', 'group_contact2': '', 'agreement_date': '05/06/2019',
    'uptodate_reporting': 'Tick',
    'out_of_compliance_level': '0', 'me_bypass_ooc_autochecks': 'No', 'recognition_status': 'recognised',
    'dos_stamp': '2026/01/31',
}  # fmt: skip


def entry(name: str, **values: Any) -> dict[str, Any]:
    """Return an entry of the registry; a value of None leaves its key out."""
    code = ''.join(word[0] for word in name.split()).upper()
    slug = ''.join(char for char in name.lower() if char.isascii() and char.isalnum())
    whole = {'unique_id': f'id{slug}', 'affiliate_code': code, 'group_name': name, **PLAIN, **values}
    return {key: value for key, value in whole.items() if value is not None}


def module(entries: Iterable[Mapping[str, Any]]) -> str:
    """Return a module as the portal writes it: tabs, single quotes, a line for each key."""
    return 'return {\n' + ''.join(f'\t{{\n{_fields(one)}\t}},\n' for one in entries) + '}\n'


def _fields(one: Mapping[str, Any]) -> str:
    return ''.join(
        f'\t\t{key} = {quoted(value) if isinstance(value, str) else _list(value)},\n'
        for key, value in one.items()
    )


def _list(values: Iterable[str]) -> str:
    return '{' + ', '.join(quoted(value) for value in values) + '}'


def signed_page(text: str, **values: Any) -> SignedList:
    """Return a list of who signed, as a page that was last edited three weeks ago."""
    page = Page('Outreach/Agreements', text, 9, timestamp='2026-11-05T10:00:00Z')
    return signedlist.of_page(page, values.get('as_of'), TODAY)


def evidence(known: Registry, **values: Any) -> AffiliateEvidence:
    """Return evidence in which all affiliates have pages and all contacts accounts, unless told otherwise."""
    names = [one.name for one in known.affiliates if one.name]
    titles = values.pop('titles', Titles({name: name for name in names}))
    talks = {talk_title(page, ENGLISH) for page in titles.found.values()}
    people = {one.get(key) or '' for one in known.affiliates for key in ('group_contact1', 'group_contact2')}
    whole: dict[str, Any] = {
        'index': NameIndex.of(known, values.pop('same', None), values.pop('redirects', None)),
        'titles': titles,
        'talk': Talk(frozenset(talks), frozenset(values.pop('refuse', ()))),
        'accounts': Accounts(alive=frozenset(text.removeprefix('User:') for text in people)),
    }
    whole |= {'asked': Citation(HOST, 0, str(TODAY)), 'reports': REPORTS}
    return AffiliateEvidence(known, SOURCE, namespaces=ENGLISH, **whole | values)


def judged(
    known: Registry, require: Iterable[str] = (verdict.RECOGNISED,), **values: Any
) -> dict[str, Judged]:
    """Return what became of the affiliates, by name."""
    rule = values.pop('rule', Selection(require=frozenset(require)))
    return {one.affiliate.name: one for one in assessment.assess(evidence(known, **values), rule)}


def read(*entries: Mapping[str, Any]) -> Registry:
    """Return the registry of these entries."""
    return registry.parse(module(entries))
