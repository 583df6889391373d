"""People edit the same pages while a campaign runs, and are heard."""

from __future__ import annotations

import os
import pty

from sandbox import pwb_folder
from sandbox.client import Client
from sandbox.demo import check_campaign, run_campaign
from sandbox.farm import Farm
from sandbox.truth import arrivals, compare
from sandbox.worlds.medicine import OPERATOR, ORGANIZER, SECOND_OPERATOR, TRUTH, WITHOUT_RIGHT
from sandbox.worlds.medicine_meta import CAMPAIGN, PATTERN, PROMOTION_LOG, TARGETS
from tests.sandbox.tools import stage
from tests.sandbox.tools.stage import EN, Stage

LISTED = f'{stage.CAMPAIGN}/Targets'


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
    assert f'{PROMOTION_LOG} has 0 rows of the announcement' in problems
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


def at_a_terminal(farm: Farm, user: str, *command: str) -> tuple[str, int]:
    """Run a script where somebody sits who says yes to all; return what it said, and how often it asked."""
    keyboard, end = pty.openpty()
    with pwb_folder.start(farm.pwb_directory(user), *command, stdin=end) as process:
        said, asked = b'', 0
        assert process.stdout
        while part := os.read(process.stdout.fileno(), 4096):
            said += part
            if said.count(b'([y]es') > asked:
                asked += 1
                os.write(keyboard, b'y\n')
        process.wait(timeout=60)
    os.close(keyboard)
    os.close(end)
    return said.decode(), asked


def test_a_campaign_of_several_people_takes_a_plan_an_approval_and_a_send(wiki_state: Farm) -> None:
    several = Stage(wiki_state)
    several.prepare((f'User talk:{stage.READERS[0]}', EN), approval='yes')
    for user, name in ((ORGANIZER, stage.READERS[1]), (WITHOUT_RIGHT, stage.READERS[2])):
        editor = wiki_state.login(user)
        editor.edit(LISTED, f'{editor.text(LISTED)}\n* {{{{#target:User talk:{name}|{EN}}}}}')
    change(wiki_state.login(WITHOUT_RIGHT), f'{stage.CAMPAIGN}/Message', 'Text of the', 'The words of the')
    command = ('send_message', f'-campaign:{stage.CAMPAIGN}')
    said, asked = at_a_terminal(wiki_state, OPERATOR, *command)
    assert (asked, several.sends()) == (1, []), said
    assert f'text of {stage.CAMPAIGN}/Message by {WITHOUT_RIGHT}' in said
    said, asked = at_a_terminal(wiki_state, SECOND_OPERATOR, *command, '-approve')
    assert asked == 1, said
    # nobody else is asked for anything: the rest goes by itself
    assert 'sent to 3 targets' in several.run((*command, '-always'))
    assert several.sends() == [several.page_title()]
    approvals = wiki_state.login(ORGANIZER).text(f'{stage.CAMPAIGN}/Approvals') or ''
    assert approvals.count('* ') == 1
