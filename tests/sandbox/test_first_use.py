"""What first users tried with lists of names, sign-up tables and lists of their own: right, on screen too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sandbox.farm import Farm
from sandbox.pwb_folder import OPERATOR

EN, SV, DE, CS, ID = (f'{code}.wikipedia.test' for code in ('en', 'sv', 'de', 'cs', 'id'))
META = 'meta.wikimedia.test'
LIST, SIGNUPS = 'Import/Targets', 'Import/People'
BUILD = ('build_targets', f'-list:{LIST}', '-always')
COLLECT = ('collect_signups', f'-signups:{SIGNUPS}', f'-list:{LIST}', '-always')
HANDED = {'Grace Abara': EN, 'Ingrid Ek': SV, 'Jürgen Groß': DE}
SECRET = 'grace@private.example'
FORMS = {
    'names': 'Grace Abara\nIngrid Ek\nJürgen Groß\n',
    'name, wiki': 'Grace Abara, en\nIngrid Ek, svwiki\nJürgen Groß, de.wikipedia.test\n',
    'table': f'Real name;User name;E-mail;Country\nG. A.;Grace Abara;{SECRET};Kenya\n'
    'I. E.;Ingrid Ek;;Sweden\nJ. G.;Jürgen Groß;;Germany\n',
    'addresses': f'http://{EN}/wiki/User:Grace_Abara\nhttp://{SV}/wiki/Anv%C3%A4ndare:Ingrid_Ek\n'
    f'http://{DE}/wiki/Benutzer_Diskussion:J%C3%BCrgen_Gro%C3%9F\n',
}


def run(farm: Farm, *command: str, code: int = 0) -> str:
    done = farm.pwb(*command)
    assert done.returncode == code, done.stdout
    return done.stdout


def entry(name: str, host: str) -> str:
    return f'{{{{target | user = {name} | site = {host} }}}}'


@pytest.mark.parametrize('form', FORMS)
def test_the_list_in_my_hand_becomes_a_list_that_says_where_it_is_from(
    wiki_state: Farm, tmp_path: Path, form: str
) -> None:
    path = tmp_path / 'names.csv'
    path.write_text(FORMS[form], encoding='utf-8')
    said = run(wiki_state, *BUILD, f'-people:{path}')
    text = wiki_state.client(META).text(LIST) or ''
    for name, host in HANDED.items():
        assert f'user = {name} | site = {host}' in text
    assert 'named by the organizer' in text
    assert 'names.csv: 3 people.\n' in said
    assert 'No line with a name was left over.' in said
    run(wiki_state, 'check_targets', f'-list:{LIST}')


def test_what_else_a_file_says_of_people_stays_on_this_machine(wiki_state: Farm, tmp_path: Path) -> None:
    path = tmp_path / 'names.csv'
    path.write_text(
        f'{FORMS["table"]}Nobody;Nobody At All;nobody@private.example;Nowhere\n', encoding='utf-8'
    )
    said = run(wiki_state, *BUILD, f'-people:{path}', code=1)
    folder = wiki_state.pwb_directory(OPERATOR)
    kept = [one for one in folder.rglob('*') if one.is_file() and one.suffix not in ('.lwp', '.py', '.pyc')]
    pages = wiki_state.sql('metawiki', 'SELECT old_text FROM text')
    everything = said + str(pages) + ''.join(one.read_bytes().decode('utf-8', 'replace') for one in kept)
    for private in (SECRET, 'nobody@private.example', 'G. A.', 'Kenya'):
        assert private not in everything, private


def test_a_segment_cuts_a_file_and_a_list_that_is_there(wiki_state: Farm, tmp_path: Path) -> None:
    path = tmp_path / 'names.csv'
    path.write_text(FORMS['table'], encoding='utf-8')
    said = run(wiki_state, *BUILD, f'-people:{path}', '-segment:country=Sweden', '-segment:country=Kenya')
    assert '1 row is in no segment that was asked for' in said
    text = wiki_state.client(META).text(LIST) or ''
    assert (text.count('user = '), 'Jürgen' in text) == (2, False)
    whole = 'Import/Whole'
    organizer = wiki_state.login('Organizer')
    parts = [f'== {host} ==\n* {entry(name, host)}' for name, host in HANDED.items()]
    organizer.edit(whole, '\n'.join(parts))
    cut = ('build_targets', f'-fromlist:{whole}', '-always')
    for segment, left in (('language=sv', 'Ingrid Ek'), (f'section={DE}', 'Jürgen Groß')):
        run(wiki_state, *cut, '-list:Import/Part', f'-segment:{segment}', '-accept:shrinks')
        text = wiki_state.client(META).text('Import/Part') or ''
        assert re.findall(r'user = ([^|]+) \|', text) == [left]
        assert f'taken from [[:{whole}]]' in text
    said = run(wiki_state, *cut, '-list:Import/Part', '-segment:language=xx', code=2)
    assert '-segment:language=xx: is the language of no wiki here' in said
    assert 'has no column' in run(wiki_state, *cut, '-list:Import/P', '-segment:age=9', code=2)


def test_hundreds_of_names_of_one_kind_are_one_line_and_a_file(wiki_state: Farm) -> None:
    names = [f'Stranger {number:03}' for number in range(300)]
    text = ''.join(f'# {name}\n' for name in [*names, 'Grace Abara'])
    wiki_state.login('Organizer').edit(SIGNUPS, text)
    said = run(wiki_state, *COLLECT, '-accept:signed-by-others', code=1)
    assert f'300 × there is no account of that name ({SIGNUPS}, line 1; {SIGNUPS}, line 2; ' in said
    assert len(said.splitlines()) < 30
    path = re.search(r'^Each of these lines is in (.+)\.$', said, re.MULTILINE)
    assert path
    told = Path(path[1]).read_text(encoding='utf-8').splitlines()
    assert told[0] == f'{SIGNUPS}, line 1\tthere is no account Stranger 000'
    assert len(told) == 300
    assert Path(path[1]).stat().st_mode & 0o77 == 0
    assert entry('Grace Abara', EN) in (wiki_state.client(META).text(LIST) or '')


TABLE = f"""Introduction
{{| class="wikitable"
! Name !! Wiki
|-
| Dewi Lestari K || {ID}
|}}
# Jiří Novotný – translator
"""


def test_a_table_says_the_wiki_and_a_dash_sets_off_the_role(wiki_state: Farm) -> None:
    wiki_state.login('Organizer').edit(SIGNUPS, TABLE)
    said = run(wiki_state, *COLLECT, '-accept:signed-by-others')
    assert f'User talk:Dewi Lestari K@{ID}: joins' in said
    assert f'User talk:Jiří Novotný@{CS}: joins' in said
    assert (
        f"{SIGNUPS}: 2 people; 1 line names nobody.\n  {SIGNUPS}, line 1: names nobody: 'Introduction'"
        in said
    )
    run(wiki_state, *COLLECT, '-accept:signed-by-others', '-role:translator')


STRAYS = f"""* {entry('Grace Abara', EN)}
* [[User:Tobias Finch]]
* Tobias Finch, enwiki
* <s>{entry('Hollis Grant', EN)}</s>
"""


def test_lines_that_only_look_like_entries_are_named(wiki_state: Farm, tmp_path: Path) -> None:
    wiki_state.login('Organizer').edit(LIST, STRAYS)
    said = run(wiki_state, 'check_targets', f'-list:{LIST}', code=1)
    for line, words in ((2, 'Tobias Finch'), (3, 'Tobias Finch'), (4, 'Hollis Grant')):
        assert re.search(rf'line {line}\b.*{words}', said), said
    names = tmp_path / 'names.txt'
    names.write_text('Tobias Finch\nGrace Abara\n')
    said = run(wiki_state, *BUILD, f'-people:{names}', '-explain:Tobias Finch', code=1)
    assert f'{LIST}, line 2: names Tobias Finch, but is no entry' in said


WRITTEN = f'* https://{DE}/wiki/Benutzer:J%C3%BCrgen_Gro%C3%9F\n* [[User:Grace Abara]], Hollis Grant\n'
STRUCK = '* <s>[[User:Ingrid Ek]]</s>\n'
SUGGESTED = """
* <s>[[:es:Wikipedia:Café]]</s> they said no. [[User:Anna]] 10:00, 1 May 2026 (UTC)
* [[:de:Wikipedia:Kurier]] [[:de:Benutzer:Anna]] [[:de:Benutzer Diskussion:Anna|D]] 10:12, 3. Mär. 2026 (CET)
* [[:sv:Wikipedia:Bybrunnen]] thanks, [[User:Bo]]! [[User:Anna]] 10:00, 1 May 2026 (UTC), says [[User:Cem]]
"""


def test_what_people_write_on_exclude_pages_and_logs_is_read_as_they_mean_it(wiki_state: Farm) -> None:
    # cases, K1: the address of one person excludes that person only, and who stands beside is told
    organizer = wiki_state.login('Organizer')
    organizer.edit('Import/Not', WRITTEN + STRUCK)
    hosts = {**HANDED, 'Hollis Grant': EN, 'Petra Plan': DE}
    organizer.edit(LIST, ''.join(f'* {entry(name, host)}\n' for name, host in hosts.items()))
    said = run(wiki_state, 'check_targets', f'-list:{LIST}', '-exclude:Import/Not', code=1)
    assert set(re.findall(r'(\w+ \w+) is named on an exclude page', said)) == {'Jürgen Groß', 'Grace Abara'}
    assert f'nobody on {DE}' not in said
    assert 'Import/Not, line 2: names more than could be read' in said
    assert 'Ingrid Ek is struck out: not excluded any more' in said
    # K6, K10: what is struck is not suggested, and who signed is no place
    organizer.edit('Import', '{{Outreach campaign\n}}')
    run(wiki_state, 'log_promotion', '-campaign:Import', '-always')
    log = organizer.text('Import/Log') or ''
    organizer.edit('Import/Log', log + SUGGESTED)
    run(wiki_state, 'log_promotion', '-campaign:Import', '-always')
    text = organizer.text('Import/Log') or ''
    suggested = {f'{DE} Wikipedia:Kurier', f'{SV} Wikipedia:Bybrunnen'}
    assert set(re.findall(r'id:suggested (.*?) *-->', text)) == suggested
    assert SUGGESTED.strip() in text


def test_who_was_moved_by_hand_was_not_removed(wiki_state: Farm, tmp_path: Path) -> None:
    path = tmp_path / 'names.txt'
    path.write_text(FORMS['names'], encoding='utf-8')
    run(wiki_state, *BUILD, f'-people:{path}')
    organizer = wiki_state.login('Organizer')
    before = organizer.text(LIST) or ''
    organizer.edit(LIST, before.replace(f'user = Ingrid Ek | site = {SV}', f'user = Ingrid Ek | site = {EN}'))
    said = run(wiki_state, *BUILD, f'-people:{path}', '-explain:Ingrid Ek')
    assert f'out: moved (a person moved the entry to {EN})' in said
    assert '1 moved' in said
    assert 'removed from the list' not in said
    assert f'user = Ingrid Ek | site = {EN}' in (organizer.text(LIST) or '')


def test_nobody_is_behind_an_account_that_became_a_system_user(wiki_state: Farm, tmp_path: Path) -> None:
    """As when its owner vanishes (T420848)."""
    code = "echo User::newSystemUser( 'Ingrid Ek', [ 'steal' => true ] )->isSystemUser();"
    assert wiki_state.evaluate('svwiki', code).strip() == '1'
    path = tmp_path / 'names.txt'
    path.write_text('Ingrid Ek, sv\nGrace Abara\n', encoding='utf-8')
    said = run(wiki_state, *BUILD, f'-people:{path}')
    assert '1 locked' in said
    organizer = wiki_state.login('Organizer')
    assert 'Ingrid' not in (organizer.text(LIST) or '')
    organizer.edit(LIST, f'* {entry("Ingrid Ek", SV)}\n* {entry("Grace Abara", EN)}')
    assert 'missing' in run(wiki_state, 'check_targets', f'-list:{LIST}', code=1)
    organizer.edit(SIGNUPS, '# [[:sv:User:Ingrid Ek]] 10:00, 12 September 2026 (UTC)\n')
    said = run(wiki_state, *COLLECT, '-accept:signed-by-others', '-accept:everybody-out', code=1)
    assert 'Ingrid Ek left for good' in said
