"""Looking up the entries of a list; the tests against real MediaWiki do most of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from outreach.checks.lint import Kind, lint
from outreach.checks.lookup import collect
from outreach.lists.deliverylist import parse
from outreach.problems import WikiError

from tests.samples.cannedwiki import EN, SITEINFO, SV, Canned, accounts_of, farm_of

NOW = datetime(2026, 11, 1, tzinfo=UTC)
NAMES = ('Ada', 'Bo', 'Cy')
LIST = '\n'.join(f'* {{{{target|user={name}|site={SV.host}}}}}' for name in NAMES)


def found(*, dead: bool = False) -> list[tuple[Kind, str]]:
    """Return what is wrong with a list of renamed accounts, two of which are nobody's now."""

    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        if 'ammessages' in asked:
            return {'query': {**SITEINFO, 'magicwords': [], 'interwikimap': []}}
        if asked.get('list') == 'logevents':
            return {
                'query': {
                    'logevents': [{'params': {'olduser': one, 'newuser': f'{one} New'}} for one in NAMES]
                }
            }
        if asked.get('action') == 'parse':
            return {'parse': {'text': ''}}
        if (
            dead
            and 'Ada New' in asked.get('ususers', ())
            and 'titles' not in asked
            and 'gususers' not in asked
        ):
            raise WikiError(SV.host, 'is tired')
        told = accounts_of(asked, locked=['Bo New'], system=['Cy New'], missing=NAMES)
        pages = [{'title': title, 'missing': True} for title in asked.get('titles', ())]
        return {'query': {**told, 'pages': pages}}

    listed = parse(LIST, EN.host)
    farm = farm_of(Canned(answer, EN), Canned(answer, SV))
    findings = lint(listed, collect(farm, listed.targets, NOW)).findings
    return [(one.kind, one.details.get('new', '')) for one in findings]


def test_the_new_name_of_an_account_that_is_nobodys_is_not_found() -> None:
    assert found() == [(Kind.RENAMED, 'Ada New'), (Kind.MISSING, ''), (Kind.MISSING, '')]


def test_a_wiki_that_does_not_tell_of_new_names_told_nothing() -> None:
    assert {kind for kind, _ in found(dead=True)} == {Kind.UNREADABLE}
