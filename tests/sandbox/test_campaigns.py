"""All accepted campaigns by one command, started again and again, with what people do in between."""

from __future__ import annotations

import re
from collections import Counter

from outreach.sends.sendstate import SendState

from sandbox import pwb_folder
from sandbox.farm import Farm
from sandbox.worlds.medicine import OPERATOR, WITHOUT_RIGHT
from tests.sandbox.tools.stage import CAMPAIGN, EN, GROUND, TEXT, Stage

SIGNUPS, TESTERS, APPROVALS, STATUS = (
    f'{CAMPAIGN}/{name}' for name in ('Signups', 'Testers', 'Approvals', 'Status')
)
PEOPLE = ('Grace Abara', 'Hollis Grant', 'Meredith Vale')
BROKEN = 'Outreach/Broken'
ACCEPTED = f"""_outreach_campaigns = [
    {{'page': '{CAMPAIGN}', 'accept': ['signed-by-others', 'everybody-out']}}, {{'page': '{BROKEN}'}},
]
"""


class Desk:
    """An operator's scheduled command, and the person who reads the page of status."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.farm, self.person = stage, stage.farm, stage.organizer

    def run(self, *options: str, code: int = 0) -> str:
        done = self.farm.pwb('run_campaigns', *options, more=ACCEPTED)
        assert done.returncode == code, done.stdout
        return done.stdout

    def status(self) -> str:
        return self.person.text(STATUS) or ''

    def approve(self) -> None:
        """Do what the link on the page of status does: add a signed line with the number of the plan."""
        [plan] = set(re.findall(r'preloadparams%5B%5D=([0-9a-f]{16})', self.status()))
        before = self.person.text(APPROVALS) or ''
        self.person.edit(APPROVALS, f'{before}\n* {plan} ~~~~')


def test_a_campaign_goes_from_its_list_to_its_end_by_one_command(wiki_state: Farm) -> None:
    desk = Desk(stage := Stage(wiki_state))
    person, farm = desk.person, wiki_state
    person.edit(
        SIGNUPS, ''.join(f'# [[:en:User:{name}]] 10:00, 12 September 2026 (UTC)\n' for name in PEOPLE)
    )
    person.edit(TESTERS, '{{#target:User talk:Organizer}}')
    person.edit(f'{CAMPAIGN}/Message', TEXT)
    settings = {
        'signups': SIGNUPS,
        'testers': TESTERS,
        'waves': '1, rest',
        'cooldown': '0',
        'faillimit': '50',
        **GROUND,
    }
    given = ''.join(f'| {name} = {value}\n' for name, value in settings.items())
    person.edit(CAMPAIGN, f'{{{{Outreach campaign\n{given}}}}}')
    person.edit(BROKEN, '{{Outreach campaign\n| minedit = 3\n}}')

    said = desk.run('-dry')
    assert f'due: pwb collect_signups -campaign:{CAMPAIGN}' in said
    assert desk.status() == ''
    said = desk.run()  # builds the list, sends the test; a broken campaign beside it holds nothing up
    assert '$ pwb collect_signups' in said
    assert '$ pwb send_message -campaign:Outreach/Delivery -test' in said
    assert 'run_campaigns -status' not in said
    assert 'line 2, parameter minedit' in (person.text(f'{BROKEN}/Status') or '')
    farm.run_jobs()
    desk.run()
    assert 'look whether the test looks right' in desk.status()
    desk.approve()
    # killed as soon as it has begun to plan: the next run goes on
    process = pwb_folder.start(farm.pwb_directory(OPERATOR, more=ACCEPTED), 'run_campaigns')
    for line in process.stdout or ():
        if line.startswith('$ pwb send_message'):
            break
    process.kill()
    process.communicate()
    desk.run()
    assert 'approve wave 1 for one person' in desk.status()
    before = person.text(STATUS)
    desk.run()
    assert person.text(STATUS) == before
    assert stage.sends() == [f'{CAMPAIGN}/Send/test/en']
    desk.approve()
    # two at once
    folder = farm.pwb_directory(OPERATOR, more=ACCEPTED)
    both = [pwb_folder.start(folder, 'run_campaigns') for _ in range(2)]
    told = [process.communicate()[0] for process in both]
    assert Counter(stage.sends())[f'{CAMPAIGN}/Send/1/en'] == 1, told
    farm.run_jobs()
    said = desk.run()  # checks, plans the second wave, records
    assert 'approve wave 2 for 2 people' in desk.status()
    assert f'<!-- id:announcement {CAMPAIGN}/' in (person.text(f'{CAMPAIGN}/Log') or '')
    desk.approve()
    desk.run()
    farm.run_jobs()
    desk.run()
    assert sorted(stage.sends()) == [f'{CAMPAIGN}/Send/{wave}/en' for wave in ('1', '2', 'test')]
    for name in PEOPLE:
        assert (farm.client(EN).text(f'User talk:{name}') or '').count('Text of the message.') == 1
    assert 'outreach:begin' in (person.text(f'{CAMPAIGN}/Pattern') or '')
    person.edit(f'{CAMPAIGN}/Closed', 'All is done. ~~~~')
    desk.run()
    assert 'Closed by [[:User:Organizer|Organizer]]' in desk.status()
    shown = farm.api('meta.wikimedia.test', action='parse', page=CAMPAIGN, prop='text')['parse']['text']
    assert 'class="outreach-status"' in shown
    assert 'outreach-navigation' in shown


def test_a_stop_is_shown_with_whose_it_is_and_by_hand_a_page_of_status_says_what_to_type(
    wiki_state: Farm,
) -> None:
    desk = Desk(stage := Stage(wiki_state))
    stage.readers()
    desk.person.edit(f'{CAMPAIGN}/stop', 'Wait for the vote')
    desk.run(f'-only:{CAMPAIGN}')
    assert 'Stopped by [[:User:Organizer|Organizer]] since' in desk.status()
    assert 'Wait for the vote' in desk.status()
    assert stage.sends() == []
    wiki_state.login(WITHOUT_RIGHT).edit(f'{CAMPAIGN}/stop', '')
    wiki_state.login(WITHOUT_RIGHT).edit(
        STATUS, f'All is over. <onlyinclude>Over</onlyinclude>\n{desk.status()}'
    )
    told = f'it does not go on though {WITHOUT_RIGHT} emptied {CAMPAIGN}/stop'
    assert told in desk.run(f'-only:{CAMPAIGN}')
    assert f'though [[:User:{WITHOUT_RIGHT}|{WITHOUT_RIGHT}]] emptied' in desk.status()
    told = wiki_state.api('meta.wikimedia.test', action='parse', page=CAMPAIGN, prop='text')['parse']['text']
    assert 'class="outreach-status"' in told
    assert 'All is over' not in told
    assert '>Over<' not in told
    assert 'All is over' in desk.status()
    desk.person.edit(f'{CAMPAIGN}/stop', 'Go on. ~~~~')
    done = wiki_state.pwb('run_campaigns', '-status', f'-only:{CAMPAIGN}')
    assert done.returncode == 0, done.stdout
    assert f'type <code>pwb send_message -campaign&#58;{CAMPAIGN}' in desk.status().replace(':', '&#58;')
    assert stage.sends() == []
    said = wiki_state.pwb('run_campaigns', f'-only:{CAMPAIGN}')
    assert said.returncode == 2
    assert 'is accepted neither in user-config.py nor on User:Outreach-bot/campaigns.json' in said.stdout


def test_an_edit_by_a_stranger_has_a_plan_made_anew_once_and_whoever_approves_it_sees_whose_it_is(
    wiki_state: Farm,
) -> None:
    desk = Desk(stage := Stage(wiki_state))
    stage.readers()
    desk.run(f'-only:{CAMPAIGN}')
    assert 'approve wave 1 for' in desk.status()
    eve, listed = wiki_state.login(WITHOUT_RIGHT), f'{CAMPAIGN}/Targets'
    page = (eve.text(CAMPAIGN) or '').replace('Talk:Outreach/Delivery', 'Talk:Mine')
    eve.edit(CAMPAIGN, page.replace('}}', '| dailycap = 9000\n| approval = no\n}}'))
    eve.edit(f'{CAMPAIGN}/Message', (eve.text(f'{CAMPAIGN}/Message') or '').replace('Hello', 'Buy my lemons'))
    eve.edit(listed, f'{eve.text(listed)}\n* {{{{#target:User talk:Tobias Finch|{EN}}}}}')
    said = desk.run(f'-only:{CAMPAIGN}')
    assert said.count('$ pwb send_message') == said.count('-replan -approval -accept') == 1, said
    for _ in range(2):
        assert '$ pwb send_message' not in desk.run(f'-only:{CAMPAIGN}')
    assert stage.page('1').state is SendState.CANCELLED
    assert stage.page('1.2').state is SendState.PLANNED
    assert not desk.person.text(stage.page_title('1.3'))
    assert stage.page('1.2').plan in desk.status()
    account = f'<bdi>[[User:{WITHOUT_RIGHT}|{WITHOUT_RIGHT}]]</bdi>'
    assert f'{account} says on the campaign page, and nobody trusted has accepted it' in desk.status()
    assert f'the list was changed: [[:{listed}|{listed}]], by [[:User:{WITHOUT_RIGHT}' in desk.status()
    lead = (desk.person.text(stage.page_title('1.2')) or '').partition('; state :')[0]
    for text in (desk.status(), lead):
        assert f'by {account}: dailycap, discussion' in text
        assert f'one name put on [[:Special:PageHistory/{listed}|{listed}]] by {account} ' in text
        assert f'the text of [[:Special:PageHistory/{CAMPAIGN}/Message' in text
    assert stage.sends() == []


def test_a_schedule_without_campaigns_and_one_of_a_page_that_is_gone_end_with_an_error(
    wiki_state: Farm,
) -> None:
    said = wiki_state.pwb('run_campaigns')
    assert said.returncode == 2
    assert 'nor does User:Outreach-bot/campaigns.json: there is nothing to run' in said.stdout
    wiki_state.login(OPERATOR).edit(
        f'User:{OPERATOR}/campaigns.json',
        '{"campaigns": [{"page": "Outreach/Gone"}]}',
    )
    said = wiki_state.pwb('run_campaigns', '-dry')
    assert said.returncode == 1
    assert 'Outreach/Gone: there is no such page' in said.stdout
