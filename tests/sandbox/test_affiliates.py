"""check_affiliates on real MediaWiki: who may be written to, what it costs, and that nothing gets out."""

from __future__ import annotations

import re
import signal
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from outreach.affiliates import clientlist, companions, registry

from sandbox import pwb_folder
from sandbox.client import Client
from sandbox.worlds.medicine import ADMIN, NEW_NAME, OLD_NAME, OPERATOR, ORGANIZER, SECOND_OPERATOR
from tests.affiliates.samples import entry, module
from tests.sandbox.tools import canaries
from tests.sandbox.tools.massmessages import META
from tests.sandbox.tools.olderwikis import tells_of_many
from tests.sandbox.tools.stage import Stage

RESULT, LIST, SIGNED, NOMAIL = (
    'Outreach/Affiliates',
    'Outreach/Affiliates/Talk',
    'Outreach/Signed',
    'Outreach/No mail',
)
PAGES = (f'-result:{RESULT}', f'-talklist:{LIST}')
REQUIRED = (f'-signed:{SIGNED}', '-require:signed')
PRIVATE = (f'-contacts:{canaries.CONTACTS}', f'-clients:{canaries.CLIENTS}', f'-nomail:{NOMAIL}')
ENTRIES: tuple[dict[str, Any], ...] = (
    entry('Wikimedia Arcadia', group_contact1=f'User:{ORGANIZER}', group_contact2='User:Nobody at all'),
    entry('Wikimedia Borduria', recognition_status='deferred', group_contact1=f'User:{OLD_NAME}'),
    entry('Wikimedia Caledonia', recognition_status='suspended'),
    entry('Wikimedia Dystopia', group_contact1='', uptodate_reporting='Cross-N', out_of_compliance_level='5'),
    entry("Wikimédia Côte d'Or", group_contact1='User:Xenia Excluded'),
)  # fmt: skip


def put_registry(meta: Client, entries: Sequence[Mapping[str, Any]]) -> None:
    meta.edit(registry.PAGE, module(entries))


@pytest.fixture
def meta(stage: Stage) -> Client:
    session: Client = stage.farm.login(ORGANIZER, META)
    put_registry(session, ENTRIES)
    report = {'group_name': 'Wikimedia Arcadia', 'languages_supported_by_affiliate': ['X~be-x-old']}
    session.edit(companions.REPORTS, module([report]))
    for one in ENTRIES[:3]:
        session.edit(str(one['group_name']), 'Who we are.')
    session.edit('Wikimedia Golden Coast', 'Who we are.')
    session.edit("Wikimédia Côte d'Or", '#REDIRECT [[Wikimedia Golden Coast]]')
    session.edit(NOMAIL, '* [[User:Xenia Excluded]]')
    session.edit(
        SIGNED,
        '* Wikimedia Arcadia, 2020-02-03\n* Wikimedia Caledonia\n'
        '* Wikimedia Golden Coast\n* Wikimedia Dystopie\n',
    )
    return session


@pytest.fixture
def contacts(stage: Stage) -> Path:
    path = stage.farm.pwb_directory(OPERATOR) / canaries.CONTACTS
    path.write_text(
        'affiliate,name,username,email,role\n'
        f'Wikimedia Arcadia,Ann,{ORGANIZER},{canaries.address(0)},Board Chair\n'
        f'Wikimédia Côte d’Or,Xenia,Xenia Excluded,{canaries.address(1)},Other\n'
        f'Wikimédia Côte d’Or,Desk,,{canaries.address(2)},Other\n'
        f'Wikimedia Caledonia,Cy,,{canaries.CONTROL},Other\n'
    )
    path.chmod(0o600)
    return path


def text(meta: Client, title: str) -> str:
    return meta.text(title) or ''


def verdicts(page: str) -> dict[str, str]:
    """Return the verdicts of the result page by the name of the affiliate."""
    rows = re.findall(r'\|--> \[\[:([^|]+)\|.*?\n\| style="[^"]+" \| . ([A-Z][a-z ]+)\n', page, re.DOTALL)
    return dict(rows)


# contract: C1, C2, C3, C4, C12, C18, C23
def test_everybody_ends_as_they_must_and_a_second_run_changes_nothing(stage: Stage, meta: Client) -> None:
    done = stage.farm.pwb('check_affiliates', *REQUIRED, *PAGES, f'-nomail:{NOMAIL}', '-always')
    assert done.returncode == 0, done.stdout
    assert verdicts(text(meta, RESULT)) == {
        'Wikimedia Caledonia': 'Leave out', 'Wikimedia Arcadia': 'Write', "Wikimédia Côte d'Or": 'Write',
        'Wikimedia Borduria': 'Ask', 'Wikimedia Dystopia': 'Ask',
    }  # fmt: skip
    assert text(meta, RESULT).index('Caledonia') < text(meta, RESULT).index('Arcadia'), (
        'contradictions come first'
    )
    assert 'Wikimedia Dystopie (perhaps Wikimedia Dystopia?)' in text(meta, RESULT)
    targets = re.findall(r'page = ([^}]+?) \}\}', text(meta, LIST))
    assert targets == ['Talk:Wikimedia Arcadia', 'Talk:Wikimedia Golden Coast']
    before = [text(meta, RESULT), text(meta, LIST)]
    again = stage.farm.pwb('check_affiliates', *REQUIRED, *PAGES, f'-nomail:{NOMAIL}', '-always')
    assert (again.returncode, 'Nothing to write' in again.stdout) == (0, True), again.stdout
    assert [text(meta, RESULT), text(meta, LIST)] == before


# contract: C14, T9
def test_a_rename_is_followed_and_explained(stage: Stage, meta: Client) -> None:
    done = stage.farm.pwb('check_affiliates', '-explain:Wikimedia Borduria', f'-nomail:{NOMAIL}')
    assert 'contact: yes' in done.stdout, done.stdout
    for name in (OLD_NAME, NEW_NAME):
        assert name not in done.stdout
    nobody = stage.farm.pwb('check_affiliates', '-explain:Wikimedia Bordurie')
    assert nobody.returncode == 1
    assert 'did you mean Wikimedia Borduria?' in nobody.stdout


# contract: C4, C10, C18
def test_who_refuses_messages_is_not_listed_and_who_is_excluded_is_no_contact(
    stage: Stage, meta: Client
) -> None:
    meta.edit('Talk:Wikimedia Arcadia', '{{Nobots}}')
    meta.edit('Talk:Wikimedia Golden Coast', '{{bots|deny=all}}')
    meta.edit('Outreach/Out', f'* [[:sv:Användare:{ORGANIZER}]]\n* [[Wikimedia Dystopia]]')
    # who may not remove a name removes nothing
    stage.farm.login(ADMIN, META).edit('Outreach/Out', '* [[Wikimedia Dystopia]]')
    done = stage.farm.pwb('check_affiliates', *PAGES, f'-nomail:{NOMAIL}', '-exclude:Outreach/Out', '-always')
    assert (done.returncode, '1 name was removed by somebody else' in done.stdout) == (1, True), done.stdout
    found = verdicts(text(meta, RESULT))
    assert (found['Wikimedia Arcadia'], found["Wikimédia Côte d'Or"]) == ('Ask', 'Ask')
    assert found['Wikimedia Dystopia'] == 'Leave out'
    assert 'its talk page refuses messages' in text(meta, RESULT)
    assert re.findall(r'page = ([^}]+?) \}\}', text(meta, LIST)) == ['Talk:Wikimedia Borduria']


# contract: C26, T10
def test_what_people_took_off_stays_off_and_who_vanished_is_asked_and_stays(
    stage: Stage, meta: Client
) -> None:
    arguments = ('check_affiliates', *PAGES, '-always')
    assert stage.farm.pwb(*arguments).returncode == 0
    taken = text(meta, LIST).replace('* {{target | page = Talk:Wikimedia Arcadia }}\n', '')
    assert taken != text(meta, LIST)
    meta.edit(LIST, taken)
    put_registry(meta, ENTRIES[:4])
    stopped = stage.farm.pwb(*arguments)
    assert stopped.returncode == 3
    assert '[registry-vanished]' in stopped.stdout
    assert '-accept:registry-vanished' in stopped.stdout
    shrunk = '-accept:registry-shrunk'
    done = stage.farm.pwb(*arguments, shrunk, '-accept:registry-vanished')
    assert done.returncode == 0, done.stdout
    assert 'Arcadia' not in text(meta, LIST)
    assert 'Talk:Wikimedia Golden Coast' in text(meta, LIST)
    page = text(meta, RESULT)
    assert 'gone from the registry without a word' in page
    assert "Gone: [[:Wikimédia Côte d'Or" in page
    put_registry(meta, [*ENTRIES[:1], *({**one, 'recognition_status': 'suspended'} for one in ENTRIES[1:4])])
    assert stage.farm.pwb(*arguments, shrunk, '-accept:shrinks').returncode == 0, 'known to be gone already'
    assert 'Borduria' not in text(meta, LIST)
    assert 'Status: [[:Wikimedia Borduria|Wikimedia Borduria]] (deferred, now suspended)' in text(
        meta, RESULT
    )


# contract: C32
def test_a_registry_that_shrank_stops_unattended_runs(stage: Stage, meta: Client) -> None:
    put_registry(meta, ENTRIES[:2])
    stopped = stage.farm.pwb('check_affiliates', *PAGES, '-always')
    assert (stopped.returncode, '[registry-shrunk]' in stopped.stdout) == (3, True), stopped.stdout
    assert meta.text(RESULT) is None


# contract: C43
def test_where_all_fall_out_for_one_reason_an_unattended_run_stops(stage: Stage, meta: Client) -> None:
    put_registry(meta, [entry(f'Wikimedia Group {n}', recognition_status='suspended') for n in range(40)])
    stopped = stage.farm.pwb('check_affiliates', *PAGES, '-always')
    assert (stopped.returncode, '[everybody-out]' in stopped.stdout) == (3, True), stopped.stdout
    assert meta.text(RESULT) is None
    done = stage.farm.pwb('check_affiliates', *PAGES, '-always', '-accept:everybody-out')
    assert done.returncode == 0, done.stdout


# contract: C44, C45
def test_what_a_stranger_saved_last_is_a_doubt_and_a_redirect_to_a_person_is_no_page(
    stage: Stage, meta: Client
) -> None:
    stage.farm.login(ADMIN, META).edit(SIGNED, '* Wikimedia Arcadia\n* Wikimedia Borduria\n')
    meta.edit('Wikimedia Borduria', '#REDIRECT [[User:Xenia Excluded]]')
    put_registry(meta, [*ENTRIES, entry(f'User:{ORGANIZER}', group_contact1='')])
    asked = ('check_affiliates', *REQUIRED, *PAGES, f'-nomail:{NOMAIL}', '-always')
    stopped = stage.farm.pwb(*asked)
    assert (stopped.returncode, f'{SIGNED}: was last saved by an account' in stopped.stdout) == (3, True)
    assert meta.text(RESULT) is None
    done = stage.farm.pwb(*asked, '-accept:page-by-others')
    assert done.returncode == 0, done.stdout
    assert re.findall(r'page = ([^}]+?) \}\}', text(meta, LIST)) == ['Talk:Wikimedia Arcadia']
    assert 'user =' not in text(meta, LIST)


# contract: C42
def test_what_affiliates_name_in_their_communities_is_the_second_wave(stage: Stage, meta: Client) -> None:
    meta.edit(
        'Outreach/Referrals',
        '* [[Wikimedia Arcadia]]: [[:sv:Wikipedia:Village pump]], [[User:Organizer]]\n'
        '* [[Wikimedia Caledonia]]: [[:de:Wikipedia:Village pump]]\n',
    )
    wave = 'Outreach/Affiliates/Second wave'
    asked = (*PAGES, '-referrals:Outreach/Referrals', f'-secondwave:{wave}', f'-nomail:{NOMAIL}', '-always')
    done = stage.farm.pwb('check_affiliates', *asked)
    assert done.returncode == 0, done.stdout
    assert re.findall(r'page = (.+?) \| site = (.+?) \}\}|user = (.+?) \}\}', text(meta, wave)) == [
        ('', '', 'Organizer'), ('Wikipedia:Village pump', 'sv.wikipedia.test', ''),
    ]  # fmt: skip
    named_none = text(meta, RESULT).partition('Named nobody of their communities yet')[2].partition('===')[2]
    assert 'Wikimedia Borduria' in named_none.partition('\n=')[0]
    assert 'Wikimedia Arcadia' not in named_none.partition('\n=')[0]
    again = stage.farm.pwb('check_affiliates', *asked)
    assert (again.returncode, 'Nothing to write' in again.stdout) == (0, True), again.stdout


BROKEN = module(ENTRIES).replace("'Wikimedia Borduria'", "'Wikimedia Borduria", 1)


@pytest.mark.parametrize(
    ('pages', 'arguments', 'words'),
    [
        ({registry.PAGE: BROKEN}, (), f'{registry.PAGE}: line 25, column 16: the quote'),
        ({registry.PAGE: '#REDIRECT [[X]]'}, (), 'line 1, column 1: here should be return'),
        ({SIGNED: '#REDIRECT [[X]]'}, REQUIRED, 'is a redirect'),
        ({SIGNED: 'Nobody yet.'}, REQUIRED, 'names nobody'),
        ({}, ('-signed:Outreach/Nothing',), 'there is no such page'),
        ({}, ('-require:signed',), 'needs -signed'),
        (
            {},
            ('-require:money', '-maxage:900'),
            'separated by commas: recognised, signed, standing; not money',
        ),
        ({}, (f'-signed:{SIGNED}', '-asof:2024-01-01'), 'more than a year old'),
        ({NOMAIL: 'empty'}, (f'-nomail:{NOMAIL}',), 'names nobody that can be read'),
        (
            {NOMAIL: '* [[User:X]]\n* [[Benutzer:Y]]'},
            (f'-exclude:{NOMAIL}',),
            f'{NOMAIL}, line 2: gives neither',
        ),
        ({}, ('-clients:clients.csv',), 'Wikimedia nomail list: there is no such page'),
        ({}, ('-contacts:nothing.csv', '-clients:clients.csv'), 'cannot be read'),
    ],
)
# contract: C5, C7, C10, C11, C31, C35
def test_bad_input_writes_nothing(
    stage: Stage, meta: Client, pages: Mapping[str, str], arguments: Sequence[str], words: str
) -> None:
    for title, content in pages.items():
        meta.edit(title, content)
    done = stage.farm.pwb('check_affiliates', *PAGES, *arguments, '-always')
    assert (done.returncode, words in done.stdout) == (2, True), done.stdout
    assert meta.text(RESULT) is None


# contract: C38
def test_two_hundred_affiliates_cost_at_most_twenty_requests(stage: Stage, meta: Client) -> None:
    # where not many locks are told at once each batch is asked twice
    most = 20 if tells_of_many(stage.farm) else 30
    entries = [
        entry(f'Wikimedia Group {n}', group_contact1=f'User:First {n}', group_contact2=f'User:Second {n}')
        for n in range(200)
    ]
    put_registry(meta, entries)
    pages = ''.join(
        f'<page><title>{one["group_name"]}</title><ns>0</ns><revision><text>X</text></revision></page>'
        for one in entries
    )
    imported = stage.farm.php('metawiki', 'importDump.php', stdin=f'<mediawiki>{pages}</mediawiki>')
    assert imported.returncode == 0, imported.stdout
    arguments = ('check_affiliates', f'-result:{RESULT}', f'-nomail:{NOMAIL}', '-simulate')
    done = stage.farm.pwb(*arguments, user=SECOND_OPERATOR)  # 50 of everything in a request
    count = re.search(r'^(\d+) requests: (.*)', done.stdout, re.MULTILINE)
    assert count, done.stdout
    assert int(count[1]) <= most, count[0]
    assert 'Affiliates: 200 write' in done.stdout


# contract: C2, C13, C14, C27, C39
def test_the_private_list_and_the_last_gate(stage: Stage, meta: Client, contacts: Path) -> None:
    before = canaries.local_files(contacts.parent)
    looked = stage.farm.pwb('check_affiliates', *PRIVATE, *PAGES, '-simulate')
    assert (looked.returncode, 'Would write 3 contacts' in looked.stdout) == (0, True), looked.stdout
    changed = {
        name for name, content in canaries.local_files(contacts.parent).items() if before.get(name) != content
    }
    assert changed <= {'.gitignore', 'addresses.register'}
    assert (meta.text(RESULT), meta.text(LIST)) == (None, None)
    done = stage.farm.pwb('check_affiliates', *PRIVATE, *PAGES, '-always')
    assert done.returncode == 0, done.stdout
    assert not canaries.holds(done.stdout.encode())
    folder = contacts.parent / 'outreach' / 'private'
    path = folder / canaries.CLIENTS
    assert (path.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)
    found = clientlist.read(path.read_text(), 'clients').clients
    assert [(one.affiliate, one.username, one.email, one.language) for one in found] == [
        ('Wikimedia Arcadia', ORGANIZER, canaries.address(0), 'be-tarask'),
        ('Wikimedia Borduria', NEW_NAME, '', ''),
        ("Wikimédia Côte d'Or", '', canaries.address(2), ''),
    ]
    # another process, without the contacts, is about to write what somebody put into the registry
    put_registry(meta, [*ENTRIES, entry('Leak', group_country='X', region=canaries.CONTROL)])
    other = stage.farm.pwb('check_affiliates', *PAGES, '-always')
    assert other.returncode == 3, other.stdout
    assert 'the text holds an address from a private file' in other.stdout
    assert 'Leak' not in text(meta, RESULT)
    put_registry(meta, ENTRIES)


def test_contacts_that_others_may_read_are_refused(stage: Stage, meta: Client, contacts: Path) -> None:
    contacts.chmod(0o644)
    done = stage.farm.pwb('check_affiliates', *PRIVATE, *PAGES, '-always')
    assert (done.returncode, 'chmod 600' in done.stdout) == (2, True), done.stdout
    assert meta.text(RESULT) is None


@pytest.mark.parametrize(
    ('at', 'how'),
    [
        ('Logging in', signal.SIGKILL), ('Affiliates:', signal.SIGKILL), ('Affiliates:', signal.SIGUSR1),
        (f'Saved {RESULT}', signal.SIGKILL), (f'Saved {LIST}', signal.SIGKILL), ('never', signal.SIGKILL),
    ],
)  # fmt: skip
# contract: C40
def test_no_canary_gets_out_also_where_the_run_is_killed_or_fails(
    stage: Stage, meta: Client, contacts: Path, at: str, how: signal.Signals
) -> None:
    secret = stage.farm.password(OPERATOR)
    pwb_folder.write_configuration(contacts.parent, OPERATOR, secret, stage.farm.proxy, canaries.CRASH)
    begun = time.time() - 1
    arguments = ('check_affiliates', *PRIVATE, *PAGES, '-always', '-log', '-v')
    for cookies in contacts.parent.glob('*.lwp'):
        cookies.unlink()  # it logs in, whatever ran before
    with pwb_folder.start(contacts.parent, *arguments) as process:
        output = canaries.watched(process, at, how)
    assert ('ZeroDivisionError' in output) == (how == signal.SIGUSR1), output
    # after the last line there is no time to be killed in
    assert process.returncode == -how or how == signal.SIGUSR1 or at in ('never', f'Saved {LIST}')
    contacts.write_text(contacts.read_text() + f'Nobody,{canaries.address(1)},x\n')
    broken = stage.farm.pwb(*arguments)
    assert broken.returncode == 2, broken.stdout
    contacts.write_text(contacts.read_text().rpartition('Nobody')[0])
    done = stage.farm.pwb(*arguments)
    assert done.returncode == 0, done.stdout
    assert not canaries.holds((output + broken.stdout + done.stdout).encode())
    assert (
        len(
            clientlist.read(
                (contacts.parent / 'outreach' / 'private' / canaries.CLIENTS).read_text(), ''
            ).clients
        )
        == 3
    )
    assert list(canaries.files_with([stage.farm.directory])) == []
    assert list(canaries.left_behind(begun)) == []


def test_what_a_run_leaves_behind_is_found() -> None:
    begun = time.time() - 1
    with tempfile.NamedTemporaryFile(prefix='outreach-leak-') as file:
        file.write(f'to: {canaries.address(0)}'.encode('utf-16'))
        file.flush()
        assert list(canaries.left_behind(begun)) == [file.name]
    with tempfile.TemporaryDirectory(prefix='outreach-leak-') as folder:
        (Path(folder) / 'log').write_text(canaries.address(1))
        assert list(canaries.left_behind(begun)) == [f'{folder}/log']
        assert list(canaries.left_behind(time.time() + 60)) == []


def test_the_search_finds_what_a_wiki_holds(stage: Stage, meta: Client) -> None:
    meta.edit('Outreach/Leak', f'Ask {canaries.CONTROL}.')
    found = canaries.files_with([stage.farm.data], [canaries.CONTROL.encode()])
    assert {path.name.partition('.')[0] for path in found} == {'metawiki'}
