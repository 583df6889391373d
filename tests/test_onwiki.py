"""The pages of onwiki/ against the code: forms can be read, and the data of the template is true."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from outreach import campaign, editlinks
from outreach.settings import Setting, yes_or_no

ONWIKI = Path(__file__).parents[1] / 'onwiki'
FORMS = ONWIKI / 'Template' / 'Outreach campaign'
DOC = FORMS / 'doc.wikitext'
ROW = re.compile(r'^\| <code>(\w+)</code> \|\| (.*?) \|\| ?(.*)$', re.MULTILINE)
MARKUP = re.compile(r'<[^<>]*>')
DATA = re.compile(r'<templatedata>\n(.*)\n</templatedata>', re.DOTALL)
LINES = 5


def kind_of(setting: Setting[Any]) -> str:
    """Return the type of a setting in https://www.mediawiki.org/wiki/Help:TemplateData."""
    if setting.flag or setting.convert is yes_or_no:
        return 'string'
    return 'wiki-page-name' if setting.convert.__name__ == 'home_title' and not setting.repeat else 'content'


def expected() -> dict[str, Any]:
    """Return what VisualEditor has to know of the template, from the settings and the table of its manual."""
    rows = {name: (what, default) for name, what, default in ROW.findall(DOC.read_text(encoding='utf-8'))}
    params: dict[str, dict[str, Any]] = {}
    for name, setting in campaign.SETTINGS.items():
        what, default = (MARKUP.sub('', text).strip() for text in rows[name])
        params[name] = {'label': name, 'description': what, 'type': kind_of(setting)}
        params[name] |= {'default': default} if default else {}
        params[name] |= {'suggestedvalues': ['yes', 'no']} if setting.flag else {}
    for name in ('name', 'source', 'banner', 'wikis', 'consent'):
        params[name]['suggested'] = True
    return {
        'description': 'The settings of a campaign, for those who organize it and for the scripts.',
        'format': '{{_\n| _ = _\n}}\n',
        'params': params,
    }


def test_the_data_of_the_template_is_that_of_the_settings() -> None:
    found = DATA.search(DOC.read_text(encoding='utf-8'))
    assert found
    assert json.loads(found[1]) == expected(), 'put json.dumps(expected()) there'


@pytest.mark.parametrize(
    'form', sorted((FORMS / 'start').glob('[a-hj-z]*.wikitext')), ids=lambda one: one.stem
)
def test_a_form_of_a_campaign_has_five_lines_that_can_be_read(form: Path) -> None:
    text = form.read_text(encoding='utf-8').replace('{{<includeonly>subst:</includeonly>FULLPAGENAME}}', 'P')
    campaign.parse(text, 'P')
    assert len(re.findall(r'^\| \w+ =', text, re.MULTILINE)) == LINES
    assert '{{subst:' not in form.read_text(encoding='utf-8')


@pytest.mark.parametrize('path', sorted(ONWIKI.rglob('*.wikitext')), ids=lambda one: one.stem)
def test_a_form_does_not_sign_itself_when_it_is_put_on_the_wiki(path: Path) -> None:
    text = re.sub(r'<nowiki>.*?</nowiki>', '', path.read_text(encoding='utf-8'))
    assert '~~~' not in text.replace('~~<noinclude/>~~~', '').replace('~~<noinclude/>~~', '')


def test_every_form_that_a_link_opens_is_there() -> None:
    for name in ('approve', 'stop', 'close', 'claim', 'leave', 'join', 'move'):
        assert (FORMS / f'{name}.wikitext').is_file()
        assert (FORMS / name / 'intro.wikitext').is_file()
    assert (FORMS / 'resume' / 'intro.wikitext').is_file()


@pytest.mark.parametrize('path', sorted(ONWIKI.rglob('*.wikitext')), ids=lambda one: one.stem)
def test_a_link_to_the_stop_page_opens_the_form_that_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding='utf-8')
    form = editlinks.stop('X').partition('|')[2]
    found = re.findall(r'\{\{fullurl:\S*?/stop\|(\S*)', text)
    assert set(found) <= {form}
    if path.stem in ('navigation', 'Outreach campaign'):
        assert found
    # a page that is not there would be opened without its notice
    there = re.sub(r'\{\{#ifexist:(\S+)\|\[\[\1\]\]\|\1\}\}', '', text)
    assert not re.search(r'\[\[[^][|]*/stop *[]|]', there)


@pytest.mark.parametrize('path', sorted(ONWIKI.rglob('*.wikitext')), ids=lambda one: one.stem)
def test_the_heads_of_tables_say_what_they_are_the_heads_of(path: Path) -> None:
    heads = re.findall(r'(?m)^!.*$', path.read_text(encoding='utf-8'))
    cells = [cell for head in heads for cell in head.removeprefix('!').split('!!')]
    assert [cell for cell in cells if 'scope=' not in cell] == []
