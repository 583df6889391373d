"""People edit the same pages while a campaign runs, and are heard."""

from __future__ import annotations

from sandbox.client import Client
from sandbox.demo import check_campaign, run_campaign
from sandbox.farm import Farm
from sandbox.truth import arrivals, compare
from sandbox.worlds.medicine import OPERATOR, ORGANIZER, TRUTH
from sandbox.worlds.medicine_meta import CAMPAIGN, PATTERN, PROMOTION_LOG, TARGETS


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


def test_wikis_on_which_nothing_was_done_do_not_pass_for_a_campaign(wiki_state: Farm) -> None:
    problems = '\n'.join(check_campaign(wiki_state))
    for name, truth in TRUTH.items():
        assert (f'{name} did not end' in problems) == (truth.host is not None)
    assert f'{PROMOTION_LOG} has 0 rows of sends' in problems
    assert f'{PATTERN} does not say Delivered' in problems


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
