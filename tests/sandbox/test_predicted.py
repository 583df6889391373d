"""What check_targets predicts for an entry is what MassMessage then does with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sandbox.farm import Farm
from sandbox.wikis import WIKIS
from tests.sandbox.tools.massmessages import DELIVERY_ACCOUNT, LIST_MODEL, META, SENDER, send

DRIVER = Path(__file__).with_name('tools') / 'print_predictions.py'
SCRIPTS = Path(__file__).parents[2] / 'scripts'
SV, EN, DE, FR = (f'{code}.wikipedia.test' for code in ('sv', 'en', 'de', 'fr'))

DELIVERED, DROPPED, DUPLICATE = 'delivered', 'dropped', 'duplicate'
OPTED_OUT, NO_USER, BAD_NAMESPACE, FAILED = 'opted out', 'no such user', 'wrong namespace', 'failed'

# Before MediaWiki 1.41 MassMessage wrote to temporary accounts too (REL1_39 was seen to).
TEMPORARY = f'{{{{target|user=~2026-30412-7|site={EN}}}}}'

# A title that begins with an interwiki prefix of the target wiki: since MediaWiki 1.43 the job breaks on
# it, so that nobody gets anything either, but no log tells.
INTERWIKI = f'{{{{#target:Meta:X|{SV}}}}}'
INTERWIKI_JSON = {'title': 'Meta:X', 'site': SV}

# an entry, what becomes of a message to it
ENTRIES = [
    (f'{{{{target | user = Ingrid Ek | site = {SV} }}}}', DELIVERED),
    (f'* {{{{Target|page=Användardiskussion:Per Dahlström|site={SV}}}}}', DELIVERED),
    ('{{target|user=Organizer}}', DELIVERED),
    ('{{#target:User talk:Organizer|}}', DELIVERED),
    (f'{{{{#target:User:Åsa Öberg|{SV}}}}}', DELIVERED),
    (f'{{{{#target:user talk:åsa_Öberg|{SV}}}}}', DELIVERED),
    (f'{{{{#target:User talk:Site=User=X|{SV}}}}}', DELIVERED),
    ('{{#target:User talk:Mail@Example|es.wikipedia.test}}', DELIVERED),
    ("{{target|user=Ann''e Quotes|site=en.wikipedia.test}}", DELIVERED),
    ('{{target|user=...Dotty|site=en.wikipedia.test}}', DELIVERED),
    ('{{target|user=佐藤 薬|site=ja.wikipedia.test}}', DELIVERED),
    (f'{{{{#target:User talk:Grace\u200e Abara|{EN}}}}}', DELIVERED),
    (f'{{{{#target:User talk:Grace Abara/news|{EN}}}}}', DELIVERED),
    (f'{{{{#target:User talk:Mira Alt|{EN}}}}}', DELIVERED),
    (f'{{{{target|user=User:Ingrid Ek|site={SV}}}}}', DELIVERED),
    (f'{{{{#target:User talk:Nora Oldname|{SV}}}}}', DELIVERED),
    (f'{{{{#target:Wikipedia:Bybrunnen|{SV}}}}}', DELIVERED),
    (f'{{{{#target:Talk:Aspirin|{EN}}}}}', DELIVERED),
    (f'{{{{target|page=User talk:Tobias Finch|user=Hollis Grant|site={EN}}}}}', DELIVERED),
    (f'{{{{target|user=Tobias Finch|wiki=x|site={EN}}}}}', DELIVERED),
    ('{{#target:Outreach page}}', DELIVERED),
    ('{{target|user=Lock Lockley|site=pl.wikipedia.test}}', DELIVERED),
    ('{{target|user=Ivan Blocked|site=ru.wikipedia.test}}', DELIVERED),
    ('{{target|user=Nils Nobots|site=sv.wikipedia.test}}', DELIVERED),
    ('{{target|user=Rex Userpage|site=en.wikipedia.test}}', DELIVERED),
    ('{{target|user=Olga Optout|site=en.wikipedia.test}}', DELIVERED),
    ('{{target|user=Olga Optout|site=de.wikipedia.test}}', OPTED_OUT),
    ('{{target|user=Haim Optout|site=he.wikipedia.test}}', OPTED_OUT),
    ('{{target|user=Enid Optout|site=en.wikipedia.test}}', OPTED_OUT),
    ('{{target|user=Petra Protected|site=fr.wikipedia.test}}', FAILED),
    (f'{{{{target|user=Nobody At All|site={SV}}}}}', NO_USER),
    (f'{{{{#target:User talk:/Ingrid Ek|{SV}}}}}', NO_USER),
    (f'{{{{target|user=Ingrid Ek|site={FR}}}}}', NO_USER),
    (f'{{{{target|user=192.0.2.17|site={EN}}}}}', NO_USER),
    (TEMPORARY, NO_USER),
    (f'{{{{#target:Aspirin|{EN}}}}}', BAD_NAMESPACE),
    (f'{{{{#target:Category:Aspirin|{EN}}}}}', BAD_NAMESPACE),
    (f'{{{{#target:File:X.jpg|{EN}}}}}', BAD_NAMESPACE),
    (INTERWIKI, BAD_NAMESPACE),
    (f'{{{{#target:Benutzer Diskussion:Ingrid Ek|{SV}}}}}', BAD_NAMESPACE),
    (f'{{{{#target:User talk:Ingrid Ek|site={SV}}}}}', DROPPED),
    ('{{#target:User talk:Ingrid Ek|SV.wikipedia.test}}', DROPPED),
    (f'{{{{#target:User talk:Ingrid Ek|http://{SV}}}}}', DROPPED),
    ('{{#target:User talk:Ingrid Ek|sv.m.wikipedia.test}}', DROPPED),
    ('{{#target:User talk:Ingrid Ek|svwiki}}', DROPPED),
    ('{{target|user=Ingrid Ek|site=not.a.wiki.test}}', DROPPED),
    ('{{#target:sv:User talk:Ingrid Ek}}', DROPPED),
    ('{{#mål:User talk:Organizer}}', DROPPED),
    (f'{{{{#target:User talk:<>|{SV}}}}}', DROPPED),
    (f'{{{{target|Ingrid Ek|{SV}}}}}', DROPPED),
    (f'{{{{TARGET|user=Ingrid Ek|site={SV}}}}}', DROPPED),
    (f'{{{{target|user=[[User:Ingrid Ek]]|site={SV}}}}}', DROPPED),
    (f'{{{{#target:<nowiki>User talk:Ingrid Ek</nowiki>|{SV}}}}}', DROPPED),
    (f'{{{{target|user=Ingrid Ek|site=\u00a0{SV}}}}}', DROPPED),
    (f'{{{{#target:User talk:Ingrid Ek|\u2003{SV}}}}}', DROPPED),
]

JSON_ENTRIES = [
    ({'title': 'User talk:Ingrid Ek', 'site': SV}, DELIVERED),
    ({'title': 'User talk:Ingrid Ek', 'site': SV, 'note': 'kept'}, DELIVERED),
    ({'title': 'User talk:Organizer'}, DELIVERED),
    ({'title': 'User talk:Organizer', 'site': META}, DELIVERED),
    ({'title': 'User:Organizer'}, DELIVERED),
    ({'title': 'User talk:Ingrid Ek', 'site': 'not.a.wiki.test'}, DROPPED),
    ({'title': 'User talk:Ingrid Ek', 'site': 'SV.wikipedia.test'}, DROPPED),
    (INTERWIKI_JSON, BAD_NAMESPACE),
    ({'title': 'User talk:Nobody At All', 'site': SV}, NO_USER),
    ({'title': 'Category:X'}, BAD_NAMESPACE),
]

# One page in many spellings: REL1_39 writes a copy for each, later ones only the first (T93049).
SPELLINGS = ('User talk:Ingrid Ek', 'User:Ingrid Ek', 'user_talk:ingrid Ek', 'User talk:Ingrid Ek')

LOGGED = {'skipoptout': OPTED_OUT, 'skipnouser': NO_USER, 'skipbadns': BAD_NAMESPACE, 'failure': FAILED}


def came_to(farm: Farm, subjects: dict[str, str]) -> dict[str, list[str]]:
    """Return what became of each subject: a word for every copy, skip and failure, over all wikis."""
    found: dict[str, list[str]] = {title: [] for title in subjects}
    by_subject = {subject: title for title, subject in subjects.items()}
    for wiki in WIKIS:
        reply = farm.api(
            wiki.host,
            action='query',
            list='logevents|usercontribs',
            letype='massmessage',
            leprop='type|details',
            lelimit='max',
            ucuser=DELIVERY_ACCOUNT,
            uclimit='max',
            ucprop='comment',
        )['query']
        for row in reply['usercontribs']:
            for subject, title in by_subject.items():
                if f'/* {subject} */' in row['comment']:
                    found[title].append(DELIVERED)
        for entry in reply['logevents']:
            title = by_subject.get(entry['params'].get('subject', ''), '')
            if title and entry['action'] in LOGGED and LOGGED[entry['action']] not in found[title]:
                found[title].append(LOGGED[entry['action']])
    return found


def predicted(farm: Farm, titles: list[str]) -> dict[str, list[str]]:
    """Return what the linter predicts for the lists, in the order of their entries."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv('PYTHONPATH', str(SCRIPTS))
        done = farm.pwb(str(DRIVER), *titles)
    assert done.returncode == 0, done.stdout
    told = json.loads(done.stdout.split('PREDICTED')[1].splitlines()[0])
    return {title: [state for _, state in states] for title, states in told.items()}


@pytest.fixture(scope='module')
def fates(farm: Farm, world_snapshot: Path) -> dict[str, tuple[list[str], list[str]]]:
    """Put every entry on a list of its own, predict, send, and see what came of it."""
    admin = farm.login(SENDER)
    subjects = {}
    for number, (entry, _) in enumerate(ENTRIES):
        admin.edit(f'Predicted {number}', f'For a test.\n{entry}\n')
        subjects[f'Predicted {number}'] = f'Subject w{number}e'
    for number, (one, _) in enumerate(JSON_ENTRIES):
        text = json.dumps({'description': '', 'targets': [one]})
        admin.edit(f'Predicted json {number}', text, contentmodel=LIST_MODEL)
        subjects[f'Predicted json {number}'] = f'Subject j{number}e'
    many = '\n'.join(f'* {{{{#target:{page}|{SV}}}}}' for page in SPELLINGS)
    admin.edit('Predicted twice', many)
    subjects['Predicted twice'] = 'Subject twice'
    for page in ('User talk:Organizer', 'Predicted page', 'Category:Predicted more'):
        admin.edit(page, 'For a test. [[Category:Predicted]]')
    subjects['Category:Predicted'] = 'Subject category'
    told = predicted(farm, list(subjects))
    for title, subject in subjects.items():
        send(admin, title, subject)
    farm.run_jobs()
    came = came_to(farm, subjects)
    farm.restore(world_snapshot)
    return {title: (told.get(title, []), came[title]) for title in subjects}


@pytest.mark.parametrize('number', range(len(ENTRIES)), ids=[entry for entry, _ in ENTRIES])
def test_an_entry_in_wikitext_comes_to_what_was_predicted(
    fates: dict[str, tuple[list[str], list[str]]], number: int
) -> None:
    entry, fate = ENTRIES[number]
    told, came = fates[f'Predicted {number}']
    assert told == ([fate] if told or fate != DROPPED else [])
    others = {TEMPORARY: [[DELIVERED]], INTERWIKI: [[DROPPED]]}.get(entry, [])
    assert (came or [DROPPED]) in [[fate], *others]


@pytest.mark.parametrize('number', range(len(JSON_ENTRIES)), ids=[json.dumps(one) for one, _ in JSON_ENTRIES])
def test_an_entry_in_json_comes_to_what_was_predicted(
    fates: dict[str, tuple[list[str], list[str]]], number: int
) -> None:
    told, came = fates[f'Predicted json {number}']
    entry, fate = JSON_ENTRIES[number]
    assert told == [fate]
    assert (came or [DROPPED]) in [[fate], *([[DROPPED]] if entry == INTERWIKI_JSON else [])]


def test_a_page_in_several_spellings_is_predicted_as_a_repeat(
    fates: dict[str, tuple[list[str], list[str]]],
) -> None:
    told, came = fates['Predicted twice']
    assert told == [DELIVERED, DUPLICATE, DUPLICATE, DUPLICATE]
    assert set(came) == {DELIVERED}
    assert len(came) < len(told)


def test_members_of_a_category_come_to_what_was_predicted(
    fates: dict[str, tuple[list[str], list[str]]],
) -> None:
    told, came = fates['Category:Predicted']
    assert sorted(told) == sorted(came) == [DELIVERED, DELIVERED, BAD_NAMESPACE]
