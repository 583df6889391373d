"""What is measured from: here the pages of a topic."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from outreach import campaign, sites, wiki
from outreach.campaign import read_settings
from outreach.farm import Farm
from outreach.measures import inputs
from outreach.problems import BadInput
from outreach.run import Run
from outreach.settings import Setting

from tests.samples.cannedwiki import EN, canned, nothing

SETTINGS: tuple[Setting[Any], ...] = (
    campaign.SOURCE, campaign.BANNER, campaign.CATEGORY, campaign.DEPTH, campaign.LINKS, campaign.PAGE,
    campaign.PREFIX, campaign.PETSCAN, campaign.PAGEPILE, campaign.SPARQL, campaign.GRAPH, campaign.WIKIS,
)  # fmt: skip


def run(*args: str) -> Run:
    """Return a run on a farm of one wiki."""
    home = canned(nothing)
    wikis = {EN.host: home}
    farm = SimpleNamespace(home=home, matrix=(EN,), by_dbname={EN.dbname: EN}, wiki=wikis.__getitem__)
    given = read_settings(SETTINGS, args, lambda _: None)
    return cast(Run, SimpleNamespace(farm=cast(Farm, farm), given=given))


def test_a_source_that_is_no_wiki_is_bad_input() -> None:
    with pytest.raises(BadInput, match='is no wiki of this farm'):
        inputs.topic_pages(run('-source:xx.w.test', '-banner:B'))


def test_tools_are_asked_where_the_operator_says(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def fetch(address: str) -> object:
        asked.append(address)
        return {'wiki': EN.dbname, 'pages': ['Asthma']}

    monkeypatch.setattr(sites, 'fetch', fetch)
    monkeypatch.setattr(wiki, 'configured', {'tools': {'pagepile': 'https://piles.test/{}'}}.get)
    assert inputs.topic_pages(run('-pagepile:7')) == {EN.host: {'Asthma'}}
    assert asked == ['https://piles.test/7']
