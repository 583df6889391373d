"""Pages are put on a wiki, never over what people wrote, and the wiki reads them as they are meant."""

from __future__ import annotations

import shutil
from pathlib import Path

from outreach.campaign import SETTINGS

from sandbox.farm import Farm
from sandbox.worlds.medicine import ADMIN, ORGANIZER

META = 'meta.wikimedia.test'
ONWIKI = Path(__file__).parents[2] / 'onwiki'
FORMS = ONWIKI / 'Template' / 'Outreach campaign'
FORM = 'Template:Outreach campaign/leave'
HELP = 'Help:Outreach campaigns'


def test_pages_are_put_there_once_and_what_people_changed_stays(wiki_state: Farm, tmp_path: Path) -> None:
    admin, folder = wiki_state.login(ADMIN), tmp_path / 'onwiki'
    shutil.copytree(ONWIKI, folder)
    args = ('install_pages', f'-from:{folder}', '-always')
    admin.call(action='delete', title=FORM, token=admin.token())
    done = wiki_state.pwb(*args, user=ADMIN)
    assert done.returncode == 0, done.stdout
    assert f'{FORM}: is new' in done.stdout
    assert f'{HELP}: is as it should be' in done.stdout
    text = admin.text(FORM) or ''
    assert '~~<noinclude/>~~<noinclude><!-- outreach page' in text
    assert 'Nothing to write' in wiki_state.pwb(*args, user=ADMIN).stdout

    leave = folder / 'Template' / 'Outreach campaign' / 'leave.wikitext'
    leave.write_text(f'{leave.read_text()} Thank you.')
    assert f'{FORM}: is brought up to date' in wiki_state.pwb(*args, user=ADMIN).stdout
    admin.edit(FORM, (admin.text(FORM) or '').replace('Thank you', 'Thanks a lot'))
    leave.write_text(f'{leave.read_text()} Bye.')
    done = wiki_state.pwb(*args, user=ADMIN)
    assert done.returncode == 1
    assert 'take over by hand' in done.stdout
    assert 'Thanks a lot' in (admin.text(FORM) or '')

    page = admin.get(f'/wiki/{HELP}').text
    assert page.count('value="Template:Outreach campaign/start/intro') == 4
    assert page.count('value="Template:Outreach campaign/start/') == 8
    asked = admin.call(action='templatedata', titles='Template:Outreach campaign', formatversion=2)
    (told,) = asked['pages'].values() if isinstance(asked['pages'], dict) else asked['pages']
    assert set(told['params']) == set(SETTINGS)


def test_a_page_that_was_replaced_is_told_from_the_wikis_own(wiki_state: Farm) -> None:
    admin = wiki_state.login(ADMIN)
    admin.call(action='delete', title=FORM, token=admin.token())
    assert wiki_state.pwb('install_pages', '-always', user=ADMIN).returncode == 0
    wiki_state.login(ORGANIZER).edit(FORM, 'hello')
    wiki_state.login(ORGANIZER).edit('Template:Target', '{{{user}}}')
    done = wiki_state.pwb('install_pages', '-always', user=ADMIN)
    assert done.returncode == 1, done.stdout
    assert f'{FORM}: was changed by people since it was put there (last by {ORGANIZER})' in done.stdout
    assert "Template:Target: is the wiki's own, and is left alone: compare it" in done.stdout
    kept = wiki_state.pwb('install_pages', '-always', f'-keep:{FORM}', '-keep:Template:Target', user=ADMIN)
    assert kept.returncode == 0, kept.stdout
    assert f'{FORM}: is kept as it is' in kept.stdout
    assert admin.text(FORM) == 'hello'


def test_saving_signs_no_form_and_no_date_of_delivery(wiki_state: Farm) -> None:
    """The wiki signs wherever three tildes stand side by side, also behind a tag."""
    admin = wiki_state.login(ADMIN)
    forms = {f'Template:Outreach campaign/{one.stem}': one.read_text() for one in FORMS.glob('*.wikitext')}
    signing = {title: text for title, text in forms.items() if '~~<' in text}
    assert len(signing) > 7
    for title in signing:
        admin.call(action='delete', title=title, token=admin.token())
    assert wiki_state.pwb('install_pages', '-always', user=ADMIN).returncode == 0
    for title, text in signing.items():
        assert (admin.text(title) or '').startswith(text.rstrip())
    admin.edit('Outreach/Signed', text := 'Hi! ~~<includeonly/>~<includeonly/>~~')
    assert admin.text('Outreach/Signed') == text
    opened = {'action': 'expandtemplates', 'text': '{{:Outreach/Signed}}', 'prop': 'wikitext'}
    assert admin.call(**opened)['expandtemplates']['wikitext'] == 'Hi! ~~~~~'


def test_the_box_shows_a_pattern_of_wikis_as_it_stands(wiki_state: Farm) -> None:
    """A star at the beginning of a line is an item of a list to the wiki, and vanished."""
    text = '{{Outreach campaign\n| wikis = *.wikipedia.test\n*.wiktionary.test\n}}'
    told = wiki_state.login(ADMIN).call(
        action='parse', text=text, title='Outreach/X', contentmodel='wikitext', prop='text', formatversion=2
    )
    assert '>*.wikipedia.test\n*.wiktionary.test</div>' in told['parse']['text']


def test_a_request_stands_in_one_item_with_its_signature(farm: Farm) -> None:
    for name in ('leave', 'join', 'move'):
        form = (FORMS / f'{name}.wikitext').read_text(encoding='utf-8').replace('<noinclude/>', '')
        text = f'{form.strip().replace("~~~~", "Ann")}\n{form.strip().replace("~~~~", "Bo")}'
        told = farm.client(META).call(
            action='parse', text=text, title='X', contentmodel='wikitext', prop='text', formatversion=2
        )
        html = told['parse']['text']
        assert html.count('<ul>') == 1
        assert html.count('</small> Ann</li>') == html.count('</small> Bo</li>') == 1
