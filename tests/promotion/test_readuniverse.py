"""Which universe a campaign asks for."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from outreach.farm import Farm
from outreach.pages import Page
from outreach.problems import BadInput
from outreach.promotion import universe
from outreach.promotion.readuniverse import GapRequest, asked, spots
from outreach.sitematrix import WikiInfo

from tests.channels.test_directory import WIKIS


@pytest.mark.parametrize(
    ('text', 'wanted'),
    [
        ('wikipedias', GapRequest('wikipedias')),
        ('languages:Outreach/Languages', GapRequest('languages', 'Outreach/Languages')),
        ('channels:Outreach/Channels', GapRequest('channels', 'Outreach/Channels')),
        ('affiliates', GapRequest('affiliates', universe.AFFILIATES_PAGE)),
        ('affiliates:Module:X', GapRequest('affiliates', 'Module:X')),
    ],
)
def test_a_universe_is_asked_for_by_kind_and_page(text: str, wanted: GapRequest) -> None:
    assert asked(text) == wanted


@pytest.mark.parametrize('text', ['', 'planets', 'languages', 'channels', 'wikipedias:Page'])
def test_any_other_universe_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match='wikipedias, languages:PAGE'):
        asked(text)


def test_the_kind_that_was_meant_is_told() -> None:
    with pytest.raises(ValueError, match='; did you mean affiliates\\?'):
        asked('afiliates')
    with pytest.raises(ValueError, match=r'affiliates:PAGE$'):
        asked('languages')


# contract of channels: M21
@pytest.mark.parametrize('head', ['Channel', 'القناة'])
def test_a_directory_of_channels_is_read_by_its_column_in_any_language(head: str) -> None:
    text = (
        f'{{|\n! X !! {head} !! Y\n'
        f'|-\n| [[Talk:Remark]] || [[:w:sv:Wikipedia:Bybrunnen]] || [[User:Anna]]\n|}}'
    )
    home = SimpleNamespace(read=lambda title: Page(title, text, 9))
    found = spots(cast(Farm, SimpleNamespace(home=home)), asked('channels:Channels'), '', WIKIS)
    assert [one.key for one in found] == ['sv.wikipedia.org Wikipedia:Bybrunnen']


@pytest.mark.parametrize('text', ['Nothing here.', '* sv\n* de'])
def test_a_page_of_weights_that_gives_none_is_refused(text: str) -> None:
    home = SimpleNamespace(host='meta.w.test', read=lambda title: Page(title, text, 7))
    farm = cast(Farm, SimpleNamespace(home=home, matrix=()))
    with pytest.raises(BadInput, match='Weights: gives no language a number'):
        spots(farm, asked('wikipedias'), 'Weights', WIKIS)


@pytest.mark.parametrize('there', [1, 0])
def test_wikidata_tells_the_village_pumps_in_one_request_and_need_not_answer(there: int) -> None:
    data = WikiInfo('wikidatawiki', 'www.wikidata.org', 'en', 'special')
    links = {'dewiki': {'site': 'dewiki', 'title': 'Wikipedia:Pumpe'}}
    asked_for: list[dict[str, Any]] = []

    def call(**what: Any) -> dict[str, Any]:
        asked_for.append(what)
        return {'entities': {'Q16503': {'sitelinks': links}}}

    def each(hosts: list[str], work: Callable[[Any], Any], _: str) -> SimpleNamespace:
        known = {host: work(SimpleNamespace(call=call)) for host in hosts if there}
        return SimpleNamespace(found=known)

    home = SimpleNamespace(host='meta.w.test', read=lambda title: Page(title, '* de: 4', 7))
    german = WikiInfo('dewiki', 'de.wikipedia.org', 'de', 'wiki')
    farm = SimpleNamespace(home=home, matrix=(german, data), by_dbname={'wikidatawiki': data}, each=each)
    (found,) = spots(cast(Farm, farm), asked('wikipedias'), 'Weights', WIKIS)
    assert (found.weight, found.post.page) == (4, 'Wikipedia:Pumpe' if there else '')
    assert len(asked_for) == there
    farm.by_dbname = {}
    assert spots(cast(Farm, farm), asked('wikipedias'), 'Weights', WIKIS)[0].post.page == ''
