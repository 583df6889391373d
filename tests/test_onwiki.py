"""The pages of onwiki/ against the code: forms can be read, and the data of the template is true."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote

import pytest
from outreach import campaign, editlinks, phrases, stopwords
from outreach.audience.excludepages import read_page
from outreach.settings import Setting, yes_or_no

from tests.samples.wikis import RESOLVER

ROOT = Path(__file__).parents[1]
ONWIKI = ROOT / 'onwiki'
FORMS = ONWIKI / 'Template' / 'Outreach campaign'
DOC = FORMS / 'doc.wikitext'
PARAMETERS = FORMS / 'parameters.wikitext'
ROW = re.compile(r'^\| <code>(\w+)</code> \|\| (.*?) \|\| ?(.*)$', re.MULTILINE)
MARKUP = re.compile(r'<[^<>]*>')
DATA = re.compile(r'<templatedata>\n(.*)\n</templatedata>', re.DOTALL)
LINES = 5
TABLE = re.compile(r'^\{\|([^\n]*)\n(.*?)^\|\}', re.MULTILINE | re.DOTALL)


def kind_of(setting: Setting[Any]) -> str:
    """Return the type of a setting in https://www.mediawiki.org/wiki/Help:TemplateData."""
    if setting.flag or setting.convert is yes_or_no:
        return 'string'
    return 'wiki-page-name' if setting.convert.__name__ == 'home_title' and not setting.repeat else 'content'


def expected() -> dict[str, Any]:
    """Return what VisualEditor has to know of the template, from the settings and the table of its manual."""
    rows = {
        name: (what, default) for name, what, default in ROW.findall(PARAMETERS.read_text(encoding='utf-8'))
    }
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
    assert '~~~' not in text


@pytest.mark.parametrize('name', ['approve', 'claim', 'join', 'leave', 'move', 'resume', 'stop'])
def test_a_form_that_acts_is_signed_when_it_is_opened(name: str) -> None:
    text = (FORMS / f'{name}.wikitext').read_text(encoding='utf-8')
    assert text.replace('<noinclude/>', '').rstrip().endswith(' ~~~~')
    assert '~~<noinclude/>~~' in text


def test_who_objects_to_an_approval_is_told_that_removing_it_stops_nothing() -> None:
    text = ' '.join((FORMS / 'approve' / 'intro.wikitext').read_text(encoding='utf-8').split())
    assert 'To take your own approval back, take your line out;' in text
    assert 'The line of another counts although you remove it, unless you may approve too' in text


def test_what_a_saved_form_says_breaks_no_line() -> None:
    assert '\n' not in (FORMS / 'saved.wikitext').read_text(encoding='utf-8')


@pytest.mark.parametrize('name', ['join', 'leave', 'move'])
def test_who_asks_is_told_to_log_in_first_and_comes_back_to_the_form(name: str) -> None:
    text = (FORMS / name / 'intro.wikitext').read_text(encoding='utf-8')
    first = text.rpartition('| #default = ')[2].partition('\n\n')[0]
    assert first.startswith("<div lang=\"en\" dir=\"ltr\">\n'''First log in on this wiki'''")
    address = r'returnto=\{\{FULLPAGENAMEE}}&returntoquery=\{\{urlencode:(\S*?)}}}} '
    back = re.search(f'{address}log in\\]', first)
    assert set(re.findall(address, text)) == {back and back[1]}
    link = getattr(editlinks, name)('X').partition('|')[2].removesuffix('}}')
    assert back
    assert parse_qs(back[1].replace('_', ' '), keep_blank_values=True) == parse_qs(
        link, keep_blank_values=True
    )


def test_every_form_that_a_link_opens_is_there() -> None:
    for name in ('approve', 'stop', 'resume', 'close', 'claim', 'leave', 'join', 'move', 'exclude'):
        assert (FORMS / f'{name}.wikitext').is_file()
        assert (FORMS / name / 'intro.wikitext').is_file()
    assert (FORMS / 'translation' / 'intro.wikitext').is_file()


def test_who_translates_is_told_what_to_leave_in_every_language_of_the_other_forms() -> None:
    read = {
        name: (FORMS / name / 'intro.wikitext').read_text(encoding='utf-8')
        for name in ('leave', 'translation')
    }
    languages = {name: re.findall(r'^\| (\S+) = <div lang="(\w+)" dir="(\w+)">$', text, re.MULTILINE)
                 for name, text in read.items()}  # fmt: skip
    assert languages['translation'] == languages['leave']
    # who translates into a language reads it, whatever the wiki is read in
    assert read['translation'].startswith('{{#switch:{{SUBPAGENAME}}\n')
    for told in read['translation'].split('\n| ')[1:]:
        assert re.search(r'<nowiki>\{\{\{reader\|\([^{}()]+\)\}\}\}</nowiki>', told)
        assert '[{{fullurl:{{NAMESPACE}}:{{BASEPAGENAME}}|action=edit}} ' in told
        assert '[[{{#rel2abs:../../Status}}|' in told


def test_the_form_to_go_on_is_read_as_what_it_says_and_that_to_stop_as_a_stop() -> None:
    def saved(name: str) -> str:
        text = (FORMS / f'{name}.wikitext').read_text(encoding='utf-8').replace('<noinclude/>', '')
        return text.replace('~~~~', '[[User:Ann|Ann]] 12:00, 1. Mai 2026 (CET)')

    assert stopwords.goes_on(saved('resume'), 'Ann')
    for name in ('stop', 'close'):
        assert stopwords.stops_alone(saved(name))


@pytest.mark.parametrize('path', sorted(ONWIKI.rglob('*.wikitext')), ids=lambda one: one.stem)
def test_a_link_to_the_stop_page_opens_the_form_that_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding='utf-8')
    form = editlinks.stop('X').partition('|')[2]
    found = re.findall(r'\{\{fullurl:\S*?/stop\|(\S*)', text)
    assert set(found) <= {form}
    if path.stem in ('navigation', 'Outreach campaign') or path.parent.name == 'approve':
        assert found
    # a page that is not there would be opened without its notice
    there = re.sub(r'\{\{#ifexist:(\S+)\|\[\[\1\]\]\|\1\}\}', '', text)
    assert not re.search(r'\[\[[^][|]*/stop *[]|]', there)


@pytest.mark.parametrize('path', sorted(ONWIKI.rglob('*.wikitext')), ids=lambda one: one.stem)
def test_the_heads_of_tables_say_what_they_are_the_heads_of(path: Path) -> None:
    heads = re.findall(r'(?m)^!.*$', path.read_text(encoding='utf-8'))
    cells = [cell for head in heads for cell in head.removeprefix('!').split('!!')]
    assert [cell for cell in cells if 'scope=' not in cell] == []


@pytest.mark.parametrize('path', sorted(ONWIKI.rglob('*.wikitext')), ids=lambda one: one.stem)
def test_no_table_is_wider_than_a_phone_and_no_word_of_it_is_broken(path: Path) -> None:
    for look, table in TABLE.findall(path.read_text(encoding='utf-8')):
        assert 'overflow-wrap: anywhere;' in look
        if 'scope="col"' in table:
            heads = re.findall(r'! scope="col" style="min-inline-size: ([0-9.]+)em;" \| ', table)
            assert len(heads) == table.count('scope="col"')
            assert all(float(head) > 5 for head in heads)
            # a phone is 390 pixels wide, of which margins and the insides of cells take 32 and 14 each
            assert 16 * sum(map(float, heads)) + 14 * len(heads) <= 358
        else:
            assert 'scope="row" style="min-inline-size: 6.5em;"' in table


def test_the_line_of_links_to_a_campaign_has_no_red_link_and_stands_on_what_is_below_it() -> None:
    line = (FORMS / 'navigation.wikitext').read_text(encoding='utf-8')
    there = r'\{\{#ifexist:([^\s|]+)\|'
    links = re.findall(there + r'\[\[(\S+)\|(\w+)\]\]\|(\w+) <small>\(not yet\)</small>\}\}', line)
    # pages that may lie elsewhere
    quiet = re.findall(there + r'<span>\[\[([^\s|]+)\|\w+\]\]</span>\}\}', line)
    # but for the campaign itself, and the help that comes with the line
    assert len(links) + len(quiet) == line.count('[[') - 2
    assert all(there == linked and one == other for there, linked, one, other in links)
    assert all(there == linked for there, linked in quiet)
    for name in ('events', 'feed'):
        text = (FORMS.parent / f'Outreach {name}.wikitext').read_text(encoding='utf-8')
        assert '{{#ifexist:{{#rel2abs:../Status}}|{{Outreach campaign/navigation|{{#rel2abs:..}}}}}}' in text
    assert '| <small>({{{site}}})</small>' in (FORMS.parent / 'Target.wikitext').read_text(encoding='utf-8')


def test_a_page_of_people_who_are_not_written_to_says_how_to_leave_and_names_nobody_itself() -> None:
    text = (FORMS / 'exclude.wikitext').read_text(encoding='utf-8').replace('$1', 'Outreach/X')
    form = editlinks.leave('Outreach/X/Requests').partition('|')[2]
    assert sorted(form.rstrip('}').split('&')) == sorted(
        re.findall(r'\{\{fullurl:Outreach/X/Requests\|(.*)\}\} ', text)[0].split('&')
    )
    assert '{{Outreach campaign/navigation|Outreach/X}}' in text
    assert '[[Outreach/X]]' in text
    for more, names in (('', []), ('* [[User:Bo]] (asked)\n', ['Bo'])):
        found = read_page(text + more, 'X', RESOLVER)
        assert (sorted(found.names), list(found.wikis), list(found.unread)) == (names, [], [])


BOX = ONWIKI / 'Template' / 'Outreach campaign.wikitext'
PARAMETER = re.compile(r'\{\{\{(\w+)\|([^{}]*)\}\}\}')
CALL = re.compile(r'\{\{#(\w+):([^{}]*)\}\}')
PIPE = re.compile(r'\|(?![^\[\]]*\]\])')


def expanded(values: dict[str, str], there: Collection[str] = ()) -> str:
    """Return the box as the wiki shows it for these values: conditions of ParserFunctions decided.

    `there` are the pages that the wiki has.
    """
    text = BOX.read_text(encoding='utf-8')
    text = re.sub(r'\{\{\{(\w+)\}\}\}', lambda one: values.get(one[1], ''), text)
    text = PARAMETER.sub(lambda one: values.get(one[1], one[2]), text)
    text = text.replace('{{FULLPAGENAME}}', 'P').replace('{{PAGENAME}}', 'P').replace('{{:P/Status}}', 'box')
    text = text.replace('{{ns:10}}', 'Template').replace('{{ns:14}}', 'Category')
    text = re.sub(r'\{\{NAMESPACE:([^{}]*)\}\}', lambda one: one[1].rpartition(':')[0], text)
    text = re.sub(r'\{\{urlencode:([^{}|]*)(?:\|WIKI)?\}\}', lambda one: quote(one[1]), text)

    def decided(call: re.Match[str]) -> str:
        given = [one.strip() for one in PIPE.split(call[2])]
        if call[1] == 'tag':
            return given[1]
        ifexist, ifeq = given[0] in there, given[0] == given[1]
        holds = {'if': bool(given[0]), 'ifexist': ifexist, 'ifeq': ifeq}[call[1]]
        chosen = given[2:] if call[1] == 'ifeq' else given[1:]
        return chosen[0] if holds else next(iter(chosen[1:]), '')

    before = ''
    while text != before:
        before, text = text, CALL.sub(decided, text)
        text = re.sub(r'\{\{fullurl:([^{}|]*)\|[^{}]*\}\}', r'https://w.test/edit/\1', text)
    assert '{{' not in text.partition('<noinclude>')[0]
    return text


def cells(values: dict[str, str], there: Collection[str] = ()) -> dict[str, str]:
    """Return what the box says, by the heads of its rows."""
    rows = re.findall(r'! scope="row"[^|\n]* \| (.*)\n\|(.*(?:\n(?![|!]).*)*)', expanded(values, there))
    return {head: re.sub(r'</?div[^<>]*>', '', cell).strip() for head, cell in rows}


@pytest.mark.parametrize('form', [None, *sorted((FORMS / 'start').glob('[a-hj-z]*.wikitext'))], ids=str)
def test_no_cell_of_the_box_is_empty_whatever_is_left_out(form: Path | None) -> None:
    text = form.read_text(encoding='utf-8') if form else ''
    empty = dict.fromkeys(re.findall(r'^\| (\w+) =', text, re.MULTILINE), '')
    for values in ({}, empty, dict.fromkeys(campaign.SETTINGS, '')):
        shown = cells(values)
        assert len(shown) > 15
        assert [head for head, cell in shown.items() if not cell] == []
        assert shown['Topic'] == 'none: people are named on the delivery list'
        assert shown['Delivery list'].startswith('P/Targets <small>(')
    assert cells({'signups': 'P/People'})['Topic'] == 'none: people sign up on the page below'
    assert '|+ Outreach campaign: P\n' in expanded({'name': ''})
    assert '[[Help:Outreach campaigns#Operators|operator]]' in expanded({})


def test_the_box_links_to_what_is_there_and_to_the_form_of_what_is_not() -> None:
    for head, page in (('Delivery list', 'P/Targets'), ('Promotion log', 'P/Log'), ('Message', 'P/Message')):
        assert cells({}, [page])[head] == f'[[{page}]]'
        assert '[[' not in cells({})[head]
    assert '[https://w.test/edit/P/Message write it]' in cells({})['Message']
    assert 'begin such a page' in cells({})['Left out']
    named = cells({'exclude': 'P/Out'}, ['P/Out'])['Left out']
    assert named.endswith('[[:P/Out]]')
    assert cells({'exclude': 'P/Out\nP/More'})['Left out'].endswith('P/Out\nP/More')


@pytest.mark.parametrize(('name', 'title'), [('banner', 'Template:Maps now'), ('category', 'Category:Maps')])
def test_a_topic_is_a_link_to_the_wiki_on_which_it_is_looked_up(name: str, title: str) -> None:
    assert cells({name: title})['Topic'] == f'[[:{title}]]'
    shown = cells({name: title, 'source': 'sv.w.test'})['Topic']
    assert shown == f'[https://sv.w.test/wiki/{quote(title)} {title}]'
    assert cells({name: f'* {title}\n* {title} 2', 'source': 'sv.w.test'})['Topic'].startswith('* ')


def test_the_box_shows_where_people_ask_and_where_they_give_feedback() -> None:
    assert cells({'link': 'https://w.test/f'})['People give feedback on'] == 'https://w.test/f'
    head = 'Requests to leave, to join or for another wiki'
    assert cells({})[head].startswith('P/Requests <small>(not there yet)</small>: ')
    assert cells({}, ['P/Requests'])[head].startswith('[[P/Requests]]: ')
    text = BOX.read_text(encoding='utf-8')
    for link in (editlinks.leave, editlinks.join, editlinks.move):
        assert f'[{{{{fullurl:{{{{FULLPAGENAME}}}}/Requests|{link("X").partition("|")[2]} ' in text


def test_every_way_to_name_a_topic_is_shown() -> None:
    for name in ('banner', 'category', 'links', 'page', 'prefix', 'petscan', 'pagepile', 'sparql'):
        assert cells({name: 'Given'})['Topic'].endswith('Given')


@pytest.mark.parametrize('value', ['', 'no'])
def test_the_box_denies_no_approval_that_a_plan_may_need(value: str) -> None:
    cell = cells({'approval': value})['Approval by somebody else']
    assert cell.startswith('not of every send (a plan may need one')
    assert cells({'approval': 'yes'})['Approval by somebody else'].startswith('yes (')


def test_the_box_links_to_the_help() -> None:
    assert cells({})['Help'] == '[[Help:Outreach campaigns]]'


def test_number_and_word_agree_in_the_box() -> None:
    for count, forms in (
        ('1', 'edit page byte day wiki message'),
        ('2', 'edits pages bytes days wikis messages'),
    ):
        names = ('minedits', 'minpages', 'minbytes', 'active', 'maxwikis', 'cooldown', 'delay', 'dailycap')
        found = re.findall(rf'\b{count} ([a-z]+)\b', expanded(dict.fromkeys(names, count)))
        assert set(found) == set(forms.split())


def test_the_manual_shows_the_box_as_it_looks() -> None:
    example = re.search(r'It shows:\n(.*?)\n\|\}', DOC.read_text(encoding='utf-8'), re.DOTALL)
    given = re.search(r'<pre>\n(.*?)</pre>', DOC.read_text(encoding='utf-8'), re.DOTALL)
    assert example and given
    rows = re.findall(r'! scope="row"[^|\n]* \| (.*)\n\| (.*)', example[1])
    values = dict(re.findall(r'^\| (\w+) = (.*)$', given[1], re.MULTILINE))
    shown = cells(values, list(values.values()))
    assert len(rows) > 4
    assert [(head, cell) for head, cell in rows if cell not in shown[head]] == []


@pytest.mark.parametrize('path', sorted(ONWIKI.rglob('*.wikitext')), ids=lambda one: one.stem)
def test_who_an_operator_is_is_a_click_away_wherever_one_is_spoken_of(path: Path) -> None:
    text = path.read_text(encoding='utf-8')
    bare = re.sub(r'\[\[[^\[\]]*#Operators\|[^\[\]]*\]\]', '', text)
    said = re.sub(r'== Operators ==.*?(?=\n==)', '', bare, flags=re.DOTALL)
    assert not re.search(r'\boperators?\b', said)
    if '#Operators' in text and path.parent.name == 'Help':
        assert '\n== Operators ==\n' in text


@pytest.mark.parametrize(
    'script',
    sorted(path.name for path in (ROOT / 'scripts/outreach/i18n').iterdir() if (path / 'en.json').is_file()),
)
def test_no_page_speaks_of_an_operator_without_saying_who_that_is(script: str) -> None:
    texts = phrases.of_script(script)['en']
    found = [key for key, text in texts.items() if re.search(r'\boperators?\b', text, re.IGNORECASE)]
    bare = [key for key in found if '#Operators|' not in texts[key] and '%(user)s' not in texts[key]]
    # the page of status names its operator at the end
    assert not bare or (script == 'run_campaigns' and '%(user)s' in texts['operator'])


def test_the_manual_of_a_campaign_is_short_and_its_many_parameters_have_a_page_of_their_own() -> None:
    text = DATA.sub('', DOC.read_text(encoding='utf-8'))
    assert text.count('\n') < 65
    assert '[[Template:Outreach campaign/parameters|' in text
    assert '<div style="display: none;">\n<templatedata>' in DOC.read_text(encoding='utf-8')
    for form in (FORMS / 'start').glob('*.wikitext'):
        assert '#Parameters' not in form.read_text(encoding='utf-8')


@pytest.mark.parametrize('name', ['events', 'feed'])
def test_what_a_manual_says_of_all_parameters_is_folded(name: str) -> None:
    text = (FORMS.parent / f'Outreach {name}' / 'doc.wikitext').read_text(encoding='utf-8')
    before, _, after = text.partition('\n== Parameters ==\n')
    assert before.count('\n') < 60
    table = after.partition('\n== ')[0]
    folds = re.findall(r'(.*)\n(?:\{\||<templatedata>)', table)
    label = r'<div class="mw-collapsible mw-collapsed" style="display: flow-root;" '
    label += r'data-expandtext="More: .+" data-collapsetext="Less: .+">'
    assert [fold for fold in folds if not re.fullmatch(label, fold)] == []
    assert table.count('</div>') == len(folds) == len(set(folds))
