"""A list of 5,000 people that somebody was handed, or who signed up, in all forms: what it becomes and costs.

`make people-lists` goes through all of them and prints the table; `test_people_file.py` takes three.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bound import batches, each
from sandbox import bulk
from sandbox.bulk import Account, BulkWorld
from sandbox.farm import Farm
from sandbox.pwb_folder import OPERATOR
from sandbox.wikis import BY_DBNAME
from tests.sandbox.tools.massmessages import META
from tests.sandbox.tools.olderwikis import tells_of_many

PEOPLE, LIMIT = 5_000, 50
# seconds that a script has: an older CentralAuth is asked for each of them
PATIENCE = 1_800
SHARES = {'enwiki': 60, 'svwiki': 15, 'dewiki': 10, 'frwiki': 8, 'arwiki': 5, 'jawiki': 2}
# in the words of each wiki (core's MessagesSv.php, MessagesAr.php and so on)
USER = {
    'svwiki': 'Användare', 'dewiki': 'Benutzerin', 'frwiki': 'Utilisatrice', 'arwiki': 'مستخدم',
    'jawiki': '利用者',
}  # fmt: skip
TALK = {
    'svwiki': 'Användardiskussion', 'dewiki': 'Benutzerin Diskussion', 'frwiki': 'Discussion utilisateur',
    'arwiki': 'نقاش المستخدم', 'jawiki': '利用者‐会話',
}  # fmt: skip
# their lines do not say which wiki is whose
UNSTATED = frozenset({'names', 'JSON of another wiki'})
LIST = 'Lists/Handed'
SECRET = 'handed list 5000'
LISTED = PEOPLE - PEOPLE // 100 - PEOPLE // 1000


def account(number: int, dbname: str) -> Account:
    """Return somebody who edits one wiki most: of a hundred one opted out, of a thousand one is locked."""
    rest = {'metawiki': 2} | {other: 3 for other in ('enwiki', 'svwiki') if other != dbname}
    return Account(
        number, f'Reader {number:04}', dbname, {dbname: 40 + number % 400, **rest},
        locked=number % 1000 == 7, opted_out=number % 100 == 3,
    )  # fmt: skip


def homes() -> list[str]:
    """Return the wiki where each of them edits most."""
    dice = random.Random(1)
    return dice.choices(list(SHARES), list(SHARES.values()), k=PEOPLE)


def world() -> BulkWorld:
    """Return the wikis with all of these people, and nothing else."""
    accounts = [account(number, dbname) for number, dbname in enumerate(homes(), 1)]
    return BulkWorld('enwiki', 'None', accounts, [], [], [])


def fill(farm: Farm) -> None:
    """Make the wikis of a farm those of these people; the bot is one on Meta alone."""
    bulk.fill(farm, 'people of a file, 1', world)
    done = farm.php('metawiki', 'createAndPromote.php', '--bot', OPERATOR, SECRET)
    assert done.returncode == 0, done.stderr


def named() -> list[tuple[str, str, str]]:
    """Return everybody as (name, database name, host)."""
    return [(f'Reader {n:04}', dbname, BY_DBNAME[dbname].host) for n, dbname in enumerate(homes(), 1)]


def page(name: str, dbname: str) -> str:
    """Return the title of somebody's user or talk page, in the words of the wiki."""
    return f'{TALK.get(dbname, "User talk") if name.endswith("4") else USER.get(dbname, "User")}:{name}'


def address(name: str, dbname: str, host: str) -> str:
    """Return the web address of somebody's user or talk page, in the words of the wiki."""
    return f'https://{host}/wiki/{page(name, dbname).replace(" ", "_")}'


FORMS: Mapping[str, Callable[[], str]] = {
    'names': lambda: '\n'.join(name for name, _, _ in named()),
    'name, wiki': lambda: '\n'.join(f'{name}, {host}' for name, _, host in named()),
    'name@host': lambda: '\n'.join(f'{name}@{host}' for name, _, host in named()),
    'csv': lambda: 'Username,Country,Wiki\n' + '\n'.join(f'{name},X,{db}' for name, db, _ in named()),
    'semicolons': lambda: (
        '\ufeffReal name;User;Home wiki\n' + '\n'.join(f'A;{n};{db}' for n, db, _ in named())
    ),
    'tabs with a header': lambda: (
        'No.\tUser name\tHost\n' + '\n'.join(f'{n}\t{name}\t{h}' for n, (name, _, h) in enumerate(named(), 1))
    ),
    'commas, no header': lambda: '\n'.join(
        f'{db},{name},{address(name, db, host)}' for name, db, host in named()
    ),
    'an Arabic header': lambda: (
        'الدولة,اسم المستخدم,ويكي\n' + '\n'.join(f'X,{name},{db}' for name, db, _ in named())
    ),
    'a Japanese header': lambda: (
        '利用者名;ウィキ\n' + '\n'.join(f'{page(n, db)};{db}' for n, db, _ in named())
    ),
    'sends from the server': lambda: '\n'.join(f'User talk:{name}\t{db}' for name, db, _ in named()),
    'addresses': lambda: '\n'.join(address(*one) for one in named()),
    'EdwardsBot': lambda: '\n'.join(f'* {{{{target | user = {n} | site = {h}}}}}' for n, _, h in named()),
    'JSON of another wiki': lambda: json.dumps(
        {'description': '', 'targets': [{'title': f'Benutzer Diskussion:{name}'} for name, _, _ in named()]}
    ),
    'JSON': lambda: json.dumps({'targets': [{'title': f'User talk:{n}', 'site': h} for n, _, h in named()]}),
}


def bound(*, stated: bool) -> int:
    """Return the least requests: global accounts, accounts and talk pages of each wiki, in batches.

    One that knew beforehand which wiki is whose needs no more, also where the file does not say it.
    """
    by_wiki = Counter(homes())
    accounts = batches(PEOPLE, LIMIT) + each(by_wiki, LIMIT)
    return accounts + each(by_wiki, LIMIT) + len(by_wiki) * (1 if stated else 2)


@dataclass(frozen=True)
class Made:
    """What a file became: how many entries, how many of them as they should be, requests, and findings."""

    form: str
    entries: int
    right: int
    requests: int
    least: int
    findings: int
    output: str
    listed: int = LISTED

    @property
    def good(self) -> bool:
        """Whether the list is the one that it should be, at no more than 1.1 times the bound."""
        whole = self.entries == self.right == self.listed and not self.findings
        return whole and self.requests <= 1.1 * self.least

    def __str__(self) -> str:
        share = self.requests / self.least
        return (
            f'{self.form:<22} {self.entries:>6,} entries, {self.right:>6,} right, {self.requests} requests, '
            f'{share:.2f} of the bound {self.least}, {self.findings} findings'
        )


def build(farm: Farm, path: Path, *more: str) -> str:
    """Return what build_targets prints about a file, no answers being kept from before."""
    for kept in (farm.pwb_directory(OPERATOR, SECRET) / 'outreach').glob('evidence.sqlite*'):
        kept.unlink()
    options = (f'-people:{path}', f'-list:{LIST}', '-perlist:6000', '-always', *more)
    done = farm.pwb('build_targets', *options, password=SECRET, timeout=PATIENCE)
    assert done.returncode == 0, done.stdout
    return done.stdout


def spent(said: str, *, many: bool) -> int:
    """Return how many requests a script says that it made.

    Those for one account each, which a CentralAuth takes that does not tell of `many`, count as the batches
    that they stand for.
    """
    found = re.search(r'^([\d,]+) requests:', said, re.MULTILINE)
    assert found, said
    number = int(found[1].replace(',', ''))
    return number if many else number - PEOPLE + batches(PEOPLE, LIMIT)


def beside_locks(checked: subprocess.CompletedProcess[str], finding: str) -> int:
    """Return how much check_targets finds where CentralAuth is too old for the locks of many.

    That it did not look these up it must say, and end with 1.
    """
    found = re.findall(finding, checked.stdout, re.MULTILINE)
    said = re.findall(r'Locks were not looked up: that would be [\d,]+ requests here\.', checked.stdout)
    return len(found) + abs(len(said) - 1) + abs(checked.returncode - 1)


def make(farm: Farm, form: str, folder: Path) -> Made:
    """Build the list out of the file in a form, check it with check_targets, and put the wikis back."""
    path = folder / 'people.txt'
    path.write_text(FORMS[form](), encoding='utf-8')
    with farm.undone():
        said = build(farm, path)
        text = farm.client(META).text(LIST) or ''
        checked = farm.pwb(
            'check_targets', f'-list:{LIST}', '-perlist:6000', password=SECRET, timeout=PATIENCE
        )
    many = tells_of_many(farm)
    findings = checked.returncode if many else beside_locks(checked, r'^ {4}.*')
    assert 'were named by the organizer' in text
    right = sum(f'user = {name} | site = {host}' in text for name, _, host in named())
    least = bound(stated=form not in UNSTATED)
    return Made(form, text.count('{{target'), right, spent(said, many=many), least, findings, said)


SIGN_UPS: Mapping[str, Callable[[], str]] = {
    'sign-ups with wikis': lambda: '\n'.join(f'# [[:{host[:2]}:User:{name}]]' for name, _, host in named()),
    'sign-ups by name': lambda: '\n'.join(f'# {name}' for name, _, _ in named()),
}


def bound_of_sign_ups(*, stated: bool, many: bool) -> int:
    """Return the least requests for sign-ups: global accounts, and the accounts of each wiki, in batches.

    Where nobody says which wiki is theirs, each is asked about everybody whom larger ones did not settle.
    A CentralAuth that does not tell of `many` tells all wikis of each, which then say who is blocked.
    """
    if not stated and not many:
        edited = (account(number, dbname).edits for number, dbname in enumerate(homes(), 1))
        there = Counter(dbname for one in edited for dbname in one.keys() - {'metawiki'})
        return batches(PEOPLE, LIMIT) + each(there, LIMIT)
    by_wiki = [count for _, count in Counter(homes()).most_common()]
    asked = by_wiki if stated else [sum(by_wiki[at:]) for at in range(len(by_wiki))]
    return batches(PEOPLE, LIMIT) + sum(batches(count, LIMIT) for count in asked)


def sign_up(farm: Farm, form: str) -> Made:
    """Collect 5,000 people from a sign-up page, check the list with check_targets, and put the wikis back."""
    with farm.undone():
        page = f'== Participants ==\n{SIGN_UPS[form]()}'
        farm.client(META).login(OPERATOR, SECRET).edit('Sign-ups/5000', page)
        options = ('-signups:Sign-ups/5000', f'-list:{LIST}', '-accept:signed-by-others', '-always')
        done = farm.pwb('collect_signups', *options, password=SECRET, timeout=PATIENCE)
        text = farm.client(META).text(LIST) or ''
        checked = farm.pwb(
            'check_targets', f'-list:{LIST}', '-perlist:6000', password=SECRET, timeout=PATIENCE
        )
    right = sum(f'user = {name} | site = {host}' in text for name, _, host in named())
    many, entries, signed = tells_of_many(farm), text.count('{{target'), PEOPLE - PEOPLE // 1000
    least = bound_of_sign_ups(stated=form != 'sign-ups by name', many=many)
    # MassMessage itself leaves out who opted out
    finding = r'^ {4}(?!the page opts out).*'
    found = len(re.findall(finding, checked.stdout, re.MULTILINE)) if many else beside_locks(checked, finding)
    return Made(form, entries, right, spent(done.stdout, many=many), least, found, done.stdout, signed)


def main() -> int:
    """Make all lists and print the table; 0 where all of them are good."""
    with Farm.start() as farm, tempfile.TemporaryDirectory() as folder:
        fill(farm)
        made = []
        for form in FORMS:
            made.append(make(farm, form, Path(folder)))
            print(made[-1], flush=True)
        for form in SIGN_UPS:
            made.append(sign_up(farm, form))
            print(made[-1], flush=True)
    return 0 if all(one.good for one in made) else 1


if __name__ == '__main__':
    sys.exit(main())
