"""The result page: hostile names stay text, no person is named, and it remembers the last run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import mwparserfromhell
import pytest
from outreach import wikitext
from outreach.affiliates import companions, resultpage
from outreach.affiliates.inputs import AffiliateInputs
from outreach.affiliates.lookup import Titles
from outreach.affiliates.registrychanges import compare
from outreach.affiliates.reporting import report
from outreach.affiliates.resultpage import LastRun
from outreach.affiliates.verdict import RECOGNISED, SIGNED, STANDING, AffiliateVerdict, Selection

from tests.affiliates.samples import entry, evidence, judged, read, signed_page

TEXTS: Mapping[str, str] = json.loads(
    (Path(resultpage.__file__).parents[1] / 'i18n' / 'check_affiliates' / 'en.json').read_text(
        encoding='utf-8'
    )
)
HOSTILE = (
    '-->{{delete}}',
    "''' [[File:X.png]] '''",
    '<script>',
    '|}\n{| x',
    '~~~~',
    'a<!--',
    '[[User:Ada]]',
    '__NOTOC__',
)


def say(key: str, **parameters: object) -> str:
    return TEXTS[f'check_affiliates-{key}'] % parameters if parameters else TEXTS[f'check_affiliates-{key}']


def render(*entries: Mapping[str, object], memory: LastRun | None = None) -> str:
    known = read(*entries)
    return resultpage.render(
        report(list(judged(known).values()), AffiliateInputs(evidence(known), {}, memory or LastRun())), say
    )


def remembered_in(inside: str) -> LastRun:
    return resultpage.remembered(wikitext.new_region(resultpage.REGION, inside))


@pytest.mark.parametrize('name', HOSTILE)
def test_hostile_names_stay_text_and_are_remembered(name: str) -> None:
    text = render(entry('Fine'), entry(name, recognition_status=name, region=name, org_type=name))
    code = mwparserfromhell.parse(text)
    assert not code.filter_templates()
    assert {str(link.title) for link in code.filter_wikilinks()} <= {
        ':Fine', ':Module:Organizational Informations', f':{name}', 'Special:PermanentLink/7'
    }  # fmt: skip
    assert text.count('{|') == text.count('\n|}') == 1
    remembered = remembered_in(text).affiliates
    assert ' '.join(name.split()) in {one.name for one in remembered}
    page = wikitext.put_region('', resultpage.REGION, text)
    assert wikitext.put_region(page, resultpage.REGION, text) == page


# contract: C25
def test_no_person_is_named() -> None:
    text = render(entry('Group A', group_contact1='User:Ada', group_contact2='User:Bo'))
    assert 'Ada' not in text
    assert 'Bo' not in text.replace('Board', '')


# contract: C24
def test_the_same_input_gives_the_same_page_and_remembers_two_revisions() -> None:
    first = render(entry('Group A'))
    memory = remembered_in(first)
    assert (memory.registry, memory.since) == (7, 0)
    assert render(entry('Group A'), memory=memory) == first
    older = render(entry('Group A'), memory=LastRun(5, 3))
    assert (remembered_in(older).registry, remembered_in(older).since) == (7, 5)
    assert render(entry('Group A'), memory=remembered_in(older)) == older


# contract: C34
def test_names_that_two_lists_know_and_the_registry_does_not_are_listed_and_the_other_way_round() -> None:
    known = read(entry('Group A'), entry('Group B'), entry('Group C', recognition_status='suspended'))
    listed = companions.listed_names('Group A,\nGroup D,\nGroup C\n')
    shown = companions.shown_names({'T': '{{Affiliates/listing-logo | name = Group B | page = Group B }}'})
    found = AffiliateInputs(evidence(known), {}, LastRun(), names=(listed, shown))
    text = resultpage.render(report(list(judged(known).values()), found), say)
    sections = dict(part.split(' ===\n', 1) for part in text.split('=== ')[1:])
    assert sections[f'Recognised, but not on {listed.title}'].strip() == '* [[:Group B|Group B]]'
    assert sections[f'Recognised, but not on {shown.title}'].strip() == '* [[:Group A|Group A]]'
    only = sections[f'On {listed.title}, but not recognised in the registry'].strip()
    assert set(only.splitlines()) == {'* group d', '* group c'}


# contract: C4
def test_where_something_is_not_known_the_page_says_whom_to_ask() -> None:
    known = read(
        entry('Group A', recognition_status='odd'), entry('Group B', org_type=''),
        entry('Group C', region=''), entry('Group D', uptodate_reporting='?'),
        entry('Group E', group_contact1=''), entry('Group F'),
        entry('Group F'), entry('Group G'),
    )  # fmt: skip
    rule = Selection(regions=frozenset({'europe'}), require=frozenset({RECOGNISED, SIGNED, STANDING}))
    signed = signed_page(''.join(f'* Group {name}\n' for name in 'ABCDEF'))
    titles = Titles({f'Group {name}': f'Group {name}' for name in 'ABCDF'}, frozenset({'Group E'}))
    every = judged(known, rule=rule, signed=signed, titles=titles)
    told = {name: resultpage.because(one, say) for name, one in every.items()}
    asked = {name: words.partition('ask ')[2] for name, words in told.items()}
    assert {one.verdict for one in every.values()} == {AffiliateVerdict.ASK}
    assert asked == {
        'Group A': 'who keeps the registry; ask who checks the reports',
        'Group B': 'who keeps the registry; ask who checks the reports',
        'Group C': 'the affiliate', 'Group D': 'who checks the reports', 'Group E': 'who keeps the registry',
        'Group F': 'who keeps the registry; ask who keeps the list of signed agreements',
        'Group G': 'who keeps the list of signed agreements',
    }  # fmt: skip


@pytest.mark.parametrize(
    'text', ['', 'prose', '<!-- affiliates: registry x since y -->', '<!-- affiliate:a|b|c|-->']
)
def test_a_page_of_others_remembers_nothing(text: str) -> None:
    assert resultpage.remembered(text) == LastRun()


def test_what_stands_outside_the_region_is_not_remembered() -> None:
    page = wikitext.new_region(resultpage.REGION, render(entry('Group A'), memory=LastRun(5, 3)))
    forged = '<!-- affiliates: registry 1 since 1 -->\n<!-- affiliate:evil|Evil|User%20talk%3AAnn|-->\n'
    read = resultpage.remembered(page)
    assert (read.registry, [one.name for one in read.affiliates]) == (7, ['Group A'])
    assert resultpage.remembered(f'{forged}{page}\n{forged}') == read
    assert resultpage.remembered(wikitext.new_region(resultpage.REGION, '')) == LastRun()


@pytest.mark.parametrize(
    ('ours', 'theirs', 'line'),
    [
        ('registry 7 ', 'registry 007 ', 4),
        ('registry 7 ', 'registry seven ', 4),
        ('<!-- affiliates:', 'x <!-- affiliates:', 4),
        ('<!-- affiliates: registry 7 since 5 -->', 'x', 4),
        ('|Talk%3AX|', '|Talk:X|', 6),
        ('|Talk%3AX|', '|Talk%3A%5B%5BX|', 6),
        ('|Talk%3AX|', '|%FF|', 6),
        ('|Ann|', '|Ann%0AB|', 6),
        ('|gone', '|went', 6),
        ('affiliate:a', 'affiliate:', 6),
        ('lead', '<!-- hidden -->', 5),
        ('lead', '<!-- affiliates: registry 7 since 5 -->', 5),
        ('lead', '<!-- never closed', 5),
    ],
)
def test_what_we_would_not_write_in_the_region_is_refused_with_its_line(
    ours: str, theirs: str, line: int
) -> None:
    row = '<!-- affiliate:a|Ann|Talk%3AX|gone-->'
    inside = f'<!-- affiliates: registry 7 since 5 -->\nlead\n! {row} Ann'
    page = f'Of people.\n\n{wikitext.new_region(resultpage.REGION, inside)}'
    assert resultpage.remembered(page).affiliates == (resultpage.Remembered('a', 'Ann', 'Talk:X', gone=True),)
    with pytest.raises(wikitext.BrokenMarkers, match='not what check_affiliates writes') as told:
        resultpage.remembered(page.replace(ours, theirs))
    assert told.value.line == line


def test_a_long_name_is_remembered_too() -> None:
    known = resultpage.Remembered('ж' * 250, 'Ж' * 250, gone=True)
    text = resultpage.render(resultpage.AffiliateReport((), 7, 5, (), vanished=(known,)), say)
    assert remembered_in(text).affiliates == (known,)


# contract: C24, C25
def test_changes_name_status_and_contacts_and_no_person() -> None:
    before = read(entry('A'), entry('B'), entry('C', group_contact1='User:Old'))
    after = read(
        entry('B', recognition_status='suspended'), entry('C', group_contact1='User:New'), entry('D')
    )
    found = compare(before, 5, after, 7)
    names = [[one.name for one in some] for some in (found.new, found.gone, found.contacts)]
    assert names == [['D'], ['A'], ['C']]
    assert [(one.name, old) for one, old in found.status] == [('B', 'recognised')]
    known = AffiliateInputs(evidence(after), {}, LastRun(5, 3), changes=found)
    text = resultpage.render(report(list(judged(after).values()), known), say)
    assert 'Status: [[:B|B]] (recognised, now suspended)' in text
    assert '[[Special:Diff/5|5]]' in text
    assert 'User:' not in text
