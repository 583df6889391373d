"""A campaign from its start to its end by people who have a browser, and the operator's scheduled command."""

from __future__ import annotations

import json

import pytest

from sandbox.farm import Farm
from sandbox.truth import arrivals
from sandbox.world import Outcome
from sandbox.worlds.medicine import OPERATOR, ORGANIZER, READERS, SECOND_OPERATOR, WITHOUT_RIGHT
from tests.sandbox.tools.browsing import Person, chromium
from tests.sandbox.tools.stage import EN, META
from tests.test_onwiki import expected

FR = 'fr.wikipedia.test'
NAME, SUBJECT = 'Walk', 'A walk'
CAMPAIGN = f'Outreach/{NAME}'
TARGETS = f'{CAMPAIGN}/Targets'
HELP = 'Help:Outreach campaigns'
STARTED = 'Outreach/Medicine'  # by the world
START = 'Start a campaign about a topic'
WRITTEN = 'We walk on Sunday'


def scheduled(farm: Farm) -> str:
    """Let the scheduler start its command once, and the wikis do what waits in their queues."""
    done = farm.pwb('run_campaigns', timeout=900)
    assert done.returncode == 0, done.stdout
    farm.run_jobs()
    return done.stdout


def start(organizer: Person) -> None:
    """Start the campaign by its button, and write its message and who sees it first."""
    organizer.open(HELP)
    organizer.start(START, NAME)
    organizer.fill(
        name=SUBJECT,
        source=EN,
        banner='Template:WikiProject Medicine',
        wikis=f'\n* {EN}\n* {FR}',
        waves='1, rest',
        faillimit='100',  # somebody's talk page is protected
        testers=f'{CAMPAIGN}/Testers',
    )
    organizer.save()
    organizer.press('Write the message')
    organizer.replace(
        Subject_of_the_message=SUBJECT,
        **{
            'Hello, …': WRITTEN,
            'Why you get this: …': 'You get this because you wrote about medicine.',
            '… ~~': 'The organizers, ~~',
        },
    )
    organizer.save()
    organizer.write(f'{CAMPAIGN}/Testers', f'* {{{{Target | user = {ORGANIZER} | site = {META} }}}}')


def ours_in_english(person: Person, language: str) -> None:
    """Our words say that they are English, and are laid out so, in an interface of any language."""
    person.open(CAMPAIGN)
    assert person.direction('.outreach-status, .mw-parser-output table') == ('en', 'ltr')
    person.press('Write the message')
    assert person.direction('h1')[1] == ('rtl' if language == 'ar' else 'ltr')
    assert person.direction('.mw-editintro b') == ('en', 'ltr')


def approve(person: Person, what: str) -> None:
    """Open the campaign, read what waits, press it, and save what stands in the form."""
    person.open(CAMPAIGN)
    assert what in person.sees, person.sees
    person.press('Approve')
    person.save()


def asks(person: Person, title: str, label: str, host: str = META) -> None:
    """Ask for something by two clicks: the link, and the button below the form."""
    person.open(title, host)
    person.press(label)
    person.save()


@pytest.mark.parametrize('language', ['en', pytest.param('ar', marks=pytest.mark.long)])
def test_a_campaign_by_people_who_have_a_browser(wiki_state: Farm, language: str) -> None:
    farm = wiki_state
    farm.login(OPERATOR).edit(
        f'User:{OPERATOR}/campaigns.json', json.dumps({'campaigns': [{'page': CAMPAIGN}]})
    )
    with chromium(farm) as browser:
        names = (ORGANIZER, SECOND_OPERATOR, *READERS, WITHOUT_RIGHT)
        organizer, second, grace, hollis, meredith, newcomer = (
            Person(farm, browser, name, language).log_in() for name in names
        )
        start(organizer)
        ours_in_english(organizer, language)
        scheduled(farm)  # lists the people, and sends the test
        scheduled(farm)  # sees that it has arrived
        approve(second, 'look whether the test looks right')
        asks(grace, TARGETS, 'Take me off this list')
        asks(meredith, TARGETS, FR)
        asks(newcomer, TARGETS, 'Put me on it')
        assert '$ pwb build_targets' in scheduled(farm)
        approve(second, 'approve wave 1 for one person')
        scheduled(farm)  # sends
        scheduled(farm)  # checks, records, plans
        approve(second, 'approve wave 2 for')
        scheduled(farm)
        scheduled(farm)
        asks(hollis.log_in(EN), f'User talk:{hollis.name}', 'Take me off', EN)
        organizer.open(CAMPAIGN)
        for step in ('List', 'Message', 'Test', 'Approval', 'Waves', 'Checked', 'Recorded'):
            assert f'✓ {step}' in organizer.sees
        ours_in_english(organizer, language)
        organizer.open(CAMPAIGN)
        organizer.press('Close this campaign')
        organizer.save()
        scheduled(farm)
        organizer.open(CAMPAIGN)
        assert f'Closed by {ORGANIZER}' in organizer.sees
        organizer.press('Log')
        assert organizer.page.title().startswith(f'{CAMPAIGN}/Log')
    found = [one for one in arrivals(farm) if one.outcome is Outcome.DELIVERED and one.subject == SUBJECT]
    hosts = {name: {one.host for one in found if one.name == name} for name in names}
    assert hosts[grace.name] == set()
    assert hosts[hollis.name] == {EN}
    assert hosts[meredith.name] == {FR}
    assert len(hosts[newcomer.name]) == 1
    assert f'<!-- id:announcement {CAMPAIGN}/' in (farm.client(META).text(f'{CAMPAIGN}/Log') or '')
    requests = farm.client(META).text(f'{CAMPAIGN}/Requests') or ''
    assert f'{{{{Outreach campaign/saved|leave}}}}</small> [[User:{hollis.name}' in requests


# The template's box in the model of VisualEditor; undefined until it is there.
BOX = """() => window.ve && ve.init && ve.init.target && ve.init.target.getSurface() &&
    ve.init.target.getSurface().getModel().getDocument().getNodesByType('mwTransclusionBlock', true)
        .find(node => JSON.stringify(node.getAttribute('mw')).includes('Outreach campaign')) || undefined"""


@pytest.mark.long
def test_visualeditor_gives_the_settings_a_form(wiki_state: Farm) -> None:
    farm = wiki_state
    form = expected()['params']
    with chromium(farm) as browser:
        organizer = Person(farm, browser, ORGANIZER)
        page = organizer.page
        # the wikis load VisualEditor for whoever asks for it so (sandbox/settings.php)
        page.context.add_cookies([{'name': 'sandboxVisualEditor', 'value': '1', 'url': f'http://{META}'}])
        organizer.log_in().open(STARTED, query='?veaction=edit')
        page.locator('.oo-ui-window-active').get_by_role('button', name='Start editing').click()
        # a click would wait for what shines over the box; its command is the same
        page.set_default_timeout(30000)
        page.locator('.oo-ui-window-active').wait_for(state='hidden')
        page.wait_for_function(f'() => ({BOX})() !== undefined')
        page.evaluate(
            f'() => {{ const box = ({BOX})(), surface = ve.init.target.getSurface();'
            ' surface.getModel().setLinearSelection(box.getOuterRange());'
            " surface.executeCommand('transclusion'); }"
        )
        dialog = page.locator('.ve-ui-mwTemplateDialog-ready')
        # the sidebar offers all settings, beside it are those that the page has
        offered = dialog.locator('.ve-ui-mwTransclusionOutlineParameterWidget')
        offered.first.wait_for()
        assert set(offered.all_inner_texts()) == {one['label'] for one in form.values()}
        named = dialog.locator('.ve-ui-mwParameterPage', has_text=form['list']['description'])
        assert named.locator('.ve-ui-mwParameterPage-label').inner_text() == form['list']['label']
        assert named.locator('input, textarea').first.input_value() == f'{STARTED}/Targets'
