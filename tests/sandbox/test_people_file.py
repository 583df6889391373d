"""A list of 5,000 people that somebody was handed: it becomes a list with nothing wrong on it, in batches."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.farm import Farm
from tests.sandbox.tools.massmessages import META
from tests.sandbox.tools.people_lists import FORMS, LIST, SECRET, SIGN_UPS, build, fill, make, named, sign_up

WITH_HEADER = ('csv', 'semicolons', 'tabs with a header', 'an Arabic header', 'a Japanese header')


@pytest.fixture(scope='module')
def people() -> Iterator[Farm]:
    with Farm.start() as farm:
        fill(farm)
        yield farm


@pytest.mark.parametrize('form', ['names', 'csv', 'addresses'])
def test_a_list_of_5000_people_in_batches(people: Farm, tmp_path: Path, form: str) -> None:
    """The other seven forms: `make people-lists`."""
    made = make(people, form, tmp_path)
    assert made.good, f'{made}\n{made.output}'


@pytest.mark.parametrize('form', SIGN_UPS)
def test_5000_sign_ups_in_batches(people: Farm, form: str) -> None:
    made = sign_up(people, form)
    assert made.good, f'{made}\n{made.output}'


@pytest.mark.parametrize('form', FORMS)
def test_every_form_makes_the_same_list(people: Farm, tmp_path: Path, form: str) -> None:
    """With the first lines only: that all of them go is tested above."""
    path = tmp_path / 'people.txt'
    whole = FORMS[form]()
    few = json.dumps({'targets': json.loads(whole)['targets'][:60]}) if form.startswith('JSON') else ''
    path.write_text(few or '\n'.join(whole.split('\n')[:60]), encoding='utf-8')
    with people.undone():
        build(people, path)
        text = people.client(META).text(LIST) or ''
    for name, _, host in named()[: 60 - (form in WITH_HEADER)]:
        number = int(name[-4:])
        gone = number % 100 == 3 or number % 1000 == 7
        assert (f'user = {name} | site = {host}' in text) is not gone


UNCLEAR = """Reader 0001@en.wikipedia.test
Nobody At All
Reader 0002@xx.wikipedia.test
https://en.wikipedia.test/wiki/Main_Page
192.0.2.1
"""


def test_lines_that_give_nobody_lie_beside_the_file(people: Farm, tmp_path: Path) -> None:
    path = tmp_path / 'list.csv'
    path.write_text(UNCLEAR, encoding='utf-8')
    with people.undone():
        asked = (f'-people:{path}', f'-list:{LIST}', '-always', '-explain:Reader 0001')
        done = people.pwb('build_targets', *asked, password=SECRET)
    assert done.returncode == 1, done.stdout
    beside = (tmp_path / 'list.csv.unresolved.tsv').read_text(encoding='utf-8').splitlines()
    assert [line.split('\t')[0] for line in beside] == ['2', '3', '4', '5']
    assert beside[0].endswith('has no account\tNobody At All')
    assert (tmp_path / 'list.csv.unresolved.tsv').stat().st_mode & 0o77 == 0
    assert '1 × names a wiki that is none of this farm (line 3)' in done.stdout
    assert 'decided: asked on en.wikipedia.test' in done.stdout
    assert 'Nobody At All' not in done.stdout


def test_a_column_of_real_names_is_saved_by_nobody_who_was_not_asked(people: Farm, tmp_path: Path) -> None:
    path = tmp_path / 'real.txt'
    path.write_text('\n'.join(['Reader 0001', *(f'Real Name {at}' for at in range(7))]), encoding='utf-8')
    asked = (f'-people:{path}', f'-list:{LIST}', '-always')
    with people.undone():
        held = people.pwb('build_targets', *asked, password=SECRET)
        done = people.pwb('build_targets', *asked, '-accept:mostly-unknown', password=SECRET)
    assert 'real.txt: 7 names of 8 have no account' in held.stdout
    assert '[mostly-unknown]' in held.stdout
    assert (held.returncode, done.returncode) == (3, 1), done.stdout


def test_a_role_behind_a_dash_is_no_part_of_a_name(people: Farm, tmp_path: Path) -> None:
    path = tmp_path / 'roles.txt'
    path.write_text('# Reader 0001 – translator\n# Nobody At All – translator\n', encoding='utf-8')
    with people.undone():
        done = people.pwb('build_targets', f'-people:{path}', f'-list:{LIST}', '-always', password=SECRET)
        text = people.client(META).text(LIST) or ''
    assert 'user = Reader 0001 |' in text, done.stdout
    assert '1 × has no account (line 2)' in done.stdout
