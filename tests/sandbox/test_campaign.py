"""A campaign from end to end, through `pwb`, on real MediaWiki; then what is on the wikis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from outreach import delivery, funnel

from sandbox.client import Client
from sandbox.demo import FUNNEL, META, check_campaign, run_again, run_campaign
from sandbox.farm import Farm
from sandbox.truth import Arrival, arrivals, compare
from sandbox.worlds.medicine import OPERATOR, ORGANIZER, TRUTH
from sandbox.worlds.medicine_meta import CAMPAIGN, LANGUAGES, TARGETS
from sandbox.worlds.medicine_people import OUTSIDE, people


@dataclass(frozen=True)
class Run:
    """A campaign that has run: which steps ended badly, what they said, what arrived."""

    farm: Farm
    problems: list[str]
    said: str
    arrived: list[Arrival]


@pytest.fixture(scope='module')
def campaign(farm: Farm, world_snapshot: Path) -> Iterator[Run]:
    farm.restore(world_snapshot)
    said: list[str] = []
    problems = run_campaign(farm, said.append)
    yield Run(farm, problems, '\n'.join(said), arrivals(farm))
    farm.restore(world_snapshot)


def subpages(meta: Client, prefix: str) -> list[str]:
    reply = meta.call(action='query', list='allpages', apprefix=prefix, aplimit='max')
    return [page['title'] for page in reply['query']['allpages']]


def test_every_step_ends_well(campaign: Run) -> None:
    assert campaign.problems == [], campaign.said


@pytest.mark.parametrize('name', sorted(TRUTH))
def test_everybody_gets_what_the_truth_says(campaign: Run, name: str) -> None:
    told = TRUTH[name]
    got = [(one.host, one.outcome) for one in campaign.arrived if one.name == name]
    assert got == ([(told.host, told.outcome)] if told.host else []), told.reason


def test_nobody_else_gets_anything(campaign: Run) -> None:
    assert {one.name for one in campaign.arrived} <= set(TRUTH)


def test_the_pages_hold_what_they_must(campaign: Run) -> None:
    assert check_campaign(campaign.farm) == []


def test_the_funnel_counts_what_the_truth_counts(campaign: Run) -> None:
    text = campaign.farm.client(META).text(FUNNEL)
    assert text is not None
    steps = funnel.from_wikitext(text).steps
    listed = [person for person in people() if person.truth.host and person.truth.reason != 'added by hand']
    assert steps[-1].left == len(listed)
    reasons = {reason for step in steps for reason, count in step.dropped.items() if count}
    told = {truth.reason for truth in TRUTH.values() if truth.host is None} - {OUTSIDE}
    assert told <= reasons


def test_every_target_ends_in_exactly_one_state(campaign: Run) -> None:
    meta = campaign.farm.client(META)
    titles = [title for title in subpages(meta, f'{CAMPAIGN}/Send/') if title.endswith('/Results')]
    assert len(titles) == len(LANGUAGES)
    results = [one for title in titles for one in delivery.parse_results(meta.text(title) or '')]
    asked = [name for name, truth in TRUTH.items() if truth.host]
    assert len({one.target for one in results}) == len(results) == len(asked)
    assert delivery.counts(results) == {delivery.State.DELIVERED: len(asked) - 1, delivery.State.FAILED: 1}


def test_the_same_again_changes_nothing(campaign: Run) -> None:
    said: list[str] = []
    assert run_again(campaign.farm, said.append) == [], '\n'.join(said)


def test_a_list_written_by_hand_arrives_as_the_truth_says(wiki_state: Farm) -> None:
    session = wiki_state.login(OPERATOR)
    named = [f'{{{{#target:User talk:{name}|{truth.host}}}}}' for name, truth in TRUTH.items() if truth.host]
    skipped = (
        '{{Target|user=Haim Optout|site=he.wikipedia.test}}{{Target|user=Nobody|site=sv.wikipedia.test}}'
    )
    session.edit('By hand', '\n'.join([*named, skipped]))
    reply = session.call(
        action='massmessage', spamlist='By hand', subject='Hello', message='Come!', token=session.token()
    )
    assert reply['massmessage']['count'] == len(named) + 2
    wiki_state.run_jobs()
    assert compare(TRUTH, arrivals(wiki_state)) == [
        'Haim Optout ended 1 times too often as opted out on he.wikipedia.test (the truth: opted-out)',
        'Nobody ended 1 times too often as no such user on sv.wikipedia.test',
    ]
    assert {one.subject for one in arrivals(wiki_state)} == {'Hello', ''}


def change(session: Client, title: str, old: str, new: str) -> None:
    """Edit as a person does: replace some words on a page that has them."""
    text = session.text(title)
    assert text is not None
    assert old in text
    session.edit(title, text.replace(old, new))


def test_people_who_edit_the_list_between_the_steps_are_heard(wiki_state: Farm) -> None:
    farm = wiki_state
    assert farm.pwb('build_targets', f'-campaign:{CAMPAIGN}', '-always').returncode == 0
    organizer = farm.login(ORGANIZER)
    text = organizer.text(TARGETS) or ''
    removed = next(line for line in text.split('\n') if 'Grace Abara' in line)
    change(organizer, TARGETS, f'{removed}\n', '')
    by_hand = '* {{Target | user = Casual Cora | site = en.wikipedia.test}} <!-- asked for it -->\n'
    change(organizer, TARGETS, '== Asked by Organizer in person ==\n', f'== Asked in person ==\n{by_hand}')
    said: list[str] = []
    assert run_campaign(farm, said.append) == [], '\n'.join(said)
    after = organizer.text(TARGETS) or ''
    assert by_hand in after
    assert 'Grace Abara' not in after
    asked = {one.name for one in arrivals(farm)}
    assert 'Casual Cora' in asked
    assert 'Grace Abara' not in asked
    differences = compare(TRUTH, arrivals(farm))
    assert sorted(line.split(' did')[0].split(' ended')[0] for line in differences) == [
        'Casual Cora',
        'Grace Abara',
    ]
