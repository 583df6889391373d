"""Lines of a list that a maintainer may take for entries."""

from __future__ import annotations

from itertools import product

import pytest
from outreach.checks.lint import Kind, lint
from outreach.lists import straylines
from outreach.lists.deliverylist import parse
from outreach.lists.straylines import stray_lines
from outreach.wikitext import end_marker, new_region

from tests.samples import naming
from tests.samples.checkedlist import ANNA, HOME, SV, TARGET, standing
from tests.samples.wikis import RESOLVER

STRAY = [
    ('* [[User:Tobias Finch]]', 'Tobias Finch'),
    (f'* Tobias Finch, {SV}', 'Tobias Finch'),
    ('# Tobias Finch@sv.x.org', 'Tobias Finch'),
    ('* {{u|Anna}} and [[:sv:User:Bo]]', 'Anna, Bo'),
    ('* [[Benutzer:Bo]]', 'Benutzer:Bo'),
    ('* [[Malaria]]', 'Malaria'),
    (f'* Ana da Sá e Sousa, {SV}', 'Ana da Sá e Sousa'),
    (f'* six words are not a name, {SV}', ''),
    ('* Names are put here, one a line', ''),
    ('* {{target|user=Anna}} met [[User:Bo]]', ''),
    ('[[User:Anna]] keeps this list.', 'Anna'),
    ('[[User:Anna]]', 'Anna'),
    ('== [[User:Anna]] ==', 'Anna'),
    ('https://sv.x.org/wiki/User:Anna', 'Anna'),
    (f'Tobias Finch, {SV}', 'Tobias Finch'),
    ('[[Benutzer:Bo]]', 'Benutzer:Bo'),
    ('* Tobias Finch', 'Tobias Finch'),
    ('* {{Someone|Tobias Finch}}', 'Tobias Finch'),
    (f'{{|\n| Anna || {SV}\n|}}', 'Anna'),
    (f'{{|\n! User !! Wiki\n|-\n| Anna\n| {SV}\n|}}', 'Anna'),
    ('{|\n|-\n| [[User:Anna]]\n|-\n| {{target|user=Bo|site=sv.x.org}}\n|}', 'Anna'),
    ('Tobias Finch', ''),
    ('See [[:User:Org/Campaign/Funnel]] for figures.', ''),
    ('* Sweden\n** {{target|user=Bo|site=sv.x.org}}', ''),
    ('<!-- * [[User:Anna]] -->', ''),
]


@pytest.mark.parametrize(('line', 'names'), STRAY)
def test_lines_that_name_somebody_without_an_entry_are_found(line: str, names: str) -> None:
    listed = parse(f'Lead\n{line}\n{TARGET("Cem", SV)}', HOME)
    found = [one for one in lint(listed, standing(listed)).findings if one.kind is Kind.NO_ENTRY]
    assert [one.details['name'] for one in found] == [names] * bool(names)
    assert all(one.entry and one.entry.line in range(2, 7) and not one.fixable for one in found)
    assert all(one.is_fault != line.startswith(('=', '[[User:Anna]] keeps')) for one in found)
    assert all(one.entry and (one.entry.start, one.entry.end) == (-1, -1) for one in found), 'no span'


def test_an_entry_that_is_struck_out_is_a_wish_to_leave() -> None:
    listed = parse(f'* <s>{TARGET("Anna", SV)}</s>\n* {TARGET("Bo", SV)}', HOME)
    assert [str(target) for target in listed.targets] == [f'User talk:Bo@{SV}']
    (found,) = lint(listed, standing(listed)).findings
    assert (found.kind, found.remove, found.entry) == (Kind.STRUCK, True, listed.entries[0])


def test_what_a_script_wrote_between_its_markers_is_no_entry_and_no_doubt() -> None:
    rule = 'It is kept by [[User:Outreach-bot|Outreach-bot]]:\n* [[User:Outreach-bot]]'
    text = f'[[User:Ada]]\n{new_region("rule", rule)}\n* [[User:Bo]]\n{ANNA}\n'
    listed = parse(text, RESOLVER.home_host)
    assert [entry.fault for entry, _ in stray_lines(listed, RESOLVER)] == ['Ada', 'Bo']
    cut = parse(text.replace(end_marker('rule'), end_marker('log')), RESOLVER.home_host)
    assert [entry.fault for entry, _ in stray_lines(cut, RESOLVER)][1] == 'Outreach-bot', 'no region'


# how a line of a list may name somebody: as an entry, as a name without one, or struck out
ENTRIES = ('{{{{target|user={}|site=sv.wikipedia.org}}}}', '{{{{#target:User talk:{}}}}}')
NO_ENTRIES = (*naming.READ, naming.UNREAD[0], '{}, svwiki', '{}@sv.wikipedia.org', '{}; [[:sv:]]')
LINES = (*ENTRIES, *NO_ENTRIES, *naming.STRUCK)


def test_who_is_on_a_list_is_a_target_or_told_in_every_pair_of_forms() -> None:
    for (one, other), mark in product(product(LINES, LINES), ('* ', '# ', ':* ', '** ', '', ' ')):
        text = f'{mark}{one.format("Ada")}\n{mark}{other.format("Bo")}\n'
        listed = parse(text, RESOLVER.home_host)
        targets = {target.page.partition(':')[2] for target in listed.targets}
        told = {name for _, names in stray_lines(listed, RESOLVER) for name in names}
        for form, name in ((one, 'Ada'), (other, 'Bo')):
            assert (name in targets) == (form in ENTRIES), text
            assert any(name in found for found in told) == (form not in ENTRIES), text


def test_of_two_people_in_one_line_without_an_entry_both_are_told() -> None:
    for one, other in product(naming.READ, naming.READ):
        listed = parse(f'* {one.format("Ada")}, {other.format("Bo")}', RESOLVER.home_host)
        told = {name for _, names in stray_lines(listed, RESOLVER) for name in names}
        assert {'Ada', 'Bo'} <= told, (one, other)


def test_bare_names_without_a_mark_are_told_behind_the_first_entry_or_without_any() -> None:
    for text, told in (
        (f'Lead\n{ANNA}\nTobias Finch\nBo', [3, 4]),
        ('Tobias Finch\nBo', [1, 2]),
        (f'{ANNA}\nThese people wait:\nTobias Finch', []),
    ):
        listed = parse(text, RESOLVER.home_host)
        assert [entry.line for entry, _ in stray_lines(listed, RESOLVER)] == told


# what an item among entries may look like that names `Ada` and gives nobody
AMONG_ENTRIES = (
    'User:Ada', 'User talk:Ada', 'sv:User:Ada', 'user:Ada', 'Ada (sv)', 'Ada (svwiki)',
    'Ada – sv', 'Ada - sv',
    'Ada: sv', 'sv: Ada', 'sv – Ada', 'Ada / sv.wikipedia.org', 'Ada 12:00, 1 May 2026 (UTC)',
    'Ada – 12:00, 1 May 2026 (UTC)', "'''Ada'''", "''Ada'' (sv)", '<b>Ada</b>', '[[Ada]]', '[[Ada|x]]',
    '[[:sv:Ada]]', "'''[[Ada]]'''", 'Ada (trainer)', 'Ada – trainer', 'Ada', 'target|user=Ada',
    'target|user=Ada|site=sv.wikipedia.org}}', '{target|user=Ada}', '[[target|user=Ada]]',
    'Target | page = Ada', '#target:User talk:Ada', 'ada', 'ada (sv)',
)  # fmt: skip
ENTRY = '* {{target|user=Bo|site=sv.wikipedia.org}}'


def _told(text: str) -> list[tuple[int, str, str]]:
    listed = parse(text, RESOLVER.home_host)
    return [(entry.line, entry.form, entry.fault) for entry, _ in stray_lines(listed, RESOLVER)]


@pytest.mark.parametrize('form', AMONG_ENTRIES)
def test_an_item_among_entries_that_names_somebody_in_any_form_is_told_with_its_line(form: str) -> None:
    for text, line in (
        (f'{ENTRY}\n* {form}\n{ENTRY}', 2),
        (f'Lead.\n\n* {form}\n{ENTRY}', 3),
        (f'{ENTRY}\n\n# {form}', 3),
    ):
        ((number, sort, name),) = _told(text)
        assert (number, sort) == (line, 'line'), text
        assert 'ada' in name.lower(), text


@pytest.mark.parametrize(
    'form', ['{{target|user=Ada', '{{target|user=Ada|site=sv.wikipedia.org', '{{#target:Ada']
)
def test_an_entry_that_is_not_closed_is_told_with_its_line_and_hides_none_below(form: str) -> None:
    listed = parse(f'{ENTRY}\n* {form}\n{ENTRY.replace("Bo", "Cem")}', RESOLVER.home_host)
    assert [(entry.line, 'not closed' in entry.fault) for entry in listed.entries] == [
        (1, False), (2, True), (3, False)
    ]  # fmt: skip


@pytest.mark.parametrize('form', ['User:Ada', 'sv:User:Ada', 'Ada (sv)', 'Ada – sv', 'target|user=Ada'])
def test_the_same_is_told_without_a_list_mark_behind_an_entry(form: str) -> None:
    assert _told(f'{ENTRY}\n{form}\n{ENTRY}') == [(2, 'line', 'Ada')]


PROSE_ITEMS = (
    'Add yourself below', 'Write your name here', 'See [[Help:Outreach]] for what this is.',
    '[[Help:Outreach]]', 'Names are put here, one a line.', 'Please write {{tl|target|user=Name}}',
    'One line for each person!',
    'Use the form: your name, then your wiki', 'Trage dich unten ein', 'Wiki: sv.wikipedia.org', '----', '…',
)  # fmt: skip


@pytest.mark.parametrize('prose', PROSE_ITEMS)
def test_what_introduces_a_list_names_nobody(prose: str) -> None:
    assert _told(f'* {prose}\n* {prose}\n\n== List ==\n{ENTRY}') == []
    assert _told(f'== How ==\n* {prose}\n== List ==\n{ENTRY}\n== See also ==\n* {prose}') == []


def test_a_sentence_among_entries_is_told_as_one_or_not_at_all() -> None:
    assert _told(f'{ENTRY}\n* Add yourself below') == [(2, 'prose', 'Add yourself below')]
    assert _told(f'* Add yourself below\n{ENTRY}') == []
    assert _told(f'{ENTRY}\n* Here you can add yourself, and anybody else.') == []
    assert _told(f'{ENTRY}\n== Ada (sv) ==\n{ENTRY}') == []
    assert _told(f'* Sverige (sv)\n*{ENTRY}') == []


def test_lines_taken_for_entries_are_told_of_a_list_in_parts_but_for_who_has_an_entry_there() -> None:
    bo, cy = (f'* {{{{target|user={name}|site={SV}}}}}' for name in ('Bo', 'Cy'))
    first = parse(f'{bo}\n* [[User:Ada]]\n* [[User:Cy]]', HOME, title='L')
    second = parse(f'Everybody can see [[User:Org/X]].\n{cy}\n* [[User:Bo]]', HOME, title='L/sv')
    (problem,) = straylines.told([first, second], RESOLVER)
    assert str(problem).startswith(
        'L, line 2: names Ada, but is no entry: no message goes there; write {{tar'
    )
