"""Liaisons by language, as a page names them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from outreach.accountlinks import PLAIN
from outreach.channels import liaisons
from outreach.channels.languagecoverage import Band
from outreach.farm import Farm
from outreach.pages import Page
from outreach.problems import BadInput, Unreachable

from tests.samples.cannedwiki import EN, SV, Canned

KNOWN = {'sv': 'sv', 'nb': 'nb', 'en': 'en', 'sv.wikipedia.org': 'sv', 'no.wikipedia.org': 'nb'}
PAGE = """\
{| class="wikitable"
! Language !! Liaison
|-
| sv || [[User:Åsa]]
|-
| no.wikipedia.org || [[User talk:Bo]] and [[User:Cy|Cy]]
|-
| all of them || [[User:Nobody of these]]
|}
* sv, nb, xh: [[User:Dag/Liaison|Dag]], since May <!-- [[User:Old]] -->
* [[User:Eva]] {{#babel:sv|en-3|nb-1}}
* [[Wikimedia Example]]: [[User:Of an affiliate]]
* en:
"""


# contract of channels: M5
def test_languages_hosts_and_babel_boxes_say_whose_liaison_somebody_is() -> None:
    found = liaisons.by_language(Page('Liaisons', PAGE, 1), PLAIN, KNOWN)
    assert found == {'sv': ['Åsa', 'Dag', 'Eva'], 'nb': ['Bo', 'Cy', 'Dag'], 'xh': ['Dag'], 'en': ['Eva']}


# contract of channels: M23
@pytest.mark.parametrize('text', ['Nobody yet.', '* sv: Anna, by mail', '#REDIRECT [[X]]'])
def test_a_page_that_names_nobody_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        liaisons.by_language(Page('Liaisons', text, 1), PLAIN, KNOWN)
    with pytest.raises(BadInput):
        liaisons.by_language(Page('Liaisons'), PLAIN, KNOWN)


NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
BLOCK = {'blockid': 1, 'blockexpiry': 'infinity', 'blockpartial': False}


def seen(
    home: float | None = None, main: float | None = None, *, blocked: Mapping[str, Any] | None = None,
    at: str = SV.host, locked: bool = False, silent: bool = False,
) -> tuple[Band, int]:  # fmt: skip
    """Return the band of a person who edited so many days ago at home and on svwiki, and the requests."""

    def answer(host: str, days: float | None) -> Mapping[str, Any]:
        if silent and host == SV.host:
            raise Unreachable(host, 'timed out')
        edits = [] if days is None else [{'timestamp': (NOW - timedelta(days=days)).isoformat()}]
        user = {'name': 'Åsa', **(blocked or {} if at == host else {})}
        return {'query': {'usercontribs': edits, 'users': [user]}}

    def at_home(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        if asked.get('meta') != 'globaluserinfo':
            return answer(EN.host, home)
        merged = [{'wiki': 'enwiki', 'editcount': 3}, {'wiki': 'svwiki', 'editcount': 900}]
        person = {'name': 'Åsa', 'id': 7, 'home': 'svwiki', 'merged': merged, 'editcount': 903, 'groups': []}
        return {'query': {'globaluserinfo': {**person, **({'locked': True} if locked else {})}}}

    wikis = {EN.host: Canned(at_home), SV.host: Canned(lambda _: answer(SV.host, main), SV)}
    farm = SimpleNamespace(
        home=wikis[EN.host], by_dbname={'enwiki': EN, 'svwiki': SV}, wiki=wikis.__getitem__
    )
    found = liaisons.check(cast(Farm, farm), ['Åsa'], NOW)['Åsa']
    return found, sum(len(wiki.asked) for wiki in wikis.values())


# contract of channels: M18
def test_the_latest_edit_counts_wherever_it_was_made() -> None:
    assert seen(home=400, main=5)[0] is Band.MONTH
    assert seen(home=5, main=400)[0] is Band.MONTH
    assert seen(home=100, main=400)[0] is Band.HALF_YEAR
    assert seen(home=200, main=400)[0] is Band.OLDER
    assert seen()[0] is Band.UNKNOWN
    assert seen(home=5, main=5)[1] == 3


# contract of channels: M18
def test_who_is_locked_or_blocked_is_gone_whatever_they_edited() -> None:
    assert seen(home=5, main=5, locked=True)[0] is Band.GONE
    for host in (EN.host, SV.host):
        assert seen(home=5, main=5, blocked=BLOCK, at=host)[0] is Band.GONE, host
    assert seen(home=5, main=5, blocked={**BLOCK, 'blockpartial': True})[0] is Band.MONTH
    assert seen(home=5, blocked={**BLOCK, 'blockexpiry': '2026-11-01T00:00:00Z'})[0] is Band.MONTH


# contract of channels: M18
def test_what_a_silent_wiki_might_say_is_not_known() -> None:
    assert seen(home=400, silent=True)[0] is Band.UNKNOWN
    assert seen(home=5, silent=True)[0] is Band.MONTH
