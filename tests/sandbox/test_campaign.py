"""A campaign from end to end, through `pwb`, on real MediaWiki; then what is on the wikis."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from outreach.audience import funnel
from outreach.sends.results import State, counts, parse_results

from sandbox.client import Client
from sandbox.demo import FUNNEL, META, check_campaign, run_again
from sandbox.farm import Farm
from sandbox.truth import Arrival, arrivals
from sandbox.worlds.medicine import TRUTH
from sandbox.worlds.medicine_meta import CAMPAIGN, LANGUAGES
from sandbox.worlds.medicine_people import OUTSIDE, people
from tests.sandbox.conftest import CampaignRun


@pytest.fixture(scope='module')
def campaign(farm: Farm, campaign_run: CampaignRun, world_snapshot: Path) -> Iterator[Farm]:
    """The farm after a whole campaign; no test of this module may write on it."""
    farm.restore(campaign_run.after)
    yield farm
    farm.restore(world_snapshot)


@pytest.fixture(scope='module')
def arrived(campaign: Farm) -> list[Arrival]:
    """What arrived on all wikis."""
    return arrivals(campaign)


def subpages(meta: Client, prefix: str) -> list[str]:
    reply = meta.call(action='query', list='allpages', apprefix=prefix, aplimit='max')
    return [page['title'] for page in reply['query']['allpages']]


def test_every_step_ends_well(campaign_run: CampaignRun) -> None:
    assert [problem for step in campaign_run.steps for problem in step.problems] == []


@pytest.mark.parametrize('name', sorted(TRUTH))
def test_everybody_gets_what_the_truth_says(arrived: list[Arrival], name: str) -> None:
    told = TRUTH[name]
    got = [(one.host, one.outcome) for one in arrived if one.name == name]
    assert got == ([(told.host, told.outcome)] if told.host else []), told.reason


def test_nobody_else_gets_anything(arrived: list[Arrival]) -> None:
    assert {one.name for one in arrived} <= set(TRUTH)


def test_the_pages_hold_what_they_must(campaign: Farm) -> None:
    assert check_campaign(campaign) == []


def test_the_funnel_counts_what_the_truth_counts(campaign: Farm) -> None:
    text = campaign.client(META).text(FUNNEL)
    assert text is not None
    made = funnel.from_wikitext(text)
    steps = made.steps
    listed = [person for person in people() if person.truth.host and person.truth.reason != 'added by hand']
    assert made.left('listed') == len(listed)
    assert made.left('on-list') == steps[-1].left == len([one for one in people() if one.truth.host])
    reasons = {reason for step in steps for reason, count in step.dropped.items() if count}
    told = {truth.reason for truth in TRUTH.values() if truth.host is None} - {OUTSIDE}
    assert told <= reasons


def test_every_target_ends_in_exactly_one_state(campaign: Farm) -> None:
    meta = campaign.client(META)
    titles = [title for title in subpages(meta, f'{CAMPAIGN}/Send/') if title.endswith('/Results')]
    assert len(titles) == len(LANGUAGES)
    results = [one for title in titles for one in parse_results(meta.text(title) or '')]
    asked = [name for name, truth in TRUTH.items() if truth.host]
    assert len({one.target for one in results}) == len(results) == len(asked)
    assert counts(results) == {State.DELIVERED: len(asked) - 1, State.FAILED: 1}


def test_the_same_again_changes_nothing(campaign: Farm) -> None:
    said: list[str] = []
    assert run_again(campaign, said.append) == [], '\n'.join(said)
