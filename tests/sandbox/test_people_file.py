"""A list of 5,000 people that somebody was handed: it becomes a list with nothing wrong on it, in batches."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from benchmarks.bound import batches, each
from sandbox import bulk
from sandbox.bulk import Account, BulkWorld
from sandbox.farm import Farm
from sandbox.pwb_folder import OPERATOR
from sandbox.wikis import BY_DBNAME
from tests.sandbox.tools.massmessages import META

PEOPLE, LIMIT = 5_000, 50
SHARES = {'enwiki': 60, 'svwiki': 15, 'dewiki': 10, 'frwiki': 8, 'arwiki': 5, 'jawiki': 2}
USER = {'svwiki': 'Användare', 'dewiki': 'Benutzerin', 'frwiki': 'Utilisatrice'}
LIST = 'Lists/Handed'
SECRET = 'handed list 5000'


def account(number: int, dbname: str) -> Account:
    rest = {'metawiki': 2} | {other: 3 for other in ('enwiki', 'svwiki') if other != dbname}
    # every hundredth opted out, every thousandth is locked
    return Account(
        number, f'Reader {number:04}', dbname, {dbname: 40 + number % 400, **rest},
        locked=number % 1000 == 7, opted_out=number % 100 == 3,
    )  # fmt: skip


def homes() -> list[str]:
    dice = random.Random(1)
    return dice.choices(list(SHARES), list(SHARES.values()), k=PEOPLE)


def world() -> BulkWorld:
    accounts = [account(number, dbname) for number, dbname in enumerate(homes(), 1)]
    return BulkWorld('enwiki', 'None', accounts, [], [], [])


@pytest.fixture(scope='module')
def people() -> Iterator[Farm]:
    with Farm.start() as farm:
        bulk.fill(farm, 'people of a file, 1', world)
        done = farm.php('metawiki', 'createAndPromote.php', '--bot', OPERATOR, SECRET)
        assert done.returncode == 0, done.stderr
        yield farm


def named() -> list[tuple[str, str, str]]:
    """Return everybody as (name, database name, host)."""
    return [(f'Reader {n:04}', dbname, BY_DBNAME[dbname].host) for n, dbname in enumerate(homes(), 1)]


def address(name: str, dbname: str, host: str) -> str:
    return f'https://{host}/wiki/{USER.get(dbname, "User")}:{name.replace(" ", "_")}'


FORMS: Mapping[str, Callable[[], str]] = {
    'names': lambda: '\n'.join(name for name, _, _ in named()),
    'name, wiki': lambda: '\n'.join(f'{name}, {host}' for name, _, host in named()),
    'name@host': lambda: '\n'.join(f'{name}@{host}' for name, _, host in named()),
    'csv': lambda: 'Username,Country,Wiki\n' + '\n'.join(f'{name},X,{db}' for name, db, _ in named()),
    'semicolons': lambda: (
        '\ufeffReal name;User;Home wiki\n' + '\n'.join(f'A;{n};{db}' for n, db, _ in named())
    ),
    'sends from the server': lambda: '\n'.join(f'User talk:{name}\t{db}' for name, db, _ in named()),
    'addresses': lambda: '\n'.join(address(*one) for one in named()),
    'EdwardsBot': lambda: '\n'.join(f'* {{{{target | user = {n} | site = {h}}}}}' for n, _, h in named()),
    'JSON': lambda: json.dumps({'targets': [{'title': f'User talk:{n}', 'site': h} for n, _, h in named()]}),
}


def build(farm: Farm, path: Path, *more: str) -> str:
    done = farm.pwb(
        'build_targets',
        f'-people:{path}',
        f'-list:{LIST}',
        '-perlist:6000',
        '-always',
        *more,
        password=SECRET,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def requests_in(said: str) -> int:
    found = re.search(r'^(\d+) requests:', said, re.MULTILINE)
    assert found, said
    return int(found[1])


def bound(*, stated: bool) -> int:
    """Return the least requests: global accounts, accounts and talk pages of each wiki, in batches."""
    by_wiki = Counter(homes())
    accounts = batches(PEOPLE, LIMIT) + each(by_wiki, LIMIT)
    # which wiki is theirs is in the file, or would have to be guessed right for everybody
    return accounts + each(by_wiki, LIMIT) + len(by_wiki) * (1 if stated else 2)


@pytest.mark.parametrize('form', ['name@host'])
def test_a_list_of_5000_people_in_batches(people: Farm, tmp_path: Path, form: str) -> None:
    path = tmp_path / 'people.txt'
    path.write_text(FORMS[form](), encoding='utf-8')
    with people.undone():
        said = build(people, path)
        text = people.client(META).text(LIST) or ''
        assert text.count('{{target') == PEOPLE - PEOPLE // 100 - PEOPLE // 1000
        assert 'were named by the organizer' in text
        checked = people.pwb('check_targets', f'-list:{LIST}', '-perlist:6000', password=SECRET)
        assert checked.returncode == 0, checked.stdout
        wrong = sum(f'user = {name} | site = {host}' not in text for name, _, host in named())
        assert wrong == PEOPLE // 100 + PEOPLE // 1000
    assert requests_in(said) <= 1.1 * bound(stated=True)


@pytest.mark.parametrize('form', FORMS)
def test_every_form_makes_the_same_list(people: Farm, tmp_path: Path, form: str) -> None:
    """With the first lines only: that all of them go is tested above."""
    path = tmp_path / 'people.txt'
    whole = FORMS[form]()
    few = json.dumps({'targets': json.loads(whole)['targets'][:60]}) if form == 'JSON' else ''
    path.write_text(few or '\n'.join(whole.split('\n')[:60]), encoding='utf-8')
    with people.undone():
        build(people, path)
        text = people.client(META).text(LIST) or ''
    for name, _, host in named()[: 60 - (form in ('csv', 'semicolons'))]:
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
